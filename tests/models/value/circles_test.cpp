#include "models/value/circles.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "models/value/linear.h"
#include "tests/models/tiny_world.h"

using namespace clout;
using namespace clout::test;

namespace {

constexpr Day kToday = 30;

double access(double hours) { return 0.5 * hours / (hours + 1) + 0.5 * hours * hours / (hours * hours + 2500); }

// Agent 0 knows everybody else for so many hours.
struct Hub {
  explicit Hub(const std::vector<double>& hours) {
    const std::size_t n = hours.size() + 1;
    size_society(society, n);
    ties = make_ties(n, kToday, [&](AgentId a, AgentId b) { return a == 0 ? hours[b - 1] : 0.0; });
    society.offline = ties.packed();
  }
  double value(const ValueModel& model) const {
    ThreadPool pool(1);
    const AgentId hub = 0;
    double result = -1;
    model.evaluate({kToday, society, ties, tie_clock(), nullptr}, pool, {&hub, 1}, {&result, 1});
    return result;
  }
  Society society;
  Ties ties;
};

CirclesParams with_gamma(double gamma) {
  CirclesParams params;
  params.gamma = gamma;
  return params;
}

std::vector<double> values_of(const ValueModel& model, const TinyWorld& world, const Society& society) {
  ThreadPool pool(2);
  std::vector<AgentId> agents(world.agents());
  std::iota(agents.begin(), agents.end(), AgentId{0});
  std::vector<double> values(agents.size());
  model.evaluate({world.day, society, world.ties, tie_clock(), nullptr}, pool, agents, values);
  return values;
}

double spearman(const std::vector<double>& x, const std::vector<double>& y) {
  const auto ranks = [](const std::vector<double>& v) {
    std::vector<std::size_t> order(v.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return v[a] < v[b]; });
    std::vector<double> rank(v.size());
    for (std::size_t k = 0; k < order.size(); ++k) rank[order[k]] = static_cast<double>(k);
    return rank;
  };
  const std::vector<double> a = ranks(x), b = ranks(y);
  const double n = static_cast<double>(a.size());
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += (a[i] - b[i]) * (a[i] - b[i]);
  return 1 - 6 * squares / (n * (n * n - 1));
}

}  // namespace

TEST_CASE("the second of a circle counts 2^(gamma - 1), the better one first; another circle begins anew") {
  Hub hub({10, 40, 3});
  hub.society.network_worth[1] = 3;  // .5 * 10/11 + ... : the better one of circle (0, 0)
  hub.society.network_worth[2] = 0.5;
  hub.society.network_worth[3] = 2;
  hub.society.role[3] = 1;
  const double first = access(10) * 3, second = access(40) * 0.5, alone = access(3) * 2;
  REQUIRE(first > second);
  CHECK(hub.value(CirclesValue(with_gamma(0.7))) ==
        doctest::Approx(first + second * std::pow(2, -0.3) + alone).epsilon(1e-4));
  hub.society.city[2] = 4;  // now in a circle of her own
  CHECK(hub.value(CirclesValue(with_gamma(0.7))) == doctest::Approx(first + second + alone).epsilon(1e-4));
}

TEST_CASE("m equal contacts of one circle count as the sum of r^(gamma - 1)") {
  for (std::size_t m : {1u, 5u, 150u, 1500u}) {
    Hub hub(std::vector<double>(m, 20));
    double expected = 0;
    for (std::size_t r = 1; r <= m; ++r) expected += std::pow(static_cast<double>(r), -0.3);
    CHECK(hub.value(CirclesValue(with_gamma(0.7))) == doctest::Approx(expected * access(20)).epsilon(1e-4));
  }
}

TEST_CASE("with gamma 1 circles is linear; with less it is worth at most as much") {
  const TinyWorld world = make_tiny_world(200, 3, kToday, 20);
  const std::vector<double> linear = values_of(LinearValue({}), world, world.society);
  const std::vector<double> same = values_of(CirclesValue(with_gamma(1)), world, world.society);
  const std::vector<double> less = values_of(CirclesValue(with_gamma(0.7)), world, world.society);
  for (std::size_t i = 0; i < 200; ++i) {
    CHECK(same[i] == doctest::Approx(linear[i]).epsilon(1e-12));
    CHECK(less[i] <= linear[i] * (1 + 1e-12));
  }
}

TEST_CASE("a value is linear in worth: twice the worth of everybody is twice the value") {
  TinyWorld world = make_tiny_world(100, 3, kToday, 20);
  const std::vector<double> once = values_of(CirclesValue(with_gamma(0.7)), world, world.society);
  for (float& worth : world.society.network_worth) worth *= 2;
  const std::vector<double> twice = values_of(CirclesValue(with_gamma(0.7)), world, world.society);
  for (std::size_t i = 0; i < 100; ++i) CHECK(twice[i] == doctest::Approx(2 * once[i]).epsilon(1e-12));
}

TEST_CASE("more contact never lowers a value, and a forgotten contact adds nothing") {
  double last = 0;
  for (double hours : {0.1, 1.0, 5.0, 20.0, 100.0, 1000.0}) {
    Hub hub({30, hours, 30});
    const double value = hub.value(CirclesValue(with_gamma(0.7)));
    CHECK(value > last);
    last = value;
  }
  Hub two({30, 30}), three({30, 30, 0.005});  // below TieParams::forget_hours
  CHECK(two.value(CirclesValue(with_gamma(0.7))) == three.value(CirclesValue(with_gamma(0.7))));
}

