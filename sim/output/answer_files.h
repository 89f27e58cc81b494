// The answers of a run that has margins, made from the probes of its worlds, as files:
//
//   margins.csv   what the next hour buys, by strategy, measure, horizon and dose
//   answers.csv   points, mixes and averages that are read off the margins
//   who_pays.csv  what an hour more of the probes did to themselves and to everybody else
//   pairing.csv   how much it bought that branches of one world are compared
//   curves.csv    outcomes by dose, and figures of their curves
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/curves.h"
#include "sim/analysis/margins.h"
#include "sim/analysis/probe_outcomes.h"
#include "sim/analysis/who_pays.h"
#include "sim/core/parallel.h"

namespace clout {

struct RunAnswers {
  MarginTables margins;
  std::vector<HourReturn> returns;
  std::vector<PairingRow> pairing;
  std::vector<CurveRow> curves;
  Dose median;  ///< of people who are no probes, mean over worlds; a node of the margins' grid
  bool only_probes = false;  ///< there are no others: the median is nobody's
};

/// The same worlds with scores and gains alone; how hours were spent and how many contacts there are is not what an
/// hour is for.
std::vector<ProbeOutcomes> scores_and_gains(std::span<const ProbeOutcomes> worlds);

/// Tables from the probes of a run's worlds.
/// @param strategies  names by index.
/// @throws std::invalid_argument  worlds that do not fit each other.
/// The same bits on any number of threads.
RunAnswers answers_of(std::span<const ProbeOutcomes> worlds, std::span<const std::string> strategies, ThreadPool& pool);

/// Writes the five files into a folder. @throws FileError
void write_answers(const std::filesystem::path& folder, const RunAnswers& answers);

}  // namespace clout
