#include "sim/engine/motivation.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

/// People under one set of strengths, day after day, each online for an hour whenever it is.
struct MotivatedCrowd {
  explicit MotivatedCrowd(std::size_t n, MotivationParams p) : lab(n), params(p) {
    lab.begin();
    cue.assign(n, 0.5f);
  }
  void day() {
    motivate(lab.world, params, visible ? std::span<const float>(cue) : std::span<const float>{}, to_place, seconds,
             lab.pool, m);
    seconds.resize(cue.size());
    for (std::size_t a = 0; a < cue.size(); ++a) seconds[a] = hours * 3600 * m.effort[a];
    ++lab.world.day;
  }
  double days_off() {  // share of all
    double off = 0;
    for (const float e : m.effort) off += e == 0;
    return off / static_cast<double>(m.effort.size());
  }

  Lab lab;
  MotivationParams params;
  bool visible = true;
  float to_place = 0.9f, hours = 1;
  std::vector<float> cue, seconds;
  Motivation m;
};

MotivationParams with(double MotivationParams::*strength, double value) {
  MotivationParams params;
  params.*strength = value;
  return params;
}

}  // namespace

TEST_CASE("goal gradient: effort grows towards the next level and falls back behind it; unseen it is 1") {
  MotivatedCrowd crowd(4, with(&MotivationParams::goal_gradient, 0.4));
  crowd.cue = {0.25f, 0.299f, 0.301f, 0};
  crowd.day();
  CHECK(crowd.m.effort[0] == doctest::Approx(1 + 0.4 * 0.5));
  CHECK(crowd.m.effort[1] == doctest::Approx(1 + 0.4 * 0.99));
  CHECK(crowd.m.effort[2] == doctest::Approx(1 + 0.4 * 0.01));
  CHECK(crowd.m.effort[3] == 1);
  crowd.visible = false;
  crowd.day();
  for (const float e : crowd.m.effort) CHECK(e == 1);
}

TEST_CASE("days off come with their chance; a streak makes them rarer, a lost one more frequent for a week") {
  MotivationParams params = with(&MotivationParams::day_off_prob, 0.2);
  MotivatedCrowd plain(4000, params);
  plain.day();
  CHECK(std::fabs(plain.days_off() - 0.2) < four_sd(4000, 0.2) / 4000);
  params.streak_loss = 3;
  MotivatedCrowd streaks(4000, params);
  streaks.day();
  streaks.m.streak.assign(4000, 7);
  streaks.seconds.assign(4000, 3600);
  streaks.day();
  CHECK(std::fabs(streaks.days_off() - 0.05) < four_sd(4000, 0.05) / 4000);
  streaks.m.streak.assign(4000, 7);
  streaks.m.discouraged.assign(4000, 0);
  streaks.seconds.assign(4000, 0);  // all have lost one
  for (int d = 0; d < 6; ++d) {
    streaks.seconds.assign(4000, 0);
    streaks.day();
    CHECK(std::fabs(streaks.days_off() - 0.8) < four_sd(4000, 0.8) / 4000);
  }
  for (int d = 0; d < 2; ++d) {
    streaks.seconds.assign(4000, 0);
    streaks.day();
  }
  CHECK(std::fabs(streaks.days_off() - 0.2) < four_sd(4000, 0.2) / 4000);
  streaks.visible = false;  // nobody sees a streak
  streaks.m.streak.assign(4000, 7);
  streaks.seconds.assign(4000, 3600);
  streaks.day();
  CHECK(std::fabs(streaks.days_off() - 0.2) < four_sd(4000, 0.2) / 4000);
}

TEST_CASE("who can never place leaves, month by month and for good; who places stays, and so do all without a score") {
  MotivatedCrowd crowd(4000, with(&MotivationParams::drop_out_prob, 0.3));
  for (AgentId a = 0; a < 2000; ++a) crowd.cue[a] = 0;
  for (AgentId a = 2000; a < 3000; ++a) crowd.cue[a] = 0.45f;
  for (AgentId a = 3000; a < 4000; ++a) crowd.cue[a] = 0.95f;
  for (int d = 0; d <= 28; ++d) crowd.day();
  const auto left = [&](AgentId from, AgentId to) {
    double n = 0;
    for (AgentId a = from; a < to; ++a) n += crowd.m.left[a];
    return n;
  };
  CHECK(std::fabs(left(0, 2000) - 600) < four_sd(2000, 0.3));
  CHECK(std::fabs(left(2000, 3000) - 150) < four_sd(1000, 0.15));
  CHECK(left(3000, 4000) == 0);
  const double before = left(0, 4000);
  crowd.visible = false;
  for (int d = 0; d < 60; ++d) crowd.day();
  CHECK(left(0, 4000) == before);
  for (AgentId a = 0; a < 4000; ++a) CHECK((crowd.m.effort[a] == 0) == (crowd.m.left[a] == 1));
}

TEST_CASE("fatigue: the more hours of late the less effort, until both fit") {
  MotivatedCrowd crowd(1, with(&MotivationParams::fatigue, 1));
  crowd.hours = 20.0f / 7;
  CHECK((crowd.day(), crowd.m.effort[0]) == 1);
  for (int d = 0; d < 400; ++d) crowd.day();
  // effort e with hours 20 e a week: e = 1 / (1 + 2 e), so e = 1/2.
  CHECK(crowd.m.effort[0] == doctest::Approx(0.5).epsilon(1e-3));
  CHECK(crowd.m.recent_hours[0] == doctest::Approx(10).epsilon(1e-3));
}

TEST_CASE("the absent are moved by nothing") {
  MotivationParams params = with(&MotivationParams::drop_out_prob, 1);
  params.day_off_prob = 1;
  MotivatedCrowd crowd(2, params);
  crowd.lab.society->flags[1] = 0;
  for (int d = 0; d < 30; ++d) crowd.day();
  CHECK(crowd.m.left[1] == 0);
  CHECK(crowd.m.effort[0] == 0);
}

TEST_CASE("in a world: spent hours follow effort, checkpoints and threads do not matter, off changes nothing") {
  const std::vector<Override> tired = {{"mechanisms.motivation.fatigue", "2"},
                                       {"mechanisms.motivation.day_off_prob", "0.3"},
                                       {"mechanisms.motivation.goal_gradient", "0.5"},
                                       {"mechanisms.motivation.streak_loss", "1"},
                                       {"mechanisms.motivation.drop_out_prob", "0.1"}};
  History keen(small_scenario()), weary(small_scenario(tired)), again(small_scenario(tired), 1, 3, 7);
  for (auto* h : {&keen, &weary, &again}) h->live(40);
  CHECK(weary.branch.digest() == again.branch.digest());
  CHECK(keen.branch.motivation().effort.empty());
  const auto spent = [](const History& h) {
    double sum = 0;
    for (const std::uint32_t s : h.world().ledger.seconds_online) sum += s;
    return sum;
  };
  CHECK(spent(weary) < 0.8 * spent(keen));
}
