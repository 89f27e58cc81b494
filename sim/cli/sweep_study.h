// A sweep as it was asked for: its scenario, its points and the runs that it wants, ready to be lived and stored.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <vector>

#include "sim/cli/options.h"
#include "sim/output/sweep_store.h"
#include "sim/plugin/catalogue.h"
#include "sim/scenario/sweep_reader.h"

namespace clout {

struct SweepStudy {
  explicit SweepStudy(SweepReader sweep) : reader(std::move(sweep)) {}

  SweepReader reader;
  std::vector<SweepPoint> points;
  std::filesystem::path folder;
  SweepIdentity identity;
  StoredDesign design;           ///< `points` by hash_points; `wanted` is every point on every world
  std::vector<WantedRun> order;  ///< of `wanted`, as they are to be lived; of a shard, its own alone

  std::uint64_t seed_of(std::uint32_t world) const {
    return static_cast<std::uint64_t>(reader.base().worlds.seed) + world;
  }
  /// @throws ScenarioError  a combination of values that cannot be.
  Scenario scenario_at(std::size_t point) const;
};

/// Reads and checks, and makes the points: all that a plan needs. Faults are printed to `err`; nullptr then, and
/// `exit_code` says what to end with.
/// @throws UsageError  a --vary that says nothing. FileError  the scenario cannot be read.
std::unique_ptr<SweepStudy> read_study(const Options& options, const Catalogue& catalogue, std::ostream& err,
                                       int& exit_code);

/// Makes the points of the design, which a store needs, with the hashes that one knows already where it is of the same
/// sweep. Cost: below 1 ms a point that is not known, divided by the jobs.
/// @throws ScenarioError  a combination of values that cannot be.
void hash_points(SweepStudy& study, const Options& options, std::ostream& err);

/// The study of a store, enough to live its runs again. @throws FileError  what is in it cannot be read any more.
std::unique_ptr<SweepStudy> study_of(const SweepStoreReader& store, const Catalogue& catalogue);

/// Whether a point has the hash that it was planned with, which may change with a data file. Cost: some 1 ms, and
/// reading the files.
bool is_as_planned(const SweepStudy& study, std::size_t point);

/// Of a study of a store: looks whether the data files of a point are what they were. @throws FileError
void refuse_other_data(const SweepStudy& study, const std::filesystem::path& store, std::size_t point);

/// Makes every point on so many worlds what is wanted.
void want_worlds(SweepStudy& study, std::int64_t worlds);

/// Leaves to be lived the runs of shard K of N (shard_of_run), in the order in which runs are begun: there may be more
/// shards than points, a shard that is stopped or lost leaves an even sample, and with more worlds it keeps the runs that
/// it had. What is wanted stays the whole design, so that the runs of a shard that never comes are missed.
void keep_shard(SweepStudy& study, std::uint32_t shard, std::uint32_t shards);

/// What the store of a sweep of these options is called: FOLDER/sweep.sqlite, or that of a shard and attempt.
std::filesystem::path store_of(const SweepStudy& study, const SweepOptions& options);

}  // namespace clout
