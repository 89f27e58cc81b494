#include "sim/audit/audit.h"

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "sim/analysis/inequality.h"
#include "sim/analysis/rank.h"
#include "sim/core/parallel.h"

namespace clout {
namespace {

constexpr double kAhead = 0.9;  // of people: the goal of a plan
constexpr double kHonestQuantile = 0.95;
constexpr double kCapMatters = 0.9;  // a cap that leaves more of the points than this is none

using MakeScore = std::function<std::unique_ptr<ScoringAlgorithm>()>;

/// What a plan came to on one crowd.
struct Outcome {
  double points = 0, hours = 0, ahead_of = 0;
  double points_an_hour() const { return hours > 0 ? points / hours : 0; }
};

/// A crowd at the beginning of the attack, under a score.
class Stage {
 public:
  Stage(const Crowd& crowd, const MakeScore& make, Day every, const Caps& caps, const AuditParams& params,
        ThreadPool& pool)
      : crowd_(crowd),
        every_(every),
        caps_(caps),
        params_(params),
        recording_(crowd.recording),
        accounts_{static_cast<AgentId>(crowd.people), static_cast<AgentId>(crowd.people + 1)} {
    recording_.acts = with_caps(std::move(recording_.acts), caps, kOldAccount);
    lost_ = crowd.recording.acts.size() - recording_.acts.size();
    replay_.emplace(recording_, params.recording);
    algorithm_ = make();
    scores_.resize(recording_.agents());
    algorithm_->start(replay_->view(), pool, scores_);
    while (replay_->day() < recording_.days - params.days) live(*replay_, *algorithm_, scores_, {}, pool);
    Replay replay = *replay_;
    const auto algorithm = algorithm_->clone();
    std::vector<float> scores = scores_;
    for (Day day = 0; day < params.days; ++day) {
      live(replay, *algorithm, scores, {}, pool);
      idle_.push_back(scores[accounts_.attacker]);
    }
    people_.assign(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(crowd.people));
    people_ledger_ = replay.ledger();
  }
  Stage(const Stage&) = delete;

  Outcome play(const ExploitPlan& plan, ThreadPool& pool) const {
    Replay replay = *replay_;
    const auto algorithm = algorithm_->clone();
    std::vector<float> scores = scores_;
    double before = 0;
    for (std::int64_t day = 0; day < params_.days; ++day) {
      const auto acts = with_caps(acts_of_day(plan, accounts_, day, replay.day()), caps_, day);
      live(replay, *algorithm, scores, acts, pool);
      if (day + 1 == plan.stop_after_days)
        before = published_now(replay, *algorithm, scores, pool) - idle_[static_cast<std::size_t>(day)];
    }
    Outcome outcome;
    const float score = scores[accounts_.attacker];
    outcome.points = score - idle_.back() - before;
    outcome.hours = hours_of(plan, params_.days, params_.prices);
    std::size_t behind = 0, present = 0;
    for (std::size_t a = 0; a < crowd_.people; ++a)
      if (crowd_.present[a] != 0) ++present, behind += scores[a] < score;
    outcome.ahead_of = present > 0 ? static_cast<double>(behind) / static_cast<double>(present) : 0;
    return outcome;
  }

  /// Whether the caps leave out something that a plan does.
  bool binds(const ExploitPlan& plan) const {
    for (std::int64_t day = 0; day < params_.days; ++day) {
      const auto acts = acts_of_day(plan, accounts_, day, recording_.days);
      if (with_caps(acts, caps_, day).size() < acts.size()) return true;
    }
    return false;
  }

  /// People at the end of a recording in which nobody cheats.
  struct Honest {
    double points_an_hour = 0;  ///< of the 95th percentile
    double median = 0, top_tenth_hours = 0;
    std::optional<double> validity;
  };
  Honest honest() const {
    std::vector<double> rates, scores, worth, hours;
    for (std::size_t a = 0; a < crowd_.people; ++a) {
      if (crowd_.present[a] == 0) continue;
      scores.push_back(people_[a]);
      hours.push_back(people_ledger_.seconds_online[a] / 3600.0);
      if (!crowd_.worth.empty()) worth.push_back(crowd_.worth[a]);
      if (hours.back() >= 1) rates.push_back((people_[a] - idle_.back()) / hours.back());
    }
    Honest honest;
    honest.points_an_hour = quantile(rates, kHonestQuantile);
    honest.median = quantile(scores, 0.5);
    if (!worth.empty()) honest.validity = spearman(scores, worth);
    const double top = quantile(scores, kAhead);
    std::vector<double> of_top;
    for (std::size_t k = 0; k < scores.size(); ++k)
      if (scores[k] >= top) of_top.push_back(hours[k]);
    honest.top_tenth_hours = quantile(of_top, 0.5);
    return honest;
  }

