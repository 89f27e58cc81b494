// Who follows whom, as followee lists sorted by id: reading pulls along them. Only u changes u's list, so all agents
// may follow and unfollow at once; followers are counted, and listed (transpose) only when an algorithm asks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/parallel.h"
#include "sim/core/state.h"
#include "sim/world/lists.h"
#include "sim/world/sorted_row.h"

namespace clout {

/// One link u -> who, kept in u's list.
struct Follow {
  AgentId who;
  std::uint16_t since;     ///< day on which u began to follow; 0 = from the start
  std::uint16_t tied = 0;  ///< nonzero: u has, or had, a tie with `who`, so that a look-up may find one
};

inline AgentId agent_of(const Follow& link) { return link.who; }

/// Rows of a sparse matrix: row r holds columns[begin[r] .. begin[r+1]).
struct Csr {
  Column<std::uint64_t> begin;
  RawColumn<AgentId> columns;
  std::span<const AgentId> row(std::size_t r) const {
    return std::span(columns).subspan(begin[r], begin[r + 1] - begin[r]);
  }
  std::size_t rows() const { return begin.empty() ? 0 : begin.size() - 1; }
};

class FollowGraph {
 public:
  FollowGraph() = default;
  explicit FollowGraph(std::size_t agents) : followees_(agents), followers_(agents) {}

  std::size_t agents() const { return followees_.agents(); }
  /// u's links, ascending by `who`.
  std::span<const Follow> followees(AgentId u) const { return followees_.of(u); }
  std::size_t followee_count(AgentId u) const { return followees_.size(u); }
  std::uint32_t follower_count(AgentId v) const { return followers_[v]; }
  std::span<const std::uint32_t> follower_counts() const { return followers_; }
  /// True if u follows v. O(log followees of u).
  bool follows(AgentId u, AgentId v) const;
  /// u follows v from `day` on; false if it did already or u == v. Thread-safe for different u.
  bool follow(AgentId u, AgentId v, Day day);
  /// u no longer follows v; false if it did not. Thread-safe for different u.
  bool unfollow(AgentId u, AgentId v);
  /// Notes at u's link to v, if there is one, that the two have a tie. Thread-safe for different u.
  void mark_tied(AgentId u, AgentId v);
  /// Sets u's whole list: sorted ascending, no duplicates, not u itself. Counts followers. Thread-safe for different u.
  void assign(AgentId u, std::span<const Follow> links);
  /// Gives back what growing left unused.
  void pack() { followees_.pack(); }
  void pack_if_loose() { followees_.pack_if_loose(); }
  /// Asks for u's list: first with near = false, then, some time later, with near = true.
  void prefetch(AgentId u, bool near) const { followees_.prefetch(u, near); }
  /// The same instead of near = true, for a walk along the list.
  void prefetch_whole(AgentId u) const { followees_.prefetch_whole(u); }
  /// The same for follows(u, v) alone.
  void prefetch(AgentId u, AgentId v, bool near) const {
    if (!near) return followees_.prefetch(u, false);
    prefetch_place(followees(u), v, agents());
  }

  std::uint64_t edges() const { return followees_.total(); }
  std::size_t memory_bytes() const { return followees_.memory_bytes() + followers_.size() * 4; }

  /// Followee lists as a matrix (row u: whom u follows), and followers (row v: who follows v), both ascending.
  /// O(agents + edges), parallel, same bytes for any number of threads.
  Csr matrix(ThreadPool& pool) const;
  Csr transpose(ThreadPool& pool) const;

  void visit_state(StateVisitor& v) {
    followees_.visit_state(v, "followees");
    v.column("followers", followers_);
  }

 private:
  Lists<Follow> followees_;
  Column<std::uint32_t> followers_;
};

}  // namespace clout
