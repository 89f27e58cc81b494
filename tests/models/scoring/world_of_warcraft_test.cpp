#include "models/scoring/world_of_warcraft.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/catalogue.h"
#include "models/scoring/rules.h"
#include "sim/core/random.h"
#include "sim/scenario/score_file.h"
#include "tests/models/scoring/days_of.h"

using namespace clout;
using namespace clout::test;

namespace {

// wowwiki, Formulas:XP To Level, 19 Jan 2007: from level 1 on.
constexpr std::array<std::uint32_t, 59> kPublished = {
    400,    900,    1400,   2100,   2800,   3600,   4500,   5400,   6500,   7600,   8800,   10100,
    11400,  12900,  14400,  16000,  17700,  19400,  21300,  23200,  25200,  27300,  29400,  31700,
    34000,  36400,  38900,  41400,  44300,  47400,  50800,  54500,  58600,  62800,  67100,  71600,
    76100,  80800,  85700,  90700,  95800,  101000, 106300, 111800, 117500, 123200, 129100, 135100,
    141200, 147500, 153900, 160400, 167100, 173900, 180800, 187900, 195000, 202300, 209800};

/// A kill a post and nothing else.
WorldOfWarcraftParams kills(bool rest) {
  return {.kills_a_post = 1, .kills_a_reaction_given = 0, .kills_a_message = 0, .rest = rest, .rest_in_city = true};
}

}  // namespace

TEST_CASE("the curve is the published one, entry by entry") {
  std::uint32_t sum = 0;
  for (int level = 1; level < 60; ++level) {
    CAPTURE(level);
    CHECK(warcraft_xp_to_next(level) == kPublished[static_cast<std::size_t>(level - 1)]);
    sum += warcraft_xp_to_next(level);
  }
  CHECK(sum == 4084700);
  CHECK_THROWS_AS(warcraft_xp_to_next(60), std::invalid_argument);
  CHECK_THROWS_AS(warcraft_xp_to_next(0), std::invalid_argument);
}

TEST_CASE("the ladder in YAML has the published curve, and climbs as the model does without rest, day by day") {
  Faults faults;
  const ScoreSpec yaml =
      read_score(CLOUT_SOURCE_DIR "/scenarios/rules/warcraft_ladder.yaml", {}, make_catalogue(), faults);
  REQUIRE(faults.text() == "");
  ParamWriter writer;
  yaml.setup->visit(writer);
  const Document document = Document::parse(writer.yaml(), "ladder", faults);
  ParamReader reader(document.root(), faults);
  RulesParams params;
  params.visit(reader);
  REQUIRE(faults.text() == "");
  const std::vector<double> table = params.levels.table();
  REQUIRE(table.size() == kPublished.size());
  double sum = 0;
  for (std::size_t k = 0; k < table.size(); ++k) CHECK(table[k] == (sum += kPublished[k]));

  constexpr std::size_t kPeople = 50;
  Rules rules(params);
  Days days(WorldOfWarcraft({.rest = false}), kPeople);
  std::vector<float> levels(kPeople);
  rules.start(days.view(), days.pool, levels);
  for (std::uint64_t day = 1; *std::min_element(levels.begin(), levels.end()) < 59; ++day) {
    REQUIRE(day < 5000);
    for (std::size_t i = 0; i < kPeople; ++i) {
      Rng lot(1, Stream::test, day, i);
      days.ledger.posts[i] += static_cast<std::uint32_t>(lot.below(10));
      days.ledger.messages_sent[i] += static_cast<std::uint32_t>(lot.below(8));
      days.ledger.reactions_given_today[i] = static_cast<std::uint8_t>(lot.below(30));
    }
    days.next();
    rules.observe(days.view(), days.pool);
    rules.update(days.view(), days.pool, levels);
    for (std::size_t i = 0; i < kPeople; ++i) {
      const auto a = static_cast<AgentId>(i);
      CAPTURE(day);
      CAPTURE(i);
      const int level = days.score.level(a);
      REQUIRE(static_cast<int>(levels[i]) + 1 == level);
      if (level < 60) REQUIRE(rules.points(a) == (level > 1 ? table[std::size_t(level) - 2] : 0) + days.score.xp(a));
    }
  }
}

TEST_CASE("kills at one's own level: eight to level 2, and the part of the next") {
  Days days(WorldOfWarcraft(kills(false)), 1);
  CHECK(days.scores[0] == 1);
  days.ledger.posts[0] = 4;
  CHECK(days.next()[0] == 1.5f);  // 4 * 50 of 400
  days.ledger.posts[0] = 8;
  CHECK(days.next()[0] == 2);
  days.ledger.posts[0] = 17;  // 9 * 55 = 495 of 900
  CHECK(days.next()[0] == doctest::Approx(2 + 495.0 / 900));
  CHECK(days.score.xp(0) == 495);
}

TEST_CASE("kills of a day are all of the morning's level, and what is left over counts for the next levels") {
  Days at_once(WorldOfWarcraft(kills(false)), 1);
  at_once.ledger.posts[0] = 8 + 17;
  at_once.next();
  CHECK(at_once.score.level(0) == 2);
  CHECK(at_once.score.xp(0) == 850);  // 25 * 50 less 400
  at_once.ledger.posts[0] += 30;      // 30 * 55 = 1650: 50 end level 2, 1400 level 3
  at_once.next();
  CHECK(at_once.score.level(0) == 4);
  CHECK(at_once.score.xp(0) == 200);
  Days top(WorldOfWarcraft(kills(false)), 1);
  top.ledger.posts[0] = 1000000;
  CHECK(top.next()[0] == 60);
  top.ledger.posts[0] = 2000000;
  CHECK(top.next()[0] == 60);
}

TEST_CASE("a day offline brings three bubbles; ten days bring 1.5 levels and no more") {
  Days days(WorldOfWarcraft(kills(true)), 2);
  days.ledger.seconds_online[1] = 86400;
  days.next();
  CHECK(days.score.rested(0) == 60);  // 15 % of 400
  CHECK(days.score.rested(1) == 0);
  for (int day = 0; day < 20; ++day) days.next();
  CHECK(days.score.rested(0) == 600);
  Days country(WorldOfWarcraft({.kills_a_post = 1, .rest = true, .rest_in_city = false}), 1);
  country.next();
  CHECK(country.score.rested(0) == 15);
}

TEST_CASE("rest doubles kills until it is used up") {
  Days days(WorldOfWarcraft(kills(true)), 1);
  days.next();               // 60 rested
  days.ledger.posts[0] = 1;  // 50, and 50 of rest
  days.ledger.seconds_online[0] = 86400;
  days.next();
  CHECK(days.score.xp(0) == 100);
  CHECK(days.score.rested(0) == 10);
  days.ledger.posts[0] = 2;  // 50, and the last 10
  days.ledger.seconds_online[0] = 2 * 86400;
  days.next();
  CHECK(days.score.xp(0) == 160);
  CHECK(days.score.rested(0) == 0);
}

TEST_CASE("a rested newcomer reaches level 2 with half of the kills") {
  Days days(WorldOfWarcraft(kills(true)), 1);
  for (int day = 0; day < 10; ++day) days.next();
  days.ledger.posts[0] = 4;
  CHECK(days.next()[0] == 2);
}
