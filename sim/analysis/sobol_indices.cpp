#include "sim/analysis/sobol_indices.h"

#include <algorithm>
#include <stdexcept>

namespace clout {
namespace {

/// Base rows with all responses, less the mean of all y_A and y_B, by columns: A, B, 1 .. d.
struct Columns {
  std::size_t rows = 0;
  std::vector<double> values;
  double mean = 0;

  std::span<const double> column(std::size_t k) const { return std::span(values).subspan(k * rows, rows); }
};

Columns columns_of(std::span<const double> responses, std::size_t dims) {
  const std::size_t width = dims + 2;
  std::vector<std::size_t> whole;
  for (std::size_t i = 0; i < responses.size() / width; ++i) {
    const std::span<const double> row = responses.subspan(i * width, width);
    if (std::all_of(row.begin(), row.end(), is_there)) whole.push_back(i);
  }
  Columns c{whole.size(), std::vector<double>(whole.size() * width), 0};
  for (const std::size_t i : whole) c.mean += responses[i * width] + responses[i * width + 1];
  if (!whole.empty()) c.mean /= 2 * static_cast<double>(whole.size());
  for (std::size_t k = 0; k < width; ++k)
    for (std::size_t j = 0; j < whole.size(); ++j) c.values[k * c.rows + j] = responses[whole[j] * width + k] - c.mean;
  return c;
}

}  // namespace

SobolIndices sobol_indices(std::span<const double> responses, std::size_t dims, const BootstrapParams& params) {
  if (dims == 0 || responses.size() % (dims + 2) != 0)
    throw std::invalid_argument("sobol_indices: not dims + 2 responses for each base row");
  const Columns c = columns_of(responses, dims);
  const std::span<const double> a = c.column(0), b = c.column(1);
  SobolIndices result;
  result.base_rows = c.rows;
  result.mean = c.mean;

  // What does not change with the weights of base rows; 1e-24 of the largest square is a variance of rounding alone.
  double largest = c.mean * c.mean;
  for (std::size_t j = 0; j < c.rows; ++j) {
    result.variance += (a[j] * a[j] + b[j] * b[j]) / (2 * static_cast<double>(c.rows));
    largest = std::max({largest, a[j] * a[j], b[j] * b[j]});
  }
  const double nothing = 1e-24 * largest;

  // figures: S_1 .. S_d, ST_1 .. ST_d
  const std::vector<FigureInterval> figures =
      bootstrap_worlds(c.rows, 2 * dims, params, [&](std::span<const double> weight, std::span<double> out) {
        const auto n = static_cast<double>(c.rows);
        double mean = 0, squares = 0;
        for (std::size_t j = 0; j < c.rows; ++j) {
          mean += weight[j] * (a[j] + b[j]);
          squares += weight[j] * (a[j] * a[j] + b[j] * b[j]);
        }
        mean /= 2 * n;
        const double variance = squares / (2 * n) - mean * mean;
        if (!(variance > nothing)) return;
        for (std::size_t i = 0; i < dims; ++i) {
          const std::span<const double> y = c.column(2 + i);
          double first = 0, total = 0;
          for (std::size_t j = 0; j < c.rows; ++j) {
            const double change = weight[j] * (y[j] - a[j]);
            first += (b[j] - mean) * change;
            total += change * (y[j] - a[j]);
          }
          out[i] = first / (n * variance);
          out[dims + i] = total / (2 * n * variance);
        }
      });
  for (std::size_t i = 0; i < dims; ++i) result.of.push_back({figures[i], figures[dims + i]});
  return result;
}

}  // namespace clout
