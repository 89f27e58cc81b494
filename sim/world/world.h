// State of one simulated network that changes from day to day. Copying a World makes a branch: plain columns, packed
// lists, and a shared Society. Scores are kept beside it (engine/branch.h), since they are plug-ins.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/state.h"
#include "sim/world/follow_graph.h"
#include "sim/world/ledger.h"
#include "sim/world/society.h"
#include "sim/world/ties.h"

namespace clout {

/// A post passed on: where it came from. Kept for one day, and read by the followers of whoever passed it on.
struct Reshare {
  AgentId author;
  std::uint16_t day;   ///< on which the author published it
  std::uint8_t index;  ///< 0-based among the author's own posts of that day
  std::uint8_t hop;    ///< 1 = passed on by a reader of the author
};

/// One day's reshares by whoever made them. Few make any, so they cost nothing an agent.
class Reshares {
 public:
  struct Entry {
    AgentId by;
    Reshare reshare;
  };
  /// `entries` ascending by `by`.
  void assign(std::vector<Entry> entries) { entries_ = std::move(entries); }
  /// Those that `a` made, in order. O(log reshares).
  std::span<const Entry> of(AgentId a) const;
  /// Those that agents from `a` on made.
  std::span<const Entry> from(AgentId a) const;
  std::size_t size() const { return entries_.size(); }
  std::size_t memory_bytes() const { return entries_.size() * sizeof(Entry); }
  void visit_state(StateVisitor& v);

 private:
  std::vector<Entry> entries_;
};

/// Unspent time, in seconds; never below zero.
struct Balances {
  Column<std::int32_t> read, engage, discover, offline;
  Column<std::int32_t> open;  ///< for meetings that others ask for
};

struct World {
  std::uint64_t seed = 0;
  Day day = 0;  ///< days lived so far = index of the next day
  std::shared_ptr<const Society> society;

  Column<float> hours_online, hours_offline;  ///< doses, hours a week
  Column<std::uint8_t> strategy;              ///< index into the scenario's strategies
  FollowGraph follows;
  Ties ties;
  Ledger ledger;
  Balances balances;
  Reshares reshares;  ///< made yesterday

  std::size_t agents() const { return hours_online.size(); }
  /// Bytes that one branch of this world holds, Society not counted.
  std::size_t memory_bytes() const;
  /// Everything but the Society, which a checkpoint stores once.
  void visit_state(StateVisitor& v);
};

}  // namespace clout
