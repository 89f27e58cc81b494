#include "sim/world/ledger.h"

#include <doctest/doctest.h>

#include "sim/world/world.h"
#include "tests/sim/world/state_file.h"

using namespace clout;

TEST_CASE("a new ledger counts nothing for every agent") {
  const Ledger ledger(3);
  CHECK(ledger.agents() == 3);
  CHECK(ledger.seconds_offline.size() == 3);
  CHECK(ledger.reacted_to_today[2] == 0);
  CHECK(ledger.engagers.agents() == 3);
  CHECK(ledger.memory_bytes() >= 3 * (15 * 4 + 2 + 16));
}

TEST_CASE("a saved ledger loads to the same ledger; each column reaches the digest") {
  Ledger ledger(4);
  ledger.posts[1] = 7;
  ledger.likes[3] = 9;
  ledger.engagers.push_back(2, {1, 0.5f, 3, 1});
  MemorySaver saver;
  ledger.visit_state(saver);
  Ledger loaded;
  MemoryLoader loader(saver.bytes);
  loaded.visit_state(loader);
  CHECK(loader.at_end());
  CHECK(loaded.likes[3] == 9);
  CHECK(loaded.engagers.of(2)[0].weight == 0.5f);
  const std::uint64_t before = digest_of(loaded);
  CHECK(before == digest_of(ledger));
  loaded.reactions_given_today[0] = 1;
  CHECK(digest_of(loaded) != before);
}

TEST_CASE("a copied world goes on alone and a loaded one has the same digest") {
  World world;
  world.seed = 5;
  world.day = 12;
  for (auto* column : {&world.hours_online, &world.hours_offline}) column->assign(6, 1.5f);
  world.strategy.assign(6, 1);
  world.follows = FollowGraph(6);
  world.ties = Ties(6);
  world.ledger = Ledger(6);
  for (auto* column : {&world.balances.read, &world.balances.engage, &world.balances.discover, &world.balances.offline,
                       &world.balances.open})
    column->assign(6, -3);
  world.follows.follow(1, 2, 0);
  world.reshares.assign({{4, {1, 11, 0, 1}}});

  World branch = world;
  CHECK(digest_of(branch) == digest_of(world));
  branch.follows.follow(2, 1, 12);
  CHECK(digest_of(branch) != digest_of(world));
  CHECK(world.follows.edges() == 1);

  MemorySaver saver;
  world.visit_state(saver);
  World loaded;
  MemoryLoader loader(saver.bytes);
  loaded.visit_state(loader);
  CHECK(loader.at_end());
  CHECK(digest_of(loaded) == digest_of(world));
  CHECK(loaded.day == 12);
  CHECK(loaded.memory_bytes() >= 6 * (2 * 4 + 1 + 5 * 4));
}
