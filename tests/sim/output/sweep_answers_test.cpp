#include "sim/output/sweep_answers.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "sim/output/csv.h"
#include "sim/output/sweep_store.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;

namespace {

SweepAxis axis_of(const std::string& path, const std::vector<std::string>& values) {
  SweepAxis axis;
  axis.path = path;
  for (const std::string& value : values) axis.values.push_back({value, {}});
  return axis;
}

// A grid of a in {1, 2, 3} by b in {x, y} on seeds 1 .. worlds: gain of the chaser 10 a + seed, of the networker 20;
// b does nothing.
void make_grid(const std::filesystem::path& file, std::uint64_t worlds, double shift = 0) {
  StoredDesign design;
  design.text = "grid";
  for (int a = 1; a <= 3; ++a)
    for (const char* b : {"x", "y"}) {
      design.points.push_back({"h" + std::to_string(a) + b, {std::to_string(a), b}});
      for (std::uint64_t seed = 1; seed <= worlds; ++seed) design.wanted.push_back({design.points.size() - 1, seed});
    }
  SweepStore store(file, {"made", "0", "0.1.0", "", "", {"a", "b"}}, design);
  for (const WantedRun& wanted : design.wanted) {
    StoredRun run;
    run.point = wanted.point;
    run.seed = wanted.seed;
    const double a = 1 + static_cast<double>(wanted.point / 2);
    run.figures = {
        {kBackground, "chaser", "gain_circles", "average people", 10 * a + static_cast<double>(wanted.seed) - shift},
        {kBackground, "networker", "gain_circles", "average people", 20},
        {kBackground, kAllStrategies, "gain_circles", "average people", 1}};
    store.record(run);
  }
  store.close();
}

SweepSpec grid_spec() {
  SweepSpec spec;
  spec.axes = {axis_of("a", {"1", "2", "3"}), axis_of("b", {"x", "y"})};
  return spec;
}

}  // namespace

TEST_CASE("a difference between two strategies is taken world by world, and its sign is counted by axis and value") {
  const Scratch dir;
  make_grid(dir / "s.sqlite", 3);
  SweepSpec spec = grid_spec();
  spec.responses = {{"pays", "gain_circles", "chaser", "networker", kBackground}};
  const SweepAnswers answers = answers_of_sweep(SweepStoreReader(dir / "s.sqlite"), spec);
  REQUIRE(answers.responses.size() == 1);
  const ResponseAnswers& pays = answers.responses[0];
  // 10 a + seed - 20 over seeds 1, 2, 3: -8, 2, 12, half width 4.302653 / sqrt(3) = 2.48.
  REQUIRE(pays.at.size() == 6);
  CHECK(pays.at[0].estimate == -8);
  CHECK(pays.at[2].estimate == 2);
  CHECK(pays.at[5].estimate == 12);
  CHECK(pays.signs.points == 6);
  CHECK(pays.signs.above == 2);
  CHECK(pays.signs.below == 2);
  CHECK(pays.signs.cannot_tell == 2);  // 2 [-.48, 4.48]
  REQUIRE(pays.signs_by.size() == 2);
  CHECK(pays.signs_by[0][0].below == 2);
  CHECK(pays.signs_by[0][2].above == 2);
  CHECK(pays.signs_by[1][0].points == 3);
  CHECK(pays.effects[0][1].response.estimate == 2);
  CHECK(pays.effects[0][1].less_first.estimate == 10);
  CHECK(pays.effects[1][1].less_first.estimate == 0);
  CHECK(pays.split.known);
  CHECK(pays.split.remainder.variance == doctest::Approx(0));
  CHECK(pays.split.seed.variance == doctest::Approx(1));    // variance of 1, 2, 3
  CHECK(pays.split.point.variance == doctest::Approx(80));  // of -10, 0, 10, each twice: 400 / 5
  CHECK(pays.unit == "average people");
}

TEST_CASE("points of a zip are compared with the first, world by world") {
  const Scratch dir;
  make_grid(dir / "s.sqlite", 3);
  SweepSpec spec = grid_spec();
  spec.design = SweepDesign::zip;
  spec.responses = {{"gain", "gain_circles", "chaser", "", kBackground}};
  const SweepAnswers answers = answers_of_sweep(SweepStoreReader(dir / "s.sqlite"), spec);
  const ResponseAnswers& gain = answers.responses.at(0);
  CHECK(gain.effects.empty());
  REQUIRE(gain.less_first.size() == 6);
  CHECK_FALSE(gain.less_first[0].known);
  CHECK(gain.less_first[1].estimate == 0);
  CHECK(gain.less_first[5].estimate == 20);  // what a seed brings falls out
  CHECK(gain.less_first[5].low == doctest::Approx(20));
  CHECK(gain.less_first[5].high == doctest::Approx(20));
  write_sweep_answers(dir.path(), answers);
  const CsvTable effects = read_csv(dir / "effects.csv");
  REQUIRE(effects.rows.size() == 6);
  CHECK(std::vector<std::string>(effects.rows[0].begin() + 2, effects.rows[0].begin() + 6) ==
        std::vector<std::string>{"point", "0", "1", "12"});
  CHECK(effects.rows[0][8] == "0");
  CHECK(std::vector<std::string>(effects.rows[5].begin() + 8, effects.rows[5].end()) ==
        std::vector<std::string>{"20", "20", "20", "3"});
  spec.design = SweepDesign::grid;
  CHECK(answers_of_sweep(SweepStoreReader(dir / "s.sqlite"), spec).responses.at(0).less_first.empty());
}