  /// Recorded acts that the caps do not count, as a share of all.
  double honest_loss() const {
    const std::size_t all = crowd_.recording.acts.size();
    return all > 0 ? static_cast<double>(lost_) / static_cast<double>(all) : 0;
  }

 private:
  /// The attacker's score if it were published today: what has been earned must not seem to come later.
  double published_now(const Replay& replay, const ScoringAlgorithm& algorithm, std::vector<float> scores,
                       ThreadPool& pool) const {
    algorithm.clone()->update(replay.view(), pool, scores);
    return scores[accounts_.attacker];
  }

  void live(Replay& replay, ScoringAlgorithm& algorithm, std::vector<float>& scores, std::span<const RecordedAct> more,
            ThreadPool& pool) const {
    replay.live(more);
    algorithm.observe(replay.view(), pool);
    if (replay.day() % every_ != 0 && replay.day() != recording_.days) return;
    algorithm.update(replay.view(), pool, scores);
    require_finite(recording_, scores);
  }

  const Crowd& crowd_;
  const Day every_;
  const Caps caps_;
  const AuditParams& params_;
  Recording recording_;
  const AttackAccounts accounts_;
  std::size_t lost_ = 0;
  std::optional<Replay> replay_;
  std::unique_ptr<ScoringAlgorithm> algorithm_;
  std::vector<float> scores_;
  std::vector<double> idle_;   // score of somebody who does nothing, by day of the attack
  std::vector<float> people_;  // scores at the end
  Ledger people_ledger_;
};

bool is_better(const Outcome& a, const Outcome& b) {
  const bool there = a.ahead_of >= kAhead, other = b.ahead_of >= kAhead;
  if (there != other) return there;
  if (there) return a.points_an_hour() > b.points_an_hour();
  return std::tuple(a.points, -a.hours) > std::tuple(b.points, -b.hours);
}

class Search {
 public:
  Search(const Stage& stage, const AuditParams& params, ThreadPool& pool)
      : stage_(stage), params_(params), pool_(pool) {}

  /// The best plan of a family, and what it comes to; nothing if none is within the hours.
  std::optional<std::pair<ExploitPlan, Outcome>> best_of(const ExploitFamily& family) {
    found_.reset();
    most_accounts_ = std::min(params_.most_accounts, family.most_accounts);
    bool better = take_best_of(family.plans);
    for (std::size_t step = 0; better && step < params_.steps; ++step) better = take_best_of(neighbours(found_->first));
    return found_;
  }
  std::size_t tried() const { return tried_; }

 private:
  /// True if one of the plans is better than what was found so far.
  bool take_best_of(std::vector<ExploitPlan> plans) {
    const double most_hours = params_.hours_a_week * params_.days / 7;
    std::erase_if(plans, [&](const ExploitPlan& plan) {
      return plan.accounts > most_accounts_ || plan.every_days > params_.days ||
             plan.stop_after_days > params_.days / 2 || hours_of(plan, params_.days, params_.prices) > most_hours;
    });
    tried_ += plans.size();
    std::vector<Outcome> outcomes(plans.size());
    pool_.for_chunks(plans.size(), 1, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t k = begin; k < end; ++k) outcomes[k] = stage_.play(plans[k], pool_);
    });
    bool better = false;
    for (std::size_t k = 0; k < plans.size(); ++k) {
      if (found_ && !is_better(outcomes[k], found_->second)) continue;
      found_ = {plans[k], outcomes[k]};
      better = true;
    }
    return better;
  }

  const Stage& stage_;
  const AuditParams& params_;
  ThreadPool& pool_;
  std::optional<std::pair<ExploitPlan, Outcome>> found_;
  std::int64_t most_accounts_ = 0;
  std::size_t tried_ = 0;
};

