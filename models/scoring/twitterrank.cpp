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
constexpr std::size_t kAhead = 12;  // links; fetched while those before are added up
constexpr std::size_t kTopics = TwitterRank::kTopics;

using Interests = std::array<float, kTopics>;
using Topics = std::array<double, kTopics>;

void add_interests(std::uint64_t topics, Interests& share) {
  const auto each = 1 / static_cast<float>(std::popcount(topics));
  for (std::uint64_t left = topics; left != 0; left &= left - 1)
    share[static_cast<std::size_t>(std::countr_zero(left)) % kTopics] += each;
}

}  // namespace

/// What those who are followed need of a reader, in one line of the cache: nearly all the time goes into fetching it.
struct alignas(64) TwitterRank::Reader {
  std::array<float, kTopics> given = {};  ///< of its rank, for each post of whom it follows
  Interests interests = {};
};

/// What all topics share.
struct TwitterRank::Day {
  Csr followers;
  Column<double> seen;  ///< posts of all whom an agent follows
  Column<double> posts;
  std::vector<Reader> readers;
};

void TwitterRankParams::visit(ParamVisitor& v) {
  v.real("gamma", gamma, {0, 1, false, true},
         {"", "Chance that a reader goes on instead of starting anew.", "Weng et al. 2010"});
  v.real("tolerance", tolerance, {1e-7, 0.1},
         {"", "L1 change of the ranks of all topics at which to stop.", "assumed"});
  v.whole("max_iterations", max_iterations, {1, 1e6}, {"", "Iterations after which to stop in any case.", "assumed"});
}

void TwitterRank::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  rank_.assign(kTopics * view.agents, 0);
  update(view, pool, scores);
}

// All topics in one pass over the links: what is fetched of a follower serves all of them.
void TwitterRank::rank_topics(Day& day, ThreadPool& pool) {
  const std::size_t n = day.posts.size();
  Topics go_on = {}, begin_anew = {};  // of a topic that nobody is interested in 0, so that its ranks are
  for (std::size_t t = 0; t < kTopics; ++t) {
    const double whole = ordered_sum(pool, n, kChunk, [&](std::size_t begin, std::size_t end) {
      double sum = 0;
      for (std::size_t i = begin; i < end; ++i) sum += double{day.readers[i].interests[t]};
      return sum;
    });
    if (!(whole > 0)) continue;
    go_on[t] = params_.gamma;
    begin_anew[t] = (1 - params_.gamma) / whole;
  }
  for (std::int64_t k = 0; k < params_.max_iterations; ++k) {
    pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i) {
        const double a_post = day.seen[i] > 0 ? 1 / day.seen[i] : 0;
        for (std::size_t t = 0; t < kTopics; ++t)
          day.readers[i].given[t] = static_cast<float>(rank_[i * kTopics + t] * a_post);
      }
    });
    const double change = ordered_sum(pool, n, kChunk, [&](std::size_t begin, std::size_t end) {
      double sum = 0;
      for (std::size_t j = begin; j < end; ++j) {
        const Interests& own = day.readers[j].interests;
        const std::span<const AgentId> row = day.followers.row(j);
        Topics flow = {};
        for (std::size_t at = 0; at < row.size(); ++at) {
          if (at + kAhead < row.size()) __builtin_prefetch(&day.readers[row[at + kAhead]]);
          const Reader& reader = day.readers[row[at]];
          for (std::size_t t = 0; t < kTopics; ++t)
            flow[t] += double{reader.given[t] * (1 - std::fabs(reader.interests[t] - own[t]))};
        }
        double* const rank = rank_.data() + j * kTopics;
        for (std::size_t t = 0; t < kTopics; ++t) {
          const double now = go_on[t] * day.posts[j] * flow[t] + begin_anew[t] * double{own[t]};
          sum += std::fabs(now - rank[t]);
          rank[t] = now;
        }
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
  day.readers.resize(n);
  for (std::size_t i = 0; i < n; ++i)
    add_interests(view.bios.topics.empty() ? 1 : view.bios.topics[i], day.readers[i].interests);
  Topics weight = {};
  double posts = 0;
  for (std::size_t i = 0; i < n; ++i) {
    posts += day.posts[i];
    for (std::size_t t = 0; t < kTopics; ++t) weight[t] += day.posts[i] * double{day.readers[i].interests[t]};
  }
  for (std::size_t t = 0; t < kTopics; ++t) {
    if (posts > 0) weight[t] /= posts;
    if (posts == 0) weight[t] = 1.0 / kTopics;
  }
  rank_topics(day, pool);
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t t = 0; t < kTopics; ++t) sum += weight[t] * rank_[i * kTopics + t];
    scores[i] = static_cast<float>(static_cast<double>(n) * sum);
  }
}

}  // namespace clout
