#include "sim/world/link_pool.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/core/random.h"

using namespace clout;

TEST_CASE("members are found in proportion to their fitness, others never") {
  const std::vector<double> fitness{5, 1, 0, 3, 100, 6};  // by id
  const std::vector<AgentId> members{0, 1, 2, 3, 5};
  LinkPool pool;
  pool.build(members, fitness);
  const double draws = 200000;
  std::vector<double> found(fitness.size());
  for (std::uint64_t i = 0; i < 200000; ++i) ++found[pool.pick(draw(make_key(1, Stream::test, 0, 0), i))];
  for (const AgentId a : members) {
    const double chance = fitness[a] / (5 + 1 + 0 + 3 + 6);
    CHECK(std::abs(found[a] / draws - chance) <= 5 * std::sqrt(chance * (1 - chance) / draws));
  }
  CHECK(found[4] == 0);
}
