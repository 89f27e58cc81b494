#include "sim/world/offline_generator.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <set>
#include <vector>

#include "sim/world/population_generator.h"

using namespace clout;

namespace {

std::shared_ptr<Society> society_of(const PopulationParams& p, const OfflineParams& offline = {},
                                    const TieParams& ties = {}) {
  ThreadPool pool(2);
  return generate_society(p, offline, ties, 0.5, 5, pool);
}

}  // namespace

TEST_CASE("the offline network is symmetric, without self, sorted, clustered, and mutual counts common contacts") {
  PopulationParams p;
  p.agents = 10000;
  const auto s = society_of(p);
  const TieClock clock{TieParams{}};
  std::vector<double> degree(3), count(3);
  double closed = 0, wedges = 0, same_city = 0, log_hours = 0;
  for (AgentId a = 0; a < s->agents(); ++a) {
    const auto ties = s->offline.of(a);
    degree[s->role[a]] += static_cast<double>(ties.size());
    ++count[s->role[a]];
    std::set<AgentId> mine;
    for (const HalfTie& t : ties) mine.insert(t.other);
    CHECK(mine.size() == ties.size());
    CHECK(mine.count(a) == 0);
    CHECK(std::is_sorted(ties.begin(), ties.end(), [](auto& x, auto& y) { return x.other < y.other; }));
    for (const HalfTie& t : ties) {
      const HalfTie* back = s->offline.find(t.other, a);
      REQUIRE(back != nullptr);
      CHECK(back->level == t.level);
      CHECK(back->mutual == t.mutual);
      CHECK(t.flags == (kInitialTie | clout::same_city(*s, a, t.other)));
      closed += t.mutual;
      wedges += static_cast<double>(ties.size() - 1);
      same_city += s->city[a] == s->city[t.other];
      log_hours += std::log(clock.hours(t.level));
      if (a % 500 == 0) {
        unsigned common = 0;
        for (const HalfTie& o : s->offline.of(t.other)) common += mine.count(o.other) != 0;
        CHECK(t.mutual == common);
      }
    }
  }
  const auto records = static_cast<double>(s->offline.records());
  CHECK(degree[0] / count[0] == doctest::Approx(12).epsilon(0.06));
  CHECK(degree[1] / count[1] == doctest::Approx(20).epsilon(0.08));
  CHECK(degree[2] / count[2] > 2 * degree[1] / count[1]);
  CHECK(closed / wedges > 0.07);
  CHECK(same_city / records > 0.8);
  CHECK(std::exp(log_hours / records) == doctest::Approx(30).epsilon(0.03));
}

TEST_CASE("offline closure 0 leaves few triangles; same_city 0 leaves what is met by chance") {
  PopulationParams p;
  p.agents = 10000;
  const auto triangles = [](const Society& s) {
    double n = 0;
    for (AgentId a = 0; a < s.agents(); ++a)
      for (const HalfTie& t : s.offline.of(a)) n += t.mutual;
    return n;
  };
  OfflineParams open;
  open.closure = 0;
  CHECK(triangles(*society_of(p, open)) < 0.6 * triangles(*society_of(p)));
  OfflineParams anywhere;
  anywhere.same_city = 0;
  const auto s = society_of(p, anywhere);
  double same = 0;
  for (AgentId a = 0; a < s->agents(); ++a)
    for (const HalfTie& t : s->offline.of(a)) same += s->city[a] == s->city[t.other];
  double by_chance = 0;
  for (std::uint16_t c = 0; c < s->cities; ++c) {
    const double share = static_cast<double>(s->in_city(c).size()) / 10000;
    by_chance += share * share;
  }
  CHECK(same / static_cast<double>(s->offline.records()) == doctest::Approx(by_chance).epsilon(0.1));
}

TEST_CASE("nobody has more ties than the cap, and no tie has lost its other end") {
  PopulationParams p;
  p.agents = 3000;
  p.roles[2].offline_contacts_mean = 200;
  TieParams ties;
  ties.cap = 20;
  const auto s = society_of(p, {}, ties);
  for (AgentId a = 0; a < s->agents(); ++a) {
    CHECK(s->offline.of(a).size() <= 20);
    for (const HalfTie& t : s->offline.of(a)) CHECK(s->offline.find(t.other, a) != nullptr);
  }
}
