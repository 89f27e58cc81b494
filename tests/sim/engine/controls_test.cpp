// Each control arm of scenarios/controls.yaml, lived once among few people: what it takes away is gone, and what it
// must not touch is the same bit for bit.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "sim/engine/run.h"
#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

// Six weeks among 400 people: too short for a score's memory, enough for a test.
const Scenario& controls() {
  static const Scenario scenario = [] {
    Faults faults;
    Scenario s = load_scenario(CLOUT_SOURCE_DIR "/scenarios/controls.yaml",
                               {{"population.agents", "400"},
                                {"population.cities", "3"},
                                {"population.network.following_mean", "20"},
                                {"probes.share", "0.1"}},
                               make_catalogue(), faults);
    REQUIRE(faults.text() == "");
    const auto shorten = [](Scenario& all) { all.burn_in_days = 14, all.horizon_days = 28; };
    shorten(s);
    for (ArmSpec& arm : s.arms) shorten(*arm.scenario);
    return s;
  }();
  return scenario;
}

const Scenario& scenario_of_arm(const std::string& name) {
  for (const ArmSpec& arm : controls().arms)
    if (arm.name == name) return *arm.scenario;
  REQUIRE(name == kBaseArm);
  return controls();
}

// The first world of an arm, lived once for all tests.
const WorldResult& arm(const std::string& name) {
  static std::map<std::string, WorldResult> lived;
  const auto at = lived.find(name);
  if (at != lived.end()) return at->second;
  const RunSetup setup(scenario_of_arm(name));
  ThreadPool pool(1);
  auto result = run_world(setup, 1, pool);
  REQUIRE(result);
  return lived.emplace(name, std::move(*result)).first->second;
}

const AgentColumns& columns(const std::string& name) { return arm(name).columns; }

double sum(const auto& column) {
  double total = 0;
  for (const auto x : column) total += static_cast<double>(x);
  return total;
}

template <class T>
std::vector<T> sorted(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  return values;
}

// Who the people are: nothing that a control of behaviour may touch.
void check_same_people(const AgentColumns& a, const AgentColumns& b) {
  CHECK(a.role == b.role);
  CHECK(a.city == b.city);
  CHECK(a.present == b.present);
  CHECK(a.probe == b.probe);
  CHECK(a.quality == b.quality);
}

void check_same_doses(const AgentColumns& a, const AgentColumns& b) {
  CHECK(a.hours_online == b.hours_online);
  CHECK(a.hours_offline == b.hours_offline);
}

void check_same_worth(const AgentColumns& a, const AgentColumns& b) {
  CHECK(a.own_worth == b.own_worth);
  CHECK(a.network_worth == b.network_worth);
}

// What was done, by everybody.
void check_same_behaviour(const WorldResult& a, const WorldResult& b) {
  CHECK(a.digest == b.digest);
  CHECK(a.columns.posts == b.columns.posts);
  CHECK(a.columns.followers == b.columns.followers);
  CHECK(a.columns.messages_sent == b.columns.messages_sent);
  CHECK(a.columns.meetings_held == b.columns.meetings_held);
  CHECK(a.columns.contacts == b.columns.contacts);
  CHECK(a.columns.score == b.columns.score);
}

std::size_t index_of(const std::vector<std::string>& names, const std::string& name) {
  const auto at = std::find(names.begin(), names.end(), name);
  REQUIRE(at != names.end());
  return static_cast<std::size_t>(at - names.begin());
}

// Links on day 0 and on the last day, of an arm's first world.
struct Links {
  std::size_t first, last;
};
Links links_of(const std::string& name) {
  ThreadPool pool(1);
  const World world = build_world(scenario_of_arm(name), 1, pool);
  return {world.follows.edges(), static_cast<std::size_t>(arm(name).memory.links)};
}

}  // namespace

TEST_CASE("twin: an arm that sets nothing is the same in everything") {
  check_same_behaviour(arm(kBaseArm), arm("twin"));
  CHECK(columns(kBaseArm).gain == columns("twin").gain);
  CHECK(arm(kBaseArm).measures.rows == arm("twin").measures.rows);
}

TEST_CASE("nobody acts: everybody's gain is exactly 0, by every value model, and people are who they are") {
  const AgentColumns& c = columns("nobody_acts");
  check_same_people(columns(kBaseArm), c);
  check_same_worth(columns(kBaseArm), c);
  for (const auto* column : {&c.posts, &c.messages_sent, &c.meetings_asked, &c.items_read}) CHECK(sum(*column) == 0);
  REQUIRE(c.gain.size() == 3);
  for (const auto& gains : c.gain)
    for (const double gain : gains) CHECK(gain == 0);
  CHECK(sum(c.value[0]) > 0);
}

