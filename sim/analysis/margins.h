// What the next hour a week is worth, by strategy and dose: tables from the probes of forked worlds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/bootstrap.h"
#include "sim/analysis/dose_surface.h"
#include "sim/analysis/offline_point.h"
#include "sim/analysis/probe_outcomes.h"
#include "sim/core/parallel.h"

namespace clout {

/// matched: probes as the design made them, the same roles in every strategy. lived: probes weighed so that their roles
/// are as frequent as in the strategy's background.
enum class Standardisation : std::uint8_t { matched, lived };
inline constexpr const char* kStandardisationNames[] = {"matched", "lived"};

/// What the background of a strategy looks like; people whose lives advice is for.
struct StrategyBackground {
  std::string strategy;
  std::uint8_t index = 0;                                                     ///< as in ProbeOutcomes::strategy
  double online_low = 0, online_high = 0, offline_low = 0, offline_high = 0;  ///< 5 and 95 % of its doses, h/week
  std::vector<double> role_share;  ///< by role index; empty = no background: nothing is said of it as lived

  /// Whether few of the background have so many hours, or such a dose. Of no background it is not said.
  bool is_outside_online(double hours) const {
    return !role_share.empty() && (hours < online_low || hours > online_high);
  }
  bool is_outside_offline(double hours) const {
    return !role_share.empty() && (hours < offline_low || hours > offline_high);
  }
  bool is_outside(const Dose& dose) const {
    return is_outside_online(dose.hours_online) || is_outside_offline(dose.hours_offline);
  }
};

/// Doses at which margins are shown, dense where returns bend: 0, 1, 2, 4, 7, 12, 18, 27, 40, 60, 90, 135 h as far as
/// they lie below nine tenths of the largest dose of the design, then that one.
/// Example: 20: 0, 1, 2, 4, 7, 12, 20.
std::vector<double> dose_grid(double hours_max);

struct MarginParams {
  std::vector<double> hours_online = dose_grid(20);  ///< grid, h/week; what lies beyond the design is left out
  std::vector<double> hours_offline = dose_grid(20);
  std::vector<double> totals = {5, 10, 20, 40};  ///< h/week, for best mixes
  double online_max = 20, offline_max = 20;      ///< of the design, h/week
  Dose median;                                   ///< of the median user
  BootstrapParams bootstrap;
};

/// One row of margins.csv. Figures mean something only where `known`, their low and high where their interval is known.
struct MarginRow {
  std::string strategy, measure, unit;  ///< unit of the measure; margins are in it per hour a week
  Day horizon_days = 0;
  Standardisation standardisation = Standardisation::matched;
  double hours_online = 0, hours_offline = 0;
  bool known = false;  ///< enough probes about the dose
  Interval marginal_online, marginal_offline, difference;
  bool outside_support = false;  ///< dose outside the 5-95 % of the background's doses
  std::size_t worlds = 0;
  double probes = 0;     ///< effective number about the dose
  double bandwidth = 0;  ///< share of the largest root of hours, as chosen
};

/// One row of answers.csv.
struct AnswerRow {
  std::string strategy, measure, unit;  ///< unit of the quantity: h/week, share, or that of the measure an hour
  Day horizon_days = 0;
  Standardisation standardisation = Standardisation::matched;
  std::string quantity;   ///< take_it_offline_hours, frontier_hours_at_4h, h_dagger_hours, average_hour,
                          ///< best_mix_share_20h, best_mix_share_low_20h, best_mix_share_high_20h,
                          ///< loss_all_online_20h, loss_all_offline_20h
  FigureInterval figure;  ///< its interval cut to where the quantity can be, see OfflineReader::answers
  double from_the_first_hour = 0, never_in_range = 0;  ///< shares of resamples; points only
  bool open_above = false;       ///< points only: the interval reaches beyond the range, see PointAnswer
  bool outside_support = false;  ///< as in MarginRow, of the dose at which the answer stands: of a point its hours (if
                                 ///< it has any) and those offline along its line, of a mix the best one, of a loss
                                 ///< also the end that loses
  std::string answer;  ///< a name of kPointKindNames; "known" or "cannot tell" where the quantity is no point
};

/// How much pairing bought: variance over worlds of the mean difference of two branches of one world, and what it would
/// be between branches of different worlds.
struct PairingRow {
  std::string measure, branch;  ///< branch that base is taken from: online or offline
  Day horizon_days = 0;
  std::size_t worlds = 0;
  bool known = false;  ///< two worlds or more
  double variance_paired = 0, variance_unpaired = 0;
  double reduction = 0;  ///< variance_unpaired / variance_paired; 0 where the pairs do not differ at all
};

struct MarginTables {
  std::vector<MarginRow> margins;
  std::vector<AnswerRow> answers;
  std::vector<std::string> notes;  ///< sentences on what could not be said, and why
};

/// Margins and answers of every strategy, measure, horizon and standardisation.
///
/// A measure's bandwidth is chosen by choose_bandwidth on its margins online and offline together, per strategy and
/// standardisation, and kept in the resamples.
/// @param worlds       one entry a world, all with the same columns in the same order and the same step.
/// @param backgrounds  strategies that rows are wanted for.
/// @throws std::invalid_argument  worlds whose columns differ or do not fit their probes; a grid out of order.
/// Cost: 4 strategies, 18 columns, 20 worlds of 200 probes and 999 resamples take 3 10^10 instructions, about 10 s of a
/// core; two thirds are sums over worlds, so the cost grows with strategies * columns * worlds * resamples. Strategies
/// are reckoned side by side.
MarginTables margin_tables(std::span<const ProbeOutcomes> worlds, std::span<const StrategyBackground> backgrounds,
                           const MarginParams& params, ThreadPool& pool);

/// Rows for each column and for the branches online and offline, over all probes; v_paired = var_w(mean(x - base)),
/// v_unpaired = var_w(mean x) + var_w(mean base), with n - 1.
/// Example: means (base, online) of two worlds (0, 1) and (10, 11.2): paired .02, unpaired 50 + 52.02.
std::vector<PairingRow> variance_reduction(std::span<const ProbeOutcomes> worlds);

}  // namespace clout
