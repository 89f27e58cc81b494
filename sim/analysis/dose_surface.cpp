#include "sim/analysis/dose_surface.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/analysis/bootstrap.h"

namespace clout {
namespace {

constexpr std::size_t kTerms = 6;                           // 1, u, v, u^2, uv, v^2
constexpr std::size_t kMatrix = kTerms * (kTerms + 1) / 2;  // lower triangle by rows
constexpr std::size_t kLinearTerms = 3;
constexpr double kSmallestPivot = 1e-9;  // share of a diagonal entry that elimination must leave; rounding leaves 1e-15
constexpr double kBeyond = 0.1;          // of a bandwidth, that a node may lie beyond the largest dose. Assumed.
constexpr double kLongestAtEdge = 0.4;  // of the largest root of hours offline, to which a window at 0 grows. Assumed.
constexpr double kCornerProbes = 2 * kFewestProbes;  // effective, that a bandwidth must find in each corner. Assumed.

void check(const DoseProbes& probes, std::span<const std::span<const double>> responses) {
  const std::size_t n = probes.probes();
  if (probes.hours_offline.size() != n || probes.weight.size() != n || probes.begin.empty() ||
      probes.begin.front() != 0 || probes.begin.back() != n ||
      !std::is_sorted(probes.begin.begin(), probes.begin.end()))
    throw std::invalid_argument("dose surface: doses, weights and worlds do not fit");
  for (const auto* column : {&probes.hours_online, &probes.hours_offline, &probes.weight})
    for (const double x : *column)
      if (!(x >= 0 && std::isfinite(x)))
        throw std::invalid_argument("dose surface: a dose or weight is negative or not finite");
  for (const auto& response : responses)
    if (response.size() != n) throw std::invalid_argument("dose surface: a response has not one figure a probe");
}

// Doses as roots of hours, and the largest on each axis.
struct Roots {
  explicit Roots(const DoseProbes& probes) : online(probes.probes()), offline(probes.probes()) {
    for (std::size_t p = 0; p < online.size(); ++p) {
      online[p] = std::sqrt(probes.hours_online[p]);
      offline[p] = std::sqrt(probes.hours_offline[p]);
      online_max = std::max(online_max, online[p]);
      offline_max = std::max(offline_max, offline[p]);
    }
  }
  std::vector<double> online, offline;
  double online_max = 0, offline_max = 0;
};

// Responses of a probe side by side: [probe][response].
std::vector<double> by_probe(std::span<const std::span<const double>> responses, std::size_t probes) {
  std::vector<double> values(probes * responses.size());
  for (std::size_t r = 0; r < responses.size(); ++r)
    for (std::size_t p = 0; p < probes; ++p) values[p * responses.size() + r] = responses[r][p];
  return values;
}

// sums[i * responses + r] += weight x[i] y[r]
template <std::size_t N>
void add_rows(double* sums, const std::array<double, N>& x, double weight, const double* y, std::size_t responses) {
  for (std::size_t i = 0; i < N; ++i) {
    const double share = weight * x[i];
    for (std::size_t r = 0; r < responses; ++r) sums[i * responses + r] += share * y[r];
  }
}

double kernel(double x) { return std::max(0.0, 1 - x * x); }

// Half the window about a root of hours offline, of which the largest is `most`: as much of it lies above 0 as in the
// middle, where it is the bandwidth, up to kLongestAtEdge.
double half_window(double place, double most, double bandwidth) {
  return std::max(bandwidth * most, std::min(2 * bandwidth, kLongestAtEdge) * most - place);
}

std::array<double, kTerms> terms(double u, double v) { return {1, u, v, u * u, u * v, v * v}; }

// First column of the inverse of a symmetric matrix (lower triangle by rows) by Cholesky; false if it is singular.
template <std::size_t N>
bool first_column_of_inverse(const double* matrix, std::array<double, N>& z) {
  std::array<std::array<double, N>, N> l;
  for (std::size_t i = 0; i < N; ++i) {
    const double* row = matrix + i * (i + 1) / 2;
    for (std::size_t j = 0; j < i; ++j) {
      double sum = row[j];
      for (std::size_t k = 0; k < j; ++k) sum -= l[i][k] * l[j][k];
      l[i][j] = sum * l[j][j];  // the diagonal holds reciprocals
    }
    double pivot = row[i];
    for (std::size_t k = 0; k < i; ++k) pivot -= l[i][k] * l[i][k];
    if (!(pivot > kSmallestPivot * row[i])) return false;
    l[i][i] = 1 / std::sqrt(pivot);
  }
  for (std::size_t i = 0; i < N; ++i) {
    double sum = i == 0 ? 1.0 : 0.0;
    for (std::size_t k = 0; k < i; ++k) sum -= l[i][k] * z[k];
    z[i] = sum * l[i][i];
  }
  for (std::size_t i = N; i-- > 0;) {
    double sum = z[i];
    for (std::size_t k = i + 1; k < N; ++k) sum -= l[k][i] * z[k];
    z[i] = sum * l[i][i];
  }
  return true;
}

// Whether each corner of the design has effective probes enough to stay known when worlds are drawn anew.
bool reaches_corners(const DoseProbes& probes, const Roots& roots, double bandwidth) {
  for (const double online : {0.0, roots.online_max})
    for (const double offline : {0.0, roots.offline_max}) {
      double sum = 0, squares = 0;
      for (std::size_t p = 0; p < probes.probes(); ++p) {
        const double weight = probes.weight[p] * kernel((roots.online[p] - online) / (bandwidth * roots.online_max)) *
                              kernel((roots.offline[p] - offline) / (bandwidth * roots.offline_max));
        sum += weight;
        squares += weight * weight;
      }
      if (!(sum * sum >= kCornerProbes * squares && squares > 0)) return false;
    }
  return true;
}

// Predictions of left-out worlds by local-linear fits of the others, made at a mesh over the design and straight
// between its nodes: cost grows with the number of probes, not with its square.
class LeftOutWorlds {
 public:
  // `values` as of by_probe.
  LeftOutWorlds(const DoseProbes& probes, const Roots& roots, const std::vector<double>& values, std::size_t responses,
                double bandwidth)
      : probes_(probes),
        roots_(roots),
        responses_(responses),
        stride_(1 + kLinearMatrix + kLinearTerms * responses),
        sums_(kMesh * kMesh * probes.worlds() * stride_),
        values_(kMesh * kMesh * responses),
        known_(kMesh * kMesh) {
    const double across = bandwidth * roots.online_max, along = bandwidth * roots.offline_max;
    for (std::size_t node = 0; node < kMesh * kMesh; ++node) {
      const double online = place(node / kMesh) * roots.online_max, offline = place(node % kMesh) * roots.offline_max;
      for (std::size_t w = 0; w < probes.worlds(); ++w)
        for (std::size_t p = probes.begin[w]; p < probes.begin[w + 1]; ++p) {
          const double u = (roots.online[p] - online) / across, v = (roots.offline[p] - offline) / along;
          const double weight = kernel(u) * kernel(v) * probes.weight[p];
          if (!(weight > 0)) continue;
          double* const sums = of(node, w);
          const std::array<double, kLinearTerms> x = {1, u, v};
          sums[0] += weight * weight;
          std::size_t at = 1;
          for (std::size_t i = 0; i < kLinearTerms; ++i)
            for (std::size_t k = 0; k <= i; ++k) sums[at++] += weight * x[i] * x[k];
          add_rows(sums + at, x, weight, values.data() + p * responses_, responses_);
        }
    }
  }

