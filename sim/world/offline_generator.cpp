#include "sim/world/offline_generator.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/core/random.h"
#include "sim/world/chunks.h"
#include "sim/world/gather_rows.h"

namespace clout {
namespace {

// Second name of a key of Stream::offline_graph.
enum OfflineDraw : std::uint64_t {
  kPool = 1,
  kSeekContacts = 2,
  kCloseContacts = 3,
  kSharedHours = 4,
  kTrimContacts = 5
};

// Two steps: contacts sought in pools, then contacts of contacts.
class OfflineGenerator {
 public:
  OfflineGenerator(Society& society, const PopulationParams& population, const OfflineParams& params,
                   const TieParams& ties, const TieClock& clock, std::uint64_t seed, ThreadPool& pool)
      : s_(society),
        population_(population),
        params_(params),
        ties_(ties),
        clock_(clock),
        seed_(seed),
        pool_(pool),
        n_(society.agents()) {}

  void run() {
    if (n_ < 2) {
      s_.offline = Ties(n_).packed();
      return;
    }
    draw_numbers();
    make_pools();
    draw_sought();
    const Csr open = both_ways(sought_begin_, sought_);
    draw_closed(open);
    make_ties(trimmed(united(open, both_ways(closed_begin_, closed_))));
  }

 private:
  struct Circle {
    std::vector<AgentId> members;
    AliasTable by_contacts;
  };
  Key key(std::uint64_t a, OfflineDraw what) const { return make_key(seed_, Stream::offline_graph, a, what); }

  // Each tie has one end that seeks it, so everybody seeks half of its contacts; the other half comes from others who
  // seek by number of contacts.
  void draw_numbers() {
    wanted_.resize(n_);
    sought_begin_.resize(n_ + 1);
    closed_begin_.resize(n_ + 1);
    RawColumn<std::uint32_t> sought(n_), closed(n_);
    const double most = std::min(0.8 * static_cast<double>(ties_.cap), static_cast<double>(n_ - 1));
    pool_.for_chunks(n_, kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t a = begin; a < end; ++a) {
        const Key k = key(a, kPool);
        const double mean = population_.roles[s_.role[a]].offline_contacts_mean;
        wanted_[a] = static_cast<float>(
            std::min(most, lognormal_of_mean(mean, params_.contacts_sigma, normal_quantile(to_open_unit(draw(k, 0))))));
        closed[a] = static_cast<std::uint32_t>(wanted_[a] / 2 * params_.closure + to_unit(draw(k, 1)));
        sought[a] = static_cast<std::uint32_t>(wanted_[a] / 2 * (1 - params_.closure) + to_unit(draw(k, 2)));
      }
    });
    for (std::size_t a = 0; a < n_; ++a) {
      sought_begin_[a + 1] = sought_begin_[a] + sought[a];
      closed_begin_[a + 1] = closed_begin_[a] + closed[a];
    }
    sought_.resize(sought_begin_[n_]);
    closed_.resize(closed_begin_[n_]);
  }

  void make_pools() {
    const std::size_t roles = s_.role_names.size(), cities = s_.cities;
    in_both_.resize(roles * cities);
    in_city_.resize(cities);
    in_role_.resize(roles);
    for (std::size_t a = 0; a < n_; ++a) {
      if (!(wanted_[a] > 0)) continue;
      const auto id = static_cast<AgentId>(a);
      in_both_[s_.city[a] * roles + s_.role[a]].members.push_back(id);
      in_city_[s_.city[a]].members.push_back(id);
      in_role_[s_.role[a]].members.push_back(id);
      everyone_.members.push_back(id);
    }
    std::vector<Circle*> circles = {&everyone_};
    for (auto* list : {&in_role_, &in_city_, &in_both_})
      for (Circle& c : *list) circles.push_back(&c);
    pool_.for_chunks(circles.size(), 1, [&](std::size_t i, std::size_t, std::size_t, unsigned) {
      Circle& c = *circles[i];
      if (c.members.empty()) return;
      std::vector<double> weights;
      for (const AgentId a : c.members) weights.push_back(wanted_[a]);
      c.by_contacts = AliasTable(weights);
    });
  }

  AgentId seek(AgentId a, Key k, std::uint64_t& at) const {
    const bool city = to_unit(draw(k, at++)) < params_.same_city;
    const bool role = to_unit(draw(k, at++)) < params_.same_role;
    const Circle& c = city ? (role ? in_both_[s_.city[a] * s_.role_names.size() + s_.role[a]] : in_city_[s_.city[a]])
                           : (role ? in_role_[s_.role[a]] : everyone_);
    return c.members[c.by_contacts.pick(draw(k, at++))];
  }

