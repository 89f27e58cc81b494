#include "sim/engine/course.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/analysis/summary.h"
#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

// The course of a world, and of each day's end what the ledger says of klout_chaser's background: posts of all days.
struct Lived {
  explicit Lived(const Scenario& s) : history(s), course(history.scenario, history.setup.clock) {
    course.start(history.branch);
    for (double day = 0; day < s.burn_in_days + s.horizon_days; ++day) {
      history.live(1);
      for (DailyRow& row : course.end_of_day(history.branch, history.pool)) rows.push_back(std::move(row));
      posts.push_back(chasers_posts());
    }
  }
  double chasers_posts() const {
    const World& w = history.world();
    double sum = 0;
    for (const AgentId a : w.society->present)
      if (!w.society->has(a, kProbe) && w.strategy[a] == 1) sum += w.ledger.posts[a];
    return sum;
  }
  std::map<std::int32_t, double> values(const std::string& strategy, const std::string& measure) const {
    std::map<std::int32_t, double> by_day;
    for (const DailyRow& row : rows)
      if (row.strategy == strategy && row.measure == measure) CHECK(by_day.emplace(row.day, row.value).second);
    return by_day;
  }
  History history;
  Course course;
  std::vector<DailyRow> rows;
  std::vector<double> posts;  // [day]: by the end of it
};

}  // namespace

TEST_CASE("what is done counts since the row before, and rows fall on the end of burn-in") {
  const Scenario s = small_scenario({{"output.course_every_days", "5"}});  // 14 days of burn-in, 28 after it
  const Lived lived(s);
  const auto posts = lived.values("klout_chaser", "posts"), n = lived.values("klout_chaser", "agents");
  std::set<std::int32_t> days;
  for (const auto& [day, value] : posts) {
    days.insert(day);
    const auto today = static_cast<std::size_t>(day + 14);
    CHECK(value == doctest::Approx((lived.posts[today - 1] - lived.posts[today - 6]) / n.at(day)));
  }
  // The first four days are no whole interval: the first row is of the five after them.
  CHECK(days == std::set<std::int32_t>{-5, 0, 5, 10, 15, 20, 25});
}

TEST_CASE("values are those of the day, and a row has what the summary has") {
  const Scenario s = small_scenario({{"output.course_every_days", "7"}});
  Lived lived(s);
  const auto value = lived.values("klout_chaser", "value_circles");
  REQUIRE(value.count(28) == 1);
  Measurement once(lived.history.scenario, lived.history.setup.clock);
  once.start(lived.history.branch);
  once.count_from(lived.history.branch);
  once.take_values(lived.history.branch, lived.history.pool);
  const AgentColumns columns = once.columns(lived.history.branch, lived.history.pool);
  for (const Measure& m : measure_world(columns, once.names()).rows)
    if (m.cohort == kBackground && m.strategy == "klout_chaser" && m.measure == "value_circles")
      CHECK(m.value == value.at(28));
  for (const char* name : {"validity_klout", "alpha_diversity", "newcomer_parity_klout"})
    CHECK_MESSAGE(lived.values(kAllStrategies, name).count(28) == 1, name);
  CHECK(std::none_of(lived.rows.begin(), lived.rows.end(),
                     [](const DailyRow& r) { return r.measure.starts_with("mobility"); }));
}

TEST_CASE("no course is asked for: there are no rows") {
  const Lived lived(small_scenario());
  CHECK(lived.rows.empty());
}
