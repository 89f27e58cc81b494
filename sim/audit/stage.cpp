#include "sim/audit/stage.h"

#include <algorithm>
#include <utility>

#include "sim/analysis/inequality.h"
#include "sim/analysis/rank.h"

namespace clout {
namespace {

constexpr double kHonestQuantile = 0.95;
// Groups of people who are quiet at a time. All at once would change the world that scores compare them with, one at a
// time would take a replay a person.
constexpr std::size_t kQuietGroups = 10;

/// Acts of a plan on a day of the attack that caps let through.
std::vector<RecordedAct> acts_let_through(const ExploitPlan& plan, const Caps& caps, const AttackAccounts& accounts,
                                          std::int64_t attack_day, Day day) {
  const NewAccounts fresh{plan.own ? accounts.first_other : kNoAgent, attack_day};
  return with_caps(acts_of_day(plan, accounts, attack_day, day), caps, fresh);
}

}  // namespace

bool binds(const Caps& caps, const ExploitPlan& plan, std::int64_t days) {
  const AttackAccounts accounts{0, 1};
  for (std::int64_t day = 0; day < days; ++day)
    if (acts_let_through(plan, caps, accounts, day, 0).size() < acts_of_day(plan, accounts, day, 0).size()) return true;
  return false;
}

Stage::Stage(const Crowd& crowd, const MakeScore& make, Day every, const Caps& caps, const AuditParams& params,
             ThreadPool& pool)
    : crowd_(crowd),
      every_(every),
      caps_(caps),
      params_(params),
      recording_(crowd.recording),
      accounts_{static_cast<AgentId>(crowd.people), static_cast<AgentId>(crowd.people + 1)} {
  put_caps(recording_, caps);
  replay_.emplace(recording_, params.recording);
  algorithm_ = make();
  scores_.resize(recording_.agents());
  algorithm_->start(replay_->view(), pool, scores_);
  while (replay_->day() < recording_.days - params.days) {
    replay_->live();
    observe(*replay_, *algorithm_, scores_, pool);
  }
}

Outcome Stage::play(const ExploitPlan& plan, ThreadPool& pool) const {
  Replay replay = *replay_;
  const auto algorithm = algorithm_->clone();
  std::vector<float> scores = scores_;
  double before = 0;
  for (std::int64_t day = 0; day < params_.days; ++day) {
    replay.live(acts_that_count(plan, day));
    observe(replay, *algorithm, scores, pool);
    if (plan.stop_after_days == 0 || day + 1 != plan.first_day + plan.stop_after_days) continue;
    std::vector<float> now = scores;  // if it were published today: what has been earned must not seem to come later
    algorithm->clone()->update(replay.view(), pool, now);
    before = gain_of(accounts_.attacker, now);
  }
  Outcome outcome;
  outcome.gain = gain_of(accounts_.attacker, scores);
  outcome.points = outcome.gain - before;
  outcome.hours = hours_of(plan, params_.days, params_.prices);
  std::size_t behind = 0, present = 0;
  for (std::size_t a = 0; a < crowd_.people; ++a)
    if (crowd_.present[a] != 0) ++present, behind += scores[a] < scores[accounts_.attacker];
  outcome.ahead_of = present > 0 ? static_cast<double>(behind) / static_cast<double>(present) : 0;
  return outcome;
}

std::vector<RecordedAct> Stage::acts_that_count(const ExploitPlan& plan, std::int64_t day) const {
  return acts_let_through(plan, caps_, accounts_, day, static_cast<Day>(recording_.days - params_.days + day));
}

Stage::End Stage::without_attack(std::span<const std::uint8_t> quiet, ThreadPool& pool) const {
  Replay replay = *replay_;
  const auto algorithm = algorithm_->clone();
  std::vector<float> scores = scores_;
  while (replay.day() < recording_.days) {
    replay.live({}, quiet);
    observe(replay, *algorithm, scores, pool);
  }
  return {std::move(scores), replay.ledger()};
}

std::vector<double> Stage::earned(const End& end, ThreadPool& pool) const {
  std::vector<double> earned(crowd_.people);
  pool.for_chunks(kQuietGroups, 1, [&](std::size_t, std::size_t group, std::size_t, unsigned) {
    std::vector<std::uint8_t> quiet(recording_.agents(), 0);
    for (std::size_t a = group; a < crowd_.people; a += kQuietGroups) quiet[a] = 1;
    const std::vector<float> scores = without_attack(quiet, pool).scores;
    for (std::size_t a = group; a < crowd_.people; a += kQuietGroups)
      earned[a] = static_cast<double>(end.scores[a]) - static_cast<double>(scores[a]);
  });
  return earned;
}

HonestPeople Stage::honest(ThreadPool& pool) const {
  const End end = without_attack({}, pool);
  const std::vector<double> points = earned(end, pool);
  std::vector<double> rates, scores, worth, hours;
  for (std::size_t a = 0; a < crowd_.people; ++a) {
    if (crowd_.present[a] == 0) continue;
    scores.push_back(end.scores[a]);
    hours.push_back((end.ledger.seconds_online[a] - replay_->ledger().seconds_online[a]) / kSecondsPerHour);
    if (!crowd_.worth.empty()) worth.push_back(crowd_.worth[a]);
    if (hours.back() >= 1) rates.push_back(points[a] / hours.back());
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

std::optional<double> Stage::honest_loss() const {
  const double all = limited_acts(crowd_.recording, caps_);
  if (all == 0) return std::nullopt;
  return 1 - limited_acts(recording_, caps_) / all;
}

void Stage::observe(const Replay& replay, ScoringAlgorithm& algorithm, std::vector<float>& scores,
                    ThreadPool& pool) const {
  algorithm.observe(replay.view(), pool);
  if (replay.day() % every_ != 0 && replay.day() != recording_.days) return;
  algorithm.update(replay.view(), pool, scores);
  require_finite(recording_, scores);
}

}  // namespace clout
