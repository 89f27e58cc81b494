#include "sim/cli/answer_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/cli/figure_text.h"
#include "sim/core/table.h"

namespace clout {
namespace {

constexpr const char* kMixHours = "10h";  // the total of hours whose best mix the table shows

/// Rows of one run that the table is made of: the end of the horizon, as matched.
class Finder {
 public:
  Finder(const Scenario& s, const RunAnswers& answers)
      : answers_(answers), end_(static_cast<Day>(s.horizon_days)), gain_("gain_" + s.values.front().name) {}

  const std::string& gain() const { return gain_; }

  const MarginRow* margin(const std::string& strategy, const std::string& measure) const {
    for (const MarginRow& row : answers_.margins.margins)
      if (row.strategy == strategy && row.measure == measure && row.horizon_days == end_ &&
          row.standardisation == Standardisation::matched && row.hours_online == answers_.median.hours_online &&
          row.hours_offline == answers_.median.hours_offline)
        return row.known ? &row : nullptr;
    return nullptr;
  }
  const AnswerRow* answer(const std::string& strategy, const std::string& quantity) const {
    for (const AnswerRow& row : answers_.margins.answers)
      if (row.strategy == strategy && row.measure == gain_ && row.horizon_days == end_ &&
          row.standardisation == Standardisation::matched && row.quantity == quantity)
        return &row;
    return nullptr;
  }

