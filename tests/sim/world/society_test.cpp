#include "sim/world/society.h"

#include <doctest/doctest.h>

#include "tests/sim/world/state_file.h"

using namespace clout;

namespace {

const TieParams kTies;

// Five agents, two cities, two roles; 3 is absent, 4 has an empty bio.
Society small_society() {
  Society s;
  s.role_names = {"ordinary", "executive"};
  s.cities = 2;
  s.role = {0, 1, 0, 1, 0};
  s.claimed_role = {0, 1, 1, 1, 0};
  s.city = {1, 0, 0, 0, 1};
  s.topics = {1, 2, 3, 4, 5};
  s.quality.assign(5, 0.5f);
  s.own_worth = {1, 4, 0.5f, 8, 2};
  s.open_seconds_week.assign(5, 3600);
  s.inbox_capacity.assign(5, 10);
  s.outside_messages.assign(5, 1);
  s.activity.assign(5, 0);
  s.voice.assign(5, 0);
  s.fame.assign(5, 0);
  const std::uint8_t present = kPresent | kBioComplete;
  s.flags = {present, present, present, kBioComplete, kPresent};
  Ties offline(5);
  const TieClock clock(kTies);
  const auto meet = [&](AgentId a, AgentId b, std::uint32_t hours) {
    offline.touch(a, b, hours * 3600, 0, kInitialTie, 0, clock, 100);
    offline.touch(b, a, hours * 3600, 0, kInitialTie, 0, clock, 100);
  };
  meet(0, 1, 50);
  meet(0, 3, 1);
  s.offline = offline.packed();
  index_society(s);
  fill_network_worth(s, clock, 0.05, 0.5);
  return s;
}

std::vector<AgentId> ids(std::span<const AgentId> span) { return {span.begin(), span.end()}; }

}  // namespace

TEST_CASE("the indices of a society: present, by city, by bio") {
  const Society s = small_society();
  CHECK(s.present == std::vector<AgentId>{0, 1, 2, 4});
  CHECK(ids(s.in_city(0)) == std::vector<AgentId>{1, 2, 3});
  CHECK(ids(s.in_city(1)) == std::vector<AgentId>{0, 4});
  CHECK(ids(s.bio.find(1, 0)) == std::vector<AgentId>{1, 2});  // 2 by title inflation; 3 is absent
  CHECK(ids(s.bio.find(0, 1)) == std::vector<AgentId>{0});     // 4 has no bio
}

TEST_CASE("network worth adds phi times the accessible worth of the initial contacts") {
  const Society s = small_society();
  const auto access = [](double w) { return 0.5 * w / (w + 1) + 0.5 * w * w / (w * w + 2500); };
  CHECK(s.network_worth[0] == doctest::Approx(1 + 0.05 * (access(50) * 4 + access(1) * 8)).epsilon(1e-4));
  CHECK(s.network_worth[1] == doctest::Approx(4 + 0.05 * access(50) * 1).epsilon(1e-4));
  CHECK(s.network_worth[2] == 0.5f);
}

TEST_CASE("a city or role that there is not is refused") {
  Society s = small_society();
  s.city[2] = 2;
  CHECK_THROWS_WITH_AS(index_society(s), "index_society: a city is out of range", std::invalid_argument);
  s = small_society();
  s.claimed_role[0] = 2;
  CHECK_THROWS_WITH_AS(index_society(s), "index_society: a claimed role is out of range", std::invalid_argument);
}

TEST_CASE("a loaded society has its indices again") {
  Society s = small_society();
  MemorySaver saver;
  s.visit_state(saver);
  Society loaded;
  MemoryLoader loader(saver.bytes);
  loaded.visit_state(loader);
  CHECK(loader.at_end());
  CHECK(loaded.role_names == s.role_names);
  CHECK(loaded.present == s.present);
  CHECK(loaded.by_city == s.by_city);
  CHECK(loaded.city_begin == s.city_begin);
  CHECK(ids(loaded.bio.find(1, 0)) == ids(s.bio.find(1, 0)));
  CHECK(loaded.offline.find(1, 0)->flags == kInitialTie);
  CHECK(digest_of(loaded) == digest_of(s));
  CHECK(loaded.memory_bytes() > 5 * 40);
}