  // Contacts sought twice, or from both ends, are one tie in the end; kNoAgent stands for one that was not found.
  void draw_sought() {
    pool_.for_chunks(n_, kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t u = begin; u < end; ++u) {
        const auto a = static_cast<AgentId>(u);
        const Key k = key(a, kSeekContacts);
        std::uint64_t at = 0;
        const auto first = sought_.begin() + static_cast<std::ptrdiff_t>(sought_begin_[a]);
        const auto last = sought_.begin() + static_cast<std::ptrdiff_t>(sought_begin_[a + 1]);
        for (auto slot = first; slot != last; ++slot) {
          *slot = kNoAgent;
          for (int i = 0; i < kTries && *slot == kNoAgent; ++i) {
            const AgentId b = seek(a, k, at);
            if (b != a && std::find(first, slot, b) == slot) *slot = b;
          }
        }
      }
    });
  }

  void draw_closed(const Csr& open) {
    pool_.for_chunks(n_, kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t u = begin; u < end; ++u) {
        const auto a = static_cast<AgentId>(u);
        const Key k = key(a, kCloseContacts);
        std::uint64_t at = 0;
        const auto mine = open.row(a);
        const auto first = closed_.begin() + static_cast<std::ptrdiff_t>(closed_begin_[a]);
        const auto last = closed_.begin() + static_cast<std::ptrdiff_t>(closed_begin_[a + 1]);
        for (auto slot = first; slot != last; ++slot) {
          *slot = kNoAgent;
          for (int i = 0; i < kTries && *slot == kNoAgent; ++i) {
            AgentId b = a;
            if (i < kTries / 2 && !mine.empty()) {
              const auto theirs = open.row(mine[bounded(draw(k, at++), static_cast<std::uint32_t>(mine.size()))]);
              b = theirs[bounded(draw(k, at++), static_cast<std::uint32_t>(theirs.size()))];
            } else {
              b = seek(a, k, at);
            }
            if (b != a && !std::binary_search(mine.begin(), mine.end(), b) && std::find(first, slot, b) == slot)
              *slot = b;
          }
        }
      }
    });
  }

  /// The undirected graph of drawn contacts: both ends listed, ascending, each once.
  Csr both_ways(const Column<std::uint64_t>& row_begin, const RawColumn<AgentId>& drawn) const {
    return unique(gather_rows(pool_, n_, n_, [&](std::size_t a, auto&& send) {
      for (std::uint64_t i = row_begin[a]; i < row_begin[a + 1]; ++i) {
        if (drawn[i] == kNoAgent) continue;
        send(drawn[i], static_cast<AgentId>(a));
        send(a, drawn[i]);
      }
    }));
  }

  /// Rows of two graphs put together; they have no tie in common.
  Csr united(const Csr& one, const Csr& two) const {
    Csr out;
    out.begin.resize(n_ + 1);
    for (std::size_t a = 0; a < n_; ++a) out.begin[a + 1] = one.begin[a + 1] + two.begin[a + 1];
    out.columns.resize(out.begin[n_]);
    pool_.for_chunks(n_, kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t a = begin; a < end; ++a) {
        const auto x = one.row(a), y = two.row(a);
        std::merge(x.begin(), x.end(), y.begin(), y.end(),
                   out.columns.begin() + static_cast<std::ptrdiff_t>(out.begin[a]));
      }
    });
    return out;
  }

  /// The rows of `from` for which keep(row, value) is true.
  template <class Keep>
  Csr filtered(const Csr& from, Keep&& keep) const {
    Csr out;
    out.begin.resize(n_ + 1);
    pool_.for_chunks(n_, kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t a = begin; a < end; ++a) {
        std::uint64_t kept = 0;
        for (std::uint64_t i = from.begin[a]; i < from.begin[a + 1]; ++i) kept += keep(a, i);
        out.begin[a + 1] = kept;
      }
    });
    for (std::size_t a = 0; a < n_; ++a) out.begin[a + 1] += out.begin[a];
    out.columns.resize(out.begin[n_]);
    pool_.for_chunks(n_, kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t a = begin; a < end; ++a) {
        std::uint64_t to = out.begin[a];
        for (std::uint64_t i = from.begin[a]; i < from.begin[a + 1]; ++i)
          if (keep(a, i)) out.columns[to++] = from.columns[i];
      }
    });
    return out;
  }
  Csr unique(const Csr& from) const {
    return filtered(from, [&](std::size_t a, std::uint64_t i) {
      return i == from.begin[a] || from.columns[i] != from.columns[i - 1];
    });
  }

  std::uint64_t tie_bits(std::size_t a, std::size_t b, OfflineDraw what) const {
    return draw(key(std::min(a, b), what), std::max(a, b));
  }

  /// Nobody has more than `cap` ties: of longer rows those with the smallest draw stay, if they stay at the other end.
  Csr trimmed(const Csr& from) const {
    const auto cap = static_cast<std::size_t>(ties_.cap);
    Column<std::uint64_t> limit(n_, ~std::uint64_t{0});
    std::atomic<bool> any{false};
    pool_.for_chunks(n_, kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      std::vector<std::uint64_t> bits;
      for (std::size_t a = begin; a < end; ++a) {
        if (from.row(a).size() <= cap) continue;
        bits.clear();
        for (const AgentId b : from.row(a)) bits.push_back(tie_bits(a, b, kTrimContacts));
        std::nth_element(bits.begin(), bits.begin() + static_cast<std::ptrdiff_t>(cap) - 1, bits.end());
        limit[a] = bits[cap - 1];
        any = true;
      }
    });
    if (!any) return from;
    return filtered(from, [&](std::size_t a, std::uint64_t i) {
      const AgentId b = from.columns[i];
      const std::uint64_t least = std::min(limit[a], limit[b]);
      return least == ~std::uint64_t{0} || tie_bits(a, b, kTrimContacts) <= least;
    });
  }

  void make_ties(const Csr& graph) {
    if (graph.columns.size() > ~std::uint32_t{0}) throw std::length_error("more than 2^31 ties offline");
    RawColumn<HalfTie> records(graph.columns.size());
    pool_.for_chunks(n_, kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      Members mine;
      for (std::size_t a = begin; a < end; ++a) {
        HalfTie* record = records.data() + graph.begin[a];
        const auto row = graph.row(a);
        mine.set(row);
        for (std::size_t i = 0; i < row.size(); ++i) {
          if (i + 6 < row.size()) __builtin_prefetch(&graph.begin[row[i + 6]]);
          if (i + 3 < row.size()) __builtin_prefetch(graph.row(row[i + 3]).data());
          const AgentId b = row[i];
          const double z = normal_quantile(to_open_unit(tie_bits(a, b, kSharedHours)));
          const double hours = std::clamp(params_.hours_median * det_exp(params_.hours_sigma * z), 0.01, 2000.0);
          *record++ = {b, clock_.level(hours), 0, mine.common(graph.row(b)),
                       static_cast<std::uint8_t>(kInitialTie | same_city(s_, static_cast<AgentId>(a), b))};
        }
        mine.unset();
      }
    });
    Column<std::uint32_t> begin(n_ + 1);
    for (std::size_t a = 0; a <= n_; ++a) begin[a] = static_cast<std::uint32_t>(graph.begin[a]);
    s_.offline = {std::move(begin), std::move(records)};
  }

  /// A sorted row, with a sieve of bits in front: nearly all of those who are not in it are told apart by one bit.
  class Members {
   public:
    void set(std::span<const AgentId> row) {
      row_ = row;
      for (const AgentId a : row) bits_[place(a) / 64] |= std::uint64_t{1} << place(a) % 64;
    }
    void unset() {
      for (const AgentId a : row_) bits_[place(a) / 64] = 0;
    }
    /// How many of `other` are members, at most 255.
    std::uint8_t common(std::span<const AgentId> other) const {
      unsigned n = 0;
      for (const AgentId a : other)
        if (bits_[place(a) / 64] >> place(a) % 64 & 1) n += std::binary_search(row_.begin(), row_.end(), a);
      return static_cast<std::uint8_t>(std::min(n, 255u));
    }

   private:
    static std::size_t place(AgentId a) { return (a * 0x9e3779b9u) >> 20; }
    std::array<std::uint64_t, 64> bits_{};
    std::span<const AgentId> row_;
  };

  static constexpr int kTries = 16;

  Society& s_;
  const PopulationParams& population_;
  const OfflineParams& params_;
  const TieParams& ties_;
  const TieClock& clock_;
  const std::uint64_t seed_;
  ThreadPool& pool_;
  const std::size_t n_;
  Column<float> wanted_;
  Column<std::uint64_t> sought_begin_, closed_begin_;
  RawColumn<AgentId> sought_, closed_;
  Circle everyone_;
  std::vector<Circle> in_role_, in_city_, in_both_;
};

}  // namespace

void draw_offline_ties(Society& society, const PopulationParams& population, const OfflineParams& params,
                       const TieParams& ties, const TieClock& clock, std::uint64_t seed, ThreadPool& pool) {
  OfflineGenerator(society, population, params, ties, clock, seed, pool).run();
}

}  // namespace clout
