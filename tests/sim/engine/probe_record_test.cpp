#include "sim/engine/probe_record.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>

#include "sim/engine/run.h"
#include "sim/output/checkpoint.h"
#include "tests/sim/engine/lab.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using namespace clout::test;

namespace {

// A small world with many probes whose copies live on for 40 days; outcomes after 30 days and at the end.
Scenario forked(double step_hours = 4) {
  Scenario s = small_scenario({{"probes.share", "0.2"}});
  s.burn_in_days = 14, s.horizon_days = 40;
  s.margins = {step_hours, {30}};
  return s;
}

WorldResult run_one(const Scenario& s, const RunHooks& hooks = {}, unsigned threads = 1) {
  const RunSetup setup(s);
  ThreadPool pool(threads);
  auto result = run_world(setup, 1, pool, hooks);
  REQUIRE(result);
  return std::move(*result);
}

const ProbeColumn& column(const ProbeOutcomes& probes, const std::string& measure, Day days) {
  const auto at = std::find_if(probes.columns.begin(), probes.columns.end(),
                               [&](const ProbeColumn& c) { return c.measure == measure && c.horizon_days == days; });
  REQUIRE(at != probes.columns.end());
  return *at;
}

double mean_effect(const ProbeColumn& c, ForkBranch branch) {
  double sum = 0;
  for (std::size_t k = 0; k < c.of(branch).size(); ++k) sum += c.of(branch)[k] - c.of(ForkBranch::base)[k];
  return sum / static_cast<double>(c.of(branch).size());
}

}  // namespace

TEST_CASE("copies change nothing in the world they were copied from") {
  const WorldResult with = run_one(forked()), without = run_one(forked(0));
  CHECK(with.digest == without.digest);
  CHECK(with.columns.gain == without.columns.gain);
  CHECK(without.probes.probes() == 0);
  CHECK(with.totals.items_read > without.totals.items_read);  // the copies' days are counted
}

TEST_CASE("the base of the probes is what the world's own columns say of them") {
  const WorldResult r = run_one(forked());
  const ProbeOutcomes& p = r.probes;
  REQUIRE(p.probes() > 20);
  CHECK(std::is_sorted(p.agent.begin(), p.agent.end()));
  for (std::size_t k = 0; k < p.probes(); ++k) {
    const std::uint32_t a = p.agent[k];
    CHECK(r.columns.probe[a]);
    CHECK(p.strategy[k] == r.columns.strategy[a]);
    CHECK(p.hours_online[k] == r.columns.hours_online[a]);
    CHECK(column(p, "gain_circles", 40).of(ForkBranch::base)[k] == doctest::Approx(r.columns.gain[0][a]));
    CHECK(column(p, "score_klout", 40).of(ForkBranch::base)[k] == doctest::Approx(r.columns.score[0][a]));
    CHECK(column(p, "followers", 40).of(ForkBranch::base)[k] == r.columns.followers[a]);
    CHECK(column(p, "contacts", 40).of(ForkBranch::base)[k] == r.columns.contacts[a]);
    CHECK(column(p, "hours_online_spent", 40).of(ForkBranch::base)[k] ==
          doctest::Approx(r.columns.hours_online_spent[a]).epsilon(1e-6));
  }
}

TEST_CASE("more hours in a copy are spent there, on what they were given for") {
  const ProbeOutcomes p = run_one(forked()).probes;
  for (const Day days : {30, 40}) {
    const auto& online = column(p, "hours_online_spent", days);
    const auto& offline = column(p, "hours_offline_spent", days);
    // Who has no doses otherwise begins to read; price of acts and what is carried over keep a part back.
    CHECK(mean_effect(online, ForkBranch::online) > 0.5);
    CHECK(mean_effect(online, ForkBranch::offline) < 0.5);
    CHECK(mean_effect(offline, ForkBranch::offline) > 3);
    CHECK(mean_effect(offline, ForkBranch::online) == doctest::Approx(0).epsilon(0.3));
  }
  CHECK(mean_effect(column(p, "gain_linear", 40), ForkBranch::offline) > 0);
}

TEST_CASE("two copies with the same hours live alike to the last bit") {
  const Scenario s = forked();
  const RunSetup setup(s);
  ThreadPool pool(1);
  DayScratch scratch;
  Branch base(setup, build_world(s, 1, pool), pool);
  for (int day = 0; day < 14; ++day) base.live(pool, scratch);
  Branch twin(base);
  twin.add_hours(probes_of(*base.world().society), 0, 0, pool);
  Branch more(base);
  more.add_hours(probes_of(*base.world().society), 1, 0, pool);
  for (int day = 0; day < 20; ++day)
    for (Branch* branch : {&base, &twin, &more}) branch->live(pool, scratch);
  CHECK(base.digest() == twin.digest());
  CHECK(base.digest() != more.digest());
}

