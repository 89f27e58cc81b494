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

/// The first crowd under a cap.
struct CappedStage {
  Caps cap;
  std::unique_ptr<Stage> stage;
};

/// The plan of somebody who knows the cap: no more than it lets through, and not before it does.
ExploitPlan knowing(const Caps& cap, ExploitPlan plan) {
  if (plan.own) plan.first_day = std::max(plan.first_day, cap.age_days);
  if (plan.follow && cap.followers_a_day > 0) plan.follows_a_day = cap.followers_a_day;
  if (cap.posts_a_day > 0) plan.posts = std::min(plan.posts, cap.posts_a_day);
  std::int64_t reactions = cap.reactions_a_person_day;
  if (cap.reactions_a_day > 0)
    reactions = std::max<std::int64_t>(1, cap.reactions_a_day / std::max<std::int64_t>(1, plan.accounts));
  if (reactions > 0)
    for (const auto kind : {&ExploitPlan::likes, &ExploitPlan::reshares, &ExploitPlan::replies})
      plan.*kind = std::min(plan.*kind, reactions);
  return plan;
}

/// What a cap does to the row's plan, and what cheats make of the plan who know the cap.
CapEffect effect_of(const CappedStage& capped, const ExploitRow& row, double points, AuditParams params,
                    ThreadPool& pool) {
  CapEffect effect;
  effect.cap = capped.cap;
  effect.honest_loss = capped.stage->honest_loss();
  effect.adapted = row.plan;
  effect.points_left = std::max(0.0, capped.stage->play(row.plan, pool).points / points);
  effect.points_left_adapted = effect.points_left;
  if (effect.points_left >= kCapMatters) return effect;
  params.hours_a_week = row.hours * 7 / params.days;
  for (ExploitFamily family : exploit_families()) {
    if (family.name != row.plan.name) continue;
    family.plans.push_back(row.plan);
    for (std::size_t k = 0, plans = family.plans.size(); k < plans; ++k)
      family.plans.push_back(knowing(capped.cap, family.plans[k]));
    const auto best = Search(*capped.stage, params, pool).best_of(family, Goal::points);
    if (!best || best->outcome.points <= effect.points_left * points) continue;
    effect.adapted = best->plan;
    effect.points_left_adapted = std::min(1.0, best->outcome.points / points);
  }
  return effect;
}

/// The cap that leaves least to those who know it, of caps that take a tenth of what the plan brings as it is.
void suggest_cap(ExploitRow& row, double points, std::span<const CappedStage> capped, const AuditParams& params,
                 ThreadPool& pool) {
  const auto left = [](const CapEffect& e) { return std::pair(e.points_left_adapted, e.points_left); };
  for (const CappedStage& c : capped) {
    if (points <= 0 || !c.stage->binds(row.plan)) continue;
    const CapEffect effect = effect_of(c, row, points, params, pool);
    if (effect.points_left >= kCapMatters) continue;
    if (!row.cap || left(effect) < left(*row.cap)) row.cap = effect;
  }
}

void put_caps(std::span<ExploitRow> rows, const Crowd& crowd, const Stage& free, const MakeScore& make, Day every,
              const AuditParams& params, ThreadPool& pool) {
  std::vector<CappedStage> capped;
  for (const Caps& cap : usual_caps(crowd.recording, params.days))
    capped.push_back({cap, std::make_unique<Stage>(crowd, make, every, cap, params, pool)});
  for (ExploitRow& row : rows) suggest_cap(row, free.play(row.plan, pool).points, capped, params, pool);
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
  if (crowds.empty()) throw std::invalid_argument("audit: no crowd");
  if (params.days < 1) throw std::invalid_argument("audit: the attack has no day");
  for (const Crowd& crowd : crowds)
    if (crowd.recording.days < params.days)
      throw std::invalid_argument("audit: the attack is longer than the recording");
  std::vector<std::unique_ptr<Stage>> stages;
  std::vector<double> honest, medians, hours, validity;
  for (const Crowd& crowd : crowds) {
    stages.push_back(std::make_unique<Stage>(crowd, make, update_every_days, Caps{}, params, pool));
    const HonestPeople people = stages.back()->honest(pool);
    honest.push_back(people.points_an_hour);
    medians.push_back(people.median);
    hours.push_back(people.top_tenth_hours);
    if (people.validity) validity.push_back(*people.validity);
  }
  AuditReport report;
  report.score = score;
  report.crowds = crowds.size();
  report.people = crowds.front().people;
  report.honest_points_an_hour = mean_interval(honest);
  report.honest_median = mean_interval(medians);
  report.top_tenth_hours = mean_interval(hours);
  report.validity = mean_interval(validity);
  Search search(*stages.front(), params, pool);
  report.rows = best_rows(search);
  report.plans_tried = search.tried();
  for (ExploitRow& row : report.rows) fill(row, stages, honest, pool);
  report.climb = shortest_climb(search, report.rows, stages, params.days, pool);
  put_caps(report.rows, crowds.front(), *stages.front(), make, update_every_days, params, pool);
  std::stable_sort(report.rows.begin(), report.rows.end(), [](const ExploitRow& a, const ExploitRow& b) {
    return a.points_an_hour.estimate > b.points_an_hour.estimate;
  });
  return report;
}

}  // namespace clout