TEST_CASE("exclude_known leaves out of a contact's network whom the agent knows, and the agent itself") {
  // 0 knows 1 and 2; 1 knows 0, 2 and 3. So of 1's network only 3 is new to 0.
  Society society;
  size_society(society, 4);
  const double phi = 0.05;
  society.offline = make_ties(4, 0, [](AgentId a, AgentId b) {
                      return (a == 0 && b == 3) || (a == 2 && b == 3) ? 0.0 : 20.0 * (b + 1);
                    }).packed();
  society.own_worth[3] = 5;
  for (AgentId a = 0; a < 4; ++a) {
    double network = 0;
    for (const HalfTie& tie : society.offline.of(a))
      network += access(20.0 * (std::max(a, tie.other) + 1)) * society.own_worth[tie.other];
    society.network_worth[a] = static_cast<float>(society.own_worth[a] + phi * network);
  }
  LinearParams params;
  params.access.exclude_known = true;
  ThreadPool pool(1);
  const AgentId me = 0;
  double value = 0;
  LinearValue(params).evaluate({0, society, society.offline, tie_clock(), nullptr}, pool, {&me, 1}, {&value, 1});
  const double worth_of_1 = 1 + phi * access(80) * 5, worth_of_2 = 1;
  CHECK(value == doctest::Approx(access(40) * worth_of_1 + access(60) * worth_of_2).epsilon(1e-4));
}

// MODEL.md 5 asks that no ranking of strategies changes when a role or a city is split in two at random. Every value
// grows by a factor in [1, 2^(1 - gamma)] (the upper end is that of one circle of many equals), so a ranking can change
// only between values closer than that, 23 % at gamma 0.7.
TEST_CASE("splitting a role or a city at random hardly changes who is worth more") {
  const std::size_t n = 400;
  const TinyWorld world = make_tiny_world(n, 12, kToday, 30);
  const CirclesValue model(with_gamma(0.7));
  const std::vector<double> before = values_of(model, world, world.society);
  for (const bool split_role : {true, false}) {
    Society split = world.society;
    for (AgentId a = 0; a < n; ++a) {
      const bool moves = chance(draw(make_key(1, Stream::test, a), split_role), 0.5);
      if (split_role && split.role[a] == 1 && moves) split.role[a] = 3;
      if (!split_role && split.city[a] == 2 && moves) split.city[a] = 5;
    }
    const std::vector<double> after = values_of(model, world, split);
    for (std::size_t i = 0; i < n; ++i) {
      CHECK(after[i] >= before[i] * (1 - 1e-12));
      CHECK(after[i] <= before[i] * std::pow(2, 0.3) * (1 + 1e-12));
    }
    CHECK(spearman(before, after) > 0.99);
  }
}

// Found: not every ranking survives. A group that knows only the role that is split gains 7 %, others 1-3 %, so it
// overtakes one that was 4 % ahead. Strategies closer than 10 % are not to be ranked by circles alone.
TEST_CASE("groups more than 10 % apart keep their order when a role or a city is split; closer ones may swap") {
  // Strategies as groups of 50: many weak contacts, few strong ones, one role only, one city only, anybody.
  const std::size_t n = 400;
  TinyWorld world = make_tiny_world(n, 13, kToday, 30);
  const auto wanted = [&](AgentId a, AgentId b) {
    Rng rng(5, Stream::test, a, b);
    const double u = rng.uniform(), v = rng.uniform();
    switch (a / 50) {
      case 0:
        return u < 0.2 ? 0.5 + v : 0.0;
      case 1:
        return u < 0.04 ? 100 + 100 * v : 0.0;
      case 2:
        return world.society.role[b] == 1 && u < 0.2 ? 10 * v : 0.0;
      case 3:
        return world.society.city[b] == 2 && u < 0.3 ? 20 * v : 0.0;
      default:
        return u < 0.05 ? 20 * v : 0.0;
    }
  };
  world.ties = make_ties(n, kToday, wanted);
  const CirclesValue model(with_gamma(0.7));
  const auto group_means = [&](const Society& society) {
    const std::vector<double> values = values_of(model, world, society);
    std::vector<double> mean(5, 0);
    for (std::size_t i = 0; i < 250; ++i) mean[i / 50] += values[i] / 50;
    return mean;
  };
  const std::vector<double> before = group_means(world.society);
  const auto check = [&](const Society& split) {
    const std::vector<double> after = group_means(split);
    int compared = 0;
    for (std::size_t g = 0; g < 5; ++g) {
      CHECK(after[g] < 1.1 * before[g]);
      for (std::size_t h = 0; h < 5; ++h) {
        if (before[g] <= 1.1 * before[h]) continue;
        CHECK(after[g] > after[h]);
        ++compared;
      }
    }
    CHECK(compared >= 4);
  };
  for (std::uint8_t role = 0; role < 3; ++role) {
    Society split = world.society;
    for (AgentId a = 0; a < n; ++a)
      if (split.role[a] == role && chance(draw(make_key(2, Stream::test, a), role), 0.5)) split.role[a] = 3;
    check(split);
  }
  for (std::uint16_t city = 0; city < 5; ++city) {
    Society split = world.society;
    for (AgentId a = 0; a < n; ++a)
      if (split.city[a] == city && chance(draw(make_key(3, Stream::test, a), city), 0.5)) split.city[a] = 5;
    check(split);
  }
}
