#include "models/value/contacts.h"

namespace clout {

void AccessParams::visit(ParamVisitor& v) {
  v.real("theta", theta, Range::probability(),
         {"", "Share of information in access; the rest is favours, which need strong ties.", "assumed"});
  v.flag("exclude_known", exclude_known,
         {"", "Leaves out of a contact's network the people whom the agent knows already. Exact and slow.", "assumed"});
}

double worth_of_stranger_part(const ValueView& view, AgentId i, AgentId j, double theta) {
  const Society& society = view.society;
  const double own = society.own_worth[j];
  double all = 0, known = 0;
  for (const HalfTie& tie : society.offline.of(j)) {
    const double hours = view.clock.hours_on(tie, 0);
    if (hours <= 0) continue;
    const double part = tie_access(hours, theta) * society.own_worth[tie.other];
    all += part;
    const HalfTie* direct = tie.other == i ? nullptr : view.ties.find(i, tie.other);
    if (tie.other == i || (direct != nullptr && !view.clock.forgotten(*direct, view.day))) known += part;
  }
  return all > 0 ? own + (society.network_worth[j] - own) * (1 - known / all) : own;
}

double linear_value(const ValueView& view, AgentId agent, const AccessParams& params) {
  double sum = 0;
  for_contacts(view, agent, params, [&](AgentId, double access, double worth) { sum += access * worth; });
  return sum;
}

}  // namespace clout
