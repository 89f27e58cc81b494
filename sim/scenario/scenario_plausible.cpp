// The box of plausible worlds: the scenario at every combination of a few values of what nobody knows. A point is made
// as an arm is, by setting keys; written down, each point says what its whole scenario differs in, so that the resolved
// scenario gives the same points again, whatever was derived from whatever.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/numeral.h"
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

/// What two values that are one have in common: as numbers .50 and 0.5, else as they are written.
std::string value_key(const Section& value) {
  const bool is_number = value.is_scalar() && !value.was_quoted() && parse_numeral(value.text()).has_value();
  return is_number ? "number " + std::to_string(std::bit_cast<std::uint64_t>(to_double(value.text()) + 0.0))
                   : value.flow_yaml();
}

/// The axes, each with one value or more; those that are wrong are reported and left out.
std::vector<PlausibleAxis> read_box_axes(const Section& axes, Faults& faults) {
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
    refuse_repeated(list, faults);
    PlausibleAxis axis;
    axis.path = list.key();
    for (std::size_t i = 0; i < list.size(); ++i) axis.values.push_back(list.at(i).flow_yaml());
    read.push_back(std::move(axis));
  }
  return read;
}

/// What one point puts on the scenario, and where it is written.
class PointValues {
 public:
  explicit PointValues(const Section& box) : box_(box) {}

  void add_set(const Section& set, Document& changed, const Document& defaults, Faults& faults) {
    put_set(set, changed, defaults, faults);
    for (std::size_t k = 0; set.is_map() && k < set.size(); ++k)
      values_.push_back({set.at(k).key_place(), set.at(k).key(), set.path()});
  }
  void add_axis(const Section& axis, std::size_t value, Document& changed, const Document& defaults, Faults& faults) {
    const Section chosen = axis.at(value);
    values_.push_back({chosen.place(), axis.key(), box_.path() + ".axes"});
    put_value(axis.key(), chosen.flow_yaml(), chosen.place(), changed, defaults, faults);
  }

  /// A fault of the changed scenario as one of what is written: at the value that makes it, if there is one, with a
  /// path below `set` or `axes`; else at the box.
  Fault as_written(const Fault& fault) const {
    const Value* at = nullptr;
    for (const Value& value : values_)  // all stand in one place if a --set wrote the box: then the key decides
      if (is_of_value(fault, value.key, value.place) && (at == nullptr || is_about(fault, value))) at = &value;
    if (at == nullptr) return {box_.place(), path_below(box_.path(), fault.path), fault.message};
    return {fault.place, path_below(at->list, fault.path), fault.message};
  }

 private:
  struct Value {
    Place place;
    std::string key;   ///< as after --set
    std::string list;  ///< path of what it stands in
  };
  /// The fault is of that key, or of what the key is in, such as an unknown one.
  static bool is_about(const Fault& fault, const Value& value) {
    return value.key == fault.path || value.key.starts_with(fault.path + '.');
  }

  const Section& box_;
  std::vector<Value> values_;
};

}  // namespace

void refuse_repeated(const Section& axis, Faults& faults) {
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < axis.size(); ++i) {
    const auto [before, is_new] = seen.emplace(value_key(axis.at(i)), i);
    if (!is_new)
      faults.add(
          axis.at(i).place(), axis.path(),
          axis.at(i).what() + " is the same value as " + axis.at(before->second).what() + " before it; leave it out");
  }
}

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
  box.axes = read_box_axes(written.axes, faults);

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
    PointValues values(section);
    values.add_set(written.points ? written.points.at(point).find("set") : written.set, changed, defaults, found);
    for (std::size_t k = 0; k < box.axes.size() && !written.points; ++k)
      values.add_axis(written.axes.find(box.axes[k].path), value_at(box.axes, k, point), changed, defaults, found);
    auto scenario = std::make_shared<Scenario>(read(changed, found));
    scenario->worlds = {box.worlds, base.worlds.seed};
    scenario->output = {};
    scenario->output.agents = false;
    for (const Fault& of_point : changed_faults(found, of_base)) {
      const Fault fault = values.as_written(of_point);
      // One sentence about a key is enough: values that share a fault, such as an unknown key, and points that do.
      const bool said_before = std::any_of(said.begin(), said.end(), [&](const Fault& before) {
        return before.path == fault.path && before.message == fault.message;
      });
      if (said_before) continue;
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
