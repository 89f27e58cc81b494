// How far what people learned is from the best that they could do: the distance to the best response.
//
// A world is lived to the end of its burn-in, in which people learn. Then some of those who strive for one thing are
// given other plans, in turn, in copies of the world, while all others go on as they learned and nobody learns any more
// (calibrate_plans.h has the search). What one of many gets by doing something else, with all that it has built up by
// then, is what was left to learn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sim/cli/calibrate_plans.h"
#include "sim/engine/branch.h"

namespace clout {

/// Days for which a plan is tried: what one has built up lasts, so a plan needs time to show.
inline constexpr Day kLearnedTrialDays = 182;

inline constexpr std::size_t kLearnedRotations = 4;

/// Indices of the strategies whose people learn; not of those who go by the visible score where none is visible.
std::vector<std::size_t> learning_strategies(const Scenario& scenario);

/// The present plan stands for what each of the subjects has learned; beside it stands the plan that all begin near,
/// under the label "casual". The measure is how much of the goal people have at the end of a trial.
PlanGoal goal_of(const Scenario& scenario, std::size_t strategy);

/// Worlds that people learned in. Learning takes longer than a trial (scenarios/twins.yaml: eight times), so a world is
/// lived to the end of its burn-in once, and all rounds of a search, and the searches of all who learn in it, fork it
/// there.
/// Cost: the burn-in once a seed, as long as 2 GiB hold all forks, and turns * kLearnedTrialDays days.
class LearnedWorlds {
 public:
  /// @param order  must outlive this.
  explicit LearnedWorlds(const TrialOrder& order);

  /// Half of the people of a strategy, with an account, are the subjects. The plan of a candidate labelled
  /// kPresentPlan is left as each has learned it.
  /// @param rotations  at least kLearnedRotations are made, since subjects are few.
  /// @return  one figure a world: what subjects have after kLearnedTrialDays of the plan, set right for what those who
  ///          tried it had before; fewer than seeds if the order says to stop.
  std::vector<PlanTrial> try_plans(std::size_t strategy, const std::vector<Candidate>& candidates,
                                   const std::vector<std::uint64_t>& seeds, std::size_t rotations);
  /// How often a world was lived up to its fork: once each, if there is room for all.
  std::size_t lived() const { return lived_; }

 private:
  std::shared_ptr<const Branch> at_fork(std::uint64_t seed);

  const TrialOrder& order_;
  const RunSetup setup_;
  std::mutex mutex_;  ///< of what follows
  std::map<std::uint64_t, std::shared_ptr<const Branch>> kept_;
  std::size_t kept_bytes_ = 0, lived_ = 0;
};

/// What the best plan has more than what people learned, over worlds: in shares of what the best has, and of what the
/// best has more than the plan that all began near: there may be nothing to learn, then it is not known. 0 if nothing
/// beats what was learned. Of a score that forgets nothing both sides of the first hold what people had before the
/// trial, which makes it small whatever they learned; the second does not. Worlds in which the best has 0 or less, of
/// which there is no share, are left out of the first.
struct LearnedDistance {
  Interval of_best, of_learnable;
};
LearnedDistance distance_to_best(const PlanSearch& search);

/// The table of the search and the distances, in a sentence.
std::string learned_search_text(const PlanGoal& goal, const PlanSearch& search);

}  // namespace clout
