// The store of a sweep: one SQLite file in which its runs land one by one, each in a transaction of its own.
//
// It survives kill -9 at any moment: what record() has returned from is there, whole, and nothing else is. The same
// opening goes on. One process writes at a time (STORE.lock), from one thread; others may read (SweepStoreReader).
// Workers that the process forks must not use it, and may end as they like. sweep_merge.h merges, sweep_export.h
// exports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "sim/output/sweep_records.h"
#include "sim/output/sweep_store_reader.h"

namespace clout {

/// Refuses a store of another sweep.
/// @param found   what is in the store at `path`.
/// @param advice  the end of the sentence.
/// @throws FileError  scenario_hash, version or axes differ.
void refuse_other(const std::filesystem::path& path, const SweepIdentity& found, const SweepIdentity& expected,
                  const std::string& advice);

/// Whether one of two designs holds all points of the other, so that their runs may stand in one store. Points of two
/// others would be taken for one sample there.
bool fit_together(const std::vector<StoredPoint>& one, const std::vector<StoredPoint>& other);

class SweepStore {
 public:
  enum class Opening {
    go_on,     ///< make it, or go on with the same design or a part of it
    extend,    ///< make it, or go on and add what the design has more, see extend()
    overwrite  ///< delete it if it is there, then make it
  };

  /// Opens a store for writing and locks it until close() or the end of the process, however that comes.
  ///
  /// @throws FileError  in use by another sweep; made by another scenario, version or format, with other axes, or
  ///                    (go_on) with other points or fewer runs; not a sweep store; damaged; not writable. The file
  ///                    is as it was then.
  /// @throws std::invalid_argument  a design that fits neither itself nor the axes.
  /// Cost: 0.1 s for a finished sweep of 10,000 runs.
  SweepStore(std::filesystem::path path, const SweepIdentity& identity, const StoredDesign& design,
             Opening opening = Opening::go_on);
  ~SweepStore();  ///< close(), but silent
  SweepStore(const SweepStore&) = delete;
  SweepStore& operator=(const SweepStore&) = delete;

  const std::filesystem::path& path() const;
  /// All that can be read, of what has landed so far.
  const SweepStoreReader& reader() const { return *reader_; }

  enum class Retry { failed, nothing };
  /// Which runs of a list are still to do, in its order; runs of points of equal hash once.
  /// @param retry  failed: runs that failed are to do again; nothing: they are not.
  /// Cost: about 5 us a run.
  std::vector<WantedRun> pending(std::span<const WantedRun> order, Retry retry = Retry::failed) const;

  enum class Landed {
    fresh,          ///< the run was not there
    after_failure,  ///< it was there as failed
    already         ///< it was there as done: with the same figures, or this one failed; nothing has changed
  };
  /// Puts a run that has ended into the store, in one transaction.
  /// @throws FileError  it is done there with other figures (both are named); the disk is full. Nothing has changed
  ///                    then.
  /// @throws std::invalid_argument  not in the design or not wanted; figures that are not finite or there twice; a
  ///                    failed run with figures or without an error; seconds that are negative or not finite.
  /// Cost: 0.9 ms with 300 figures.
  Landed record(const StoredRun& run);

  /// Adds points and wanted runs, in one transaction; what has landed stays, as its identity is (hash, seed).
  ///
  /// Either the design has all points of before: then points have its numbers. Or it has the first of them and no more,
  /// and nothing is added but runs.
  /// @throws FileError  it is another design, whose points would stand among those of before as if drawn together.
  /// @throws std::invalid_argument  as in the constructor.
  void extend(const StoredDesign& design);

  /// Tidies up, so that one file is left, and unlocks. Afterwards nothing else may be called.
  /// @throws FileError  the disk is full, say; nothing is lost then.
  void close();

 private:
  friend class SweepMerge;
  struct Inside;
  std::unique_ptr<Inside> inside_;
  std::unique_ptr<SweepStoreReader> reader_;
};

}  // namespace clout
