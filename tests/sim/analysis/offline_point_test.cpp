#include "sim/analysis/offline_point.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/analysis/margin_coverage.h"
#include "sim/core/distributions.h"
#include "sim/core/random.h"

using namespace clout;

namespace {

// Values of a closed-form surface at the reader's nodes, and what it makes of them.
std::vector<double> read_exact(const OfflineReader& reader, const KnownSurface& g) {
  const double step = reader.question().step;
  std::vector<double> difference, online, level;
  for (const Dose& at : reader.difference_nodes())
    difference.push_back(g.marginal_offline(at.hours_offline, step) - g.marginal_online(at.hours_online, step));
  for (const Dose& at : reader.online_nodes()) online.push_back(g.marginal_online(at.hours_online, step));
  for (const Dose& at : reader.level_nodes()) level.push_back(g.gain(at.hours_online, at.hours_offline));
  std::vector<double> out(reader.figures());
  reader.read(difference, online, level, out);
  return out;
}

OfflineQuestion question() {
  OfflineQuestion q;
  q.online_max = q.offline_max = 20;
  q.frontier_offline = {1, 4};
  q.median = {4, 3};
  return q;
}

/// The same without frontier and mixes.
OfflineQuestion one_line() {
  OfflineQuestion q = question();
  q.frontier_offline = {};
  q.totals = {};
  return q;
}

FigureInterval figure(bool exists, double probability) {
  FigureInterval f;
  f.exists = exists;
  f.probability = probability;
  f.resamples = 999;
  return f;
}

}  // namespace

TEST_CASE("the first hours above zero, where a curve is straight in roots of hours, by hand") {
  const std::vector<double> hours = {0, 1, 4};
  const Crossing at = first_above_zero(hours, std::vector<double>{-1.5, -0.5, 0.5});  // sqrt(hours) - 1.5
  CHECK(at.kind == PointKind::within_range);
  CHECK(at.hours == doctest::Approx(2.25));
}

TEST_CASE("above zero at once is from the first hour, below zero throughout is never: both are answers") {
  const std::vector<double> hours = {0, 1, 4};
  const Crossing first = first_above_zero(hours, std::vector<double>{0.1, -1, -1});
  CHECK(first.kind == PointKind::from_the_first_hour);
  CHECK(first.hours == 0);
  CHECK(first_above_zero(hours, std::vector<double>{-1, -1, 0}).kind == PointKind::never_in_range);  // 0 is not above
}

TEST_CASE("an unknown node before the crossing makes it impossible to tell, one after it does not matter") {
  const std::vector<double> hours = {0, 1, 4, 9};
  CHECK(first_above_zero(hours, std::vector<double>{-1, kNone, 1, 2}).kind == PointKind::cannot_tell);
  CHECK(first_above_zero(hours, std::vector<double>{-1, -1, -1, kNone}).kind == PointKind::cannot_tell);
  CHECK(first_above_zero(hours, std::vector<double>{kNone, 1, 1, 1}).kind == PointKind::cannot_tell);
  const Crossing at = first_above_zero(hours, std::vector<double>{-1.5, -0.5, 0.5, kNone});
  CHECK(at.kind == PointKind::within_range);
  CHECK(at.hours == doctest::Approx(2.25));
  CHECK(first_above_zero(std::vector<double>{0}, std::vector<double>{-1}).kind == PointKind::cannot_tell);
}

TEST_CASE("of several crossings the first counts") {
  CHECK(first_above_zero(std::vector<double>{0, 1, 4, 9}, std::vector<double>{-1, 1, -1, 1}).hours < 1);
}

TEST_CASE("curves over hours that do not rise are refused") {
  CHECK_THROWS_AS(first_above_zero(std::vector<double>{0, 0}, std::vector<double>{1, 1}), std::invalid_argument);
  CHECK_THROWS_AS(first_above_zero(std::vector<double>{-1, 0}, std::vector<double>{1, 1}), std::invalid_argument);
  CHECK_THROWS_AS(first_above_zero(std::vector<double>{0, 1}, std::vector<double>{1}), std::invalid_argument);
}

