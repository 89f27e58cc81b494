// What a run takes, estimated from the scenario alone, before anything is drawn.
#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace clout {

/// Of one thread, measured on the reference machine (two cores), release build, all stages on.
inline constexpr double kSecondsPerAgentDay = 1.3e-6;

struct RunPlan {
  double arms = 1;                           ///< the scenario itself included
  double points = 0;                         ///< of its plausible box
  double worlds = 0, agents = 0, links = 0;  ///< of the scenario itself
  double days = 0;                           ///< burn-in and horizon
  double agent_days = 0;                     ///< over all worlds of all arms
  double memory_bytes = 0;                   ///< of one world, of the arm that needs most
  double beyond_bytes = 0;  ///< that its process holds beyond the world, for a moment or because pages are whole
  double worlds_at_once = 1;
  double disk_bytes = 0;        ///< of one world's files
  double table_bytes = 0;       ///< on disk, of the tables and the report of the run and its arms
  double checkpoint_bytes = 0;  ///< on disk, of all worlds that live at a time, one being replaced each
  double seconds = 0;           ///< of all worlds of all arms and points on `threads`, and of the analyses
  double days_seconds = 0;      ///< of these: days, lived by people who are there
  double analysis_seconds = 0;  ///< and tables of margins, of the scenario itself, its arms and points
  unsigned threads = 1;
  /// Bytes that a world takes at most. The program itself takes some more, once.
  double peak_bytes() const { return memory_bytes + beyond_bytes; }
  bool learns = false;  ///< somebody learns: how many such people come to follow is not foreseen
};

/// Behind an amount of memory: nothing, or that who learns may need more.
std::string more_by_learning(bool learns);

/// Figures are rough: memory within some 20 %, time within a factor of two on other machines.
/// Builds each score for a thousand agents to ask what it holds; counts the lines with an edge of an edge list.
/// @param scenario  with its data read (check_data), so that population.agents is the number of people in a file.
/// @param threads   at least 1.
RunPlan plan_run(const Scenario& scenario, unsigned threads);

/// Bytes of memory of the machine, or fewer if this process may have fewer (limits of its control group and of its
/// address space); `free` of them without pushing others out.
struct MachineMemory {
  double bytes = 0, free = 0;
};
MachineMemory machine_memory();

/// What speaks against a plan on a machine of this memory: nothing, or a sentence. `hopeless` if it cannot be run, else
/// it may well be slow.
struct MemoryAdvice {
  std::string text;
  bool hopeless = false;
};
MemoryAdvice memory_advice(const RunPlan& plan, const MachineMemory& machine);

/// The plan as lines of text, each begun with `# `.
std::string plan_text(const RunPlan& plan, const MachineMemory& machine);

/// "1,234,567".
std::string count_text(double count);
/// "1 run", "1,234 runs".
std::string counted(double count, const std::string& one);
/// The same of what is not made by an s.
std::string counted(double count, const std::string& one, const std::string& several);
/// "1.9 GB", in powers of ten.
std::string bytes_text(double bytes);

}  // namespace clout
