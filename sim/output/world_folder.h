// The files of one world, `worlds/NNNN/` of a run's folder (run_folder.h says what they are), written beside it and
// landed at the end: what is not finished leaves no trace that looks like a result.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "sim/analysis/agent_columns.h"
#include "sim/analysis/daily.h"
#include "sim/analysis/likeness.h"
#include "sim/analysis/probe_outcomes.h"
#include "sim/analysis/summary.h"

namespace clout {

/// A world's files while it is being run; made by RunFolder::begin_world.
class WorldFolder {
 public:
  /// Where further files of this world go (graphs); it moves with finish().
  const std::filesystem::path& path() const { return part_; }
  std::uint64_t seed() const { return seed_; }
  void write_agents(const AgentColumns& columns, const AgentColumnNames& names);
  void write_probes(const ProbeOutcomes& probes);
  void write_measures(const WorldMeasures& measures);
  void write_daily(std::span<const DailyRow> rows);
  void write_course(std::span<const DailyRow> rows);
  void write_learned(std::span<const DailyRow> rows);
  void write_likeness(std::span<const LikenessRow> rows);
  /// The world is whole: its folder lands, its checkpoint goes. @throws FileError  write_measures was not called, ...
  void finish();

 private:
  friend class RunFolder;
  WorldFolder(std::uint64_t seed, std::filesystem::path part, std::filesystem::path final_path,
              std::filesystem::path checkpoint);
  std::uint64_t seed_;
  std::filesystem::path part_, final_, checkpoint_;
};

}  // namespace clout
