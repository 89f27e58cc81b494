#include "sim/analysis/decomposition.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/core/random.h"

using namespace clout;

namespace {

constexpr std::size_t kRoles = 2;

/// What a probe of a plan (bits: approach, time of the strategy) gains at these hours offline in a role.
using Gain = std::function<double(bool approach, bool time, double hours_offline, std::size_t role)>;

/// Probes of the plans 0 .. 3 with doses and roles at random; in the background of plan 0 everybody has role 0, in that
/// of plan 3 a half has role 1.
ProbeOutcomes world_of(std::uint64_t seed, const Gain& gain, double noise = 0) {
  ProbeOutcomes world;
  world.seed = seed;
  Rng rng(seed, Stream::test, 0);
  ProbeColumn column;
  column.measure = "gain_circles";
  column.unit = "average people";
  column.horizon_days = 365;
  double online = 0, offline = 0;  // the same for all plans and roles, so that they differ in nothing else
  for (std::uint32_t p = 0; p < 240; ++p) {
    const auto plan = static_cast<std::uint8_t>(p % 4);
    const std::size_t role = p / 4 % kRoles;
    const auto root = [&] { return static_cast<double>(rng.below(1001)) / 1000; };
    if (p % (4 * kRoles) == 0) online = root(), offline = root();
    world.agent.push_back(p);
    world.strategy.push_back(plan);
    world.role.push_back(static_cast<std::uint8_t>(role));
    world.hours_online.push_back(static_cast<float>(20 * online * online));
    world.hours_offline.push_back(static_cast<float>(20 * offline * offline));
    const double luck = noise * (root() - 0.5);
    for (auto& branch : column.outcome)
      branch.push_back(gain(plan & 1, plan & 2, world.hours_offline.back(), role) + luck);
  }
  world.columns = {column};
  world.background.resize(4);
  for (ProbeBackground& b : world.background) b.role_share.assign(kRoles, 0.0);
  world.background[0] = {100, {1, 0}};
  world.background[3] = {50, {0.5, 0.5}};
  return world;
}

std::vector<ProbeOutcomes> worlds_of(const Gain& gain, double noise = 0, std::size_t n = 6) {
  std::vector<ProbeOutcomes> worlds;
  for (std::uint64_t seed = 1; seed <= n; ++seed) worlds.push_back(world_of(seed, gain, noise));
  return worlds;
}

DecompositionQuestion question() {
  DecompositionQuestion asked;
  asked.plans = {0, 1, 2, 3};
  asked.hours_online = 3;
  asked.hours_offline = {6, 2};
  asked.bootstrap.resamples = 199;
  return asked;
}

const DecompositionRow& row(const Decomposition& d, const std::string& part,
                            Standardisation standardisation = Standardisation::matched) {
  const auto at = std::find_if(d.rows.begin(), d.rows.end(), [&](const DecompositionRow& r) {
    return r.part == part && r.standardisation == standardisation;
  });
  REQUIRE(at != d.rows.end());
  return *at;
}

double value(const Decomposition& d, const std::string& part,
             Standardisation standardisation = Standardisation::matched) {
  REQUIRE(row(d, part, standardisation).figure.exists);
  return row(d, part, standardisation).figure.interval.estimate;
}

}  // namespace

TEST_CASE("what only the approach brings is the approach's, what only hours bring is theirs") {
  const auto by_approach = worlds_of([](bool approach, bool, double, std::size_t) { return approach ? 5.0 : 1.0; });
  const Decomposition a = decompose(by_approach, question());
  CHECK(value(a, "whole") == doctest::Approx(4));
  CHECK(value(a, "than") == doctest::Approx(1));
  CHECK(value(a, "strategy") == doctest::Approx(5));
  CHECK(value(a, "approach") == doctest::Approx(4));
  CHECK(value(a, "time") == doctest::Approx(0));
  CHECK(value(a, "hours_offline") == doctest::Approx(0));
  CHECK(row(a, "approach").share.interval.estimate == doctest::Approx(1));

  const auto by_hours = worlds_of([](bool, bool, double hours, std::size_t) { return 0.5 * hours; });
  const Decomposition h = decompose(by_hours, question());
  CHECK(value(h, "hours_offline") == doctest::Approx(0.5 * (2 - 6)).epsilon(0.03));  // strategy less than
  CHECK(value(h, "approach") == doctest::Approx(0).epsilon(0.03));
}

