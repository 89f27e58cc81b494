#include "models/scoring/random.h"

#include <doctest/doctest.h>

#include <numeric>

#include "sim/world/ledger.h"

using namespace clout;

namespace {

std::vector<float> drawn(const RandomParams& params, std::uint64_t seed, Day day) {
  constexpr std::size_t n = 20000;
  ThreadPool pool(2);
  const Ledger ledger(n);
  const FollowGraph none(n);
  std::vector<float> scores(n);
  Random(params).update({.day = day, .agents = n, .follows = none, .ledger = ledger, .seed = seed}, pool, scores);
  return scores;
}

}  // namespace

TEST_CASE("lots are even, belong to the world, and stay unless they are drawn anew") {
  const auto first = drawn({}, 1, 0);
  CHECK(first == drawn({}, 1, 300));
  CHECK(first != drawn({}, 2, 0));
  CHECK(std::accumulate(first.begin(), first.end(), 0.0) / 20000 == doctest::Approx(0.5).epsilon(0.03));  // 7 sd
  CHECK(drawn({.redraw_days = 7}, 1, 6) == drawn({.redraw_days = 7}, 1, 0));
  CHECK(drawn({.redraw_days = 7}, 1, 7) != drawn({.redraw_days = 7}, 1, 6));
}
