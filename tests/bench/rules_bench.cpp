// A day of rules written in YAML at a million agents, of whom a third do something: five acts and a cap; then with a
// streak, levels, badges and a quest on top. Beside them one score written both ways: Stack Overflow's reputation.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "models/scoring/rules.h"
#include "models/scoring/stack_overflow.h"
#include "sim/core/random.h"
#include "tests/bench/seconds_per.h"

using namespace clout;

namespace {

constexpr std::size_t kAgents = 1'000'000;
constexpr const char* kFiveActs =
    "points:\n"
    "  - {act: like_received, points: 10}\n"
    "  - {act: reshare_received, points: 10}\n"
    "  - {act: reply_received, points: 15, most_a_day: 1, beyond_cap: true}\n"
    "  - {act: post, points: 2, repeat_factor: 0.5}\n"
    "  - {act: follower_gained, points: 1}\n"
    "points_a_day: 200\n";
const std::string kWhole = std::string(kFiveActs) +
                           "streak: {points: 1, freezes: 2}\n"
                           "levels: {first: 100, growth: 1.5}\n"
                           "badges: [{name: a, at: [10, 100]}, {name: b, act: like_received, at: [50], after: [a]}]\n"
                           "quests: [{name: q, act: message, count: 3}]\n";

// As scenarios/rules/stack_overflow.yaml.
constexpr const char* kStackOverflow =
    "points:\n"
    "  - {act: like_received, points: 10}\n"
    "  - {act: reply_received, points: 15, most_a_day: 1, beyond_cap: true}\n"
    "points_a_day: 200\n"
    "start: 1\n"
    "floor: 1\n";

RulesParams params(const std::string& yaml) {
  Faults faults;
  RulesParams made;
  const Document document = Document::parse(yaml, "", faults);
  ParamReader reader(document.root(), faults);
  made.visit(reader);
  if (!faults.empty()) std::abort();
  return made;
}

// Another day of the ledger: counts rise for a third of the agents.
void live_day(Ledger& ledger, Day day) {
  for (AgentId a = 0; a < kAgents; ++a) {
    const std::uint64_t bits = draw(Key{static_cast<std::uint64_t>(day)}, a);
    if (bits % 3 != 0) continue;
    ledger.posts[a] += bits >> 8 & 1;
    ledger.likes[a] += bits >> 10 & 3;
    ledger.reshares[a] += bits >> 12 & 1;
    ledger.replies[a] += bits >> 14 & 1;
    ledger.messages_sent[a] += bits >> 16 & 3;
  }
}

template <class Score>
void observe(benchmark::State& state, Score& score) {
  ThreadPool pool(1);
  const FollowGraph follows(kAgents);
  Ledger ledger(kAgents);
  std::vector<float> scores(kAgents);
  ScoringView view{.agents = kAgents, .follows = follows, .ledger = ledger};
  score.start(view, pool, scores);
  for (auto _ : state) {
    state.PauseTiming();
    live_day(ledger, ++view.day);
    state.ResumeTiming();
    score.observe(view, pool);
  }
  score.update(view, pool, scores);
  if (!(scores[0] + scores[1] + scores[2] + scores[3] + scores[4] > 0)) std::abort();
  state.counters["seconds_per_agent"] = seconds_per(kAgents);
  state.counters["bytes_per_agent"] = static_cast<double>(score.memory_bytes()) / kAgents;
}

void rules_observe(benchmark::State& state, const std::string& yaml) {
  Rules rules(params(yaml));
  observe(state, rules);
}
BENCHMARK_CAPTURE(rules_observe, five_acts, kFiveActs)->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK_CAPTURE(rules_observe, whole, kWhole)->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK_CAPTURE(rules_observe, stack_overflow, kStackOverflow)->Unit(benchmark::kMillisecond)->MinTime(1);

void stack_overflow_observe(benchmark::State& state) {
  StackOverflow score{StackOverflowParams{}};
  observe(state, score);
}
BENCHMARK(stack_overflow_observe)->Unit(benchmark::kMillisecond)->MinTime(1);

}  // namespace
