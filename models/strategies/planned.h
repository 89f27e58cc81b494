// The class behind all strategies that are a Plan and nothing else: the same plan every week, whatever was observed.
#pragma once

#include "sim/plugin/strategy.h"

namespace clout {

class PlannedStrategy final : public Strategy {
 public:
  explicit PlannedStrategy(const Plan& plan) : plan_(plan) {}
  /// Appends the plan once and gives it to all agents. O(agents).
  void plan(std::span<const AgentId> agents, const Observed& yesterday, std::vector<Plan>& plans,
            std::span<std::uint32_t> plan_of) override;
  std::unique_ptr<Strategy> clone() const override;
  void visit_state(StateVisitor&) override {}

 private:
  Plan plan_;
};

/// How most people spend their time online: they read, and a few of them write most of what is written. Sources in
/// casual.h.
Plan casual_plan();

}  // namespace clout
