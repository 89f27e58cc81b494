// Kernels on the whole follow graph that several models and tables need: PageRank, and the figures that tell whether a
// graph looks like Twitter's. Plain functions on Csr (follow_graph.h); the same bits for any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/core/column.h"
#include "sim/core/parallel.h"
#include "sim/world/follow_graph.h"

namespace clout {

/// sums[r] = sum of values over the columns of row r. Returns the sum over rows of |sums[r] as it was - as it is|.
/// @param values  an entry a column; @param sums  an entry a row, not the same memory.
/// @throws std::invalid_argument  sizes that do not fit. Cost: O(rows + entries).
double row_sums(const Csr& matrix, std::span<const double> values, std::span<double> sums, ThreadPool& pool);

struct PageRankResult {
  Column<double> scores;
  int iterations = 0;
  double residual = 0;  ///< L1 change of the scores in the last iteration
  bool converged = false;
};

/// PageRank of every agent on the follow graph.
///
/// scores[i] is the chance, in [0, 1], that a reader who follows links at random is found at agent i; scores sum to 1.
/// Score flows from follower to followee. Agents who follow nobody spread theirs evenly.
///
/// @param followers_of     row v lists who follows v (FollowGraph::transpose); n agents, m edges.
/// @param followee_counts  how many each agent follows: the times it occurs in the rows.
/// @param damping          chance of following a link, in [0, 1); 0.85 in the paper.
/// @param tolerance        L1 change of scores at which to stop, > 0. The distance from the limit is then at most
///                         damping / (1 - damping) times as much, and rounding adds about 1e-15.
/// @param max_iterations   >= 0; with 0 the start is returned.
/// @param start            n scores >= 0 to begin with (scaled to sum 1), as of a graph little different; empty = even.
/// @return                 `converged` is false if max_iterations ended the loop.
/// @throws std::invalid_argument  an argument out of range or sizes that do not fit.
/// Cost: O(iterations * (n + m)) time; 3n doubles and n + m ids.
/// Source: Page, Brin, Motwani, Winograd 1999. Departs from it: dangling agents are spread, not removed.
PageRankResult pagerank(const Csr& followers_of, std::span<const std::uint32_t> followee_counts, double damping,
                        double tolerance, int max_iterations, std::span<const double> start, ThreadPool& pool);

/// Share of links that are returned, in [0, 1]; 0 on a graph without links.
/// `followees` and `followers` are FollowGraph::matrix and transpose. Cost: O(m + sum over links that rows overlap).
/// Source: Newman, Forrest, Balthrop 2002 (e-mail networks), as r in Garlaschelli, Loffredo 2004.
double link_reciprocity(const Csr& followees, const Csr& followers, ThreadPool& pool);

/// Share of connected pairs that are linked both ways, in [0, 1]: m = r / (2 - r) for link reciprocity r.
/// Source: Kwak, Lee, Park, Moon 2010, who found 0.221 on Twitter.
double mutual_pair_share(const Csr& followees, const Csr& followers, ThreadPool& pool);

/// Which degree of an agent is meant.
enum class Degree { followers, followees, total };

/// Pearson correlation, over links u -> v, of one degree of u with one of v; in [-1, 1], 0 where it is undefined (all
/// ends alike). degree_assortativity(..., Degree::total, Degree::total, ...) is what is mostly printed for Twitter.
/// Sources: Newman 2002, Assortative mixing in networks; the directed forms: Foster, Foster, Grassberger, Paczuski
/// 2010.
double degree_assortativity(const Csr& followees, const Csr& followers, Degree of_follower, Degree of_followee,
                            ThreadPool& pool);

/// Which pairs count as linked in an undirected figure.
enum class Link { any, mutual };

/// Mean local clustering coefficient of a sample of agents: how often two neighbours of an agent are linked themselves,
/// links taken as undirected (`link`: followed either way, or both). Agents with fewer than two neighbours are not
/// sampled; 0 if there are none of the others.
/// @param samples  agents, drawn with replacement, >= 1.
/// @param pairs    of neighbours looked at per agent, >= 1; all are if there are no more. The mean stays unbiased.
/// Cost: O(samples * (neighbours + pairs * log m)), and O(n) to find who may be sampled.
/// Source: Watts, Strogatz 1998.
double local_clustering(const Csr& followees, const Csr& followers, Link link, std::uint64_t seed, std::size_t samples,
                        std::size_t pairs, ThreadPool& pool);

}  // namespace clout