TEST_CASE("random targets: no plan goes by score, interest, bio or acquaintance, and time is split as before") {
  const Scenario &base = scenario_of_arm(kBaseArm), &s = scenario_of_arm("random_targets");
  REQUIRE(s.strategies.size() == base.strategies.size());
  for (std::size_t k = 0; k < s.strategies.size(); ++k) {
    const auto plan_of = [](const StrategySpec& spec) {
      const AgentId somebody = 0;
      std::uint32_t index = 0;
      std::vector<Plan> plans;
      spec.setup->build()->plan({&somebody, 1}, {}, plans, {&index, 1});
      return plans.at(index);
    };
    const Plan before = plan_of(base.strategies[k]), plan = plan_of(s.strategies[k]);
    CHECK(plan.by_score + plan.by_affinity + plan.by_bio + plan.among_ties == 0);
    CHECK(plan.at_random > 0);
    CHECK(plan.meet_ties + plan.meet_introduced + plan.meet_answered == 0);
    CHECK(plan.meet_event > 0);
    CHECK(plan.read == before.read);
    CHECK(plan.post == before.post);
    CHECK(plan.engage == before.engage);
    CHECK(plan.discover == before.discover);
    CHECK(s.strategies[k].share == base.strategies[k].share);
  }
  check_same_people(columns(kBaseArm), columns("random_targets"));
  check_same_doses(columns(kBaseArm), columns("random_targets"));
  CHECK(columns(kBaseArm).strategy == columns("random_targets").strategy);
  CHECK(columns(kBaseArm).gain != columns("random_targets").gain);
}

TEST_CASE("permuted worth: all is done as before, the same worths belong to others") {
  const AgentColumns &a = columns(kBaseArm), &b = columns("permuted_worth");
  check_same_behaviour(arm(kBaseArm), arm("permuted_worth"));
  check_same_people(a, b);
  CHECK(a.own_worth != b.own_worth);
  CHECK(sorted(a.own_worth) == sorted(b.own_worth));
  CHECK(sorted(a.network_worth) == sorted(b.network_worth));
  CHECK(a.gain != b.gain);
  // The pairs stay together: whoever got a worth got its network_worth.
  std::map<float, float> network;
  for (std::size_t i = 0; i < a.own_worth.size(); ++i) network[a.own_worth[i]] = a.network_worth[i];
  for (std::size_t i = 0; i < b.own_worth.size(); ++i) CHECK(network.at(b.own_worth[i]) == b.network_worth[i]);
}

TEST_CASE("equal worth: all is done as before, everybody is worth 1 by themselves") {
  const AgentColumns &a = columns(kBaseArm), &b = columns("equal_worth");
  check_same_behaviour(arm(kBaseArm), arm("equal_worth"));
  check_same_people(a, b);
  for (const float worth : b.own_worth) CHECK(worth == 1);
  for (const float worth : b.network_worth) CHECK(worth >= 1);
  CHECK(a.gain != b.gain);
}

TEST_CASE("permuted score: people act otherwise, and are who they are with the hours they have") {
  const AgentColumns &a = columns(kBaseArm), &b = columns("permuted_score");
  check_same_people(a, b);
  check_same_doses(a, b);
  check_same_worth(a, b);
  CHECK(a.strategy == b.strategy);
  CHECK(arm(kBaseArm).digest != arm("permuted_score").digest);
}

TEST_CASE("hidden score: nobody is shown one, and it is measured all the same") {
  const AgentColumns &a = columns(kBaseArm), &b = columns("hidden_score");
  check_same_people(a, b);
  check_same_doses(a, b);
  check_same_worth(a, b);
  CHECK(arm(kBaseArm).digest != arm("hidden_score").digest);
  const std::size_t klout = index_of(arm("hidden_score").names.scores, "klout");
  CHECK(*std::max_element(b.score[klout].begin(), b.score[klout].end()) > 10);
  const RunSetup setup(scenario_of_arm("hidden_score"));
  ThreadPool pool(1);
  const Branch branch(setup, build_world(setup.scenario, 1, pool), pool);
  CHECK(branch.cue().empty());
}

TEST_CASE("oracle visible: the score that is shown is network_worth, and Klout is measured beside it") {
  const AgentColumns& b = columns("oracle_visible");
  check_same_people(columns(kBaseArm), b);
  check_same_worth(columns(kBaseArm), b);
  CHECK(scenario_of_arm("oracle_visible").visible == "oracle");
  CHECK(b.score[index_of(arm("oracle_visible").names.scores, "oracle")] == b.network_worth);
  CHECK(sum(b.score[index_of(arm("oracle_visible").names.scores, "klout")]) > 0);
  CHECK(arm(kBaseArm).digest != arm("oracle_visible").digest);
}

TEST_CASE("gamma 1: all is done as before, and circles count what linear does") {
  const AgentColumns& b = columns("gamma_1");
  check_same_behaviour(arm(kBaseArm), arm("gamma_1"));
  check_same_worth(columns(kBaseArm), b);
  const auto& values = arm("gamma_1").names.values;
  const auto &circles = b.gain[index_of(values, "circles")], &linear = b.gain[index_of(values, "linear")];
  for (std::size_t a = 0; a < circles.size(); ++a) CHECK(circles[a] == doctest::Approx(linear[a]));
  CHECK(columns(kBaseArm).gain[0] != circles);
}

