#include "sim/output/sweep_measures.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "sim/output/crc32.h"

namespace clout {

void FiguresCrc::add(std::int64_t measure, double value) {
  // SQLite keeps no sign of zero.
  const std::uint64_t words[2] = {static_cast<std::uint64_t>(measure), std::bit_cast<std::uint64_t>(value + 0.0)};
  crc_ = crc32(words, sizeof words, crc_);
}

namespace {

std::int64_t crc_of(const SweepMeasure& measure) {
  std::uint32_t crc = 0;
  for (const std::string* word : {&measure.cohort, &measure.strategy, &measure.measure, &measure.unit})
    crc = crc32(word->c_str(), word->size() + 1, crc);
  return crc;
}

}  // namespace

SweepMeasures::SweepMeasures(SweepFile& file) : file_(file) {
  SweepQuery rows = file_.query("SELECT id, cohort, strategy, measure, unit, crc FROM measures");
  while (rows.step()) {
    const auto at = ids_.emplace(SweepMeasure{rows.text(1), rows.text(2), rows.text(3), rows.text(4)}, rows.integer(0));
    if (crc_of(at.first->first) != rows.integer(5)) file_.fail_damaged("the name of a figure is not what was written");
    names_[rows.integer(0)] = {&at.first->first, 0};
  }
}

std::int64_t SweepMeasures::find(const SweepMeasure& measure) const {
  const auto found = ids_.find(measure);
  return found == ids_.end() ? 0 : found->second;
}

std::int64_t SweepMeasures::id(const Measure& figure) {
  SweepMeasure measure{figure.cohort, figure.strategy, figure.measure, figure.unit};
  if (const std::int64_t known = find(measure)) return known;
  SweepQuery add =
      file_.query("INSERT INTO measures (cohort, strategy, measure, unit, crc) VALUES (?, ?, ?, ?, ?) RETURNING id");
  add << measure.cohort << measure.strategy << measure.measure << measure.unit << crc_of(measure);
  add.step();
  const std::int64_t id = add.integer(0);
  const auto at = ids_.emplace(std::move(measure), id);
  names_[id] = {&at.first->first, 0};
  ranked_ = false;
  return id;
}

void SweepMeasures::rank() const {
  std::size_t rank = 0;
  for (const auto& [measure, id] : ids_) names_[id].rank = rank++;
  ranked_ = true;
}

std::vector<Measure> SweepMeasures::read(std::int64_t run, std::size_t figures, std::int64_t crc) const {
  if (!ranked_) rank();
  struct Figure {
    Name name;
    double value;
  };
  std::vector<Figure> found;
  found.reserve(std::min(figures, ids_.size()));
  FiguresCrc sum;
  SweepQuery rows = file_.query("SELECT measure, value FROM metrics WHERE run = ? ORDER BY measure");
  rows << run;
  while (rows.step()) {
    sum.add(rows.integer(0), rows.number(1));
    const auto name = names_.find(rows.integer(0));
    if (name == names_.end()) file_.fail_damaged("a figure without a name");
    found.push_back({name->second, rows.number(1)});
  }
  if (found.size() != figures || sum.value() != crc)
    file_.fail_damaged("figures of run " + std::to_string(run) + " are not what was written");
  std::sort(found.begin(), found.end(), [](const Figure& a, const Figure& b) { return a.name.rank < b.name.rank; });
  std::vector<Measure> sorted;
  sorted.reserve(found.size());
  for (const Figure& f : found) {
    const SweepMeasure& m = *f.name.measure;
    sorted.push_back({m.cohort, m.strategy, m.measure, m.unit, f.value});
  }
  return sorted;
}

}  // namespace clout
