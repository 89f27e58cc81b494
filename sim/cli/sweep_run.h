// Lives the runs of a sweep that are missing, in worker processes, and puts what comes of them into its store.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

#include "sim/cli/options.h"
#include "sim/cli/sweep_study.h"
#include "sim/output/sweep_store.h"

namespace clout {

/// How a sweep went.
struct SweepEnd {
  std::size_t done = 0, failed = 0;     ///< in this call
  bool stopped = false;                 ///< interrupted, or by --fail-fast
  double seconds = 0, run_seconds = 0;  ///< by the clock; of all runs, summed
  unsigned jobs = 1;
};

/// Points at which the measure of `until` is known well enough, of all that the store has.
struct KnownPoints {
  std::size_t enough = 0, points = 0;
  bool unknown = false;  ///< runs are done, and none of them has that measure: no number of worlds will do
  bool all() const { return points > 0 && enough == points; }
};
/// By the first `worlds` worlds of each point, from seed `first` on. Those beyond do not count: of a round that was
/// stopped in the middle some points have them and some do not.
KnownPoints known_points(const SweepStoreReader& store, const SweepUntil& until, std::uint64_t first,
                         std::int64_t worlds);

/// One run of a study by itself: its figures. @throws what a run throws
std::vector<Measure> live_run(const SweepStudy& study, const WantedRun& cell);

/// Lives the runs of study.order that are not done in the store, in that order, round by round if sweep.until says so
/// and a run has its measure.
/// @throws FileError
SweepEnd live_sweep(SweepStudy& study, SweepStore& store, const Options& options, std::ostream& err);

}  // namespace clout
