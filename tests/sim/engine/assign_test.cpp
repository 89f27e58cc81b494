#include "sim/engine/assign.h"

#include <doctest/doctest.h>

#include <map>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

const char* const kText = R"(
schema: 1
population: {agents: 20000}
probes: {share: 0.1, hours_online_max: 20, hours_offline_max: 10}
strategies:
  - {name: casual, share: 0.7}
  - {name: klout_chaser, share: 0.2}
  - {name: lurker_executive, share: 0.1, roles: [executive]}
)";

const World& world() {
  static ThreadPool pool(1);
  static const World w = build_world(scenario_of(kText, {{"burn_in", "180d"}}), 1, pool);
  return w;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mx += x[i], my += y[i];
  mx /= static_cast<double>(x.size()), my /= static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mx) * (x[i] - mx), yy += (y[i] - my) * (y[i] - my), xy += (x[i] - mx) * (y[i] - my);
  }
  return xy / std::sqrt(xx * yy);
}

}  // namespace

TEST_CASE("strategies have their shares, within the roles that may have them") {
  const Society& s = *world().society;
  std::map<std::pair<int, int>, double> count;
  std::map<int, double> of_role;
  for (AgentId a = 0; a < s.agents(); ++a) {
    if (s.has(a, kProbe)) continue;
    ++count[{s.role[a], world().strategy[a]}];
    ++of_role[s.role[a]];
  }
  for (const auto& [role, n] : of_role) {
    const bool executive = s.role_names[static_cast<std::size_t>(role)] == "executive";
    const double sum = executive ? 1.0 : 0.9;
    CHECK(std::abs(count[{role, 0}] - n * 0.7 / sum) < four_sd(n, 0.7 / sum));
    CHECK(std::abs(count[{role, 1}] - n * 0.2 / sum) < four_sd(n, 0.2 / sum));
    CHECK((count[{role, 2}] > 0) == executive);
  }
}

TEST_CASE("on day 0 a strategy knows nothing of followers, worth or hours") {
  const World& w = world();
  std::vector<double> chaser, followers, worth, hours;
  for (const AgentId a : w.society->present) {
    if (w.society->has(a, kProbe) || w.society->role[a] == kExecutive) continue;
    chaser.push_back(w.strategy[a] == 1);
    followers.push_back(std::log1p(w.follows.follower_count(a)));
    worth.push_back(w.society->own_worth[a]);
    hours.push_back(std::log(0.01 + w.hours_online[a]));
  }
  const double noise = 4 / std::sqrt(static_cast<double>(chaser.size()));
  CHECK(std::abs(correlation(chaser, followers)) < noise);
  CHECK(std::abs(correlation(chaser, worth)) < noise);
  CHECK(std::abs(correlation(chaser, hours)) < noise);
  CHECK(correlation(hours, followers) > 0.2);  // that such a correlation would be seen
}

TEST_CASE("probes are so many of those present, in every role and city alike") {
  const World& w = world();
  std::size_t probes = 0;
  std::map<int, std::pair<double, double>> by_role;
  for (const AgentId a : w.society->present) {
    probes += w.society->has(a, kProbe);
    auto& [n, k] = by_role[w.society->role[a]];
    ++n;
    k += w.society->has(a, kProbe);
  }
  CHECK(probes == static_cast<std::size_t>(0.1 * static_cast<double>(w.society->present.size()) + 0.5));
  for (const auto& [role, nk] : by_role) CHECK(std::abs(nk.second - 0.1 * nk.first) <= 1.5);
  for (AgentId a = 0; a < w.agents(); ++a)
    if (w.society->has(a, kProbe)) CHECK(w.society->has(a, kPresent));
}

TEST_CASE("doses of probes fill the design, whatever else the probe is") {
  const World& w = world();
  std::vector<double> on, off, chaser, followers;
  for (const AgentId a : w.society->present) {
    if (!w.society->has(a, kProbe)) continue;
    CHECK(w.hours_online[a] >= 0);
    CHECK(w.hours_online[a] <= 20);
    CHECK(w.hours_offline[a] <= 10);
    on.push_back(std::sqrt(w.hours_online[a] / 20));
    off.push_back(std::sqrt(w.hours_offline[a] / 10));
    chaser.push_back(w.strategy[a] == 1);
    followers.push_back(std::log1p(w.follows.follower_count(a)));
  }
  const auto n = static_cast<double>(on.size());
  // A Sobol design is far more even than chance: each tenth of the range holds a tenth of the probes.
  for (auto* u : {&on, &off}) {
    std::vector<double> cells(10);
    for (const double x : *u) ++cells[std::min<std::size_t>(9, static_cast<std::size_t>(x * 10))];
    for (const double c : cells) CHECK(c == doctest::Approx(n / 10).epsilon(0.05));
  }
  CHECK(std::abs(correlation(on, off)) < 0.02);
  CHECK(std::abs(correlation(on, chaser)) < 0.02);
  CHECK(std::abs(correlation(on, followers)) < 4 / std::sqrt(n));
  double chasers = 0;
  for (const double c : chaser) chasers += c;
  CHECK(chasers == doctest::Approx(n / 3).epsilon(0.02));
}

TEST_CASE("no probes at a share of 0, and probes of the strategies that are named") {
  ThreadPool pool(1);
  const std::vector<Override> few = {{"population.agents", "2000"}};
  Scenario s = scenario_of(kText, few);
  s.probes.share = 0;
  const World none = build_world(s, 1, pool);
  for (AgentId a = 0; a < none.agents(); ++a) CHECK_FALSE(none.society->has(a, kProbe));
  s.probes.share = 0.2;
  s.probes.strategies = {"klout_chaser"};
  const World some = build_world(s, 1, pool);
  std::size_t probes = 0;
  for (AgentId a = 0; a < some.agents(); ++a) {
    if (!some.society->has(a, kProbe)) continue;
    CHECK(some.strategy[a] == 1);
    ++probes;
  }
  CHECK(probes > 300);
}

TEST_CASE("a role that no strategy is open to is refused") {
  Scenario s = scenario_of(kText, {{"population.agents", "500"}});
  for (StrategySpec& spec : s.strategies) spec.roles = {"executive"};
  ThreadPool pool(1);
  CHECK_THROWS_AS(build_world(s, 1, pool), std::invalid_argument);
}
