#include "models/strategies/learner.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "models/strategies/planned.h"
#include "sim/plugin/plan_parts.h"

using namespace clout;

namespace {

std::vector<AgentId> first_agents(AgentId n) {
  std::vector<AgentId> agents(n);
  std::iota(agents.begin(), agents.end(), AgentId{0});
  return agents;
}

double sum(const auto& shares) {
  double total = 0;
  for (const float share : shares) {
    CHECK(share >= 0);
    total += double{share};
  }
  return total;
}

/// Plans of everybody now, one an agent.
std::vector<Plan> plans_of(LearningStrategy& strategy, const std::vector<AgentId>& agents, std::uint64_t seed = 1) {
  std::vector<Plan> plans;
  std::vector<std::uint32_t> plan_of(agents.size());
  strategy.plan(agents, {0, {}, seed}, plans, plan_of);
  std::vector<Plan> each;
  for (const std::uint32_t p : plan_of) each.push_back(plans.at(p));
  return each;
}

/// People who gain what `gain` says of their plan, for so many reviews.
template <class Gain>
void live(LearningStrategy& strategy, const std::vector<AgentId>& agents, int reviews, Gain gain) {
  std::vector<double> level(agents.size(), 0), hours(agents.size(), 10);
  for (int r = 0; r <= reviews; ++r) {
    strategy.learn({1, 28 * r, agents, level, hours});
    const std::vector<Plan> plans = plans_of(strategy, agents);
    for (std::size_t k = 0; k < agents.size(); ++k) level[k] += gain(plans[k]);
  }
}

double mean(const LearningStrategy& strategy, const std::string& measure) {
  for (const LearnedFigure& f : strategy.learned())
    if (f.measure == measure) return f.mean;
  FAIL("no figure " << measure);
  return 0;
}

}  // namespace

TEST_CASE("habits of one's own: halfway to a plan, shares that sum to 1, another for everybody") {
  const Plan casual = casual_plan();
  double read = 0, lowest = 1, highest = 0;
  for (AgentId a = 0; a < 2000; ++a) {
    Rng rng(1, Stream::learn, a);
    const Genes genes = own_habits(casual, true, rng);
    CHECK(sum(genes.time) == doctest::Approx(1));
    CHECK(sum(genes.approach) == doctest::Approx(1));
    CHECK(sum(genes.meeting) == doctest::Approx(1));
    CHECK(std::fabs(genes.move_online) <= 0.5f);
    for (std::size_t i = 0; i < genes.chances.size(); ++i) {
      const double ratio = double{genes.chances[i]} / (casual.*kPlanChances[i].value);
      CHECK(ratio >= 0.249);
      CHECK(ratio <= 4.001);
    }
    read += double{genes.time[0]} / 2000;
    lowest = std::min(lowest, double{genes.time[0]});
    highest = std::max(highest, double{genes.time[0]});
  }
  CHECK(read == doctest::Approx((0.74 + 0.25) / 2).epsilon(0.02));  // 1/4 is the mean of a share of four
  CHECK(lowest < 0.42);
  CHECK(highest > 0.7);
}

TEST_CASE("a mistake changes one part and keeps it possible") {
  const Plan casual = casual_plan();
  int days = 0, hours = 0, several = 0;
  for (AgentId a = 0; a < 3000; ++a) {
    Rng rng(2, Stream::learn, a);
    const Genes own = own_habits(casual, true, rng);
    const bool moves = a % 2 == 0;
    const Genes other = with_mistake(own, 0.5, moves, rng);
    CHECK(sum(other.time) == doctest::Approx(1));
    CHECK(sum(other.approach) == doctest::Approx(1));
    CHECK(sum(other.meeting) == doctest::Approx(1));
    CHECK(std::fabs(other.move_online) <= 1.0f);
    CHECK(other.online_days >= 1);
    CHECK(other.online_days <= 7);
    for (const float chance : other.chances) CHECK((chance >= 0 && chance <= 1));
    const int changed = (own.time != other.time) + (own.approach != other.approach) + (own.meeting != other.meeting) +
                        (own.chances != other.chances) + (own.move_online != other.move_online) +
                        (own.online_days != other.online_days);
    several += changed > 1;
    days += own.online_days != other.online_days;
    hours += own.move_online != other.move_online;
    if (!moves) CHECK(own.move_online == other.move_online);
  }
  CHECK(several == 0);
  CHECK(days > 200);
  CHECK(hours > 200);
}

TEST_CASE("people come to do what pays: posting when posts pay, meeting when meetings do, nothing when nothing does") {
  const std::vector<AgentId> agents = first_agents(400);
  LearningStrategy posting{ScoreLearnerParams{}}, meeting{ScoreLearnerParams{}}, idle{ScoreLearnerParams{}};
  live(posting, agents, 25, [](const Plan& p) { return p.post; });
  live(meeting, agents, 25, [](const Plan& p) { return -p.move_online; });
  live(idle, agents, 25, [](const Plan&) { return 1.0; });
  CHECK(mean(posting, "plan_post") > 0.9);
  CHECK(std::fabs(mean(posting, "plan_move_online")) < 0.5);
  CHECK(mean(meeting, "plan_move_online") < -0.9);
  CHECK(mean(idle, "copied") == 0);
  CHECK(mean(idle, "plan_post") == doctest::Approx((0.08 + 0.25) / 2).epsilon(0.1));
}

