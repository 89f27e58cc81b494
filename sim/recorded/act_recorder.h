// Writes down what a live world does, as a recording that an algorithm can be given again.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/recorded/recording.h"
#include "sim/world/follow_graph.h"
#include "sim/world/ledger.h"

namespace clout {

/// Posts, reactions, meetings, follows and unfollows are recorded one by one; messages, items read and hours as counts,
/// because no score sees who was on the other side. A replay of it gives every score what the live world gave it.
class ActRecorder {
 public:
  /// @param follows, ledger  of the world as it is now, which becomes the recording's beginning; totals must be 0.
  ActRecorder(const FollowGraph& follows, const Ledger& ledger);

  /// To be called after each day.
  /// @param reactions, meetings  of the day, as a score sees them.
  void record_day(const FollowGraph& follows, const Ledger& ledger, std::span<const Reaction> reactions,
                  std::span<const Meeting> meetings);

  /// What was recorded; `ids` are the agents' numbers.
  const Recording& recording() const { return recording_; }
  Recording& recording() { return recording_; }

 private:
  void record_links(AgentId a, std::span<const Follow> before, std::span<const Follow> now);
  void record_counts(const Ledger& ledger);

  Recording recording_;
  FollowGraph follows_;  // of the day before
  std::vector<std::uint32_t> posts_;
  std::vector<std::vector<std::uint32_t>> totals_;  // of the day before, by column and agent
};

}  // namespace clout
