// The search for the best plan of a family of exploits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/audit/stage.h"

namespace clout {

/// What is looked for.
enum class Goal : std::uint8_t {
  points_an_hour,  ///< of plans that get ahead of nine people of ten and have points the most points an hour, else the
                   ///< most points
  points,          ///< the most points, whatever they cost within the hours
  fewest_hours,    ///< of plans that get ahead of nine people of ten the fewest hours, else ahead of most people
};

struct FoundExploit {
  ExploitPlan plan;
  Outcome outcome;
};

/// Tries plans on a stage, within the hours and accounts of the params: those that a family begins with, then
/// neighbours of the best and the best with other acts, as long as one of them is better. What it finds is a lower
/// bound of what there is.
class Search {
 public:
  /// @param stage, params, pool  must outlive the search.
  Search(const Stage& stage, const AuditParams& params, ThreadPool& pool)
      : stage_(stage), params_(params), pool_(pool) {}

  /// The best plan of a family, and what it comes to; nothing if none is within the hours.
  std::optional<FoundExploit> best_of(const ExploitFamily& family, Goal goal);
  std::size_t tried() const { return tried_; }

 private:
  /// True if one of the plans is better than what was found so far.
  bool take_best_of(std::vector<ExploitPlan> plans, const ExploitFamily& family, Goal goal);
  /// Whether a plan is within the limits, and is not known to be worse than what was found.
  bool may_try(const ExploitPlan& plan, const ExploitFamily& family, Goal goal) const;

  const Stage& stage_;
  const AuditParams& params_;
  ThreadPool& pool_;
  std::optional<FoundExploit> found_;
  std::set<std::string> seen_;  // plans of the family that were tried, as YAML
  std::size_t tried_ = 0;
};

}  // namespace clout