TEST_CASE("responses that differ in their value model alone are one conclusion too") {
  const Scratch dir;
  StoredDesign design;
  design.text = "list";
  for (std::size_t p = 0; p < 3; ++p) {
    design.points.push_back({"h" + std::to_string(p), {std::to_string(p)}});
    for (std::uint64_t seed = 1; seed <= 2; ++seed) design.wanted.push_back({p, seed});
  }
  SweepStore store(dir / "s.sqlite", {"made", "0", "0.1.0", "", "", {"a"}}, design);
  for (const WantedRun& wanted : design.wanted) {  // by one model -2, 0 or 2 at the points, by the other 5 more
    StoredRun run;
    run.point = wanted.point;
    run.seed = wanted.seed;
    const double gain = 2 * static_cast<double>(wanted.point) - 2;
    run.figures = {{kBackground, "chaser", "value_circles", "average people", 1},
                   {kBackground, "chaser", "value_circles_2", "average people", 1},
                   {kBackground, "chaser", "gain_circles", "average people", gain},
                   {kBackground, "chaser", "gain_circles_2", "average people", gain + 5}};
    store.record(run);
  }
  store.close();
  SweepSpec spec;
  spec.axes = {axis_of("a", {"0", "1", "2"})};
  spec.responses = {{"gain (circles), chaser", "gain_circles", "chaser", "", kBackground},
                    {"gain (circles_2), chaser", "gain_circles_2", "chaser", "", kBackground}};
  const SweepAnswers answers = answers_of_sweep(SweepStoreReader(dir / "s.sqlite"), spec);
  REQUIRE(answers.over_models.size() == 1);
  const ModelAnswers& m = answers.over_models[0];
  CHECK(m.name == "gain (all value models), chaser");
  CHECK(m.models == std::vector<std::string>{"circles", "circles_2"});
  CHECK(m.signs.points == 6);
  CHECK(m.signs.above == 4);
  CHECK(m.signs.below == 1);
  CHECK(m.signs.cannot_tell == 1);
  CHECK(m.signs.independent() == 3);
  CHECK(m.split.point.variance == doctest::Approx(4));     // variance of -2, 0, 2
  CHECK(m.split.model.variance == doctest::Approx(12.5));  // of 0 and 5
  CHECK(m.split.point.share.estimate == doctest::Approx(4 / 16.5));
  write_sweep_answers(dir.path(), answers);
  const CsvTable claims = read_csv(dir / "claims.csv");
  CHECK(claims.rows.back()[0] == m.name);
  CHECK(claims.rows.back()[3] == "6");
}

TEST_CASE("a sweep that names no responses shows the gain of each strategy by the first value model") {
  const Scratch dir;
  make_grid(dir / "s.sqlite", 2);
  const SweepAnswers answers = answers_of_sweep(SweepStoreReader(dir / "s.sqlite"), grid_spec());
  REQUIRE(answers.responses.size() == 2);
  CHECK(answers.responses[0].response.name == "gain_circles of chaser");
  CHECK(answers.responses[1].response.name == "gain_circles of networker");
}

TEST_CASE("of a response that nobody has a figure for it is said which of its parts is not there") {
  const Scratch dir;
  make_grid(dir / "s.sqlite", 2);
  SweepSpec spec = grid_spec();
  spec.responses = {{"one", "gain_circle", "chaser", "", kBackground},
                    {"two", "gain_circles", "chaser", "nobody", kBackground},
                    {"three", "gain_circles", "chaser", "networker", kBackground}};
  const SweepAnswers answers = answers_of_sweep(SweepStoreReader(dir / "s.sqlite"), spec);
  CHECK(answers.responses.size() == 1);
  CHECK(answers.unknown ==
        std::vector<std::string>{
            "one: no run that is done has gain_circle of chaser (background); did you mean 'gain_circles'?",
            "two: no run that is done has gain_circles of nobody (background)"});
}

