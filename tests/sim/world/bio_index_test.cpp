#include "sim/world/bio_index.h"

#include <doctest/doctest.h>

using namespace clout;

namespace {

std::vector<AgentId> ids(std::span<const AgentId> found) { return {found.begin(), found.end()}; }

}  // namespace

TEST_CASE("bio search finds the listed agents of a role in a city, by id") {
  const std::vector<std::uint8_t> role = {0, 1, 1, 0, 1, 1};
  const std::vector<std::uint16_t> city = {0, 2, 2, 2, 0, 2};
  const std::vector<std::uint8_t> listed = {1, 1, 0, 1, 1, 1};
  const BioIndex index(role, city, listed, 2, 3);
  CHECK(ids(index.find(1, 2)) == std::vector<AgentId>{1, 5});
  CHECK(ids(index.find(0, 2)) == std::vector<AgentId>{3});
  CHECK(ids(index.find(1, 0)) == std::vector<AgentId>{4});
  CHECK(index.find(0, 1).empty());
  CHECK(index.memory_bytes() == 4 * (2 * 3 + 1) + 4 * 5);
}

TEST_CASE("an index of nobody finds nobody") {
  CHECK(BioIndex().find(0, 0).empty());
  CHECK(BioIndex({}, {}, {}, 3, 2).find(2, 1).empty());
}
