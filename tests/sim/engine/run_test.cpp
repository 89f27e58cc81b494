#include "sim/engine/run.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>

#include "sim/output/checkpoint.h"
#include "tests/sim/engine/lab.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using namespace clout::test;

namespace {

WorldResult lived(const Scenario& s, const RunHooks& hooks = {}, unsigned threads = 1, std::uint64_t seed = 1) {
  const RunSetup setup(s);
  ThreadPool pool(threads);
  auto result = run_world(setup, seed, pool, hooks);
  REQUIRE(result);
  return std::move(*result);
}

void check_same(const WorldResult& a, const WorldResult& b) {
  CHECK(a.seed == b.seed);
  CHECK(a.digest == b.digest);
  CHECK(a.columns.gain == b.columns.gain);
  CHECK(a.columns.value == b.columns.value);
  CHECK(a.columns.score == b.columns.score);
  CHECK(a.columns.posts == b.columns.posts);
  CHECK(a.columns.diversity == b.columns.diversity);
  CHECK(a.totals.items_read == b.totals.items_read);
  const auto same_rows = [](const std::vector<DailyRow>& x, const std::vector<DailyRow>& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const DailyRow& p, const DailyRow& q) {
      return p.day == q.day && p.measure == q.measure && p.value == q.value;
    });
  };
  CHECK(same_rows(a.daily, b.daily));
  CHECK(same_rows(a.course, b.course));
  REQUIRE(a.likeness.size() == b.likeness.size());
  for (std::size_t i = 0; i < a.likeness.size(); ++i) CHECK(a.likeness[i].value == b.likeness[i].value);
}

double sum(const std::vector<double>& x) {
  double total = 0;
  for (const double v : x) total += v;
  return total;
}

// Sum over agents of what they gained by the first value model, with these changes to a small world.
double gain(const std::vector<Override>& overrides) { return sum(lived(small_scenario(overrides)).columns.gain[0]); }

}  // namespace

TEST_CASE("worlds side by side are the worlds one after the other") {
  const Scenario s = small_scenario();
  const std::vector<std::uint64_t> seeds = {1, 2, 3};
  std::map<std::uint64_t, WorldResult> side, after;
  CHECK(run_worlds(s, seeds, 2, {}, [&](WorldResult&& r) { side.emplace(r.seed, std::move(r)); }));
  for (const std::uint64_t seed : seeds) after.emplace(seed, lived(s, {}, 3, seed));
  REQUIRE(side.size() == 3);
  for (const std::uint64_t seed : seeds) check_same(side.at(seed), after.at(seed));
  CHECK(side.at(1).digest != side.at(2).digest);
}

TEST_CASE("observing changes nothing: daily rows, snapshots, checkpoints, progress") {
  Scenario plain = small_scenario();
  plain.output.daily_every_days = 1000;
  Scenario watched = plain;
  watched.output.daily_every_days = 1;
  watched.output.course_every_days = 3;
  watched.output.snapshot_days = {0, 1, 13, 30};
  watched.output.checkpoint_every_days = 3;
  int snapshots = 0, saves = 0;
  std::uint64_t agent_days = 0;
  std::vector<std::uint64_t> digests;
  RunHooks hooks;
  hooks.snapshot = [&](std::uint64_t, const World& w) { snapshots += w.follows.edges() > 0; };
  hooks.save = [&](std::uint64_t, RunState& state) {
    StateDigest d;
    state.visit_state(d);
    digests.push_back(d.digest());
    ++saves;
  };
  hooks.progress = [&](std::uint64_t n) { agent_days += n; };
  const WorldResult a = lived(plain), b = lived(watched, hooks);
  CHECK(snapshots == 4);
  CHECK(saves == 13);
  CHECK(agent_days == 300 * 42);
  CHECK(a.digest == b.digest);
  CHECK(a.columns.gain == b.columns.gain);
  CHECK(a.daily.size() < b.daily.size());
  CHECK(a.course.empty());
  CHECK_FALSE(b.course.empty());
}

TEST_CASE("doses of 0: the gain is exactly 0 for everybody, by every value model") {
  const WorldResult r = lived(small_scenario(
      {{"population.hours_online_max", "0"}, {"population.hours_offline_max", "0"}, {"probes.share", "0"}}));
  REQUIRE(r.columns.gain.size() == 3);
  for (const auto& gains : r.columns.gain)
    for (const double g : gains) CHECK(g == 0);
  CHECK(sum(r.columns.value[0]) > 0);  // what they had
}

