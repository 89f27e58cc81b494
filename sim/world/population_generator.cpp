#include "sim/world/population_generator.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/core/random.h"
#include "sim/world/gather_rows.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 1024;

// Spread of what people are open to, around the mean of their role. Assumed.
constexpr double kOpenSigma = 0.5;

// Exponent of the popularity of topics by rank: the most popular of 32 has about eight times the fans of the last.
// Assumed.
constexpr double kTopicExponent = 0.6;

// Second name of a key of Stream::population: one column each. Append only.
enum ColumnDraw : std::uint64_t {
  kRole = 1,
  kCity = 2,
  kTopicCount = 3,
  kTopicSet = 4,
  kWorth = 5,
  kOpen = 6,
  kInbox = 7,
  kOutside = 8,
  kLatents = 9,
  kPresence = 10,
  kBio = 11,
  kClaim = 12,
  kDoses = 13,
};

// Second name of a key of Stream::offline_graph.
enum OfflineDraw : std::uint64_t { kContacts = 1, kSeek = 2, kClose = 3, kHours = 4, kTrim = 5 };

Key key(std::uint64_t seed, std::uint64_t agent, ColumnDraw what) {
  return make_key(seed, Stream::population, agent, what);
}
double unit(Key k, std::uint64_t i = 0) { return to_unit(draw(k, i)); }
double normal_of(Key k, std::uint64_t i = 0) { return normal_quantile(to_open_unit(draw(k, i))); }

/// Quantiles of a Beta distribution by a table, a and b at least 1/2.
/// The density is summed over x = sin^2(pi t / 2), where it has no poles. Error about 1e-4 in probability.
class BetaQuantile {
 public:
  BetaQuantile(double a, double b) : cumulative_(kCells + 1) {
    double log_max = -std::numeric_limits<double>::infinity();
    std::vector<double> log_density(kCells);
    for (std::size_t i = 0; i < kCells; ++i) {
      const double sin2 = x_at((static_cast<double>(i) + 0.5) / kCells);
      log_density[i] = (a - 0.5) * det_log(sin2) + (b - 0.5) * det_log(1 - sin2);
      log_max = std::max(log_max, log_density[i]);
    }
    for (std::size_t i = 0; i < kCells; ++i)
      cumulative_[i + 1] = cumulative_[i] + det_exp(log_density[i] - log_max);
    for (double& c : cumulative_) c /= cumulative_.back();
  }
  double operator()(double p) const {
    const auto above = std::upper_bound(cumulative_.begin() + 1, cumulative_.end() - 1, p);
    const auto i = static_cast<std::size_t>(above - cumulative_.begin()) - 1;
    const double width = cumulative_[i + 1] - cumulative_[i];
    const double t = width > 0 ? (p - cumulative_[i]) / width : 0.5;
    return x_at((static_cast<double>(i) + std::clamp(t, 0.0, 1.0)) / kCells);
  }

 private:
  static constexpr std::size_t kCells = 4096;
  static double x_at(double t) { return (1 - det_cos_sin_2pi(t / 2).cos) / 2; }
  std::vector<double> cumulative_;
};

double lognormal_mean(double mean, double sigma, double z) { return mean * det_exp(sigma * z - sigma * sigma / 2); }

void check_length(std::size_t length, std::size_t n, const char* name) {
  if (length != 0 && length != n)
    throw std::invalid_argument(std::string("generate_society: the given column ") + name + " has another length");
}

