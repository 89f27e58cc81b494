#include "models/scoring/twitterrank.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/world/graph_kernels.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::size_t kAhead = 12;  // links; fetched while those before are added up
constexpr std::size_t kTopics = TwitterRank::kTopics;

constexpr double kSameWay = 0.98;  // squared cosine between two steps from which on they go the same way

using Interests = std::array<float, kTopics>;

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

/// What all topics share, and how far each is.
struct TwitterRank::Day {
  explicit Day(const Csr& follower_rows) : followers(follower_rows) {}
  const Csr& followers;
  Topics go_on = {}, begin_anew = {};  ///< of a topic that nobody is interested in 0, so that its ranks are
  Column<double> seen;                 ///< posts of all whom an agent follows
  Column<double> posts;
  std::vector<Reader> readers;
  std::vector<Interests> moved;  ///< the last step of every rank
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
TwitterRank::Step TwitterRank::step(Day& day, ThreadPool& pool) {
  const std::size_t n = day.posts.size();
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const double a_post = day.seen[i] > 0 ? 1 / day.seen[i] : 0;
      for (std::size_t t = 0; t < kTopics; ++t)
        day.readers[i].given[t] = static_cast<float>(rank_[i * kTopics + t] * a_post);
    }
  });
  std::vector<Step> parts((n + kChunk - 1) / kChunk);  // by chunk: added in order below
  pool.for_chunks(n, kChunk, [&](std::size_t chunk, std::size_t begin, std::size_t end, unsigned) {
    Step& part = parts[chunk];
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
        const double now = day.go_on[t] * day.posts[j] * flow[t] + day.begin_anew[t] * double{own[t]};
        const double moved = now - rank[t];
        part.length[t] += std::fabs(moved);
        part.square[t] += moved * moved;
        part.product[t] += moved * double{day.moved[j][t]};
        day.moved[j][t] = static_cast<float>(moved);
        rank[t] = now;
      }
    }
  });
  Step sum;
  for (const Step& part : parts)
    for (std::size_t t = 0; t < kTopics; ++t) {
      sum.length[t] += part.length[t];
      sum.square[t] += part.square[t];
      sum.product[t] += part.product[t];
    }
  return sum;
}

// Goes where further steps would lead if each were the same multiple of the one before it. What is left when the ranks
// of a week ago are corrected nearby dies out slowly, and like that: 10 steps do instead of 25.
void TwitterRank::leap(const Day& day, const Topics& times, ThreadPool& pool) {
  pool.for_chunks(day.posts.size(), kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i)
      for (std::size_t t = 0; t < kTopics; ++t) {
        double& rank = rank_[i * kTopics + t];
        rank = std::max(0.0, rank + times[t] * double{day.moved[i][t]});
      }
  });
}

void TwitterRank::rank_topics(Day& day, ThreadPool& pool) {
  std::array<bool, kTopics> helps;  // leaps; one that does not is the last, since steps alone always converge
  helps.fill(true);
  Topics before = {}, leapt_at = {};  // square of the last step, length of the one before a leap; 0 = there is none
  for (std::int64_t k = 0; k < params_.max_iterations; ++k) {
    const Step now = step(day, pool);
    const bool last = k + 1 == params_.max_iterations;  // a leap wants a step after it
    if (last || std::accumulate(now.length.begin(), now.length.end(), 0.0) <= params_.tolerance) return;
    Topics times = {};
    for (std::size_t t = 0; t < kTopics; ++t) {
      helps[t] = helps[t] && !(leapt_at[t] > 0 && now.length[t] >= leapt_at[t]);
      const double share = before[t] > 0 ? now.product[t] / before[t] : 0;  // below 0 where steps swing
      const bool same_way = now.product[t] * now.product[t] >= kSameWay * now.square[t] * before[t];
      // Steps shrink at least by gamma; what shrinks less is rounding.
      const bool leaps = helps[t] && share != 0 && same_way && std::fabs(share) <= params_.gamma;
      if (leaps) times[t] = share / (1 - share);
      leapt_at[t] = leaps ? now.length[t] : 0;
      before[t] = leaps ? 0 : now.square[t];
    }
    if (std::any_of(times.begin(), times.end(), [](double x) { return x != 0; })) leap(day, times, pool);
  }
}

void TwitterRank::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  const std::size_t n = view.agents;
  Day day(view.follower_rows(pool));
  day.posts.assign(view.ledger.posts.begin(), view.ledger.posts.end());
  day.seen.resize(n);
  row_sums(view.followee_rows(pool), day.posts, day.seen, pool);
  day.readers.resize(n);
  day.moved.resize(n);
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i)
      add_interests(view.bios.topics.empty() ? 1 : view.bios.topics[i], day.readers[i].interests);
  });
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
  for (std::size_t t = 0; t < kTopics; ++t) {
    const double whole = ordered_sum(pool, n, kChunk, [&](std::size_t begin, std::size_t end) {
      double sum = 0;
      for (std::size_t i = begin; i < end; ++i) sum += double{day.readers[i].interests[t]};
      return sum;
    });
    if (!(whole > 0)) continue;
    day.go_on[t] = params_.gamma;
    day.begin_anew[t] = (1 - params_.gamma) / whole;
  }
  rank_topics(day, pool);
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t t = 0; t < kTopics; ++t) sum += weight[t] * rank_[i * kTopics + t];
    scores[i] = static_cast<float>(static_cast<double>(n) * sum);
  }
}

}  // namespace clout