TEST_CASE("best mix by hand: gain 4, 5, 4 over two hours is 5 - (x - 1)^2") {
  const Mix mix = best_mix(std::vector<double>{-1, 1}, std::vector<double>{4, 5, 4}, 1);
  REQUIRE(mix.known);
  CHECK(mix.best_share == doctest::Approx(0.5));
  CHECK(mix.low_share == doctest::Approx((1 - 0.5) / 2));  // (x - 1)^2 = 5 % of 5
  CHECK(mix.high_share == doctest::Approx((1 + 0.5) / 2));
  CHECK(mix.loss_all_online == doctest::Approx(1.0 / 5));
  CHECK(mix.loss_all_offline == doctest::Approx(1.0 / 5));
}

TEST_CASE("a best mix at an end has no loss there, and its band ends there") {
  const Mix mix = best_mix(std::vector<double>{-1, -1, -1, -1}, std::vector<double>{6, 7, 8, 9, 10}, 1);
  REQUIRE(mix.known);
  CHECK(mix.best_share == 1);
  CHECK(mix.high_share == 1);
  CHECK(mix.low_share == doctest::Approx(3.5 / 4));  // 10 - .5
  CHECK(mix.loss_all_online == doctest::Approx(0));
  CHECK(mix.loss_all_offline == doctest::Approx(0.4));
}

TEST_CASE("the shape of a mix comes from margins, its level from the mean of the levels") {
  const Mix mix = best_mix(std::vector<double>{-1, 1}, std::vector<double>{5, 4, 4}, 1);  // the same mean, 13 / 3
  CHECK(mix.best_share == doctest::Approx(0.5));
  CHECK(mix.loss_all_online == doctest::Approx(1.0 / 5));
}

TEST_CASE("a mix with a missing margin, or whose best gain is nothing, is unknown") {
  CHECK_FALSE(best_mix(std::vector<double>{kNone, 1}, std::vector<double>{4, 5, 4}, 1).known);
  CHECK_FALSE(best_mix(std::vector<double>{-1, 1}, std::vector<double>{4, kNone, 4}, 1).known);
  CHECK_FALSE(best_mix(std::vector<double>{-1, 1}, std::vector<double>{-1, 0, -1}, 1).known);
  CHECK_FALSE(best_mix(std::vector<double>{}, std::vector<double>{4}, 1).known);
  CHECK_THROWS_AS(best_mix(std::vector<double>{1}, std::vector<double>{4}, 1), std::invalid_argument);
}

TEST_CASE("an average hour is the sum of margins over hours") {
  CHECK(average_hour(std::vector<double>{4, 2}, 1, 2) == doctest::Approx(3));
  CHECK(average_hour(std::vector<double>{4, 2}, 1, 1) == doctest::Approx(4));
  CHECK(average_hour(std::vector<double>{4, 2}, 0.5, 1) == doctest::Approx(3));
  CHECK(average_hour(std::vector<double>{4, 2}, 1, 1.5) == doctest::Approx(5 - 1.5));  // through 0, 4, 6: 5 h - h^2
  CHECK_FALSE(is_there(average_hour(std::vector<double>{4, 2}, 1, 0)));
  CHECK_FALSE(is_there(average_hour(std::vector<double>{4, 2}, 1, 2.5)));
  CHECK_FALSE(is_there(average_hour(std::vector<double>{4, kNone}, 1, 1)));
}

TEST_CASE("past h_dagger an hour buys less than a quarter of the average; without an average there is no telling") {
  std::vector<double> hours, margin;
  for (int k = 0; k <= 40; ++k) {
    hours.push_back(k * k / 100.0);
    margin.push_back(8 / (1 + hours.back()));
  }
  const Crossing at = h_dagger(hours, margin, 8);
  CHECK(at.kind == PointKind::within_range);
  CHECK(at.hours == doctest::Approx(3).epsilon(1e-4));  // 8 / (1 + h) = 8 / 4
  CHECK(h_dagger(hours, margin, 1).kind == PointKind::never_in_range);
  CHECK(h_dagger(hours, margin, 100).kind == PointKind::from_the_first_hour);
  CHECK(h_dagger(hours, margin, 0).kind == PointKind::cannot_tell);
  CHECK(h_dagger(hours, margin, kNone).kind == PointKind::cannot_tell);
}