 private:
  const RunAnswers& answers_;
  const Day end_;
  const std::string gain_;
};

std::string hours_text(double hours) { return fmt::format("{:g} h", hours); }

const std::string kCannotTell = kPointKindNames[static_cast<std::size_t>(PointKind::cannot_tell)];
constexpr const char* kTakeItOffline = "take_it_offline_hours";
constexpr const char* kDagger = "h_dagger_hours";
const std::string kWithin = kPointKindNames[static_cast<std::size_t>(PointKind::within_range)];

/// Whether nobody can tell though nearly all resamples can: then the share of those that have such a point says
/// something.
bool is_unclear(const AnswerRow* row) {
  if (row == nullptr || row->answer != kCannotTell || row->figure.interval.worlds < kPercentileWorlds) return false;
  return row->figure.probability + row->never_in_range >= 1 - expanded_tail(row->figure.interval.worlds);
}

std::string point_text(const AnswerRow* row) {
  if (row == nullptr) return "";
  if (is_unclear(row)) return fmt::format("{}, {:.0f} %", kCannotTell, 100 * row->figure.probability);
  return row->answer == kWithin ? interval_text(row->figure.interval) : row->answer;
}

std::string mix_text(const Finder& find, const std::string& strategy) {
  const AnswerRow* low = find.answer(strategy, std::string("best_mix_share_low_") + kMixHours);
  const AnswerRow* high = find.answer(strategy, std::string("best_mix_share_high_") + kMixHours);
  if (low == nullptr || high == nullptr || !low->figure.exists || !high->figure.exists) return "";
  if (!low->figure.interval.known || !high->figure.interval.known) return kCannotTell;
  const auto percent = [](double share) { return fmt::format("{:.0f}", 100 * share); };
  return percent(low->figure.interval.estimate) + " to " + percent(high->figure.interval.estimate) + " [" +
         percent(low->figure.interval.low) + ", " + percent(high->figure.interval.high) + ']';
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 < words.size() ? ", " : " and ") + words[i];
  return text;
}

/// What a sentence says of the strategies for which it holds.
struct Group {
  std::string says;
  std::vector<std::string> strategies;
};

void add_to(std::vector<Group>& groups, const std::string& says, const std::string& strategy) {
  for (Group& group : groups)
    if (group.says == says) return group.strategies.push_back(strategy);
  groups.push_back({says, {strategy}});
}

/// "BEGINS: this for a and b; that for c."; nothing without strategies.
std::string sentence(const std::string& begins, const std::vector<Group>& groups) {
  std::string text;
  for (const Group& group : groups)
    text += (text.empty() ? begins + ": " : "; ") + group.says + " for " + joined(group.strategies);
  return text.empty() ? text : text + '.';
}

std::string more_of(const Interval& offline_less_online) {
  switch (answer(offline_less_online)) {
    case Answer::yes:
      return "offline";
    case Answer::no:
      return "online";
    case Answer::cannot_tell:
      break;
  }
  return kCannotTell;
}

std::string next_hour(const Scenario& s, const Finder& find, const Dose& at) {
  std::vector<Group> groups;
  for (const StrategySpec& spec : s.strategies) {
    const MarginRow* row = find.margin(spec.name, find.gain());
    if (row != nullptr && row->difference.known) add_to(groups, more_of(row->difference), spec.name);
  }
  return sentence("The next hour a week, at " + hours_text(at.hours_online) + " online and " +
                      hours_text(at.hours_offline) + " offline, buys more connection value (" + find.gain() + ")",
                  groups);
}

/// Strategies by what is said of one of their points.
std::vector<Group> point_groups(const Scenario& s, const Finder& find, const std::string& quantity) {
  std::vector<Group> groups;
  for (const StrategySpec& spec : s.strategies) {
    const AnswerRow* row = find.answer(spec.name, quantity);
    if (row == nullptr || row->figure.resamples == 0) continue;
    add_to(groups,
           row->answer == kWithin ? "past " + interval_text(row->figure.interval) + " h a week online" : row->answer,
           spec.name);
  }
  return groups;
}

Table answer_table(const Scenario& scenario, const Finder& find) {
  std::vector<std::string> header = {"the next hour a week", "unit"};
  for (const StrategySpec& spec : scenario.strategies) header.push_back(spec.name);
  Table table(std::move(header));
  const auto add = [&](const std::string& what, const std::string& unit, auto&& cell) {
    std::vector<std::string> cells = {what, unit};
    for (const StrategySpec& spec : scenario.strategies) cells.push_back(cell(spec.name));
    table.add(std::move(cells));
  };
  const auto margin = [&](const std::string& measure, Interval MarginRow::*of) {
    return [&find, measure, of](const std::string& strategy) {
      const MarginRow* row = find.margin(strategy, measure);
      return row == nullptr ? std::string() : interval_text(row->*of);
    };
  };
  const auto point = [&](const std::string& quantity) {
    return [&find, quantity](const std::string& strategy) { return point_text(find.answer(strategy, quantity)); };
  };
  for (const ScoreSpec& score : scenario.scores)
    add("score_" + score.name + ", +1 h online", "points", margin("score_" + score.name, &MarginRow::marginal_online));
  add(find.gain() + ", +1 h online", "average people", margin(find.gain(), &MarginRow::marginal_online));
  add(find.gain() + ", +1 h offline", "average people", margin(find.gain(), &MarginRow::marginal_offline));
  add("offline less online", "average people", margin(find.gain(), &MarginRow::difference));
  add("take it offline past", "h/week online", point(kTakeItOffline));
  add(std::string("best mix of ") + kMixHours, "% online",
      [&](const std::string& strategy) { return mix_text(find, strategy); });
  add("brings under a quarter past", "h/week online", point(kDagger));
  return table;
}

bool any_unclear(const Scenario& scenario, const Finder& find) {
  return std::any_of(scenario.strategies.begin(), scenario.strategies.end(), [&](const StrategySpec& spec) {
    return is_unclear(find.answer(spec.name, kTakeItOffline)) || is_unclear(find.answer(spec.name, kDagger));
  });
}

/// Which points and mixes of the table stand at doses that few people have; "" if none does.
std::string support_sentence(const Scenario& scenario, const Finder& find) {
  const std::string mix = std::string("best_mix_share_") + kMixHours;
  const auto is_told = [&](const std::string& strategy, const std::string& quantity) {
    const std::string cell = quantity == mix ? mix_text(find, strategy) : find.answer(strategy, quantity)->answer;
    return !cell.empty() && cell != kCannotTell;
  };
  const auto of = [&](const std::string& quantity, const std::string& called) {
    std::vector<std::string> strategies;
    for (const StrategySpec& spec : scenario.strategies) {
      const AnswerRow* row = find.answer(spec.name, quantity);
      if (row != nullptr && row->outside_support && is_told(spec.name, quantity)) strategies.push_back(spec.name);
    }
    return strategies.empty() ? std::string() : called + " of " + joined(strategies);
  };
  std::vector<std::string> all;
  for (std::string text :
       {of(kTakeItOffline, "\"take it offline past\" (0 h offline)"), of(mix, std::string("best mix of ") + kMixHours),
        of(kDagger, "\"brings under a quarter past\"")})
    if (!text.empty()) all.push_back(std::move(text));
  if (all.empty()) return "";
  return "At doses that few who live by the strategy have, outside the middle nine in ten: " + joined(all) + '.';
}

/// Whether what an hour brings is new or taken from others, by the first value model.
Table returns_table(const Scenario& scenario, const RunAnswers& answers) {
  Table table({"an hour a week more of one probe", "unit", "itself", "everybody else", "all together"});
  for (const HourReturn& row : answers.returns)
    if (row.value == scenario.values.front().name && row.horizon_days == static_cast<Day>(scenario.horizon_days))
      table.add({"gain_" + row.value + ", " + row.branch, "average people", interval_text(row.own),
                 interval_text(row.others), interval_text(row.social)});
  return table;
}

/// How much it bought that branches of one world are compared; "" where nothing is known, or of so few worlds that two
/// variances of them say nothing of each other.
std::string pairing_sentence(const Scenario& scenario, const Finder& find, const RunAnswers& answers) {
  std::vector<std::string> times;
  for (const PairingRow& row : answers.pairing)
    if (row.known && row.reduction > 0 && row.measure == find.gain() &&
        row.horizon_days == static_cast<Day>(scenario.horizon_days) && row.worlds >= kPercentileWorlds)
      times.push_back(row.reduction >= 1 ? short_number(row.reduction) + " times smaller (" + row.branch + ')'
                                         : short_number(1 / row.reduction) + " times larger (" + row.branch + ')');
  if (times.empty()) return "";
  return "Branches of one world instead of worlds of their own: the variance over worlds of what an hour brings (" +
         find.gain() + ") is " + joined(times) + '.';
}

}  // namespace

