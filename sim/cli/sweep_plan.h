// What a sweep takes, before it is begun.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "sim/cli/sweep_study.h"

namespace clout {

struct SweepPlan {
  std::size_t points = 0, runs = 0;
  double agent_days = 0;
  double memory_bytes = 0;  ///< of all workers together, at the point that needs most
  double disk_bytes = 0;    ///< of the store
  double seconds = 0;       ///< by the clock
  unsigned jobs = 1;
  bool learns = false;  ///< as of RunPlan, at some point
};

/// Looks at a sample of the points and takes the rest for alike: figures are those of plan_run (plan.h), of one thread
/// a run and without analyses, which no run of a sweep makes. Memory and disk within 20 %, and time, with slowness_here
/// (pace.h), within a factor of 1.5 (tests/bench/sweep_plan.py).
/// @param slowness  how many times the days_seconds of plan_run a scenario takes; asked of a few of the points.
SweepPlan plan_sweep(const SweepStudy& study, unsigned jobs, const std::function<double(const Scenario&)>& slowness);

/// The plan, and the first runs in the order in which they are lived, as text for people.
std::string sweep_plan_text(const SweepStudy& study, const SweepPlan& plan, std::size_t width);

}  // namespace clout
