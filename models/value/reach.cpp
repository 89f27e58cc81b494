#include "models/value/reach.h"

#include "sim/core/math.h"

namespace clout {

void ReachParams::visit(ParamVisitor& v) {
  access.visit(v);
  v.real("beta", beta, Range::at_least(0), {"", "What the audience counts; 0 = nothing.", "assumed"});
  v.real("attentive_weight", attentive_weight, Range::at_least(0),
         {"reactions", "Faded weight of reactions from which on somebody counts as an attentive reader.", "assumed"});
}

double ReachValue::audience(const ValueView& view, AgentId agent) const {
  double worth = 0;
  for (const Engager& e : view.ledger->engagers.of(agent)) {
    const double age = view.day > e.day ? view.day - e.day : 0;
    if (e.weight * det_exp2(-age / view.ledger->fade_days) >= params_.attentive_weight)
      worth += view.society.own_worth[e.who];
  }
  return det_log1p(worth);
}

void ReachValue::evaluate(const ValueView& view, ThreadPool& pool, std::span<const AgentId> agents,
                          std::span<double> values) const {
  const bool heard = view.ledger != nullptr && params_.beta > 0;
  pool.for_chunks(agents.size(), kAgentsAChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t k = begin; k < end; ++k) {
      prefetch_contacts(view, agents, k);
      values[k] = linear_value(view, agents[k], params_.access);
      if (heard) values[k] += params_.beta * audience(view, agents[k]);
    }
  });
}

}  // namespace clout
