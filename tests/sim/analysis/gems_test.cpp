#include "sim/analysis/gems.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using namespace clout;

TEST_CASE("a gem has worth and no score") {
  std::vector<float> worth(100), score(100);
  for (std::size_t a = 0; a < 100; ++a) worth[a] = score[a] = static_cast<float>(a);
  CHECK(find_gems(worth, score).empty());  // the worthiest one is the most visible one
  CHECK(find_gems(worth, {}) == std::vector<AgentId>{99});
  score[99] = 5;
  CHECK(find_gems(worth, score) == std::vector<AgentId>{99});
  CHECK(find_gems(worth, score, {0.05, 0.9}) == std::vector<AgentId>{99});
}

TEST_CASE("where nine in ten have no score, those without one count as below") {
  std::vector<float> worth(200, 1), score(200, 0);
  worth[7] = worth[3] = 9;
  score[3] = 50;
  CHECK(find_gems(worth, score) == std::vector<AgentId>{7});
  CHECK_THROWS_AS((void)find_gems(worth, std::vector<float>(3)), std::invalid_argument);
}

TEST_CASE("equal worth: lower ids first") {
  CHECK(find_gems(std::vector<float>(150, 1), {}) == std::vector<AgentId>{0, 1});  // ceil(1.5)
}
