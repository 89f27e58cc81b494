#include "sim/analysis/dose_surface.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/analysis/bootstrap.h"
#include "sim/core/distributions.h"
#include "sim/core/random.h"

using namespace clout;

namespace {

// Worlds of 50 probes with doses up to 16 h, uniform in roots.
DoseProbes made_up(std::size_t worlds, std::uint64_t seed = 1) {
  DoseProbes probes;
  for (std::size_t w = 0; w < worlds; ++w) {
    Rng rng(seed, Stream::test, w);
    for (int p = 0; p < 50; ++p) {
      const double u = rng.uniform(), v = rng.uniform();
      probes.hours_online.push_back(16 * u * u);
      probes.hours_offline.push_back(16 * v * v);
      probes.weight.push_back(1);
    }
    probes.begin.push_back(probes.probes());
  }
  return probes;
}

template <class Surface>
std::vector<double> response(const DoseProbes& probes, const Surface& surface) {
  std::vector<double> values;
  for (std::size_t p = 0; p < probes.probes(); ++p)
    values.push_back(surface(probes.hours_online[p], probes.hours_offline[p]));
  return values;
}

double curved(double online, double offline) {
  return 2 + 3 * std::sqrt(online) - std::sqrt(offline) + 0.5 * online + std::sqrt(online * offline) - 0.1 * offline;
}

std::vector<double> fit_one(const DoseProbes& probes, const std::vector<double>& values, std::vector<Dose> nodes,
                            double bandwidth, std::vector<double> world_weight = {}) {
  const std::array<std::span<const double>, 1> responses = {values};
  const DoseSurface surface(probes, responses, nodes, bandwidth);
  if (world_weight.empty()) return surface.fit();
  std::vector<double> out(nodes.size());
  surface.fit(world_weight, out);
  return out;
}

}  // namespace

TEST_CASE("a surface that is quadratic in roots of hours comes out exactly, whatever worlds weigh") {
  const DoseProbes probes = made_up(6);
  const auto values = response(probes, curved);
  const std::vector<Dose> nodes = {{0, 0}, {4, 0}, {0, 9}, {1, 2}, {15, 15}};
  for (const double bandwidth : {0.45, 1.05})
    for (const auto& weight : {std::vector<double>(6, 1.0), std::vector<double>{3, 0, 1, 1, 1, 0}}) {
      const auto fitted = fit_one(probes, values, nodes, bandwidth, weight);
      for (std::size_t k = 0; k < nodes.size(); ++k)
        CHECK(fitted[k] == doctest::Approx(curved(nodes[k].hours_online, nodes[k].hours_offline)).epsilon(1e-9));
    }
}

TEST_CASE("about no hours offline a narrow window has as many probes as about the middle, about other edges half") {
  const DoseProbes probes = made_up(40);
  const auto values = response(probes, curved);
  const std::array<std::span<const double>, 1> responses = {values};
  const std::vector<Dose> nodes = {{4, 4}, {4, 0}, {4, 0.25}, {0, 4}, {4, 16}};
  const auto effective = [&](double bandwidth) { return DoseSurface(probes, responses, nodes, bandwidth); };
  const DoseSurface narrow = effective(0.2);
  for (const std::size_t k : {1, 2})
    CHECK(narrow.effective_probes(k) == doctest::Approx(narrow.effective_probes(0)).epsilon(0.2));
  for (const std::size_t k : {3, 4})
    CHECK(narrow.effective_probes(k) == doctest::Approx(narrow.effective_probes(0) / 2).epsilon(0.25));
  const DoseSurface wide = effective(0.45);  // wide enough not to be grown
  CHECK(wide.effective_probes(1) == doctest::Approx(wide.effective_probes(0) / 2).epsilon(0.2));
}

TEST_CASE("all responses of a surface share its nodes, in the order node, response") {
  const DoseProbes probes = made_up(6);
  const auto one = response(probes, [](double, double) { return 1.0; });
  const auto roots = response(probes, [](double online, double) { return 2 + 3 * std::sqrt(online); });
  const std::array<std::span<const double>, 2> responses = {one, roots};
  const std::vector<Dose> nodes = {{0, 0}, {4, 0}};
  const auto fitted = DoseSurface(probes, responses, nodes, 0.7).fit();
  CHECK(fitted[0] == doctest::Approx(1));
  CHECK(fitted[1] == doctest::Approx(2));
  CHECK(fitted[2] == doctest::Approx(1));
  CHECK(fitted[3] == doctest::Approx(2 + 3 * 2));
}

TEST_CASE("a world drawn twice counts as two worlds of the same probes") {
  const DoseProbes probes = made_up(3, 4);
  Rng rng(5, Stream::test);
  std::vector<double> values;
  for (std::size_t p = 0; p < probes.probes(); ++p) values.push_back(normal(rng));
  DoseProbes twice;
  std::vector<double> values_twice;
  for (const std::size_t w : {0, 2, 2}) {
    for (std::size_t p = probes.begin[w]; p < probes.begin[w + 1]; ++p) {
      twice.hours_online.push_back(probes.hours_online[p]);
      twice.hours_offline.push_back(probes.hours_offline[p]);
      twice.weight.push_back(1);
      values_twice.push_back(values[p]);
    }
    twice.begin.push_back(twice.probes());
  }
  const std::vector<Dose> nodes = {{1, 1}, {4, 9}};
  // The largest doses set the scale of the kernel, so those of world 1, which is left out, must not be among them.
  const auto largest = [](const std::vector<double>& x) { return *std::max_element(x.begin(), x.end()); };
  REQUIRE(largest(probes.hours_online) == largest(twice.hours_online));
  REQUIRE(largest(probes.hours_offline) == largest(twice.hours_offline));
  const auto a = fit_one(probes, values, nodes, 1.05, {1, 0, 2}), b = fit_one(twice, values_twice, nodes, 1.05);
  for (std::size_t k = 0; k < nodes.size(); ++k) CHECK(a[k] == doctest::Approx(b[k]).epsilon(1e-9));
}

