#include "sim/audit/search.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace clout {
namespace {

bool is_better(const Outcome& a, const Outcome& b) {
  const bool there = a.ahead_of >= kAhead, other = b.ahead_of >= kAhead;
  if (there != other) return there;
  if (there) return a.points_an_hour() > b.points_an_hour();
  return std::tuple(a.points, -a.hours) > std::tuple(b.points, -b.hours);
}

}  // namespace

std::optional<FoundPlan> Search::best_of(const ExploitFamily& family) {
  found_.reset();
  most_accounts_ = std::min(params_.most_accounts, family.most_accounts);
  bool better = take_best_of(family.plans);
  for (std::size_t step = 0; better && step < params_.steps; ++step) better = take_best_of(neighbours(found_->plan));
  return found_;
}

bool Search::take_best_of(std::vector<ExploitPlan> plans) {
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
    if (found_ && !is_better(outcomes[k], found_->outcome)) continue;
    found_ = {plans[k], outcomes[k]};
    better = true;
  }
  return better;
}

}  // namespace clout
