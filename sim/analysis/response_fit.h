// Six families of response curves fitted to cell means (mean outcome by dose), and their average. They summarise the
// cells and explain nothing: which family is "true" nobody knows, so the average over families, weighted by how well
// each predicts, is what figures are taken from.
//
// The doses of the cells stay while means are drawn again and again (intervals over worlds), so whatever depends on
// doses alone is worked out once: ResponseFitter holds it, and a fit costs some microseconds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace clout {

/// Shapes g of a response y(t) = baseline + scale * g(t), t >= 0 in hours a week; g(0) = 0.
enum class Family : std::uint8_t {
  linear,            ///< t
  power,             ///< t^shape
  log,               ///< ln(1 + t / hours)
  exponential,       ///< 1 - e^(-t / hours)
  michaelis_menten,  ///< t / (hours + t)
  hill,              ///< t^shape / (hours^shape + t^shape)
};
inline constexpr std::size_t kFamilies = 6;
inline constexpr std::array<std::string_view, kFamilies> kFamilyNames = {
    "linear", "power", "log", "exponential", "michaelis_menten", "hill"};

/// One curve of a family. `hours` and `shape` are > 0 and ignored by families without them.
struct FamilyCurve {
  Family family = Family::linear;
  double baseline = 0;  ///< y(0)
  double scale = 0;
  double hours = 1;  ///< scale of doses: tau or K
  double shape = 1;  ///< exponent

  /// @param t  >= 0. Example: michaelis_menten, baseline 1, scale 6, hours 2: y(4) = 1 + 6 * 4 / (2 + 4) = 5.
  double value(double t) const;
  /// y'(t). At t = 0 power and hill with shape below 1 give an infinity with the sign of `scale` (0 if that is 0);
  /// shapes within 1e-6 of 1 are taken for 1 there.
  double slope(double t) const;
};

/// A weighted sum of family curves: one family with weight 1, or the average over families.
struct ResponseCurve {
  std::array<FamilyCurve, kFamilies> curve{};
  std::array<double, kFamilies> weight{};  ///< >= 0, sum 1; entries with weight 0 are not looked at

  static ResponseCurve of(const FamilyCurve& one);
  double value(double t) const;
  double slope(double t) const;
};

/// What one family makes of the cells.
struct FamilyFit {
  FamilyCurve curve;
  double rss = 0;     ///< weighted sum of squared residuals, weights scaled to a mean of 1
  double aicc = 0;    ///< +infinity where there are too few cells for the family's parameters
  double weight = 0;  ///< Akaike weight, in [0, 1]; they sum to 1 over families
};

struct ResponseFit {
  std::array<FamilyFit, kFamilies> family;  ///< [Family]
  ResponseCurve average;                    ///< over families of at least kLeastWeight, by their Akaike weights

  const FamilyFit& of(Family f) const { return family[static_cast<std::size_t>(f)]; }
  /// The family of the highest weight.
  Family best() const;
};

/// Families of a smaller Akaike weight are left out of the average: one that hardly counts, but is infinitely steep at
/// 0, must not decide what the average does there.
inline constexpr double kLeastWeight = 1e-6;

/// Fewest cells with which the AICc of all six families is defined: Hill's four parameters and the variance, and two.
inline constexpr std::size_t kFewestCells = 7;

/// Fits the six families to means at fixed doses, as often as is wanted.
///
/// For given `hours` and `shape` baseline and scale follow in closed form, so that only these are searched: first on a
/// grid of logarithms (hours from half the smallest positive dose to ten times the largest, 48 steps; exponent of
/// power .1 to 4, 48 steps; Hill 24 x 13 with exponents .5 to 6), then from the best point of the grid by Gauss-Newton
/// steps on the projected residual (halved until they gain, kept inside these bounds). A fit is never worse than its
/// grid. Beyond the bounds a family is as good as one of the others: hours of ten ranges are a straight line.
///
/// AICc = n ln(RSS / n) + 2 k + 2 k (k + 1) / (n - k - 1) with n = cells and k = parameters and the variance; weights
/// are proportional to exp(-AICc / 2). RSS counts as at least 1e-12 of the sum of squares about the mean, so that a
/// perfect fit has a weight and no infinity.
/// Source: Golub, Pereyra 1973 and Kaufman 1975 (variable projection); Hurvich, Tsai 1989 (AICc); Burnham, Anderson
/// 2002 (weights).
class ResponseFitter {
 public:
  /// @param hours    dose of each cell, >= 0, finite, at least four different ones, ascending or not.
  /// @param weights  of the cells, > 0 and finite (probes in a cell); their scale does not matter. Empty = all alike.
  /// @throws std::invalid_argument  fewer than kFewestCells cells, or what is said above does not hold.
  explicit ResponseFitter(std::span<const double> hours, std::span<const double> weights = {});

  /// @param means  one finite mean a cell.
  /// @throws std::invalid_argument  another number of means, or one is not finite.
  /// Cost: about 20 microseconds with 12 cells. Safe to call from several threads.
  ResponseFit fit(std::span<const double> means) const;

  std::size_t cells() const { return hours_.size(); }
  /// The largest dose.
  double range() const { return range_; }

 private:
  struct Grid {  // points of the search for one family; a row of `projector` is a unit vector, cells() long
    std::vector<std::array<double, 2>> log_params;
    std::vector<double> projector;
  };

  /// Least and greatest logarithms of the searched parameters.
  std::array<std::array<double, 2>, 2> bounds_of(Family family) const;
  FamilyFit fit_family(Family family, std::span<const double> centred, double mean) const;

  std::vector<double> hours_, log_hours_, weights_;
  double range_ = 0, least_log_hours_ = 0, most_log_hours_ = 0;
  std::array<Grid, kFamilies> grid_;
};

}  // namespace clout
