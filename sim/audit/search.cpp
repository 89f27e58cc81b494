#include "sim/audit/search.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace clout {
namespace {

/// Of two outcomes the better one has the higher rank.
std::tuple<bool, double, double> rank_of(const Outcome& outcome, Goal goal) {
  // Who is ahead when all stops, and only loses from then on, has no points: it is no absence that pays.
  const bool climbed = goal != Goal::points && outcome.climbed() && (goal == Goal::fewest_hours || outcome.points > 0);
  if (climbed && goal == Goal::fewest_hours) return {true, -outcome.hours, 0};
  if (climbed) return {true, outcome.points_an_hour(), 0};
  if (goal == Goal::fewest_hours) return {false, outcome.ahead_of, outcome.gain};
  return {false, outcome.points, outcome.points > 0 ? -outcome.hours : 0};  // nothing is not the better for being cheap
}

}  // namespace

std::optional<FoundExploit> Search::best_of(const ExploitFamily& family, Goal goal) {
  found_.reset();
  seen_.clear();
  bool better = take_best_of(family.plans, family, goal);
  for (std::size_t step = 0; better && step < params_.steps; ++step) {
    std::vector<ExploitPlan> near = neighbours(found_->plan);
    for (ExploitPlan& plan : family.with_other_acts(found_->plan)) near.push_back(std::move(plan));
    better = take_best_of(std::move(near), family, goal);
  }
  return found_;
}

bool Search::may_try(const ExploitPlan& plan, const ExploitFamily& family, Goal goal) const {
  constexpr double kAsMany = 1 + 1e-9;  // rounding must not forbid a plan of just as many hours
  if (plan.accounts > params_.most_accounts || !family.has(plan, params_.days)) return false;
  if (plan.every_days > params_.days || plan.first_day >= params_.days) return false;
  if (plan.stop_after_days > 0 && plan.first_day + plan.stop_after_days > params_.days / 2) return false;
  const double hours = hours_of(plan, params_.days, params_.prices);
  if (hours > kAsMany * params_.hours_a_week * params_.days / 7) return false;
  return goal != Goal::fewest_hours || !found_ || !found_->outcome.climbed() || hours < found_->outcome.hours;
}

bool Search::take_best_of(std::vector<ExploitPlan> plans, const ExploitFamily& family, Goal goal) {
  std::erase_if(plans, [&](const ExploitPlan& plan) {
    return !may_try(plan, family, goal) || !seen_.insert(plan.yaml()).second;
  });
  tried_ += plans.size();
  std::vector<Outcome> outcomes(plans.size());
  pool_.for_chunks(plans.size(), 1, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t k = begin; k < end; ++k) outcomes[k] = stage_.play(plans[k], pool_);
  });
  bool better = false;
  for (std::size_t k = 0; k < plans.size(); ++k) {
    if (found_ && rank_of(outcomes[k], goal) <= rank_of(found_->outcome, goal)) continue;
    found_ = {plans[k], outcomes[k]};
    better = true;
  }
  return better;
}

}  // namespace clout
