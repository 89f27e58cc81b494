#include "sim/engine/assign.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "sim/core/random.h"

namespace clout {
namespace {

// Cumulative shares of the strategies that each role may have; empty where there is none.
std::vector<std::vector<double>> shares_by_role(const Society& society, const Scenario& scenario) {
  std::vector<std::vector<double>> cumulative(society.role_names.size());
  for (std::size_t r = 0; r < cumulative.size(); ++r) {
    double sum = 0;
    std::vector<double> upto;
    for (const StrategySpec& spec : scenario.strategies) {
      const bool open = spec.roles.empty() ||
                        std::find(spec.roles.begin(), spec.roles.end(), society.role_names[r]) != spec.roles.end();
      sum += open ? spec.share : 0;
      upto.push_back(sum);
    }
    if (sum > 0) {
      for (double& u : upto) u /= sum;
      cumulative[r] = std::move(upto);
    }
  }
  return cumulative;
}

// First three dimensions of the Sobol sequence, in 32 bits. Source: Sobol 1967; direction numbers of Joe, Kuo 2008.
std::array<std::uint32_t, 3> sobol3(std::uint32_t index) {
  std::array<std::uint32_t, 3> x{};
  std::uint32_t second = 1u << 31;             // polynomial x + 1, m = 1
  std::array<std::uint32_t, 2> third = {1u << 31, 3u << 30};  // polynomial x^2 + x + 1, m = 1, 3
  for (unsigned bit = 0; bit < 32; ++bit) {
    const std::uint32_t v3 = bit < 2 ? third[bit] : third[0] ^ third[1] ^ (third[0] >> 2);
    if (bit >= 2) third = {third[1], v3};
    if (index >> bit & 1) {
      x[0] ^= 1u << (31 - bit);
      x[1] ^= second;
      x[2] ^= v3;
    }
    second ^= second >> 1;
  }
  return x;
}

}  // namespace

Column<std::uint8_t> draw_strategies(const Society& society, const Scenario& scenario, std::uint64_t seed) {
  const auto shares = shares_by_role(society, scenario);
  Column<std::uint8_t> strategy(society.agents());
  for (std::size_t a = 0; a < society.agents(); ++a) {
    const auto& upto = shares[society.role[a]];
    if (upto.empty())
      throw std::invalid_argument("no strategy is open to the role '" + society.role_names[society.role[a]] + "'");
    const double unit = to_unit(draw(make_key(seed, Stream::assignment, a), 0));
    std::size_t s = 0;
    while (s + 1 < upto.size() && unit >= upto[s]) ++s;
    strategy[a] = static_cast<std::uint8_t>(s);
  }
  return strategy;
}

void place_probes(Society& society, const Scenario& scenario, std::uint64_t seed, Column<std::uint8_t>& strategy,
                  Column<float>& hours_online, Column<float>& hours_offline) {
  const ProbeParams& params = scenario.probes;
  if (params.share <= 0 || society.present.empty()) return;
  std::vector<std::uint8_t> candidates;  // strategies of the design
  for (std::size_t s = 0; s < scenario.strategies.size(); ++s) {
    const auto& wanted = params.strategies;
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), scenario.strategies[s].name) != wanted.end())
      candidates.push_back(static_cast<std::uint8_t>(s));
  }
  // Every k-th of those present in the order of role, city and a keyed hash: each cell gets its share.
  std::vector<AgentId> order(society.present);
  const auto rank = [&](AgentId a) {
    return std::tuple(society.role[a], society.city[a], draw(make_key(seed, Stream::probe, a), 0), a);
  };
  std::sort(order.begin(), order.end(), [&](AgentId a, AgentId b) { return rank(a) < rank(b); });
  const auto count = static_cast<std::size_t>(params.share * static_cast<double>(order.size()) + 0.5);
  std::array<std::uint32_t, 3> shift;
  for (std::size_t d = 0; d < 3; ++d) shift[d] = static_cast<std::uint32_t>(draw(make_key(seed, Stream::design), d));
  const double offset = to_unit(draw(make_key(seed, Stream::design), 3));
  for (std::size_t k = 0; k < count; ++k) {
    const auto at = static_cast<std::size_t>((static_cast<double>(k) + offset) * static_cast<double>(order.size()) /
                                             static_cast<double>(count));
    const AgentId a = order[std::min(at, order.size() - 1)];
    const auto x = sobol3(static_cast<std::uint32_t>(k));
    std::array<double, 3> u;
    for (std::size_t d = 0; d < 3; ++d) u[d] = (x[d] ^ shift[d]) * 0x1p-32;
    society.flags[a] |= kProbe;
    strategy[a] = candidates[std::min(candidates.size() - 1,
                                      static_cast<std::size_t>(u[0] * static_cast<double>(candidates.size())))];
    hours_online[a] = static_cast<float>(params.hours_online_max * u[1] * u[1]);
    hours_offline[a] = static_cast<float>(params.hours_offline_max * u[2] * u[2]);
  }
}

}  // namespace clout
