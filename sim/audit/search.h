// The search for the best plan of a family of exploits.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/audit/stage.h"

namespace clout {

struct FoundPlan {
  ExploitPlan plan;
  Outcome outcome;
};

/// Tries plans on a stage, within the hours and accounts of the params.
class Search {
 public:
  /// @param stage, params, pool  must outlive the search.
  Search(const Stage& stage, const AuditParams& params, ThreadPool& pool)
      : stage_(stage), params_(params), pool_(pool) {}

  /// The best plan of a family, and what it comes to; nothing if none is within the hours.
  std::optional<FoundPlan> best_of(const ExploitFamily& family);
  std::size_t tried() const { return tried_; }

 private:
  /// True if one of the plans is better than what was found so far.
  bool take_best_of(std::vector<ExploitPlan> plans);

  const Stage& stage_;
  const AuditParams& params_;
  ThreadPool& pool_;
  std::optional<FoundPlan> found_;
  std::int64_t most_accounts_ = 0;
  std::size_t tried_ = 0;
};

}  // namespace clout
