#include "models/scoring/klout.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/scoring/klout_map.h"
#include "sim/core/math.h"
#include "sim/core/random.h"

using namespace clout;

namespace {

// A world in which only reactions and posts happen, entered into the ledger as the engine does it.
struct KloutLab {
  explicit KloutLab(std::size_t n, KloutParams p = {}, double selectivity_of_engagers = 0.5)
      : params(p), selectivity(selectivity_of_engagers), follows(n), ledger(n), klout(p), scores(n) {
    klout.start(view(), pool, scores);
  }

  ScoringView view() const { return {day, ledger.agents(), follows, ledger}; }

  void post(AgentId author, int times) {
    ledger.posts_recent[author] += static_cast<std::uint32_t>(times) * kRecentUnit;
  }

  void react(AgentId from, AgentId to, int times = 1) {
    const auto list = ledger.engagers.of(to);
    const auto at =
        std::lower_bound(list.begin(), list.end(), from, [](const Engager& e, AgentId id) { return e.who < id; });
    const auto index = static_cast<std::size_t>(at - list.begin());
    if (at == list.end() || at->who != from)
      ledger.engagers.insert(to, index, {from, 0, static_cast<std::uint16_t>(day), 0});
    Engager& e = ledger.engagers.of(to)[index];
    e.weight *= static_cast<float>(det_exp2(-(day - e.day) / ledger.fade_days));
    e.day = static_cast<std::uint16_t>(day);
    for (int k = 0; k < times; ++k) {
      e.weight += static_cast<float>(det_pow(1.0 + ledger.reactions_given_today[from], -selectivity));
      if (ledger.reactions_given_today[from] < 255) ++ledger.reactions_given_today[from];
    }
    ledger.reacted_to_today[to] = 1;
  }

  void end_day() {
    klout.observe(view(), pool);
    klout.update(view(), pool, scores);
    std::fill(ledger.reacted_to_today.begin(), ledger.reacted_to_today.end(), std::uint8_t{0});
    std::fill(ledger.reactions_given_today.begin(), ledger.reactions_given_today.end(), std::uint8_t{0});
    const double fade = det_exp2(-1 / ledger.fade_days);
    for (auto& posts : ledger.posts_recent) posts = static_cast<std::uint32_t>(posts * fade);
    ++day;
  }

  KloutParams params;
  double selectivity;
  Day day = 0;
  FollowGraph follows;
  Ledger ledger;
  Klout klout;
  ThreadPool pool{1};
  std::vector<float> scores;
};

// The header's formulas, in libm, for one agent of a lab on its first day.
double daily_by_formula(const KloutLab& lab, AgentId agent, const std::vector<float>& published) {
  const KloutParams& p = lab.params;
  double reach = 0, weights = 0, network = 0;
  for (const Engager& e : lab.ledger.engagers.of(agent)) {
    const double w = e.weight * std::exp2(-(lab.day - e.day) / lab.ledger.fade_days);
    reach += std::log1p(w);
    weights += w;
    network += w * published[e.who];
  }
  network = weights > 0 ? network / weights * reach / (reach + p.prior_reach) : 0;
  const double amp = reach / (lab.ledger.posts_recent[agent] / 4096.0 + p.prior_posts);
  const double raw = p.alpha * std::log1p(reach) + p.beta * std::log1p(amp) + p.gamma * network / 100 +
                     p.delta * std::log1p(lab.follows.follower_count(agent));
  return 1 + 99 / (1 + std::exp(-(raw - p.centre) / p.spread));
}

}  // namespace

TEST_CASE("each part by itself: reach, amplification and network of two people who react, by hand") {
  const auto part = [](const std::string& publish, int reactions) {
    KloutParams params;
    params.publish = publish;
    KloutLab lab(4, params);
    CHECK((publish == "score" || lab.scores[0] == 0));  // nobody has reacted yet
    lab.post(0, 10);
    for (AgentId who = 1; who <= 2 && reactions > 0; ++who) lab.react(who, 0);
    lab.end_day();
    return lab.scores[0];
  };
  const double reach = 2 * std::log(2);  // of weight 1 each
  KloutParams params;
  const double start = KloutLab(4, params).scores[1];  // of those who react
  CHECK(part("reach", 2) == doctest::Approx(reach).epsilon(1e-6));
  CHECK(part("amplification", 2) == doctest::Approx(reach / (10 + params.prior_posts)).epsilon(1e-6));
  CHECK(part("network", 2) == doctest::Approx(start * reach / (reach + params.prior_reach)).epsilon(1e-6));
  for (const char* publish : {"reach", "amplification", "network"}) CHECK(part(publish, 0) == 0);
}

