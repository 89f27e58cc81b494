// What a sweep takes, before it is begun.
#pragma once

#include <cstddef>
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
/// a run and without analyses, which no run of a sweep makes. Time within a factor of 1.5 and memory and disk within
/// 20 % on the reference machine (tests/bench/sweep_plan.py).
SweepPlan plan_sweep(const SweepStudy& study, unsigned jobs);

/// The plan, and the first runs in the order in which they are lived, as text for people.
std::string sweep_plan_text(const SweepStudy& study, const SweepPlan& plan, std::size_t width);

}  // namespace clout
