// A model in which chasing a score could not pay under any conditions would prove nothing by saying that it does not.
// So there is a world in which it must pay and one in which it cannot: the interval over worlds of gain(chaser) less
// gain(networker) leaves out 0 both times, on the right side.
#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <vector>

#include "sim/analysis/summary.h"
#include "sim/engine/run.h"
#include "tests/sim/engine/lab.h"

using namespace clout;

namespace {

// Chaser less networker by the first value model of the scenario, over its first 12 worlds.
Interval contrast(const std::string& file, const std::string& measure, const std::vector<Override>& overrides = {}) {
  Faults faults;
  const Scenario s =
      load_scenario(std::string(CLOUT_SOURCE_DIR "/scenarios/") + file, overrides, make_catalogue(), faults);
  REQUIRE(faults.text() == "");
  REQUIRE("gain_" + s.values.front().name == measure);
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) seeds.push_back(seed);
  std::vector<WorldMeasures> by_seed(seeds.size());
  CHECK(run_worlds(s, seeds, 2, {}, [&](WorldResult&& world) { by_seed[world.seed - 1] = std::move(world.measures); }));
  std::vector<double> chaser, networker;
  for (const WorldMeasures& world : by_seed)
    for (const Measure& m : world.rows) {
      if (m.cohort != kBackground || m.measure != measure) continue;
      if (m.strategy == "klout_chaser") chaser.push_back(m.value);
      if (m.strategy == "balanced_networker") networker.push_back(m.value);
    }
  REQUIRE(chaser.size() == by_seed.size());
  return paired_difference(chaser, networker);
}

}  // namespace

TEST_CASE("chasing pays where an audience is worth something and contact online is as good as meeting") {
  const Interval i = contrast("chasing_pays.yaml", "gain_reach");
  MESSAGE("chasing_pays: " << i.estimate << " [" << i.low << ", " << i.high << "]");
  CHECK(answer(i) == Answer::yes);
}

TEST_CASE("it is the audience by which it pays: without one the chaser is behind in the same world") {
  const Interval i = contrast("chasing_pays.yaml", "gain_reach", {{"value.models.reach.beta", "0"}});
  MESSAGE("chasing_pays without audience: " << i.estimate << " [" << i.low << ", " << i.high << "]");
  CHECK(answer(i) == Answer::no);
}

TEST_CASE("chasing does not pay where a score can be of no use") {
  const Interval i = contrast("chasing_cannot_pay.yaml", "gain_reach");
  MESSAGE("chasing_cannot_pay: " << i.estimate << " [" << i.low << ", " << i.high << "]");
  CHECK(answer(i) == Answer::no);
}
