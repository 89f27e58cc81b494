#include "sim/cli/twins_report.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/figure_text.h"
#include "sim/core/table.h"
#include "sim/engine/twins.h"

namespace clout {
namespace {

std::string cell(const ArmRow* row) { return row == nullptr || row->mean.worlds == 0 ? "-" : interval_text(row->mean); }

/// What a twin did from its first review on, over worlds: rows of the day on which there are any of it.
std::vector<const DailySummaryRow*> first_review(const RunTables& tables, const std::string& strategy) {
  std::vector<const DailySummaryRow*> rows;
  for (const DailySummaryRow& row : tables.learned)
    if (row.strategy == strategy && (rows.empty() || row.day == rows.front()->day)) rows.push_back(&row);
  return rows;
}

const DailySummaryRow* find_measure(const std::vector<const DailySummaryRow*>& rows, const std::string& measure) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto* r) { return r->measure == measure; });
  return row == rows.end() ? nullptr : *row;
}

/// Who took over another's plan at each review before the fork of which people learned: all but the first, which only
/// takes stock.
std::vector<const DailySummaryRow*> copied_before_fork(const RunTables& tables, const std::string& strategy) {
  std::vector<const DailySummaryRow*> rows;
  for (const DailySummaryRow& row : tables.learned)
    if (row.strategy == strategy && row.measure == "copied" && row.day <= 0) rows.push_back(&row);
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

/// How much there was to learn from when they had learned; nothing of twins who never did.
std::string copied_text(const RunTables& tables, const StrategyPair& pair) {
  const auto by_score = copied_before_fork(tables, pair.strategy), by_value = copied_before_fork(tables, pair.than);
  if (by_score.empty() || by_value.empty()) return "";
  return "At their last review before that " + percent_text(by_score.back()->mean) + " of " + pair.strategy + " and " +
         percent_text(by_value.back()->mean) + " of " + pair.than +
         " took over the plan of somebody near who seemed to have gained more.\n";
}

/// What twins did, then what came of it.
std::vector<std::string> measures_of(const std::vector<const DailySummaryRow*>& learned, const Scenario& scenario,
                                     const std::string& score) {
  std::vector<std::string> measures;
  for (const DailySummaryRow* row : learned)
    if (row->measure.starts_with("plan_") && !row->measure.ends_with("_sd") && !row->measure.ends_with("_median"))
      measures.push_back(row->measure);
  if (!score.empty()) measures.push_back("score_" + score);
  for (const char* name : {"hours_online_spent", "hours_offline_spent", "posts", "messages_sent", "messages_answered",
                           "meetings", "followers", "contacts", "diversity", "gems_met"})
    measures.emplace_back(name);
  for (const ValueSpec& value : scenario.values) measures.push_back("gain_" + value.name);
  return measures;
}

Table plan_table(const Scenario& scenario, const RunTables& tables, std::span<const ArmRow> arms,
                 const StrategyPair& pair, const std::string& score) {
  Table table({"twins", "unit", "at first", pair.strategy, pair.than, "difference"});
  const auto row_of = [&](const std::string& strategy, const std::string& measure) {
    return find_arm_row(arms, kBaseArm, kBackground, strategy, measure);
  };
  const std::vector<const DailySummaryRow*> at_first = first_review(tables, pair.strategy);
  for (const std::string& measure : measures_of(at_first, scenario, score)) {
    const DailySummaryRow* first = find_measure(at_first, measure);
    const ArmRow* of = row_of(pair.strategy, measure);
    table.add({measure, of == nullptr ? "" : of->unit, first == nullptr ? "" : short_number(first->mean.estimate),
               cell(of), cell(row_of(pair.than, measure)), cell(row_of(pair.text(), measure))});
  }
  return table;
}

Table arm_table(const Scenario& scenario, std::span<const ArmRow> arms, const StrategyPair& pair) {
  const std::vector<std::string> differences = {"plan_move_online", "plan_post", "meetings", "gems_met",
                                                "gain_" + scenario.values.front().name};
  const std::vector<std::string> of_all = {"goodhart_regret", "wedge"};
  std::vector<std::string> header = {"arm", "score"};
  header.insert(header.end(), differences.begin(), differences.end());
  header.insert(header.end(), of_all.begin(), of_all.end());
  header.emplace_back("contact_assortativity");
  Table table(std::move(header));
  const auto add = [&](const std::string& name, const Scenario& arm) {
    const std::optional<Twins> twins = twins_of(arm);
    std::vector<std::string> cells = {name, twins ? twins->score : ""};
    for (const std::string& measure : differences)
      cells.push_back(cell(find_arm_row(arms, name, kBackground, pair.text(), measure)));
    for (const std::string& measure : of_all)
      cells.push_back(cell(find_arm_row(arms, name, kBackground, kAllStrategies, measure)));
    cells.push_back(cell(find_arm_row(arms, name, kEveryone, kAllStrategies, "contact_assortativity_" + cells[1])));
    table.add(std::move(cells));
  };
  add(kBaseArm, scenario);
  for (const ArmSpec& arm : scenario.arms) add(arm.name, *arm.scenario);
  return table;
}

}  // namespace

std::optional<StrategyPair> twin_pair(const Scenario& scenario) {
  const std::optional<Twins> twins = twins_of(scenario);
  if (!twins) return std::nullopt;
  return StrategyPair{scenario.strategies[twins->by_score].name, scenario.strategies[twins->by_value].name};
}

Page twins_page(const Scenario& scenario, const RunTables& tables, std::span<const ArmRow> arms) {
  Page page;
  const std::optional<StrategyPair> pair = twin_pair(scenario);
  if (!pair || tables.learned.empty()) return page;
  const std::string score = twins_of(scenario)->score;
  const std::size_t before = copied_before_fork(tables, pair->strategy).size();
  page << "twins: " + pair->strategy + " strives for " + (score.empty() ? "a score" : score) + ", " + pair->than +
              " for what its connections are worth; " + std::to_string(before) +
              " reviews before anything is measured\n"
       << copied_text(tables, *pair) << "\n"
       << plan_table(scenario, tables, arms, *pair, score);
  constexpr std::size_t kEnoughReviews = 10;
  if (score.empty())
    page << "\nNobody is ever shown a score, so " + pair->strategy +
                " has nothing to learn from; a visible score, or its parameter `score`, would do.\n";
  else if (before < kEnoughReviews)
    page << "\nThat is too few to say that they have learned: a burn_in of " + std::to_string(kEnoughReviews) +
                " reviews and more would do.\n";
  if (scenario.arms.empty()) return page;
  page << "\ntwins by arm: " + pair->text() +
              "; share of the gain that going for the score loses; wedge, 0 = points got "
              "that way\nare worth what they are to others, 1 = nothing; do contacts have like scores (all people, new "
              "contacts)?\n\n"
       << arm_table(scenario, arms, *pair);
  return page;
}

}  // namespace clout
