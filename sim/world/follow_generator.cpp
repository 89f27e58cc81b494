#include "sim/world/follow_generator.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/core/random.h"
#include "sim/world/chunks.h"
#include "sim/world/constants.h"
#include "sim/world/gather_rows.h"
#include "sim/world/link_pool.h"
#include "sim/world/link_set.h"

namespace clout {
namespace {

constexpr AgentId kReturned = 0x80000000u;  // mark on a drawn link: the other end follows back

// Second name of a key of Stream::follow_graph: what is drawn.
enum Purpose : std::uint64_t { kNumber = 1, kSeek = 2, kClose = 3, kReturn = 4, kFill = 5, kTrim = 6 };

class Generator {
 public:
  Generator(const Society& society, const NetworkParams& params, std::uint64_t seed, ThreadPool& pool)
      : society_(society), params_(params), seed_(seed), pool_(pool), n_(society.agents()) {}

  FollowGraph run() {
    draw_numbers();
    make_pools();
    draw_sought();
    draw_closed();
    mark_returned();
    return finish();
  }

 private:
  Key key(AgentId u, Purpose purpose) const { return make_key(seed_, Stream::follow_graph, u, purpose); }

  template <class Body>
  void for_present(Body&& body) {
    const auto& present = society_.present;
    pool_.for_chunks(present.size(), kGeneratorChunk,
                     [&](std::size_t, std::size_t begin, std::size_t end, unsigned worker) {
                       for (std::size_t i = begin; i < end; ++i) body(present[i], worker);
                     });
  }

