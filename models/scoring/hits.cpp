#include "models/scoring/hits.h"

#include <cmath>
#include <vector>

#include "sim/core/column.h"
#include "sim/world/graph_kernels.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;

/// Makes a column of length 1; false if all of it is 0.
bool scale_to_one(Column<double>& x, ThreadPool& pool) {
  const double squares = ordered_sum(pool, x.size(), kChunk, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += x[i] * x[i];
    return sum;
  });
  if (!(squares > 0)) return false;
  const double scale = 1 / std::sqrt(squares);
  pool.for_chunks(x.size(), kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) x[i] *= scale;
  });
  return true;
}

double distance(const Column<double>& x, const Column<double>& y, ThreadPool& pool) {
  return std::sqrt(ordered_sum(pool, x.size(), kChunk, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += (x[i] - y[i]) * (x[i] - y[i]);
    return sum;
  }));
}

}  // namespace

void HitsParams::visit(ParamVisitor& v) {
  const std::vector<std::string> options = {"authority", "hub"};
  v.choice("publish", publish, options, {"", "Which of the two is the score.", "Kleinberg 1999"});
  v.real("tolerance", tolerance, {1e-15, 0.1},
         {"", "Change of the authorities, of length 1, at which to stop.", "assumed"});
  v.whole("max_iterations", max_iterations, {1, 1e6}, {"", "Iterations after which to stop in any case.", "assumed"});
}

void Hits::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  const std::size_t n = view.agents;
  const Csr& followees = view.followee_rows(pool);
  const Csr& followers = view.follower_rows(pool);
  // The same for everybody: from yesterday's authorities whoever had none would never come by any in a component of
  // their own, and of components alike the one that was first would keep all.
  Column<double> authority(n, n > 0 ? 1 / std::sqrt(static_cast<double>(n)) : 0), hub(n), before(n);
  bool links = true;
  for (std::int64_t k = 0; k < params_.max_iterations && links; ++k) {
    before = authority;
    row_sums(followees, authority, hub, pool);
    links = scale_to_one(hub, pool);
    row_sums(followers, hub, authority, pool);
    links = scale_to_one(authority, pool) && links;
    if (distance(before, authority, pool) <= params_.tolerance) break;
  }
  const bool publishes_hub = params_.publish == "hub";
  if (publishes_hub) {
    row_sums(followees, authority, hub, pool);
    scale_to_one(hub, pool);
  }
  const double scale = std::sqrt(static_cast<double>(n));
  for (std::size_t i = 0; i < n; ++i) scores[i] = static_cast<float>(scale * (publishes_hub ? hub[i] : authority[i]));
}

}  // namespace clout
