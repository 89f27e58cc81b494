#include "sim/cli/answer_report.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace clout;

namespace {

const char* const kGain = "gain_circles";
const Interval kAbove{1, 0.5, 1.5, 10, true}, kBelow{-1, -1.5, -0.5, 10, true}, kAcross{0.1, -1, 1.2, 10, true};

Scenario scenario(const std::vector<std::string>& strategies) {
  Scenario s;
  s.horizon_days = 365;
  for (const std::string& name : strategies) s.strategies.push_back({name, "", 0, {}, nullptr});
  s.scores.push_back({"klout", "klout", 1, nullptr});
  s.values.push_back({"circles", "circles", nullptr});
  return s;
}

RunAnswers at_median() {
  RunAnswers a;
  a.median = {4, 3};
  return a;
}

MarginRow margin(const std::string& strategy, const Interval& difference, const std::string& measure = kGain) {
  MarginRow row;
  row.strategy = strategy;
  row.measure = measure;
  row.horizon_days = 365;
  row.hours_online = 4;
  row.hours_offline = 3;
  row.known = true;
  row.marginal_online = {0.2, 0.1, 0.3, 10, true};
  row.marginal_offline = {0.4, 0.3, 0.5, 10, true};
  row.difference = difference;
  return row;
}

AnswerRow point(const std::string& strategy, const std::string& quantity, PointKind kind, const Interval& hours = {},
                double probability = 1) {
  AnswerRow row;
  row.strategy = strategy;
  row.measure = kGain;
  row.horizon_days = 365;
  row.quantity = quantity;
  row.answer = kPointKindNames[static_cast<std::size_t>(kind)];
  row.figure = {hours, hours.known, probability, 999};
  return row;
}

AnswerRow share(const std::string& strategy, const std::string& quantity, const Interval& value) {
  AnswerRow row = point(strategy, quantity, PointKind::cannot_tell, value);
  row.answer = "known";
  return row;
}

using Lines = std::vector<std::string>;

// The verdict on one difference for each strategy a, b, c, ...
Lines verdict_on(const std::vector<Interval>& differences) {
  RunAnswers a = at_median();
  std::vector<std::string> names;
  for (std::size_t k = 0; k < differences.size(); ++k) {
    names.emplace_back(1, static_cast<char>('a' + k));
    a.margins.margins.push_back(margin(names.back(), differences[k]));
  }
  return verdict(scenario(names), a);
}

const std::string kNextHour =
    "The next hour a week, at 4 h online and 3 h offline, buys more connection value (gain_circles): ";
const std::string kTakeItOffline = "With no hour offline yet it is time to take it offline: ";
const std::string kLittle = "The next hour online buys less than a quarter of the median user's average hour: ";

bool has_row(const std::string& text, const std::string& begins, const std::string& holds) {
  const std::size_t at = text.find('\n' + begins);
  if (at == text.npos) return false;
  return text.substr(at + 1, text.find('\n', at + 1) - at - 1).find(holds) != std::string::npos;
}

}  // namespace

TEST_CASE("strategies that are alike share a sentence") {
  CHECK(verdict_on({kAbove}) == Lines{kNextHour + "offline for a."});
  CHECK(verdict_on({kAbove, kAbove}) == Lines{kNextHour + "offline for a and b."});
  CHECK(verdict_on({kBelow, kBelow, kBelow}) == Lines{kNextHour + "online for a, b and c."});
}

TEST_CASE("an interval that holds 0 is cannot tell, whatever its estimate") {
  CHECK(verdict_on({kAcross}) == Lines{kNextHour + "cannot tell for a."});
}

TEST_CASE("groups stand in the order of their first strategy") {
  CHECK(verdict_on({kBelow, kAbove, kAcross, kBelow}) ==
        Lines{kNextHour + "online for a and d; offline for b; cannot tell for c."});
}

