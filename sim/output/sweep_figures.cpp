#include "sim/output/sweep_figures.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/output/csv.h"

namespace clout {
namespace {

auto names_of(const Measure& m) { return std::tie(m.cohort, m.strategy, m.measure, m.unit); }

bool before(const Measure& a, const Measure& b) { return names_of(a) < names_of(b); }

}  // namespace

void sort_figures(std::vector<Measure>& figures) { std::sort(figures.begin(), figures.end(), before); }

std::string figure_name(const Measure& m) {
  return m.measure + " of " + m.strategy + " (" + m.cohort + (m.unit.empty() ? "" : ", " + m.unit) + ")";
}

std::string figures_fault(std::span<const Measure> figures) {
  for (const Measure& m : figures)
    if (!std::isfinite(m.value))
      return figure_name(m) + " is " +
             (std::isnan(m.value) ? "nan"
              : m.value > 0       ? "inf"
                                  : "-inf") +
             "; figures have to be finite, and what is not known is left out";
  std::vector<const Measure*> sorted;
  sorted.reserve(figures.size());
  for (const Measure& m : figures) sorted.push_back(&m);
  std::sort(sorted.begin(), sorted.end(), [](const Measure* a, const Measure* b) { return before(*a, *b); });
  for (std::size_t k = 1; k < sorted.size(); ++k)
    if (names_of(*sorted[k - 1]) == names_of(*sorted[k])) return figure_name(*sorted[k]) + " is there twice";
  return "";
}

std::string figures_difference(std::vector<Measure> one, std::vector<Measure> other) {
  sort_figures(one);
  sort_figures(other);
  for (std::size_t k = 0; k < std::max(one.size(), other.size()); ++k) {
    if (k == other.size() || (k < one.size() && before(one[k], other[k])))
      return figure_name(one[k]) + " is " + csv_number(one[k].value) + " and missing";
    if (k == one.size() || before(other[k], one[k]))
      return figure_name(other[k]) + " is missing and " + csv_number(other[k].value);
    if (one[k].value != other[k].value)
      return figure_name(one[k]) + " is " + csv_number(one[k].value) + " and " + csv_number(other[k].value);
  }
  return "";
}

}  // namespace clout
