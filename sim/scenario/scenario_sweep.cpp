// The section `sweep` of a scenario: what is wrong with it by itself. It is no part of what a scenario is: reading one
// checks the section and forgets it; SweepReader keeps it.
#include <algorithm>
#include <bit>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/amount.h"
#include "sim/scenario/scenario_visit.h"
#include "sim/scenario/sweep.h"

namespace clout {
namespace {

constexpr Doc kDesignDoc = {
    "", "grid: all combinations of the axes; zip: the i-th of each; list: points as written; the others sample.", ""};
constexpr Doc kPointsDoc = {
    "", "Of sampled designs; of saltelli base points, of morris trajectories. Of sobol and saltelli a power of two.",
    ""};
constexpr Doc kSeedDoc = {"", "Of the design. Worlds have their own.", ""};
constexpr Doc kUntilDoc = {"", "Worlds are added round by round until a measure is known well enough everywhere.", ""};
constexpr Range kPointsRange = {1, static_cast<double>(kMostSweepPoints)};
constexpr Range kSeedRange = {0, 9e15};

const std::vector<std::string> kDesigns(kSweepDesignNames.begin(), kSweepDesignNames.end());
const std::vector<std::string> kScales = {"linear", "log"};

bool is_given(const Section& section) { return section.exists() && !section.is_null(); }

/// A path that a point may set; where it may not, a fault.
bool may_be_set(const Section& value, Faults& faults) {
  if (!is_same_in_all_arms(value.key())) return true;
  faults.add(value.key_place(), value.path(), "is the same at all points of a sweep; leave it out");
  return false;
}

std::vector<SweepSetting> read_set(const Section& set, Faults& faults) {
  std::vector<SweepSetting> read;
  if (!is_given(set)) return read;
  if (!set.is_map()) {
    faults.add(set.place(), set.path(),
               "expected keys with values, got " + set.what() + "; write {population.agents: 1500}");
    return read;
  }
  for (std::size_t k = 0; k < set.size(); ++k) {
    const Section value = set.at(k);
    if (may_be_set(value, faults)) read.push_back({value.key(), {value.flow_yaml(), value.key_place()}});
  }
  return read;
}

/// {from: 10, to: 100, scale: log, whole: true}. False with a fault if it is none.
bool read_range(const Section& section, SweepAxis& axis, Faults& faults) {
  const std::size_t before = faults.size();
  std::string scale = kScales[0];
  ParamReader keys(section, faults);
  const Section from = keys.raw("from"), to = keys.raw("to");
  keys.choice("scale", scale, kScales, {"", "", ""});
  keys.flag("whole", axis.whole, {"", "", ""});
  keys.finish();
  axis.log = scale == "log";
  const auto read_end = [&](const Section& end) -> Amount {
    if (!end) {
      faults.add(section.place(), section.path(), "a range has two ends; write {from: 0.1, to: 0.9}");
    } else if (const auto amount = end.is_scalar() && !end.was_quoted() ? parse_amount(end.text()) : std::nullopt) {
      return *amount;
    } else {
      faults.add(end.place(), end.path(), "expected a number such as 0.1 or 30d, got " + end.what());
    }
    return {};
  };
  const Amount low = read_end(from);
  if (faults.size() > before) return false;
  const Amount high = read_end(to);
  if (faults.size() > before) return false;
  axis.from = low.value;
  axis.to = high.value;
  axis.unit = low.unit;
  if (low.unit != high.unit)
    faults.add(to.place(), to.path(), "the ends have different units; write the same behind both");
  else if (!(low.value < high.value))
    faults.add(to.place(), to.path(), to.text() + " is not above " + from.text() + "; write the lower end first");
  else if (axis.log && !(low.value > 0))
    faults.add(from.place(), from.path(), from.text() + " has no logarithm; write a number above 0, or scale: linear");
  return faults.size() == before;
}

std::string range_would_do(SweepDesign design) {
  return std::string("a range has no points in a ") + kSweepDesignNames[static_cast<std::size_t>(design)] +
         "; write a list such as [0.1, 0.5, 0.9], or design: sobol";
}

/// Those that are wrong are reported and left out.
std::vector<SweepAxis> read_axes(const Section& axes, SweepDesign design, Faults& faults) {
  std::vector<SweepAxis> read;
  if (!is_given(axes)) return read;
  if (!axes.is_map()) {
    faults.add(axes.place(), axes.path(),
               "expected keys with values, got " + axes.what() + "; write {value.theta: [0.2, 0.5, 0.8]}");
    return read;
  }
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const Section at = axes.at(k);
    if (!may_be_set(at, faults)) continue;
    SweepAxis axis;
    axis.path = at.key();
    axis.place = at.key_place();
    if (at.is_list() && at.size() > 0) {
      if (design == SweepDesign::grid) refuse_repeated(at, faults);
      for (std::size_t i = 0; i < at.size(); ++i) axis.values.push_back({at.at(i).flow_yaml(), at.at(i).place()});
      read.push_back(std::move(axis));
    } else if (at.is_map()) {
      if (!unit_design_of(design) && (at.find("from") || at.find("to")))
        faults.add(at.place(), at.path(), range_would_do(design));
      else if (read_range(at, axis, faults))
        read.push_back(std::move(axis));
    } else {
      faults.add(at.place(), at.path(),
                 "expected values, got " + (at.is_list() ? "an empty list" : at.what()) +
                     "; write [0.2, 0.5, 0.8] or {from: 0.1, to: 0.9}");
    }
  }
  return read;
}

/// The rows of design list, and as axes every path that one of them has, in the order of their appearance.
void read_list(const Section& list, SweepSpec& spec, Faults& faults) {
  constexpr const char* kWouldDo = "; write [{value.theta: 0.2}, {value.theta: 0.8}]";
  if (!list.is_list()) {
    faults.add(list.place(), list.path(), "expected a list of points, got " + list.what() + kWouldDo);
    return;
  }
  std::vector<std::set<std::string>> seen;  // by axis
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Section row = list.at(i);
    if (!row.is_map()) {
      faults.add(row.place(), row.path(), "expected keys with values, got " + row.what() + kWouldDo);
      continue;
    }
    std::vector<std::string> values(spec.axes.size());
    for (std::size_t j = 0; j < row.size(); ++j) {
      const Section at = row.at(j);
      if (!may_be_set(at, faults)) continue;
      std::size_t k = 0;
      while (k < spec.axes.size() && spec.axes[k].path != at.key()) ++k;
      if (k == spec.axes.size()) {
        spec.axes.push_back({});
        spec.axes[k].path = at.key();
        spec.axes[k].place = at.key_place();
        values.emplace_back();
        seen.emplace_back();
      }
      values[k] = at.flow_yaml();
      if (seen[k].insert(values[k]).second) spec.axes[k].values.push_back({values[k], at.place()});
    }
    spec.list.push_back({std::move(values), row.place()});
  }
  for (SweepRow& row : spec.list) row.values.resize(spec.axes.size());
}

