#include "sim/world/graph_kernels.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/core/random.h"
#include "sim/world/chunks.h"

namespace clout {
namespace {

// Cuts 0 .. n-1 into ranges of about as much work: some edges, or as many agents. Depends on the graph alone, so that
// sums over ranges do not depend on threads.
std::vector<std::size_t> equal_ranges(const Csr& m) {
  constexpr std::uint64_t kWork = 1 << 16;
  std::vector<std::size_t> cuts = {0};
  std::uint64_t done = 0;
  for (std::size_t r = 0; r < m.rows(); ++r) {
    const std::uint64_t work = m.begin[r + 1] + 2 * (r + 1);
    if (work - done < kWork) continue;
    cuts.push_back(r + 1);
    done = work;
  }
  if (cuts.back() != m.rows()) cuts.push_back(m.rows());
  return cuts;
}

// Sum of value[i] over a row, always in this order.
double sum_of(std::span<const AgentId> row, const double* value) {
  const AgentId* i = row.data();
  const AgentId* const end = i + row.size();
  double a = 0, b = 0, c = 0, d = 0;  // four chains, since an addition waits for the one before
  for (; end - i >= 4; i += 4) {
    a += value[i[0]];
    b += value[i[1]];
    c += value[i[2]];
    d += value[i[3]];
  }
  for (; i != end; ++i) a += value[*i];
  return (a + b) + (c + d);
}

}  // namespace

double row_sums(const Csr& matrix, std::span<const double> values, std::span<double> sums, ThreadPool& pool) {
  if (sums.size() != matrix.rows() || values.size() != sums.size())
    throw std::invalid_argument("row_sums: the sizes of matrix, values and sums differ");
  const std::vector<std::size_t> cuts = equal_ranges(matrix);
  return ordered_sum(pool, cuts.size() - 1, 1, [&](std::size_t first, std::size_t last) {
    double change = 0;
    for (std::size_t r = cuts[first]; r < cuts[last]; ++r) {
      const double sum = sum_of(matrix.row(r), values.data());
      change += std::abs(sum - sums[r]);
      sums[r] = sum;
    }
    return change;
  });
}

PageRankResult pagerank(const Csr& followers_of, std::span<const std::uint32_t> followee_counts, double damping,
                        double tolerance, int max_iterations, std::span<const double> start, ThreadPool& pool) {
  const std::size_t n = followers_of.rows();
  if (!(damping >= 0 && damping < 1)) throw std::invalid_argument("pagerank: damping is outside [0, 1)");
  if (!(tolerance > 0)) throw std::invalid_argument("pagerank: tolerance is not above 0");
  if (max_iterations < 0) throw std::invalid_argument("pagerank: max_iterations is below 0");
  if (followee_counts.size() != n || (!start.empty() && start.size() != n))
    throw std::invalid_argument("pagerank: the sizes of graph, followee counts and start differ");
  PageRankResult result;
  result.scores.resize(n);
  if (n == 0) {
    result.converged = true;
    return result;
  }

  double* const score = result.scores.data();
  const double even = 1.0 / static_cast<double>(n);
  double scale = even;
  if (!start.empty()) {
    const double sum = ordered_sum(pool, n, kGraphChunk, [&](std::size_t first, std::size_t last) {
      double s = 0;
      for (std::size_t i = first; i < last; ++i) {
        if (!(start[i] >= 0)) throw std::invalid_argument("pagerank: a start score is not 0 or above");
        s += start[i];
      }
      return s;
    });
    if (!(sum > 0 && sum < 1e300))
      throw std::invalid_argument("pagerank: the start does not have a positive, finite sum");
    scale = 1 / sum;
  }
  // What an agent hands to each of its followees. Two columns, since all agents change at once.
  Column<double> given(n), next(n);
  double dangling = ordered_sum(pool, n, kGraphChunk, [&](std::size_t first, std::size_t last) {
    double unlinked = 0;
    for (std::size_t i = first; i < last; ++i) {
      score[i] = start.empty() ? scale : start[i] * scale;
      if (followee_counts[i] == 0) {
        unlinked += score[i];
      } else {
        given[i] = score[i] / followee_counts[i];
      }
    }
    return unlinked;
  });

  struct Part {
    double change, dangling;
  };
  const std::vector<std::size_t> cuts = equal_ranges(followers_of);
  std::vector<Part> parts(cuts.size() - 1);
  while (result.iterations < max_iterations && !result.converged) {
    const double base = ((1 - damping) + damping * dangling) * even;
    pool.for_chunks(parts.size(), 1, [&](std::size_t part, std::size_t, std::size_t, unsigned) {
      Part sum{0, 0};
      for (std::size_t v = cuts[part]; v < cuts[part + 1]; ++v) {
        const double now = base + damping * sum_of(followers_of.row(v), given.data());
        sum.change += std::fabs(now - score[v]);
        score[v] = now;
        if (followee_counts[v] == 0) {
          sum.dangling += now;
        } else {
          next[v] = now / followee_counts[v];
        }
      }
      parts[part] = sum;
    });
    std::swap(given, next);
    ++result.iterations;
    result.residual = dangling = 0;
    for (const Part& part : parts) {
      result.residual += part.change;
      dangling += part.dangling;
    }
    result.converged = result.residual <= tolerance;
  }
  return result;
}

namespace {

// Links that are returned, each counted once (a mutual pair is two).
std::uint64_t returned_links(const Csr& followees, const Csr& followers, ThreadPool& pool) {
  if (followees.rows() != followers.rows())
    throw std::invalid_argument("link_reciprocity: followees and followers differ in agents");
  const std::vector<std::size_t> cuts = equal_ranges(followees);
  std::vector<std::uint64_t> parts(cuts.size() - 1);
  pool.for_chunks(parts.size(), 1, [&](std::size_t part, std::size_t, std::size_t, unsigned) {
    std::uint64_t returned = 0;
    for (std::size_t u = cuts[part]; u < cuts[part + 1]; ++u) {
      std::span<const AgentId> small = followees.row(u), large = followers.row(u);
      if (small.size() > large.size()) std::swap(small, large);
      if (small.size() * 16 < large.size()) {  // the famous: look up instead of merging
        for (const AgentId v : small) returned += std::binary_search(large.begin(), large.end(), v);
        continue;
      }
      const AgentId *p = small.data(), *p_end = p + small.size(), *q = large.data(), *q_end = q + large.size();
      while (p != p_end && q != q_end) {
        const AgentId x = *p, y = *q;
        returned += x == y;
        p += x <= y;
        q += y <= x;
      }
    }
    parts[part] = returned;
  });
  std::uint64_t all = 0;
  for (const std::uint64_t part : parts) all += part;
  return all;
}

double degree_of(const Csr& followees, const Csr& followers, Degree kind, std::size_t a) {
  std::size_t d = 0;
  if (kind != Degree::followers) d += followees.row(a).size();
  if (kind != Degree::followees) d += followers.row(a).size();
  return static_cast<double>(d);
}

bool linked(const Csr& followees, AgentId u, AgentId v) {
  const std::span<const AgentId> row = followees.row(u);
  return std::binary_search(row.begin(), row.end(), v);
}

void neighbours(const Csr& followees, const Csr& followers, Link link, std::size_t a, std::vector<AgentId>& into) {
  const std::span<const AgentId> out = followees.row(a), in = followers.row(a);
  into.clear();
  if (link == Link::any) {
    std::set_union(out.begin(), out.end(), in.begin(), in.end(), std::back_inserter(into));
  } else {
    std::set_intersection(out.begin(), out.end(), in.begin(), in.end(), std::back_inserter(into));
  }
}

}  // namespace

double link_reciprocity(const Csr& followees, const Csr& followers, ThreadPool& pool) {
  const std::size_t edges = followees.columns.size();
  if (edges == 0) return 0;
  return static_cast<double>(returned_links(followees, followers, pool)) / static_cast<double>(edges);
}

double mutual_pair_share(const Csr& followees, const Csr& followers, ThreadPool& pool) {
  const double r = link_reciprocity(followees, followers, pool);
  return r / (2 - r);
}

double degree_assortativity(const Csr& followees, const Csr& followers, Degree of_follower, Degree of_followee,
                            ThreadPool& pool) {
  const std::size_t n = followees.rows();
  if (followers.rows() != n)
    throw std::invalid_argument("degree_assortativity: followees and followers differ in agents");
  const auto edges = static_cast<double>(followees.columns.size());
  if (edges == 0) return 0;
  Column<double> x(n), y(n);  // degree as a follower's, as a followee's
  pool.for_chunks(n, kGraphChunk, [&](std::size_t, std::size_t first, std::size_t last, unsigned) {
    for (std::size_t a = first; a < last; ++a) {
      x[a] = degree_of(followees, followers, of_follower, a);
      y[a] = degree_of(followees, followers, of_followee, a);
    }
  });
  const auto out = [&](std::size_t a) { return static_cast<double>(followees.row(a).size()); };
  const auto in = [&](std::size_t a) { return static_cast<double>(followers.row(a).size()); };
  const auto total = [&](auto&& term) {
    return ordered_sum(pool, n, kGraphChunk, [&](std::size_t first, std::size_t last) {
      double sum = 0;
      for (std::size_t a = first; a < last; ++a) sum += term(a);
      return sum;
    });
  };
  const double x_mean = total([&](std::size_t a) { return out(a) * x[a]; }) / edges;
  const double y_mean = total([&](std::size_t a) { return in(a)*y[a]; }) / edges;
  const double xx = total([&](std::size_t a) { return out(a) * (x[a] - x_mean) * (x[a] - x_mean); });
  const double yy = total([&](std::size_t a) { return in(a) * (y[a] - y_mean) * (y[a] - y_mean); });
  const double xy = total([&](std::size_t a) {
    double sum = 0;
    for (const AgentId v : followees.row(a)) sum += y[v] - y_mean;
    return (x[a] - x_mean) * sum;
  });
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

double local_clustering(const Csr& followees, const Csr& followers, Link link, std::uint64_t seed, std::size_t samples,
                        std::size_t pairs, ThreadPool& pool) {
  if (samples == 0 || pairs == 0) throw std::invalid_argument("local_clustering: samples and pairs are at least 1");
  const std::size_t n = followees.rows();
  if (followers.rows() != n) throw std::invalid_argument("local_clustering: followees and followers differ in agents");
  std::vector<std::vector<AgentId>> scratch(pool.threads());
  Column<std::uint8_t> eligible(n);
  pool.for_chunks(n, kGraphChunk, [&](std::size_t, std::size_t first, std::size_t last, unsigned worker) {
    for (std::size_t a = first; a < last; ++a) {
      const std::size_t out = followees.row(a).size(), in = followers.row(a).size();
      if (link == Link::any ? out >= 2 || in >= 2 : false) {
        eligible[a] = 1;
      } else if (link == Link::any ? out + in >= 2 : out >= 2 && in >= 2) {
        neighbours(followees, followers, link, a, scratch[worker]);
        eligible[a] = scratch[worker].size() >= 2;
      }
    }
  });
  std::vector<AgentId> from;
  for (std::size_t a = 0; a < n; ++a)
    if (eligible[a] != 0) from.push_back(static_cast<AgentId>(a));
  if (from.empty()) return 0;

  const auto counts_as_linked = [&](AgentId u, AgentId v) {
    const bool there = linked(followees, u, v);
    return link == Link::any ? there || linked(followees, v, u) : there && linked(followees, v, u);
  };
  const double sum = ordered_sum(pool, samples, 1, [&](std::size_t sample, std::size_t) {
    Rng rng(seed, Stream::measure, sample);
    const AgentId a = from[rng.below(static_cast<std::uint32_t>(from.size()))];
    std::vector<AgentId> near;
    neighbours(followees, followers, link, a, near);
    const std::size_t k = near.size();
    std::size_t closed = 0, seen = 0;
    if (k * (k - 1) / 2 <= pairs) {
      for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = 0; j < i; ++j, ++seen) closed += counts_as_linked(near[i], near[j]);
    } else {
      for (; seen < pairs; ++seen) {
        const std::uint32_t i = rng.below(static_cast<std::uint32_t>(k));
        const std::uint32_t j = rng.below(static_cast<std::uint32_t>(k - 1));
        closed += counts_as_linked(near[i], near[j < i ? j : j + 1]);
      }
    }
    return static_cast<double>(closed) / static_cast<double>(seen);
  });
  return sum / static_cast<double>(samples);
}

}  // namespace clout