TEST_CASE("from exact margins of a closed form all points come out within 2 %") {
  const KnownSurface g;
  const OfflineReader reader(question());
  const auto out = read_exact(reader, g);
  CHECK(out[0] == doctest::Approx(g.crossing(0, 1)).epsilon(0.02));
  CHECK(out[3] == doctest::Approx(g.crossing(1, 1)).epsilon(0.02));
  CHECK(out[6] == doctest::Approx(g.crossing(4, 1)).epsilon(0.02));
  // h_dagger: 3 log((h + 3) / (h + 2)) = average / 4, average = 3 log(6 / 2) / 4
  const double average = 3 * std::log(3.0) / 4;
  CHECK(out[9] == doctest::Approx(1 / std::expm1(average / 4 / 3) - 2).epsilon(0.02));
  CHECK(out[12] == doctest::Approx(average).epsilon(1e-9));
  // Best mix of a total T, where a / (2 + x) = b / (8 + T - x): x = ((8 + T) a - 2 b) / (a + b), a = 3, b = 6.
  int inside = 0;
  for (const auto& [total, at] : {std::pair{5.0, 13}, {10.0, 18}, {20.0, 23}}) {
    const double best = ((8 + total) * 3 - 2 * 6) / 9;
    CHECK(out[at] == doctest::Approx(best / total).epsilon(0.02));
    const double most = g.gain(best, total - best);
    CHECK(out[at + 3] == doctest::Approx(1 - g.gain(total, 0) / most).epsilon(0.02));
    CHECK(out[at + 4] == doctest::Approx(1 - g.gain(0, total) / most).epsilon(0.02));
    const double low = out[at + 1] * total, high = out[at + 2] * total;
    for (const double edge : {low, high}) {
      if (edge == 0 || edge == total) continue;
      CHECK(g.gain(edge, total - edge) == doctest::Approx(0.95 * most).epsilon(0.002));
      ++inside;
    }
  }
  CHECK(inside >= 3);
  for (std::size_t k = 28; k < 33; ++k) CHECK_FALSE(is_there(out[k]));  // 40 h are beyond the design
}

TEST_CASE("the reader asks for nothing beyond the design") {
  const OfflineReader reader(question());
  for (const auto nodes : {reader.difference_nodes(), reader.online_nodes(), reader.level_nodes()}) {
    CHECK_FALSE(nodes.empty());
    for (const Dose& at : nodes) {
      CHECK(at.hours_online <= 20 * (1 + 1e-12));
      CHECK(at.hours_offline <= 20);
    }
  }
}

TEST_CASE("an answer is what the intervals of point and curve bear out") {
  const OfflineReader reader(one_line());
  struct Told {
    double low, high;  // of the point
    double never = 0;  // share of resamples without one
    std::size_t worlds = 20;
    double unclear = 0;  // share of resamples that cannot tell
  };
  // The curve is above 0 from `above` hours on and below it up to `below`, of each node's interval; between it may be
  // 0.
  const auto kind = [&](const Told& told, double below, double above, double falls_at = 21) {
    std::vector<FigureInterval> figures(reader.figures());
    figures[0] = figure(told.never < 1, 1 - told.never - told.unclear);
    if (told.never < 1) figures[0].interval = {(told.low + told.high) / 2, told.low, told.high, told.worlds, true};
    figures[2] = figure(told.never > 0, told.never);
    const std::size_t curve = reader.figures() - 2 * 17;  // behind all else, that of h_dagger after it
    for (std::size_t node = 0; node < 17; ++node) {
      const double hours = 20 * static_cast<double>(node * node) / 256;
      const double low = hours >= above && hours < falls_at ? 1 : -1,
                   high = hours < below || hours >= falls_at ? -0.5 : 2;
      figures[curve + node] = figure(true, 1);
      figures[curve + node].interval = {(low + high) / 2, std::min(low, high), high, told.worlds, true};
    }
    return reader.answers(figures).take_it_offline.kind;
  };
  CHECK(kind({0, 0}, 0, 0) == PointKind::from_the_first_hour);
  CHECK(kind({0, 0, 0, 5}, 0, 0) == PointKind::cannot_tell);  // five worlds agree by chance too often
  CHECK(kind({0, 0}, 0, 0, 15) == PointKind::cannot_tell);    // and is below 0 later
  CHECK(kind({3, 7}, 3, 7) == PointKind::within_range);
  CHECK(kind({3, 7, 0.03}, 3, 7) == PointKind::cannot_tell);  // more than a tail have no point
  CHECK(kind({3, 7}, 3, 12) == PointKind::cannot_tell);       // at 7 h the curve may be 0
  CHECK(kind({0, 7}, 0, 21) == PointKind::cannot_tell);       // it may be 0 everywhere
  CHECK(kind({3, 7}, 3, 7, 15) == PointKind::cannot_tell);    // it falls below 0 again
  CHECK(kind({0, 0, 0.99}, 21, 21) == PointKind::never_in_range);
  CHECK(kind({0, 0, 0.97}, 21, 21) == PointKind::cannot_tell);       // expanded_tail(20) = .0159
  CHECK(kind({0, 0, 0.99}, 0, 21) == PointKind::cannot_tell);        // it is never above 0, nor anywhere below
  CHECK(kind({3, 7, 0, 20, 0.03}, 3, 7) == PointKind::cannot_tell);  // of more than a tail nobody can tell
}

