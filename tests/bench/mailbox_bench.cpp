// A day's mail: a million agents, a million events of 16 bytes to random targets. Posting, delivery and one walk over
// all targets with mail.
#include <benchmark/benchmark.h>

#include <stdexcept>

#include "sim/core/random.h"
#include "sim/world/mailbox.h"
#include "tests/bench/seconds_per.h"

namespace clout {
namespace {

struct Event {
  AgentId target, source;
  std::uint64_t what;
};

constexpr std::size_t kAgents = 1'000'000, kChunk = 4096;

AgentId target_of(std::size_t source) {
  return bounded(draw(make_key(1, Stream::test), source), kAgents);
}

void post_all(Mailbox<Event>& box, const std::vector<AgentId>& targets, ThreadPool& pool) {
  box.open(kAgents, (kAgents + kChunk - 1) / kChunk);
  pool.for_chunks(kAgents, kChunk, [&](std::size_t chunk, std::size_t first, std::size_t last, unsigned) {
    for (std::size_t u = first; u < last; ++u) box.post(chunk, {targets[u], static_cast<AgentId>(u), u});
  });
}

// Sums what arrives, weighted by its place.
std::uint64_t read_all(Mailbox<Event>& box, ThreadPool& pool) {
  std::vector<std::uint64_t> sum(box.buckets());
  box.for_each_target(pool, [&](AgentId target, std::span<Event> mail, std::size_t bucket) {
    std::uint64_t nth = 0;
    for (const Event& event : mail)
      sum[bucket] += (target + std::uint64_t{1}) * (event.source + std::uint64_t{1}) * ++nth;
  });
  std::uint64_t all = 0;
  for (const std::uint64_t s : sum) all += s;
  return all;
}

void verify(const std::vector<AgentId>& targets, Mailbox<Event>& box, ThreadPool& pool) {
  post_all(box, targets, pool);
  box.deliver(pool);
  std::vector<std::uint64_t> nth(kAgents);
  std::uint64_t expected = 0;
  for (std::size_t u = 0; u < kAgents; ++u) expected += (targets[u] + std::uint64_t{1}) * (u + 1) * ++nth[targets[u]];
  if (read_all(box, pool) != expected) throw std::logic_error("mail differs from its verifier");
}

void BM_mailbox(benchmark::State& state) {
  ThreadPool pool(static_cast<unsigned>(state.range(0)));
  std::vector<AgentId> targets;
  for (std::size_t u = 0; u < kAgents; ++u) targets.push_back(target_of(u));
  Mailbox<Event> box;
  verify(targets, box, pool);
  for (auto _ : state) {
    post_all(box, targets, pool);
    box.deliver(pool);
    benchmark::DoNotOptimize(read_all(box, pool));
  }
  state.counters["seconds_per_event"] = seconds_per(kAgents);
}
BENCHMARK(BM_mailbox)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace clout
