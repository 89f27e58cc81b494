#include "sim/world/population_generator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/core/random.h"
#include "sim/world/beta_quantile.h"
#include "sim/world/chunks.h"
#include "sim/world/constants.h"
#include "sim/world/offline_generator.h"

namespace clout {
namespace {

// Second name of a key of Stream::population: one column each. Append only.
enum ColumnDraw : std::uint64_t {
  kRole = 1,
  kCity = 2,
  kTopicCount = 3,
  kTopicSet = 4,
  kWorth = 5,
  kOpenness = 6,
  kInbox = 7,
  kOutside = 8,
  kLatents = 9,
  kPresence = 10,
  kBio = 11,
  kClaim = 12,
  kDoses = 13,
  kRoleOfGroup = 14,
  kRoleByGroup = 15,
};

// Counterpart of a draw of Stream::placebo.
constexpr std::uint64_t kPermutedWorth = 1;

Key column_key(std::uint64_t seed, std::uint64_t agent, ColumnDraw what) {
  return make_key(seed, Stream::population, agent, what);
}
double unit(Key k, std::uint64_t i = 0) { return to_unit(draw(k, i)); }
double normal_of(Key k, std::uint64_t i = 0) { return normal_quantile(to_open_unit(draw(k, i))); }

// Roles by their shares.
class RolePicker {
 public:
  explicit RolePicker(const std::vector<RoleParams>& roles) {
    for (const RoleParams& r : roles) upto_.push_back((upto_.empty() ? 0 : upto_.back()) + r.share);
  }
  std::uint8_t operator()(double unit) const {
    const auto at = std::upper_bound(upto_.begin(), upto_.end() - 1, unit * upto_.back());
    return static_cast<std::uint8_t>(at - upto_.begin());
  }

 private:
  std::vector<double> upto_;  // shares summed up
};

void check_length(std::size_t length, std::size_t n, const char* name) {
  if (length != 0 && length != n)
    throw std::invalid_argument(std::string("generate_society: the given column ") + name + " has another length");
}

// Draws the columns of a society; those in `given` are copied.
class ColumnGenerator {
 public:
  ColumnGenerator(Society& society, const PopulationParams& params, const GivenAgents& given, std::size_t agents,
                  std::uint64_t seed, ThreadPool& pool)
      : s_(society),
        p_(params),
        given_(given),
        n_(agents),
        seed_(seed),
        pool_(pool),
        roles_(params.roles),
        topic_weight_(power_weights(params.topics, kTopicExponent.value)),
        cities_(power_weights(params.cities, params.city_exponent)),
        quality_(params.quality_alpha, params.quality_beta),
        latents_(std::array{1.0, params.activity_fame_corr, params.voice_fame_corr,      //
                            params.activity_fame_corr, 1.0, params.activity_voice_corr,  //
                            params.voice_fame_corr, params.activity_voice_corr, 1.0},
                 3) {}

  void run() {
    if (p_.roles.empty()) throw std::invalid_argument("generate_society: there are no roles");
    check_given();
    resize();
    for (const RoleParams& r : p_.roles) {
      s_.role_names.push_back(r.name);
      if (r.worth_mean > p_.roles[richest_].worth_mean) richest_ = s_.role_names.size() - 1;
    }
    pool_.for_chunks(n_, kGeneratorChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t a = begin; a < end; ++a) {
        s_.role[a] = given_.role.empty() ? roles_(unit(key(a, kRole))) : given_.role[a];
        s_.city[a] =
            given_.city.empty() ? static_cast<std::uint16_t>(cities_.pick(draw(key(a, kCity), 0))) : given_.city[a];
        s_.topics[a] = given_.topics.empty() ? drawn_topics(a) : given_.topics[a];
        const RoleParams& role = p_.roles.at(s_.role[a]);
        set_worth_and_quality(a, role);
        s_.open_seconds_week[a] = std::min(around(role.open_hours_mean * kSecondsPerHour, key(a, kOpenness)),
                                           static_cast<float>(kHoursPerWeek * kSecondsPerHour));
        s_.inbox_capacity[a] = around(role.inbox_capacity, key(a, kInbox));
        s_.outside_messages[a] = around(role.outside_messages, key(a, kOutside));
        set_latents(a);
        set_flags(a, role);
        const bool inflated = unit(key(a, kClaim)) < p_.role_inflation;
        s_.claimed_role[a] = inflated ? static_cast<std::uint8_t>(richest_) : s_.role[a];
      }
    });
    if (n_ > 0) scale_worth();
  }

