#include "sim/world/world.h"

#include <algorithm>

namespace clout {

std::span<const Reshares::Entry> Reshares::from(AgentId a) const {
  const auto first =
      std::lower_bound(entries_.begin(), entries_.end(), a, [](const Entry& e, AgentId id) { return e.by < id; });
  return {first, entries_.end()};
}

std::span<const Reshares::Entry> Reshares::of(AgentId a) const {
  const auto rest = from(a);
  std::size_t count = 0;
  while (count < rest.size() && rest[count].by == a) ++count;
  return rest.first(count);
}

void Reshares::visit_state(StateVisitor& v) {
  std::uint64_t n = entries_.size();
  v.value("reshares", n);
  if (v.loading()) entries_.resize(n);
  v.raw("reshares", entries_.data(), n * sizeof(Entry));
}

std::size_t World::memory_bytes() const {
  const std::size_t an_agent = 2 * sizeof(float) + sizeof(std::uint8_t) + 5 * sizeof(std::int32_t);
  return agents() * an_agent + follows.memory_bytes() + ties.memory_bytes() + ledger.memory_bytes() +
         reshares.memory_bytes();
}

void World::visit_state(StateVisitor& v) {
  v.value("seed", seed);
  v.value("day", day);
  v.column("hours_online", hours_online);
  v.column("hours_offline", hours_offline);
  v.column("strategy", strategy);
  follows.visit_state(v);
  ties.visit_state(v);
  ledger.visit_state(v);
  v.column("balance_read", balances.read);
  v.column("balance_engage", balances.engage);
  v.column("balance_discover", balances.discover);
  v.column("balance_offline", balances.offline);
  v.column("balance_open", balances.open);
  reshares.visit_state(v);
}

}  // namespace clout
