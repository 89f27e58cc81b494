// The box of plausible worlds: the scenario at every combination of a few values of what nobody knows. A point is made
// as an arm is, by setting keys; written down, each point says what its whole scenario differs in, so that the resolved
// scenario gives the same points again, whatever was derived from whatever.
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/scenario/scenario_visit.h"

namespace clout {
namespace {

constexpr std::size_t kMostPoints = 100;

constexpr Doc kWorldsDoc = {"worlds", "Worlds at each point, on the first seeds of the scenario.", ""};

/// What is written of a box.
struct Written {
  Section set, axes, points;
};

std::string point_name(std::size_t point) {
  char text[32];
  std::snprintf(text, sizeof text, "%02zu", point + 1);
  return text;
}

/// Index of the value that an axis has at a point; the last axis runs fastest.
std::size_t value_at(const std::vector<PlausibleAxis>& axes, std::size_t axis, std::size_t point) {
  for (std::size_t k = axes.size(); --k > axis;) point /= axes[k].values.size();
  return point % axes[axis].values.size();
}

/// The axes, each with one value or more; those that are wrong are reported and left out.
std::vector<PlausibleAxis> read_axes(const Section& axes, Faults& faults) {
  std::vector<PlausibleAxis> read;
  if (!axes || axes.is_null()) return read;
  if (!axes.is_map()) {
    faults.add(axes.place(), axes.path(),
               "expected keys with lists, got " + axes.what() + "; write {value.theta: [0.2, 0.5, 0.8]}");
    return read;
  }
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const Section list = axes.at(k);
    if (!list.is_list() || list.size() == 0) {
      faults.add(list.place(), list.path(),
                 "expected a list of values, got " + (list.is_list() ? "an empty one" : list.what()) +
                     "; write [0.2, 0.5, 0.8]");
      continue;
    }
    PlausibleAxis axis;
    axis.path = list.key();
    for (std::size_t i = 0; i < list.size(); ++i) axis.values.push_back(list.at(i).flow_yaml());
    read.push_back(std::move(axis));
  }
  return read;
}

}  // namespace

PlausibleBox read_plausible(const Document& document, const Scenario& base, const Document& defaults,
                            const std::function<Scenario(const Document&, Faults&)>& read, Faults& faults) {
  PlausibleBox box;
  const Section section = document.root().find("plausible");
  if (!section || section.is_null() || (section.is_map() && section.size() == 0)) return box;
  const std::vector<Fault> of_base = faults.sorted();
  ParamReader keys(section, faults);
  keys.whole("worlds", box.worlds, {1, 10000}, kWorldsDoc);
  const Written written = {keys.raw("set"), keys.raw("axes"), keys.raw("points")};
  keys.finish();
  if (!section.is_map()) return box;
  if (written.set && !written.set.is_map() && !written.set.is_null())
    faults.add(written.set.place(), written.set.path(),
               "expected keys with values, got " + written.set.what() + "; write {population.agents: 1500}");
  box.axes = read_axes(written.axes, faults);

  std::size_t points = 1;
  for (const PlausibleAxis& axis : box.axes)
    if ((points *= axis.values.size()) > kMostPoints) {
      faults.add(written.axes.place(), written.axes.path(), "the box has more than 100 points; fewer values would do");
      return box;
    }
  if (written.points && (!written.points.is_list() || written.points.size() != points)) {
    faults.add(written.points.place(), written.points.path(),
               "expected a list of as many points as the axes make, " + std::to_string(points) + "; leave it out");
    return box;
  }

  std::vector<Fault> said;
  for (std::size_t point = 0; point < points; ++point) {
    Document changed = document;
    Faults found;
    std::vector<Place> places;
    put_set(written.points ? written.points.at(point).find("set") : written.set, changed, defaults, found, places);
    for (std::size_t k = 0; k < box.axes.size() && !written.points; ++k) {
      const Section value = written.axes.find(box.axes[k].path).at(value_at(box.axes, k, point));
      places.push_back(value.place());
      put_value(box.axes[k].path, value.flow_yaml(), value.place(), changed, defaults, found);
    }
    auto scenario = std::make_shared<Scenario>(read(changed, found));
    scenario->worlds = {box.worlds, base.worlds.seed};
    scenario->output = {};
    scenario->output.agents = false;
    Faults of_point;
    add_changed_faults(found, of_base, places, section.place(), section.path(), of_point);
    for (const Fault& fault : of_point.sorted()) {
      bool new_one = true;
      for (const Fault& before : said)
        new_one = new_one && !(before.place == fault.place && before.message == fault.message);
      if (!new_one) continue;
      faults.add(fault.place, fault.path, fault.message);
      said.push_back(fault);
    }
    box.points.push_back({point_name(point), std::move(scenario)});
  }
  return box;
}

std::string plausible_yaml(const Scenario& scenario) {
  const PlausibleBox& box = scenario.plausible;
  if (box.points.empty()) return "";
  std::string text = "plausible:\n  worlds: " + std::to_string(box.worlds) + "\n  axes:";
  text += box.axes.empty() ? " {}\n" : "\n";
  for (const PlausibleAxis& axis : box.axes) {
    text += "    " + axis.path + ": [";
    for (std::size_t i = 0; i < axis.values.size(); ++i) text += (i == 0 ? "" : ", ") + axis.values[i];
    text += "]\n";
  }
  text += "  points:\n";
  for (const PlausiblePoint& point : box.points) {
    const std::string set = differences_yaml(scenario, *point.scenario, 8);
    text += "    - set:" + (set.empty() ? " {}\n" : '\n' + set);
  }
  return text;
}

std::vector<std::string> values_at(const PlausibleBox& box, std::size_t point) {
  std::vector<std::string> values;
  for (std::size_t k = 0; k < box.axes.size(); ++k) values.push_back(box.axes[k].values[value_at(box.axes, k, point)]);
  return values;
}

void list_plausible_parameters(std::vector<ParamRow>& rows) {
  add_row(rows, "plausible", "mapping",
      "A small box of worlds that nobody can rule out: the conclusions of the run are drawn again at each of its "
      "points. Left out or {}: none.");
  ParamRow& worlds = add_row(rows, "plausible.worlds", "whole number", kWorldsDoc.text);
  worlds.default_text = std::to_string(PlausibleBox{}.worlds);
  worlds.unit = kWorldsDoc.unit;
  add_row(rows, "plausible.set", "keys and values",
          "What all points differ from the scenario in: paths as after --set.");
  add_row(rows, "plausible.axes", "keys and lists",
      "Values of what nobody knows, paths as after --set; every combination is a point.");
  add_row(rows, "plausible.points", "points",
      "Written by clout: what each point sets, in place of `set` and the values of the axes.");
}

}  // namespace clout
