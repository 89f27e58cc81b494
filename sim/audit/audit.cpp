#include "sim/audit/audit.h"

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include "sim/audit/search.h"
#include "sim/audit/stage.h"

namespace clout {
namespace {

std::vector<ExploitRow> best_rows(Search& search) {
  std::vector<ExploitRow> rows;
  for (const ExploitFamily& family : exploit_families()) {
    const auto best = search.best_of(family, Goal::points_an_hour);
    if (!best) continue;
    rows.emplace_back();
    rows.back().plan = best->plan;
    rows.back().what = family.what;
  }
  return rows;
}

void fill(ExploitRow& row, std::span<const std::unique_ptr<Stage>> stages, std::span<const double> honest,
          ThreadPool& pool) {
  std::vector<double> points, rates, times, ahead;
  for (std::size_t k = 0; k < stages.size(); ++k) {
    const Outcome outcome = stages[k]->play(row.plan, pool);
    row.hours = outcome.hours;
    points.push_back(outcome.points);
    rates.push_back(outcome.points_an_hour());
    if (honest[k] > 0) times.push_back(rates.back() / honest[k]);
    ahead.push_back(outcome.ahead_of);
  }
  row.points = mean_interval(points);
  row.points_an_hour = mean_interval(rates);
  row.times_honest = mean_interval(times);
  row.ahead_of = mean_interval(ahead);
}

/// A plan as it is, and begun later: of a score that forgets, the last days are the ones that tell.
std::vector<ExploitPlan> begun_late(ExploitPlan plan, std::int64_t days) {
  std::vector<ExploitPlan> plans = {plan};
  for (const std::int64_t left : {days / 2, days / 4, std::int64_t{7}, std::int64_t{1}}) {
    plan.first_day = std::max<std::int64_t>(0, days - left);
    plans.push_back(plan);
  }
  return plans;
}

std::optional<Climb> shortest_climb(Search& search, std::span<const ExploitRow> rows,
                                    std::span<const std::unique_ptr<Stage>> stages, std::int64_t days,
                                    ThreadPool& pool) {
  std::optional<FoundExploit> best;
  for (ExploitFamily family : exploit_families()) {
    for (const ExploitRow& row : rows)
      if (row.plan.name == family.name)
        for (const ExploitPlan& plan : begun_late(row.plan, days)) family.plans.push_back(plan);
    const auto found = search.best_of(family, Goal::fewest_hours);
    if (!found || !found->outcome.climbed()) continue;
    if (!best || found->outcome.hours < best->outcome.hours) best = found;
  }
  if (!best) return std::nullopt;
  std::vector<double> ahead;
  for (const auto& stage : stages) ahead.push_back(stage->play(best->plan, pool).ahead_of);
  return Climb{best->plan, best->outcome.hours, mean_interval(ahead)};
}

/// So many each that of all accounts together no more come than a cap lets through, one at least.
void keep_within(std::int64_t ExploitPlan::*act, std::int64_t most, ExploitPlan& plan) {
  if (most > 0)
    plan.*act = std::min(plan.*act, std::max<std::int64_t>(1, most / std::max<std::int64_t>(1, plan.accounts)));
}

/// The plan of somebody who knows the cap: no more than it lets through, and not before it does.
ExploitPlan knowing(const Caps& cap, ExploitPlan plan) {
  if (plan.own) plan.first_day = std::max(plan.first_day, cap.age_days);
  if (plan.follow && cap.followers_a_day > 0) plan.follows_a_day = cap.followers_a_day;
  if (cap.posts_a_day > 0) plan.posts = std::min(plan.posts, cap.posts_a_day);
  if (cap.reads_a_day > 0) plan.reads = std::min(plan.reads, cap.reads_a_day);
  for (const auto reaction : {&ExploitPlan::likes, &ExploitPlan::reshares, &ExploitPlan::replies}) {
    keep_within(reaction, cap.reactions_a_day, plan);
    if (cap.reactions_a_person_day > 0) plan.*reaction = std::min(plan.*reaction, cap.reactions_a_person_day);
  }
  keep_within(&ExploitPlan::likes, cap.likes_a_day, plan);
  keep_within(&ExploitPlan::reshares, cap.reshares_a_day, plan);
  keep_within(&ExploitPlan::replies, cap.replies_a_day, plan);
  keep_within(&ExploitPlan::messages, cap.messages_a_day, plan);
  keep_within(&ExploitPlan::meetings, cap.check_ins_a_day, plan);
  return plan;
}

/// The plan with so many more accounts that a cap on each of them leaves as many acts in all, as far as there are any.
ExploitPlan by_more_accounts(const Caps& cap, ExploitPlan plan, std::int64_t most_accounts) {
  const std::int64_t each = std::max({plan.likes, plan.reshares, plan.replies}), most = cap.reactions_a_person_day;
  if (most > 0 && each > most) plan.accounts = std::min(most_accounts, plan.accounts * ((each + most - 1) / most));
  return knowing(cap, plan);
}

/// What a cap does to the row's plan, and what cheats make of the plan who know the cap.
/// @param free  what the plan comes to without a cap; points > 0.
CapEffect effect_of(const Caps& cap, const Stage& capped, const ExploitRow& row, const Outcome& free,
                    const AuditParams& params, ThreadPool& pool) {
  // As the search ranked the plan: one that does not climb was chosen for its points, and its rate says little.
  const bool by_rate = free.climbed();
  const auto share = [&](const Outcome& outcome) {
    return by_rate ? outcome.points_an_hour() / free.points_an_hour() : outcome.points / free.points;
  };
  CapEffect effect;
  effect.cap = cap;
  effect.adapted = row.plan;
  effect.left = std::max(0.0, share(capped.play(row.plan, pool)));
  effect.left_adapted = effect.left;
  if (effect.left >= kCapMatters) return effect;
  for (ExploitFamily family : exploit_families()) {
    if (family.name != row.plan.name) continue;
    family.plans.push_back(row.plan);
    for (std::size_t k = 0, plans = family.plans.size(); k < plans; ++k)
      for (const ExploitPlan& plan :
           {knowing(cap, family.plans[k]), by_more_accounts(cap, family.plans[k], params.most_accounts)})
        family.plans.push_back(plan);
    const auto best = Search(capped, params, pool).best_of(family, by_rate ? Goal::points_an_hour : Goal::points);
    if (!best || share(best->outcome) <= effect.left) continue;
    effect.adapted = best->plan;
    effect.left_adapted = std::min(1.0, share(best->outcome));
  }
  return effect;
}

/// The audited score and the crowds, for stages under caps.
struct Attacked {
  std::span<const Crowd> crowds;
  const MakeScore& make;
  Day every;
  const AuditParams& params;
};

/// Tries a cap against each row that it binds, and keeps its effect where no other cap left as little.
void try_cap(const Caps& cap, std::span<ExploitRow> rows, std::span<const Outcome> free, const Attacked& attacked,
             ThreadPool& pool) {
  std::optional<Stage> capped;  // made for the first row that needs it
  for (std::size_t k = 0; k < rows.size(); ++k) {
    ExploitRow& row = rows[k];
    if (free[k].points <= 0 || !binds(cap, row.plan, attacked.params.days)) continue;
    row.is_within_caps = false;
    if (!capped) capped.emplace(attacked.crowds[0], attacked.make, attacked.every, cap, attacked.params, pool);
    CapEffect effect = effect_of(cap, *capped, row, free[k], attacked.params, pool);
    if (effect.left >= kCapMatters) continue;
    effect.honest_loss = capped->honest_loss();
    const auto left = [](const CapEffect& e) { return std::pair(e.left_adapted, e.left); };
    if (!row.cap || left(effect) < left(*row.cap)) row.cap = effect;
  }
}

/// Figures of the adapted plans of rows whose cap it is, over all crowds.
void fill_capped(const Caps& cap, std::span<ExploitRow> rows, const Attacked& attacked, ThreadPool& pool) {
  std::vector<std::unique_ptr<Stage>> stages;
  std::vector<double> honest;
  for (ExploitRow& row : rows) {
    if (!row.cap || row.cap->cap != cap) continue;
    CapEffect& effect = *row.cap;
    for (std::size_t k = stages.size(); k < attacked.crowds.size(); ++k) {
      stages.push_back(
          std::make_unique<Stage>(attacked.crowds[k], attacked.make, attacked.every, cap, attacked.params, pool));
      honest.push_back(stages.back()->honest(pool).points_an_hour);
    }
    ExploitRow adapted;
    adapted.plan = effect.adapted;
    fill(adapted, stages, honest, pool);
    effect.points = adapted.points;
    effect.points_an_hour = adapted.points_an_hour;
    effect.times_honest = adapted.times_honest;
  }
}

void try_caps(std::span<ExploitRow> rows, const Stage& uncapped, const Attacked& attacked, ThreadPool& pool) {
  std::vector<Outcome> free;
  for (const ExploitRow& row : rows) free.push_back(uncapped.play(row.plan, pool));
  const std::vector<Caps> caps = usual_caps(attacked.crowds[0].recording, attacked.params.days);
  for (const Caps& cap : caps) try_cap(cap, rows, free, attacked, pool);
  for (const Caps& cap : caps) fill_capped(cap, rows, attacked, pool);
}

/// Crowds at the beginning of the attack, and what honest people of each earn.
struct Attack {
  std::vector<std::unique_ptr<Stage>> stages;
  std::vector<double> honest;
  AuditReport report;  // without rows
};

Attack begin_attack(const std::string& score, const Attacked& attacked, ThreadPool& pool) {
  if (attacked.crowds.empty()) throw std::invalid_argument("audit: no crowd");
  if (attacked.params.days < 1) throw std::invalid_argument("audit: the attack has no day");
  for (const Crowd& crowd : attacked.crowds)
    if (crowd.recording.days < attacked.params.days)
      throw std::invalid_argument("audit: the attack is longer than the recording");
  Attack attack;
  std::vector<double> medians, hours, validity;
  for (const Crowd& crowd : attacked.crowds) {
    attack.stages.push_back(
        std::make_unique<Stage>(crowd, attacked.make, attacked.every, Caps{}, attacked.params, pool));
    const HonestPeople people = attack.stages.back()->honest(pool);
    attack.honest.push_back(people.points_an_hour);
    medians.push_back(people.median);
    hours.push_back(people.top_tenth_hours);
    if (people.validity) validity.push_back(*people.validity);
  }
  AuditReport& report = attack.report;
  report.score = score;
  report.crowds = attacked.crowds.size();
  report.people = attacked.crowds.front().people;
  report.honest_points_an_hour = mean_interval(attack.honest);
  report.honest_median = mean_interval(medians);
  report.top_tenth_hours = mean_interval(hours);
  report.validity = mean_interval(validity);
  return attack;
}

}  // namespace

Crowd make_crowd(Recording recording, std::span<const std::uint8_t> present, std::span<const float> worth,
                 const AuditParams& params) {
  Crowd crowd;
  crowd.people = recording.agents();
  crowd.present.assign(present.begin(), present.end());
  crowd.worth.assign(worth.begin(), worth.end());
  const std::size_t n = crowd.people + 1 + static_cast<std::size_t>(params.most_accounts) + 1;
  FollowGraph follows(n);
  for (AgentId a = 0; a < crowd.people; ++a) follows.assign(a, recording.follows.followees(a));
  recording.follows = std::move(follows);
  for (std::size_t a = crowd.people; a + 1 < n; ++a)
    recording.ids.push_back("attacker " + std::to_string(a - crowd.people));
  recording.ids.emplace_back("idle");
  if (!recording.city.empty()) {
    recording.claimed_role.resize(n, 0);
    recording.city.resize(n, 0);
    recording.topics.resize(n, 1);
  }
  crowd.recording = std::move(recording);
  return crowd;
}

AuditReport audit(const std::string& score, const MakeScore& make, Day update_every_days, std::span<const Crowd> crowds,
                  const AuditParams& params, ThreadPool& pool) {
  const Attacked attacked{crowds, make, update_every_days, params};
  Attack attack = begin_attack(score, attacked, pool);
  AuditReport report = std::move(attack.report);
  Search search(*attack.stages.front(), params, pool);
  report.rows = best_rows(search);
  report.plans_tried = search.tried();
  for (ExploitRow& row : report.rows) fill(row, attack.stages, attack.honest, pool);
  report.climb = shortest_climb(search, report.rows, attack.stages, params.days, pool);
  try_caps(report.rows, *attack.stages.front(), attacked, pool);
  std::stable_sort(report.rows.begin(), report.rows.end(), [](const ExploitRow& a, const ExploitRow& b) {
    return a.points_an_hour.estimate > b.points_an_hour.estimate;
  });
  return report;
}

AuditReport play_plans(const std::string& score, const MakeScore& make, Day update_every_days,
                       std::span<const Crowd> crowds, std::span<const ExploitPlan> plans, const AuditParams& params,
                       ThreadPool& pool) {
  for (const ExploitPlan& plan : plans)
    if (plan.accounts > params.most_accounts)
      throw std::invalid_argument("audit: a plan has more accounts than may be");
  Attack attack = begin_attack(score, {crowds, make, update_every_days, params}, pool);
  AuditReport report = std::move(attack.report);
  for (const ExploitPlan& plan : plans) {
    report.rows.emplace_back().plan = plan;
    fill(report.rows.back(), attack.stages, attack.honest, pool);
  }
  return report;
}

}  // namespace clout