std::vector<std::string> verdict(const Scenario& scenario, const RunAnswers& answers) {
  if (answers.only_probes) return {"Everybody is a probe: there is no median user to advise."};
  const Finder find(scenario, answers);
  std::vector<std::string> sentences;
  for (std::string text : {next_hour(scenario, find, answers.median),
                           sentence("With no hour offline yet it is time to take it offline",
                                    point_groups(scenario, find, kTakeItOffline)),
                           sentence("The next hour online buys less than a quarter of the median user's average hour",
                                    point_groups(scenario, find, kDagger))})
    if (!text.empty()) sentences.push_back(std::move(text));
  return sentences;
}

Page answer_page(const Scenario& scenario, const RunAnswers& answers) {
  Page page;
  if (answers.margins.margins.empty() && answers.margins.notes.empty()) return page;
  if (!answers.only_probes) {
    page << "at " + hours_text(answers.median.hours_online) + " online and " +
                hours_text(answers.median.hours_offline) + " offline a week, the median, after " +
                short_number(scenario.horizon_days) + " days; probes as matched over roles\n"
         << answer_table(scenario, Finder(scenario, answers));
    if (any_unclear(scenario, Finder(scenario, answers)))
      page << "cannot tell, n %: of 100 resamples of worlds n have such a point, and intervals do not bear it out\n";
    if (const std::string says = support_sentence(scenario, Finder(scenario, answers)); !says.empty())
      page << '\n' + says + '\n';
  }
  for (const std::string& says : verdict(scenario, answers)) page << '\n' + says + '\n';
  if (!answers.returns.empty()) page << "\n" << returns_table(scenario, answers);
  if (const std::string says = pairing_sentence(scenario, Finder(scenario, answers), answers); !says.empty())
    page << '\n' + says + '\n';
  for (const std::string& note : answers.margins.notes) page << '\n' + note + '\n';
  return page;
}

}  // namespace clout
