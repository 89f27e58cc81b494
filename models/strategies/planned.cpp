#include "models/strategies/planned.h"

#include <algorithm>

namespace clout {

void PlannedStrategy::plan(std::span<const AgentId> agents, const Observed&, std::vector<Plan>& plans,
                           std::span<std::uint32_t> plan_of) {
  if (agents.empty()) return;
  std::fill(plan_of.begin(), plan_of.end(), static_cast<std::uint32_t>(plans.size()));
  plans.push_back(plan_);
}

std::unique_ptr<Strategy> PlannedStrategy::clone() const { return std::make_unique<PlannedStrategy>(*this); }

Plan casual_plan() {
  Plan p;
  p.read = 0.74, p.post = 0.08, p.engage = 0.1, p.discover = 0.08;
  p.by_score = 0, p.by_affinity = 0.3, p.by_bio = 0, p.among_ties = 0.6, p.at_random = 0.1;
  p.meet_ties = 0.75, p.meet_introduced = 0.1, p.meet_answered = 0.05, p.meet_event = 0.1;
  p.post_spread = 1.2, p.never_post_share = 0.3;
  p.follow_back_prob = 0.2, p.follow_prob = 0.02, p.reply_prob = 0.3, p.reshare_prob = 0.1;
  return p;
}

}  // namespace clout
