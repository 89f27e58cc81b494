#include "sim/world/communities.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/core/distributions.h"
#include "sim/core/random.h"

namespace clout {
namespace {

/// A weighted undirected graph: each link stands in both rows; `self` is the weight inside a node, counted twice.
struct Weighted {
  std::vector<std::uint64_t> begin = {0};
  std::vector<std::uint32_t> to;
  std::vector<std::uint64_t> weight;
  std::vector<std::uint64_t> self;
  std::size_t nodes() const { return self.size(); }
};

Weighted weighted_of(const FollowGraph& graph, ThreadPool& pool) {
  const Csr out = graph.matrix(pool), in = graph.transpose(pool);
  Weighted w;
  w.self.resize(graph.agents());
  for (std::size_t u = 0; u < graph.agents(); ++u) {
    const auto a = out.row(u), b = in.row(u);
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
      const bool left = j == b.size() || (i < a.size() && a[i] <= b[j]);
      const bool right = i == a.size() || (j < b.size() && b[j] <= a[i]);
      w.to.push_back(left ? a[i] : b[j]);
      w.weight.push_back(left && right ? 2 : 1);
      i += left;
      j += right;
    }
    w.begin.push_back(w.to.size());
  }
  return w;
}

/// Weights to neighbouring communities of one node: a table that is emptied by its list.
class Tally {
 public:
  explicit Tally(std::size_t n) : sum_(n) {}
  void add(std::uint32_t c, std::uint64_t w) {
    if (sum_[c] == 0) seen_.push_back(c);
    sum_[c] += w;
  }
  const std::vector<std::uint32_t>& seen() const { return seen_; }
  std::uint64_t operator[](std::uint32_t c) const { return sum_[c]; }
  void clear() {
    for (const std::uint32_t c : seen_) sum_[c] = 0;
    seen_.clear();
  }

 private:
  std::vector<std::uint64_t> sum_;
  std::vector<std::uint32_t> seen_;
};

/// One level of Louvain. community[u] of every node; true if any node moved.
bool move_nodes(const Weighted& g, double resolution, std::vector<std::uint32_t>& community) {
  const std::size_t n = g.nodes();
  std::vector<std::uint64_t> degree(n), total(n);
  std::uint64_t all = 0;
  for (std::size_t u = 0; u < n; ++u) {
    degree[u] = g.self[u];
    for (std::uint64_t i = g.begin[u]; i < g.begin[u + 1]; ++i) degree[u] += g.weight[i];
    all += degree[u];
  }
  community.resize(n);
  std::iota(community.begin(), community.end(), 0u);
  total = degree;
  if (all == 0) return false;
  // An order that has nothing to do with the file's: neighbours by id are often friends.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order(n);
  for (std::size_t u = 0; u < n; ++u)
    order[u] = {draw(Key{0}, u), static_cast<std::uint32_t>(u)};
  std::sort(order.begin(), order.end());
  Tally tally(n);
  bool any = false;
  const double scale = resolution / static_cast<double>(all);
  for (int sweep = 0; sweep < 100; ++sweep) {
    std::size_t moves = 0;
    for (const auto& [bits, u] : order) {
      const std::uint32_t own = community[u];
      total[own] -= degree[u];
      for (std::uint64_t i = g.begin[u]; i < g.begin[u + 1]; ++i) tally.add(community[g.to[i]], g.weight[i]);
      const double k = static_cast<double>(degree[u]) * scale;
      const auto gain = [&](std::uint32_t c) {
        return static_cast<double>(tally[c]) - k * static_cast<double>(total[c]);
      };
      std::uint32_t best = own;
      double best_gain = gain(own);
      for (const std::uint32_t c : tally.seen()) {
        const double x = gain(c);
        // Strictly better than staying; among others that are alike, the smallest number.
        if (x > best_gain + 1e-9 || (best != own && x > best_gain - 1e-9 && c < best)) {
          best = c;
          best_gain = x;
        }
      }
      tally.clear();
      total[best] += degree[u];
      community[u] = best;
      moves += best != own;
    }
    any = any || moves > 0;
    if (moves <= n / 1000) break;
  }
  return any;
}

/// Numbers communities 0, 1, ... in the order of their first node; returns how many there are.
std::size_t renumber(std::vector<std::uint32_t>& community) {
  std::vector<std::uint32_t> number(community.size(), kNoAgent);
  std::uint32_t next = 0;
  for (std::uint32_t& c : community) {
    if (number[c] == kNoAgent) number[c] = next++;
    c = number[c];
  }
  return next;
}

Weighted merged(const Weighted& g, const std::vector<std::uint32_t>& community, std::size_t count) {
  std::vector<std::uint32_t> begin(count + 1), members(g.nodes());
  for (const std::uint32_t c : community) ++begin[c + 1];
  for (std::size_t c = 0; c < count; ++c) begin[c + 1] += begin[c];
  std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
  for (std::size_t u = 0; u < g.nodes(); ++u) members[next[community[u]]++] = static_cast<std::uint32_t>(u);
  Weighted out;
  out.self.resize(count);
  Tally tally(count);
  for (std::size_t c = 0; c < count; ++c) {
    for (std::uint32_t m = begin[c]; m < begin[c + 1]; ++m) {
      const std::uint32_t u = members[m];
      out.self[c] += g.self[u];
      for (std::uint64_t i = g.begin[u]; i < g.begin[u + 1]; ++i) tally.add(community[g.to[i]], g.weight[i]);
    }
    for (const std::uint32_t d : tally.seen()) {
      if (d == c) {
        out.self[c] += tally[d];
      } else {
        out.to.push_back(d);
        out.weight.push_back(tally[d]);
      }
    }
    tally.clear();
    out.begin.push_back(out.to.size());
  }
  return out;
}

double modularity_of(const Weighted& g, double resolution) {  // each node a community
  double all = 0, inside = 0, squares = 0;
  std::vector<double> degree(g.nodes());
  for (std::size_t u = 0; u < g.nodes(); ++u) {
    degree[u] = static_cast<double>(g.self[u]);
    for (std::uint64_t i = g.begin[u]; i < g.begin[u + 1]; ++i) degree[u] += static_cast<double>(g.weight[i]);
    all += degree[u];
    inside += static_cast<double>(g.self[u]);
  }
  if (!(all > 0)) return 0;
  for (const double d : degree) squares += d / all * (d / all);
  return inside / all - resolution * squares;
}

}  // namespace

