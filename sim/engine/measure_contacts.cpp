#include "sim/engine/measure_contacts.h"

#include <array>
#include <cstddef>

#include "sim/analysis/diversity.h"
#include "sim/analysis/rank.h"
#include "sim/core/math.h"
#include "sim/engine/day.h"

namespace clout {
namespace {

constexpr std::array<const char*, 2> kCohorts = {kBackground, kProbes};

void add_rows(const Diversity& d, const char* cohort, const std::string& strategy, std::vector<Measure>& rows) {
  if (d.agents == 0) return;
  rows.push_back({cohort, strategy, "alpha_diversity", "circles", d.alpha});
  rows.push_back({cohort, strategy, "gamma_diversity", "circles", d.gamma});
  rows.push_back({cohort, strategy, "beta_diversity", "times", d.beta});
}

}  // namespace

std::vector<Measure> contact_diversity(const World& world, const TieClock& clock, double theta,
                                       std::span<const std::string> strategy_names, ThreadPool& pool) {
  const Society& society = *world.society;
  const std::size_t strategies = strategy_names.size();
  struct Worker {
    std::vector<DiversityPool> pools;  // by cohort and strategy
    std::vector<std::uint32_t> circle;
    std::vector<double> access;
  };
  std::vector<Worker> workers(pool.threads());
  for (Worker& w : workers) w.pools.resize(kCohorts.size() * strategies);
  const auto& present = society.present;
  pool.for_chunks(present.size(), kDefaultChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned worker) {
    Worker& w = workers[worker];
    for (std::size_t k = begin; k < end; ++k) {
      const AgentId a = present[k];
      w.circle.clear();
      w.access.clear();
      for (const HalfTie& tie : world.ties.of(a)) {
        const double hours = clock.hours_on(tie, world.day);
        if (hours <= 0) continue;
        w.circle.push_back(std::uint32_t{society.role[tie.other]} << 16 | society.city[tie.other]);
        w.access.push_back(tie_access(hours, theta));
      }
      const std::size_t cohort = society.has(a, kProbe) ? 1 : 0;
      w.pools[cohort * strategies + world.strategy[a]].add(w.circle, w.access);
    }
  });
  std::vector<Measure> rows;
  for (std::size_t cohort = 0; cohort < kCohorts.size(); ++cohort) {
    DiversityPool all;
    for (std::size_t s = 0; s < strategies; ++s) {
      DiversityPool of_strategy;
      for (const Worker& w : workers) of_strategy.merge(w.pools[cohort * strategies + s]);
      add_rows(of_strategy.result(), kCohorts[cohort], strategy_names[s], rows);
      all.merge(of_strategy);
    }
    add_rows(all.result(), kCohorts[cohort], kAllStrategies, rows);
  }
  return rows;
}

std::vector<Measure> contact_assortativity(const World& world, const TieClock& clock,
                                           std::span<const ListedScore> scores) {
  const Society& society = *world.society;
  std::vector<Measure> rows;
  for (const ListedScore& score : scores) {
    std::vector<double> of_present;
    for (const AgentId a : society.present) of_present.push_back(double{score.scores[a]});
    const std::vector<double> rank_of_present = ranks(of_present);
    std::vector<double> rank(world.agents());
    for (std::size_t k = 0; k < rank_of_present.size(); ++k) rank[society.present[k]] = rank_of_present[k];
    std::vector<double> one, other;
    for (const AgentId a : society.present)
      for (const HalfTie& tie : world.ties.of(a)) {
        if ((tie.flags & kInitialTie) != 0 || !society.has(tie.other, kPresent)) continue;
        if (clock.hours_on(tie, world.day) <= 0) continue;
        one.push_back(rank[a]);
        other.push_back(rank[tie.other]);
      }
    if (const auto r = pearson(one, other))
      rows.push_back({kEveryone, kAllStrategies, "contact_assortativity_" + score.name, "correlation", *r});
  }
  return rows;
}

std::vector<float> reading_exposure(const FollowGraph& follows, std::span<const std::uint32_t> items,
                                    std::span<const std::uint32_t> read, ThreadPool& pool) {
  const std::size_t n = follows.agents();
  // An author is met in as many lists as it has followers; its logarithm is taken once.
  std::vector<double> items_log_items(n);
  std::vector<float> exposure(n);
  pool.for_chunks(n, kDefaultChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t a = begin; a < end; ++a)
      if (items[a] > 0) items_log_items[a] = items[a] * det_log(items[a]);
  });
  pool.for_chunks(n, kDefaultChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t a = begin; a < end; ++a) {
      if (read[a] == 0) continue;
      std::uint64_t sum = 0;
      double sum_log = 0;
      for (const Follow& link : follows.followees(static_cast<AgentId>(a))) {
        sum += items[link.who];
        sum_log += items_log_items[link.who];
      }
      exposure[a] = static_cast<float>(effective_number(static_cast<double>(sum), sum_log));
    }
  });
  return exposure;
}

}  // namespace clout
