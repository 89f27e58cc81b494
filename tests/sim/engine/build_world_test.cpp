#include "sim/engine/build_world.h"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/sim/engine/lab.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using namespace clout::test;

namespace {

std::uint64_t digest(World& w) {
  StateDigest d;
  w.visit_state(d);
  const_cast<Society&>(*w.society).visit_state(d);
  return d.digest();
}

World build(const Scenario& s, std::uint64_t seed = 1, unsigned threads = 1) {
  ThreadPool pool(threads);
  return build_world(s, seed, pool);
}

}  // namespace

TEST_CASE("a world is a function of scenario and seed, on any number of threads") {
  World one = build(small_scenario()), three = build(small_scenario(), 1, 3), other = build(small_scenario(), 2);
  CHECK(digest(one) == digest(three));
  CHECK(digest(one) != digest(other));
}

TEST_CASE("who people are and whom they follow does not depend on strategies or probes") {
  Scenario other = small_scenario();
  std::swap(other.strategies[0].share, other.strategies[1].share);
  other.probes.share = 0;
  World a = build(small_scenario()), b = build(other);
  StateDigest p, q;
  a.follows.visit_state(p), b.follows.visit_state(q);
  a.ties.visit_state(p), b.ties.visit_state(q);
  CHECK(p.digest() == q.digest());
  CHECK_FALSE(std::equal(a.strategy.begin(), a.strategy.end(), b.strategy.begin()));
}

TEST_CASE("day 0: nothing has happened, ties are the offline ones, and links to them are marked") {
  const World w = build(small_scenario());
  CHECK(w.day == 0);
  CHECK(w.agents() == 300);
  CHECK(w.follows.edges() > 300);
  CHECK(w.ties.records() == w.society->offline.records());
  CHECK(w.ties.records() > 300);
  std::size_t tied = 0;
  for (AgentId a = 0; a < w.agents(); ++a) {
    CHECK(w.ledger.posts[a] + w.ledger.seconds_online[a] + w.ledger.seconds_offline[a] == 0);
    CHECK(w.balances.read[a] + w.balances.open[a] == 0);
    for (const Follow& f : w.follows.followees(a)) {
      CHECK((f.tied != 0) == (w.ties.find(a, f.who) != nullptr));
      tied += f.tied != 0;
    }
  }
  CHECK(tied > 0);
}

TEST_CASE("worlds of a given edge list have its links and nobody else's") {
  const Scratch folder;
  {
    std::ofstream out(folder / "edges.csv");
    out << "1,2\n2,3\n3,1\n1,3\n";
  }
  Scenario s = small_scenario();
  s.network.kind = "edge_list";
  s.network.file = folder / "edges.csv";
  const World w = build(s);
  CHECK(w.agents() == 3);
  CHECK(w.follows.edges() == 4);
}

TEST_CASE("a data file that cannot be read is told by its name and its key") {
  Scenario s = small_scenario();
  s.network.kind = "edge_list";
  s.network.file = "/nowhere/edges.csv";
  CHECK_THROWS_WITH_AS(build(s), doctest::Contains("/nowhere/edges.csv: population.network.file: cannot be read: "),
                       ScenarioError);
  s = small_scenario();
  s.population.file = "/nowhere/agents.csv";
  CHECK_THROWS_WITH_AS(build(s), doctest::Contains("/nowhere/agents.csv: population.file: cannot be read: "),
                       ScenarioError);
}

TEST_CASE("a population file that names strategies wins over shares; an unknown one is refused") {
  const Scratch folder;
  Scenario s = small_scenario();
  s.population.file = folder / "agents.csv";
  s.probes.share = 0;
  const auto write = [&](const char* strategy) {
    std::ofstream out(folder / "agents.csv");
    out << "strategy\n";
    for (int i = 0; i < 20; ++i) out << strategy << '\n';
  };
  write("klout_chaser");
  const World w = build(s);
  CHECK(w.agents() == 20);
  for (AgentId a = 0; a < w.agents(); ++a) CHECK(w.strategy[a] == 1);
  write("astronaut");
  CHECK_THROWS_WITH_AS(build(s), doctest::Contains("astronaut"), ScenarioError);
  write("casual\n astronaut");
  CHECK_THROWS_WITH_AS(build(s), doctest::Contains("agents.csv:3:2: population.file.strategy: 'astronaut' is no "),
                       ScenarioError);
}