  // Fits the mesh without a world.
  void leave_out(std::size_t world) {
    std::vector<double> total(stride_);
    std::array<double, kLinearTerms> z;
    for (std::size_t node = 0; node < kMesh * kMesh; ++node) {
      std::fill(total.begin(), total.end(), 0.0);
      for (std::size_t w = 0; w < probes_.worlds(); ++w) {
        if (w == world) continue;
        const double* const sums = of(node, w);
        for (std::size_t k = 0; k < stride_; ++k) total[k] += sums[k];
      }
      known_[node] = total[0] > 0 && total[1] * total[1] >= kFewestProbes * total[0] &&
                     first_column_of_inverse<kLinearTerms>(total.data() + 1, z);
      if (!known_[node]) continue;
      double* const values = values_.data() + node * responses_;
      std::fill_n(values, responses_, 0.0);
      for (std::size_t i = 0; i < kLinearTerms; ++i) {
        const double* const row = total.data() + 1 + kLinearMatrix + i * responses_;
        for (std::size_t r = 0; r < responses_; ++r) values[r] += z[i] * row[r];
      }
    }
  }

  // Fills one prediction a response for a probe; false where the mesh is unknown.
  bool predict(std::size_t probe, std::span<double> out) const {
    const double x = roots_.online[probe] / roots_.online_max * (kMesh - 1);
    const double y = roots_.offline[probe] / roots_.offline_max * (kMesh - 1);
    const auto left = std::min(static_cast<std::size_t>(x), kMesh - 2);
    const auto below = std::min(static_cast<std::size_t>(y), kMesh - 2);
    const double right = x - static_cast<double>(left), above = y - static_cast<double>(below);
    std::fill(out.begin(), out.end(), 0.0);
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t k = 0; k < 2; ++k) {
        const std::size_t node = (left + i) * kMesh + below + k;
        if (!known_[node]) return false;
        const double share = (i == 1 ? right : 1 - right) * (k == 1 ? above : 1 - above);
        for (std::size_t r = 0; r < responses_; ++r) out[r] += share * values_[node * responses_ + r];
      }
    return true;
  }

