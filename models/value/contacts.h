// What every value model reads: an agent's contacts, the access it has to each, and what each is worth to it.
// Access has a finite slope at zero contact, so that homeopathic contact does not pay (MODEL.md 5).
#pragma once

#include <cstddef>
#include <span>

#include "sim/core/params.h"
#include "sim/plugin/value.h"
#include "sim/world/ties.h"

namespace clout {

struct AccessParams {
  double theta = 0.5;
  bool exclude_known = false;
  void visit(ParamVisitor& v);
};

inline constexpr std::size_t kAgentsAChunk = 1024;  ///< of loops over agents

/// network_worth of j without the part that comes through people whom i knows on view.day already, or i itself.
/// The exact share of that part, with the access of theta. O(initial ties of j + ties of i).
double worth_of_stranger_part(const ValueView& view, AgentId i, AgentId j, double theta);

/// body(contact, access, worth) for every contact of `agent` with access above 0, ascending by id; worth is the
/// contact's network_worth (its part that is new to the agent, with exclude_known).
template <class Body>
void for_contacts(const ValueView& view, AgentId agent, const AccessParams& params, Body&& body) {
  for (const HalfTie& tie : view.ties.of(agent)) {
    const double hours = view.clock.hours_on(tie, view.day);
    if (hours <= 0) continue;
    const double access = tie_access(hours, params.theta);
    const double worth = params.exclude_known ? worth_of_stranger_part(view, agent, tie.other, params.theta)
                                              : double{view.society.network_worth[tie.other]};
    body(tie.other, access, worth);
  }
}

/// Fetches the ties of agents that come up soon; `at` is a position in `agents`.
inline void prefetch_contacts(const ValueView& view, std::span<const AgentId> agents, std::size_t at) {
  if (at + 8 < agents.size()) view.ties.prefetch(agents[at + 8], false);
  if (at + 4 < agents.size()) view.ties.prefetch(agents[at + 4], true);
}

/// Sum over contacts of access * worth: what the linear model says.
double linear_value(const ValueView& view, AgentId agent, const AccessParams& params);

}  // namespace clout
