#include "sim/scenario/unit_design.h"

#include <array>
#include <bit>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/core/random.h"

namespace clout {
namespace {

// ---- Sobol ----

constexpr std::size_t kDigits = 32;

// A primitive polynomial, its coefficients as binary digits, and the first direction numbers, one for each degree.
struct Directions {
  std::uint16_t polynomial;
  std::array<std::uint16_t, 9> first;
};

// Dimensions 1 and up; dimension 0 is the van der Corput sequence. Source: S. Joe, F. Y. Kuo, "Constructing Sobol
// sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008: first rows of new-joe-kuo-6.21201.
constexpr std::array<Directions, kSobolDimensions - 1> kDirections = {{
    {3, {1}},
    {7, {1, 3}},
    {11, {1, 3, 1}},
    {13, {1, 1, 1}},
    {19, {1, 1, 3, 3}},
    {25, {1, 3, 5, 13}},
    {37, {1, 1, 5, 5, 17}},
    {41, {1, 1, 5, 5, 5}},
    {47, {1, 1, 7, 11, 19}},
    {55, {1, 1, 5, 1, 1}},
    {59, {1, 1, 1, 3, 11}},
    {61, {1, 3, 5, 5, 31}},
    {67, {1, 3, 3, 9, 7, 49}},
    {91, {1, 1, 1, 15, 21, 21}},
    {97, {1, 3, 1, 13, 27, 49}},
    {103, {1, 1, 1, 15, 7, 5}},
    {109, {1, 3, 1, 15, 13, 25}},
    {115, {1, 1, 5, 5, 19, 61}},
    {131, {1, 3, 7, 11, 23, 15, 103}},
    {137, {1, 3, 7, 13, 13, 15, 69}},
    {143, {1, 1, 3, 13, 7, 35, 63}},
    {145, {1, 3, 5, 9, 1, 25, 53}},
    {157, {1, 3, 1, 13, 9, 35, 107}},
    {167, {1, 3, 1, 5, 27, 61, 31}},
    {171, {1, 1, 5, 11, 19, 41, 61}},
    {185, {1, 3, 5, 3, 3, 13, 69}},
    {191, {1, 1, 7, 13, 1, 19, 1}},
    {193, {1, 3, 7, 5, 13, 19, 59}},
    {203, {1, 1, 3, 9, 25, 29, 41}},
    {211, {1, 3, 5, 13, 23, 1, 55}},
    {213, {1, 3, 7, 3, 13, 59, 17}},
    {229, {1, 3, 1, 3, 5, 53, 69}},
    {239, {1, 1, 5, 5, 23, 33, 13}},
    {241, {1, 1, 7, 7, 1, 61, 123}},
    {247, {1, 1, 7, 9, 13, 61, 49}},
    {253, {1, 3, 3, 5, 3, 55, 33}},
    {285, {1, 3, 1, 15, 31, 13, 49, 245}},
    {299, {1, 3, 5, 15, 31, 59, 63, 97}},
    {301, {1, 3, 1, 11, 11, 11, 77, 249}},
    {333, {1, 3, 1, 11, 27, 43, 71, 9}},
    {351, {1, 1, 7, 15, 21, 11, 81, 45}},
    {355, {1, 3, 7, 3, 25, 31, 65, 79}},
    {357, {1, 3, 1, 1, 19, 11, 3, 205}},
    {361, {1, 1, 5, 9, 19, 21, 29, 157}},
    {369, {1, 3, 7, 11, 1, 33, 89, 185}},
    {391, {1, 3, 3, 3, 15, 9, 79, 71}},
    {397, {1, 3, 7, 11, 15, 39, 119, 27}},
    {425, {1, 1, 3, 1, 11, 31, 97, 225}},
    {451, {1, 1, 1, 3, 23, 43, 57, 177}},
    {463, {1, 3, 7, 7, 17, 17, 37, 71}},
    {487, {1, 3, 1, 5, 27, 63, 123, 213}},
    {501, {1, 1, 3, 5, 11, 43, 53, 133}},
    {529, {1, 3, 5, 5, 29, 17, 47, 173, 479}},
    {539, {1, 3, 3, 11, 3, 1, 109, 9, 69}},
    {545, {1, 1, 1, 5, 17, 39, 23, 5, 343}},
    {557, {1, 3, 1, 5, 25, 15, 31, 103, 499}},
    {563, {1, 1, 1, 11, 11, 17, 63, 105, 183}},
    {601, {1, 1, 5, 11, 9, 29, 97, 231, 363}},
    {607, {1, 1, 5, 15, 19, 45, 41, 7, 383}},
    {617, {1, 3, 7, 7, 31, 19, 83, 137, 221}},
    {623, {1, 1, 1, 3, 23, 15, 111, 223, 83}},
    {631, {1, 1, 5, 13, 31, 15, 55, 25, 161}},
    {637, {1, 1, 3, 13, 25, 47, 39, 87, 257}},
}};

using Columns = std::array<std::uint32_t, kDigits>;

// V[k]: what binary digit k of the index contributes, with V[k] = m[k] 2^(31 - k) and for k >= degree s
//   m[k] = 2 a1 m[k-1] ^ 4 a2 m[k-2] ^ ... ^ 2^s m[k-s] ^ m[k-s].
constexpr Columns columns_of(std::size_t dim) {
  Columns v{};
  if (dim == 0) {
    for (std::size_t k = 0; k < kDigits; ++k) v[k] = std::uint32_t{1} << (kDigits - 1 - k);
    return v;
  }
  const Directions& d = kDirections[dim - 1];
  const auto degree = static_cast<std::size_t>(std::bit_width(d.polynomial)) - 1;
  for (std::size_t k = 0; k < degree; ++k) v[k] = std::uint32_t{d.first[k]} << (kDigits - 1 - k);
  for (std::size_t k = degree; k < kDigits; ++k) {
    v[k] = v[k - degree] ^ (v[k - degree] >> degree);
    for (std::size_t i = 1; i < degree; ++i)
      if ((d.polynomial >> (degree - i) & 1) != 0) v[k] ^= v[k - i];
  }
  return v;
}

const std::array<Columns, kSobolDimensions>& all_columns() {
  static constexpr auto kAll = [] {
    std::array<Columns, kSobolDimensions> all{};
    for (std::size_t dim = 0; dim < kSobolDimensions; ++dim) all[dim] = columns_of(dim);
    return all;
  }();
  return kAll;
}

std::uint32_t digits_of(std::uint32_t index, const Columns& v) {
  std::uint32_t digits = 0;
  for (std::uint32_t gray = index ^ (index >> 1); gray != 0; gray &= gray - 1)
    digits ^= v[static_cast<std::size_t>(std::countr_zero(gray))];
  return digits;
}

// A number in (0, 1) whose first 32 binary digits are `digits`, the next 20 random.
double with_tail(std::uint32_t digits, std::uint64_t random) {
  return (static_cast<double>(digits) + (static_cast<double>(random >> 44) + 0.5) * 0x1p-20) * 0x1p-32;
}

// Owen's scrambling: whether a digit is flipped is a fair coin of its own for every sequence of digits before it, each
// coin a hash of that sequence, which is told from shorter ones by a leading 1. All digits after the 32nd of a Sobol
// point are 0 and become coins that no other point shares.
double scrambled(std::uint32_t digits, Key key) {
  std::uint32_t flips = 0;
  for (std::size_t k = 0; k < kDigits; ++k) {
    const std::uint64_t before = (std::uint64_t{1} << k) | (std::uint64_t{digits} >> (kDigits - k));
    flips = flips << 1 | static_cast<std::uint32_t>(draw(key, before) >> 63);
  }
  return with_tail(digits ^ flips, draw(key, std::uint64_t{1} << 32 | digits));
}

Key key_of(UnitDesign kind, std::uint64_t seed, std::uint64_t b) {
  return make_key(seed, Stream::design, static_cast<std::uint32_t>(kind), b);
}

UnitPoints sobol(UnitDesign kind, std::size_t points, std::size_t dims, std::uint64_t seed) {
  UnitPoints p{points, dims, std::vector<double>(points * dims)};
  for (std::size_t j = 0; j < dims; ++j) {
    const Columns& v = all_columns()[j];
    const Key key = key_of(kind, seed, j);
    for (std::size_t i = 0; i < points; ++i)
      p.values[i * dims + j] = scrambled(digits_of(static_cast<std::uint32_t>(i), v), key);
  }
  return p;
}

// ---- The others ----

UnitPoints random_points(std::size_t points, std::size_t dims, std::uint64_t seed) {
  UnitPoints p{points, dims, std::vector<double>(points * dims)};
  for (std::size_t j = 0; j < dims; ++j) {
    const Key key = key_of(UnitDesign::random, seed, j);
    for (std::size_t i = 0; i < points; ++i) p.values[i * dims + j] = to_unit(draw(key, i));
  }
  return p;
}

/// 0 .. n-1 in random order. Source: Fisher, Yates; Durstenfeld 1964.
std::vector<std::uint32_t> permutation(std::size_t n, Rng& rng) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  for (std::size_t k = n; k > 1; --k) std::swap(order[k - 1], order[rng.below(static_cast<std::uint32_t>(k))]);
  return order;
}

UnitPoints latin_hypercube(std::size_t points, std::size_t dims, std::uint64_t seed) {
  UnitPoints p{points, dims, std::vector<double>(points * dims)};
  const auto n = static_cast<double>(points);
  for (std::size_t j = 0; j < dims; ++j) {
    Rng rng(seed, Stream::design, static_cast<std::uint32_t>(UnitDesign::latin_hypercube), j);
    const std::vector<std::uint32_t> stratum = permutation(points, rng);
    for (std::size_t i = 0; i < points; ++i) {
      // Never at an edge of the stratum, nor rounded to it.
      const double within = (static_cast<double>(rng.u64() >> 44) + 0.5) * 0x1p-20;
      p.values[i * dims + j] = (stratum[i] + within) / n;
    }
  }
  return p;
}

// Every coordinate goes once from one of its lower two levels to two levels higher, or back.
UnitPoints morris(std::size_t trajectories, std::size_t dims, std::uint64_t seed) {
  constexpr std::size_t kUp = kMorrisLevels / 2;
  UnitPoints p{trajectories * (dims + 1), dims, {}};
  p.values.reserve(p.rows * dims);
  std::vector<std::size_t> level(dims);
  const auto add_row = [&] {
    for (const std::size_t l : level) p.values.push_back(static_cast<double>(l) / (kMorrisLevels - 1));
  };
  for (std::size_t t = 0; t < trajectories; ++t) {
    Rng rng(seed, Stream::design, static_cast<std::uint32_t>(UnitDesign::morris), t);
    for (std::size_t& l : level) l = rng.below(kMorrisLevels);
    add_row();
    for (const std::uint32_t j : permutation(dims, rng)) {
      level[j] = level[j] < kUp ? level[j] + kUp : level[j] - kUp;
      add_row();
    }
  }
  return p;
}

UnitPoints saltelli(std::size_t points, std::size_t dims, std::uint64_t seed) {
  const UnitPoints base = sobol(UnitDesign::saltelli, points, 2 * dims, seed);
  UnitPoints p{points * (dims + 2), dims, {}};
  p.values.reserve(p.rows * dims);
  for (std::size_t i = 0; i < points; ++i) {
    const std::span<const double> a = base.row(i).first(dims), b = base.row(i).last(dims);
    p.values.insert(p.values.end(), a.begin(), a.end());
    p.values.insert(p.values.end(), b.begin(), b.end());
    for (std::size_t j = 0; j < dims; ++j) {
      p.values.insert(p.values.end(), a.begin(), a.end());
      p.values[p.values.size() - dims + j] = b[j];
    }
  }
  return p;
}

}  // namespace