TEST_CASE("infinite inbox: where many write to few, those who search bios are answered more") {
  // Networkers write to executives; with more than half of the background doing so, their inboxes overflow.
  struct Answered {
    double sent = 0, share = 0;
  };
  const auto answered = [](const AgentColumns& c) {
    double sent = 0, got = 0;
    for (std::size_t i = 0; i < c.agents(); ++i) {
      if (c.probe[i] || c.strategy[i] != 2) continue;
      sent += c.messages_sent[i];
      got += c.messages_answered[i];
    }
    return Answered{sent, got / sent};
  };
  REQUIRE(controls().strategies.at(2).name == "balanced_networker");
  Scenario unlimited = scenario_of_arm("bio_searchers_56");
  unlimited.mechanisms.message.infinite_inbox = true;
  const RunSetup setup(unlimited);
  ThreadPool pool(1);
  const auto result = run_world(setup, 1, pool);
  REQUIRE(result);
  const Answered crowded = answered(columns("bio_searchers_56")), roomy = answered(result->columns);
  const Answered few = answered(columns(kBaseArm));
  MESSAGE("answered: " << crowded.share << " where inboxes crowd, " << roomy.share << " where they do not");
  const double chance = four_sd(crowded.sent, crowded.share) / crowded.sent;
  CHECK(roomy.share > crowded.share + chance);
  CHECK(few.share > crowded.share + four_sd(few.sent, few.share) / few.sent);
  CHECK(arm("infinite_inbox").digest != arm(kBaseArm).digest);
  check_same_people(columns(kBaseArm), columns("infinite_inbox"));
  check_same_doses(columns(kBaseArm), columns("infinite_inbox"));
}

TEST_CASE("frozen follow graph: not one link is made or given up, by whatever way") {
  CHECK(arm("frozen_follow_graph").totals.follows == 0);
  CHECK(arm("frozen_follow_graph").totals.unfollows == 0);
  const Links frozen = links_of("frozen_follow_graph"), base = links_of(kBaseArm);
  CHECK(frozen.first == frozen.last);
  CHECK(frozen.first == base.first);
  CHECK(base.first != base.last);
  CHECK(arm("frozen_follow_graph").totals.answers > 0);
  CHECK(arm("frozen_follow_graph").totals.meetings > 0);
}

TEST_CASE("single deviators: nobody but probes follows the two strategies, and probes are who they were") {
  const AgentColumns &a = columns(kBaseArm), &b = columns("single_deviators");
  check_same_people(a, b);
  check_same_doses(a, b);
  check_same_worth(a, b);
  std::size_t others = 0, probes = 0;
  for (std::size_t i = 0; i < a.agents(); ++i) {
    if (b.probe[i]) {
      ++probes;
      CHECK(a.strategy[i] == b.strategy[i]);
      CHECK(b.strategy[i] != 0);
    } else {
      others += b.strategy[i] != 0;
    }
  }
  CHECK(probes > 30);
  CHECK(others == 0);
}

TEST_CASE("more chasers or bio searchers: shares change, people, hours and worth do not") {
  const std::vector<std::string>& names = arm(kBaseArm).names.strategies;
  for (const auto& [name, strategy, share] :
       {std::tuple{"chasers_28", "klout_chaser", 0.28}, std::tuple{"chasers_56", "klout_chaser", 0.56},
        std::tuple{"bio_searchers_28", "balanced_networker", 0.28},
        std::tuple{"bio_searchers_56", "balanced_networker", 0.56}}) {
    INFO(name);
    const AgentColumns &a = columns(kBaseArm), &b = columns(name);
    check_same_people(a, b);
    check_same_doses(a, b);
    check_same_worth(a, b);
    double n = 0, with = 0;
    for (std::size_t i = 0; i < b.agents(); ++i) {
      if (b.probe[i]) continue;
      ++n;
      with += b.strategy[i] == index_of(names, strategy);
    }
    CHECK(std::abs(with - n * share) < four_sd(n, share));
  }
}

TEST_CASE(
    "an hour more for everybody: all of the background have it, probes and the absent not, the other dose stays") {
  const AgentColumns &a = columns(kBaseArm), &online = columns("all_1h_online"), &offline = columns("all_1h_offline");
  check_same_people(a, online);
  check_same_people(a, offline);
  CHECK(a.hours_offline == online.hours_offline);
  CHECK(a.hours_online == offline.hours_online);
  for (std::size_t i = 0; i < a.agents(); ++i) {
    CHECK(online.hours_online[i] ==
          doctest::Approx(a.hours_online[i] + (a.probe[i] || !a.present[i] ? 0.0 : 1.0)).epsilon(1e-6));
    CHECK(offline.hours_offline[i] == doctest::Approx(a.hours_offline[i] + (a.probe[i] ? 0.0 : 1.0)).epsilon(1e-6));
  }
  CHECK(sum(online.hours_online_spent) > 1.2 * sum(a.hours_online_spent));
  CHECK(sum(offline.hours_offline_spent) > 1.05 * sum(a.hours_offline_spent));
}
