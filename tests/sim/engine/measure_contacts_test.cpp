#include "sim/engine/measure_contacts.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

double value(const std::vector<Measure>& rows, const char* cohort, const std::string& strategy, const char* measure) {
  for (const Measure& m : rows)
    if (m.cohort == cohort && m.strategy == strategy && m.measure == measure) return m.value;
  FAIL("no row of " << cohort << ' ' << strategy << ' ' << measure);
  return 0;
}

}  // namespace

TEST_CASE("two who know one circle each know two together; whoever knows nobody does not count") {
  Lab lab(6);
  lab.society->role = {0, 0, 0, 1, 2, 0};
  lab.world.strategy = {0, 0, 1, 1, 1, 0};
  lab.tie(0, 3, 20);  // knows professionals
  lab.tie(1, 4, 30);  // knows executives
  lab.begin();
  const std::vector<std::string> names{"a", "b"};
  const auto rows = contact_diversity(lab.world, lab.clock(), 0.5, names, lab.pool);
  CHECK(value(rows, kBackground, "a", "alpha_diversity") == doctest::Approx(1));
  CHECK(value(rows, kBackground, "a", "gamma_diversity") == doctest::Approx(2));
  CHECK(value(rows, kBackground, "a", "beta_diversity") == doctest::Approx(2));
  CHECK(value(rows, kBackground, "b", "beta_diversity") == doctest::Approx(1));   // 3 and 4 both know role 0
  CHECK(value(rows, kBackground, kAllStrategies, "alpha_diversity") == doctest::Approx(1));
  // of four, one knows role 1, one role 2, two role 0
  CHECK(value(rows, kBackground, kAllStrategies, "gamma_diversity") ==
        doctest::Approx(std::exp(2 * 0.25 * std::log(4) + 0.5 * std::log(2))));
}

TEST_CASE("probes and the absent are kept apart") {
  Lab lab(4);
  lab.society->flags[1] |= kProbe;
  lab.absent(2);
  lab.tie(0, 3, 20);
  lab.tie(1, 3, 20);
  lab.tie(2, 3, 20);
  lab.begin();
  const std::vector<std::string> names{"a", "nobody's"};
  const auto rows = contact_diversity(lab.world, lab.clock(), 0.5, names, lab.pool);
  CHECK(rows.size() == 3 * 4);  // strategy a and ALL of both cohorts
  CHECK(value(rows, kProbes, "a", "alpha_diversity") == doctest::Approx(1));
}

TEST_CASE("contact assortativity by hand: ties between ranks 2 and 3, 4 and 5, 3 and 4 that were made") {
  Lab lab(6);
  lab.absent(4);
  const float scores[] = {10, 20, 50, 90, 99, 0};  // ranks of those who are present: 2, 3, 4, 5 and 1 for the last
  for (const auto& [a, b] : {std::pair(0u, 1u), std::pair(2u, 3u), std::pair(1u, 2u)}) lab.tie(a, b, 20, 0);
  lab.tie(3, 4, 20, 0);  // with somebody who has no account
  lab.tie(0, 3, 20);     // from day 0, which no score made
  lab.begin();
  const std::vector<ListedScore> listed{{"klout", scores}};
  const auto rows = contact_assortativity(lab.world, lab.clock(), listed);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].measure == "contact_assortativity_klout");
  // Each tie from both ends: (2, 3), (3, 2), (4, 5), (5, 4), (3, 4), (4, 3). Means 3.5; products of deviations
  // .75 + .75 + .75 + .75 - .25 - .25 = 2.5, squares 2.25 + .25 + .25 + 2.25 + .25 + .25 = 5.5.
  CHECK(rows[0].value == doctest::Approx(2.5 / 5.5));
}

TEST_CASE("diversity is the same bits on any number of threads") {
  History h(small_scenario());
  h.live(20);
  const std::vector<std::string> names{"a", "b", "c", "d"};
  ThreadPool three(3);
  CHECK(contact_diversity(h.world(), h.setup.clock, 0.5, names, h.pool) ==
        contact_diversity(h.world(), h.setup.clock, 0.5, names, three));
}

TEST_CASE("who reads authors of 3 items and 1 item reads 1.75 of them") {
  FollowGraph follows(5);
  for (const AgentId who : {1u, 2u, 3u}) {
    follows.follow(0, who, 0);
    follows.follow(4, who, 0);
  }
  follows.follow(3, 2, 0);
  ThreadPool pool(1);
  const auto exposure = reading_exposure(follows, std::vector<std::uint32_t>{9, 3, 1, 0, 9},
                                         std::vector<std::uint32_t>{5, 5, 5, 5, 0}, pool);
  CHECK(exposure[0] == doctest::Approx(4 / std::pow(3, 0.75)));
  CHECK(exposure[1] == 0);  // follows nobody
  CHECK(exposure[3] == doctest::Approx(1));
  CHECK(exposure[4] == 0);  // reads nothing
}
