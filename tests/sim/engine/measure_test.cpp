#include "sim/engine/measure.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "sim/analysis/gems.h"
#include "sim/analysis/summary.h"
#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

// A world lived to its end with a measurement beside it.
struct Measured {
  explicit Measured(const Scenario& s) : history(s), measurement(history.scenario, history.setup.clock) {
    const auto burn_in = static_cast<int>(s.burn_in_days), days = static_cast<int>(s.horizon_days);
    measurement.start(history.branch);
    history.live(burn_in);
    at_start = history.world().ledger;
    measurement.begin(history.branch);
    for (int day = 0; day < days; ++day) {
      history.live(1);
      measurement.end_of_day(history.branch, history.pool);
    }
    columns = measurement.columns(history.branch, history.pool);
  }
  History history;
  Measurement measurement;
  Ledger at_start;
  AgentColumns columns;
};

}  // namespace

TEST_CASE("flows are counted from the end of burn-in, stocks as they stand") {
  const Measured m(small_scenario());
  const Ledger& end = m.history.world().ledger;
  for (AgentId a = 0; a < 300; ++a) {
    CHECK(m.columns.posts[a] == end.posts[a] - m.at_start.posts[a]);
    CHECK(m.columns.messages_answered[a] == end.messages_answered[a] - m.at_start.messages_answered[a]);
    CHECK(m.columns.meetings_held[a] == end.meetings_held[a] - m.at_start.meetings_held[a]);
    CHECK(m.columns.followers[a] == m.history.world().follows.follower_count(a));
    CHECK(m.columns.hours_online_spent[a] ==
          doctest::Approx((end.seconds_online[a] - m.at_start.seconds_online[a]) / 3600.0 / 4));
    CHECK(m.columns.hours_offline_spent[a] ==
          doctest::Approx((end.seconds_offline[a] - m.at_start.seconds_offline[a]) / 3600.0 / 4));
  }
}

TEST_CASE("hours a week of no days are not known: there is no such measure") {
  Scenario s = small_scenario();
  s.horizon_days = 0;
  const Measured m(s);
  CHECK(m.columns.hours_online_spent.empty());
  CHECK(m.columns.hours_offline_spent.empty());
  for (const Measure& row : measure_world(m.columns, m.measurement.names()).rows)
    CHECK_FALSE(row.measure.ends_with("_spent"));
}

TEST_CASE("value is the mean over 21, 14, 7 and 0 days before the end; gain is less the ties of the start, untouched") {
  const Scenario s = small_scenario();
  const Measured m(s);
  History h(s);
  const auto model = s.values[0].setup->build();
  std::vector<AgentId> agents(300);
  for (AgentId a = 0; a < 300; ++a) agents[a] = a;
  std::vector<double> value(300), base(300), v(300);
  for (const int day : {21, 28, 35, 42}) {
    h.live(day - h.world().day);
    model->evaluate({h.world().day, *h.world().society, h.world().ties, h.setup.clock, &h.world().ledger}, h.pool,
                    agents, v);
    for (AgentId a = 0; a < 300; ++a) value[a] += v[a] / 4;
    model->evaluate({h.world().day, *h.world().society, h.world().society->offline, h.setup.clock, nullptr}, h.pool,
                    agents, v);
    for (AgentId a = 0; a < 300; ++a) base[a] += v[a] / 4;
  }
  double sum = 0;
  for (AgentId a = 0; a < 300; ++a) {
    CHECK(m.columns.value[0][a] == doctest::Approx(value[a]));
    CHECK(m.columns.gain[0][a] == doctest::Approx(value[a] - base[a]).epsilon(1e-9));
    sum += base[a];
  }
  CHECK(sum > 0);
}