TEST_CASE("a part that is published leaves the score that weighs those who react as it is") {
  KloutParams params;
  params.publish = "network";
  KloutLab part(5, params), score(5);
  for (int day = 0; day < 20; ++day) {
    for (KloutLab* lab : {&part, &score}) {
      lab->react(1, 2, 3);
      lab->react(2, 3, 3);
      lab->end_day();
    }
    CHECK(std::equal(part.klout.raw().begin(), part.klout.raw().end(), score.klout.raw().begin()));
  }
  CHECK(part.scores[3] > part.scores[2]);
  std::vector<float> cues(5);
  part.klout.cues(part.scores, cues);
  CHECK(cues[3] == part.scores[3] / 100);
}

TEST_CASE("rule a: 100 reactions to 10 posts count more than 100 reactions to 1000 posts") {
  KloutLab lab(202);
  lab.post(0, 10);
  lab.post(1, 1000);
  for (AgentId k = 0; k < 100; ++k) {
    lab.react(2 + k, 0);
    lab.react(102 + k, 1);
  }
  lab.end_day();
  CHECK(lab.scores[0] > lab.scores[1] + 1);
}

TEST_CASE("rule b: 100 reactions of 100 people count more than 100 reactions of one") {
  for (double selectivity : {0.5, 0.0}) {  // with 0, rule c does not help
    KloutLab lab(103, {}, selectivity);
    lab.post(0, 10);
    lab.post(1, 10);
    for (AgentId k = 0; k < 100; ++k) lab.react(2 + k, 0);
    lab.react(102, 1, 100);
    lab.end_day();
    CHECK(lab.scores[0] > lab.scores[1] + 1);
  }
}

TEST_CASE("rule c: a reaction of somebody who reacts to many that day counts less") {
  KloutLab lab(40);
  lab.react(2, 0);  // the only one that 2 gives
  for (AgentId k = 10; k < 30; ++k) lab.react(3, k);
  lab.react(3, 1);  // the 21st that 3 gives
  lab.end_day();
  CHECK(lab.scores[0] > lab.scores[1]);
  // Two ledgers that differ in this alone.
  KloutLab few(40), many(40);
  few.react(3, 1);
  for (AgentId k = 10; k < 30; ++k) many.react(3, k);
  many.react(3, 1);
  few.end_day();
  many.end_day();
  CHECK(few.scores[1] > many.scores[1]);
}

TEST_CASE("a daily score is within 0.01 of the formula") {
  KloutLab lab(60);
  lab.ledger.posts_recent[5] = 3 * kRecentUnit;
  for (AgentId a = 1; a < 30; ++a) {
    lab.follows.follow(a, 0, 0);
    for (AgentId k = 0; k < a; ++k) lab.react(30 + k, a, 1 + static_cast<int>(a % 4));
  }
  const std::vector<float> published = lab.scores;
  std::vector<double> expected;
  for (AgentId a = 0; a < 60; ++a) expected.push_back(daily_by_formula(lab, a, published));
  lab.end_day();
  for (AgentId a = 0; a < 60; ++a) CHECK(std::abs(lab.scores[a] - expected[a]) < 0.01);
}

TEST_CASE("the published score is the mean of the daily scores so far, later of the last 90") {
  KloutLab lab(80);
  std::vector<double> daily;
  const KloutMap map;
  for (int d = 0; d < 200; ++d) {
    for (AgentId k = 1; k < 80; ++k)
      if (chance(draw(make_key(1, Stream::test, k, static_cast<std::uint64_t>(d)), 0), d < 100 ? 0.3 : 0.02))
        lab.react(k, 0);
    lab.end_day();
    daily.push_back(klout_daily(lab.klout.raw()[0], map));
    const std::size_t window = std::min<std::size_t>(90, daily.size());
    double mean = 0;
    for (std::size_t k = daily.size() - window; k < daily.size(); ++k) mean += daily[k] / static_cast<double>(window);
    CHECK(std::abs(lab.scores[0] - mean) < 0.01);
  }
}

TEST_CASE("a day without data moves a heavy user by less than half a percent, and leaves no trace on day 91") {
  KloutLab whole(60), outage(60);
  const int lost = 100;
  for (int d = 0; d <= lost + 90; ++d) {
    for (KloutLab* lab : {&whole, &outage}) {
      lab->post(0, 20);
      for (AgentId k = 1; k < 50; ++k) lab->react(k, 0, 2);
      if (lab == &outage && d == lost) lab->ledger.reacted_to_today[0] = 0;
      lab->end_day();
    }
    if (d < lost) CHECK(whole.scores[0] == outage.scores[0]);
    if (d >= lost && d < lost + 90) {
      CHECK(whole.scores[0] != outage.scores[0]);
      CHECK(std::abs(whole.scores[0] - outage.scores[0]) < 0.005f * whole.scores[0]);
    }
    if (d == lost + 90) CHECK(whole.scores[0] == outage.scores[0]);
  }
}

