// Distinct people: who reacts to somebody and has not counted there for so many days.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/scoring/rules_params.h"
#include "sim/core/ids.h"
#include "sim/core/state.h"
#include "sim/world/lists.h"
#include "sim/world/reaction.h"

namespace clout {

/// Cost of a day: O(reactions * log engagers), and O(engagers) of whoever gets a new one; 16 bytes an agent, 8 for each
/// engager who has counted (until somebody new comes after again_after_days; for ever, if that is 0).
class NewEngagers {
  struct Counted {
    AgentId who;
    std::int32_t day;  // the last on which it counted
  };

 public:
  /// Room for one thread to work in.
  struct Scratch {
    std::vector<Counted> fresh, merged;
  };
  explicit NewEngagers(const EngagerRule& rule);
  void start(std::size_t agents) { counted_ = Lists<Counted>(agents); }
  /// How many count today at the one target of `mail` (ascending by source). Targets may be asked for by several
  /// threads at once, each once a day.
  /// Example: again after 30 days; somebody who likes on days 0, 10, 30 and 31 counts on days 0 and 30.
  std::uint32_t count(std::span<const Reaction> mail, Day day, Scratch& scratch);
  std::size_t memory_bytes() const { return counted_.memory_bytes(); }
  void visit_state(StateVisitor& v) { counted_.visit_state(v, "engagers_counted"); }

 private:
  bool counts_again(const Counted& entry, Day day) const {
    return again_after_days_ != 0 && day >= entry.day + again_after_days_;
  }
  void remember(AgentId target, Day day, Scratch& scratch);

  std::array<bool, 3> kinds_;  // by ReactionKind
  Day again_after_days_;       // 0 = never
  Lists<Counted> counted_;     // of each agent, ascending by `who`
};

}  // namespace clout