/// What is put on first and then put over by something else has no effect.
void check_order(const SweepSpec& spec, Faults& faults) {
  struct Put {
    const std::string& path;
    const Place& place;
    std::string shown;
  };
  std::vector<Put> all;
  for (const SweepSetting& s : spec.set) all.push_back({s.path, s.value.place, "sweep.set." + s.path});
  for (const SweepAxis& a : spec.axes) all.push_back({a.path, a.place, "sweep.axes." + a.path});
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      if (all[i].path == all[j].path)
        faults.add(all[i].place, all[i].shown, "is an axis too; leave it out of one");
      else if (all[i].path.starts_with(all[j].path + '.'))
        faults.add(all[i].place, all[i].shown,
                   "is put over by " + all[j].path + ", which comes after it; write " + all[j].path + " first");
    }
}

std::string name_of(const SweepResponse& r) {
  return r.measure + " of " + r.strategy + (r.than.empty() ? "" : " less " + r.than) +
         (r.cohort == SweepResponse().cohort ? "" : " (" + r.cohort + ")");
}

std::vector<SweepResponse> read_responses(const Section& list, Faults& faults) {
  std::vector<SweepResponse> responses;
  if (!is_given(list)) return responses;
  if (!list.is_list()) {
    faults.add(list.place(), list.path(),
               "expected a list, got " + list.what() + "; write [{measure: gain_circles, strategy: casual}]");
    return responses;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    SweepResponse response;
    ParamReader keys(list.at(i), faults);
    response.visit(keys);
    if (response.measure.empty()) keys.refuse("measure", "a measure is missing; write measure: gain_circles");
    keys.finish();
    if (response.name.empty()) response.name = name_of(response);
    for (const SweepResponse& other : responses)
      if (other.name == response.name)
        faults.add(list.at(i).place(), list.at(i).path(),
                   in_quotes(response.name) + " stands there already; give it another name or leave it out");
    responses.push_back(std::move(response));
  }
  return responses;
}

