// From margins to advice: when the next hour is better spent offline, and how to split the hours of a week.
//
// All of it is read off four surfaces at a few nodes: what the next hour a week buys online (M_on) and offline (M_off),
// their difference D = M_off - M_on, and the level G. Margins are differences over one step, so sums of them along a
// line of doses telescope: no quadrature is needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/bootstrap.h"
#include "sim/analysis/dose_surface.h"

namespace clout {

/// Where a curve over hours first rises above zero, and what may be said of it.
enum class PointKind : std::uint8_t { from_the_first_hour, within_range, never_in_range, cannot_tell };
inline constexpr const char* kPointKindNames[] = {"from the first hour", "within the range", "never in the range",
                                                  "cannot tell"};

/// `hours` is meaningful for the first two kinds only (0 for the first).
struct Crossing {
  PointKind kind = PointKind::cannot_tell;
  double hours = 0;
};

/// The smallest hours at which a curve is above 0.
///
/// Between nodes the curve is the cubic through the four nearest in roots of hours. A node without value (kNone) before
/// the first node above zero makes it cannot_tell, and so do fewer than two nodes.
/// @param hours  strictly ascending, >= 0, the first is where the range begins.
/// @param curve  one a node.
/// @throws std::invalid_argument  lengths that differ, or hours that do not rise.
/// Example: hours 0, 1, 4 and sqrt(hours) - 1.5: within_range, 2.25.
Crossing first_above_zero(std::span<const double> hours, std::span<const double> curve);

/// Gain along all splits of a total of hours.
struct Mix {
  bool known = false;
  double best_share = 0;                 ///< share of hours online at which gain is largest, in [0, 1]
  double low_share = 0, high_share = 0;  ///< the stretch about it in which gain is at least 95 % of the best
  double loss_all_online = 0, loss_all_offline = 0;  ///< 1 - gain there / best gain
};

/// Best split of n * step hours a week into online and offline.
///
/// Gain at k steps online follows from its neighbours, G(k + 1, n - k - 1) - G(k, n - k) = -step D(k, n - 1 - k), and
/// the constant from the mean of the levels; between steps it is the cubic through the four nearest, at 16 points a
/// step.
/// @param difference  D at (k, n - 1 - k) steps, k = 0 .. n - 1; per hour.
/// @param level       G at (k, n - k) steps, k = 0 .. n.
/// @param step        hours of one step.
/// @return known only if every entry is there and the best gain is above 0 (else shares of it mean nothing).
/// @throws std::invalid_argument  level has not one entry more than difference.
/// Example: step 1, D = {-1, 1}, level {4, 5, 4}: best at share .5.
Mix best_mix(std::span<const double> difference, std::span<const double> level, double step);

/// What the first `hours` online buy on average an hour: sum of margins, between steps the cubic through the four
/// nearest sums, over `hours`. kNone if a margin is missing or hours is not in (0, n * step].
/// @param margin  M_on at 0, step, 2 step, ...: n entries, per hour.
/// Example: margins 4, 2 with step 1: 3 over two hours.
double average_hour(std::span<const double> margin, double step, double hours);

/// Hours past which the next hour online buys less than a quarter of `average`; cannot_tell unless average > 0.
/// @param hours, margin  as in first_above_zero.
Crossing h_dagger(std::span<const double> hours, std::span<const double> margin, double average);

inline constexpr double kDaggerShare = 0.25;  ///< the essay's quarter
inline constexpr double kBandShare = 0.05;    ///< a mix within this share of the best is as good as the best

/// What is asked, in hours a week.
struct OfflineQuestion {
  double online_max = 0, offline_max = 0;        ///< range of the design
  std::vector<double> frontier_offline;          ///< hours offline at which the frontier is wanted; ascending
  std::vector<double> totals = {5, 10, 20, 40};  ///< for best mixes
  Dose median;                                   ///< of the median user, for h_dagger
  double step = 1;                               ///< hours that a margin is taken over
};

/// One point with its interval over worlds. What is said of it:
/// - from_the_first_hour: the curve's interval is above 0 at 0 h;
/// - within_range: the point's interval ends in the range, and the curve's is above 0 at the next node after that end;
/// - never_in_range: all but a tail (expanded_tail) of the resamples have the curve nowhere above 0, and somewhere its
///   interval is below 0.
/// Of the first two the curve's interval must also be nowhere below 0 from there on. A curve that is 0 crosses it in
/// most resamples; none of these holds of it. Nothing is said where more than a tail of the resamples cannot tell, or
/// lack the curve where it would have to be above 0: so of h_dagger, whose curve is there only where the average hour
/// buys something.
struct PointAnswer {
  PointKind kind = PointKind::cannot_tell;  ///< what intervals of 6 worlds or more bear out, see below
  FigureInterval hours;                     ///< 0 for "from the first hour"; cut to [0, online_max]
  bool open_above = false;                  ///< more resamples have their point beyond the range than a tail may leave
                                            ///< out: the interval has no upper end, and its high is that of the range
  double from_the_first_hour = 0, never_in_range = 0;  ///< shares of resamples
};

struct FrontierAnswer {
  double hours_offline = 0;
  PointAnswer online;  ///< smallest hours online with D > 0 there
};

/// Intervals of shares are cut to [0, 1]. A loss is 0 or more and has no upper end: gain may be below 0 at an end of
/// the mix, which loses more than all of the best.
struct MixAnswer {
  double total_hours = 0;
  FigureInterval best_share, low_share, high_share, loss_all_online, loss_all_offline;
};

struct OfflineAnswers {
  PointAnswer take_it_offline;           ///< smallest hours online with D > 0 at no hours offline
  std::vector<FrontierAnswer> frontier;  ///< one for each of frontier_offline
  std::vector<MixAnswer> mixes;          ///< one for each of totals
  FigureInterval average_hour;           ///< what an average hour online of the median user buys
  PointAnswer h_dagger;
};

/// Turns a question into nodes, and values at those nodes into figures and answers. The figures of one response are a
/// block of `figures()` numbers, so that many measures can be drawn over the same resamples.
class OfflineReader {
 public:
  /// @throws std::invalid_argument  step, a range or total that is not positive, or hours offline out of order.
  explicit OfflineReader(OfflineQuestion question);

  const OfflineQuestion& question() const { return question_; }

  /// Where D, M_on and G are needed.
  std::span<const Dose> difference_nodes() const { return difference_nodes_; }
  std::span<const Dose> online_nodes() const { return online_nodes_; }
  std::span<const Dose> level_nodes() const { return level_nodes_; }
  std::size_t figures() const { return figures_; }

  /// @param difference, online, level  values at the nodes above, kNone where unknown.
  /// @param out                        figures() entries.
  /// @throws std::invalid_argument  sizes that do not fit.
  void read(std::span<const double> difference, std::span<const double> online, std::span<const double> level,
            std::span<double> out) const;

  /// Intervals are cut to where their figure can be, which those of few worlds (bootstrap_worlds) need not keep to:
  /// hours to [0, online_max], shares to [0, 1], losses to 0 and above.
  /// @param figures  intervals of what read() filled.
  OfflineAnswers answers(std::span<const FigureInterval> figures) const;

 private:
  OfflineQuestion question_;
  std::vector<Dose> difference_nodes_, online_nodes_, level_nodes_;
  std::vector<double> line_roots_;      // of the hours online of a line
  std::size_t sum_steps_ = 0;           // nodes at whole steps online, for the average hour
  std::vector<std::size_t> mix_steps_;  // of each total; 0 = beyond the design, or no whole number of steps
  std::size_t figures_ = 0;
};

}  // namespace clout
