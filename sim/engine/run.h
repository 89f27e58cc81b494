// From a scenario to results: each seed is a world, lived through burn-in and horizon. Worlds run side by side where
// there are enough of them and they are small, else one after the other with all threads inside; the results are the
// same either way.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/analysis/summary.h"
#include "sim/engine/branch.h"
#include "sim/engine/course.h"
#include "sim/engine/measure.h"
#include "sim/engine/probe_record.h"

namespace clout {

/// Bytes held at the end of a world, by kind, and what they are divided by.
struct MemoryUse {
  std::uint64_t agents = 0, links = 0, tie_ends = 0, engagers = 0;
  std::uint64_t agent_bytes = 0, link_bytes = 0, tie_bytes = 0, engager_bytes = 0, score_bytes = 0, scratch_bytes = 0;
  std::uint64_t total() const {
    return agent_bytes + link_bytes + tie_bytes + engager_bytes + score_bytes + scratch_bytes;
  }
};

struct WorldResult {
  std::uint64_t seed = 0;
  AgentColumnNames names;
  AgentColumns columns;
  WorldMeasures measures;
  std::vector<LikenessRow> likeness;
  std::vector<DailyRow> daily;
  std::vector<DailyRow> course;   ///< empty unless output.course_every_days
  std::vector<DailyRow> learned;  ///< at each review; empty if nobody learns
  ProbeOutcomes probes;    ///< empty without margins
  DayCounts totals;        ///< over all days that were lived, those of copies included
  MemoryUse memory;
  std::uint64_t digest = 0;  ///< of the last day's state
};

/// A world on its way: all that a checkpoint keeps. The Society is not in it, since scenario and seed give it again.
/// With margins, `branch` waits at the fork while its copies live one after the other, and goes on last: so there are
/// two branches at most.
struct RunState {
  RunState(const RunSetup& setup, std::uint64_t seed, ThreadPool& pool);
  Branch branch;
  Measurement measurement;
  Course course;
  ProbeRecord probes;
  std::vector<DailyRow> daily, course_rows, learned;
  DayCounts totals;
  std::optional<Branch> copy;       ///< the copy that is under way
  std::uint32_t copies_done = 0;
  void visit_state(StateVisitor& v);
};

/// Days that a world lives, those of its copies included.
double days_lived(const Scenario& scenario);

/// What a caller may listen to. Calls come from the thread that runs the world; for worlds side by side, from several.
struct RunHooks {
  const std::atomic<bool>* stop = nullptr;           ///< set: give up after the day that is being lived
  std::function<void(std::uint64_t agent_days)> progress;  ///< so many more are done
  std::function<void(std::uint64_t seed, const World&)> snapshot;  ///< at the end of output.snapshot_days
  std::function<void(std::uint64_t seed, RunState&)> save;         ///< every output.checkpoint_every_days
  std::function<bool(std::uint64_t seed, RunState&)> load;         ///< at the start; true if the state was loaded
};

/// One world from day 0, or from a checkpoint, to the end. nullopt if it was stopped.
std::optional<WorldResult> run_world(const RunSetup& setup, std::uint64_t seed, ThreadPool& pool,
                                     const RunHooks& hooks = {});

/// True if worlds of so many agents are lived side by side, a thread each: where there are enough of them and they are
/// not above 200 thousand agents, which use the memory of the machine better one at a time.
bool side_by_side(std::size_t worlds, std::int64_t agents, unsigned threads);

/// Runs `seeds`; calls finished(result) once for each world that comes to its end, one call at a time, in any order.
/// @return  true if all came to their end, false if stopped.
bool run_worlds(const Scenario& scenario, const std::vector<std::uint64_t>& seeds, unsigned threads,
                const RunHooks& hooks, const std::function<void(WorldResult&&)>& finished);

/// Memory of a branch and the scratch that it used, by kind.
MemoryUse memory_use(const Branch& branch, const DayScratch& scratch);

}  // namespace clout