Communities find_communities(const FollowGraph& graph, double resolution, ThreadPool& pool) {
  if (!(resolution > 0)) throw std::invalid_argument("find_communities: resolution must be above 0");
  const std::size_t n = graph.agents();
  Communities out;
  out.of.resize(n);
  std::iota(out.of.begin(), out.of.end(), 0u);
  if (n == 0) return out;
  Weighted g = weighted_of(graph, pool);
  std::vector<std::uint32_t> community;
  while (move_nodes(g, resolution, community)) {
    const std::size_t count = renumber(community);
    for (std::uint32_t& c : out.of) c = community[c];
    if (count == g.nodes()) break;
    g = merged(g, community, count);
  }
  out.modularity = modularity_of(g, resolution);

  const std::size_t count = renumber(out.of);  // so that the smallest member decides among equal sizes
  std::vector<std::uint32_t> size(count), order(count), rank(count);
  for (const std::uint32_t c : out.of) ++size[c];
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return size[a] > size[b]; });
  for (std::size_t r = 0; r < count; ++r) {
    rank[order[r]] = static_cast<std::uint32_t>(r);
    out.sizes.push_back(size[order[r]]);
  }
  for (std::uint32_t& c : out.of) c = rank[c];
  return out;
}

GivenAgents assign_from_communities(const FollowGraph& graph, const Communities& communities,
                                    const PopulationParams& population, double role_by_community, std::uint64_t seed) {
  const std::size_t n = graph.agents();
  GivenAgents given;
  given.agents = n;
  given.cities = static_cast<std::uint16_t>(
      std::max<std::size_t>(1, std::min(communities.sizes.size(), static_cast<std::size_t>(population.cities))));
  given.city.resize(n);
  for (std::size_t a = 0; a < n; ++a)
    given.city[a] = static_cast<std::uint16_t>(std::min<std::uint32_t>(communities.of[a], given.cities - 1u));
  if (role_by_community > 0) given.role = draw_roles(population, communities.of, role_by_community, seed);
  given.present.assign(n, 1);

  std::vector<std::pair<std::pair<std::uint32_t, std::uint64_t>, AgentId>> order(n);
  for (std::size_t a = 0; a < n; ++a) {
    const auto id = static_cast<AgentId>(a);
    order[a] = {{graph.follower_count(id), draw(make_key(seed, Stream::tie_break, 0, 1), a)}, id};
  }
  std::sort(order.begin(), order.end());
  given.fame.resize(n);
  for (std::size_t r = 0; r < n; ++r)
    given.fame[order[r].second] =
        static_cast<float>(normal_quantile((static_cast<double>(r) + 0.5) / static_cast<double>(n)));
  return given;
}

std::shared_ptr<Society> generate_society_for_graph(const FollowGraph& graph, const PopulationParams& population,
                                                    const OfflineParams& offline, const TieParams& ties,
                                                    const NetworkParams& network, double theta, std::uint64_t seed,
                                                    ThreadPool& pool, const GivenAgents* given) {
  GivenAgents all;
  if (given != nullptr) {
    all = *given;
  } else if (!population.file.empty()) {
    Faults faults;
    all = read_population_file(population.file, population, faults);
    if (!faults.empty()) throw ScenarioError(std::move(faults));
  }
  if (all.agents != 0 && all.agents != graph.agents())
    throw std::invalid_argument("generate_society_for_graph: " + std::to_string(all.agents) +
                                " agents are given, the graph has " + std::to_string(graph.agents()));
  GivenAgents seen =
      assign_from_communities(graph, find_communities(graph, network.communities_resolution, pool), population,
                              network.role_by_community, seed);
  all.agents = seen.agents;
  if (all.city.empty()) {
    all.city = std::move(seen.city);
    all.cities = seen.cities;
  }
  if (all.role.empty()) all.role = std::move(seen.role);
  all.present = std::move(seen.present);  // whoever stands in the graph has an account
  if (all.fame.empty()) all.fame = std::move(seen.fame);
  return generate_society(population, offline, ties, theta, seed, pool, &all);
}

}  // namespace clout
