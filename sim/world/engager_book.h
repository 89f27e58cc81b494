// How reactions enter the ledger: counts, and who reacted. One way for a live world and for recorded acts.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "sim/core/ids.h"
#include "sim/world/fade_table.h"
#include "sim/world/ledger.h"
#include "sim/world/reaction.h"

namespace clout {

class EngagerBook {
 public:
  /// @param kept         engagers an author has at most; the weakest goes. >= 1.
  /// @param fade_days    half-life of their weights, > 0.
  /// @param selectivity  who gave g reactions on the day weighs (1 + g)^-selectivity with each.
  EngagerBook(std::size_t kept, double fade_days, double selectivity);

  /// The day of the reactions that are entered from now on, 0 before; it never goes back. O(days that are new).
  void turn_to(Day day);

  /// Enters the day's reactions to `target`, ascending by source, into its counts and its engagers.
  /// ledger.reactions_given_today must be complete. Thread-safe for different targets.
  void enter(Ledger& ledger, AgentId target, std::span<const Reaction> reactions) const;

 private:
  void enter_one(Lists<Engager>& engagers, AgentId target, AgentId who, std::uint8_t given) const;
  float faded(const Engager& e) const { return e.weight * static_cast<float>(fade_.of(day_ - Day{e.day})); }
  std::size_t weakest(std::span<const Engager> list) const;

  std::size_t kept_;
  FadeTable fade_;
  Day day_ = 0;
  std::array<float, 256> weight_;
};

}  // namespace clout