void check_points(const SweepSpec& spec, const Section& points, Faults& faults) {
  const auto count = static_cast<std::uint64_t>(spec.points);
  const bool is_sobol = spec.design == SweepDesign::sobol || spec.design == SweepDesign::saltelli;
  const std::string name = kSweepDesignNames[static_cast<std::size_t>(spec.design)];
  if (is_sobol && !std::has_single_bit(count)) {
    faults.add(points.place(), points.path(),
               std::to_string(count) + " is no power of two, which " + name + " needs; write " +
                   std::to_string(std::bit_floor(count)) + " or " + std::to_string(std::bit_ceil(count)));
  }
  const std::size_t most = spec.design == SweepDesign::saltelli ? kSobolDimensions / 2 : kSobolDimensions;
  if (is_sobol && spec.axes.size() > most)
    faults.add(spec.axes[most].place, "sweep.axes",
               name + " has at most " + std::to_string(most) + " axes; latin_hypercube has any number");
}

void check_morris(const SweepSpec& spec, Faults& faults) {
  if (spec.design != SweepDesign::morris) return;
  for (const SweepAxis& axis : spec.axes)
    if (axis.values.size() > kMorrisLevels)
      faults.add(axis.place, "sweep.axes." + axis.path,
                 "has " + std::to_string(axis.values.size()) + " values, and morris lives " +
                     std::to_string(kMorrisLevels) +
                     " levels of an axis: others would never be lived; as many values would do, or {from: .., to: ..}");
}

void check_size(const SweepSpec& spec, const Section& section, Faults& faults) {
  if (sweep_size(spec) > kMostSweepPoints)
    faults.add(section.place(), section.path(), "the design has more than a million points; fewer would do");
  for (const SweepAxis& axis : spec.axes)
    if (spec.design == SweepDesign::zip && axis.values.size() != spec.axes.front().values.size())
      faults.add(axis.place, "sweep.axes." + axis.path,
                 std::to_string(axis.values.size()) + " values beside " +
                     std::to_string(spec.axes.front().values.size()) + " of " + spec.axes.front().path +
                     "; zip needs as many of each, grid does not");
}

}  // namespace

