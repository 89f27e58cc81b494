#include "sim/cli/record_world.h"

#include <utility>

#include "sim/engine/branch.h"
#include "sim/engine/build_world.h"
#include "sim/recorded/act_recorder.h"

namespace clout {

RecordedWorld record_world(const Scenario& scenario, std::uint64_t seed, Day days, ThreadPool& pool) {
  const RunSetup setup(scenario);
  Branch branch(setup, build_world(scenario, seed, pool), pool);
  DayScratch scratch;
  ActRecorder recorder(branch.world().follows, branch.world().ledger);
  while (branch.world().day < days) {
    branch.live(pool, scratch);
    recorder.record_day(branch.world().follows, branch.world().ledger, scratch.reactions.delivered(),
                        scratch.meetings());
  }
  RecordedWorld lived;
  lived.recording = std::move(recorder.recording());
  lived.society = branch.world().society;
  const Society& society = *lived.society;
  lived.recording.claimed_role.assign(society.claimed_role.begin(), society.claimed_role.end());
  lived.recording.city.assign(society.city.begin(), society.city.end());
  lived.recording.topics.assign(society.topics.begin(), society.topics.end());
  lived.strategy.assign(branch.world().strategy.begin(), branch.world().strategy.end());
  for (const ScoreColumn& score : branch.scores()) lived.scores.emplace_back(score.scores.begin(), score.scores.end());
  return lived;
}

RecordingParams recording_params(const Scenario& scenario, std::uint64_t seed) {
  const ReactParams& react = scenario.mechanisms.react;
  return {react.fade_days, react.selectivity, static_cast<std::size_t>(react.engagers_kept), seed};
}

}  // namespace clout
