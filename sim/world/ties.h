// Ties: symmetric, of strength w in effective hours together, which decay when not kept up.
//
// Decay is dw/dt = -w * lambda0 / ((1 + w/w_s) (1 + mutual/m_s)): strong and embedded ties fade slowly, bridges fast.
// With x = w/w_s the level L = x + ln x falls linearly in time, so a tie stores its level and the day it was last
// touched, and nobody visits it in between. Each end keeps its own 12-byte record; both hold the same numbers because
// both are computed from the same ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/params.h"
#include "sim/core/state.h"
#include "sim/world/constants.h"
#include "sim/world/lists.h"
#include "sim/world/sorted_row.h"

namespace clout {

struct TieParams {
  double lambda0_per_year = 2.3;
  double strong_hours = 1.6;      ///< w_s
  double embedding_contacts = 2;  ///< m_s
  double forget_hours = 0.01;
  std::int64_t cap = 150;
  bool decay = true;
  void visit(ParamVisitor& v);
};

/// One end of a tie.
struct HalfTie {
  AgentId other;
  std::int32_t level;   ///< L = x + ln x at `day`, in units of 2^-20
  std::uint16_t day;    ///< when `level` held; runs end before day 65536
  std::uint8_t mutual;  ///< common contacts, at most 255, when the tie was made
  std::uint8_t flags;   ///< TieFlag
};
static_assert(sizeof(HalfTie) == 12);

inline AgentId agent_of(const HalfTie& tie) { return tie.other; }

enum TieFlag : std::uint8_t {
  kInitialTie = 1,   ///< from the offline graph at day 0
  kAnsweredTie = 2,  ///< the two have written to each other
  kMetTie = 4,       ///< the two have met since day 0
  kSameCity = 8,     ///< the two live in one city, so that looking for company need not look both up
};

/// Turns levels into hours and back, and lets time pass. Built once a run; const and shared after that.
class TieClock {
 public:
  explicit TieClock(const TieParams& params);

  /// Level of a tie of `hours`; 0 hours and less give the least there is, 2040 strong_hours and more the greatest.
  std::int32_t level(double hours) const;
  /// Hours of a level; error below 2e-5 relative. About 2 ns: a table, linear between entries.
  double hours(std::int32_t level) const {
    if (level < kLowest) [[unlikely]]
      return faint_hours(level);
    const bool coarse = level >= kCoarse;  // x is nearly linear in its level there
    const int shift = coarse ? kUnitBits : kUnitBits - kFineBits;
    const std::int32_t offset = level - (coarse ? kCoarse : kLowest);
    const std::size_t at = static_cast<std::size_t>(offset >> shift) + (coarse ? kFineEntries : 0);
    const double fraction = (offset & ((1 << shift) - 1)) * (coarse ? 0x1p-20 : 0x1p-20 * (1 << kFineBits));
    const double low = hours_of_level_[at];
    return low + fraction * (hours_of_level_[at + 1] - low);
  }
  /// The same to 1e-6 relative, the resolution of a level.
  double exact_hours(std::int32_t level) const;
  /// Level of `tie` on `day` >= tie.day.
  std::int32_t level_on(const HalfTie& tie, Day day) const {
    const std::int64_t l = tie.level - ((fall_per_day_[tie.mutual] * (day - tie.day)) >> kFallBits);
    return l < kForgotten ? kForgotten : static_cast<std::int32_t>(l);
  }
  /// Hours of `tie` on `day`; 0 once it is forgotten.
  double hours_on(const HalfTie& tie, Day day) const {
    const std::int32_t l = level_on(tie, day);
    return l < forget_level_ ? 0 : hours(l);
  }
  bool forgotten(const HalfTie& tie, Day day) const { return level_on(tie, day) < forget_level_; }
  /// Level below which a tie counts as none.
  std::int32_t forget_level() const { return forget_level_; }

 private:
  static constexpr int kUnitBits = 20;  // of a level: units of 2^-20
  static constexpr int kFineBits = 7;   // entries 1/128 apart from kLowest on, 1 apart from kCoarse on
  static constexpr int kFallBits = 16;  // a day's fall is kept in units of 2^-36: 255 common contacts make it small
  static constexpr std::int32_t kLowest = -8 * (1 << kUnitBits);
  static constexpr std::int32_t kCoarse = 24 * (1 << kUnitBits);
  static constexpr std::size_t kFineEntries = 32 << kFineBits;
  static constexpr std::size_t kCoarseEntries = 2048 - 24;
  static constexpr std::int32_t kForgotten = -(1 << 30);

  double faint_hours(std::int32_t level) const;  // below the table

  double strong_hours_;
  std::int32_t forget_level_;
  std::vector<std::int64_t> fall_per_day_;  // by mutual, 0 .. 255
  std::vector<float> hours_of_level_;
};

/// Access that a tie of `hours` gives: theta w/(w+1) (information) + (1-theta) w^2/(w^2+50^2) (favours).
/// In [0, 1); theta in [0, 1]. Slope at zero is finite. Source: MODEL.md 5 (assumed form).
inline double tie_access(double hours, double theta) {
  constexpr double kHalf = kFavourHours.value;
  const double square = hours * hours;
  return theta * (hours / (hours + 1)) + (1 - theta) * (square / (square + kHalf * kHalf));
}

/// The record of `other` in one agent's records, or nullptr.
inline const HalfTie* find_tie(std::span<const HalfTie> records, AgentId other, std::size_t agents) {
  const std::size_t at = place_in(records, other, agents);
  return at < records.size() && records[at].other == other ? &records[at] : nullptr;
}

/// Ties that no longer change: 4 bytes an agent beside the records.
class PackedTies {
 public:
  PackedTies() = default;
  /// Agent a's are records[begin[a] .. begin[a+1]), ascending by `other`. The last of `begin` is the number of records.
  PackedTies(Column<std::uint32_t> begin, RawColumn<HalfTie> records)
      : begin_(std::move(begin)), records_(std::move(records)) {}

