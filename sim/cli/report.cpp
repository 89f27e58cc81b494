#include "sim/cli/report.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "models/strategies/balanced_networker.h"
#include "models/strategies/klout_chaser.h"
#include "sim/cli/answer_report.h"
#include "sim/cli/figure_text.h"
#include "sim/cli/plausible_report.h"
#include "sim/cli/twins_report.h"
#include "sim/core/table.h"

namespace clout {
namespace {

std::string with_interval(const Interval& i) { return i.worlds == 0 ? "-" : interval_text(i); }
std::string with_interval(const SummaryRow& row) {
  return with_interval(Interval{row.mean, row.low, row.high, row.worlds, row.known});
}

const SummaryRow* find(const RunTables& tables, const std::string& cohort, const std::string& strategy,
                       const std::string& measure) {
  for (const SummaryRow& row : tables.summary)
    if (row.cohort == cohort && row.strategy == strategy && row.measure == measure) return &row;
  return nullptr;
}

std::vector<std::string> main_measures_of(const Scenario& s) {
  std::vector<std::string> scores;
  for (const ScoreSpec& score : s.scores) scores.push_back(score.name);
  return main_measures(scores, s.values.front().name);
}

Table strategy_table(const Scenario& s, const RunTables& tables) {
  std::vector<std::string> strategies;
  for (const StrategySpec& spec : s.strategies) strategies.push_back(spec.name);
  std::vector<std::string> header = {"background", "unit"};
  header.insert(header.end(), strategies.begin(), strategies.end());
  Table table(std::move(header));
  for (const std::string& measure : main_measures_of(s)) {
    std::vector<std::string> cells = {measure, ""};
    for (const std::string& strategy : strategies) {
      const SummaryRow* row = find(tables, kBackground, strategy, measure);
      if (row != nullptr) cells[1] = row->unit;
      cells.push_back(row == nullptr ? "" : with_interval(*row));
    }
    table.add(std::move(cells));
  }
  return table;
}

Table score_table(const RunTables& tables) {
  Table table({"score", "correlation"});
  for (const SummaryRow& row : tables.summary)
    if (is_about_scores(row.cohort, row.measure)) table.add({row.measure, with_interval(row)});
  return table;
}

Table likeness_table(const RunTables& tables) {
  Table table({"like Twitter", "", "band", "is"});
  for (const LikenessRow& row : tables.likeness) {
    std::string band = std::isinf(row.low)    ? "<= " + number_text(row.high)
                       : std::isinf(row.high) ? ">= " + number_text(row.low)
                                              : number_text(row.low) + " to " + number_text(row.high);
    table.add({row.number + ' ' + row.quantity, row.known ? short_number(row.value) : "-", std::move(band),
               !row.known   ? "not known"
               : row.inside ? "inside"
               : row.hard   ? "OUTSIDE"
                            : "outside (soft)"});
  }
  return table;
}

std::string days_of(const Scenario& s) {
  return duration_text(s.burn_in_days, TimeUnit::days) + " of burn-in and " +
         duration_text(s.horizon_days, TimeUnit::days) + " of horizon";
}

// Arms by measures. Of an arm in which nobody of the background has one of the two strategies, the probes are shown.
Page arm_page(const Scenario& s, std::span<const ArmRow> arms) {
  const std::optional<StrategyPair> written = compared_pair(s), pair = written ? written : twin_pair(s);
  const std::string strategy = pair ? pair->text() : kAllStrategies;
  std::vector<std::string> measures = {"gain_" + s.values.front().name};
  if (!s.scores.empty()) measures.push_back("score_" + s.scores.front().name);
  std::vector<std::string> header = {"arm", "cohort"};
  for (const std::string& measure : measures) {
    header.push_back(measure);
    header.emplace_back("less that of base");
  }
  Table table(std::move(header));
  std::vector<std::string> names = {kBaseArm};
  for (const ArmSpec& arm : s.arms) names.push_back(arm.name);
  for (const std::string& name : names) {
    std::vector<std::string> cells = {name, "-"};
    for (const std::string& measure : measures) {
      const ArmRow* row = find_arm_row(arms, name, kBackground, strategy, measure);
      const char* cohort = kBackground;
      if (row == nullptr) row = find_arm_row(arms, name, cohort = kProbes, strategy, measure);
      if (row != nullptr) cells[1] = cohort;
      cells.push_back(row == nullptr ? "-" : with_interval(row->mean));
      cells.push_back(row == nullptr || name == kBaseArm ? "" : with_interval(row->difference));
    }
    table.add(std::move(cells));
  }
  Page page;
  page << (pair ? "arms: " + strategy : "arms: all strategies together") + "\n\n" << std::move(table);
  for (const ArmSpec& arm : s.arms)
    if (arm.scenario->burn_in_days != s.burn_in_days || arm.scenario->horizon_days != s.horizon_days)
      page << "\n" + arm.name + " lives " + days_of(*arm.scenario) + ", base " + days_of(s) +
                  ": its difference is of other days besides what else it changes.\n";
  return page;
}

constexpr std::string_view kOfVisible = "_visible";

/// The measure that an arm shows for one of output.arm_measures; "" if it has no visible score to show it of.
std::string measure_of_arm(const std::string& measure, const Scenario& arm) {
  if (!measure.ends_with(kOfVisible)) return measure;
  return arm.visible == "none" ? "" : measure.substr(0, measure.size() - kOfVisible.size()) + '_' + arm.visible;
}

/// What a column of output.arm_measures, MEASURE or STRATEGY.MEASURE, shows of an arm; nullptr if there is none.
const ArmRow* row_of_column(std::span<const ArmRow> arms, const std::string& name, const Scenario& arm,
                            const std::string& column) {
  const std::size_t dot = column.rfind('.');
  const bool is_of_all = dot == std::string::npos;
  const std::string strategy = is_of_all ? kAllStrategies : column.substr(0, dot);
  const std::string measure = measure_of_arm(is_of_all ? column : column.substr(dot + 1), arm);
  const ArmRow* row = find_arm_row(arms, name, kBackground, strategy, measure);
  return row != nullptr ? row : find_arm_row(arms, name, is_of_all ? kEveryone : kProbes, strategy, measure);
}

// The measures that the scenario asks for: of base as they are, of the others what is different there.
Page arm_measures_page(const Scenario& s, std::span<const ArmRow> arms) {
  std::vector<std::string> header = {"arm"};
  header.insert(header.end(), s.output.arm_measures.begin(), s.output.arm_measures.end());
  Table table(std::move(header));
  std::set<std::string> unknown(s.output.arm_measures.begin(), s.output.arm_measures.end());
  const auto line = [&](const std::string& name, const Scenario& arm) {
    std::vector<std::string> cells = {name};
    for (const std::string& column : s.output.arm_measures) {
      const ArmRow* row = row_of_column(arms, name, arm, column);
      if (row != nullptr) unknown.erase(column);
      cells.push_back(row == nullptr ? "-" : with_interval(name == kBaseArm ? row->mean : row->difference));
    }
    table.add(std::move(cells));
  };
  line(kBaseArm, s);
  for (const ArmSpec& arm : s.arms) line(arm.name, *arm.scenario);
  Page page;
  page << "arms: all people, or a strategy's; base as it is, the others less base\n\n" << std::move(table);
  for (const std::string& column : unknown)
    page << "No arm has a measure '" + column + "' of " +
                (column.find('.') == std::string::npos ? "all people" : "people who live by such a strategy") +
                ": the column measure of arms.csv has them.\n";
  return page;
}

}  // namespace

std::optional<StrategyPair> compared_pair(const Scenario& scenario) {
  const auto first_of = [&](const char* model) -> const StrategySpec* {
    const auto at = std::find_if(scenario.strategies.begin(), scenario.strategies.end(),
                                 [&](const StrategySpec& spec) { return spec.model == model; });
    return at == scenario.strategies.end() ? nullptr : &*at;
  };
  const StrategySpec* chaser = first_of(KloutChaserParams::kName);
  const StrategySpec* networker = first_of(BalancedNetworkerParams::kName);
  if (chaser == nullptr || networker == nullptr) return std::nullopt;
  return StrategyPair{chaser->name, networker->name};
}

std::vector<std::string> main_measures(const std::vector<std::string>& scores, const std::string& value) {
  std::vector<std::string> measures = {"agents"};
  for (const std::string& score : scores) measures.push_back("score_" + score);
  for (const char* prefix : {"value_", "gain_"}) measures.push_back(prefix + value);
  for (const char* name : {"followers", "posts", "messages_sent", "messages_answered", "meetings", "contacts",
                           "diversity", "gems_met", "hours_online_spent", "hours_offline_spent"})
    measures.emplace_back(name);
  return measures;
}

bool is_about_scores(const std::string& cohort, const std::string& measure) {
  return cohort == kEveryone && (measure.starts_with("validity_") || measure.starts_with("payoff_"));
}

Page report_page(const Scenario& scenario, const Findings& findings) {
  Page page;
  const RunTables& tables = findings.base;
  if (tables.finished.empty()) return page;
  const std::size_t n = tables.finished.size();
  page << scenario.name + ": mean over " + std::to_string(n) + (n == 1 ? " world" : " worlds and 95 % interval") +
              "\n\n";
  if (const Page next_hour = answer_page(scenario, findings.answers); !next_hour.empty()) page << next_hour << "\n";
  if (scenario.horizon_days < kGainWindowDays)
    page << "Gain is left out: it is the mean of the last " + number_text(kGainWindowDays) +
                " days, and the horizon is " + number_text(scenario.horizon_days) + ".\n\n";
  page << strategy_table(scenario, tables) << "\n" << score_table(tables) << "\n" << likeness_table(tables);
  if (const Page twins = twins_page(scenario, tables, findings.arms); !twins.empty()) page << "\n" << twins;
  if (!scenario.arms.empty()) page << "\n" << arm_page(scenario, findings.arms);
  if (!scenario.arms.empty() && !scenario.output.arm_measures.empty())
    page << "\n" << arm_measures_page(scenario, findings.arms);
  if (const Page why = decomposition_page(scenario, findings.why); !why.empty()) page << "\n" << why;
  if (const std::string box = plausible_text(scenario, findings.reversals); !box.empty()) page << '\n' + box;
  return page;
}

}  // namespace clout