TEST_CASE("of a difference that is nothing but noise hardly a point is told; of one that is there nearly always") {
  const OfflineReader reader(one_line());
  constexpr std::size_t kWorlds = 20;
  const auto told = [&](double at_zero, double a_root, std::uint64_t repetition) {
    // Every world is off by a parabola of its own in roots of hours: a fitted surface is smooth.
    std::vector<std::vector<double>> world(kWorlds);
    for (std::size_t w = 0; w < kWorlds; ++w) {
      Rng rng(repetition, Stream::test, w);
      const double offset = normal(rng), slope = normal(rng), bend = normal(rng);
      for (const Dose& node : std::span(reader.difference_nodes()).first(17)) {
        const double root = std::sqrt(node.hours_online);
        const double place = root / std::sqrt(20.0) - 0.5;
        world[w].push_back(at_zero + a_root * root + offset + 2 * slope * place + 4 * bend * place * place);
      }
    }
    const std::vector<double> online(reader.online_nodes().size(), kNone), level;
    const auto compute = [&](std::span<const double> weight, std::span<double> figures) {
      std::vector<double> difference(17);
      double all = 0;
      for (std::size_t w = 0; w < kWorlds; ++w) {
        all += weight[w];
        for (std::size_t node = 0; node < 17; ++node) difference[node] += weight[w] * world[w][node];
      }
      for (double& d : difference) d /= all;
      reader.read(difference, online, level, figures);
    };
    const auto figures = bootstrap_worlds(kWorlds, reader.figures(), {399, repetition}, compute);
    return reader.answers(figures).take_it_offline.kind;
  };
  int of_nothing = 0, of_something = 0;
  std::array<int, 4> kinds = {};
  for (std::uint64_t repetition = 1; repetition <= 100; ++repetition) {
    const PointKind nothing = told(0, 0, repetition);
    ++kinds[static_cast<std::size_t>(nothing)];
    of_nothing += nothing != PointKind::cannot_tell;
    of_something += told(-3, 1.5, repetition) == PointKind::within_range;
  }
  MESSAGE("told of nothing: ", kinds[0], " ", kinds[1], " ", kinds[2], ", of a point at 4 h: ", of_something);
  CHECK(of_nothing <= 10);
  CHECK(of_something >= 90);
}

