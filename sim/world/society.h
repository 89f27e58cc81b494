// Who the people are: what is drawn once per seed and never changes. All branches of a world share one Society.
// What a branch may change (doses, strategies, the follow graph, ties, the ledger) is in world.h.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/state.h"
#include "sim/world/bio_index.h"
#include "sim/world/ties.h"

namespace clout {

/// Bits of Society::flags.
enum AgentFlag : std::uint8_t {
  kPresent = 1,      ///< has an account and is online at times; the absent can be met offline only
  kBioComplete = 2,  ///< role, city and topics stand in the public bio, so bio search can find the agent
  kProbe = 4,        ///< one of the cohort whose strategy and dose are drawn by design, independent of all else
  kJoined = 8,       ///< has opened its account while the world ran (an intervention)
};

struct Society {
  std::vector<std::string> role_names;  ///< index = role
  std::uint16_t cities = 1;

  // One entry an agent.
  Column<std::uint8_t> role;
  Column<std::uint8_t> claimed_role;  ///< what the bio says: title inflation makes it differ from role
  Column<std::uint16_t> city;         ///< 0 = the largest
  Column<std::uint64_t> topics;       ///< interests, a set of up to 64 topics; never empty
  Column<float> quality;              ///< of what the agent writes, (0, 1)
  Column<float> own_worth;            ///< mean 1 over all agents; seen by nobody
  Column<float> network_worth;        ///< own_worth_j + phi * sum over j's initial contacts k of access * own_worth_k
  Column<float> open_seconds_week;    ///< time for meetings that others ask for
  Column<float> inbox_capacity;       ///< messages a day that get full attention
  Column<float> outside_messages;     ///< messages a day from outside the simulated world
  Column<std::uint8_t> flags;         ///< AgentFlag
  // Latents, standard normal. The first and the last are emptied when the world is built.
  Column<float> activity;  ///< of the background's hours online
  Column<float> voice;     ///< of the background's habit of posting
  Column<float> fame;      ///< of followers at the start

  PackedTies offline;  ///< initial ties at day 0, as they stand; untouched, they are the base of every gain
  BioIndex bio;        ///< present agents with a complete bio by (city, claimed role)
  std::vector<AgentId> present;  ///< ids of present agents, ascending
  std::vector<std::uint32_t> city_begin;  ///< cities + 1 offsets into by_city
  std::vector<AgentId> by_city;           ///< agents sorted by (city, id), absent ones included: they can be met

  std::size_t agents() const { return role.size(); }
  bool has(AgentId a, AgentFlag f) const { return (flags[a] & f) != 0; }
  /// Agents who live in city c, ascending.
  std::span<const AgentId> in_city(std::uint16_t c) const {
    return std::span(by_city).subspan(city_begin[c], city_begin[c + 1] - city_begin[c]);
  }
  std::size_t memory_bytes() const;
  void visit_state(StateVisitor& v);
};

/// kSameCity if the two live in one, else 0: for the flags of a tie.
inline std::uint8_t same_city(const Society& society, AgentId a, AgentId b) {
  return society.city[a] == society.city[b] ? kSameCity : 0;
}

/// Builds what follows from the columns: present, by_city, bio. Called by every generator of a population at its end.
/// @throws std::invalid_argument  a city or a claimed role that there is not.
void index_society(Society& society);

/// network_worth from own_worth and the initial ties as they stand on day 0. phi in [0, 1]; access as in tie_access
/// (ties.h); `clock` turns the ties' levels into hours.
/// Cost: O(ties). Source: MODEL.md 2 (assumed form).
void fill_network_worth(Society& society, const TieClock& clock, double phi, double theta);

}  // namespace clout