 private:
  static std::vector<double> power_weights(std::int64_t ranks, double exponent) {
    std::vector<double> weights(static_cast<std::size_t>(ranks));
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = det_pow(static_cast<double>(i + 1), -exponent);
    return weights;
  }
  Key key(std::uint64_t agent, ColumnDraw what) const { return column_key(seed_, agent, what); }

  void check_given() const {
    check_length(given_.role.size(), n_, "role");
    check_length(given_.city.size(), n_, "city");
    check_length(given_.topics.size(), n_, "topics");
    check_length(given_.present.size(), n_, "present");
    check_length(given_.bio_complete.size(), n_, "bio_complete");
    check_length(given_.quality.size(), n_, "quality");
    check_length(given_.own_worth.size(), n_, "own_worth");
    check_length(given_.fame.size(), n_, "fame");
  }

  void resize() {
    s_.cities = given_.city.empty() ? static_cast<std::uint16_t>(p_.cities) : given_.cities;
    for (auto* column : {&s_.quality, &s_.own_worth, &s_.network_worth, &s_.open_seconds_week, &s_.inbox_capacity,
                         &s_.outside_messages, &s_.activity, &s_.voice, &s_.fame})
      column->resize(n_);
    for (auto* column : {&s_.role, &s_.claimed_role, &s_.flags}) column->resize(n_);
    s_.city.resize(n_);
    s_.topics.resize(n_);
  }

  // The `wanted` first arrivals of a race are a sample without replacement.
  std::uint64_t drawn_topics(std::size_t a) const {
    Rng count(seed_, Stream::population, a, kTopicCount);
    const std::size_t wanted = std::min(topic_weight_.size(), 1 + poisson(count, std::max(0.0, p_.topics_mean - 1)));
    std::array<std::pair<double, std::size_t>, 64> race;
    const Key k = key(a, kTopicSet);
    for (std::size_t t = 0; t < topic_weight_.size(); ++t) race[t] = {race_key(draw(k, t), topic_weight_[t]), t};
    std::nth_element(race.begin(), race.begin() + static_cast<std::ptrdiff_t>(wanted - 1),
                     race.begin() + static_cast<std::ptrdiff_t>(topic_weight_.size()));
    std::uint64_t topics = 0;
    for (std::size_t i = 0; i < wanted; ++i) topics |= std::uint64_t{1} << race[i].second;
    return topics;
  }

  // Normal scores z and wq z + sqrt(1 - wq^2) z': a Gaussian copula.
  void set_worth_and_quality(std::size_t a, const RoleParams& role) {
    const Key worth = key(a, kWorth);
    const double wq = p_.worth_quality_corr;
    const double z = normal_of(worth, 0);
    const double zq = wq * z + std::sqrt(std::max(0.0, 1 - wq * wq)) * normal_of(worth, 1);
    s_.own_worth[a] = given_.own_worth.empty()
                          ? static_cast<float>(lognormal_of_mean(role.worth_mean, role.worth_sigma, z))
                          : given_.own_worth[a];
    s_.quality[a] = given_.quality.empty() ? static_cast<float>(std::clamp(quality_(normal_cdf(zq)), 1e-6, 1 - 1e-6))
                                           : given_.quality[a];
  }

  static float around(double mean, Key k) {
    return static_cast<float>(lognormal_of_mean(mean, kOpenHoursSigma.value, normal_of(k)));
  }

  void set_latents(std::size_t a) {
    const Key latent = key(a, kLatents);
    const double first = given_.fame.empty() ? normal_of(latent, 0) : given_.fame[a];
    const double second = normal_of(latent, 1), third = normal_of(latent, 2);
    s_.fame[a] = static_cast<float>(first);
    s_.activity[a] = static_cast<float>(latents_.factor(1, 0) * first + latents_.factor(1, 1) * second);
    s_.voice[a] = static_cast<float>(latents_.factor(2, 0) * first + latents_.factor(2, 1) * second +
                                     latents_.factor(2, 2) * third);
  }