 private:
  static constexpr std::size_t kMesh = 11;  // nodes on an axis: half the narrowest bandwidth apart
  static constexpr std::size_t kLinearMatrix = kLinearTerms * (kLinearTerms + 1) / 2;

  static double place(std::size_t k) { return static_cast<double>(k) / (kMesh - 1); }
  double* of(std::size_t node, std::size_t world) { return sums_.data() + (node * probes_.worlds() + world) * stride_; }

  const DoseProbes& probes_;
  const Roots& roots_;
  std::size_t responses_, stride_;
  std::vector<double> sums_;    // [node][world][sum of squared weights, matrix, rows of responses]
  std::vector<double> values_;  // [node][response]
  std::vector<bool> known_;     // [node]
};

}  // namespace

DoseSurface::DoseSurface(const DoseProbes& probes, std::span<const std::span<const double>> responses,
                         std::span<const Dose> nodes, double bandwidth)
    : worlds_(probes.worlds()),
      responses_(responses.size()),
      stride_(kMatrix + kTerms * responses.size()),
      sums_(nodes.size() * probes.worlds() * stride_),
      effective_(nodes.size()),
      open_(nodes.size()) {
  check(probes, responses);
  if (!(bandwidth > 0)) throw std::invalid_argument("dose surface: the bandwidth must be above 0");
  const Roots roots(probes);
  const std::vector<double> values = by_probe(responses, probes.probes());
  const double across = bandwidth * roots.online_max;
  if (!(across > 0 && roots.offline_max > 0)) return;  // all doses are 0 on an axis: nothing is known
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    const double online = std::sqrt(nodes[node].hours_online), offline = std::sqrt(nodes[node].hours_offline);
    const double along = half_window(offline, roots.offline_max, bandwidth);
    double sum = 0, squares = 0;
    std::size_t worlds_near = 0;
    for (std::size_t w = 0; w < worlds_; ++w) {
      double* const sums = sums_.data() + (node * worlds_ + w) * stride_;
      bool near = false;
      for (std::size_t p = probes.begin[w]; p < probes.begin[w + 1]; ++p) {
        const double u = (roots.online[p] - online) / across, v = (roots.offline[p] - offline) / along;
        const double weight = kernel(u) * kernel(v) * probes.weight[p];
        if (!(weight > 0)) continue;
        near = true;
        sum += weight;
        squares += weight * weight;
        const auto x = terms(u, v);
        std::size_t at = 0;
        for (std::size_t i = 0; i < kTerms; ++i)
          for (std::size_t j = 0; j <= i; ++j) sums[at++] += weight * x[i] * x[j];
        add_rows(sums + at, x, weight, values.data() + p * responses_, responses_);
      }
      worlds_near += near;
    }
    effective_[node] = squares > 0 ? sum * sum / squares : 0;
    open_[node] = effective_[node] >= kFewestProbes && (worlds_near > 1 || worlds_ == 1) &&
                  online <= roots.online_max + kBeyond * across && offline <= roots.offline_max + kBeyond * along;
  }
}

