#include "sim/analysis/margins.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/analysis/margin_coverage.h"
#include "sim/core/parallel.h"

using namespace clout;

namespace {

std::vector<ProbeOutcomes> known_worlds(std::size_t worlds, double snr, std::size_t probes = 50) {
  CoverageParams params;
  params.snr = snr;
  params.probes = probes;
  std::vector<ProbeOutcomes> result;
  for (std::size_t w = 0; w < worlds; ++w) result.push_back(known_outcomes(params, w));
  return result;
}

ThreadPool& pool() {
  static ThreadPool two(2);
  return two;
}

MarginParams small() {
  MarginParams params;
  params.median = {4, 3};
  params.bootstrap.resamples = 99;
  return params;
}

StrategyBackground casual() { return {"casual", 0, 1, 10, 0.5, 8, {1}}; }

const AnswerRow& answer_of(const MarginTables& tables, const std::string& quantity) {
  const auto at = std::find_if(tables.answers.begin(), tables.answers.end(),
                               [&](const AnswerRow& row) { return row.quantity == quantity; });
  REQUIRE(at != tables.answers.end());
  return *at;
}

bool has_note(const MarginTables& tables, const std::string& part) {
  return std::any_of(tables.notes.begin(), tables.notes.end(),
                     [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

// Sets the outcome of every probe in a branch, as a change from the base.
template <class Change>
void set_branch(ProbeOutcomes& world, ForkBranch branch, const Change& change) {
  ProbeColumn& column = world.columns[0];
  for (std::size_t p = 0; p < world.probes(); ++p)
    column.outcome[static_cast<std::size_t>(branch)][p] = column.of(ForkBranch::base)[p] + change(p);
}

}  // namespace

TEST_CASE("the grid of doses ends with the design, and no node is near its end") {
  CHECK(dose_grid(20) == std::vector<double>{0, 1, 2, 4, 7, 12, 20});
  CHECK(dose_grid(40) == std::vector<double>{0, 1, 2, 4, 7, 12, 18, 27, 40});
  CHECK(dose_grid(0.5) == std::vector<double>{0, 0.5});
}

TEST_CASE("without noise margins of a closed form come out within 2 % of their range, at every dose of the grid") {
  const auto worlds = known_worlds(10, 0);
  const KnownSurface g;
  const std::vector<StrategyBackground> backgrounds = {casual()};
  const MarginTables tables = margin_tables(worlds, backgrounds, small(), pool());
  CHECK(tables.margins.size() == 2 * 7 * 7);  // matched and lived
  const double range = g.marginal_online(0, 1) - g.marginal_online(20, 1);
  for (const MarginRow& row : tables.margins) {
    CAPTURE(row.hours_online);
    CAPTURE(row.hours_offline);
    REQUIRE(row.known);
    CHECK(std::abs(row.marginal_online.estimate - g.marginal_online(row.hours_online, 1)) < 0.02 * range);
    CHECK(std::abs(row.marginal_offline.estimate - g.marginal_offline(row.hours_offline, 1)) < 0.02 * range);
    CHECK(row.difference.estimate == row.marginal_offline.estimate - row.marginal_online.estimate);
    CHECK(row.difference.known);
    CHECK(row.difference.low <= row.difference.high);
    CHECK(row.worlds == 10);
    CHECK(row.probes >= kFewestProbes);
    CHECK(row.outside_support ==
          (row.hours_online < 1 || row.hours_online > 10 || row.hours_offline < 0.5 || row.hours_offline > 8));
    CHECK(row.unit == "average people");
    CHECK(row.horizon_days == 365);
  }
  const AnswerRow& point = answer_of(tables, "take_it_offline_hours");
  CHECK(point.answer == "within the range");
  CHECK(point.figure.interval.estimate == doctest::Approx(g.crossing(0, 1)).epsilon(0.02));
  CHECK(point.figure.probability == 1);
  CHECK(point.outside_support);  // it stands at 0 h offline, and the least usual is half an hour
  CHECK_FALSE(answer_of(tables, "frontier_hours_at_4h").outside_support);
  CHECK(answer_of(tables, "frontier_hours_at_12h").outside_support);
  CHECK_FALSE(answer_of(tables, "average_hour").outside_support);
  CHECK_FALSE(answer_of(tables, "best_mix_share_10h").outside_support);
  CHECK(answer_of(tables, "loss_all_online_10h").outside_support);  // 0 h offline
  CHECK(answer_of(tables, "frontier_hours_at_4h").figure.interval.estimate ==
        doctest::Approx(g.crossing(4, 1)).epsilon(0.02));
  CHECK(answer_of(tables, "best_mix_share_20h").answer == "known");
  CHECK(answer_of(tables, "best_mix_share_40h").answer == "cannot tell");
  CHECK(has_note(tables, "A total of 40 h a week is beyond the design"));
}

TEST_CASE("support is that of hours online too, and of no background nothing is said") {
  const auto worlds = known_worlds(10, 0);
  const auto outside = [&](const StrategyBackground& background, const char* quantity) {
    return answer_of(margin_tables(worlds, std::vector{background}, small(), pool()), quantity).outside_support;
  };
  const StrategyBackground little = {"casual", 0, 0, 1, 0, 20, {1}}, much = {"casual", 0, 0, 20, 0, 20, {1}};
  for (const char* quantity : {"take_it_offline_hours", "best_mix_share_20h", "average_hour", "loss_all_online_5h"}) {
    CAPTURE(quantity);
    CHECK(outside(little, quantity));
    CHECK_FALSE(outside(much, quantity));
    CHECK_FALSE(outside({"casual", 0, 0, 0, 0, 0, {}}, quantity));
  }
}

TEST_CASE("where all branches are the same, margins are exactly 0, and it is nowhere better or worse offline") {
  auto worlds = known_worlds(8, 5);
  for (ProbeOutcomes& world : worlds)
    for (const ForkBranch branch : {ForkBranch::online, ForkBranch::offline})
      set_branch(world, branch, [](std::size_t) { return 0.0; });
  const std::vector<StrategyBackground> backgrounds = {casual()};
  const MarginTables tables = margin_tables(worlds, backgrounds, small(), pool());
  REQUIRE_FALSE(tables.margins.empty());
  for (const MarginRow& row : tables.margins) {
    CHECK(row.difference.estimate == 0);
    CHECK(row.difference.low == 0);
    CHECK(row.difference.high == 0);
  }
  const AnswerRow& point = answer_of(tables, "take_it_offline_hours");
  CHECK(point.answer == "cannot tell");
  CHECK(point.never_in_range == 1);
  CHECK_FALSE(point.figure.exists);
  CHECK(answer_of(tables, "h_dagger_hours").answer == "cannot tell");  // an average hour buys nothing
}

TEST_CASE("where every hour offline buys more, the point is from the first hour") {
  auto worlds = known_worlds(8, 5);
  for (ProbeOutcomes& world : worlds) {
    set_branch(world, ForkBranch::online, [](std::size_t) { return 0.5; });
    set_branch(world, ForkBranch::offline, [](std::size_t) { return 2.0; });
  }
  const std::vector<StrategyBackground> backgrounds = {casual()};
  const MarginTables tables = margin_tables(worlds, backgrounds, small(), pool());
  const AnswerRow& point = answer_of(tables, "take_it_offline_hours");
  CHECK(point.answer == "from the first hour");
  CHECK(point.from_the_first_hour == 1);
  CHECK(point.figure.interval.estimate == 0);
  CHECK(answer_of(tables, "average_hour").figure.interval.estimate == doctest::Approx(0.5));
  CHECK(answer_of(tables, "h_dagger_hours").answer == "never in the range");
}

TEST_CASE("margins are per hour, whatever the step of the branches") {
  auto worlds = known_worlds(6, 5);
  for (ProbeOutcomes& world : worlds) {
    world.step_hours = 2.5;
    set_branch(world, ForkBranch::online, [](std::size_t) { return 0.5; });
    set_branch(world, ForkBranch::offline, [](std::size_t) { return 2.0; });
  }
  const std::vector<StrategyBackground> backgrounds = {casual()};
  const auto rows = margin_tables(worlds, backgrounds, small(), pool()).margins;
  REQUIRE_FALSE(rows.empty());
  for (const MarginRow& row : rows) {
    CHECK(row.marginal_online.estimate == doctest::Approx(0.5 / 2.5));
    CHECK(row.marginal_offline.estimate == doctest::Approx(2.0 / 2.5));
  }
}

TEST_CASE("as lived weighs roles as the background has them, as matched as the probes have them") {
  auto worlds = known_worlds(6, 0);
  for (ProbeOutcomes& world : worlds) {
    // Roles 0 and 1 share their doses in pairs; an hour online buys 1 or 3.
    for (std::size_t p = 0; p < world.probes(); ++p) world.role[p] = p % 2;
    for (std::size_t p = 1; p < world.probes(); p += 2) {
      world.hours_online[p] = world.hours_online[p - 1];
      world.hours_offline[p] = world.hours_offline[p - 1];
    }
    set_branch(world, ForkBranch::online, [](std::size_t p) { return p % 2 == 0 ? 1.0 : 3.0; });
    set_branch(world, ForkBranch::offline, [](std::size_t) { return 1.0; });
  }
  StrategyBackground background = casual();
  background.role_share = {0.9, 0.1};
  const std::vector<StrategyBackground> backgrounds = {background};
  const MarginTables tables = margin_tables(worlds, backgrounds, small(), pool());
  int matched = 0, lived = 0;
  for (const MarginRow& row : tables.margins) {
    if (!row.known) continue;
    ++(row.standardisation == Standardisation::matched ? matched : lived);
    const double expected = row.standardisation == Standardisation::matched ? (1 + 3) / 2.0 : 0.9 * 1 + 0.1 * 3;
    CHECK(row.marginal_online.estimate == doctest::Approx(expected));
  }
  CHECK(matched > 0);
  CHECK(lived > 0);
}

TEST_CASE("roles of the background without a probe are told, and the others stand for all") {
  const auto worlds = known_worlds(4, 0);
  StrategyBackground background = casual();
  background.role_share = {0.75, 0.25};
  const std::vector<StrategyBackground> backgrounds = {background};
  CHECK(has_note(margin_tables(worlds, backgrounds, small(), pool()),
                 "casual: 25 % of its background have roles without a probe"));
}

TEST_CASE("a strategy without probes, or without background, is told and gets no figures") {
  const auto worlds = known_worlds(3, 0);
  StrategyBackground nobody = casual();
  nobody.role_share = {};
  const std::vector<StrategyBackground> backgrounds = {nobody, {"chaser", 7, 0, 1, 0, 1, {1}}};
  const MarginTables tables = margin_tables(worlds, backgrounds, small(), pool());
  CHECK(has_note(tables, "casual: nobody of the background follows it"));
  CHECK(has_note(tables, "chaser: no probe follows it"));
  CHECK(has_note(tables, "3 worlds: what is read off margins, as when to take it offline, needs 6 or more."));
  REQUIRE_FALSE(tables.margins.empty());
  for (const MarginRow& row : tables.margins) {
    CHECK(row.strategy == "casual");
    CHECK(row.standardisation == Standardisation::matched);
  }
}

TEST_CASE("one world has margins but no intervals, and no world has nothing") {
  const std::vector<StrategyBackground> backgrounds = {casual()};
  const MarginTables one = margin_tables(known_worlds(1, 0, 200), backgrounds, small(), pool());
  CHECK(has_note(one, "One world: margins have no intervals"));
  REQUIRE_FALSE(one.margins.empty());
  for (const MarginRow& row : one.margins) CHECK_FALSE(row.difference.known);
  for (const AnswerRow& row : one.answers) CHECK((row.answer == "cannot tell" && !row.figure.interval.known));
  CHECK(margin_tables({}, backgrounds, small(), pool()).margins.empty());
}

TEST_CASE("of fewer than six worlds no share of a mix is said, as no point is") {
  const std::vector<StrategyBackground> backgrounds = {casual()};
  for (const AnswerRow& row : margin_tables(known_worlds(5, 0.1), backgrounds, small(), pool()).answers)
    if (row.unit == "share") CHECK((row.answer == "cannot tell" && !row.figure.interval.known));
  const MarginTables six = margin_tables(known_worlds(6, 0.1), backgrounds, small(), pool());
  CHECK(answer_of(six, "best_mix_share_10h").answer == "known");
}

TEST_CASE("probes without hours of one kind have no margins, and a note says so") {
  const std::vector<StrategyBackground> backgrounds = {casual()};
  for (const auto none : {&MarginParams::online_max, &MarginParams::offline_max}) {
    MarginParams params = small();
    params.*none = 0;
    const MarginTables tables = margin_tables(known_worlds(6, 0.1), backgrounds, params, pool());
    CHECK(tables.margins.empty());
    CHECK(has_note(tables, "margins need doses of both"));
  }
}

TEST_CASE("with noisy worlds intervals of hours and shares stay where hours and shares can be") {
  const std::vector<StrategyBackground> backgrounds = {casual()};
  const MarginTables tables = margin_tables(known_worlds(6, 1), backgrounds, small(), pool());
  std::size_t hours = 0, shares = 0, at_an_end = 0;
  for (const AnswerRow& row : tables.answers) {
    if (!row.figure.interval.known) continue;
    const bool is_share = row.quantity.starts_with("best_mix_share");
    if (row.unit != "h/week" && !is_share) continue;
    const double highest = is_share ? 1 : 20;
    CAPTURE(row.quantity);
    CHECK(row.figure.interval.low >= 0);
    CHECK(row.figure.interval.high <= highest);
    (is_share ? shares : hours) += 1;
    at_an_end += row.figure.interval.low == 0 || row.figure.interval.high == highest;
  }
  CHECK(hours > 0);
  CHECK(shares > 0);
  CHECK(at_an_end > 0);  // else nothing would have been cut
}

TEST_CASE("a median user without hours online has no average hour, and the tables say so") {
  MarginParams params = small();
  params.median = {0, 3};
  const std::vector<StrategyBackground> backgrounds = {casual()};
  const MarginTables tables = margin_tables(known_worlds(4, 0), backgrounds, params, pool());
  CHECK(has_note(tables, "The median user spends no hours online"));
  CHECK_FALSE(answer_of(tables, "average_hour").figure.exists);
  CHECK(answer_of(tables, "h_dagger_hours").answer == "cannot tell");
}

TEST_CASE("too few probes make margins unknown, and a note says how many") {
  const std::vector<StrategyBackground> backgrounds = {casual()};
  const MarginTables tables = margin_tables(known_worlds(2, 0, 6), backgrounds, small(), pool());
  CHECK(has_note(tables, "margins are unknown, for want of probes"));
  std::size_t few = 0;
  for (const MarginRow& row : tables.margins) {
    CHECK(row.known == (row.probes >= kFewestProbes));
    few += row.probes < kFewestProbes;
  }
  CHECK(few > 0);
}

TEST_CASE("pairing by hand: means (0, 1) and (10, 11.2) have a paired variance of .02, unpaired 50 + 52.02") {
  std::vector<ProbeOutcomes> worlds = known_worlds(2, 0, 2);
  const double base[] = {0, 10}, gain[] = {1, 1.2};
  for (std::size_t w = 0; w < 2; ++w) {
    worlds[w].columns[0].outcome[0] = {base[w] - 3, base[w] + 3};
    set_branch(worlds[w], ForkBranch::online, [&](std::size_t) { return gain[w]; });
    set_branch(worlds[w], ForkBranch::offline, [](std::size_t) { return 0.0; });
  }
  const auto rows = variance_reduction(worlds);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].branch == "online");
  CHECK(rows[0].known);
  CHECK(rows[0].variance_paired == doctest::Approx(0.2 * 0.2 / 2));
  CHECK(rows[0].variance_unpaired == doctest::Approx(10.0 * 10 / 2 + 10.2 * 10.2 / 2));
  CHECK(rows[0].reduction == doctest::Approx((50 + 52.02) / 0.02));
  CHECK(rows[1].branch == "offline");
  CHECK(rows[1].variance_paired == 0);
  CHECK(rows[1].reduction == 0);
  CHECK_FALSE(variance_reduction(std::span(worlds).first(1))[0].known);
}

TEST_CASE("worlds whose columns or probes do not fit are refused, by seed") {
  auto worlds = known_worlds(2, 0);
  worlds[1].seed = 17;
  worlds[1].columns[0].measure = "another";
  const std::vector<StrategyBackground> backgrounds = {casual()};
  CHECK_THROWS_WITH_AS(margin_tables(worlds, backgrounds, small(), pool()),
                       "margins: the probes of the world of seed 17 do not fit those of seed 0", std::invalid_argument);
  CHECK_THROWS_AS(variance_reduction(worlds), std::invalid_argument);
  worlds = known_worlds(2, 0);
  worlds[1].columns[0].outcome[1].pop_back();
  CHECK_THROWS_AS(margin_tables(worlds, backgrounds, small(), pool()), std::invalid_argument);
  MarginParams falling = small();
  falling.hours_online = {4, 1};
  CHECK_THROWS_AS(margin_tables(known_worlds(2, 0), backgrounds, falling, pool()), std::invalid_argument);
}
