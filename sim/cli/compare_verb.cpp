#include "sim/cli/compare_verb.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <utility>

#include "sim/cli/command.h"
#include "sim/cli/figure_text.h"
#include "sim/cli/progress.h"
#include "sim/cli/report.h"
#include "sim/core/faults.h"
#include "sim/core/table.h"
#include "sim/output/comparison_file.h"
#include "sim/output/run_reader.h"

namespace clout {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// So that nobody takes the one row of twenty that is beyond 0 by chance for a finding.
constexpr const char* kByChance =
    "Each interval holds its difference in 95 of 100: "
    "of 100 rows that do not differ, some 5 are told as more or less.\n";

constexpr std::size_t kValueWidth = 40;  // of a parameter in the terminal; JSON has all of it

RunMeasures measures_of(const RunReader& run) {
  if (run.finished().empty()) throw FileError(run.folder(), "has no finished world yet; the same clout run goes on");
  RunMeasures measures;
  measures.seeds = run.finished();
  for (const std::uint64_t seed : measures.seeds) measures.worlds.push_back(run.measures(seed));
  return measures;
}

Document scenario_of(const RunReader& run) {
  const fs::path file = run.folder() / run_file::kResolved;
  Faults faults;
  Document document = Document::parse(run.resolved_yaml(), file.string(), faults);
  if (!faults.empty()) throw FileError(file, "is not as a run left it: it cannot be read as YAML");
  return document;
}

std::string visible_score(const RunReader& run) {
  Faults faults;
  const Document scenario = Document::parse(run.resolved_yaml(), "", faults);
  const Section visible = scenario.find("scoring").find("visible");
  const Section name = visible.is_map() ? visible.find("name") : visible;
  return name.is_scalar() && name.text() != "none" ? name.text() : "";
}

/// A score of that very name would have two rows of one name.
bool is_name_free(const RunManifest& run) {
  return std::find(run.scores.begin(), run.scores.end(), kVisible) == run.scores.end();
}

std::string count(std::size_t n, const std::string& one, const std::string& more) {
  return std::to_string(n) + ' ' + (n == 1 ? one : more);
}

std::string worlds_text(std::size_t n) { return count(n, "world", "worlds"); }

std::string shortened(const std::optional<std::string>& value) {
  if (!value) return "-";
  std::string text = escaped(*value);
  if (text.size() <= kValueWidth) return text;
  std::size_t end = kValueWidth - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end;  // no half characters
  return text.substr(0, end) + "...";
}

std::string parameters_text(const std::vector<PathDifference>& parameters, std::size_t width) {
  if (parameters.empty()) return "The scenarios are the same.\n";
  Table table({"parameter", "first", "second"});
  for (const PathDifference& p : parameters) table.add({p.path, shortened(p.first), shortened(p.second)});
  return table.text(width);
}

bool is_strategy_row(const ComparisonRow& row) { return row.cohort == kBackground && row.strategy != kAllStrategies; }

/// What is said of a visible score over all people: how it is spread, and how newcomers fare under it.
bool is_about_visible(const ComparisonRow& row) {
  return row.cohort == kBackground && row.strategy == kAllStrategies && is_of_visible(row.measure);
}

/// Rows that the report of one of the runs shows, and those of two visible scores; of everybody where no strategy is in
/// both.
class MainRows {
 public:
  explicit MainRows(const ComparedRuns& runs)
      : any_strategy_(std::any_of(runs.comparison.rows.begin(), runs.comparison.rows.end(), is_strategy_row)) {
    for (const ComparedRun* run : {&runs.first, &runs.second}) {
      const RunManifest& m = run->manifest;
      const std::vector<std::string> shown = main_measures(m.scores, m.values.empty() ? "" : m.values.front());
      measures_.insert(shown.begin(), shown.end());
      measures_.insert(std::string("score_") + kVisible);
      add_next_hours(runs.comparison.rows, m);
    }
  }
  bool any_strategy() const { return any_strategy_; }
  bool has(const ComparisonRow& row) const {
    if (is_about_scores(row.cohort, row.measure)) return true;
    if (row.cohort == kProbes) return next_hours_.contains(row.measure);
    if (is_about_visible(row)) return true;
    const bool of_table = any_strategy_ ? is_strategy_row(row) : row.cohort == kBackground;
    return of_table && measures_.contains(row.measure);
  }

