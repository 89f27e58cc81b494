// Generators: agents and links a second. Verified by tests/sim/world/*_generator_test.cpp.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "sim/core/random.h"
#include "sim/world/communities.h"
#include "sim/world/edge_list.h"
#include "sim/world/follow_generator.h"
#include "sim/world/population_generator.h"

namespace {

using namespace clout;

void generate_society_of(benchmark::State& state) {
  PopulationParams p;
  p.agents = state.range(0);
  ThreadPool pool(usable_threads());
  for (auto _ : state) benchmark::DoNotOptimize(generate_society(p, {}, {}, 0.5, 1, pool));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(generate_society_of)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void generate_links_of(benchmark::State& state) {
  PopulationParams p;
  p.agents = state.range(0);
  for (RoleParams& r : p.roles) r.offline_contacts_mean = 1;
  ThreadPool pool(usable_threads());
  const auto society = generate_society(p, {}, {}, 0.5, 1, pool);
  std::int64_t links = 0;
  for (auto _ : state) links += static_cast<std::int64_t>(generate_follow_graph(*society, {}, 1, pool).edges());
  state.SetItemsProcessed(links);
}
BENCHMARK(generate_links_of)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void read_edges(benchmark::State& state) {
  const std::string path = "/tmp/clout_generate_bench.txt";
  {
    std::ofstream out(path);
    const Key k = make_key(1, Stream::test);
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(state.range(0)); ++i)
      out << bounded(draw(k, 2 * i), 100'000) << ' ' << bounded(draw(k, 2 * i + 1), 100'000) << '\n';
  }
  NetworkParams n;
  n.file = path;
  ThreadPool pool(usable_threads());
  for (auto _ : state) {
    Faults faults;
    benchmark::DoNotOptimize(read_edge_list(n, pool, faults).report.edges);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  std::remove(path.c_str());
}
BENCHMARK(read_edges)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void communities_of(benchmark::State& state) {
  PopulationParams p;
  p.agents = state.range(0);
  ThreadPool pool(usable_threads());
  const auto society = generate_society(p, {}, {}, 0.5, 1, pool);
  const FollowGraph graph = generate_follow_graph(*society, {}, 1, pool);
  for (auto _ : state) benchmark::DoNotOptimize(find_communities(graph, 1, pool).modularity);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(graph.edges()));
}
BENCHMARK(communities_of)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