/// Draws the columns; those in `given` are copied.
void draw_columns(Society& s, const PopulationParams& p, const GivenAgents& given, std::size_t n, std::uint64_t seed,
                  ThreadPool& pool) {
  if (p.roles.empty()) throw std::invalid_argument("generate_society: there are no roles");
  check_length(given.role.size(), n, "role");
  check_length(given.city.size(), n, "city");
  check_length(given.topics.size(), n, "topics");
  check_length(given.present.size(), n, "present");
  check_length(given.bio_complete.size(), n, "bio_complete");
  check_length(given.quality.size(), n, "quality");
  check_length(given.own_worth.size(), n, "own_worth");
  check_length(given.fame.size(), n, "fame");
  s.cities = given.city.empty() ? static_cast<std::uint16_t>(p.cities) : given.cities;
  for (auto* column : {&s.quality, &s.own_worth, &s.network_worth, &s.open_seconds_week, &s.inbox_capacity,
                       &s.outside_messages, &s.activity, &s.voice, &s.fame})
    column->resize(n);
  s.role.resize(n);
  s.claimed_role.resize(n);
  s.city.resize(n);
  s.topics.resize(n);
  s.flags.resize(n);

  std::vector<double> role_upto;
  std::size_t richest = 0;
  for (const RoleParams& r : p.roles) {
    s.role_names.push_back(r.name);
    role_upto.push_back((role_upto.empty() ? 0 : role_upto.back()) + r.share);
    if (r.worth_mean > p.roles[richest].worth_mean) richest = s.role_names.size() - 1;
  }
  std::vector<double> city_weight(static_cast<std::size_t>(p.cities)), topic_weight(static_cast<std::size_t>(p.topics));
  for (std::size_t c = 0; c < city_weight.size(); ++c)
    city_weight[c] = det_pow(static_cast<double>(c + 1), -p.city_exponent);
  for (std::size_t t = 0; t < topic_weight.size(); ++t)
    topic_weight[t] = det_pow(static_cast<double>(t + 1), -kTopicExponent);
  const AliasTable cities(city_weight);
  const BetaQuantile quality(p.quality_alpha, p.quality_beta);
  const double wq = p.worth_quality_corr, wq_rest = std::sqrt(std::max(0.0, 1 - wq * wq));
  const std::array<double, 9> correlation = {1, p.activity_fame_corr, p.voice_fame_corr,
                                             p.activity_fame_corr, 1, p.activity_voice_corr,
                                             p.voice_fame_corr, p.activity_voice_corr, 1};
  const CorrelatedNormals latents(correlation, 3);  // order: fame, activity, voice

  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t a = begin; a < end; ++a) {
      if (given.role.empty()) {
        const double u = unit(key(seed, a, kRole)) * role_upto.back();
        const auto at = std::upper_bound(role_upto.begin(), role_upto.end() - 1, u);
        s.role[a] = static_cast<std::uint8_t>(at - role_upto.begin());
      } else {
        s.role[a] = given.role[a];
      }
      const RoleParams& role = p.roles.at(s.role[a]);
      s.city[a] = given.city.empty() ? static_cast<std::uint16_t>(cities.pick(draw(key(seed, a, kCity), 0)))
                                     : given.city[a];
      if (given.topics.empty()) {
        // The `wanted` first arrivals of a race are a sample without replacement.
        Rng count(seed, Stream::population, a, kTopicCount);
        const std::size_t wanted = std::min(topic_weight.size(), 1 + poisson(count, std::max(0.0, p.topics_mean - 1)));
        std::array<std::pair<double, std::size_t>, 64> race;
        const Key k = key(seed, a, kTopicSet);
        for (std::size_t t = 0; t < topic_weight.size(); ++t) race[t] = {race_key(draw(k, t), topic_weight[t]), t};
        std::nth_element(race.begin(), race.begin() + static_cast<std::ptrdiff_t>(wanted - 1),
                         race.begin() + static_cast<std::ptrdiff_t>(topic_weight.size()));
        for (std::size_t i = 0; i < wanted; ++i) s.topics[a] |= std::uint64_t{1} << race[i].second;
      } else {
        s.topics[a] = given.topics[a];
      }
      const Key worth = key(seed, a, kWorth);
      const double z = normal_of(worth, 0);
      const double zq = wq * z + wq_rest * normal_of(worth, 1);
      s.own_worth[a] = given.own_worth.empty() ? static_cast<float>(lognormal_mean(role.worth_mean, role.worth_sigma, z))
                                               : given.own_worth[a];
      s.quality[a] = given.quality.empty()
                         ? static_cast<float>(std::clamp(quality(normal_cdf(zq)), 1e-6, 1 - 1e-6))
                         : given.quality[a];
      s.open_seconds_week[a] = static_cast<float>(
          std::min(lognormal_mean(role.open_hours_mean * kSecondsPerHour, kOpenSigma, normal_of(key(seed, a, kOpen))),
                   kHoursPerWeek * kSecondsPerHour));
      s.inbox_capacity[a] =
          static_cast<float>(lognormal_mean(role.inbox_capacity, kOpenSigma, normal_of(key(seed, a, kInbox))));
      s.outside_messages[a] =
          static_cast<float>(lognormal_mean(role.outside_messages, kOpenSigma, normal_of(key(seed, a, kOutside))));

      const Key latent = key(seed, a, kLatents);
      const double first = given.fame.empty() ? normal_of(latent, 0) : given.fame[a];
      const double second = normal_of(latent, 1), third = normal_of(latent, 2);
      s.fame[a] = static_cast<float>(first);
      s.activity[a] = static_cast<float>(latents.factor(1, 0) * first + latents.factor(1, 1) * second);
      s.voice[a] = static_cast<float>(latents.factor(2, 0) * first + latents.factor(2, 1) * second +
                                      latents.factor(2, 2) * third);

      const bool present =
          given.present.empty() ? unit(key(seed, a, kPresence)) < role.present : given.present[a] != 0;
      const bool bio =
          given.bio_complete.empty() ? unit(key(seed, a, kBio)) < role.bio_complete : given.bio_complete[a] != 0;
      s.flags[a] = static_cast<std::uint8_t>((present ? kPresent : 0) | (bio ? kBioComplete : 0));
      const bool inflated = unit(key(seed, a, kClaim)) < p.role_inflation;
      s.claimed_role[a] = inflated ? static_cast<std::uint8_t>(richest) : s.role[a];
    }
  });

  if (n == 0) return;
  const double sum = ordered_sum(pool, n, 4096, [&](std::size_t begin, std::size_t end) {
    double w = 0;
    for (std::size_t a = begin; a < end; ++a) w += s.own_worth[a];
    return w;
  });
  const double scale = static_cast<double>(n) / sum;
  for (float& w : s.own_worth) w = static_cast<float>(w * scale);
}