TEST_CASE("a range is shown by its quarters, and a figure that nobody has is no response") {
  const Scratch dir;
  StoredDesign design;
  design.text = "random";
  for (const char* value : {"0.1d", "0.26d", "0.6d", "1d"}) {
    design.points.push_back({std::string("h") + value, {value}});
    design.wanted.push_back({design.points.size() - 1, 1});
  }
  SweepStore store(dir / "s.sqlite", {"made", "0", "0.1.0", "", "", {"a"}}, design);
  for (const WantedRun& wanted : design.wanted) {
    StoredRun run;
    run.point = wanted.point;
    run.seed = 1;
    run.figures = {{kBackground, kAllStrategies, "followers", "agents", 3}};
    store.record(run);
  }
  store.close();
  SweepSpec spec;
  spec.design = SweepDesign::random;
  spec.points = 4;
  SweepAxis axis;
  axis.path = "a";
  axis.from = 0;
  axis.to = 1;
  axis.unit = "d";
  spec.axes = {axis};
  spec.responses = {{"there", "followers", kAllStrategies, "", kBackground},
                    {"not there", "followers", "nobody", "", kBackground}};
  const SweepAnswers answers = answers_of_sweep(SweepStoreReader(dir / "s.sqlite"), spec);
  CHECK(answers.axes[0].values ==
        std::vector<std::string>{"0d to 0.25d", "0.25d to 0.5d", "0.5d to 0.75d", "0.75d to 1d"});
  CHECK(answers.axes[0].of == std::vector<std::size_t>{0, 1, 2, 3});
  REQUIRE(answers.responses.size() == 1);
  CHECK_FALSE(answers.responses[0].at[0].known);  // one world
  CHECK(answers.responses[0].signs.cannot_tell == 4);
}

TEST_CASE("points that share coordinates are not as many witnesses as they are points") {
  SweepSpec spec = grid_spec();
  CHECK(sign_draws(spec) == 1);
  spec.design = SweepDesign::saltelli;  // two axes: A, B and two mixtures
  CHECK(sign_draws(spec) == 2.0 / 4);
  spec.design = SweepDesign::morris;
  CHECK(sign_draws(spec) == 1.0 / 3);
  SignCount signs;
  for (int point = 0; point < 20; ++point) signs.add({1, 0.5, 1.5, 2, true}, 0.5);
  const Interval all = signs.share(signs.above), wilson = wilson_interval(10, 10);
  CHECK(all.estimate == 1);
  CHECK(all.low == doctest::Approx(wilson.low));
  CHECK(all.high == doctest::Approx(1));
  CHECK(signs.share(signs.below).high == doctest::Approx(wilson_interval(0, 10).high));
  // A quarter of ten trials, two and a half.
  const double z2 = 1.959964 * 1.959964;
  CHECK(signs.share(5).low ==
        doctest::Approx((2.5 + z2 / 2 - std::sqrt(z2 * (2.5 * 0.75 + z2 / 4))) / (10 + z2)).epsilon(1e-6));
  CHECK_FALSE(SignCount().share(0).known);

  SignCount two;  // points of a trajectory of three: one witness
  for (int point = 0; point < 2; ++point) two.add({1, 0.5, 1.5, 2, true}, 1.0 / 3);
  CHECK(two.independent() == 1);
  CHECK(two.share(2).low == doctest::Approx(wilson_interval(1, 1).low));
  for (int point = 0; point < 4; ++point) two.add({1, 0.5, 1.5, 2, true}, 1.0 / 3);
  CHECK(two.independent() == 2);
  CHECK(SignCount().independent() == 0);
}

TEST_CASE("the levels of a range of morris stand in their order, not in that of the points") {
  const Scratch dir;
  StoredDesign design;
  for (const char* level : {"20", "5", "10"}) design.points.push_back({level, {level}});
  { const SweepStore store(dir / "s.sqlite", {"made", "0", "0.1.0", "", "", {"a"}}, design); }
  SweepSpec spec;
  spec.design = SweepDesign::morris;
  spec.axes.emplace_back();
  const SweepAnswers answers = answers_of_sweep(SweepStoreReader(dir / "s.sqlite"), spec);
  CHECK(answers.axes[0].values == std::vector<std::string>{"5", "10", "20"});
  CHECK(answers.axes[0].of == std::vector<std::size_t>{2, 0, 1});
}

TEST_CASE("the tables of a sweep: a row each of responses, effects, claims, and no cell for what is not known") {
  const Scratch dir;
  make_grid(dir / "s.sqlite", 1);
  SweepSpec spec = grid_spec();
  spec.responses = {{"pays", "gain_circles", "chaser", "networker", kBackground}};
  write_sweep_answers(dir.path(), answers_of_sweep(SweepStoreReader(dir / "s.sqlite"), spec));
  const CsvTable responses = read_csv(dir / "responses.csv");
  REQUIRE(responses.rows.size() == 6);
  CHECK(responses.header[1] == "a");
  CHECK(responses.rows[0] ==
        std::vector<std::string>{"0", "1", "x", "pays", "average people", "-9", "", "", "1", "cannot tell"});
  CHECK(read_csv(dir / "effects.csv").rows.size() == 5);
  const CsvTable claims = read_csv(dir / "claims.csv");
  CHECK(claims.rows.size() == 1 + 5);
  CHECK(claims.rows[0][claims.header.size() - 1] == "6");
  CHECK(read_csv(dir / "sensitivity.csv").rows.empty());
  CHECK(read_csv(dir / "variance.csv").rows.empty());
  CHECK(read_csv(dir / "widths.csv").rows.empty());
}