TEST_CASE("of a margin that is not known, or has no interval, nothing is said") {
  CHECK(verdict_on({Interval{1, 1, 1, 1, false}}).empty());
  RunAnswers a = at_median();
  a.margins.margins = {margin("a", kAbove)};
  a.margins.margins[0].known = false;
  CHECK(verdict(scenario({"a"}), a).empty());
  CHECK(verdict(scenario({"a"}), at_median()).empty());
}

TEST_CASE("only the median dose, the whole horizon, the first value and what was matched count") {
  RunAnswers a = at_median();
  a.margins.margins.assign(4, margin("a", kAbove));
  a.margins.margins[0].hours_online = 7;
  a.margins.margins[1].horizon_days = 90;
  a.margins.margins[2].measure = "gain_linear";
  a.margins.margins[3].standardisation = Standardisation::lived;
  CHECK(verdict(scenario({"a"}), a).empty());
  a.margins.margins.push_back(margin("a", kBelow));
  CHECK(verdict(scenario({"a"}), a) == Lines{kNextHour + "online for a."});
}

TEST_CASE("every kind of point has its words") {
  for (const auto& [quantity, begins] :
       {std::pair<std::string, std::string>{"take_it_offline_hours", kTakeItOffline}, {"h_dagger_hours", kLittle}}) {
    RunAnswers a = at_median();
    a.margins.answers = {point("a", quantity, PointKind::from_the_first_hour, {0, 0, 0, 10, true}),
                         point("b", quantity, PointKind::within_range, {6.5, 5, 8.25, 10, true}),
                         point("c", quantity, PointKind::never_in_range), point("d", quantity, PointKind::cannot_tell),
                         point("e", quantity, PointKind::never_in_range)};
    CHECK(verdict(scenario({"a", "b", "c", "d", "e"}), a) ==
          Lines{begins + "from the first hour for a; past 6.50 [5.00, 8.25] h a week online for b; "
                         "never in the range for c and e; cannot tell for d."});
  }
}

TEST_CASE("of points without resamples, as one world has them, nothing is said") {
  RunAnswers a = at_median();
  a.margins.answers = {point("a", "take_it_offline_hours", PointKind::cannot_tell)};
  a.margins.answers[0].figure.resamples = 0;
  CHECK(verdict(scenario({"a"}), a).empty());
}

TEST_CASE("the table has a column a strategy and a row a figure; what is not known is an empty cell") {
  RunAnswers a = at_median();
  a.margins.margins = {margin("a", kAbove), margin("a", kAbove, "score_klout"), margin("b", kAcross)};
  a.margins.margins[1].marginal_online = {0.123, 0.1, 0.2, 10, true};
  a.margins.answers = {point("a", "take_it_offline_hours", PointKind::within_range, {6.5, 5, 8.25, 10, true}),
                       point("b", "take_it_offline_hours", PointKind::never_in_range),
                       point("a", "h_dagger_hours", PointKind::cannot_tell, {6, 0, 20, 10, true}, 0.62),
                       point("b", "h_dagger_hours", PointKind::cannot_tell, {6, 0, 20, 10, true}, 0.62),
                       share("a", "best_mix_share_low_10h", {0.2, 0.1, 0.3, 10, true}),
                       share("a", "best_mix_share_high_10h", {0.6, 0.5, 0.75, 10, true})};
  a.margins.answers[2].never_in_range = 0.38;  // of b 38 of 100 resamples cannot tell: the other 62 say nothing
  a.margins.notes = {"b: a note."};
  a.returns = {{"circles", "online", 90, kAcross, kAcross, kAcross},
               {"circles", "online", 365, kAbove, kBelow, kAcross},
               {"linear", "online", 365, kAcross, kAcross, kAcross}};
  a.pairing = {{kGain, "online", 365, 10, true, 1, 12, 12},
               {kGain, "offline", 365, 10, true, 1, 7.5, 7.5},
               {kGain, "offline", 90, 10, true, 1, 99, 99},
               {"gain_linear", "online", 365, 10, true, 1, 98, 98}};
  const std::string text = answer_page(scenario({"a", "b"}), a).text();
  CHECK(text.starts_with("at 4 h online and 3 h offline a week, the median, after 365 days;"));
  CHECK(has_row(text, "score_klout, +1 h online", "0.123 [0.100, 0.200]"));
  CHECK(has_row(text, "gain_circles, +1 h online", "0.200 [0.100, 0.300]"));
  CHECK(has_row(text, "gain_circles, +1 h offline", "0.400 [0.300, 0.500]"));
  CHECK(has_row(text, "offline less online", "1.00 [0.500, 1.50]"));
  CHECK(has_row(text, "offline less online", "0.100 [-1.00, 1.20]"));
  CHECK(has_row(text, "take it offline past", "6.50 [5.00, 8.25]"));
  CHECK(has_row(text, "take it offline past", "never in the range"));
  CHECK(has_row(text, "best mix of 10h", "20 to 60 [10, 75]"));
  CHECK(has_row(text, "brings under a quarter past", "cannot tell, 62 %"));
  CHECK(text.find("62 %") == text.rfind("62 %"));
  CHECK(text.find("\ncannot tell, n %: of 100 resamples of worlds n have such a point") != text.npos);
  CHECK(text.find('\n' + kNextHour + "offline for a; cannot tell for b.\n") != text.npos);
  for (const char* cell : {"  1.00 [0.500, 1.50]", "  -1.00 [-1.50, -0.500]", "  0.100 [-1.00, 1.20]"})
    CHECK(has_row(text, "gain_circles, online", cell));
  CHECK(text.find("gain_linear, online") == text.npos);
  CHECK(text.find("\nBranches of one world instead of worlds of their own: the variance over worlds of what an hour "
                  "brings (gain_circles) is 12.0 times smaller (online) and 7.50 times smaller (offline).\n") !=
        text.npos);
  CHECK(text.ends_with("\nb: a note.\n"));
}