TEST_CASE("a checkpoint of a run, loaded by a fresh one, ends where the undisturbed one does, daily rows and all") {
  const Scratch folder;
  Scenario s = small_scenario();
  s.output.checkpoint_every_days = 1;
  s.output.course_every_days = 4;
  const WorldResult undisturbed = lived(s);
  const CheckpointId id{"hash", "test", 1};
  for (const int last_day : {5, 14, 25}) {  // in burn-in, at its end, in the horizon
    std::atomic<bool> stop{false};
    RunHooks first;
    first.stop = &stop;
    first.save = [&](std::uint64_t, RunState& state) {
      save_checkpoint(folder / "c", id, [&](StateVisitor& v) { state.visit_state(v); });
      if (state.branch.world().day == last_day) stop = true;
    };
    {
      const RunSetup setup(s);
      ThreadPool pool(1);
      CHECK_FALSE(run_world(setup, 1, pool, first));
    }
    RunHooks second;
    int days = 0;
    second.progress = [&](std::uint64_t) { ++days; };
    second.load = [&](std::uint64_t, RunState& state) {
      load_checkpoint(folder / "c", id, [&](StateVisitor& v) { state.visit_state(v); });
      return true;
    };
    const WorldResult resumed = lived(s, second, 2);
    CHECK(days == 42 - last_day);
    check_same(undisturbed, resumed);
  }
}

TEST_CASE("stopped worlds are not finished") {
  const std::atomic<bool> stop{true};
  RunHooks hooks;
  hooks.stop = &stop;
  int finished = 0;
  CHECK_FALSE(run_worlds(small_scenario(), {1, 2}, 2, hooks, [&](WorldResult&&) { ++finished; }));
  CHECK_FALSE(run_worlds(small_scenario(), {1}, 2, hooks, [&](WorldResult&&) { ++finished; }));
  CHECK(finished == 0);
}

TEST_CASE("no days at all, no burn-in, no horizon: a result of the day there is") {
  for (const auto& [burn_in, horizon] : {std::pair(0, 0), std::pair(0, 5), std::pair(5, 0)}) {
    Scenario s = small_scenario();
    s.burn_in_days = burn_in, s.horizon_days = horizon;
    const WorldResult r = lived(s);
    CHECK(r.columns.posts.size() == 300);
    CHECK(r.columns.agent.size() == 300);
  }
}

TEST_CASE("switches and main parameters of a whole world change the gain the way they should") {
  const double plain = gain({});
  CHECK(plain > 0);
  CHECK(gain({{"mechanisms.meet.on", "false"}}) < plain);
  CHECK(gain({{"mechanisms.message.on", "false"}}) < plain);
  CHECK(gain({{"mechanisms.message.e_online", "1"}}) > plain);
  CHECK(gain({{"mechanisms.meet.effective_hours", "5"}}) > plain);
  CHECK(gain({{"mechanisms.meet.cold_prob", "0"}}) < plain);
  CHECK(gain({{"mechanisms.ties.cap", "5"}}) < plain);
  CHECK(gain({{"mechanisms.message.infinite_inbox", "true"}}) > plain);
  CHECK(gain({{"mechanisms.message.outside_demand", "false"}}) > plain);
}

TEST_CASE("an agent takes 200 bytes, a follow edge 8, an end of a tie and a kept engager 12, within a tenth") {
  Scenario s = small_scenario();
  s.population.agents = 10000;
  s.network.following_mean = 40;
  s.burn_in_days = 0;
  s.horizon_days = 60;
  const MemoryUse m = lived(s).memory;
  const auto each = [](std::uint64_t bytes, std::uint64_t of) {
    return static_cast<double>(bytes) / static_cast<double>(of);
  };
  const auto of_lists = [&](std::uint64_t bytes, std::uint64_t of) {
    return each(bytes - 65536, of);  // less the block that is being filled: little where an arena is full of agents
  };
  CHECK(each(m.agent_bytes, m.agents) < 1.1 * 200);
  CHECK(of_lists(m.link_bytes, m.links) < 1.1 * 8);
  CHECK(of_lists(m.tie_bytes, m.tie_ends) < 1.1 * 12);
  CHECK(of_lists(m.engager_bytes, m.engagers) < 1.1 * 12);
  CHECK(each(m.agent_bytes, m.agents) > 100);
  CHECK(m.link_bytes >= 8 * m.links);
  CHECK(m.tie_bytes >= 12 * m.tie_ends);
}

TEST_CASE("totals are sums over days of burn-in and horizon; memory is told by kind") {
  const Scenario s = small_scenario();
  const WorldResult r = lived(s);
  History h(s);
  h.live(42);
  CHECK(r.totals.items_read == h.counts.items_read);
  CHECK(r.totals.meetings == h.counts.meetings);
  CHECK(r.digest == h.branch.digest());
  CHECK(r.memory.agents == 300);
  CHECK(r.memory.links == h.world().follows.edges());
  const MemoryUse m = memory_use(h.branch, h.scratch);
  CHECK(m.agent_bytes + m.link_bytes + m.tie_bytes + m.engager_bytes + m.score_bytes ==
        h.branch.memory_bytes() + h.world().society->memory_bytes());
}
