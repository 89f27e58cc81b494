#include "sim/analysis/model_split.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

#include "sim/core/distributions.h"

using namespace clout;

namespace {

constexpr std::size_t kPoints = 60, kModels = 50, kWorlds = 40;

/// Effects of known variances drawn for points, models, worlds and pairs of them.
struct Drawn {
  std::vector<std::vector<double>> tables;  // by model: points by worlds

  Drawn() {
    const auto effect = [](std::uint64_t kind, std::size_t a, std::size_t b, std::size_t c, double sd) {
      Rng rng(7, Stream::test, kind * 1000 + a, b * 1000 + c);
      return sd * normal(rng);
    };
    for (std::size_t v = 0; v < kModels; ++v) {
      std::vector<double> table;
      for (std::size_t p = 0; p < kPoints; ++p)
        for (std::size_t w = 0; w < kWorlds; ++w)
          table.push_back(10 + effect(1, p, 0, 0, 3) + effect(2, v, 0, 0, 2) + effect(3, w, 0, 0, 1.5) +
                          effect(4, p, v, 0, 1) + effect(5, p, w, 0, 0.8) + effect(6, p, v, w, 0.5) +
                          effect(8, v, w, 0, 0.6));
      tables.push_back(std::move(table));
    }
  }
  std::vector<Responses> views() const {
    std::vector<Responses> views;
    for (const auto& table : tables) views.push_back({kPoints, kWorlds, table});
    return views;
  }
};

}  // namespace

TEST_CASE("a sum of effects is split exactly") {
  std::vector<double> first, second;  // y = 4 p + 2 v + w
  for (int p = 0; p < 2; ++p)
    for (int w = 0; w < 2; ++w) {
      first.push_back(4 * p + w);
      second.push_back(4 * p + 2 + w);
    }
  const std::vector<Responses> by_model = {{2, 2, first}, {2, 2, second}};
  const ModelSplit s = model_split(by_model);
  CHECK(s.known);
  CHECK(s.point.variance == doctest::Approx(8));
  CHECK(s.model.variance == doctest::Approx(2));
  CHECK(s.seed.variance == doctest::Approx(0.5));
  CHECK(s.point_and_model.variance == doctest::Approx(0));
  CHECK(s.remainder.variance == doctest::Approx(0));
}

TEST_CASE("a sign that turns with the model at half of the points is of both together") {
  const std::vector<double> first = {1, 1, -1, -1}, second = {-1, -1, 1, 1};
  const std::vector<Responses> by_model = {{2, 2, first}, {2, 2, second}};
  const ModelSplit s = model_split(by_model);
  CHECK(s.point.variance == 0);
  CHECK(s.model.variance == 0);
  CHECK(s.point_and_model.variance == doctest::Approx(4));  // mean square 8, over two worlds
  CHECK(s.seed.variance == 0);
  CHECK(s.remainder.variance == doctest::Approx(0));
}

TEST_CASE("components of a three-way table are found again") {
  const Drawn drawn;
  const std::vector<Responses> by_model = drawn.views();
  const ModelSplit s = model_split(by_model);
  CHECK(s.point.variance == doctest::Approx(9).epsilon(0.5));    // relative sd sqrt(2 / 59) = .18
  CHECK(s.model.variance == doctest::Approx(4).epsilon(0.5));    // sqrt(2 / 49) = .2
  CHECK(s.seed.variance == doctest::Approx(2.25).epsilon(0.6));  // sqrt(2 / 39) = .23
  CHECK(s.point_and_model.variance == doctest::Approx(1).epsilon(0.1));
  CHECK(s.remainder.variance == doctest::Approx(0.64 + 0.25 + 0.36).epsilon(0.1));
}

TEST_CASE("only points and worlds count that every model has") {
  const std::vector<double> first = {1, 2, 9, 5, 6, kNone}, second = {3, 4, 9, 7, 8, 9};
  const std::vector<Responses> by_model = {{2, 3, first}, {2, 3, second}};
  const ModelSplit s = model_split(by_model);
  CHECK(s.points == 2);
  CHECK(s.worlds == 2);
  CHECK(s.models == 2);
  CHECK(s.point.variance == doctest::Approx(8));
  CHECK_FALSE(model_split(std::vector<Responses>{{2, 3, first}}).known);
  CHECK_FALSE(model_split({}).known);
  const std::vector<Responses> unlike = {{2, 3, first}, {3, 2, second}};
  CHECK_THROWS_AS(model_split(unlike), std::invalid_argument);
}
