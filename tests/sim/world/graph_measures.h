// Measures of a follow graph, written from their definitions for tests: they share no code with what they verify.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <queue>
#include <vector>

#include "sim/core/random.h"
#include "sim/world/follow_graph.h"
#include "sim/world/society.h"

namespace clout::measured {

struct Bands {
  double mean_following = 0, mutual_pairs = 0, reciprocity = 0;
  double alpha = 0;     ///< MLE, xmin chosen by KS among 20, 25, 32, ...
  double alpha_20 = 0;  ///< MLE, xmin 20
  double gini_in = 0, gini_out = 0, top_1 = 0, top_10 = 0, mean_over_median = 0;
  double most_followed = 0;  ///< followers of the most followed, as a share of the others
  double clustering = 0;     ///< mean local clustering of the undirected graph induced on 6,000 agents by a random walk
  double clustering_all = 0;  ///< the same in the whole graph, mean of 2,000 agents
  double assortativity = 0;   ///< correlation of followers + followees over the two ends of a link
};

inline double gini_of(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  double sum = 0, weighted = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += x[i];
    weighted += (2 * (static_cast<double>(i) + 1) - static_cast<double>(x.size()) - 1) * x[i];
  }
  return weighted / (static_cast<double>(x.size()) * sum);
}

/// Discrete power law: 1 + n / sum ln(x / (xmin - 1/2)), Clauset, Shalizi, Newman 2009, eq. 3.7.
inline double alpha_of(const std::vector<double>& sorted, double xmin, double* distance = nullptr) {
  const auto first = std::lower_bound(sorted.begin(), sorted.end(), xmin);
  const double n = static_cast<double>(sorted.end() - first);
  double sum = 0;
  for (auto x = first; x != sorted.end(); ++x) sum += std::log(*x / (xmin - 0.5));
  const double alpha = 1 + n / sum;
  if (distance != nullptr) {
    *distance = 0;
    for (auto x = first; x != sorted.end(); ++x) {
      if (x + 1 != sorted.end() && *(x + 1) == *x) continue;
      const double seen = static_cast<double>(x - first + 1) / n;
      *distance = std::max(*distance, std::abs(seen - (1 - std::pow((*x + 0.5) / (xmin - 0.5), 1 - alpha))));
    }
  }
  return alpha;
}

inline std::vector<std::vector<AgentId>> undirected(const FollowGraph& g) {
  std::vector<std::vector<AgentId>> n(g.agents());
  for (AgentId u = 0; u < g.agents(); ++u)
    for (const Follow& f : g.followees(u)) {
      n[u].push_back(f.who);
      n[f.who].push_back(u);
    }
  for (auto& row : n) {
    std::sort(row.begin(), row.end());
    row.erase(std::unique(row.begin(), row.end()), row.end());
  }
  return n;
}

inline double local_clustering(const std::vector<std::vector<AgentId>>& n, AgentId a) {
  const auto& mine = n[a];
  if (mine.size() < 2) return 0;
  std::uint64_t closed = 0;
  for (const AgentId b : mine) {
    // |N(a) & N(b)|, by looking up the shorter in the longer
    const auto& s = n[b].size() < mine.size() ? n[b] : mine;
    const auto& l = n[b].size() < mine.size() ? mine : n[b];
    for (const AgentId c : s) closed += std::binary_search(l.begin(), l.end(), c);
  }
  return static_cast<double>(closed) / (static_cast<double>(mine.size()) * static_cast<double>(mine.size() - 1));
}

struct Links {
  double all = 0, returned = 0;
  double pairs = 0;  ///< of people who are linked, one way or both
  double reciprocity() const { return returned / all; }
};

inline Links links_of(const FollowGraph& g, const std::vector<AgentId>& present) {
  Links links;
  for (const AgentId u : present)
    for (const Follow& f : g.followees(u)) {
      const auto back = g.followees(f.who);
      const bool mutual = std::binary_search(back.begin(), back.end(), Follow{u, 0, 0},
                                             [](const Follow& x, const Follow& y) { return x.who < y.who; });
      ++links.all;
      links.returned += mutual;
      links.pairs += mutual ? 0.5 : 1;
    }
  return links;
}

