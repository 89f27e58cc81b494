#include "sim/scenario/sweep_reader.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "sim/core/section_path.h"
#include "sim/scenario/amount.h"
#include "sim/scenario/scenario_visit.h"

namespace clout {
namespace {

/// Whether the parameter at a path is a whole number or a duration. Visits the groups and rows on the way there.
class WholeFinder final : public ParamVisitor {
 public:
  explicit WholeFinder(std::span<const std::string> path) : path_(path) {}
  bool whole() const { return whole_; }
  bool is_duration() const { return duration_; }

  void real(const char*, double&, Range, Doc) override {}
  void whole(const char* name, std::int64_t&, Range, Doc) override {
    whole_ = whole_ || (path_.size() == 1 && path_[0] == name);
  }
  void flag(const char*, bool&, Doc) override {}
  void text(const char* name, std::string& value, Doc) override { take_name(name, value); }
  void choice(const char* name, std::string& value, std::span<const std::string>, Doc) override {
    take_name(name, value);
  }
  void reals(const char*, std::vector<double>&, Range, Doc) override {}
  void names(const char*, std::vector<std::string>&, std::span<const std::string>, Doc) override {}
  void duration(const char* name, double&, TimeUnit, Range, Doc) override {
    duration_ = duration_ || (path_.size() == 1 && path_[0] == name);
  }
  void group(const char* name, Doc, const std::function<void(ParamVisitor&)>& body) override {
    if (path_.size() < 2 || path_[0] != name) return;
    WholeFinder inside(path_.subspan(1));
    body(inside);
    take(inside);
  }
  void rows(const char* name, Doc, const std::function<void(std::size_t)>&, std::size_t size,
            const std::function<void(ParamVisitor&, std::size_t)>& row) override {
    if (path_.size() < 3 || path_[0] != name) return;
    for (std::size_t i = 0; i < size; ++i) {
      WholeFinder inside(path_.subspan(2));
      row(inside, i);
      if (inside.name_ == path_[1] || std::to_string(i) == path_[1]) take(inside);
    }
  }

 private:
  void take(const WholeFinder& inside) {
    whole_ = whole_ || inside.whole_;
    duration_ = duration_ || inside.duration_;
  }
  void take_name(std::string_view key, const std::string& value) {
    if (key == "name") name_ = value;
  }