 private:
  /// What the next hour brings in the first score and by the first value model, at the last horizon.
  void add_next_hours(const std::vector<ComparisonRow>& rows, const RunManifest& run) {
    std::vector<std::string> wanted;
    if (!run.scores.empty()) wanted.push_back("marginal_online_score_" + run.scores.front() + '_');
    if (!run.values.empty())
      for (const char* what : {"marginal_online_gain_", "marginal_offline_gain_", "difference_gain_"})
        wanted.push_back(what + run.values.front() + '_');
    for (const std::string& name : wanted) {
      std::pair<long, std::string> last;  // days, measure
      for (const ComparisonRow& row : rows)
        if (row.measure.starts_with(name) && is_days(std::string_view(row.measure).substr(name.size())))
          last = std::max(last, {std::strtol(row.measure.c_str() + name.size(), nullptr, 10), row.measure});
      if (last.first > 0) next_hours_.insert(last.second);
    }
  }

  bool any_strategy_;
  std::set<std::string> measures_, next_hours_;
};

/// What the second run has, told by the interval alone.
std::string second_has(const ComparisonRow& row) {
  const Interval& d = row.difference;
  if (!row.compared || !d.known) return "";
  if (d.low == 0 && d.high == 0) return "the same";
  switch (answer(d)) {
    case Answer::yes:
      return "more";
    case Answer::no:
      return "less";
    case Answer::cannot_tell:
      break;
  }
  return "cannot tell";
}

std::string rows_text(const ComparedRuns& runs, const MainRows& main, bool all, std::size_t width) {
  std::vector<std::string> header = {"strategy", "measure",           "unit",      "first",
                                     "second",   "second less first", "second has"};
  if (all) header.insert(header.begin(), "cohort");
  Table table(std::move(header));
  for (const ComparisonRow& row : runs.comparison.rows) {
    if (!all && !main.has(row)) continue;
    std::vector<std::string> cells = {row.strategy,
                                      row.measure,
                                      row.unit,
                                      interval_text(row.first),
                                      interval_text(row.second),
                                      row.compared ? interval_text(row.difference) : "",
                                      second_has(row)};
    if (all) cells.insert(cells.begin(), row.cohort);
    table.add(std::move(cells));
  }
  return table.text(width);
}

std::string unmatched_text(const RunComparison& comparison) {
  if (comparison.first_only.empty() && comparison.second_only.empty()) return "";
  return count(comparison.first_only.size(), "row is", "rows are") + " in the first run alone, " +
         std::to_string(comparison.second_only.size()) + " in the second alone.\n";
}

std::string run_text(const char* which, const ComparedRun& run) {
  return std::string(which) + run.folder + ": " + run.manifest.name + ", " + worlds_text(run.worlds) + '\n';
}

Json number(double value, bool known) { return known ? Json(value) : Json(nullptr); }

Json interval_json(const Interval& interval, bool is_there) {
  return {{"estimate", number(interval.estimate, is_there)},
          {"low", number(interval.low, is_there && interval.known)},
          {"high", number(interval.high, is_there && interval.known)},
          {"worlds", interval.worlds}};
}

Json run_json(const ComparedRun& run) {
  return {{"folder", run.folder},
          {"name", run.manifest.name},
          {"version", run.manifest.version},
          {"complete", run.manifest.complete},
          {"worlds", run.worlds},
          {"visible", run.visible.empty() ? Json(nullptr) : Json(run.visible)}};
}

Json value_json(const std::optional<std::string>& value) { return value ? Json(*value) : Json(nullptr); }

Json unmatched_json(const std::vector<UnmatchedRow>& rows) {
  Json list = Json::array();
  for (const UnmatchedRow& row : rows)
    list.push_back({{"cohort", row.cohort}, {"strategy", row.strategy}, {"measure", row.measure}});
  return list;
}

/// What the rows called `visible` are of; "" without such rows.
std::string visible_text(const ComparedRuns& runs) {
  if (!runs.two_visible()) return "";
  return "Rows of `visible` are of the score that people see: " + escaped(runs.first.visible) + " in the first run, " +
         escaped(runs.second.visible) + " in the second,\neach in points of its own.\n";
}

}  // namespace

bool ComparedRuns::two_visible() const {
  return !first.visible.empty() && !second.visible.empty() && first.visible != second.visible &&
         is_name_free(first.manifest) && is_name_free(second.manifest);
}

ComparedRuns compare_folders(const std::string& first, const std::string& second) {
  const RunReader a(first), b(second);
  RunMeasures before = measures_of(a), after = measures_of(b);
  ComparedRuns runs;
  runs.first = {first, a.manifest(), a.finished().size(), visible_score(a)};
  runs.second = {second, b.manifest(), b.finished().size(), visible_score(b)};
  if (runs.two_visible()) {
    add_visible(before, runs.first.visible, runs.first.manifest.values);
    add_visible(after, runs.second.visible, runs.second.manifest.values);
  }
  runs.comparison = compare_runs(before, after);
  if (runs.comparison.rows.empty())
    throw FileError(second, "has no measure in common with " + first + ": there is nothing to compare");
  runs.parameters = differences(scenario_of(a).root(), scenario_of(b).root());
  return runs;
}

