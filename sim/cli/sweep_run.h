// Lives the runs of a sweep that are missing, in worker processes, and puts what comes of them into its store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

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

/// The figures that decide whether worlds are enough, as they are in a store when this is made: rounds that have been
/// lived before are decided without reading them again.
class UntilFigures {
 public:
  /// @param first  seed of world 0. @throws FileError  Cost: 10 us a run.
  UntilFigures(const SweepStoreReader& store, const SweepUntil& until, std::uint64_t first);
  /// By the first `worlds` worlds of each point. Those beyond do not count: of a round that was stopped in the middle
  /// some points have them and some do not.
  KnownPoints known(std::int64_t worlds) const;

 private:
  struct Figure {
    std::uint64_t world;
    double value;
  };
  double ci_halfwidth_;
  std::size_t points_;
  bool unknown_;
  std::map<std::size_t, std::vector<Figure>> of_point_;
};

/// One run of a study by itself: its figures. @throws what a run throws
std::vector<Measure> live_run(const SweepStudy& study, const WantedRun& cell);

/// Lives the runs of study.order that are not done in the store, in that order, round by round if sweep.until says so
/// and a run has its measure.
/// @throws FileError
SweepEnd live_sweep(SweepStudy& study, SweepStore& store, const Options& options, std::ostream& err);

}  // namespace clout
