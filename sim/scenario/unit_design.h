// Designs of computer experiments on the unit cube: where a sweep looks, before anybody knows what the axes are. A
// design is a function of (kind, points, dimensions, seed) and of nothing else; sweep.h makes values of its numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace clout {

enum class UnitDesign : std::uint32_t { random = 1, latin_hypercube = 2, sobol = 3, morris = 4, saltelli = 5 };

/// Dimensions that Sobol points have; a Saltelli design takes two for each of its own.
inline constexpr std::size_t kSobolDimensions = 64;

/// Levels of a Morris design, and how far it steps: p / (2 (p - 1)).
inline constexpr std::size_t kMorrisLevels = 4;
inline constexpr double kMorrisStep = 2.0 / 3;

/// Points by rows.
struct UnitPoints {
  std::size_t rows = 0, dims = 0;
  std::vector<double> values;  ///< rows * dims

  double at(std::size_t row, std::size_t dim) const { return values[row * dims + dim]; }
  std::span<const double> row(std::size_t i) const { return std::span(values).subspan(i * dims, dims); }
};

/// Rows that a design has: `points`, morris points (dims + 1), saltelli points (dims + 2).
std::size_t unit_design_rows(UnitDesign kind, std::size_t points, std::size_t dims);

/// A design on the unit cube.
///
///   random           independent uniform points in [0, 1).
///   latin_hypercube  one point in each of `points` equal strata of each dimension, anywhere in it; strata of the
///                    dimensions are paired at random. Source: McKay, Beckman, Conover 1979.
///   sobol            the first `points` of the Sobol sequence from its zero point on, each dimension scrambled by
///                    itself: in (0, 1), and every dyadic interval of length 2^-m keeps one of each 2^m points. Source:
///                    Sobol 1967; direction numbers of Joe, Kuo 2008 (new-joe-kuo-6); nested uniform scrambling of
///                    Owen 1995. The zero point belongs to it and a power of two is needed: Owen 2020, "On dropping the
///                    first Sobol' point".
///   morris           `points` trajectories of dims + 1 rows, each row one step of +-2/3 in one dimension after the one
///                    before; levels 0, 1/3, 2/3, 1, so in [0, 1]. Source: Morris 1991.
///   saltelli         for each of `points` base rows dims + 2 rows: A, B, and for each dimension i A with coordinate i
///                    of B. (A, B) is a scrambled Sobol point in 2 dims dimensions. Source: Saltelli et al. 2010.
///
/// Prefix: but for latin_hypercube, the design of more points begins with that of fewer.
/// @param points  >= 1; of sobol and saltelli a power of two, at most 2^31.
/// @param dims    >= 1; of sobol at most 64, of saltelli 32.
/// @throws std::invalid_argument  anything else.
/// Cost: a few ns a number, of sobol and saltelli 80 ns; 8 bytes each.
/// Example: morris, 1 point, 2 dims may be (0, 1), (0, 1/3), (2/3, 1/3).
UnitPoints unit_design(UnitDesign kind, std::size_t points, std::size_t dims, std::uint64_t seed);

/// The Sobol sequence itself, not scrambled, in the order of Antonov and Saleev 1979 (Gray code), as it is published:
/// 32 binary digits of coordinate `dim` < kSobolDimensions of point `index`, as a whole number.
/// @throws std::invalid_argument  dim out of range.
/// Example: dimension 0, points 0 .. 3: 0, 1/2, 3/4, 1/4 of 2^32.
std::uint32_t sobol_digits(std::uint32_t index, std::size_t dim);

}  // namespace clout
