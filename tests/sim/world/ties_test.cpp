#include "sim/world/ties.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "sim/core/random.h"
#include "tests/sim/world/state_file.h"

using namespace clout;

namespace {

const TieParams kParams;
constexpr std::size_t kCap = 150;

std::uint32_t seconds(double hours) { return static_cast<std::uint32_t>(hours * 3600); }

// dw/dt = -w lambda0 / ((1 + w/w_s)(1 + mutual/m_s)), by Runge and Kutta's fourth-order rule.
double faded(double w, int mutual, double days, const TieParams& p) {
  const auto slope = [&](double x) {
    return -x * p.lambda0_per_year / 365 / ((1 + x / p.strong_hours) * (1 + mutual / p.embedding_contacts));
  };
  constexpr int kSteps = 2000;
  const double h = days / kSteps;
  for (int i = 0; i < kSteps; ++i) {
    const double k1 = slope(w), k2 = slope(w + h / 2 * k1), k3 = slope(w + h / 2 * k2), k4 = slope(w + h * k3);
    w += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return w;
}

}  // namespace

TEST_CASE("hours of a level of hours are the hours, to 2e-5, from .005 h to 3000 h") {
  for (const double strong : {0.5, 1.6, 20.0}) {
    TieParams params;
    params.strong_hours = strong;
    const TieClock clock(params);
    double worst = 0, worst_exact = 0;
    for (double h = 0.005; h < std::min(3000.0, 2030 * strong); h *= 1.0007) {
      worst = std::max(worst, std::abs(clock.hours(clock.level(h)) / h - 1));
      worst_exact = std::max(worst_exact, std::abs(clock.exact_hours(clock.level(h)) / h - 1));
    }
    CHECK(worst < 2e-5);
    CHECK(worst_exact < 2e-6);
  }
}

TEST_CASE("a level is x + ln x") {
  const TieClock clock(kParams);
  for (const double hours : {0.01, 0.3, 1.6, 30.0, 1000.0}) {
    const double x = hours / kParams.strong_hours;
    CHECK(clock.level(hours) / 1048576.0 == doctest::Approx(x + std::log(x)).epsilon(1e-5));
  }
  CHECK(clock.level(1.6) == 1 << 20);
  CHECK(clock.level(0) < clock.forget_level());
  CHECK(clock.level(1e9) == 2147483647);
  CHECK(clock.hours(2147483647) == doctest::Approx(1.6 * 2040.4).epsilon(1e-3));
}

TEST_CASE("hours never fall as the level rises, and ties below the table fade smoothly") {
  const TieClock clock(kParams);
  double last = 0;
  for (std::int64_t level = -40 << 20; level < 2147483647; level += 50021) {
    const double hours = clock.hours(static_cast<std::int32_t>(level));
    REQUIRE(hours > last * (1 - 1e-7));
    last = hours;
  }
  const double edge = -8 * (1 << 20);
  CHECK(clock.hours(static_cast<std::int32_t>(edge) - 1) ==
        doctest::Approx(clock.hours(static_cast<std::int32_t>(edge))).epsilon(1e-5));
}

TEST_CASE("closed-form decay is the integral of the differential equation") {
  const TieClock clock(kParams);
  for (const double hours : {0.05, 0.5, 3.0, 30.0, 300.0})
    for (const int mutual : {0, 1, 10, 255})
      for (const Day days : {1, 30, 365, 1095}) {
        CAPTURE(hours);
        CAPTURE(mutual);
        CAPTURE(days);
        const HalfTie tie{1, clock.level(hours), 5, static_cast<std::uint8_t>(mutual), 0};
        const double expected = faded(hours, mutual, days, kParams);
        if (expected < 1.001 * kParams.forget_hours) continue;
        CHECK(clock.hours_on(tie, 5 + days) == doctest::Approx(expected).epsilon(3e-5));
      }
}

TEST_CASE("a tie that fell below forget_hours counts as none") {
  const TieClock clock(kParams);
  const HalfTie tie{1, clock.level(0.05), 0, 0, 0};
  CHECK_FALSE(clock.forgotten(tie, 0));
  // About ln(.05/.01) / 2.3 years later.
  const auto day = static_cast<Day>(std::log(0.05 / 0.01) / kParams.lambda0_per_year * 365);
  CHECK_FALSE(clock.forgotten(tie, day - 5));
  CHECK(clock.forgotten(tie, day + 15));
  CHECK(clock.hours_on(tie, day + 15) == 0);
  CHECK(clock.hours_on(tie, 60000) == 0);
}

TEST_CASE("without decay a tie stays") {
  TieParams params;
  params.decay = false;
  const TieClock clock(params);
  const HalfTie tie{1, clock.level(0.5), 0, 0, 0};
  CHECK(clock.level_on(tie, 60000) == tie.level);
}

TEST_CASE("touches at both ends make equal records") {
  const TieClock clock(kParams);
  Ties ties(10);
  Rng rng(1, Stream::test);
  for (Day day = 0; day < 400; ++day)
    for (int i = 0; i < 8; ++i) {
      const AgentId a = rng.below(10), b = rng.below(10);
      if (a == b) continue;
      const std::uint32_t s = rng.below(4000);
      const std::uint8_t mutual = std::max(ties.common_contacts(a, b), ties.common_contacts(b, a));
      CHECK(ties.touch(a, b, s, mutual, kMetTie, day, clock, kCap) == kNoAgent);
      CHECK(ties.touch(b, a, s, mutual, kMetTie, day, clock, kCap) == kNoAgent);
      if (rng.below(40) == 0) {
        ties.drop(a, b);
        ties.drop(b, a);
      }
    }
  std::uint64_t records = 0;
  for (AgentId a = 0; a < 10; ++a) {
    AgentId last = kNoAgent;
    for (const HalfTie& tie : ties.of(a)) {
      REQUIRE((last == kNoAgent || last < tie.other));
      last = tie.other;
      const HalfTie* back = ties.find(tie.other, a);
      REQUIRE(back != nullptr);
      CHECK(back->level == tie.level);
      CHECK(back->day == tie.day);
      CHECK(back->mutual == tie.mutual);
      CHECK(back->flags == tie.flags);
      ++records;
    }
  }
  CHECK(ties.records() == records);
  CHECK(records > 20);
}

TEST_CASE("a touch adds its hours to what is left") {
  const TieClock clock(kParams);
  Ties ties(2);
  ties.touch(0, 1, seconds(3), 2, kAnsweredTie, 10, clock, kCap);
  CHECK(clock.hours_on(*ties.find(0, 1), 10) == doctest::Approx(3).epsilon(2e-5));
  ties.touch(0, 1, seconds(1), 9, kMetTie, 40, clock, kCap);
  const HalfTie& tie = *ties.find(0, 1);
  CHECK(clock.hours_on(tie, 40) == doctest::Approx(faded(3, 2, 30, kParams) + 1).epsilon(3e-5));
  CHECK(tie.mutual == 2);  // common contacts when the tie was made
  CHECK(tie.flags == (kAnsweredTie | kMetTie));
}

TEST_CASE("touching every day loses no accuracy") {
  const TieClock clock(kParams);
  Ties ties(2);
  double expected = 0;
  for (Day day = 0; day < 365; ++day) {
    ties.touch(0, 1, 120, 0, 0, day, clock, kCap);
    expected = faded(expected, 0, day == 0 ? 0 : 1, kParams) + 120 / 3600.0;
  }
  CHECK(clock.exact_hours(ties.find(0, 1)->level) == doctest::Approx(expected).epsilon(2e-5));
}

TEST_CASE("a forgotten tie starts afresh, as if its record were gone") {
  const TieClock clock(kParams);
  Ties kept(2), purged(2);
  kept.touch(0, 1, seconds(0.5), 0, kInitialTie, 0, clock, kCap);
  kept.touch(0, 1, seconds(0.2), 4, kMetTie, 5000, clock, kCap);
  purged.touch(0, 1, seconds(0.2), 4, kMetTie, 5000, clock, kCap);
  const HalfTie &a = *kept.find(0, 1), &b = *purged.find(0, 1);
  CHECK(a.level == b.level);
  CHECK(a.mutual == 4);
  CHECK(a.flags == kMetTie);
  CHECK(a.day == 5000);
}

TEST_CASE("less than forget_hours makes no tie; no seconds only add flags") {
  const TieClock clock(kParams);
  Ties ties(3);
  ties.touch(0, 1, seconds(0.005), 0, 0, 0, clock, kCap);
  ties.touch(0, 1, 0, 0, kAnsweredTie, 0, clock, kCap);
  CHECK(ties.find(0, 1) == nullptr);
  ties.touch(0, 1, seconds(1), 0, 0, 0, clock, kCap);
  const std::int32_t level = ties.find(0, 1)->level;
  ties.touch(0, 1, 0, 0, kAnsweredTie, 9, clock, kCap);
  CHECK(ties.find(0, 1)->level == level);
  CHECK(ties.find(0, 1)->day == 0);
  CHECK(ties.find(0, 1)->flags == kAnsweredTie);
}

TEST_CASE("at the cap the weakest tie not touched today goes, and is named") {
  const TieClock clock(kParams);
  Ties ties(10);
  ties.touch(0, 1, seconds(5), 0, 0, 0, clock, 3);
  ties.touch(0, 2, seconds(1), 0, 0, 0, clock, 3);
  ties.touch(0, 3, seconds(0.5), 0, 0, 1, clock, 3);
  CHECK(ties.touch(0, 4, seconds(0.1), 0, 0, 1, clock, 3) == 2);  // 3 is weaker, but was touched today
  CHECK(ties.find(0, 2) == nullptr);
  CHECK(ties.of(0).size() == 3);
  CHECK(ties.touch(0, 5, seconds(0.1), 0, 0, 1, clock, 3) == 1);
  CHECK(ties.touch(0, 0 + 6, seconds(0.1), 0, 0, 1, clock, 3) == kNoAgent);  // all were touched today
  CHECK(ties.of(0).size() == 4);
  CHECK(ties.touch(0, 3, seconds(0.1), 0, 0, 2, clock, 3) == kNoAgent);  // an old tie needs no room
}

TEST_CASE("at the cap forgotten ties go first, unnamed") {
  const TieClock clock(kParams);
  Ties ties(10);
  ties.touch(0, 5, seconds(0.02), 0, 0, 0, clock, 3);
  ties.touch(0, 6, seconds(0.02), 0, 0, 0, clock, 3);
  ties.touch(0, 7, seconds(50), 0, 0, 0, clock, 3);
  CHECK(ties.touch(0, 1, seconds(1), 0, 0, 900, clock, 3) == kNoAgent);
  CHECK(ties.of(0).size() == 2);
  CHECK(ties.find(0, 1) != nullptr);
  CHECK(ties.find(0, 7) != nullptr);
}

TEST_CASE("the order of a day's touches of different agents does not matter") {
  const TieClock clock(kParams);
  Ties forward(9), backward(9);
  for (AgentId b = 1; b < 9; ++b) {
    forward.touch(0, b, 700 * b, 0, 0, 3, clock, kCap);
    backward.touch(0, 9 - b, 700 * (9 - b), 0, 0, 3, clock, kCap);
  }
  CHECK(digest_of(forward) == digest_of(backward));
}

TEST_CASE("common contacts stand in both lists") {
  const TieClock clock(kParams);
  Ties ties(600);
  for (const AgentId b : {2u, 3u, 5u, 9u}) ties.touch(0, b, 3600, 0, 0, 0, clock, kCap);
  for (const AgentId b : {3u, 4u, 9u}) ties.touch(1, b, 3600, 0, 0, 0, clock, kCap);
  CHECK(ties.common_contacts(0, 1) == 2);
  CHECK(ties.common_contacts(1, 0) == 2);
  CHECK(ties.common_contacts(0, 7) == 0);
  for (AgentId b = 20; b < 600; ++b)
    for (const AgentId a : {10u, 11u}) ties.touch(a, b, 3600, 0, 0, 0, clock, 1000);
  CHECK(ties.common_contacts(10, 11) == 255);
}

TEST_CASE("access is theta w/(w+1) + (1-theta) w^2/(w^2+50^2)") {
  CHECK(tie_access(0, 0.5) == 0);
  CHECK(tie_access(1, 1) == doctest::Approx(1.0 / 2));
  CHECK(tie_access(50, 0) == doctest::Approx(1.0 / 2));
  CHECK(tie_access(50, 0.3) == doctest::Approx(0.3 * 50 / 51 + 0.7 / 2));
  CHECK(tie_access(1e-9, 0.5) / 1e-9 == doctest::Approx(0.5));  // finite slope
}

TEST_CASE("saved ties load to the same ties") {
  const TieClock clock(kParams);
  Ties ties(4);
  ties.touch(0, 3, 3600, 1, kMetTie, 2, clock, kCap);
  ties.touch(3, 0, 3600, 1, kMetTie, 2, clock, kCap);
  MemorySaver saver;
  ties.visit_state(saver);
  Ties loaded;
  MemoryLoader loader(saver.bytes);
  loaded.visit_state(loader);
  CHECK(digest_of(loaded) == digest_of(ties));
  CHECK(loaded.find(3, 0)->flags == kMetTie);
}