std::vector<std::string> comparison_warnings(const ComparedRuns& runs) {
  std::vector<std::string> warnings;
  for (const ComparedRun* run : {&runs.first, &runs.second})
    if (run->worlds < run->manifest.seeds.size())
      warnings.push_back(run->folder + " is not finished: " + std::to_string(run->worlds) + " of " +
                         worlds_text(run->manifest.seeds.size()) + " are compared");
  if (const std::string& a = runs.first.manifest.version, &b = runs.second.manifest.version; a != b)
    warnings.push_back("the runs were made by two versions of clout (" + a + " and " + b +
                       "): what differs may come of the program");
  return warnings;
}

std::string pairing_text(const RunComparison& c) {
  if (!c.paired)
    return "No seed is in both runs, so no world is paired: intervals of differences are unpaired (Welch), of " +
           worlds_text(c.first_alone) + " and " + std::to_string(c.second_alone) + ".\n";
  std::string text = worlds_text(c.pairs) + (c.pairs == 1 ? " is" : " are") + " paired by seed";
  if (c.first_alone + c.second_alone > 0)
    text += "; " + std::to_string(c.first_alone) + " of the first run and " + std::to_string(c.second_alone) +
            " of the second have no partner and count for the means alone";
  return text + (c.pairs == 1 ? ". One pair gives no interval.\n" : ".\n");
}

std::string comparison_text(const ComparedRuns& runs, bool all, std::size_t width) {
  const MainRows main(runs);
  std::string text = run_text("first   ", runs.first) + run_text("second  ", runs.second) + '\n' +
                     parameters_text(runs.parameters, width) + '\n' + pairing_text(runs.comparison);
  if (!main.any_strategy()) text += "No strategy is in both runs: shown is everybody together.\n";
  text += visible_text(runs);
  return text + '\n' + rows_text(runs, main, all, width) + '\n' + kByChance + unmatched_text(runs.comparison);
}

std::string comparison_json(const ComparedRuns& runs) {
  const RunComparison& c = runs.comparison;
  Json json = {{"schema", 1}, {"first", run_json(runs.first)}, {"second", run_json(runs.second)}};
  json["parameters"] = Json::array();
  for (const PathDifference& p : runs.parameters)
    json["parameters"].push_back({{"path", p.path}, {"first", value_json(p.first)}, {"second", value_json(p.second)}});
  json["pairing"] = {{"kind", c.paired ? "paired" : "unpaired"},
                     {"pairs", c.pairs},
                     {"first_alone", c.first_alone},
                     {"second_alone", c.second_alone}};
  json["rows"] = Json::array();
  for (const ComparisonRow& row : c.rows)
    json["rows"].push_back({{"cohort", row.cohort},
                            {"strategy", row.strategy},
                            {"measure", row.measure},
                            {"unit", row.unit},
                            {"first", interval_json(row.first, true)},
                            {"second", interval_json(row.second, true)},
                            {"difference", interval_json(row.difference, row.compared)},
                            {"pairs", row.pairs}});
  json["first_only"] = unmatched_json(c.first_only);
  json["second_only"] = unmatched_json(c.second_only);
  json["warnings"] = comparison_warnings(runs);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

bool is_run(const fs::path& folder) {
  std::error_code ec;
  if (!fs::exists(folder / run_file::kManifest, ec)) return false;
  try {
    read_manifest(folder);
    return true;
  } catch (const FileError&) {
    return false;  // the manifest of something else
  }
}

void refuse_place_in_run(const std::string& table) {
  std::error_code ec;
  for (fs::path folder = fs::weakly_canonical(table, ec).parent_path(); folder.has_relative_path();
       folder = folder.parent_path())
    if (is_run(folder))
      throw FileError(table, "lies in the folder of a run, " + folder.string() + "; write it beside that");
}

int compare_verb(const Options& options, std::ostream& out, std::ostream& err) {
  std::error_code ec;
  if (!options.table.empty()) refuse_place_in_run(options.table);
  if (!options.table.empty() && !options.overwrite && fs::exists(options.table, ec))
    throw FileError(options.table, "is there already; --overwrite replaces it");
  const ComparedRuns runs = compare_folders(options.first, options.second);
  for (const std::string& warning : comparison_warnings(runs)) err << "clout: " << escaped(warning) << '\n';
  if (!options.table.empty()) write_comparison(options.table, runs.comparison);
  out << (options.json ? comparison_json(runs) : comparison_text(runs, options.all, stdout_columns()));
  return kDone;
}

}  // namespace clout
