#include "sim/engine/course.h"

#include <utility>

namespace clout {

Course::Course(const Scenario& scenario, const TieClock& clock)
    : every_(static_cast<Day>(scenario.output.course_every_days)),
      first_(static_cast<Day>(scenario.burn_in_days)),
      measurement_(scenario, clock) {}

void Course::start(const Branch& branch) {
  if (every_ == 0) return;
  measurement_.start(branch);
  if (falls_on(branch.world().day)) measurement_.count_from(branch);
}

std::vector<DailyRow> Course::end_of_day(const Branch& branch, ThreadPool& pool) {
  const Day today = branch.world().day;
  if (!falls_on(today)) return {};
  std::vector<DailyRow> rows;
  if (measurement_.counting()) {
    measurement_.take_values(branch, pool);
    WorldMeasures measures = measurement_.measures(branch, measurement_.columns(branch, pool), pool);
    for (Measure& m : measures.rows)
      if (m.cohort != kProbes)
        rows.push_back({today - first_, std::move(m.strategy), std::move(m.measure), std::move(m.unit), m.value});
  }
  measurement_.count_from(branch);
  return rows;
}

}  // namespace clout
