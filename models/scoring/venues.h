// Where people check in, and who is mayor there: what Foursquare's points and rules about check-ins are made of.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/core/random.h"
#include "sim/core/state.h"
#include "sim/plugin/scoring.h"
#include "sim/world/lists.h"

namespace clout {

struct VenueParams {
  std::int64_t venues_a_city = 100;
  double venue_exponent = 1, home_prob = 0.5;
  void visit(ParamVisitor& v);
};

/// Somebody checks in at a venue.
struct CheckIn {
  AgentId who;
  std::uint32_t venue;
  std::uint32_t nth_today;   ///< 1 for the first of the agent's day
  std::uint32_t here_today;  ///< 1 for the first of the agent's day at this venue
  bool new_here;             ///< the agent has never been there
  bool found;                ///< nor has anybody
  bool third_day;            ///< first of the day, and the third day of the last 7 there
  bool is_mayor;             ///< who checks in was mayor there already
  bool takes_over;           ///< becomes mayor by it, in the place of another
  bool with_friend;          ///< with somebody who follows and is followed
};

/// A check-in is a meeting held, asked for or accepted. The model does not say where people meet: a lot names one of
/// the two, and they go, with home_prob, to the venue where that one always goes, else to one of its city, drawn by a
/// Zipf law. Both check in there. Check-ins of which only the number is known are drawn for each agent by itself.
///
/// Mayor is who checked in on most of the last 60 days, a day counting once; who has it keeps it until somebody has
/// more. A mayor who has not been there for 60 days is none. Agents check in one after the other, in their order: the
/// same on any number of threads.
///
/// Cost of a day: O(agents + meetings log meetings + check-ins of 60 days of those who check in); 8 bytes a check-in of
/// the last 60 days, 4 a venue visited, 20 an agent.
class Venues {
 public:
  explicit Venues(const VenueParams& params);
  void start(const ScoringView& view);
  /// Everybody's check-ins of the day, ascending by agent.
  void observe(const ScoringView& view, ThreadPool& pool, const std::function<void(const CheckIn&)>& each);
  /// An agent checks in at a venue today; observe() calls it.
  CheckIn check_in(AgentId who, std::uint32_t venue, std::uint32_t nth_today, Day day);
  static constexpr Day kMayorDays = 60;  ///< whose check-ins make a mayor
  static constexpr std::uint32_t kNobody = 0xffffffffu;
  std::uint32_t mayor(std::uint32_t venue) const { return mayors_[venue]; }
  /// Of how many venues each agent is mayor on a day.
  void count_mayorships(Day day, std::span<float> mayorships) const;
  std::size_t memory_bytes() const;
  void visit_state(StateVisitor& v);

 private:
  struct Visit {
    std::int32_t day;
    std::uint32_t venue;
  };
  struct Company;
  struct Arrival;
  static std::vector<Company> companies(std::span<const Meeting> meetings);
  std::vector<Arrival> arrive(const ScoringView& view, std::span<const Company> known, AgentId begin, AgentId end);
  void prefetch(const Arrival& soon, std::size_t stage) const;
  std::uint32_t venue_of(const ScoringView& view, AgentId a, std::uint32_t nth) const;
  std::uint32_t meeting_place(const ScoringView& view, AgentId a, AgentId b, std::uint32_t nth) const;
  std::uint32_t place_of(const ScoringView& view, AgentId host, Rng& lot) const;
  /// Counted up to `enough`.
  std::uint32_t days_at(AgentId a, std::uint32_t venue, Day since,
                        std::uint32_t enough = std::numeric_limits<std::uint32_t>::max()) const;
  bool is_new(AgentId a, std::uint32_t venue);
  bool takes_over(AgentId a, std::uint32_t venue, Day day);

  VenueParams params_;
  std::vector<double> venue_share_;  // cumulative, by rank in a city
  Lists<Visit> visits_;              // of the last 60 days, ascending by day
  Lists<std::uint32_t> known_;       // venues that an agent has been to, ascending
  Column<std::uint32_t> check_ins_;  // the ledger's totals as they were yesterday
  Column<std::uint32_t> mayors_;     // by venue; kNobody
  Column<std::uint8_t> found_;       // by venue: somebody has been there
};

}  // namespace clout
