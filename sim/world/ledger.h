// What happened, per agent, in integers: all that a score may see, and all that a summary counts.
// Totals run from day 0. Recent posts fade with a half-life. The top reactions are kept, by who gave them
// (Engager).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/math.h"
#include "sim/core/state.h"
#include "sim/world/lists.h"

namespace clout {

/// One agent who reacted to another's posts.
struct Engager {
  AgentId who;
  float weight;         ///< sum of selectivity weights of `who`'s reactions, faded to `day` (Ledger::fade)
  std::uint16_t day;    ///< when `weight` held: the last day that `who` reacted
  std::uint16_t count;  ///< reactions in all, saturating
};
static_assert(sizeof(Engager) == 12);

inline constexpr std::uint32_t kRecentUnit = 4096;  ///< Ledger::posts_recent counts in 1/4096 posts

/// What a day leaves of recent posts.
class PostsFade {
 public:
  /// @param fade_days  half-life, > 0.
  explicit PostsFade(double fade_days) : of_two32_(static_cast<std::uint64_t>(det_exp2(-1 / fade_days) * 0x1p32)) {}
  std::uint32_t of_day(std::uint32_t recent) const { return static_cast<std::uint32_t>((recent * of_two32_) >> 32); }

 private:
  std::uint64_t of_two32_;
};

struct Ledger {
  Ledger() = default;
  explicit Ledger(std::size_t agents);

  double fade_days = 30;  ///< half-life of posts_recent and of Engager::weight

  // Totals since day 0, one entry an agent.
  Column<std::uint32_t> posts;              ///< own posts
  Column<std::uint32_t> posts_recent;       ///< own posts, faded, in 1/kRecentUnit
  Column<std::uint32_t> likes;              ///< received, on own posts and on reshares made
  Column<std::uint32_t> reshares;           ///< received
  Column<std::uint32_t> replies;            ///< received: public replies to posts (mentions)
  Column<std::uint32_t> reshares_made;
  Column<std::uint32_t> items_read;
  Column<std::uint32_t> messages_sent;      ///< private messages and replies written
  Column<std::uint32_t> messages_received;
  Column<std::uint32_t> messages_answered;  ///< of those sent, the ones that got an answer
  Column<std::uint32_t> meetings_asked;
  Column<std::uint32_t> meetings_held;      ///< asked for and held, counted at the one who asked
  Column<std::uint32_t> meetings_received;  ///< held, counted at the one who was asked
  Column<std::uint32_t> seconds_online;     ///< dose spent
  Column<std::uint32_t> seconds_offline;
  // Today.
  Column<std::uint8_t> reactions_given_today;  ///< saturating
  Column<std::uint8_t> reacted_to_today;       ///< nonzero: somebody reacted to this agent today

  Lists<Engager> engagers;  ///< of each agent, ascending by `who`; at most the cap of ReactParams

  std::size_t agents() const { return posts.size(); }
  std::size_t memory_bytes() const;
  void visit_state(StateVisitor& v);
};

}  // namespace clout