  std::span<const std::string> path_;
  std::string name_;  // of the row
  bool whole_ = false, duration_ = false;
};

/// A duration has no type of its own in days or parts of them: whoever writes whole ends means whole days.
bool is_whole(const Scenario& scenario, const SweepAxis& axis) {
  const std::vector<std::string> segments = split_path(axis.path);
  WholeFinder finder(segments);
  Scenario copy = scenario;  // a visit may not change what it only looks at, but its signature does not say so
  visit_scenario(copy, Catalogue{}, finder);
  const bool whole_ends = axis.from == std::floor(axis.from) && axis.to == std::floor(axis.to);
  return finder.whole() || (finder.is_duration() && whole_ends);
}

/// Where a value of an axis was written; of a range, the axis.
const Place& place_of(const SweepAxis& axis, const std::string& yaml) {
  for (const SweepValue& value : axis.values)
    if (value.yaml == yaml) return value.place;
  return axis.place;
}

/// The values that are read to check an axis: all different ones, or both ends.
std::vector<std::string> values_to_check(const SweepAxis& axis) {
  if (axis.is_range()) return {axis_value(axis, 0), axis_value(axis, 1)};
  std::vector<std::string> values;
  std::set<std::string> seen;
  for (const SweepValue& value : axis.values)
    if (seen.insert(value.yaml).second) values.push_back(value.yaml);
  return values;
}

Document with_overrides(Document document, const std::vector<Override>& overrides, const Catalogue& catalogue) {
  Faults none;  // were reported
  const Document defaults = default_lists(catalogue);
  for (const Override& o : overrides) document.set(o.path, o.value, none, defaults);
  return document;
}

/// The axes at their first values.
SweepPoint first_point(const SweepSpec& spec) {
  SweepPoint point;
  if (spec.design == SweepDesign::list) return {0, spec.list.front().values};
  for (const SweepAxis& axis : spec.axes) point.values.push_back(axis_value(axis, 0));
  return point;
}

}  // namespace

SweepReader::SweepReader(Document document, std::string file, Scenario base, const Catalogue& catalogue)
    : document_(std::move(document)),
      defaults_(default_lists(catalogue)),
      file_(std::move(file)),
      catalogue_(&catalogue),
      base_(std::move(base)) {
  Faults none;  // they were reported with those of the base
  spec_ = read_sweep(document_, none);
}

SweepReader SweepReader::of_document(Document document, const std::string& file, const std::vector<Override>& overrides,
                                     std::span<const VariedAxis> varied, const Catalogue& catalogue, Faults& faults) {
  const bool readable = faults.empty();
  for (const VariedAxis& axis : varied)
    if (readable) document.set("sweep.axes.\"" + axis.path + '"', axis.yaml, axis.place, faults);
  Scenario base = read_document(document, file, overrides, catalogue, faults);
  SweepReader reader(with_overrides(std::move(document), overrides, catalogue), file, std::move(base), catalogue);
  if (!faults.empty()) return reader;
  if (sweep_size(reader.spec_) == 0) {
    faults.add(reader.place(), "sweep",
               "there is nothing to vary; write sweep: {axes: {value.theta: [0.2, 0.5, 0.8]}}, or --vary "
               "value.theta=0.2,0.5,0.8");
  } else {
    reader.find_whole_axes(faults);
  }
  return reader;
}

SweepReader SweepReader::load(const std::string& file, const std::vector<Override>& overrides,
                              std::span<const VariedAxis> varied, const Catalogue& catalogue, Faults& faults) {
  Faults found;
  const Document document = Document::load(file, found);
  SweepReader reader = of_document(document, file, overrides, varied, catalogue, found);
  faults.append(found);
  return reader;
}

SweepReader SweepReader::read(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                              std::span<const VariedAxis> varied, const Catalogue& catalogue, Faults& faults) {
  Faults found;
  const Document document = Document::parse(text, file, found);
  SweepReader reader = of_document(document, file, overrides, varied, catalogue, found);
  faults.append(found);
  return reader;
}

void SweepReader::find_whole_axes(Faults& faults) {
  if (std::none_of(spec_.axes.begin(), spec_.axes.end(), [](const SweepAxis& axis) { return axis.is_range(); })) return;
  Faults of_point;  // reported by check()
  const Scenario first = scenario_at(first_point(spec_), of_point);
  for (SweepAxis& axis : spec_.axes) {
    if (!axis.is_range()) continue;
    axis.whole = axis.whole || is_whole(first, axis);
    const double from = std::ceil(axis.from), to = std::floor(axis.to);
    if (!axis.whole || (from == axis.from && to == axis.to)) continue;
    faults.add(axis.place, "sweep.axes." + axis.path,
               "has whole numbers only; write " +
                   (from < to ? "{from: " + amount_text(from, axis.unit) + ", to: " + amount_text(to, axis.unit) + '}'
                              : std::string("whole ends")));
  }
}

Place SweepReader::place() const {
  const Place section = document_.place_of("sweep");
  return section.file == file_ ? section : Place{file_, 0, 0};  // of a sweep that is all on the command line
}

Scenario SweepReader::scenario_at(const SweepPoint& point, Faults& faults) const {
  return read_point(point, place_of_row(point), faults);
}

Place SweepReader::place_of_row(const SweepPoint& point) const {
  if (spec_.design == SweepDesign::list && point.index < spec_.list.size()) return spec_.list[point.index].place;
  if (spec_.design == SweepDesign::zip && point.index < spec_.axes.front().values.size())
    return spec_.axes.front().values[point.index].place;
  return place();
}

Scenario SweepReader::read_point(const SweepPoint& point, const Place& row, Faults& faults) const {
  Document changed = document_;
  Faults found;
  std::vector<Place> places;
  for (const SweepSetting& s : spec_.set) {
    places.push_back(s.value.place);
    put_value(s.path, s.value.yaml, s.value.place, changed, defaults_, found);
  }
  for (std::size_t k = 0; k < spec_.axes.size() && k < point.values.size(); ++k) {
    if (point.values[k].empty()) continue;
    places.push_back(place_of(spec_.axes[k], point.values[k]));
    put_value(spec_.axes[k].path, point.values[k], places.back(), changed, defaults_, found);
  }
  Scenario scenario = read_without_arms(changed, file_, *catalogue_, found);
  for (const Fault& fault : found.sorted()) {
    const bool at_a_value = std::find(places.begin(), places.end(), fault.place) != places.end();
    faults.add(at_a_value ? fault.place : row, path_below("sweep", fault.path), fault.message);
  }
  return scenario;
}

void SweepReader::check(Faults& faults) const {
  std::set<std::pair<std::string, std::string>> said;  // path and message
  const auto check_point = [&](const SweepPoint& point, const Place& row) {
    Faults found;
    (void)read_point(point, row, found);
    for (const Fault& fault : found.sorted()) {
      if (said.emplace(fault.path, fault.message).second) faults.add(fault.place, fault.path, fault.message);
    }
  };
  if (spec_.design == SweepDesign::zip || spec_.design == SweepDesign::list) {
    for (const SweepPoint& point : sweep_points(spec_)) check_point(point, place_of_row(point));
    return;
  }
  const SweepPoint first = first_point(spec_);
  check_point(first, place());
  for (std::size_t k = 0; k < spec_.axes.size(); ++k)
    for (const std::string& value : values_to_check(spec_.axes[k])) {
      if (value == first.values[k]) continue;
      SweepPoint other = first;
      other.values[k] = value;
      check_point(other, place_of(spec_.axes[k], value));
    }
}

void check_unused_sweep(const Document& document, const std::string& file, const std::vector<Override>& overrides,
                        const Catalogue& catalogue, Faults& faults) {
  const auto faults_with = [&](const std::vector<Override>& some) {
    SweepReader reader(with_overrides(document, some, catalogue), file, {}, catalogue);
    Faults found;
    if (reader.spec_.axes.empty()) return found;
    reader.find_whole_axes(found);
    if (found.empty()) reader.check(found);
    return found;
  };
  const Faults found = faults_with(overrides);
  if (found.empty() || overrides.empty()) return faults.append(found);
  std::vector<Override> of_sweep = overrides;
  std::erase_if(of_sweep, [](const Override& o) { return split_path(o.path).front() != "sweep"; });
  const std::vector<Fault> anyway = faults_with(of_sweep).sorted();
  for (const Fault& fault : found.sorted()) {
    const bool is_of_sweep = std::any_of(anyway.begin(), anyway.end(), [&](const Fault& other) {
      return other.place == fault.place && other.path == fault.path && other.message == fault.message;
    });
    if (is_of_sweep) faults.add(fault.place, fault.path, fault.message);
  }
}

}  // namespace clout
