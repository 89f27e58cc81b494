#include "models/value/reach.h"

#include <doctest/doctest.h>

#include <cmath>

#include "models/value/linear.h"
#include "tests/models/tiny_world.h"

using namespace clout;
using namespace clout::test;

namespace {

double value_of(const ValueModel& model, const TinyWorld& world, AgentId agent, Day day, bool ledger = true) {
  ThreadPool pool(1);
  double value = -1;
  model.evaluate({day, world.society, world.ties, tie_clock(), ledger ? &world.ledger : nullptr}, pool, {&agent, 1},
                 {&value, 1});
  return value;
}

}  // namespace

TEST_CASE("reach adds beta log(1 + own worth of the distinct attentive readers)") {
  TinyWorld world = make_tiny_world(20, 1, 40, 4);
  world.ledger = Ledger(20);
  world.ledger.engagers.push_back(0, {3, 1.0f, 10, 1});  // a half-life ago on day 40: 0.5 left
  world.ledger.engagers.push_back(0, {5, 0.9f, 40, 2});
  world.ledger.engagers.push_back(0, {6, 0.2f, 40, 1});  // below the threshold
  world.society.own_worth[3] = 2;
  world.society.own_worth[5] = 0.5f;
  world.society.own_worth[6] = 100;
  const double linear = value_of(LinearValue({}), world, 0, 40);
  CHECK(value_of(ReachValue({}), world, 0, 40) - linear == doctest::Approx(std::log1p(2.5)).epsilon(1e-9));
  // 31 days later the first has 0.244 left and is no reader any more.
  CHECK(value_of(ReachValue({}), world, 0, 71) - value_of(LinearValue({}), world, 0, 71) ==
        doctest::Approx(std::log1p(0.5)).epsilon(1e-9));
}

TEST_CASE("without beta or without a ledger reach is linear") {
  const TinyWorld world = make_tiny_world(60, 1, 40, 10);
  ReachParams params;
  params.beta = 0;
  for (AgentId a = 0; a < 60; ++a) {
    CHECK(value_of(ReachValue(params), world, a, 45) == value_of(LinearValue({}), world, a, 45));
    CHECK(value_of(ReachValue({}), world, a, 45, false) == value_of(LinearValue({}), world, a, 45));
    CHECK(value_of(ReachValue({}), world, a, 45) > value_of(LinearValue({}), world, a, 45) - 1e-12);
  }
}