  void set_flags(std::size_t a, const RoleParams& role) {
    const bool present = given_.present.empty() ? unit(key(a, kPresence)) < role.present : given_.present[a] != 0;
    const bool bio = given_.bio_complete.empty() ? unit(key(a, kBio)) < role.bio_complete : given_.bio_complete[a] != 0;
    s_.flags[a] = static_cast<std::uint8_t>((present ? kPresent : 0) | (bio ? kBioComplete : 0));
  }

  // To a mean of 1 over all.
  void scale_worth() {
    const double sum = ordered_sum(pool_, n_, 4096, [&](std::size_t begin, std::size_t end) {
      double w = 0;
      for (std::size_t a = begin; a < end; ++a) w += s_.own_worth[a];
      return w;
    });
    const double scale = static_cast<double>(n_) / sum;
    for (float& w : s_.own_worth) w = static_cast<float>(w * scale);
  }

  Society& s_;
  const PopulationParams& p_;
  const GivenAgents& given_;
  const std::size_t n_;
  const std::uint64_t seed_;
  ThreadPool& pool_;
  const RolePicker roles_;
  const std::vector<double> topic_weight_;
  const AliasTable cities_;
  const BetaQuantile quality_;
  const CorrelatedNormals latents_;  // fame, activity, voice
  std::size_t richest_ = 0;          // role of the highest mean worth, which the inflated claim
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
  ColumnGenerator(*society, population, *given, n, seed, pool).run();
  const TieClock clock(ties);
  draw_offline_ties(*society, population, offline, ties, clock, seed, pool);
  index_society(*society);
  fill_network_worth(*society, clock, population.phi, theta);
  return society;
}

std::vector<std::uint8_t> draw_roles(const PopulationParams& population, std::span<const std::uint32_t> group,
                                     double by_group, std::uint64_t seed) {
  if (population.roles.empty()) throw std::invalid_argument("draw_roles: there are no roles");
  const RolePicker pick(population.roles);
  std::vector<std::uint8_t> roles(group.size());
  for (std::size_t a = 0; a < group.size(); ++a) {
    const bool shared = chance(draw(column_key(seed, a, kRoleByGroup), 0), by_group);
    roles[a] = pick(unit(shared ? column_key(seed, group[a], kRoleOfGroup) : column_key(seed, a, kRole)));
  }
  return roles;
}

void reassign_worth(Society& society, const std::string& how, const TieParams& ties, double phi, double theta,
                    std::uint64_t seed) {
  const std::size_t n = society.agents();
  if (how == "equal") {
    society.own_worth.assign(n, 1.0f);
    fill_network_worth(society, TieClock(ties), phi, theta);
  } else if (how == "permuted") {
    std::vector<std::pair<std::uint64_t, AgentId>> order(n);
    for (std::size_t a = 0; a < n; ++a)
      order[a] = {draw(make_key(seed, Stream::placebo, a), kPermutedWorth), static_cast<AgentId>(a)};
    std::sort(order.begin(), order.end());
    const Column<float> own = society.own_worth, network = society.network_worth;
    for (std::size_t a = 0; a < n; ++a) {
      society.own_worth[a] = own[order[a].second];
      society.network_worth[a] = network[order[a].second];
    }
  }
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
    const double on = society.activity[a], off = corr * on + rest * normal_of(column_key(seed, a, kDoses));
    const double online =
        given->hours_online.empty()
            ? std::min(role.hours_online_median * det_exp(role.hours_online_sigma * on), population.hours_online_max)
            : double{given->hours_online[a]};
    if (society.has(static_cast<AgentId>(a), kPresent))
      hours_online[a] = static_cast<float>(online + population.hours_online_added);
    const double offline = given->hours_offline.empty()
                               ? std::min(role.hours_offline_median * det_exp(role.hours_offline_sigma * off),
                                          population.hours_offline_max)
                               : double{given->hours_offline[a]};
    hours_offline[a] = static_cast<float>(offline + population.hours_offline_added);
  }
}

}  // namespace clout
