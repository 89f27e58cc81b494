#include "sim/engine/sight.h"

#include <doctest/doctest.h>

#include "sim/engine/topic_match.h"
#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

Key act(std::uint64_t n) { return make_key(1, Stream::test, n); }

// The lab as a stage sees it, on its first day.
struct View {
  explicit View(Lab& lab_) : lab(lab_) {
    lab.begin();
    lab.scratch.open(lab.agents(), 1, 1);
    publish(lab.world, lab.context());
    context = std::make_unique<DayContext>(lab.context());
    sight = std::make_unique<Sight>(lab.world, *context);
  }
  Lab& lab;
  std::unique_ptr<DayContext> context;
  std::unique_ptr<Sight> sight;
};

}  // namespace

TEST_CASE("topic match is |A n B| / min(|A|, |B|)") {
  CHECK(topic_match(0b0111, 0b0011) == 1);
  CHECK(topic_match(0b0111, 0b1110) == doctest::Approx(2.0 / 3));
  CHECK(topic_match(0b01, 0b10) == 0);
  CHECK(topic_match(0, 0b10) == 0);
  CHECK(topic_match(~0ull, 1ull << 63) == 1);
}

TEST_CASE("weighted picks fall where the cumulative weights say, never on a weight of 0") {
  const std::array<float, 4> w = {0, 0.25f, 0.25f, 1};
  CHECK(pick_weighted(w, 0.0) == 1);
  CHECK(pick_weighted(w, 0.2499) == 1);
  CHECK(pick_weighted(w, 0.25) == 3);
  CHECK(pick_weighted(w, 0.999999) == 3);
}

TEST_CASE("a pick among followees or ties is fair, and mostly stays when the set changes") {
  Lab lab(12);
  for (AgentId a = 1; a <= 10; ++a) {
    lab.follow(0, a);
    lab.tie(0, a, 100);
  }
  View v(lab);
  std::vector<int> followee(12), tie(12);
  int stays = 0;
  std::vector<AgentId> before;
  for (std::uint64_t n = 0; n < 5000; ++n) {
    before.push_back(v.sight->pick_followee(0, act(n)));
    ++followee[before.back()];
    ++tie[v.sight->pick_tie(0, act(n), [](const HalfTie&) { return true; })->other];
  }
  for (AgentId a = 1; a <= 10; ++a) {
    CHECK(std::abs(followee[a] - 500) < four_sd(5000, 0.1));
    CHECK(std::abs(tie[a] - 500) < four_sd(5000, 0.1));
  }
  lab.follow(0, 11);
  for (std::uint64_t n = 0; n < 5000; ++n) stays += v.sight->pick_followee(0, act(n)) == before[n];
  CHECK(std::abs(stays - 5000 * 10 / 11.0) < four_sd(5000, 10 / 11.0));
  for (std::uint64_t n = 0; n < 5000; ++n) {  // who is not kept goes to the newcomer, to nobody else
    const AgentId now = v.sight->pick_followee(0, act(n));
    if (now != before[n]) CHECK(now == 11);
  }
}

TEST_CASE("nobody to pick is nobody") {
  Lab lab(1);
  View v(lab);
  CHECK(v.sight->pick_followee(0, act(0)) == kNoAgent);
  CHECK(v.sight->pick_tie(0, act(0), [](const HalfTie&) { return true; }) == nullptr);
  CHECK(v.sight->search_bios(0, act(0)) == kNoAgent);
  for (const Approach a : {kByScore, kByAffinity, kByBio, kAmongTies, kAtRandom})
    CHECK(v.sight->pick(0, a, act(1)) == kNoAgent);
}

TEST_CASE("by affinity the one with most in common of those in sight is picked") {
  Lab lab(6);
  lab.society->topics = {0b111, 1, 0b1100, 0b1110, 0b11, 0b11000};
  lab.follow(0, 1);
  for (AgentId a = 2; a < 6; ++a) lab.follow(1, a);
  View v(lab);
  for (std::uint64_t n = 0; n < 50; ++n) CHECK(v.sight->pick(0, kByAffinity, act(n)) == 4);
}

TEST_CASE("anybody is anybody present, each alike") {
  Lab lab(5);
  lab.absent(3);
  View v(lab);
  std::vector<int> hits(5);
  for (std::uint64_t n = 0; n < 4000; ++n) ++hits[v.sight->anybody(act(n))];
  CHECK(hits[3] == 0);
  for (const AgentId a : {0u, 1u, 2u, 4u}) CHECK(std::abs(hits[a] - 1000) < four_sd(4000, 0.25));
}

TEST_CASE("a search in any city comes to cities by their size") {
  Lab lab(101);
  lab.society->cities = 2;
  lab.society->flags.assign(101, kPresent | kBioComplete);
  for (AgentId a = 1; a < 101; ++a) {
    lab.society->city[a] = a < 81 ? 0 : 1;
    lab.society->claimed_role[a] = kExecutive;
  }
  Plan anywhere = only(&Plan::engage);
  anywhere.bio_own_city = false;
  lab.give(0, anywhere, 1);
  View v(lab);
  int first = 0;
  for (std::uint64_t n = 0; n < 2000; ++n) first += lab.society->city[v.sight->search_bios(0, act(n))] == 0;
  CHECK(std::abs(first - 2000 * 81 / 101.0) < four_sd(2000, 0.8));
  lab.plans.back().bio_own_city = true;
  lab.replan();
  for (std::uint64_t n = 0; n < 50; ++n) CHECK(lab.society->city[v.sight->search_bios(0, act(n))] == 0);
}
