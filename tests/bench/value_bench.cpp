// Values of a million agents with 30 ties each, most of them in one of 100 cities and 6 roles.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "models/value/circles.h"
#include "models/value/linear.h"
#include "models/value/reach.h"
#include "sim/core/math.h"
#include "sim/core/random.h"
#include "tests/bench/seconds_per.h"

using namespace clout;

namespace {

constexpr std::size_t kAgents = 1'000'000;
constexpr std::uint32_t kTies = 30;

struct ValueWorld {
  Society society;
  Ties ties{kAgents};
  TieClock clock{TieParams{}};
  std::vector<AgentId> agents;

  ValueWorld() : agents(kAgents) {
    std::iota(agents.begin(), agents.end(), AgentId{0});
    society.role.resize(kAgents);
    society.city.resize(kAgents);
    society.own_worth.assign(kAgents, 1);
    society.network_worth.resize(kAgents);
    std::vector<HalfTie> list;
    for (AgentId a = 0; a < kAgents; ++a) {
      Rng rng(1, Stream::test, a);
      society.role[a] = static_cast<std::uint8_t>(rng.below(6));
      society.city[a] = static_cast<std::uint16_t>(rng.below(100));
      society.network_worth[a] = static_cast<float>(det_exp(2 * rng.uniform() - 1));
      list.clear();
      for (std::uint32_t k = 0; k < kTies; ++k)  // one end is enough for values
        list.push_back({rng.below(kAgents), clock.level(det_exp(7 * rng.uniform() - 2)), 100,
                        static_cast<std::uint8_t>(rng.below(10)), 0});
      std::sort(list.begin(), list.end(), [](const HalfTie& x, const HalfTie& y) { return x.other < y.other; });
      ties.assign(a, list);
    }
    // Contacts mostly live in one's own city.
    for (AgentId a = 0; a < kAgents; ++a)
      if (a % 5 != 0) society.city[a] = static_cast<std::uint16_t>(a / (kAgents / 100));
  }
  ValueView view() const { return {130, society, ties, clock, nullptr}; }
};

const ValueWorld& world() {
  static const ValueWorld w;
  return w;
}

// Circles by a map of sorted lists, and libm.
double circles_of(AgentId agent) {
  std::map<std::pair<int, int>, std::vector<double>> circles;
  for (const HalfTie& tie : world().ties.of(agent)) {
    const double h = world().clock.hours_on(tie, 130);
    if (h > 0)
      circles[{world().society.role[tie.other], world().society.city[tie.other]}].push_back(
          (0.5 * h / (h + 1) + 0.5 * h * h / (h * h + 2500)) * world().society.network_worth[tie.other]);
  }
  double value = 0;
  for (auto& [circle, worths] : circles) {
    std::sort(worths.begin(), worths.end(), std::greater<>());
    for (std::size_t r = 0; r < worths.size(); ++r) value += worths[r] * std::pow(static_cast<double>(r + 1), -0.3);
  }
  return value;
}

template <class Model, class Params>
void value(benchmark::State& state) {
  const ValueView view = world().view();
  ThreadPool pool(1);
  const Model model{Params{}};
  std::vector<double> values(kAgents);
  for (auto _ : state) model.evaluate(view, pool, world().agents, values);
  if constexpr (std::is_same_v<Model, CirclesValue>)
    for (AgentId a = 0; a < kAgents; a += 997)
      if (std::abs(values[a] - circles_of(a)) > 1e-6 * (1 + values[a])) std::abort();
  state.counters["seconds_per_agent"] = seconds_per(kAgents);
}
BENCHMARK(value<CirclesValue, CirclesParams>)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(value<LinearValue, LinearParams>)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(value<ReachValue, ReachParams>)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