SweepSpec read_sweep(const Document& document, Faults& faults) {
  SweepSpec spec;
  const Section section = document.root().find("sweep");
  if (!is_given(section) || (section.is_map() && section.size() == 0)) return spec;
  std::string design = kDesigns[0];
  ParamReader keys(section, faults);
  const std::size_t before = faults.size();
  keys.choice("design", design, kDesigns, kDesignDoc);
  // Nobody knows what fits a design that is none: it is read as a sample, which takes both lists and ranges.
  const bool is_known = faults.size() == before;
  const Section points = keys.raw("points"), set = keys.raw("set"), axes = keys.raw("axes"), list = keys.raw("list"),
                until = keys.raw("until"), responses = keys.raw("responses");
  if (is_given(points)) keys.whole("points", spec.points, kPointsRange, kPointsDoc);
  keys.whole("seed", spec.seed, kSeedRange, kSeedDoc);
  keys.finish();
  if (!section.is_map()) return spec;
  const auto at = std::find(kDesigns.begin(), kDesigns.end(), design) - kDesigns.begin();
  spec.design = is_known ? static_cast<SweepDesign>(at) : SweepDesign::random;

  if (is_given(until)) {
    SweepUntil wanted;
    ParamReader inside(until, faults);
    wanted.visit(inside);
    if (wanted.measure.empty()) inside.refuse("measure", "a measure is missing; write measure: gain_circles");
    if (!inside.given("ci_halfwidth")) inside.refuse("ci_halfwidth", "a width is missing; write ci_halfwidth: 0.1");
    inside.finish();
    spec.until = wanted;
  }
  spec.responses = read_responses(responses, faults);
  const bool sampled = unit_design_of(spec.design).has_value();
  if (is_given(points) && !sampled)
    faults.add(points.place(), points.path(),
               "a " + design + " has as many points as are written; leave it out, or write design: sobol");
  spec.set = read_set(set, faults);
  const bool is_list = spec.design == SweepDesign::list;
  if (is_list && is_given(axes))
    faults.add(axes.place(), axes.path(), "design list has no axes; leave them out, or write design: grid");
  if (is_known && !is_list && is_given(list))
    faults.add(list.place(), list.path(), "only design list has a list; leave it out, or write design: list");
  if (is_list && !is_given(list)) {
    faults.add(section.place(), section.path(),
               "design list has a list of points; write list: [{value.theta: 0.2}, {value.theta: 0.8}]");
  } else if (is_list) {
    read_list(list, spec, faults);
  } else {
    spec.axes = read_axes(axes, spec.design, faults);
  }
  check_order(spec, faults);
  check_points(spec, points, faults);
  check_morris(spec, faults);
  check_size(spec, section, faults);
  return spec;
}

void list_sweep_parameters(std::vector<ParamRow>& rows) {
  add_row(rows, "sweep", "mapping",
          "A study of many points, which `clout sweep` runs and `clout run` does not look at. It is no part of the "
          "scenario's hash.");
  SweepSpec spec;
  std::string design = kDesigns[0];
  ParamLister lister("sweep.");
  lister.choice("design", design, kDesigns, kDesignDoc);
  lister.whole("points", spec.points, kPointsRange, kPointsDoc);
  lister.whole("seed", spec.seed, kSeedRange, kSeedDoc);
  rows.insert(rows.end(), lister.list().begin(), lister.list().end());
  add_row(rows, "sweep.set", "keys and values", "What all points differ from the scenario in: paths as after --set.");
  add_row(rows, "sweep.axes", "keys and values",
          "Paths as after --set, each with a list of values or, in sampled designs, a prior: {from: 10, to: 100}, with "
          "scale: log if it is uniform in the logarithm. Whole parameters get whole numbers.");
  add_row(rows, "sweep.list", "points", "Design list: what each point sets.");
  ParamLister until("sweep.");
  until.group("until", kUntilDoc, [](ParamVisitor& v) { SweepUntil().visit(v); });
  rows.insert(rows.end(), until.list().begin(), until.list().end());
  add_row(rows, "sweep.responses", "list",
          "Figures that tables and sensitivity are made of; left out: the gain of each strategy by the first value "
          "model.");
  ParamLister response("sweep.responses.*.");
  SweepResponse().visit(response);
  rows.insert(rows.end(), response.list().begin(), response.list().end());
}

}  // namespace clout