  // How many each agent wants to follow, how many of them it seeks before it looks at its followers, and where its row
  // begins. Scaled so that the sum is following_mean per present agent in spite of the tail and of who is capped.
  void draw_numbers() {
    const auto& present = society_.present;
    const double most = static_cast<double>(present.size() - 1);
    const double corr = params_.following_fame_corr, rest = std::sqrt(std::max(0.0, 1 - corr * corr));
    Column<float> raw(present.size());
    pool_.for_chunks(present.size(), kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i) {
        const AgentId u = present[i];
        const double own = normal_quantile(to_open_unit(draw(key(u, kNumber), 0)));
        raw[i] = static_cast<float>(det_exp(params_.following_sigma * (corr * society_.fame[u] + rest * own)));
      }
    });
    const double target = params_.following_mean * static_cast<double>(present.size());
    double scale = 1;
    for (int i = 0; i < 60; ++i) {
      const double sum = ordered_sum(pool_, raw.size(), 4096, [&](std::size_t begin, std::size_t end) {
        double s = 0;
        for (std::size_t j = begin; j < end; ++j) s += std::min(scale * raw[j], most);
        return s;
      });
      const double step = target / sum;
      scale *= step;
      if (std::abs(step - 1) < 1e-6) break;
    }
    // Of a number, the part that is sought first; the rest is left for links that are returned. At least half is
    // sought, since each link that is returned needs one that was not.
    const double first = 1 - std::min(0.5, 1.5 * params_.reciprocity);
    wanted_.resize(n_);
    base_.resize(n_);
    held_.resize(n_);
    row_.resize(n_ + 1);
    pool_.for_chunks(present.size(), kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i) {
        const AgentId u = present[i];
        const auto rounded = [&](double x, std::uint64_t position) {
          return static_cast<std::uint32_t>(x + to_unit(draw(key(u, kNumber), position)));
        };
        wanted_[u] = std::min(rounded(std::min(scale * raw[i], most), 1), static_cast<std::uint32_t>(most));
        const std::uint32_t sought = std::min(rounded(wanted_[u] * first, 2), wanted_[u]);
        base_[u] = std::min(rounded(sought * (1 - params_.closure), 3), sought);
        held_[u] = sought;
      }
    });
    for (std::size_t u = 0; u < n_; ++u) row_[u + 1] = row_[u] + held_[u];
    links_.resize(row_[n_]);
  }

  void make_pools() {
    RawColumn<double> fitness(n_);
    // A lognormal body and, from the top twentieth on, a Pareto tail that begins where the body ends.
    constexpr double kTail = kFameTailShare.value;
    const double tail_from = normal_quantile(1 - kTail), exponent = -1 / (params_.fame_tail - 1);
    const double at_tail = det_exp(params_.fame_spread * tail_from);
    for_present([&](AgentId u, unsigned) {
      const double fame = society_.fame[u];
      fitness[u] = fame < tail_from ? det_exp(params_.fame_spread * fame)
                                    : at_tail * det_pow(normal_cdf(-fame) / kTail, exponent);
    });
    // Nobody draws more than a share of all links, however far out in the tail: see kMostFollowed.
    const auto& present = society_.present;
    const double sum = ordered_sum(pool_, present.size(), 4096, [&](std::size_t begin, std::size_t end) {
      double s = 0;
      for (std::size_t i = begin; i < end; ++i) s += fitness[present[i]];
      return s;
    });
    const double most =
        sum * std::max(kMostFollowed.value / params_.following_mean, 10 / static_cast<double>(present.size()));
    for_present([&](AgentId u, unsigned) { fitness[u] = std::min(fitness[u], most); });
    if (params_.same_city > 0) cities_.resize(society_.cities);
    if (params_.same_topic > 0) topics_.resize(64);
    // The largest pool first: it is the longest job.
    pool_.for_chunks(1 + topics_.size() + cities_.size(), 1, [&](std::size_t job, std::size_t, std::size_t, unsigned) {
      if (job == 0) return everyone_.build(present, fitness);
      std::vector<AgentId> members;
      if (job <= topics_.size()) {
        const std::uint64_t bit = std::uint64_t{1} << (job - 1);
        for (const AgentId a : present)
          if (society_.topics[a] & bit) members.push_back(a);
        topics_[job - 1].build(members, fitness);
      } else {
        const std::size_t c = job - 1 - topics_.size();
        for (const AgentId a : society_.in_city(static_cast<std::uint16_t>(c)))
          if (society_.has(a, kPresent)) members.push_back(a);
        cities_[c].build(members, fitness);
      }
    });
  }

  /// One attempt at a link, as far as it is known before memory is asked: two hashes of (key, number of the attempt).
  struct Attempt {
    std::uint64_t where, whom;
    bool close;            // among followees of followees
    const LinkPool* pool;  // else in here
  };
  Attempt attempt(AgentId u, Key key, std::uint64_t number, double closure) const {
    Attempt a{draw(key, 2 * number), draw(key, 2 * number + 1), false, nullptr};
    const double x = to_unit(a.where);
    a.close = x < closure && base_[u] > 0;
    if (!a.close) a.pool = place(u, x >= closure ? (x - closure) / (1 - closure) : to_unit(a.whom << 32), a.where);
    return a;
  }
  /// The pool of u's city, of one of its topics or of everyone: x in [0, 1) says which, the lower bits of `bits` which
  /// topic. They share what closure leaves, or all if it leaves nothing.
  const LinkPool* place(AgentId u, double x, std::uint64_t bits) const {
    const double y = params_.closure < 1 ? x * (1 - params_.closure) : x;
    if (y < params_.same_city) return &cities_[society_.city[u]];
    if (y >= params_.same_city + params_.same_topic) return &everyone_;
    std::uint64_t topics = society_.topics[u];
    std::uint32_t nth = bounded(bits << 32, static_cast<std::uint32_t>(std::popcount(topics)));
    while (nth-- > 0) topics &= topics - 1;
    return &topics_[static_cast<std::size_t>(std::countr_zero(topics))];
  }
  AgentId middle(AgentId u, const Attempt& a) const {  // the followee whose followees are looked at
    return links_[row_[u] + bounded(a.whom, base_[u])] & ~kReturned;
  }
  std::uint64_t end_of(AgentId w, const Attempt& a) const { return row_[w] + bounded(a.whom << 32, base_[w]); }

  // Memory is asked for in good time: for a pool, kAhead attempts before; for a followee of a followee in two steps.
  void prepare(AgentId u, const Attempt& a) const {
    if (a.close) {
      const AgentId w = middle(u, a);
      __builtin_prefetch(&row_[w]);
      __builtin_prefetch(&base_[w]);
    } else {
      a.pool->prefetch(a.whom);
    }
  }
  void prepare_end(AgentId u, const Attempt& a) const {
    if (!a.close) return;
    const AgentId w = middle(u, a);
    if (base_[w] > 0) __builtin_prefetch(&links_[end_of(w, a)]);
  }
  /// Whom the attempt finds. A followee of a followee is not looked for if `close` is false or there is none.
  AgentId find(AgentId u, const Attempt& a, bool close) const {
    if (a.close && close) {
      const AgentId w = middle(u, a);
      if (base_[w] > 0) return links_[end_of(w, a)] & ~kReturned;
    }
    if (!a.close) return a.pool->pick(a.whom);
    const std::uint64_t bits = draw(Key{a.where}, a.whom);
    return place(u, to_unit(bits), bits)->pick(draw(Key{a.whom}, a.where));
  }

  /// Adds links to `set` until it has `wanted`. `closure`: the chance that each is sought among followees of followees.
  void fill(LinkSet& set, AgentId u, std::size_t wanted, Purpose purpose, double closure) const {
    constexpr int kTries = 24, kCloseTries = 8;  // who has few friends of friends must look elsewhere
    constexpr std::size_t kAhead = 8, kEndAhead = 4;
    const Key k = key(u, purpose);
    std::array<Attempt, kAhead> ahead;
    std::uint64_t now = 0, prepared = 0, ended = 0;
    int failed = 0;
    while (set.links().size() < wanted) {
      const std::uint64_t left = wanted - set.links().size();
      for (; prepared < now + std::min<std::uint64_t>(left, kAhead); ++prepared) {
        ahead[prepared % kAhead] = attempt(u, k, prepared, closure);
        prepare(u, ahead[prepared % kAhead]);
      }
      for (; ended < std::min(prepared, now + kEndAhead); ++ended) prepare_end(u, ahead[ended % kAhead]);
      const AgentId v = find(u, ahead[now % kAhead], failed < kCloseTries);
      ++now;
      if (v != u && set.add(v)) {
        failed = 0;
      } else if (++failed == kTries) {
        // u follows nearly all that it can find: the next one by id whom it does not follow.
        const auto& present = society_.present;
        std::size_t i = bounded(draw(k, ~now), static_cast<std::uint32_t>(present.size()));
        while (present[i] == u || !set.add(present[i])) i = i + 1 < present.size() ? i + 1 : 0;
        failed = 0;
      }
    }
  }

  void store(AgentId u, const LinkSet& set, std::size_t from) {
    const auto& links = set.links();
    for (std::size_t i = from; i < links.size(); ++i) {
      if (i + 8 < links.size()) __builtin_prefetch(&followers_[links[i + 8]], 1);
      links_[row_[u] + i] = links[i];
      std::atomic_ref(followers_[links[i]]).fetch_add(1, std::memory_order_relaxed);
    }
  }

  void draw_sought() {
    followers_.resize(n_);
    std::vector<LinkSet> sets(pool_.threads());
    for_present([&](AgentId u, unsigned worker) {
      LinkSet& set = sets[worker];
      set.start(base_[u]);
      fill(set, u, base_[u], kSeek, 0);
      store(u, set, 0);
    });
  }

  void draw_closed() {
    if (params_.closure <= 0) return;
    std::vector<LinkSet> sets(pool_.threads());
    for_present([&](AgentId u, unsigned worker) {
      if (held_[u] == base_[u]) return;
      LinkSet& set = sets[worker];
      set.start(held_[u]);
      for (std::size_t i = 0; i < base_[u]; ++i) set.add(links_[row_[u] + i]);
      fill(set, u, held_[u], kClose, 1);
      store(u, set, base_[u]);
    });
  }

  // Everybody returns c links per link it wants, as far as it has the followers and the room; c is the one number that
  // gives the wanted count of mutual pairs.
  void mark_returned() {
    const double pairs =
        params_.reciprocity / 2 * ordered_sum(pool_, n_, 4096, [&](std::size_t begin, std::size_t end) {
          double s = 0;
          for (std::size_t u = begin; u < end; ++u) s += wanted_[u];
          return s;
        });
    if (!(pairs > 0)) return;
    const auto returned = [&](std::size_t u, double c) {
      return std::min({c * wanted_[u], double(wanted_[u] - held_[u]), double(followers_[u])});
    };
    double low = 0, high = 1;
    for (int i = 0; i < 24; ++i) {
      const double c = (low + high) / 2;
      const double sum = ordered_sum(pool_, n_, 4096, [&](std::size_t begin, std::size_t end) {
        double s = 0;
        for (std::size_t u = begin; u < end; ++u) s += returned(u, c);
        return s;
      });
      (sum < pairs ? low : high) = c;
    }
    RawColumn<float> return_prob(n_);
    for_present([&](AgentId u, unsigned) {
      return_prob[u] = followers_[u] ? static_cast<float>(returned(u, high) / followers_[u]) : 0;
    });
    const Key k = make_key(seed_, Stream::follow_graph, 0, kReturn);
    for_present([&](AgentId u, unsigned) {
      for (std::uint64_t i = row_[u]; i < row_[u + 1]; ++i) {
        const AgentId v = links_[i];
        if (chance(draw(k, (std::uint64_t{u} << 32) | v), double{return_prob[v]})) links_[i] |= kReturned;
      }
    });
  }

  FollowGraph finish() {
    const Csr returns = gather_rows(pool_, n_, n_, [&](std::size_t u, auto&& send) {
      for (std::uint64_t i = row_[u]; i < row_[u + 1]; ++i)
        if (links_[i] & kReturned) send(links_[i] & ~kReturned, static_cast<AgentId>(u));
    });
    FollowGraph graph(n_);
    struct Scratch {
      LinkSet set;
      std::vector<Follow> list;
      std::vector<std::pair<std::uint64_t, AgentId>> order;
    };
    std::vector<Scratch> scratch(pool_.threads());
    for_present([&](AgentId u, unsigned worker) {
      auto& [set, list, order] = scratch[worker];
      set.start(wanted_[u]);
      for (std::uint64_t i = row_[u]; i < row_[u + 1]; ++i) set.add(links_[i] & ~kReturned);
      const auto back = returns.row(u);
      if (back.size() <= wanted_[u] - held_[u]) {
        for (const AgentId v : back) set.add(v);
      } else {  // more came out than there is room: who stays is a draw, not a matter of ids
        order.clear();
        for (const AgentId v : back) order.emplace_back(draw(key(u, kTrim), v), v);
        std::sort(order.begin(), order.end());
        for (const auto& [bits, v] : order)
          if (set.links().size() < wanted_[u]) set.add(v);
      }
      fill(set, u, wanted_[u], kFill, params_.closure);
      std::sort(set.links().begin(), set.links().end());
      list.clear();
      for (const AgentId v : set.links()) list.push_back({v, 0});
      graph.assign(u, list);
    });
    return graph;
  }

  const Society& society_;
  const NetworkParams& params_;
  const std::uint64_t seed_;
  ThreadPool& pool_;
  const std::size_t n_;

  Column<std::uint32_t> wanted_, base_, held_;  // followees in the end; sought in pools; those and the closed ones
  Column<std::uint32_t> followers_;             // by links drawn before any is returned
  Column<std::uint64_t> row_;                   // u's drawn links: links_[row_[u] .. row_[u + 1])
  RawColumn<AgentId> links_;
  LinkPool everyone_;
  std::vector<LinkPool> cities_, topics_;
};

}  // namespace

FollowGraph generate_follow_graph(const Society& society, const NetworkParams& params, std::uint64_t seed,
                                  ThreadPool& pool) {
  if (params.kind == "edge_list")
    throw std::invalid_argument("generate_follow_graph: a network of kind edge_list is read, not drawn");
  if (society.agents() >= kReturned) throw std::invalid_argument("generate_follow_graph: 2^31 agents or more");
  if (params.kind == "empty" || society.present.size() < 2 || !(params.following_mean > 0))
    return FollowGraph(society.agents());
  return Generator(society, params, seed, pool).run();
}

}  // namespace clout
