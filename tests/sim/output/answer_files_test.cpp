#include "sim/output/answer_files.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "sim/analysis/margin_coverage.h"
#include "sim/output/csv.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;

namespace {

const std::vector<std::string> kNames{"casual", "nobody"};

// Probes of strategy `casual` whose gain is KnownSurface without noise; the other columns are of no interest here.
std::vector<ProbeOutcomes> known_worlds(std::size_t worlds, std::size_t probes) {
  CoverageParams params;
  params.snr = 0;
  params.probes = probes;
  std::vector<ProbeOutcomes> result;
  for (std::size_t w = 0; w < worlds; ++w) {
    ProbeOutcomes world = known_outcomes(params, w);
    world.columns[0].measure = "gain_circles";
    world.columns.push_back(world.columns[0]);
    world.columns[1].measure = "contacts";
    world.background = {{100, {1.0}, 1, 10, 0.5, 8}, {0, {0.0}, 0, 0, 0, 0}};
    world.hours_online_max = world.hours_offline_max = 20;
    world.hours_online_median = 3.28 + 0.02 * static_cast<double>(w % 2);
    world.hours_offline_median = 2.5;
    result.push_back(std::move(world));
  }
  return result;
}

RunAnswers answers(const std::vector<ProbeOutcomes>& worlds) {
  ThreadPool pool(1);
  return answers_of(worlds, kNames, pool);
}

CsvTable table(const Scratch& dir, const std::string& file) { return read_csv(dir / file); }

// The only row with these cells, or the number of rows as a failure.
std::size_t row_with(const CsvTable& t, const std::vector<std::pair<std::string, std::string>>& cells) {
  std::vector<std::size_t> found;
  for (std::size_t r = 0; r < t.rows.size(); ++r)
    if (std::all_of(cells.begin(), cells.end(),
                    [&](const auto& c) { return t.rows[r][t.column(c.first)] == c.second; }))
      found.push_back(r);
  REQUIRE(found.size() == 1);
  return found[0];
}

double cell(const CsvTable& t, std::size_t row, const char* column) {
  REQUIRE_FALSE(t.rows[row][t.column(column)].empty());
  return t.number(row, t.column(column));
}

bool is_empty(const CsvTable& t, std::size_t row, const char* column) { return t.rows[row][t.column(column)].empty(); }

}  // namespace

TEST_CASE("files of a known surface: its margins, its point, and rows of gains and scores alone") {
  const Scratch dir;
  write_answers(dir.path(), answers(known_worlds(6, 50)));
  const KnownSurface g;

  const CsvTable margins = table(dir, "margins.csv");
  const std::size_t at = row_with(margins, {{"strategy", "casual"},
                                            {"measure", "gain_circles"},
                                            {"standardisation", "matched"},
                                            {"hours_online", "4"},
                                            {"hours_offline", "2"}});
  const double range = g.marginal_online(0, 1) - g.marginal_online(20, 1);
  CHECK(std::abs(cell(margins, at, "marginal_online") - g.marginal_online(4, 1)) < 0.02 * range);
  CHECK(std::abs(cell(margins, at, "marginal_offline") - g.marginal_offline(2, 1)) < 0.02 * range);
  CHECK(cell(margins, at, "difference") ==
        cell(margins, at, "marginal_offline") - cell(margins, at, "marginal_online"));
  CHECK(cell(margins, at, "difference_low") <= cell(margins, at, "difference_high"));
  CHECK(cell(margins, at, "worlds") == 6);
  for (const auto& row : margins.rows) {
    CHECK(row[margins.column("measure")] == "gain_circles");  // contacts are not what an hour is for
    CHECK(row[margins.column("strategy")] == "casual");       // nobody has no probe
  }
  // The default grid of seven with the median among it, online and offline; as matched and as lived.
  CHECK(margins.rows.size() == 2 * 8 * 8);

  const CsvTable points = table(dir, "answers.csv");
  const std::size_t point = row_with(points, {{"quantity", "take_it_offline_hours"}, {"standardisation", "matched"}});
  CHECK(points.rows[point][points.column("answer")] == "within the range");
  CHECK(cell(points, point, "estimate") == doctest::Approx(g.crossing(0, 1)).epsilon(0.02));
  CHECK(cell(points, point, "probability") == 1);
  CHECK(points.rows[point][points.column("unit")] == "h/week");

  const CsvTable pairing = table(dir, "pairing.csv");
  CHECK(pairing.rows.size() == 2);  // branches online and offline of the gain
  const CsvTable curves = table(dir, "curves.csv");
  for (const char* dose : {"hours_online", "hours_offline"})
    CHECK(std::any_of(curves.rows.begin(), curves.rows.end(), [&](const auto& row) {
      return row[curves.column("dose")] == dose && row[curves.column("row")] == "cell";
    }));
}

