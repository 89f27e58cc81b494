// Looks for the best plan of each hand-written strategy for the goal it has, by trials (plan_trials.h).
//
// A search has four rounds, the first three each halving: all plans in some worlds, the best third in as many more.
//   screen     the present plan with one of its parts (time, whom to approach, whom to meet; of people who learn also
//              how hours are laid out, and chances) put on a coarse grid
//   products   every combination of the best three of each part, of the last two parts the best two
//   neighbours the best plan with a tenth of a part moved from one entry to another, or a number a step away
//   final      the best five and the present plan on fresh worlds, in rotation: each probe has each plan once, so that
//              neither traits nor doses stand between them
// Intervals are over the worlds of the last round.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/cli/plan_trials.h"
#include "sim/plugin/strategy.h"

namespace clout {

/// The parts of a plan that a search varies.
struct PlanParts {
  bool time = true, approach = true, meeting = true;
  bool hours = false, chances = false;
};

/// A strategy, what it wants, and what it may do to get it.
struct PlanGoal {
  std::string strategy;  ///< catalogue row
  std::string goal;      ///< a sentence
  std::string measure;   ///< of measure_world: what is to be highest
  Plan present;
  Plan fixed;  ///< where its one-dimensional parameters come from, those that no search varies
  PlanParts parts;
  bool by_score = true;       ///< may approach people by score
  double post_share_max = 1;  ///< of time online
  double read_share_min = 0;  ///< of time online; at most 1 - post_share_max
  bool each_its_own = false;  ///< the present plan is what each has learned: it has no shares to show
  /// All rounds but the last are tried in the same worlds: where living up to a trial takes longer than the trial.
  bool same_worlds = false;
  std::vector<Candidate> beside = {};  ///< tried in the last round too, each under its label
};

/// The label of the present plan among those of the last round.
inline constexpr const char* kPresentPlan = "present plan";

/// How plans are tried: in these worlds, each person having each plan once if there are as many rotations as plans.
using PlanTrials = std::function<std::vector<PlanTrial>(
    const std::vector<Candidate>& candidates, const std::vector<std::uint64_t>& seeds, std::size_t rotations)>;

/// What casual people do, but all of them alike: where searches begin. One-dimensional chances (follow, follow back,
/// reply, reshare) are theirs in all strategies, so that strategies differ in plan and in nothing else.
Plan casual_alike();

/// klout_chaser, balanced_networker and lurker_executive. casual has none: it is fitted to how people post.
std::vector<PlanGoal> plan_goals();

/// All plans that differ from `base` in one part, which has shares that are multiples of 1 / steps.
std::vector<Candidate> coarse_plans(const PlanGoal& goal, const Plan& base, int steps);
/// All plans that differ from `base` by `step` of one part, moved from one of its entries to another.
std::vector<Candidate> neighbour_plans(const PlanGoal& goal, const Plan& base, double step);

struct PlanSearch {
  std::vector<RankedPlan> ranking;  ///< best first; the present plan is among them
  std::size_t tried = 0;            ///< plans in all
  std::uint64_t worlds = 0;         ///< lived in all; of goals with same_worlds, different ones
};

/// How a plan lays out its hours and what it does by chance: "+0.92, 6 days, 0.20/0.04/0.22/0.10".
std::string numbers_text(const Plan& plan);

/// @param worlds    of the final round; with 1 nothing has an interval. The others have as many in each half (of goals
///                  with same_worlds all of them the same: three times as many worlds in all).
/// @param told      called at the end of a round with what it found.
/// Stopped: an empty ranking.
PlanSearch search_plan(const TrialOrder& order, const PlanGoal& goal, std::size_t worlds,
                       const std::function<void(const std::string&)>& told = {});

/// The same with trials of another kind; of `order` only the first seed and whether to stop are used.
PlanSearch search_plan(const TrialOrder& order, const PlanTrials& trials, const PlanGoal& goal, std::size_t worlds,
                       const std::function<void(const std::string&)>& told = {});

/// Table of the best five and the present plan, and whether the best differs from it.
std::string plan_search_text(const PlanGoal& goal, const PlanSearch& search);

}  // namespace clout
