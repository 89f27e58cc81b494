// A day of every score, at a million agents, of whom a third do something and are reacted to: what it adds to the day
// beyond the ledger. Those that read links have some 5 million of them, and publish anew each day. klout_bench,
// rules_bench and pagerank_score_bench look closer at those three.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "models/catalogue.h"
#include "sim/core/random.h"
#include "sim/world/engager_book.h"
#include "tests/bench/heavy_tailed_graph.h"
#include "tests/bench/seconds_per.h"

using namespace clout;

namespace {

constexpr int kLog2Agents = 20;
constexpr AgentId kAgents = 1u << kLog2Agents;
constexpr double kFollowees = 5;

struct Crowd {
  FollowGraph follows;
  Ledger ledger{kAgents};
  std::vector<std::uint16_t> city;
  std::vector<std::uint64_t> topics;
  std::vector<Reaction> reactions;
  ScoringView view{.agents = kAgents, .follows = follows, .ledger = ledger};

  explicit Crowd(bool links) : follows(links ? heavy_tailed_graph(kLog2Agents, kFollowees) : FollowGraph(kAgents)) {
    for (AgentId a = 0; a < kAgents; ++a) {
      city.push_back(static_cast<std::uint16_t>(draw(Key{1}, a) % 50));
      topics.push_back(draw(Key{2}, a) & draw(Key{3}, a) & draw(Key{4}, a) & 0xffffffffu);  // one in eight of 32
      topics.back() |= 1u << a % 32;                                                        // and one for sure
    }
    view.bios.city = city;
    view.bios.topics = topics;
  }

  // Another day: a third of the agents write, meet and are reacted to.
  void live() {
    ++view.day;
    view.link_rows = std::make_shared<LinkRows>();
    reactions.clear();
    ledger.reactions_given_today.assign(kAgents, 0);
    ledger.reacted_to_today.assign(kAgents, 0);
    for (AgentId a = 0; a < kAgents; ++a) {
      const std::uint64_t bits = draw(Key{static_cast<std::uint64_t>(view.day)}, a);
      if (bits % 3 != 0) continue;
      ledger.posts[a] += bits >> 8 & 1;
      ledger.posts_recent[a] += static_cast<std::uint32_t>(bits >> 8 & 1) * kRecentUnit;
      ledger.messages_sent[a] += bits >> 16 & 3;
      ledger.meetings_held[a] += (bits >> 18 & 7) == 0;
      ledger.seconds_online[a] += 1800;
      for (std::uint64_t k = bits >> 10 & 3; k > 0; --k)
        reactions.push_back({a, static_cast<AgentId>(draw(Key{bits}, k) % kAgents),
                             static_cast<ReactionKind>(bits >> 20 & 1), 0, 0, 1});
    }
    for (const Reaction& r : reactions) ++ledger.reactions_given_today[r.source];
    EngagerBook book(128, 30, 0.5);
    book.turn_to(view.day_lived());
    for (std::size_t begin = 0, end = 0; begin < reactions.size(); begin = end) {
      while (end < reactions.size() && reactions[end].target == reactions[begin].target) ++end;
      book.enter(ledger, reactions[begin].target, std::span(reactions).subspan(begin, end - begin));
    }
    view.reactions = reactions;
  }
};

void score_day(benchmark::State& state, const std::string& name) {
  ThreadPool pool(1);
  const Catalogue catalogue = make_catalogue();
  const auto score = find_row(catalogue.scoring, name)->setup()->build();
  Crowd crowd(score->reads().has(ScoreInput::links));
  std::vector<float> scores(kAgents);
  score->start(crowd.view, pool, scores);
  for (auto _ : state) {
    state.PauseTiming();
    crowd.live();
    state.ResumeTiming();
    score->observe(crowd.view, pool);
    score->update(crowd.view, pool, scores);
  }
  if (!(*std::max_element(scores.begin(), scores.end()) >= 0)) std::abort();
  state.counters["seconds_per_agent"] = seconds_per(kAgents);
  state.counters["bytes_per_agent"] = static_cast<double>(score->memory_bytes()) / kAgents;
}

const bool kRegistered = [] {
  for (const auto& row : make_catalogue().scoring) {
    const ScoreInputs reads = row.setup()->build()->reads();
    if (reads.has(ScoreInput::worth)) continue;  // the control, which looks at nothing else
    benchmark::RegisterBenchmark(("score_day/" + row.name).c_str(), score_day, row.name)
        ->Unit(benchmark::kMillisecond)
        ->Iterations(reads.has(ScoreInput::links) ? 3 : 20);
  }
  return true;
}();

}  // namespace