TEST_CASE("contacts are ties that are not forgotten; gems met are among them and new") {
  const Measured m(small_scenario());
  const World& w = m.history.world();
  for (AgentId a = 0; a < 300; ++a) {
    std::uint32_t contacts = 0;
    std::uint32_t made = 0, gems = 0;
    for (const HalfTie& t : w.ties.of(a)) {
      contacts += !m.history.setup.clock.forgotten(t, w.day);
      const double hours = m.history.setup.clock.hours_on(t, w.day);
      if (tie_access(hours, m.history.scenario.theta) < 0.1 || w.society->offline.find(a, t.other)) continue;
      ++made;
      gems += m.columns.gem[t.other];
    }
    CHECK(m.columns.contacts[a] == contacts);
    CHECK(m.columns.contacts_made[a] == made);
    CHECK(m.columns.gems_met[a] == gems);
    CHECK(m.columns.probe[a] == w.society->has(a, kProbe));
    CHECK(m.columns.present[a] == w.society->has(a, kPresent));
  }
}

TEST_CASE("gems are fixed on day 0: whatever score is visible, a seed has the same") {
  Measured with(small_scenario()), without(small_scenario({{"scoring.visible", "none"}}));
  CHECK(with.history.branch.digest() != without.history.branch.digest());  // they lived otherwise
  CHECK(with.columns.gem == without.columns.gem);
  CHECK(with.columns.initial_followers == without.columns.initial_followers);
  const History day0(small_scenario());
  const auto followers = day0.world().follows.follower_counts();
  CHECK(with.columns.initial_followers == std::vector<std::uint32_t>(followers.begin(), followers.end()));
  const auto gems = find_gems(day0.world().society->own_worth, std::vector<float>(followers.begin(), followers.end()));
  CHECK_FALSE(gems.empty());
  for (const AgentId g : gems) CHECK(with.columns.gem[g] == 1);
  CHECK(std::count(with.columns.gem.begin(), with.columns.gem.end(), 1) == static_cast<std::ptrdiff_t>(gems.size()));
}

TEST_CASE("a measurement that knows nothing of day 0 does not begin") {
  const Measured m(small_scenario());
  Measurement late(m.history.scenario, m.history.setup.clock);
  CHECK_THROWS_AS(late.begin(m.history.branch), std::logic_error);
}

TEST_CASE("past scores are those of 90 days before the end, if there were as many") {
  CHECK(Measured(small_scenario()).columns.past_score.empty());
  Scenario s = small_scenario();
  s.horizon_days = 91;
  const Measured m(s);
  History h(s);
  h.live(static_cast<int>(s.burn_in_days) + 1);
  REQUIRE(m.columns.past_score.size() == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    const auto& then = h.branch.scores()[k].scores;
    CHECK(m.columns.past_score[k] == std::vector<float>(then.begin(), then.end()));
  }
  s.horizon_days = 90;  // they are taken when the horizon begins
  CHECK(Measured(s).columns.past_score.size() == 3);
}

TEST_CASE("measures in all: those of columns first, then those of contacts and lists") {
  Measured m(small_scenario());
  const WorldMeasures of_columns = measure_world(m.columns, m.measurement.names());
  const WorldMeasures all = m.measurement.measures(m.history.branch, m.columns, m.history.pool);
  REQUIRE(all.rows.size() > of_columns.rows.size());
  CHECK(std::equal(of_columns.rows.begin(), of_columns.rows.end(), all.rows.begin()));
  for (const char* name : {"alpha_diversity", "beta_diversity", "precision_gems_klout", "precision_worth_bio_crowded"})
    CHECK_MESSAGE(std::any_of(all.rows.begin(), all.rows.end(), [&](const Measure& r) { return r.measure == name; }),
                  name);
  ThreadPool three(3);
  CHECK(m.measurement.measures(m.history.branch, m.columns, three).rows == all.rows);
}

TEST_CASE("no two measures have one name: of all scores and value models of the catalogue together") {
  std::string shadow;
  for (const std::string& name : row_names(make_catalogue().scoring)) shadow += (shadow.empty() ? "" : ", ") + name;
  Scenario s = small_scenario({{"burn_in", "400d"}, {"scoring", "{visible: none, shadow: [" + shadow + "]}"}});
  Measured m(s);
  std::set<std::string> names;
  for (const Measure& row : m.measurement.measures(m.history.branch, m.columns, m.history.pool).rows)
    CHECK_MESSAGE(names.insert(row.cohort + ' ' + row.strategy + ' ' + row.measure).second, row.measure);
  CHECK(names.contains("everyone ALL precision_gems_random"));
  CHECK(names.contains("everyone ALL precision_gems_at_random"));
}

