#include "models/scoring/twitterrank.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "sim/world/graph_kernels.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::size_t kTopics = TwitterRank::kTopics;

std::array<float, kTopics> interests_of(std::uint64_t topics) {
  std::array<float, kTopics> share = {};
  const auto each = 1 / static_cast<float>(std::popcount(topics));
  for (std::uint64_t left = topics; left != 0; left &= left - 1)
    share[static_cast<std::size_t>(std::countr_zero(left)) % kTopics] += each;
  return share;
}

}  // namespace

/// What all topics share.
struct TwitterRank::Day {
  Csr followers;
  Column<double> seen;  ///< posts of all whom an agent follows
  Column<double> posts;
  std::vector<std::array<float, kTopics>> interests;
};

void TwitterRankParams::visit(ParamVisitor& v) {
  v.real("gamma", gamma, {0, 1, false, true},
         {"", "Chance that a reader goes on instead of starting anew.", "Weng et al. 2010"});
  v.real("tolerance", tolerance, {1e-15, 0.1}, {"", "L1 change of a topic's ranks at which to stop.", "assumed"});
  v.whole("max_iterations", max_iterations, {1, 1e6}, {"", "Iterations after which to stop in any case.", "assumed"});
}

void TwitterRank::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  rank_.assign(kTopics * view.agents, 0);
  update(view, pool, scores);
}

void TwitterRank::rank_topic(const Day& day, std::size_t topic, ThreadPool& pool) {
  const std::size_t n = day.posts.size();
  double* const rank = rank_.data() + topic * n;
  const auto interest = [&](std::size_t i) { return day.interests[i][topic]; };
  const double whole = ordered_sum(pool, n, kChunk, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += double{interest(i)};
    return sum;
  });
  if (!(whole > 0)) {  // nobody is interested
    std::fill_n(rank, n, 0.0);
    return;
  }
  Column<double> given(n);  // of an agent's rank, for each post of whom it follows
  for (std::int64_t k = 0; k < params_.max_iterations; ++k) {
    pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i) given[i] = day.seen[i] > 0 ? rank[i] / day.seen[i] : 0;
    });
    const double change = ordered_sum(pool, n, kChunk, [&](std::size_t begin, std::size_t end) {
      double sum = 0;
      for (std::size_t j = begin; j < end; ++j) {
        double flow = 0;
        for (const AgentId i : day.followers.row(j))
          flow += given[i] * (1 - std::fabs(double{interest(i)} - double{interest(j)}));
        const double now = params_.gamma * day.posts[j] * flow + (1 - params_.gamma) * double{interest(j)} / whole;
        sum += std::fabs(now - rank[j]);
        rank[j] = now;
      }
      return sum;
    });
    if (change <= params_.tolerance) return;
  }
}

void TwitterRank::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  const std::size_t n = view.agents;
  Day day;
  day.followers = view.follows.transpose(pool);
  day.posts.assign(view.ledger.posts.begin(), view.ledger.posts.end());
  day.seen.resize(n);
  row_sums(view.follows.matrix(pool), day.posts, day.seen, pool);
  for (std::size_t i = 0; i < n; ++i)
    day.interests.push_back(interests_of(view.bios.topics.empty() ? 1 : view.bios.topics[i]));
  std::array<double, kTopics> weight = {};
  double posts = 0;
  for (std::size_t i = 0; i < n; ++i) {
    posts += day.posts[i];
    for (std::size_t t = 0; t < kTopics; ++t) weight[t] += day.posts[i] * double{day.interests[i][t]};
  }
  for (std::size_t t = 0; t < kTopics; ++t) {
    if (posts > 0) weight[t] /= posts;
    if (posts == 0) weight[t] = 1.0 / kTopics;
    rank_topic(day, t, pool);
  }
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t t = 0; t < kTopics; ++t) sum += weight[t] * rank_[t * n + i];
    scores[i] = static_cast<float>(static_cast<double>(n) * sum);
  }
}

}  // namespace clout