std::vector<ExploitRow> best_rows(Search& search) {
  std::vector<ExploitRow> rows;
  for (const ExploitFamily& family : exploit_families()) {
    const auto best = search.best_of(family);
    if (!best) continue;
    rows.emplace_back();
    rows.back().plan = best->first;
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

/// The first crowd under a cap.
struct CappedStage {
  Caps cap;
  std::unique_ptr<Stage> stage;
};

/// The cap that leaves least of what the row's plan brings; nullptr if none takes a tenth.
const CappedStage* suggest_cap(ExploitRow& row, double points, std::span<const CappedStage> capped, ThreadPool& pool) {
  const CappedStage* best = nullptr;
  for (const CappedStage& c : capped) {
    if (points <= 0 || !c.stage->binds(row.plan)) continue;
    const double left = std::max(0.0, c.stage->play(row.plan, pool).points / points);
    if (left >= std::min(kCapMatters, row.points_left)) continue;
    best = &c;
    row.points_left = left;
  }
  if (best == nullptr) return nullptr;
  row.cap = best->cap;
  row.honest_loss = best->stage->honest_loss();
  return best;
}

/// What cheats make of the plan who know the cap.
void adapt(ExploitRow& row, double points, const CappedStage& capped, AuditParams params, ThreadPool& pool) {
  constexpr double kAsMany = 1 + 1e-9;  // rounding must not forbid the plan itself
  params.hours_a_week = kAsMany * row.hours * 7 / params.days;
  row.adapted = row.plan;
  row.points_left_adapted = row.points_left;
  for (ExploitFamily family : exploit_families()) {
    if (family.name != row.plan.name) continue;
    family.plans.push_back(row.plan);
    const auto best = Search(*capped.stage, params, pool).best_of(family);
    if (!best || best->second.points <= row.points_left * points) continue;
    row.adapted = best->first;
    row.points_left_adapted = std::min(1.0, best->second.points / points);
  }
}

void put_caps(std::span<ExploitRow> rows, const Crowd& crowd, const Stage& free, const MakeScore& make, Day every,
              const AuditParams& params, ThreadPool& pool) {
  std::vector<CappedStage> capped;
  for (const Caps& cap : usual_caps(crowd.recording, params.days))
    capped.push_back({cap, std::make_unique<Stage>(crowd, make, every, cap, params, pool)});
  for (ExploitRow& row : rows) {
    const double points = free.play(row.plan, pool).points;
    if (const CappedStage* const cap = suggest_cap(row, points, capped, pool)) adapt(row, points, *cap, params, pool);
  }
}

}  // namespace

Crowd make_crowd(Recording recording, std::span<const std::uint8_t> present, std::span<const float> worth,
                 const AuditParams& params) {
  Crowd crowd;
  crowd.people = recording.agents();
  crowd.present.assign(present.begin(), present.end());
  crowd.worth.assign(worth.begin(), worth.end());
  const std::size_t n = crowd.people + 1 + static_cast<std::size_t>(params.most_accounts);
  FollowGraph follows(n);
  for (AgentId a = 0; a < crowd.people; ++a) follows.assign(a, recording.follows.followees(a));
  recording.follows = std::move(follows);
  for (std::size_t a = crowd.people; a < n; ++a)
    recording.ids.push_back("attacker " + std::to_string(a - crowd.people));
  if (!recording.city.empty()) {
    recording.claimed_role.resize(n, 0);
    recording.city.resize(n, 0);
    recording.topics.resize(n, 1);
  }
  crowd.recording = std::move(recording);
  return crowd;
}

const ExploitRow* AuditReport::shortest_climb() const {
  const ExploitRow* shortest = nullptr;
  for (const ExploitRow& row : rows)
    if (row.ahead_of.estimate >= kAhead && row.points.estimate > 0 &&
        (shortest == nullptr || row.hours < shortest->hours))
      shortest = &row;
  return shortest;
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
    const Stage::Honest people = stages.back()->honest();
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
  put_caps(report.rows, crowds.front(), *stages.front(), make, update_every_days, params, pool);
  std::stable_sort(report.rows.begin(), report.rows.end(), [](const ExploitRow& a, const ExploitRow& b) {
    return a.points_an_hour.estimate > b.points_an_hour.estimate;
  });
  return report;
}

}  // namespace clout