TEST_CASE("what two bring only together is halved between them") {
  const auto worlds =
      worlds_of([](bool approach, bool time, double, std::size_t) { return approach && time ? 6.0 : 0.0; });
  const Decomposition d = decompose(worlds, question());
  CHECK(value(d, "approach") == doctest::Approx(3));
  CHECK(value(d, "time") == doctest::Approx(3));
  CHECK(value(d, "whole") == doctest::Approx(6));
}

TEST_CASE("roles count as lived alone, by those of the two backgrounds") {
  const auto worlds =
      worlds_of([](bool, bool time, double, std::size_t role) { return (time ? 2.0 : 0) + (role ? 8.0 : 0); });
  const Decomposition d = decompose(worlds, question());
  CHECK(value(d, "whole") == doctest::Approx(2));  // as many of either role in all cells
  CHECK(value(d, "than", Standardisation::lived) == doctest::Approx(0));
  CHECK(value(d, "strategy", Standardisation::lived) == doctest::Approx(2 + 8 * 0.5).epsilon(0.1));
  CHECK(value(d, "time", Standardisation::lived) == doctest::Approx(2));
  CHECK(value(d, "roles", Standardisation::lived) == doctest::Approx(8 * 0.5).epsilon(0.1));
}

TEST_CASE("parts sum to the whole, shares to 1, with noise and in both standardisations") {
  const auto worlds = worlds_of(
      [](bool approach, bool time, double hours, std::size_t role) {
        return (approach ? 3 : 1) * (2 + hours) + (time ? -2.0 : 0) + static_cast<double>(role);
      },
      4);
  const Decomposition d = decompose(worlds, question());
  for (const Standardisation standardisation : {Standardisation::matched, Standardisation::lived}) {
    double sum = 0, shares = 0;
    for (const DecompositionRow& r : d.rows) {
      if (r.standardisation != standardisation || !r.share.exists) continue;
      sum += r.figure.interval.estimate;
      shares += r.share.interval.estimate;
      CHECK(r.figure.interval.known);
      CHECK(r.figure.interval.low < r.figure.interval.high);
    }
    CHECK(sum == doctest::Approx(value(d, "whole", standardisation)));
    CHECK(shares == doctest::Approx(1));
  }
}

TEST_CASE("of a difference that cannot be told from 0 there are no shares") {
  const auto worlds = worlds_of([](bool, bool, double, std::size_t) { return 1.0; }, 5);
  const Decomposition d = decompose(worlds, question());
  REQUIRE(answer(row(d, "whole").figure.interval) == Answer::cannot_tell);
  CHECK(row(d, "approach").figure.exists);
  CHECK_FALSE(row(d, "approach").share.exists);
}

TEST_CASE("what is not there is said: no worlds, a plan without probes, no background, a dose that nobody has") {
  CHECK(decompose({}, question()).notes.size() == 1);
  const auto gain = [](bool approach, bool, double, std::size_t) { return approach ? 1.0 : 0.0; };
  auto worlds = worlds_of(gain);
  DecompositionQuestion asked = question();
  asked.plans[1] = 7;
  CHECK(decompose(worlds, asked).rows.empty());
  CHECK(decompose(worlds, asked).notes.size() == 1);

  for (ProbeOutcomes& world : worlds) world.background[3].agents = 0;
  const Decomposition matched = decompose(worlds, question());
  CHECK(matched.notes.size() == 1);
  CHECK(std::all_of(matched.rows.begin(), matched.rows.end(),
                    [](const DecompositionRow& r) { return r.standardisation == Standardisation::matched; }));

  worlds = worlds_of(gain);
  for (ProbeOutcomes& world : worlds)
    for (std::size_t p = 0; p < world.probes(); ++p)
      if (world.strategy[p] == 1) world.role[p] = 0;  // and role 1 is in the background
  const Decomposition one_role = decompose(worlds, question());
  CHECK(one_role.notes.size() == 1);
  CHECK(one_role.rows.size() == matched.rows.size());

  asked = question();
  asked.hours_offline = {60, 2};
  const Decomposition beyond = decompose(worlds_of(gain), asked);
  CHECK_FALSE(row(beyond, "whole").figure.exists);
  CHECK(beyond.notes.size() == 1);

  worlds = worlds_of(gain);
  worlds[2].columns[0].measure = "gain_linear";
  CHECK_THROWS_AS((void)decompose(worlds, question()), std::invalid_argument);
}
