// Worlds small enough to check by hand, and short histories of worlds from a scenario.
#pragma once

#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/catalogue.h"
#include "sim/engine/branch.h"
#include "sim/engine/build_world.h"
#include "sim/engine/day.h"
#include "sim/scenario/scenario.h"
#include "tests/models/tiny_world.h"

namespace clout::test {

inline constexpr int kExecutive = 2;  ///< role of size_society()

/// A plan that does one thing with its hours online; whom it approaches is left to the test.
inline Plan only(double Plan::* act) {
  Plan p;
  p.read = p.post = p.engage = p.discover = 0;
  p.*act = 1;
  p.by_score = p.by_affinity = p.by_bio = p.among_ties = p.at_random = 0;
  p.at_random = 1;
  p.reply_prob = p.reshare_prob = 0;
  p.follow_prob = 1;
  p.follow_back_prob = 1;
  return p;
}

/// Hours a week that come to so many posts a day for only(&Plan::post), at the default price.
inline double posting(double posts_a_day) { return 7 * posts_a_day * 360 / 3600; }

/// Only this way to approach people.
inline Plan approaching(Plan p, double Plan::* approach) {
  p.by_score = p.by_affinity = p.by_bio = p.among_ties = p.at_random = 0;
  p.*approach = 1;
  return p;
}

/// Only this way to spend hours offline.
inline Plan meeting(double Plan::* via) {
  Plan p = only(&Plan::read);
  p.meet_ties = p.meet_introduced = p.meet_answered = p.meet_event = 0;
  p.*via = 1;
  return p;
}

/// A hand-made world: n people who are all present, alike, in one city, interested in topic 0, of quality 1, without
/// hours, links or ties. Change what a test is about, then live().
class Lab {
 public:
  explicit Lab(std::size_t n, unsigned threads = 1) : pool(threads), society(std::make_shared<Society>()) {
    size_society(*society, n);
    society->cities = 1;
    society->city.assign(n, 0);
    society->quality.assign(n, 1.0f);
    society->inbox_capacity.assign(n, 10.0f);
    society->open_seconds_week.assign(n, 0.0f);
    world.seed = 1;
    world.hours_online.assign(n, 0.0f);
    world.hours_offline.assign(n, 0.0f);
    world.strategy.assign(n, 0);
    world.follows = FollowGraph(n);
    world.ties = Ties(n);
    world.ledger = Ledger(n);
    for (auto* c : {&world.balances.read, &world.balances.engage, &world.balances.discover, &world.balances.offline,
                    &world.balances.open})
      c->resize(n);
    plans.push_back(only(&Plan::read));
    plan_of.assign(n, 0);
    mechanisms.react.inbound_prob = 0;  // named where it is meant
    mechanisms.message.outside_demand = false;
    mechanisms.discover.unfollow = false;
  }

  std::size_t agents() const { return world.agents(); }
  /// a gets a plan of its own and hours a week online.
  void give(AgentId a, const Plan& plan, double hours_online) {
    plan_of[a] = static_cast<std::uint32_t>(plans.size());
    plans.push_back(plan);
    world.hours_online[a] = static_cast<float>(hours_online);
  }
  void follow(AgentId a, AgentId b) { world.follows.follow(a, b, 0); }
  void tie(AgentId a, AgentId b, double hours, std::uint8_t flags = kInitialTie, std::uint8_t mutual = 0) {
    ties_.push_back({a, b, hours, flags, mutual});
  }
  void absent(AgentId a) { society->flags[a] = 0; }

  /// To be called after everything was set and before the first day; live() does it.
  void begin() {
    if (clock_) return;
    clock_ = std::make_unique<TieClock>(mechanisms.ties);
    std::vector<std::vector<HalfTie>> lists(agents());
    for (const Tie& t : ties_) {
      const std::int32_t level = clock_->level(t.hours);
      const auto flags = static_cast<std::uint8_t>(t.flags | same_city(*society, t.a, t.b));
      lists[t.a].push_back({t.b, level, 0, t.mutual, flags});
      lists[t.b].push_back({t.a, level, 0, t.mutual, flags});
    }
    for (AgentId a = 0; a < agents(); ++a) {
      std::sort(lists[a].begin(), lists[a].end(), [](const HalfTie& x, const HalfTie& y) { return x.other < y.other; });
      world.ties.assign(a, lists[a]);
    }
    society->offline = world.ties.packed();
    for (AgentId a = 0; a < agents(); ++a)
      for (const HalfTie& t : world.ties.of(a)) world.follows.mark_tied(a, t.other);
    index_society(*society);
    world.society = society;
    replan();
  }
  void replan() {
    rows_.clear();
    for (const Plan& p : plans) rows_.push_back(compile_plan(p, society->role_names));
    fill_budget(world, rows_, plan_of, silent_until, pool, budget);
  }
  DayContext context() {
    return {mechanisms, *clock_, pool, chunk, rows_, plan_of, budget, cue, leaderboard, 0.5, scratch};
  }
  /// A day that stages can be called on one by one.
  DayContext open_day() {
    scratch.open(agents(), (agents() + chunk - 1) / chunk, pool.threads());
    return context();
  }
  Lab& live(int days = 1) {
    begin();
    for (int d = 0; d < days; ++d) {
      live_one_day(world, context());
      counts += scratch.total();
    }
    return *this;
  }

