#include "sim/cli/report_json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "sim/cli/answer_report.h"
#include "sim/cli/plausible_report.h"

namespace clout {
namespace {

using Json = nlohmann::ordered_json;

Json json_number(double value, bool known = true) {
  if (!known || !std::isfinite(value)) return nullptr;
  return value;
}

/// NAME, NAME_low and NAME_high.
void put(Json& json, const std::string& name, const Interval& interval, bool exists = true) {
  json[name] = json_number(interval.estimate, exists);
  json[name + "_low"] = json_number(interval.low, exists && interval.known);
  json[name + "_high"] = json_number(interval.high, exists && interval.known);
}

/// estimate, low and high.
void put(Json& json, const Interval& interval, bool exists = true) {
  json["estimate"] = json_number(interval.estimate, exists);
  json["low"] = json_number(interval.low, exists && interval.known);
  json["high"] = json_number(interval.high, exists && interval.known);
}

template <class Rows, class Of>
Json array_of(const Rows& rows, const Of& of) {
  Json array = Json::array();
  for (const auto& row : rows)
    if (Json json = of(row); !json.is_null()) array.push_back(std::move(json));
  return array;
}

Json summary_json(const SummaryRow& row) {
  return {{"cohort", row.cohort},
          {"strategy", row.strategy},
          {"measure", row.measure},
          {"unit", row.unit},
          {"mean", row.mean},
          {"low", json_number(row.low, row.known)},
          {"high", json_number(row.high, row.known)},
          {"worlds", row.worlds}};
}

Json likeness_json(const LikenessRow& row) {
  return {{"number", row.number},
          {"quantity", row.quantity},
          {"value", json_number(row.value, row.known)},
          {"low", json_number(row.low)},
          {"high", json_number(row.high)},
          {"inside", row.inside},
          {"hard", row.hard}};
}

const char* name_of(Standardisation standardisation) {
  return kStandardisationNames[static_cast<std::size_t>(standardisation)];
}

/// Of the doses of the grid that of the median user alone.
Json margin_json(const MarginRow& row, const Dose& median) {
  if (row.hours_online != median.hours_online || row.hours_offline != median.hours_offline) return nullptr;
  Json json = {{"strategy", row.strategy},
               {"measure", row.measure},
               {"unit", row.unit},
               {"horizon_days", row.horizon_days},
               {"standardisation", name_of(row.standardisation)}};
  put(json, "marginal_online", row.marginal_online, row.known);
  put(json, "marginal_offline", row.marginal_offline, row.known);
  put(json, "difference", row.difference, row.known);
  json["worlds"] = row.worlds;
  return json;
}

/// Of the measures the gain that is printed alone, at the end of the horizon.
Json answer_json(const AnswerRow& row, const Scenario& scenario) {
  if (row.measure != "gain_" + scenario.values.front().name ||
      row.horizon_days != static_cast<Day>(scenario.horizon_days))
    return nullptr;
  Json json = {{"strategy", row.strategy},
               {"measure", row.measure},
               {"unit", row.unit},
               {"horizon_days", row.horizon_days},
               {"standardisation", name_of(row.standardisation)},
               {"quantity", row.quantity},
               {"answer", row.answer}};
  Interval interval = row.figure.interval;
  if (row.open_above) interval.high = std::numeric_limits<double>::infinity();
  put(json, interval, row.figure.exists);
  const bool drawn = row.figure.resamples > 0;
  json["probability"] = json_number(row.figure.probability, drawn);
  json["from_the_first_hour"] = json_number(row.from_the_first_hour, drawn);
  json["never_in_range"] = json_number(row.never_in_range, drawn);
  json["outside_support"] = row.outside_support;
  json["worlds"] = row.figure.interval.worlds;
  return json;
}

void put_answers(Json& json, const Scenario& scenario, const RunAnswers& answers) {
  if (answers.margins.margins.empty() && answers.margins.notes.empty()) return;
  const Dose& median = answers.median;
  json["median"] = {{"hours_online", median.hours_online}, {"hours_offline", median.hours_offline}};
  json["verdict"] = verdict(scenario, answers);
  json["margins"] = array_of(answers.margins.margins, [&](const MarginRow& row) { return margin_json(row, median); });
  json["answers"] = array_of(answers.margins.answers, [&](const AnswerRow& row) { return answer_json(row, scenario); });
  json["notes"] = answers.margins.notes;
}

Json arm_json(const ArmRow& row) {
  return {{"arm", row.arm},
          {"cohort", row.cohort},
          {"strategy", row.strategy},
          {"measure", row.measure},
          {"unit", row.unit},
          {"mean", row.mean.estimate},
          {"low", json_number(row.mean.low, row.mean.known)},
          {"high", json_number(row.mean.high, row.mean.known)},
          {"worlds", row.mean.worlds},
          {"difference", json_number(row.difference.estimate, row.difference.worlds > 0)},
          {"difference_low", json_number(row.difference.low, row.difference.known)},
          {"difference_high", json_number(row.difference.high, row.difference.known)},
          {"difference_worlds", row.difference.worlds}};
}

Json part_json(const DecompositionRow& row) {
  Json json = {{"measure", row.measure},
               {"unit", row.unit},
               {"horizon_days", row.horizon_days},
               {"standardisation", name_of(row.standardisation)},
               {"part", row.part}};
  put(json, row.figure.interval, row.figure.exists);
  put(json, "share", row.share.interval, row.share.exists);
  json["worlds"] = row.figure.interval.worlds;
  return json;
}

void put_decomposition(Json& json, const Scenario& scenario, const WhyTheyDiffer& why) {
  const DecompositionParams& names = scenario.decomposition;
  if (names.strategy.empty() || (why.decomposition.rows.empty() && why.decomposition.notes.empty())) return;
  json["decomposition"] = {{"strategy", names.strategy},
                           {"than", names.than},
                           {"hours_online", why.question.hours_online},
                           {"hours_offline", {why.question.hours_offline[1], why.question.hours_offline[0]}},
                           {"parts", array_of(why.decomposition.rows, part_json)},
                           {"notes", why.decomposition.notes}};
}

Json reversals_json(const Reversals& reversals, const PlausibleBox& box) {
  const Conclusion& said = reversals.headline;
  Json json = {{"conclusion", kConclusionKindNames[static_cast<std::size_t>(said.kind)]},
               {"strategy", said.strategy},
               {"unit", said.unit}};
  put(json, said.interval);
  json["worlds"] = said.interval.worlds;
  json["points"] = reversals.points;
  json["reversed"] = reversals.reversed;
  json["cannot_tell"] = reversals.cannot_tell;
  json["above"] = reversals.above;
  json["below"] = reversals.below;
  json["by"] = array_of(reversals.by, [](const Reversals::At& at) -> Json {
    return {{"parameter", at.parameter}, {"value", at.value}, {"points", at.points}, {"reversed", at.reversed}};
  });
  json["says"] = reversal_sentence(reversals, box.axes);
  return json;
}

void put_box(Json& json, const Scenario& scenario, const std::vector<Reversals>& reversals) {
  const PlausibleBox& box = scenario.plausible;
  if (box.points.empty()) return;
  Json& plausible = json["plausible"];
  plausible["axes"] = array_of(box.axes, [](const PlausibleAxis& axis) -> Json {
    return {{"path", axis.path}, {"values", axis.values}};
  });
  plausible["points"] = box.points.size();
  plausible["values"] =
      array_of(box.points.front().scenario->values, [](const ValueSpec& value) -> Json { return value.name; });
  plausible["worlds"] = box.worlds;
  plausible["conclusions"] = array_of(reversals, [&](const Reversals& of_one) { return reversals_json(of_one, box); });
}

}  // namespace

std::string report_json(const Scenario& scenario, const Findings& findings) {
  const RunTables& tables = findings.base;
  Json json = {{"schema", 1},
               {"name", scenario.name},
               {"folder", nullptr},
               {"complete", tables.complete},
               {"worlds", tables.finished}};
  put_answers(json, scenario, findings.answers);
  json["summary"] = array_of(tables.summary, summary_json);
  json["likeness"] = array_of(tables.likeness, likeness_json);
  if (!findings.arms.empty()) json["arms"] = array_of(findings.arms, arm_json);
  put_decomposition(json, scenario, findings.why);
  put_box(json, scenario, findings.reversals);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string with_folder(const std::string& json, const std::string& folder) {
  Json all = Json::parse(json);
  all["folder"] = folder;
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace clout