void DoseSurface::fit(std::span<const double> world_weight, std::span<double> out) const {
  if (world_weight.size() != worlds_ || out.size() != nodes() * responses_)
    throw std::invalid_argument("dose surface: weights or room for values do not fit");
  // Worlds are added four at a time, which spares most of the traffic; the fourth may be one of weight 0.
  struct Term {
    std::size_t offset;
    double weight;
  };
  std::vector<Term> drawn;
  for (std::size_t w = 0; w < worlds_; ++w)
    if (world_weight[w] > 0) drawn.push_back({w * stride_, world_weight[w]});
  while (drawn.size() % 4 != 0) drawn.push_back({0, 0.0});
  std::vector<double> total(stride_);
  std::array<double, kTerms> z;
  for (std::size_t node = 0; node < nodes(); ++node) {
    double* const values = out.data() + node * responses_;
    std::fill_n(values, responses_, kNone);
    if (!open_[node]) continue;
    std::fill(total.begin(), total.end(), 0.0);
    const double* const sums = sums_.data() + node * worlds_ * stride_;
    for (std::size_t d = 0; d < drawn.size(); d += 4) {
      const double *const a = sums + drawn[d].offset, *const b = sums + drawn[d + 1].offset;
      const double *const c = sums + drawn[d + 2].offset, *const e = sums + drawn[d + 3].offset;
      const double wa = drawn[d].weight, wb = drawn[d + 1].weight, wc = drawn[d + 2].weight, we = drawn[d + 3].weight;
      double* const into = total.data();
      for (std::size_t k = 0; k < stride_; ++k) into[k] += (wa * a[k] + wb * b[k]) + (wc * c[k] + we * e[k]);
    }
    if (!first_column_of_inverse<kTerms>(total.data(), z)) continue;
    std::fill_n(values, responses_, 0.0);
    for (std::size_t i = 0; i < kTerms; ++i) {
      const double* const row = total.data() + kMatrix + i * responses_;
      for (std::size_t r = 0; r < responses_; ++r) values[r] += z[i] * row[r];
    }
  }
}

std::vector<double> DoseSurface::fit() const {
  const std::vector<double> ones(worlds_, 1.0);
  std::vector<double> out(nodes() * responses_);
  fit(ones, out);
  return out;
}

std::vector<double> choose_bandwidths(const DoseProbes& probes, std::span<const std::span<const double>> responses,
                                      std::size_t group_size) {
  check(probes, responses);
  if (group_size == 0 || responses.size() % group_size != 0)
    throw std::invalid_argument("choose_bandwidths: responses do not come out even in groups");
  const std::size_t n = probes.probes(), groups = responses.size() / group_size;
  std::vector<double> chosen(groups, kBandwidths.back());
  const Roots roots(probes);
  if (probes.worlds() < 2 || !(roots.online_max > 0 && roots.offline_max > 0)) return chosen;
  std::vector<double> candidates;
  for (const double bandwidth : kBandwidths)
    if (reaches_corners(probes, roots, bandwidth)) candidates.push_back(bandwidth);

  std::vector<double> error(candidates.size() * n * groups);  // [candidate][probe][group], squared
  std::vector<bool> predicted(n, true);                       // by all candidates
  std::vector<double> prediction(responses.size());
  const std::vector<double> values = by_probe(responses, n);
  for (std::size_t h = 0; h < candidates.size(); ++h) {
    LeftOutWorlds worlds(probes, roots, values, responses.size(), candidates[h]);
    for (std::size_t w = 0; w < probes.worlds(); ++w) {
      worlds.leave_out(w);
      for (std::size_t p = probes.begin[w]; p < probes.begin[w + 1]; ++p) {
        if (!worlds.predict(p, prediction)) {
          predicted[p] = false;
          continue;
        }
        for (std::size_t r = 0; r < responses.size(); ++r) {
          const double miss = responses[r][p] - prediction[r];
          error[(h * n + p) * groups + r / group_size] += probes.weight[p] * miss * miss;
        }
      }
    }
  }
  std::vector<double> total(candidates.size() * groups);  // [candidate][group]
  for (std::size_t h = 0; h < candidates.size(); ++h)
    for (std::size_t p = 0; p < n; ++p)
      for (std::size_t g = 0; g < groups && predicted[p]; ++g) total[h * groups + g] += error[(h * n + p) * groups + g];
  for (std::size_t g = 0; g < groups; ++g) {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t h = candidates.size(); h-- > 0;) {  // of equals the widest
      if (!(total[h * groups + g] < least)) continue;
      least = total[h * groups + g];
      chosen[g] = candidates[h];
    }
  }
  return chosen;
}

}  // namespace clout