TEST_CASE("probes of weight 0 do not count, and a common factor of weights changes nothing") {
  DoseProbes probes = made_up(4);
  auto values = response(probes, curved);
  for (std::size_t p = 0; p < probes.probes(); ++p) probes.weight[p] = 2.5;
  for (std::size_t p = 0; p < probes.probes(); p += 5) {
    probes.weight[p] = 0;
    values[p] = 1000;
  }
  CHECK(fit_one(probes, values, {{4, 4}}, 0.7)[0] == doctest::Approx(curved(4, 4)).epsilon(1e-9));
}

TEST_CASE("a node beyond the design or among too few probes is unknown, not a figure") {
  const DoseProbes probes = made_up(6);
  const auto values = response(probes, curved);
  CHECK_FALSE(is_there(fit_one(probes, values, {{30, 1}}, 1.05)[0]));
  CHECK_FALSE(is_there(fit_one(probes, values, {{1, 30}}, 1.05)[0]));
  const std::array<std::span<const double>, 1> responses = {values};
  const std::vector<Dose> corner = {{0, 0}};
  const DoseSurface narrow(probes, responses, corner, 0.1);  // 300 probes * .01: about 3
  CHECK(narrow.effective_probes(0) < kFewestProbes);
  CHECK_FALSE(is_there(narrow.fit()[0]));
}

TEST_CASE("a node about which only one of several worlds has probes is unknown") {
  DoseProbes probes = made_up(2);
  const auto values = response(probes, curved);
  CHECK(is_there(fit_one(probes, values, {{4, 4}}, 1.05)[0]));
  for (std::size_t p = probes.begin[1]; p < probes.begin[2]; ++p) probes.weight[p] = 0;
  CHECK_FALSE(is_there(fit_one(probes, values, {{4, 4}}, 1.05)[0]));
}

TEST_CASE("effective probes of equal weight far inside a wide kernel are about their number") {
  DoseProbes probes;
  for (int k = 0; k < 20; ++k) {
    probes.hours_online.push_back(4);
    probes.hours_offline.push_back(4);
    probes.weight.push_back(1);
  }
  probes.begin = {0, 10, 20};
  const std::vector<double> values(20, 1.0);
  const std::array<std::span<const double>, 1> responses = {values};
  const std::vector<Dose> nodes = {{4, 4}};
  const DoseSurface surface(probes, responses, nodes, 1.05);
  CHECK(surface.effective_probes(0) == doctest::Approx(20));
  CHECK_FALSE(is_there(surface.fit()[0]));  // one dose does not determine six coefficients
}

TEST_CASE("left-out worlds choose a narrow bandwidth for a bent surface and the widest for noise") {
  const DoseProbes probes = made_up(12);
  const auto bent =
      response(probes, [](double online, double offline) { return 10 / (1 + online) + 10 / (1 + offline); });
  Rng rng(8, Stream::test);
  std::vector<double> noise;
  for (std::size_t p = 0; p < probes.probes(); ++p) noise.push_back(normal(rng));
  const std::array<std::span<const double>, 4> responses = {bent, bent, noise, noise};
  const auto chosen = choose_bandwidths(probes, responses, 2);
  REQUIRE(chosen.size() == 2);
  CHECK(chosen[0] <= 0.3);
  CHECK(chosen[1] >= 0.7);
}

TEST_CASE("with one world, or with few probes, the bandwidth is the widest") {
  for (const std::size_t worlds : {1u, 2u}) {
    DoseProbes probes = made_up(worlds);
    if (worlds == 2)
      for (std::size_t p = 20; p < probes.probes(); ++p) probes.weight[p] = 0;
    const auto values = response(probes, [](double online, double) { return 1 / (1 + online); });
    const std::array<std::span<const double>, 1> responses = {values};
    CHECK(choose_bandwidths(probes, responses, 1)[0] == kBandwidths.back());
  }
}

TEST_CASE("probes, responses and weights that do not fit are refused") {
  DoseProbes probes = made_up(2);
  const std::vector<double> values(probes.probes(), 1.0), few(3, 1.0);
  const std::vector<Dose> nodes = {{1, 1}};
  const std::array<std::span<const double>, 1> good = {values}, bad = {few};
  CHECK_THROWS_AS(DoseSurface(probes, bad, nodes, 0.5), std::invalid_argument);
  CHECK_THROWS_AS(DoseSurface(probes, good, nodes, 0), std::invalid_argument);
  CHECK_THROWS_AS(choose_bandwidths(probes, good, 2), std::invalid_argument);
  const DoseSurface surface(probes, good, nodes, 0.5);
  std::vector<double> out(1);
  CHECK_THROWS_AS(surface.fit(std::vector<double>{1.0}, out), std::invalid_argument);
  probes.hours_online[0] = -1;
  CHECK_THROWS_AS(DoseSurface(probes, good, nodes, 0.5), std::invalid_argument);
  probes.hours_online[0] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(DoseSurface(probes, good, nodes, 0.5), std::invalid_argument);
}
