#include "models/scoring/h_index.h"

#include <doctest/doctest.h>

#include <map>

#include "sim/core/random.h"
#include "tests/models/scoring/days_of.h"

using namespace clout;
using namespace clout::test;

namespace {

std::vector<Reaction> reshares(int times, std::uint8_t age, std::uint8_t index) {
  std::vector<Reaction> all;
  for (int k = 0; k < times; ++k) all.push_back(reaction(0, 1, ReactionKind::reshare, age, index));
  return all;
}

}  // namespace

TEST_CASE("posts with 4, 3, 2 and 1 reshares have an h of 2") {
  Days days(HIndex({}), 2);
  std::vector<Reaction> today;
  for (const auto& [index, times] : std::map<std::uint8_t, int>{{0, 4}, {1, 3}, {2, 2}, {3, 1}})
    for (const Reaction& r : reshares(times, 0, index)) today.push_back(r);
  CHECK(days.next(today)[0] == 2);
  CHECK(days.next(reshares(1, 1, 2))[0] == 3);  // 4, 3, 3, 1
  CHECK(days.scores[1] == 0);
}

TEST_CASE("likes, replies and reshares of what was only passed on do not count") {
  Days days(HIndex({}), 2);
  CHECK(days.next({reaction(0, 1, ReactionKind::like), reaction(0, 1, ReactionKind::reply),
                   reaction(0, 1, ReactionKind::reshare, 0, 0, 0)})[0] == 0);
  CHECK(days.next({reaction(0, 1, ReactionKind::reshare)})[0] == 1);
}

TEST_CASE("posts that were let go change nothing") {
  // The same reshares, counted in full at the end.
  Days days(HIndex({.open_days = 5}), 2);
  std::map<int, std::uint32_t> counts;
  Rng rng(3, Stream::test, 1);
  for (int day = 1; day <= 200; ++day) {
    std::vector<Reaction> today;
    for (std::uint32_t k = rng.below(30); k > 0; --k) {
      const auto age =
          static_cast<std::uint8_t>(std::min<std::uint32_t>(rng.below(5), static_cast<std::uint32_t>(day)));
      const auto index = static_cast<std::uint8_t>(rng.below(3) * rng.below(2));
      today.push_back(reaction(0, 1, ReactionKind::reshare, age, index));
      ++counts[(day - age) * 256 + index];
    }
    days.next(today);
    std::vector<std::uint32_t> sorted;
    for (const auto& [post, count] : counts) sorted.push_back(count);
    std::sort(sorted.rbegin(), sorted.rend());
    std::size_t h = 0;
    while (h < sorted.size() && sorted[h] > h) ++h;
    CHECK(days.scores[0] == static_cast<float>(h));
  }
  CHECK(days.scores[0] > 10);
  CHECK(days.score.memory_bytes() < 8 * 60 + 2 * 20);  // 15 open ones, and h at most
}