TEST_CASE("the median dose is that of the worlds' mean to a tenth of an hour, and a node of the grid") {
  const RunAnswers a = answers(known_worlds(4, 50));
  CHECK(a.median.hours_online == 3.3);  // the mean of 3.28 and 3.30, rounded
  CHECK(a.median.hours_offline == 2.5);
  std::set<double> online, offline;
  for (const MarginRow& row : a.margins.margins) {
    online.insert(row.hours_online);
    offline.insert(row.hours_offline);
  }
  CHECK(online == std::set<double>{0, 1, 2, 3.3, 4, 7, 12, 20});
  CHECK(offline == std::set<double>{0, 1, 2, 2.5, 4, 7, 12, 20});
}

TEST_CASE("a margin for which there are too few probes is empty cells, not a figure") {
  const Scratch dir;
  write_answers(dir.path(), answers(known_worlds(2, 6)));
  const CsvTable t = table(dir, "margins.csv");
  std::size_t unknown = 0;
  for (std::size_t r = 0; r < t.rows.size(); ++r) {
    if (!is_empty(t, r, "marginal_online")) continue;
    ++unknown;
    for (const char* column :
         {"marginal_online_low", "marginal_online_high", "marginal_offline", "marginal_offline_low",
          "marginal_offline_high", "difference", "difference_low", "difference_high"})
      CHECK(is_empty(t, r, column));
  }
  CHECK(unknown > 0);
}

TEST_CASE("one world has estimates, but no interval, no probability and no variance over worlds") {
  const Scratch dir;
  write_answers(dir.path(), answers(known_worlds(1, 200)));
  const CsvTable margins = table(dir, "margins.csv");
  bool any = false;
  for (std::size_t r = 0; r < margins.rows.size(); ++r) {
    any = any || !is_empty(margins, r, "difference");
    for (const char* column : {"marginal_online_low", "marginal_online_high", "marginal_offline_low",
                               "marginal_offline_high", "difference_low", "difference_high"})
      CHECK(is_empty(margins, r, column));
  }
  CHECK(any);
  const CsvTable points = table(dir, "answers.csv");
  for (std::size_t r = 0; r < points.rows.size(); ++r) {
    for (const char* column : {"low", "high", "probability", "from_the_first_hour", "never_in_range"})
      CHECK(is_empty(points, r, column));
    CHECK(points.rows[r][points.column("answer")] == "cannot tell");
  }
  const CsvTable pairing = table(dir, "pairing.csv");
  for (std::size_t r = 0; r < pairing.rows.size(); ++r)
    for (const char* column : {"variance_paired", "variance_unpaired", "reduction"})
      CHECK(is_empty(pairing, r, column));
  const CsvTable curves = table(dir, "curves.csv");
  for (std::size_t r = 0; r < curves.rows.size(); ++r)
    for (const char* column : {"low", "high", "probability"}) CHECK(is_empty(curves, r, column));
}

TEST_CASE("an interval that is open above has no high, because the end of the design is none of its figures") {
  const Scratch dir;
  RunAnswers a;
  AnswerRow row;
  row.strategy = "casual";
  row.measure = "gain_circles";
  row.unit = "h/week";
  row.quantity = "take_it_offline_hours";
  row.answer = "within the range";
  row.figure = {{12, 8, 20, 10, true}, true, 0.96, 999};
  row.open_above = true;
  row.outside_support = true;
  a.margins.answers = {row};
  write_answers(dir.path(), a);
  const CsvTable t = table(dir, "answers.csv");
  REQUIRE(t.rows.size() == 1);
  CHECK(cell(t, 0, "estimate") == 12);
  CHECK(cell(t, 0, "low") == 8);
  CHECK(is_empty(t, 0, "high"));
  CHECK(t.rows[0][t.column("outside_support")] == "true");
}

TEST_CASE("without worlds there are no rows") {
  const Scratch dir;
  write_answers(dir.path(), answers({}));
  for (const char* file : {"margins.csv", "answers.csv", "pairing.csv", "curves.csv"})
    CHECK(table(dir, file).rows.empty());
}
