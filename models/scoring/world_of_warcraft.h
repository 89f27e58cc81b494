// Levels of World of Warcraft as it was in 2006: experience for kills, more of it for who has rested.
#pragma once

#include <cstdint>
#include <memory>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"

namespace clout {

inline constexpr int kWarcraftLevels = 60;

/// Experience from level L to L + 1, L in 1 .. 59: (8 L + D) (45 + 5 L), rounded half up to hundreds, with D = 0 up to
/// L = 28, then 1, 3, 6, and 5 (L - 30) from 32 on. @throws std::invalid_argument  another level.
/// Source: wowwiki, Formulas:XP To Level, 19 Jan 2007. Example: 1 to 2 takes 400, 59 to 60 takes 209,800.
std::uint32_t warcraft_xp_to_next(int level);

struct WorldOfWarcraftParams {
  static constexpr const char* kName = "world_of_warcraft";
  static constexpr const char* kSummary =
      "Levels 1 to 60 of World of Warcraft: posts, reactions and messages stand for kills at one's own level; "
      "rest doubles them.\n"
      "What stands for what (assumed):\n"
      "  kill of a creature of one's own level = a fifth of a post, two reactions given, half a message\n"
      "  rest in an inn or city = hours offline\n"
      "  kill of a creature of another level, quest, group = none";
  static constexpr const char* kSource =
      "wowwiki 19 Jan 2007 (curve, kills); worldofwarcraft.com 2010 (rest); which act is how many kills is assumed";
  double kills_a_post = 5, kills_a_reaction_given = 0.5, kills_a_message = 2;
  bool rest = true, rest_in_city = true;
  void visit(ParamVisitor& v);
};

/// A kill at equal level gives 45 + 5 L, where L is the level of the morning all day long: a day has no order. Rest
/// comes with hours offline: eight of them in a city bring 5 % of a level, a quarter of that elsewhere, at most 1.5
/// levels; while it lasts a kill gives twice as much, and uses up the half that rest has given. Kills and experience
/// are counted in whole thousandths.
/// Publishes the level with the part of the next that is done, 1 to 60. Cost of a day: O(agents), levels in between
/// included; 24 bytes an agent.
/// Example: level 1, 4 kills, no rest: 4 * 50 = 200 of 400, score 1.5; rested: 400, level 2.
class WorldOfWarcraft final : public ScoringAlgorithm {
 public:
  explicit WorldOfWarcraft(const WorldOfWarcraftParams& params);
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { linear_cues(scores, cues, 60); }
  ScoreInputs reads() const override {
    ScoreInputs inputs = {ScoreInput::posts, ScoreInput::reactions, ScoreInput::messages_sent};
    if (params_.rest) inputs.add({ScoreInput::hours_online});
    return inputs;
  }
  double memory_days(double) const override { return 0; }  // nothing is ever forgotten
  std::size_t memory_bytes() const override { return 24 * level_.size(); }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<WorldOfWarcraft>(*this); }
  void visit_state(StateVisitor& v) override;

  int level(AgentId a) const { return static_cast<int>(level_[a]); }
  double xp(AgentId a) const { return xp_[a] / 1000.0; }        ///< of this level
  double rested(AgentId a) const { return rest_[a] / 1000.0; }  ///< experience that rest still gives

 private:
  std::uint64_t kills_of_day(const ScoringView& view, std::size_t i);
  void fight(std::size_t i, std::uint64_t milli_kills);
  void have_rest(std::size_t i, std::uint32_t seconds_online);

  WorldOfWarcraftParams params_;
  std::uint64_t milli_post_, milli_reaction_, milli_message_;
  Column<std::uint32_t> level_, xp_, rest_;           // experience in thousandths
  Column<std::uint32_t> posts_, messages_, seconds_;  // the ledger's totals as they were yesterday
};

}  // namespace clout
