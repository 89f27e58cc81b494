// What becomes of the probes of a world in each branch after the fork. Observing changes nothing: a record reads the
// branch that is being lived and keeps columns of its own, as long as the list of probes.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "sim/analysis/probe_outcomes.h"
#include "sim/core/parallel.h"
#include "sim/engine/branch.h"
#include "sim/plugin/value.h"

namespace clout {

/// The probes of a world who have an account, ascending.
std::vector<AgentId> probes_of(const Society& society);

/// Days after the fork on which outcomes are taken: margins.horizon_days before the end of the horizon, and the end.
std::vector<Day> margin_days(const Scenario& scenario);

/// Fills a ProbeOutcomes, branch by branch: begin() once at the fork, then for each branch enter() and end_of_day()
/// after every day that it lives.
class ProbeRecord {
 public:
  ProbeRecord(const Scenario& scenario, const TieClock& clock);

  /// The fork: who the probes are and what doses they have.
  void begin(const Branch& branch);
  /// `branch`, as it is at the fork, goes on as `which`.
  void enter(ForkBranch which, const Branch& branch);
  void end_of_day(const Branch& branch, ThreadPool& pool);
  /// Values of everybody on a day on which those of the last window are due, of every model, from whoever has taken
  /// them of the same branch (ValuesTaken); before end_of_day(), which then need not take them.
  void take_values(std::size_t model, std::span<const double> value, std::span<const double> untouched);

  const ProbeOutcomes& outcomes() const { return outcomes_; }
  void visit_state(StateVisitor& v);

 private:
  /// Sums over the days of one window of gain, by value model.
  struct Window {
    std::vector<Column<double>> value, base;  // [model][probe]
    std::vector<double> others;               // [model]
  };
  void open_windows();
  void add_values(const Branch& branch, Window& window, bool of_others, ThreadPool& pool) const;
  void take_outcomes(const Branch& branch, std::size_t horizon);

  const Scenario& scenario_;
  const TieClock& clock_;
  const Day first_day_;
  std::vector<Day> horizons_;  // days after the fork
  std::vector<std::unique_ptr<ValueModel>> models_;
  std::uint32_t branch_ = 0;   // ForkBranch that is being lived
  std::vector<Window> windows_;                             // [horizon], of that branch
  bool has_todays_ = false;                                 // take_values() was called since the last end of day
  Column<std::uint32_t> seconds_online_, seconds_offline_;  // of probes, at the fork
  ProbeOutcomes outcomes_;                                  // horizon by horizon, in the order of measures()
};

}  // namespace clout