TEST_CASE("a mix that does not exist is an empty cell, one without an interval cannot be told") {
  RunAnswers a = at_median();
  a.margins.margins = {margin("a", kAbove)};
  a.margins.answers = {share("a", "best_mix_share_low_10h", {0.2, 0.2, 0.2, 1, false}),
                       share("a", "best_mix_share_high_10h", {0.6, 0.6, 0.6, 1, false})};
  const auto text = [&] { return answer_page(scenario({"a"}), a).text(); };
  CHECK_FALSE(has_row(text(), "best mix of 10h", "to"));
  for (AnswerRow& row : a.margins.answers) row.figure.exists = true;
  CHECK(has_row(text(), "best mix of 10h", "cannot tell"));
  CHECK_FALSE(has_row(text(), "best mix of 10h", "20"));
}

TEST_CASE("points and mixes at doses that few people have are named, unless nothing is said of them") {
  RunAnswers a = at_median();
  a.margins.margins = {margin("a", kAbove), margin("b", kAbove)};
  a.margins.answers = {point("a", "take_it_offline_hours", PointKind::within_range, kAbove),
                       point("b", "take_it_offline_hours", PointKind::cannot_tell),
                       share("b", "best_mix_share_10h", kAbove),
                       share("b", "best_mix_share_low_10h", kAbove),
                       share("b", "best_mix_share_high_10h", kAbove),
                       share("a", "best_mix_share_10h", kAbove)};
  const auto text = [&] { return answer_page(scenario({"a", "b"}), a).text(); };
  CHECK(text().find("At doses that few") == std::string::npos);
  for (AnswerRow& row : a.margins.answers) row.outside_support = true;
  CHECK(text().find("\nAt doses that few who live by the strategy have, outside the middle nine in ten: "
                    "\"take it offline past\" (0 h offline) of a and best mix of 10h of b.\n") != std::string::npos);
}

TEST_CASE("without margins nothing is printed; with notes alone, they are") {
  CHECK(answer_page(scenario({"a"}), at_median()).empty());
  RunAnswers a = at_median();
  a.margins.notes = {"No worlds: nothing is known of margins."};
  CHECK(answer_page(scenario({"a"}), a).text().ends_with("\nNo worlds: nothing is known of margins.\n"));
}
