#include "sim/cli/report.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "models/strategies/balanced_networker.h"
#include "models/strategies/klout_chaser.h"
#include "sim/cli/answer_report.h"
#include "sim/cli/figure_text.h"
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

std::string strategy_table(const Scenario& s, const RunTables& tables, std::size_t width) {
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
  return table.text(width);
}

std::string score_table(const RunTables& tables, std::size_t width) {
  Table table({"score", "correlation"});
  for (const SummaryRow& row : tables.summary)
    if (is_about_scores(row.measure)) table.add({row.measure, with_interval(row)});
  return table.text(width);
}

std::string likeness_table(const RunTables& tables, std::size_t width) {
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
  return table.text(width);
}

// Arms by measures. Of an arm in which nobody of the background has one of the two strategies, the probes are shown.
std::string arm_table(const Scenario& s, std::span<const ArmRow> arms, std::size_t width) {
  const std::optional<StrategyPair> pair = compared_pair(s);
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
  return (pair ? "arms: " + strategy : "arms: all strategies together") + "\n\n" + table.text(width);
}

nlohmann::ordered_json number(double value, bool known) {
  if (!known || !std::isfinite(value)) return nullptr;
  return value;
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

bool is_about_scores(const std::string& measure) {
  return measure.starts_with("validity_") || measure.starts_with("payoff_");
}

std::string report_text(const Scenario& scenario, const RunTables& tables, const RunAnswers& answers,
                        std::span<const ArmRow> arms, std::size_t width) {
  if (tables.finished.empty()) return "";
  const std::size_t n = tables.finished.size();
  std::string text =
      scenario.name + ": mean over " + std::to_string(n) + (n == 1 ? " world" : " worlds and 95 % interval") + "\n\n";
  if (const std::string next_hour = answer_text(scenario, answers, width); !next_hour.empty()) text += next_hour + '\n';
  text += strategy_table(scenario, tables, width) + '\n' + score_table(tables, width) + '\n' +
          likeness_table(tables, width);
  if (!arms.empty()) text += '\n' + arm_table(scenario, arms, width);
  return text;
}

std::string report_json(const Scenario& scenario, const RunTables& tables, std::span<const ArmRow> arms,
                        const std::string& folder) {
  nlohmann::ordered_json json = {{"schema", 1},
                                 {"name", scenario.name},
                                 {"folder", folder},
                                 {"complete", tables.complete},
                                 {"worlds", tables.finished}};
  json["summary"] = nlohmann::ordered_json::array();
  for (const SummaryRow& row : tables.summary)
    json["summary"].push_back({{"cohort", row.cohort},
                               {"strategy", row.strategy},
                               {"measure", row.measure},
                               {"unit", row.unit},
                               {"mean", row.mean},
                               {"low", number(row.low, row.known)},
                               {"high", number(row.high, row.known)},
                               {"worlds", row.worlds}});
  json["likeness"] = nlohmann::ordered_json::array();
  for (const LikenessRow& row : tables.likeness)
    json["likeness"].push_back({{"number", row.number},
                                {"quantity", row.quantity},
                                {"value", number(row.value, row.known)},
                                {"low", number(row.low, true)},
                                {"high", number(row.high, true)},
                                {"inside", row.inside},
                                {"hard", row.hard}});
  if (!arms.empty()) json["arms"] = nlohmann::ordered_json::array();
  for (const ArmRow& row : arms)
    json["arms"].push_back({{"arm", row.arm},
                            {"cohort", row.cohort},
                            {"strategy", row.strategy},
                            {"measure", row.measure},
                            {"unit", row.unit},
                            {"mean", row.mean.estimate},
                            {"low", number(row.mean.low, row.mean.known)},
                            {"high", number(row.mean.high, row.mean.known)},
                            {"worlds", row.mean.worlds},
                            {"difference", number(row.difference.estimate, row.difference.worlds > 0)},
                            {"difference_low", number(row.difference.low, row.difference.known)},
                            {"difference_high", number(row.difference.high, row.difference.known)},
                            {"difference_worlds", row.difference.worlds}});
  return json.dump(2) + '\n';
}

}  // namespace clout