  const TieClock& clock() const { return *clock_; }
  /// Hours of the tie of a and b today, at a's end; 0 if there is none.
  double hours(AgentId a, AgentId b) const {
    const HalfTie* t = world.ties.find(a, b);
    return t ? clock_->hours_on(*t, world.day) : 0;
  }
  std::uint64_t total(const Column<std::uint32_t>& column) const {
    std::uint64_t sum = 0;
    for (const std::uint32_t x : column) sum += x;
    return sum;
  }

  ThreadPool pool;
  std::size_t chunk = kDefaultChunk;
  Mechanisms mechanisms;
  std::shared_ptr<Society> society;
  World world;
  std::vector<Plan> plans;
  std::vector<std::uint32_t> plan_of;
  std::vector<Day> silent_until;
  std::vector<float> cue;              ///< empty: no score is visible
  std::vector<AgentId> leaderboard;
  Budget budget;
  DayScratch scratch;
  DayCounts counts;  ///< since the first day

 private:
  struct Tie {
    AgentId a, b;
    double hours;
    std::uint8_t flags, mutual;
  };
  std::vector<Tie> ties_;
  std::unique_ptr<TieClock> clock_;
  std::vector<PlanRow> rows_;
};

/// A scenario from YAML. @throws std::runtime_error  its faults.
inline Scenario scenario_of(const std::string& yaml, const std::vector<Override>& overrides = {}) {
  static const Catalogue catalogue = make_catalogue();
  Faults faults;
  Scenario s = read_scenario(yaml, "test.yaml", overrides, catalogue, faults);
  if (!faults.empty()) throw std::runtime_error(faults.text());
  return s;
}

/// Everybody's way to live at once, with a score of short memory, among few people.
inline const char* const kSmallScenario = R"(
schema: 1
burn_in: 30d
horizon: 28d
population: {agents: 300, cities: 3, network: {following_mean: 20}}
probes: {share: 0.1}
strategies:
  - {name: casual, share: 0.55}
  - {name: klout_chaser, share: 0.15}
  - {name: balanced_networker, share: 0.15}
  - {name: lurker_executive, share: 0.15}
scoring:
  visible: {name: klout, window_days: 9}
  shadow: [follower_count, pagerank]
mechanisms: {react: {fade_days: 7d}}
worlds: {count: 2}
)";

/// kSmallScenario with two weeks of burn-in: too few for a score, enough for a test.
inline Scenario small_scenario(const std::vector<Override>& overrides = {}) {
  Scenario s = scenario_of(kSmallScenario, overrides);
  s.burn_in_days = 14;
  return s;
}

/// One world from day 0 with all that it takes to live.
struct History {
  explicit History(const Scenario& scenario_, std::uint64_t seed = 1, unsigned threads = 1,
                   std::size_t chunk = kDefaultChunk)
      : scenario(scenario_), setup(scenario), pool(threads), branch(made(seed, chunk)) {}
  History(const History&) = delete;

  History& live(int days) {
    for (int d = 0; d < days; ++d) {
      branch.live(pool, scratch);
      counts += branch.last_day();
    }
    return *this;
  }
  const World& world() const { return branch.world(); }

  Scenario scenario;
  RunSetup setup;
  ThreadPool pool;
  DayScratch scratch;
  Branch branch;
  DayCounts counts;

 private:
  Branch made(std::uint64_t seed, std::size_t chunk) {
    setup.chunk = chunk;
    return Branch(setup, build_world(scenario, seed, pool), pool);
  }
};

/// Four standard deviations of a count of `trials` events of chance p: a fair one is further off once in 16,000 times.
inline double four_sd(double trials, double p) { return 4 * std::sqrt(trials * p * (1 - p)); }

}  // namespace clout::test
