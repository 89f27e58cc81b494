// What a world measures, again and again on its way: the course that its measures take.
#pragma once

#include <vector>

#include "sim/analysis/daily.h"
#include "sim/core/parallel.h"
#include "sim/engine/branch.h"
#include "sim/engine/measure.h"

namespace clout {

/// The measures of WorldMeasures every output.course_every_days, flows (posts, messages, hours a week ...) counted
/// since the row before, values as they stand that day. Of the cohorts, background and everyone: the row of a strategy
/// is of its background, as in daily.csv. Days are counted so that one falls on the end of burn-in. What needs the last
/// 90 days (mobility) is not among them. Observing changes nothing. Memory: what a Measurement holds, about 100 bytes
/// an agent; none if output.course_every_days is 0.
class Course {
 public:
  Course(const Scenario& scenario, const TieClock& clock);

  /// To be called on day 0, before anything is lived.
  void start(const Branch& branch);
  /// To be called after every day. The rows of that day; none on days between.
  std::vector<DailyRow> end_of_day(const Branch& branch, ThreadPool& pool);

  void visit_state(StateVisitor& v) { measurement_.visit_state(v); }

 private:
  bool falls_on(Day day) const { return every_ > 0 && (day - first_) % every_ == 0; }

  Day every_, first_;  // first_: the end of burn-in
  Measurement measurement_;
};

}  // namespace clout
