#include "sim/cli/report_json.h"

#include <doctest/doctest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "sim/cli/answer_report.h"
#include "sim/cli/plausible_report.h"

using namespace clout;
using Json = nlohmann::json;

namespace {

const Interval kPositive{1, 0.5, 1.5, 10, true}, kOneWorld{1, 0, 0, 1, false};

Scenario named_scenario() {
  Scenario s;
  s.name = "small";
  s.horizon_days = 365;
  s.strategies.push_back({"a", "", 0, {}, nullptr});
  s.scores.push_back({"klout", "klout", 1, nullptr});
  s.values.push_back({"circles", "circles", nullptr});
  return s;
}

MarginRow margin_of(double hours_online, const Interval& difference) {
  MarginRow row;
  row.strategy = "a";
  row.measure = "gain_circles";
  row.horizon_days = 365;
  row.hours_online = hours_online;
  row.hours_offline = 3;
  row.known = true;
  row.difference = difference;
  row.worlds = difference.worlds;
  return row;
}

Json json_of(const Scenario& s, const Findings& findings) { return Json::parse(report_json(s, findings)); }

}  // namespace

TEST_CASE("what a run does not have is no key") {
  const Json json = json_of(named_scenario(), {});
  for (const char* key : {"verdict", "median", "margins", "answers", "notes", "arms", "decomposition", "plausible"})
    CHECK_FALSE(json.contains(key));
  CHECK(json["summary"].empty());
  CHECK(json["folder"].is_null());
}

TEST_CASE("the folder is put in where a report is printed, and all else stays") {
  const std::string text = report_json(named_scenario(), {});
  std::string with = with_folder(text, "runs/x");
  const std::size_t at = with.find("\"runs/x\"");
  REQUIRE(at != with.npos);
  CHECK(with.replace(at, 8, "null") == text);
}

TEST_CASE("margins at the median dose, and the verdict in the words that are printed") {
  Findings findings;
  findings.answers.median = {4, 3};
  findings.answers.margins.margins = {margin_of(4, kPositive), margin_of(7, kPositive)};
  findings.answers.margins.notes = {"a note."};
  const Json json = json_of(named_scenario(), findings);
  CHECK(json["median"] == Json{{"hours_online", 4.0}, {"hours_offline", 3.0}});
  REQUIRE(json["margins"].size() == 1);
  CHECK(json["margins"][0]["difference"] == 1.0);
  CHECK(json["margins"][0]["difference_low"] == 0.5);
  CHECK(json["margins"][0]["difference_high"] == 1.5);
  CHECK(json["margins"][0]["standardisation"] == "matched");
  CHECK(json["verdict"] == Json(verdict(named_scenario(), findings.answers)));
  CHECK(json["verdict"].size() == 1);
  CHECK(json["notes"] == Json{"a note."});
}

TEST_CASE("of one world there is an estimate and no interval, of an unknown margin nothing") {
  Findings findings;
  findings.answers.median = {4, 3};
  findings.answers.margins.margins = {margin_of(4, kOneWorld), margin_of(4, kPositive)};
  findings.answers.margins.margins[1].known = false;
  const Json margins = json_of(named_scenario(), findings)["margins"];
  CHECK(margins[0]["difference"] == 1.0);
  CHECK(margins[0]["difference_low"].is_null());
  CHECK(margins[1]["difference"].is_null());
}

TEST_CASE("a point whose interval is open above has no upper end") {
  Findings findings;
  AnswerRow row;
  row.strategy = "a";
  row.measure = "gain_circles";
  row.horizon_days = 365;
  row.quantity = "take_it_offline_hours";
  row.answer = "within the range";
  row.figure = {{6, 5, 20, 10, true}, true, 0.97, 999};
  row.open_above = true;
  findings.answers.margins.answers = {row, row};
  findings.answers.margins.answers[1].measure = "score_klout";  // in answers.csv alone
  findings.answers.margins.notes = {"a note."};
  const Json answers = json_of(named_scenario(), findings)["answers"];
  REQUIRE(answers.size() == 1);
  CHECK(answers[0]["quantity"] == "take_it_offline_hours");
  CHECK(answers[0]["answer"] == "within the range");
  CHECK(answers[0]["low"] == 5.0);
  CHECK(answers[0]["high"].is_null());
  CHECK(answers[0]["probability"] == 0.97);
}

TEST_CASE("the decomposition has its parts with their shares, where they have one") {
  Scenario s = named_scenario();
  s.decomposition.strategy = "a";
  s.decomposition.than = "b";
  Findings findings;
  findings.why.question.hours_online = 2;
  findings.why.question.hours_offline = {5, 1};  // of than, of the strategy
  DecompositionRow row;
  row.measure = "gain_circles";
  row.horizon_days = 365;
  row.part = "approach";
  row.figure = {kPositive, true, 1, 999};
  row.share = {{0.6, 0.5, 0.7, 10, true}, true, 1, 999};
  findings.why.decomposition.rows = {row, row};
  findings.why.decomposition.rows[1].share = {};
  const Json why = json_of(s, findings)["decomposition"];
  CHECK(why["strategy"] == "a");
  CHECK(why["than"] == "b");
  CHECK(why["hours_online"] == 2.0);
  CHECK(why["hours_offline"] == Json{1.0, 5.0});  // of the strategy first, as in the scenario
  REQUIRE(why["parts"].size() == 2);
  CHECK(why["parts"][0]["part"] == "approach");
  CHECK(why["parts"][0]["estimate"] == 1.0);
  CHECK(why["parts"][0]["share"] == 0.6);
  CHECK(why["parts"][0]["share_low"] == 0.5);
  CHECK(why["parts"][1]["share"].is_null());
}

TEST_CASE("the plausible box says of each conclusion in how much of it the answer is another") {
  Scenario s = named_scenario();
  s.plausible.worlds = 4;
  s.plausible.axes = {{"value.theta", {"0.2", "0.8"}}};
  s.plausible.points.push_back({"01", std::make_shared<Scenario>(named_scenario())});
  s.plausible.points.push_back({"02", std::make_shared<Scenario>(named_scenario())});
  Reversals r;
  r.headline = {ConclusionKind::next_hour, "a", "average people", kPositive};
  r.points = 2, r.reversed = 1, r.cannot_tell = 0, r.above = 1, r.below = 1;
  r.by = {{"value.theta", "0.2", 1, 1}};
  Findings findings;
  findings.reversals = {r};
  const Json box = json_of(s, findings)["plausible"];
  CHECK(box["axes"] == Json::parse(R"([{"path": "value.theta", "values": ["0.2", "0.8"]}])"));
  CHECK(box["points"] == 2);
  CHECK(box["values"] == Json{"circles"});
  CHECK(box["worlds"] == 4);
  REQUIRE(box["conclusions"].size() == 1);
  const Json& said = box["conclusions"][0];
  CHECK(said["conclusion"] == "next_hour");
  CHECK(said["estimate"] == 1.0);
  CHECK(said["reversed"] == 1);
  CHECK(said["by"] == Json::parse(R"([{"parameter": "value.theta", "value": "0.2", "points": 1, "reversed": 1}])"));
  CHECK(said["says"] == reversal_sentence(r, s.plausible.axes));
}