TEST_CASE("a quarter of an average hour is told where the average is something, and hardly ever of noise") {
  const OfflineReader reader(one_line());
  constexpr std::size_t kWorlds = 12;
  // A margin of first * e^-hours; over 4 hours its average is about a quarter of the first.
  const auto told = [&](double first, std::uint64_t repetition) {
    std::vector<std::vector<double>> world(kWorlds);
    for (std::size_t w = 0; w < kWorlds; ++w) {
      Rng rng(repetition, Stream::test, w);
      const double offset = normal(rng), slope = normal(rng);
      for (const Dose& node : reader.online_nodes())
        world[w].push_back(first * std::exp(-node.hours_online) +
                           0.3 * (offset + slope * (std::sqrt(node.hours_online / 20) - 0.5)));
    }
    const std::vector<double> difference(reader.difference_nodes().size(), kNone), level;
    const auto compute = [&](std::span<const double> weight, std::span<double> figures) {
      std::vector<double> online(reader.online_nodes().size());
      for (std::size_t w = 0; w < kWorlds; ++w)
        for (std::size_t node = 0; node < online.size(); ++node) online[node] += weight[w] / kWorlds * world[w][node];
      reader.read(difference, online, level, figures);
    };
    return reader.answers(bootstrap_worlds(kWorlds, reader.figures(), {399, repetition}, compute)).h_dagger.kind;
  };
  int of_nothing = 0, of_something = 0;
  for (std::uint64_t repetition = 1; repetition <= 100; ++repetition) {
    of_nothing += told(0, repetition) != PointKind::cannot_tell;
    of_something += told(8, repetition) == PointKind::within_range;
  }
  MESSAGE("told of nothing: ", of_nothing, ", of a point at 2.8 h: ", of_something);
  CHECK(of_nothing <= 5);
  CHECK(of_something >= 80);
}

TEST_CASE("where more resamples than a tail have no point, the interval is open above and ends with the range") {
  const OfflineReader reader(one_line());
  const auto point = [&](double never) {
    std::vector<FigureInterval> figures(reader.figures());
    figures[0] = figure(true, 1 - never);
    figures[0].interval = {5, 3, 9, 20, true};
    figures[2] = figure(false, never);
    return reader.answers(figures).take_it_offline;
  };
  CHECK_FALSE(point(0.01).open_above);  // expanded_tail(20) = .0159
  CHECK(point(0.01).hours.interval.high == 9);
  CHECK(point(0.02).open_above);
  CHECK(point(0.02).hours.interval.high == 20);
  CHECK(point(0.02).hours.interval.low == 3);
}

TEST_CASE("intervals end where their figure must: hours with the range, shares at 0 and 1, losses at 0") {
  OfflineQuestion q = question();
  q.frontier_offline = {};
  q.totals = {10};
  const OfflineReader reader(q);
  std::vector<FigureInterval> figures(reader.figures(), figure(true, 1));
  for (FigureInterval& f : figures) f.interval = {0.5, -30, 30, 4, true};
  figures[1] = figure(false, 0);
  figures[2] = figure(false, 0);
  const OfflineAnswers answers = reader.answers(figures);
  CHECK(answers.take_it_offline.hours.interval.low == 0);
  CHECK(answers.take_it_offline.hours.interval.high == 20);
  CHECK(answers.take_it_offline.hours.interval.estimate == 0.5);
  REQUIRE(answers.mixes.size() == 1);
  const MixAnswer& mix = answers.mixes[0];
  for (const FigureInterval* share : {&mix.best_share, &mix.low_share, &mix.high_share}) {
    CHECK(share->interval.low == 0);
    CHECK(share->interval.high == 1);
  }
  for (const FigureInterval* loss : {&mix.loss_all_online, &mix.loss_all_offline}) {
    CHECK(loss->interval.low == 0);
    CHECK(loss->interval.high == 30);
  }
  CHECK(answers.average_hour.interval.low == -30);  // an hour may cost more than it buys
}

TEST_CASE("questions without range, step or order are refused") {
  for (const auto& spoil : std::vector<void (*)(OfflineQuestion&)>{
           [](OfflineQuestion& q) { q.step = 0; }, [](OfflineQuestion& q) { q.online_max = 0; },
           [](OfflineQuestion& q) { q.totals = {0}; },
           [](OfflineQuestion& q) {
             q.frontier_offline = {4, 1};
           },
           [](OfflineQuestion& q) { q.median.hours_online = -1; }}) {
    OfflineQuestion q = question();
    spoil(q);
    CHECK_THROWS_AS(OfflineReader{q}, std::invalid_argument);
  }
}
