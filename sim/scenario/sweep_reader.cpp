#include "sim/scenario/sweep_reader.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "sim/core/nearest.h"
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
bool is_whole(const Scenario& scenario, const std::string& path, bool whole_ends) {
  const std::vector<std::string> segments = split_path(path);
  WholeFinder finder(segments);
  Scenario copy = scenario;  // a visit may not change what it only looks at, but its signature does not say so
  visit_scenario(copy, Catalogue{}, finder);
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
  std::optional<Scenario> unvaried;  // what parameters are, for axes whose values depend on that
  const auto counts = [&](const VariedAxis& axis) {
    Faults ignored;  // they are found again when all axes are there
    if (!unvaried)
      unvaried = read_without_arms(with_overrides(document, overrides, catalogue), file, catalogue, ignored);
    return is_whole(*unvaried, axis.path, true);
  };
  for (std::size_t k = 0; k < varied.size() && readable; ++k) {
    const VariedAxis& axis = varied[k];
    if (std::any_of(varied.begin(), varied.begin() + static_cast<std::ptrdiff_t>(k),
                    [&](const VariedAxis& before) { return before.path == axis.path; }))
      faults.add(axis.place, "sweep.axes." + axis.path, "is varied twice; all values in one --vary would do");
    else
      document.set("sweep.axes.\"" + axis.path + '"',
                   !axis.whole_yaml.empty() && counts(axis) ? axis.whole_yaml : axis.yaml, axis.place, faults);
  }
  Scenario base = read_document(document, file, overrides, catalogue, faults);
  SweepReader reader(with_overrides(std::move(document), overrides, catalogue), file, std::move(base), catalogue);
  reader.of_base_ = faults.sorted();
  reader.refuse_idle(overrides, faults);
  if (sweep_size(reader.spec_) > 0) {
    reader.find_whole_axes(faults);
  } else if (faults.empty()) {
    faults.add(reader.place(), "sweep",
               "there is nothing to vary; write sweep: {axes: {value.theta: [0.2, 0.5, 0.8]}}, or --vary "
               "value.theta=0.2,0.5,0.8");
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

// What is put on first and then put over has no effect.
void SweepReader::refuse_idle(const std::vector<Override>& overrides, Faults& faults) const {
  const auto refuse = [&](const std::string& path, const char* section, const std::string& would_do) {
    for (const Override& o : overrides)
      if (o.path == path || o.path.starts_with(path + '.'))
        faults.add(
            Document::place_of_override(o.path, o.value), o.path,
            "is put over by " + (section + path) + "; leave it out, or write " + would_do + o.path + '=' + o.value);
  };
  for (const SweepSetting& s : spec_.set) refuse(s.path, "sweep.set.", "--set sweep.set.");
  for (const SweepAxis& axis : spec_.axes) refuse(axis.path, "sweep.axes.", "--vary ");
}

void SweepReader::find_whole_axes(Faults& faults) {
  if (std::none_of(spec_.axes.begin(), spec_.axes.end(), [](const SweepAxis& axis) { return axis.is_range(); })) return;
  Faults of_point;  // reported by check()
  const Scenario first = scenario_at(first_point(spec_), of_point);
  for (SweepAxis& axis : spec_.axes) {
    if (!axis.is_range()) continue;
    axis.whole =
        axis.whole || is_whole(first, axis.path, axis.from == std::floor(axis.from) && axis.to == std::floor(axis.to));
    const double from = std::ceil(axis.from), to = std::floor(axis.to);
    if (!axis.whole || (from == axis.from && to == axis.to)) continue;
    faults.add(axis.place, "sweep.axes." + axis.path,
               "has whole numbers only; write " +
                   (from < to ? "{from: " + amount_text(from, axis.unit) + ", to: " + amount_text(to, axis.unit) + '}'
                              : std::string("whole ends")));
    if (from < to) {  // read on with what would do
      axis.from = from;
      axis.to = to;
    }
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

Scenario SweepReader::read_point(const SweepPoint& point, const std::optional<Place>& row, Faults& faults) const {
  Document changed = document_;
  Faults found;
  std::vector<std::pair<std::string, Place>> put;
  for (const SweepSetting& s : spec_.set) {
    put.emplace_back(s.path, s.value.place);
    put_value(s.path, s.value.yaml, s.value.place, changed, defaults_, found);
  }
  for (std::size_t k = 0; k < spec_.axes.size() && k < point.values.size(); ++k) {
    if (point.values[k].empty()) continue;
    put.emplace_back(spec_.axes[k].path, place_of(spec_.axes[k], point.values[k]));
    put_value(spec_.axes[k].path, point.values[k], put.back().second, changed, defaults_, found);
  }
  Scenario scenario = read_without_arms(changed, file_, *catalogue_, found);
  for (const Fault& fault : found.sorted()) {
    const bool at_a_value = std::any_of(
        put.begin(), put.end(), [&](const auto& value) { return is_of_value(fault, value.first, value.second); });
    if (at_a_value || row) faults.add(at_a_value ? fault.place : *row, path_below("sweep", fault.path), fault.message);
  }
  return scenario;
}

std::vector<std::pair<SweepPoint, Place>> SweepReader::points_to_check() const {
  std::vector<std::pair<SweepPoint, Place>> points;
  const bool zipped =
      spec_.design == SweepDesign::zip && std::all_of(spec_.axes.begin(), spec_.axes.end(), [&](const SweepAxis& axis) {
        return axis.values.size() == spec_.axes.front().values.size();
      });
  if (zipped || spec_.design == SweepDesign::list) {
    for (const SweepPoint& point : sweep_points(spec_)) points.emplace_back(point, place_of_row(point));
    return points;
  }
  const SweepPoint first = first_point(spec_);
  points.emplace_back(first, place());
  for (std::size_t k = 0; k < spec_.axes.size(); ++k)
    for (const std::string& value : values_to_check(spec_.axes[k])) {
      if (value == first.values[k]) continue;
      points.emplace_back(first, place_of(spec_.axes[k], value));
      points.back().first.values[k] = value;
    }
  return points;
}

Place SweepReader::cause_of(const Fault& fault, const SweepPoint& point) const {
  const auto brings_it = [&](const SweepPoint& part) {
    Faults found;
    (void)read_point(part, place(), found);
    const std::vector<Fault> all = found.sorted();
    return std::any_of(all.begin(), all.end(),
                       [&](const Fault& f) { return f.path == fault.path && f.message == fault.message; });
  };
  SweepPoint part{point.index, std::vector<std::string>(point.values.size())};
  if (brings_it(part)) return place();  // what sweep.set puts on does
  for (std::size_t k = 0; k < point.values.size(); ++k) {
    part.values[k] = point.values[k];
    if (brings_it(part)) return place_of(spec_.axes[k], point.values[k]);
    part.values[k].clear();
  }
  return place();
}

void SweepReader::check_strategies(const std::set<std::string>& there, Faults& faults) const {
  std::vector<std::string> names = {SweepResponse().strategy};
  names.insert(names.end(), there.begin(), there.end());
  const auto check_one = [&](const Section& at) {
    if (!at.is_scalar() || at.text().empty() || std::find(names.begin(), names.end(), at.text()) != names.end()) return;
    faults.add(at.place(), at.path(),
               in_quotes(at.text()) + " is no strategy of any point; there are " + list_of(names) +
                   did_you_mean(at.text(), names));
  };
  const Section sweep = document_.find("sweep"), responses = sweep.find("responses");
  check_one(sweep.find("until").find("strategy"));
  for (std::size_t i = 0; i < responses.size(); ++i)
    for (const char* key : {"strategy", "than"}) check_one(responses.at(i).find(key));
}

void SweepReader::check(Faults& faults) const {
  if (sweep_size(spec_) == 0) return;
  const bool is_first_fault = faults.empty();
  std::set<std::pair<std::string, std::string>> said;  // path and message
  for (const Fault& fault : of_base_) said.emplace(path_below("sweep", fault.path), fault.message);
  std::set<std::string> strategies;
  for (const auto& [point, row] : points_to_check()) {
    Faults found;
    for (const StrategySpec& s :
         read_point(point, is_first_fault ? std::optional(row) : std::nullopt, found).strategies)
      strategies.insert(s.name);
    for (const Fault& fault : found.sorted())
      if (said.emplace(fault.path, fault.message).second)
        faults.add(fault.place == place() ? cause_of(fault, point) : fault.place, fault.path, fault.message);
  }
  check_strategies(strategies, faults);
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