TEST_CASE("a weekend off hardly moves the score, a silent quarter does, and after memory_days it is nearly forgotten") {
  KloutLab lab(60);
  for (int d = 0; d < 120; ++d) {
    lab.post(0, 5);
    for (AgentId k = 1; k < 50; ++k) lab.react(k, 0, 2);
    lab.end_day();
  }
  const float before = lab.scores[0], nobody = lab.scores[55];
  for (int d = 0; d < 2; ++d) lab.end_day();
  CHECK(lab.scores[0] > 0.99f * before);
  for (int d = 2; d < 90; ++d) lab.end_day();
  CHECK(lab.scores[0] < 0.95f * before);
  CHECK(lab.klout.memory_days(lab.ledger.fade_days) == 90 + 3 * 30);
  for (int d = 90; d < 1500; ++d) lab.end_day();
  CHECK(lab.scores[0] == nobody);
}

TEST_CASE("messages do not count, and followers hardly") {
  KloutLab lab(1200);
  lab.ledger.messages_received[0] = 100;
  lab.ledger.messages_sent[0] = 100;
  for (AgentId u = 100; u < 1100; ++u) lab.follows.follow(u, 2, 0);
  for (AgentId k = 10; k < 40; ++k) lab.react(k, 3);
  lab.end_day();
  CHECK(lab.scores[0] == lab.scores[1]);
  CHECK(lab.scores[0] < 20);
  CHECK(lab.scores[2] > lab.scores[1]);
  CHECK(lab.scores[2] < 20);                  // 1000 followers who never react
  CHECK(lab.scores[3] > lab.scores[2] + 10);  // 30 people who do
}

TEST_CASE("being reacted to by people of high score counts more") {
  KloutLab lab(200);
  for (int d = 0; d < 30; ++d) {
    for (AgentId k = 100; k < 140; ++k)
      for (AgentId star = 10; star < 20; ++star) lab.react(k, star);
    lab.end_day();
  }
  REQUIRE(lab.scores[10] > lab.scores[50] + 5);
  for (AgentId k = 0; k < 10; ++k) {
    lab.react(10 + k, 0);
    lab.react(50 + k, 1);
  }
  lab.end_day();
  CHECK(lab.scores[0] > lab.scores[1]);
}

TEST_CASE("scores stay in [1, 100] at any input") {
  KloutLab lab(10);
  lab.ledger.engagers.push_back(0, {1, 1e30f, 0, 65535});
  lab.ledger.engagers.push_back(0, {2, 3e38f, 0, 65535});
  lab.ledger.reacted_to_today[0] = 1;
  KloutParams low;
  low.centre = 1e6;
  KloutLab bottom(10, low);
  for (int d = 0; d < 100; ++d) {
    lab.end_day();
    bottom.end_day();
    if (d == 0) CHECK(lab.scores[0] > 90);
    CHECK(lab.scores[0] <= 100);
    CHECK(bottom.scores[0] >= 1);
    CHECK(bottom.scores[0] < 1.01f);
  }
}

TEST_CASE("a map fitted to mean 20 and 95th percentile 50 meets both and does not saturate") {
  // Engagers an agent: none for a third, else heavy-tailed and capped at 32, as the ledger does.
  const std::size_t n = 3000;
  KloutLab lab(n);
  for (AgentId a = 0; a < n; ++a) {
    Rng rng(3, Stream::test, a);
    if (rng.uniform() < 1.0 / 3) continue;
    const auto engagers = static_cast<std::uint32_t>(std::min(32.0, 1 / rng.open_uniform()));
    for (std::uint32_t k = 0; k < engagers; ++k) {
      const AgentId who = rng.below(static_cast<std::uint32_t>(n));
      if (who != a) lab.react(who, a, 1 + static_cast<int>(rng.below(engagers)));
    }
    lab.post(a, static_cast<int>(rng.below(10)));
  }
  lab.end_day();
  const KloutMap map = fit_klout_map(lab.klout.raw(), 20, 50);
  REQUIRE(map.converged);
  std::vector<double> daily;
  double mean = 0;
  for (float raw : lab.klout.raw()) {
    daily.push_back(klout_daily(raw, map));
    mean += daily.back() / static_cast<double>(n);
  }
  std::sort(daily.begin(), daily.end());
  CHECK(mean == doctest::Approx(20).epsilon(1e-6));
  CHECK(daily[n * 95 / 100 - 1] == doctest::Approx(50).epsilon(1e-6));
  CHECK(daily[n * 99 / 100 - 1] < 95);
  CHECK(daily.front() >= 1);
}

TEST_CASE("a map that cannot be fitted says so") {
  const std::vector<float> equal(100, 1.5f);
  CHECK_FALSE(fit_klout_map(equal, 20, 50).converged);
  CHECK_FALSE(fit_klout_map({}, 20, 50).converged);
  CHECK_THROWS_AS((void)fit_klout_map(equal, 60, 50), std::invalid_argument);
  CHECK_THROWS_AS((void)fit_klout_map(equal, 20, 100), std::invalid_argument);
}