  std::size_t agents() const { return begin_.empty() ? 0 : begin_.size() - 1; }
  std::span<const HalfTie> of(AgentId a) const {
    return std::span(records_).subspan(begin_[a], begin_[a + 1] - begin_[a]);
  }
  const HalfTie* find(AgentId a, AgentId b) const { return find_tie(of(a), b, agents()); }
  void prefetch(AgentId a, bool near) const {
    if (!near) return __builtin_prefetch(&begin_[a]);
    for (const HalfTie* at = records_.data() + begin_[a]; at < records_.data() + begin_[a + 1]; at += 5)
      __builtin_prefetch(at);  // five records a cache line
  }
  std::uint64_t records() const { return records_.size(); }
  /// Of the records alone; begin costs 4 bytes an agent more.
  std::size_t memory_bytes() const { return records_.size() * sizeof(HalfTie); }
  void visit_state(StateVisitor& v);

 private:
  Column<std::uint32_t> begin_;
  RawColumn<HalfTie> records_;
};

/// All ties of all agents. Only a's thread changes a's records.
class Ties {
 public:
  Ties() = default;
  explicit Ties(std::size_t agents) : lists_(agents) {}
  explicit Ties(const PackedTies& packed);

  std::size_t agents() const { return lists_.agents(); }
  /// a's records ascending by `other`; forgotten ones may still be among them (TieClock::forgotten).
  std::span<const HalfTie> of(AgentId a) const { return lists_.of(a); }
  const HalfTie* find(AgentId a, AgentId b) const { return find_tie(of(a), b, agents()); }

  /// Contact of `seconds` effective seconds between a and b on `day`, a's end. The caller does the same at b's end.
  /// All contacts of two agents on one day come as their sum, in one call.
  ///
  /// Adds the hours and the `flags`. If there is no tie, or a forgotten one, it is made afresh: its hours are those of
  /// today, `mutual` then counts the common contacts. What would be forgotten at once, and 0 seconds, makes no tie.
  /// At `cap` records, forgotten ones go first; then the weakest not touched today is dropped and returned, so that
  /// the caller can drop the other end; else kNoAgent. If all were touched today, the list outgrows the cap.
  AgentId touch(AgentId a, AgentId b, std::uint32_t seconds, std::uint8_t mutual, std::uint8_t flags, Day day,
                const TieClock& clock, std::size_t cap);
  /// The same if a has a record of b, else nothing: whether there was one.
  bool renew(AgentId a, AgentId b, std::uint32_t seconds, std::uint8_t mutual, std::uint8_t flags, Day day,
             const TieClock& clock);
  /// Removes a's record of b if there is one.
  void drop(AgentId a, AgentId b);
  /// Sets a's records: ascending, no duplicates.
  void assign(AgentId a, std::span<const HalfTie> ties) { lists_.assign(a, ties); }
  void pack_if_loose() { lists_.pack_if_loose(); }
  /// Number of agents who stand in both lists, at most 255. O(ties of a + ties of b).
  std::uint8_t common_contacts(AgentId a, AgentId b) const;

  /// A copy that no longer changes.
  PackedTies packed() const;
  /// Asks for a's records: first with near = false, then, some time later, with near = true.
  void prefetch(AgentId a, bool near) const { lists_.prefetch(a, near); }
  /// The same instead of near = true, for a walk along the records.
  void prefetch_whole(AgentId a) const { lists_.prefetch_whole(a); }
  /// The same for the record of b alone.
  void prefetch(AgentId a, AgentId b, bool near) const {
    if (!near) return lists_.prefetch(a, false);
    prefetch_place(of(a), b, agents());
  }
  /// Records, two a tie.
  std::uint64_t records() const { return lists_.total(); }
  std::size_t memory_bytes() const { return lists_.memory_bytes(); }
  void visit_state(StateVisitor& v) { lists_.visit_state(v, "ties"); }

 private:
  Lists<HalfTie> lists_;
};

/// Read access to ties, wherever they are kept.
class TieRows {
 public:
  TieRows(const Ties& ties) : growing_(&ties) {}
  TieRows(const PackedTies& ties) : packed_(&ties) {}
  std::span<const HalfTie> of(AgentId a) const { return packed_ != nullptr ? packed_->of(a) : growing_->of(a); }
  const HalfTie* find(AgentId a, AgentId b) const {
    return packed_ != nullptr ? packed_->find(a, b) : growing_->find(a, b);
  }
  void prefetch(AgentId a, bool near) const {
    if (packed_ != nullptr) return packed_->prefetch(a, near);
    growing_->prefetch(a, near);
  }

 private:
  const Ties* growing_ = nullptr;
  const PackedTies* packed_ = nullptr;
};

}  // namespace clout
