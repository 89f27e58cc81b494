#include "sim/cli/decomposition_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "sim/cli/figure_text.h"
#include "sim/core/table.h"

namespace clout {
namespace {

std::string figure_text(const FigureInterval& figure) { return figure.exists ? interval_text(figure.interval) : "-"; }

/// "61 % [52, 70]".
std::string percent_text(const FigureInterval& share) {
  if (!share.exists) return "-";
  const auto percent = [](double x) { return short_number(std::round(100 * x)); };
  std::string text = percent(share.interval.estimate) + " %";
  if (share.interval.known) text += " [" + percent(share.interval.low) + ", " + percent(share.interval.high) + ']';
  return text;
}

}  // namespace

Page decomposition_page(const Scenario& scenario, const WhyTheyDiffer& why) {
  const DecompositionParams& names = scenario.decomposition;
  const DecompositionQuestion& question = why.question;
  const Decomposition& decomposition = why.decomposition;
  Page page;
  if (names.strategy.empty() || (decomposition.rows.empty() && decomposition.notes.empty())) return page;
  const std::string measure = "gain_" + scenario.values.front().name;
  const auto find = [&](const std::string& part, Standardisation standardisation) -> const DecompositionRow* {
    for (const DecompositionRow& row : decomposition.rows)
      if (row.measure == measure && row.horizon_days == static_cast<Day>(scenario.horizon_days) && row.part == part &&
          row.standardisation == standardisation)
        return &row;
    return nullptr;
  };
  Table table({"part", "matched", "share", "lived", "share"});
  const std::array<std::pair<const char*, std::string>, 7> parts = {{{"strategy", names.strategy},
                                                                     {"than", names.than},
                                                                     {"whole", "difference"},
                                                                     {"approach", "whom it approaches and meets"},
                                                                     {"time", "time online"},
                                                                     {"hours_offline", "hours offline"},
                                                                     {"roles", "roles"}}};
  for (const auto& [part, text] : parts) {
    std::vector<std::string> cells = {text};
    for (const Standardisation standardisation : {Standardisation::matched, Standardisation::lived}) {
      const DecompositionRow* row = find(part, standardisation);
      cells.push_back(row == nullptr ? "" : figure_text(row->figure));
      cells.push_back(row == nullptr || !row->share.exists ? "" : percent_text(row->share));
    }
    table.add(std::move(cells));
  }
  page << "why " + names.strategy + " and " + names.than + " differ in " + measure + ", at " +
              short_number(question.hours_online) + " h online a week and " + short_number(question.hours_offline[1]) +
              " against " + short_number(question.hours_offline[0]) + " h offline\n\n"
       << table;
  for (const std::string& note : decomposition.notes) page << '\n' + note + '\n';
  return page;
}

}  // namespace clout