/// Mean local clustering of 2,000 agents.
inline double clustering_all_of(const std::vector<std::vector<AgentId>>& neighbours,
                                const std::vector<AgentId>& present) {
  const Key k = make_key(1, Stream::test);
  double sum = 0;
  for (std::uint64_t at = 0; at < 2000; ++at)
    sum += local_clustering(neighbours, present[bounded(draw(k, at), static_cast<std::uint32_t>(present.size()))]);
  return sum / 2000;
}

inline Bands bands(const FollowGraph& g, const std::vector<AgentId>& present) {
  Bands b;
  const double n = static_cast<double>(present.size());
  std::vector<double> in, out;
  for (const AgentId u : present) {
    in.push_back(g.follower_count(u));
    out.push_back(static_cast<double>(g.followee_count(u)));
  }
  const Links counted = links_of(g, present);
  const double links = counted.all;
  b.mean_following = links / n;
  b.reciprocity = counted.reciprocity();
  b.mutual_pairs = counted.returned / 2 / counted.pairs;
  b.gini_in = gini_of(in);
  b.gini_out = gini_of(out);
  std::sort(in.begin(), in.end());
  double best = 2;
  b.alpha_20 = alpha_of(in, 20);
  for (double xmin = 20; static_cast<double>(in.end() - std::lower_bound(in.begin(), in.end(), xmin)) >= 100;
       xmin = std::floor(xmin * 1.25)) {
    double d = 0;
    const double a = alpha_of(in, xmin, &d);
    if (d < best) {
      best = d;
      b.alpha = a;
    }
  }
  const auto top = [&](double share) {
    double s = 0;
    const auto k = static_cast<std::size_t>(std::llround(share * n));
    for (std::size_t i = in.size() - k; i < in.size(); ++i) s += in[i];
    return s / links;
  };
  b.top_1 = top(0.01);
  b.top_10 = top(0.10);
  b.most_followed = in.back() / (n - 1);
  b.mean_over_median = links / n / in[in.size() / 2];

  double sx = 0, sxx = 0, sxy = 0;
  for (const AgentId u : present)
    for (const Follow& f : g.followees(u)) {
      const double x = g.follower_count(u) + static_cast<double>(g.followee_count(u));
      const double y = g.follower_count(f.who) + static_cast<double>(g.followee_count(f.who));
      sx += x + y;
      sxx += x * x + y * y;
      sxy += x * y;
    }
  const double mean = sx / (2 * links);
  b.assortativity = (sxy / links - mean * mean) / (sxx / (2 * links) - mean * mean);

  const auto all = undirected(g);
  b.clustering_all = clustering_all_of(all, present);
  const Key k = make_key(1, Stream::test);
  std::uint64_t at = 2000;  // beyond those of clustering_all_of
  // The region of friends: as the sample of SNAP ego-Twitter was drawn, by a random walk with restarts every 20 steps.
  std::vector<std::uint8_t> inside(g.agents());
  std::vector<AgentId> region;
  const std::size_t wanted = std::min<std::size_t>(6000, present.size() / 2);
  const AgentId start = present[present.size() / 2];
  AgentId walker = start;
  for (int step = 0; region.size() < wanted && step < 10'000'000; ++step) {
    if (!inside[walker]) {
      inside[walker] = 1;
      region.push_back(walker);
    }
    const auto& next = all[walker];
    walker =
        next.empty() || bounded(draw(k, at++), 20) == 0
            ? (region.size() > 50 ? region[bounded(draw(k, at++), static_cast<std::uint32_t>(region.size()))] : start)
            : next[bounded(draw(k, at++), static_cast<std::uint32_t>(next.size()))];
  }
  auto induced = all;
  for (AgentId u = 0; u < g.agents(); ++u) {
    if (!inside[u]) {
      induced[u].clear();
    } else {
      std::erase_if(induced[u], [&](AgentId v) { return !inside[v]; });
    }
  }
  for (const AgentId u : region) b.clustering += local_clustering(induced, u) / static_cast<double>(region.size());
  return b;
}

}  // namespace clout::measured
