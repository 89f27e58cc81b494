#include "models/value/linear.h"

#include <doctest/doctest.h>

#include "tests/models/tiny_world.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("linear adds access times worth, however alike the contacts are") {
  Society society;
  size_society(society, 4);
  society.network_worth[1] = 3;
  const Ties ties = make_ties(4, 9, [](AgentId a, AgentId b) { return a == 0 ? 5.0 * b : 0.0; });
  const auto access = [](double h) { return 0.5 * h / (h + 1) + 0.5 * h * h / (h * h + 2500); };
  ThreadPool pool(1);
  const std::vector<AgentId> agents = {0, 1};
  std::vector<double> values(2);
  LinearValue({}).evaluate({9, society, ties, tie_clock(), nullptr}, pool, agents, values);
  CHECK(values[0] == doctest::Approx(3 * access(5) + access(10) + access(15)).epsilon(1e-4));
  CHECK(values[1] == doctest::Approx(access(5)).epsilon(1e-4));
}

TEST_CASE("theta weighs information against favours") {
  Society society;
  size_society(society, 3);
  const Ties weak = make_ties(3, 9, [](AgentId a, AgentId) { return a == 0 ? 1.0 : 0.0; });
  ThreadPool pool(1);
  const AgentId me = 0;
  double value = 0;
  LinearParams params;
  params.access.theta = 1;
  LinearValue(params).evaluate({9, society, weak, tie_clock(), nullptr}, pool, {&me, 1}, {&value, 1});
  CHECK(value == doctest::Approx(2 * 0.5).epsilon(1e-4));
  params.access.theta = 0;
  LinearValue(params).evaluate({9, society, weak, tie_clock(), nullptr}, pool, {&me, 1}, {&value, 1});
  CHECK(value == doctest::Approx(2 * 1.0 / 2501).epsilon(1e-3));
}

TEST_CASE("ties left untouched are worth less every month") {
  const TinyWorld world = make_tiny_world(50, 2, 0, 10);
  ThreadPool pool(1);
  const AgentId me = 7;
  double last = 1e9;
  for (Day day = 0; day <= 360; day += 30) {
    double value = 0;
    LinearValue({}).evaluate({day, world.society, world.society.offline, tie_clock(), nullptr}, pool, {&me, 1},
                             {&value, 1});
    CHECK(value < last);
    last = value;
  }
}