/// The offline network, built in two steps: contacts sought in pools, then contacts of contacts.
class OfflineGenerator {
 public:
  OfflineGenerator(Society& society, const PopulationParams& population, const OfflineParams& params,
                   const TieParams& ties, const TieClock& clock, std::uint64_t seed, ThreadPool& pool)
      : s_(society), population_(population), params_(params), ties_(ties), clock_(clock), seed_(seed), pool_(pool),
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
    pool_.for_chunks(n_, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t a = begin; a < end; ++a) {
        const Key k = key(a, kContacts);
        const double mean = population_.roles[s_.role[a]].offline_contacts_mean;
        wanted_[a] = static_cast<float>(std::min(most, lognormal_mean(mean, params_.contacts_sigma, normal_of(k, 0))));
        closed[a] = static_cast<std::uint32_t>(wanted_[a] / 2 * params_.closure + unit(k, 1));
        sought[a] = static_cast<std::uint32_t>(wanted_[a] / 2 * (1 - params_.closure) + unit(k, 2));
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
    pool_.for_chunks(n_, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t u = begin; u < end; ++u) {
        const auto a = static_cast<AgentId>(u);
        const Key k = key(a, kSeek);
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
    pool_.for_chunks(n_, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t u = begin; u < end; ++u) {
        const auto a = static_cast<AgentId>(u);
        const Key k = key(a, kClose);
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
    pool_.for_chunks(n_, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
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
    pool_.for_chunks(n_, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t a = begin; a < end; ++a) {
        std::uint64_t kept = 0;
        for (std::uint64_t i = from.begin[a]; i < from.begin[a + 1]; ++i) kept += keep(a, i);
        out.begin[a + 1] = kept;
      }
    });
    for (std::size_t a = 0; a < n_; ++a) out.begin[a + 1] += out.begin[a];
    out.columns.resize(out.begin[n_]);
    pool_.for_chunks(n_, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
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
    pool_.for_chunks(n_, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      std::vector<std::uint64_t> bits;
      for (std::size_t a = begin; a < end; ++a) {
        if (from.row(a).size() <= cap) continue;
        bits.clear();
        for (const AgentId b : from.row(a)) bits.push_back(tie_bits(a, b, kTrim));
        std::nth_element(bits.begin(), bits.begin() + static_cast<std::ptrdiff_t>(cap) - 1, bits.end());
        limit[a] = bits[cap - 1];
        any = true;
      }
    });
    if (!any) return from;
    return filtered(from, [&](std::size_t a, std::uint64_t i) {
      const AgentId b = from.columns[i];
      const std::uint64_t least = std::min(limit[a], limit[b]);
      return least == ~std::uint64_t{0} || tie_bits(a, b, kTrim) <= least;
    });
  }

  void make_ties(const Csr& graph) {
    if (graph.columns.size() > ~std::uint32_t{0}) throw std::length_error("more than 2^31 ties off line");
    RawColumn<HalfTie> records(graph.columns.size());
    pool_.for_chunks(n_, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      Members mine;
      for (std::size_t a = begin; a < end; ++a) {
        HalfTie* record = records.data() + graph.begin[a];
        const auto row = graph.row(a);
        mine.set(row);
        for (std::size_t i = 0; i < row.size(); ++i) {
          if (i + 6 < row.size()) __builtin_prefetch(&graph.begin[row[i + 6]]);
          if (i + 3 < row.size()) __builtin_prefetch(graph.row(row[i + 3]).data());
          const AgentId b = row[i];
          const double z = normal_quantile(to_open_unit(tie_bits(a, b, kHours)));
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

/// The file of the parameters, if nothing else is given.
GivenAgents given_or_read(const PopulationParams& population) {
  if (population.file.empty()) return {};
  Faults faults;
  GivenAgents given = read_population_file(population.file, population, faults);
  if (!faults.empty()) throw ScenarioError(std::move(faults));
  return given;
}

}  // namespace

std::shared_ptr<Society> generate_society(const PopulationParams& population, const OfflineParams& offline,
                                          const TieParams& ties, double theta, std::uint64_t seed, ThreadPool& pool,
                                          const GivenAgents* given) {
  GivenAgents read;
  if (given == nullptr) {
    read = given_or_read(population);
    given = &read;
  }
  const std::size_t n = given->agents != 0 ? given->agents : static_cast<std::size_t>(population.agents);
  auto society = std::make_shared<Society>();
  draw_columns(*society, population, *given, n, seed, pool);
  const TieClock clock(ties);
  OfflineGenerator(*society, population, offline, ties, clock, seed, pool).run();
  index_society(*society);
  fill_network_worth(*society, clock, population.phi, theta);
  return society;
}

void draw_doses(const Society& society, const PopulationParams& population, std::uint64_t seed,
                Column<float>& hours_online, Column<float>& hours_offline, const GivenAgents* given) {
  GivenAgents read;
  if (given == nullptr) {
    read = given_or_read(population);
    given = &read;
  }
  const std::size_t n = society.agents();
  check_length(given->hours_online.size(), n, "hours_online");
  check_length(given->hours_offline.size(), n, "hours_offline");
  const double corr = population.online_offline_corr, rest = std::sqrt(std::max(0.0, 1 - corr * corr));
  hours_online.assign(n, 0);
  hours_offline.assign(n, 0);
  for (std::size_t a = 0; a < n; ++a) {
    const RoleParams& role = population.roles.at(society.role[a]);
    const double on = society.activity[a], off = corr * on + rest * normal_of(key(seed, a, kDoses));
    const double online = given->hours_online.empty()
                              ? std::min(role.hours_online_median * det_exp(role.hours_online_sigma * on),
                                         population.hours_online_max)
                              : double{given->hours_online[a]};
    if (society.has(static_cast<AgentId>(a), kPresent)) hours_online[a] = static_cast<float>(online);
    hours_offline[a] = given->hours_offline.empty()
                           ? static_cast<float>(std::min(role.hours_offline_median *
                                                             det_exp(role.hours_offline_sigma * off),
                                                         population.hours_offline_max))
                           : given->hours_offline[a];
  }
}

}  // namespace clout