TEST_CASE("outcomes do not depend on threads, nor on being stopped and loaded in the middle of a copy") {
  const Scratch folder;
  Scenario s = forked();
  const WorldResult plain = run_one(s);
  const CheckpointId id{"hash", "test", 1};
  s.output.checkpoint_every_days = 1;
  for (const int saves_until_stop : {10, 13, 14, 20, 52, 53, 60, 91, 92, 100}) {  // days before, in and between copies
    std::atomic<bool> stop{false};
    int saves = 0;
    RunHooks first;
    first.stop = &stop;
    first.save = [&](std::uint64_t, RunState& state) {
      if (++saves > saves_until_stop) return;
      save_checkpoint(folder / "c", id, [&](StateVisitor& v) { state.visit_state(v); });
      stop = saves == saves_until_stop;
    };
    {
      const RunSetup setup(s);
      ThreadPool pool(1);
      CHECK_FALSE(run_world(setup, 1, pool, first));
    }
    RunHooks second;
    second.load = [&](std::uint64_t, RunState& state) {
      load_checkpoint(folder / "c", id, [&](StateVisitor& v) { state.visit_state(v); });
      return true;
    };
    const WorldResult resumed = run_one(s, second, 2);
    CHECK(resumed.digest == plain.digest);
    REQUIRE(resumed.probes.columns.size() == plain.probes.columns.size());
    REQUIRE(resumed.probes.others.size() == plain.probes.others.size());
    for (std::size_t c = 0; c < plain.probes.columns.size(); ++c)
      CHECK(resumed.probes.columns[c].outcome == plain.probes.columns[c].outcome);
    for (std::size_t m = 0; m < plain.probes.others.size(); ++m)
      CHECK(resumed.probes.others[m].outcome == plain.probes.others[m].outcome);
    CHECK(resumed.totals.items_read == plain.totals.items_read);
  }
}

TEST_CASE("values that a measurement has taken are those that a record would take, to the last bit") {
  const Scenario s = forked();
  const RunSetup setup(s);
  ThreadPool pool(1);
  DayScratch scratch;
  Branch base(setup, build_world(s, 1, pool), pool);
  Measurement measurement(s, setup.clock);
  measurement.start(base);
  for (int day = 0; day < 14; ++day) base.live(pool, scratch);
  measurement.begin(base);
  ProbeRecord told(s, setup.clock), alone(s, setup.clock);
  for (ProbeRecord* record : {&told, &alone}) {
    record->begin(base);
    record->enter(ForkBranch::base, base);
  }
  int days_told = 0;
  for (int day = 0; day < 40; ++day) {
    base.live(pool, scratch);
    measurement.end_of_day(base, pool, [&](std::size_t model, auto value, auto untouched) {
      days_told += model == 0;
      told.take_values(model, value, untouched);
    });
    told.end_of_day(base, pool);
    alone.end_of_day(base, pool);
  }
  CHECK(days_told == static_cast<int>(kValueDaysBeforeEnd.size()));
  const ProbeOutcomes &a = told.outcomes(), &b = alone.outcomes();
  for (std::size_t c = 0; c < a.columns.size(); ++c) CHECK(a.columns[c].outcome[0] == b.columns[c].outcome[0]);
  for (std::size_t m = 0; m < a.others.size(); ++m) CHECK(a.others[m].outcome[0] == b.others[m].outcome[0]);
}

TEST_CASE("what everybody else has is the whole less the probes") {
  const WorldResult r = run_one(forked());
  REQUIRE(r.probes.others.size() == r.columns.value.size());
  for (std::size_t m = 0; m < r.probes.others.size(); ++m) {
    double others = 0;
    for (std::size_t a = 0; a < r.columns.agents(); ++a)
      if (!(r.columns.probe[a] && r.columns.present[a])) others += r.columns.value[m][a];
    CHECK(r.probes.others[m].outcome[0] == doctest::Approx(others));
  }
}

TEST_CASE("the background of a strategy is those with an account who are no probes") {
  const WorldResult r = run_one(forked());
  REQUIRE(r.probes.background.size() == r.names.strategies.size());
  for (std::size_t s = 0; s < r.probes.background.size(); ++s) {
    const ProbeBackground& b = r.probes.background[s];
    double agents = 0, shares = 0;
    for (std::size_t a = 0; a < r.columns.agents(); ++a)
      agents += r.columns.present[a] && !r.columns.probe[a] && r.columns.strategy[a] == s;
    for (const double share : b.role_share) shares += share;
    CHECK(b.agents == agents);
    CHECK(shares == doctest::Approx(agents > 0 ? 1 : 0));
    CHECK(b.hours_online_low <= b.hours_online_high);
  }
}
