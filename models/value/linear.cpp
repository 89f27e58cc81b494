#include "models/value/linear.h"

namespace clout {

void LinearValue::evaluate(const ValueView& view, ThreadPool& pool, std::span<const AgentId> agents,
                           std::span<double> values) const {
  pool.for_chunks(agents.size(), kAgentsAChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t k = begin; k < end; ++k) {
      prefetch_contacts(view, agents, k);
      values[k] = linear_value(view, agents[k], params_.access);
    }
  });
}

}  // namespace clout