std::uint32_t sobol_digits(std::uint32_t index, std::size_t dim) {
  if (dim >= kSobolDimensions) throw std::invalid_argument("sobol_digits: no such dimension");
  return digits_of(index, all_columns()[dim]);
}

std::size_t unit_design_rows(UnitDesign kind, std::size_t points, std::size_t dims) {
  if (kind == UnitDesign::morris) return points * (dims + 1);
  if (kind == UnitDesign::saltelli) return points * (dims + 2);
  return points;
}

UnitPoints unit_design(UnitDesign kind, std::size_t points, std::size_t dims, std::uint64_t seed) {
  if (points == 0 || dims == 0) throw std::invalid_argument("unit_design: no points or no dimensions");
  if (points > std::size_t{1} << 31) throw std::invalid_argument("unit_design: more than 2^31 points");
  const bool is_sobol = kind == UnitDesign::sobol || kind == UnitDesign::saltelli;
  if (is_sobol && !std::has_single_bit(points))
    throw std::invalid_argument("unit_design: " + std::to_string(points) + " points are no power of two");
  const std::size_t most = kind == UnitDesign::saltelli ? kSobolDimensions / 2 : kSobolDimensions;
  if (is_sobol && dims > most)
    throw std::invalid_argument("unit_design: " + std::to_string(dims) + " dimensions; at most " +
                                std::to_string(most));
  switch (kind) {
    case UnitDesign::random:
      return random_points(points, dims, seed);
    case UnitDesign::latin_hypercube:
      return latin_hypercube(points, dims, seed);
    case UnitDesign::sobol:
      return sobol(kind, points, dims, seed);
    case UnitDesign::morris:
      return morris(points, dims, seed);
    case UnitDesign::saltelli:
      return saltelli(points, dims, seed);
  }
  throw std::invalid_argument("unit_design: no such design");
}

}  // namespace clout
