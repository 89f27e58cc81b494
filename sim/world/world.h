// State of one simulated network that changes from day to day. Copying a World makes a branch: plain columns, packed
// lists, and a shared Society. Scores are kept beside it (engine/branch.h), since they are plug-ins.
#pragma once

#include <cstdint>
#include <memory>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/state.h"
#include "sim/world/follow_graph.h"
#include "sim/world/ledger.h"
#include "sim/world/society.h"
#include "sim/world/ties.h"

namespace clout {

/// A post passed on: where it came from. Kept for one day, in the resharer's list, and read by followers the next day.
struct Reshare {
  AgentId author;
  std::uint16_t day;   ///< on which the author published it
  std::uint8_t index;  ///< 0-based among the author's own posts of that day
  std::uint8_t hop;    ///< 1 = passed on by a reader of the author
};

/// Unspent time, in seconds. `read` may be below zero: a day overdraws by chance and later days pay it back.
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
  Lists<Reshare> reshares;  ///< made yesterday, by resharer

  std::size_t agents() const { return hours_online.size(); }
  /// Bytes that one branch of this world holds, Society not counted.
  std::size_t memory_bytes() const;
  /// Everything but the Society, which a checkpoint stores once.
  void visit_state(StateVisitor& v);
};

}  // namespace clout