TEST_CASE("two measures of one name are told, not taken for one") {
  Scenario s = small_scenario();
  s.scores.back().name = "bio";  // which check_scenario refuses
  Measured m(s);
  CHECK_THROWS_WITH_AS(m.measurement.measures(m.history.branch, m.columns, m.history.pool),
                       "two measures are called precision_gems_bio of ALL (everyone); a score of another name would do",
                       std::logic_error);
}

TEST_CASE("daily rows tell the day's counts and means over the background of each strategy") {
  Measured m(small_scenario());
  const auto rows = m.measurement.daily(m.history.branch);
  const auto find = [&](const std::string& strategy, const std::string& measure) {
    for (const DailyRow& r : rows)
      if (r.strategy == strategy && r.measure == measure) return r.value;
    FAIL("no row of " << strategy << ' ' << measure);
    return 0.0;
  };
  const World& w = m.history.world();
  for (const DailyRow& r : rows) CHECK_MESSAGE(!r.unit.empty(), r.measure);
  CHECK(find(kAllStrategies, "items_read") == static_cast<double>(m.history.branch.last_day().items_read));
  double followers = 0, n = 0, score = 0;
  for (const AgentId a : w.society->present)
    if (!w.society->has(a, kProbe) && w.strategy[a] == 1) {
      followers += w.follows.follower_count(a);
      score += m.history.branch.scores()[0].scores[a];
      ++n;
    }
  CHECK(find("klout_chaser", "followers") == doctest::Approx(followers / n));
  CHECK(find("klout_chaser", "score_klout") == doctest::Approx(score / n));
  for (const DailyRow& r : rows) CHECK(r.day == 28);
}

TEST_CASE("posts of a month are those of the last 30 days, and in a shorter horizon they are not known") {
  const auto never_post = [](const Scenario& s) -> std::optional<double> {
    Measured m(s);
    for (const LikenessRow& r : m.measurement.likeness(m.history.branch, m.history.pool))
      if (r.quantity == "never post") return r.known ? std::optional(r.value) : std::nullopt;
    FAIL("no such row");
    return std::nullopt;
  };
  CHECK_FALSE(never_post(small_scenario({{"horizon", "29d"}})).has_value());

  // Of 31 days the first is no part of the month.
  const Scenario s = small_scenario({{"horizon", "31d"}});
  History h(s);
  h.live(static_cast<int>(s.burn_in_days) + 1);
  const Column<std::uint32_t> before = h.world().ledger.posts;
  h.live(30);
  double never = 0;
  for (const AgentId a : h.world().society->present) never += h.world().ledger.posts[a] == before[a];
  CHECK(never_post(s).value() == doctest::Approx(never / static_cast<double>(h.world().society->present.size())));
}

TEST_CASE("measuring leaves the branch as it was") {
  Measured m(small_scenario());
  const std::uint64_t before = m.history.branch.digest();
  m.measurement.columns(m.history.branch, m.history.pool);
  m.measurement.likeness(m.history.branch, m.history.pool);
  m.measurement.daily(m.history.branch);
  m.measurement.measures(m.history.branch, m.columns, m.history.pool);
  m.measurement.end_of_day(m.history.branch, m.history.pool);
  CHECK(m.history.branch.digest() == before);
}

TEST_CASE("columns are the same on any number of threads") {
  Measured m(small_scenario());
  ThreadPool three(3);
  const AgentColumns again = m.measurement.columns(m.history.branch, three);
  CHECK(again.gain == m.columns.gain);
  CHECK(again.diversity == m.columns.diversity);
  CHECK(again.gems_met == m.columns.gems_met);
}