TEST_CASE("twins begin alike, whatever they strive for") {
  const std::vector<AgentId> agents = first_agents(50);
  LearningStrategy score{ScoreLearnerParams{}}, value{ValueLearnerParams{}};
  const auto of_score = plans_of(score, agents), of_value = plans_of(value, agents);
  for (std::size_t k = 0; k < agents.size(); ++k) {
    CHECK(of_score[k].post == of_value[k].post);
    CHECK(of_score[k].move_online == of_value[k].move_online);
  }
  CHECK(plans_of(score, agents, 1)[0].post == of_score[0].post);
  LearningStrategy other{ScoreLearnerParams{}};
  CHECK(plans_of(other, agents, 2)[0].post != of_score[0].post);
}

TEST_CASE("nobody is compared with people of another group of hours; every second time the groups are others") {
  const std::vector<AgentId> agents = first_agents(80);
  LearningStrategy strategy{ScoreLearnerParams{}};
  std::vector<double> level(agents.size()), hours(agents.size());
  for (std::size_t k = 0; k < agents.size(); ++k) {
    level[k] = static_cast<double>(k);
    hours[k] = k < 40 ? 10 : 20;
  }
  strategy.learn({1, 0, agents, level, hours});
  for (std::size_t k = 0; k < agents.size(); ++k) level[k] += k < 40 ? 5 : 1;
  strategy.learn({1, 56, agents, level, hours});
  CHECK(mean(strategy, "goal_gain") == 3);
  CHECK(mean(strategy, "copied") == 0);
  for (std::size_t k = 0; k < agents.size(); ++k) level[k] += k < 40 ? 5 : 1;
  strategy.learn({1, 84, agents, level, hours});
  CHECK(mean(strategy, "copied") > 0.1);
  CHECK(mean(strategy, "copied") <= 0.25);  // 20 of 80 are in one group with people who gain more
}

TEST_CASE("people are compared with those within reach of what they had, in either direction") {
  const std::vector<AgentId> agents = first_agents(30);
  ScoreLearnerParams params;
  params.reach = 3;
  params.peers = 100;
  params.mutate_prob = 0;
  LearningStrategy strategy(params);
  std::vector<double> level(agents.size()), hours(agents.size(), 10);
  for (std::size_t k = 0; k < agents.size(); ++k) level[k] = static_cast<double>(k);
  strategy.learn({1, 0, agents, level, hours});
  const double best = plans_of(strategy, agents)[10].post;
  level[10] += 5;
  strategy.learn({1, 28, agents, level, hours});
  const std::vector<Plan> plans = plans_of(strategy, agents);
  for (std::size_t k = 0; k < agents.size(); ++k) CHECK((plans[k].post == best) == (k >= 7 && k <= 13));
}

TEST_CASE("a gain that is felt with much noise teaches less") {
  const std::vector<AgentId> agents = first_agents(400);
  ValueLearnerParams clear, noisy;
  clear.noise = 0;
  noisy.noise = 20;
  LearningStrategy sure{clear}, unsure{noisy};
  live(sure, agents, 10, [](const Plan& p) { return p.post; });
  live(unsure, agents, 10, [](const Plan& p) { return p.post; });
  CHECK(mean(sure, "plan_post") > mean(unsure, "plan_post") + 0.2);
}

TEST_CASE("the first review takes stock; one person alone learns nothing; nobody at all is no fault") {
  LearningStrategy alone{ScoreLearnerParams{}}, nobody{ScoreLearnerParams{}};
  const std::vector<AgentId> one = {7};
  const double post = plans_of(alone, one)[0].post;
  live(alone, one, 5, [](const Plan& p) { return p.post; });
  CHECK(plans_of(alone, one)[0].post == post);
  nobody.learn({});
  nobody.learn({});
  CHECK(nobody.learned().empty());
  LearningStrategy stock{ScoreLearnerParams{}};
  const std::vector<AgentId> agents = first_agents(100);
  live(stock, agents, 0, [](const Plan& p) { return p.post; });
  CHECK(mean(stock, "copied") == 0);
}

TEST_CASE("levels that cannot be compared with those before teach nothing") {
  ScoreLearnerParams params;
  LearningStrategy strategy(params);
  const std::vector<AgentId> agents = first_agents(200);
  const std::vector<double> hours(agents.size(), 10);
  std::vector<double> level(agents.size(), 0);
  strategy.learn({1, 0, agents, level, hours});
  for (std::size_t k = 0; k < level.size(); ++k) level[k] = static_cast<double>(k);
  strategy.learn({1, 28, agents, level, hours, true});
  CHECK(mean(strategy, "copied") == 0);
  for (std::size_t k = 0; k < level.size(); ++k) level[k] += static_cast<double>(k % 10);
  strategy.learn({1, 56, agents, level, hours});
  CHECK(mean(strategy, "copied") > 0);
}
