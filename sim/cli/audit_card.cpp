#include "sim/cli/audit_card.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "sim/analysis/arms.h"
#include "sim/engine/run.h"

namespace clout {
namespace {

// As in scenarios/will_they_stay.yaml; assumed.
constexpr MotivationParams kDrawnOn = {.goal_gradient = 0.5,
                                       .level_step = 0.1,
                                       .day_off_prob = 0.2,
                                       .streak_loss = 2,
                                       .drop_out_prob = 0.03,
                                       .fatigue = 0.3};

Scenario everybody_sees(const Scenario& people, const ScoreSpec& score) {
  Scenario s = people;
  s.visible = score.name;
  std::erase_if(s.scores, [&](const ScoreSpec& other) { return other.name == score.name; });
  s.scores.insert(s.scores.begin(), score);
  const double memory = score.setup->build()->burn_in_days(s.mechanisms.react.fade_days);
  if (memory > 0) s.burn_in_days = std::max(s.burn_in_days, std::ceil(memory + score.update_every_days - 1));
  return s;
}

ArmWorlds lived(const Scenario& scenario, const std::string& arm, unsigned threads) {
  std::vector<std::uint64_t> seeds(static_cast<std::size_t>(scenario.worlds.count));
  for (std::size_t k = 0; k < seeds.size(); ++k) seeds[k] = static_cast<std::uint64_t>(scenario.worlds.seed) + k;
  ArmWorlds worlds{arm, seeds, std::vector<WorldMeasures>(seeds.size())};
  run_worlds(scenario, seeds, threads, {},
             [&](WorldResult&& world) { worlds.worlds[world.seed - seeds.front()] = std::move(world.measures); });
  return worlds;
}

}  // namespace

GameabilityCard gameability_card(const Scenario& people, const ScoreSpec& score, const FoundPlan& for_value,
                                 unsigned threads) {
  const std::string unseen = "unseen", seen = "seen";
  Scenario scenario = everybody_sees(people, score);
  if (!scenario.mechanisms.motivation.on()) scenario.mechanisms.motivation = kDrawnOn;
  std::vector<ArmWorlds> lives = {{}, lived(scenario, seen, threads)};
  scenario.visible = "none";
  lives[0] = lived(scenario, unseen, threads);
  const std::vector<ArmRow> rows = compare_arms(lives, {});

  GameabilityCard card{{}, strive(everybody_sees(people, score), score.name, for_value, threads)};
  const auto add = [&](const std::string& figure, const char* cohort, const std::string& measure) {
    const ArmRow* const before = find_arm_row(rows, unseen, cohort, kAllStrategies, measure);
    const ArmRow* const after = find_arm_row(rows, seen, cohort, kAllStrategies, measure);
    card.figures.push_back({figure, before != nullptr ? before->mean : Interval{},
                            after != nullptr ? after->mean : Interval{},
                            after != nullptr ? after->difference : Interval{}});
  };
  add("validity", kEveryone, "validity_" + score.name);
  add("newcomer_parity", kBackground, "newcomer_parity_" + score.name);
  add("engagement", kBackground, "engagement");
  add("retention", kBackground, "retention");
  card.figures.push_back({"wedge", {}, card.striving.wedge, {}});
  card.figures.push_back({"goodhart_regret", {}, card.striving.regret, {}});
  return card;
}

}  // namespace clout
