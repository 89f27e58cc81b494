#include "sim/audit/stage.h"

#include <algorithm>
#include <utility>

#include "sim/analysis/inequality.h"
#include "sim/analysis/rank.h"

namespace clout {
namespace {

constexpr double kHonestQuantile = 0.95;

}  // namespace

Stage::Stage(const Crowd& crowd, const MakeAlgorithm& make, Day every, const Caps& caps, const AuditParams& params,
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

Outcome Stage::play(const ExploitPlan& plan, ThreadPool& pool) const {
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

bool Stage::binds(const ExploitPlan& plan) const {
  for (std::int64_t day = 0; day < params_.days; ++day) {
    const auto acts = acts_of_day(plan, accounts_, day, recording_.days);
    if (with_caps(acts, caps_, day).size() < acts.size()) return true;
  }
  return false;
}

HonestPeople Stage::honest() const {
  std::vector<double> rates, scores, worth, hours;
  for (std::size_t a = 0; a < crowd_.people; ++a) {
    if (crowd_.present[a] == 0) continue;
    scores.push_back(people_[a]);
    hours.push_back(people_ledger_.seconds_online[a] / 3600.0);
    if (!crowd_.worth.empty()) worth.push_back(crowd_.worth[a]);
    if (hours.back() >= 1) rates.push_back((people_[a] - idle_.back()) / hours.back());
  }
  HonestPeople honest;
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

double Stage::honest_loss() const {
  const std::size_t all = crowd_.recording.acts.size();
  return all > 0 ? static_cast<double>(lost_) / static_cast<double>(all) : 0;
}

double Stage::published_now(const Replay& replay, const ScoringAlgorithm& algorithm, std::vector<float> scores,
                            ThreadPool& pool) const {
  algorithm.clone()->update(replay.view(), pool, scores);
  return scores[accounts_.attacker];
}

void Stage::live(Replay& replay, ScoringAlgorithm& algorithm, std::vector<float>& scores,
                 std::span<const RecordedAct> more, ThreadPool& pool) const {
  replay.live(more);
  algorithm.observe(replay.view(), pool);
  if (replay.day() % every_ != 0 && replay.day() != recording_.days) return;
  algorithm.update(replay.view(), pool, scores);
  require_finite(recording_, scores);
}

}  // namespace clout
