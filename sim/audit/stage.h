// A crowd at the beginning of an attack, on which plans are tried.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/audit/audit.h"

namespace clout {

inline constexpr double kAhead = 0.9;  ///< of people: the goal of a plan

/// What a plan came to on one crowd.
struct Outcome {
  double gain = 0;    ///< the attacker's score at the end less that of somebody who does nothing
  double points = 0;  ///< gain; of a plan that stops, what it grew by after that
  double hours = 0, ahead_of = 0;
  double points_an_hour() const { return hours > 0 ? points / hours : 0; }
  bool climbed() const { return gain > 0 && ahead_of >= kAhead; }
};

/// People over the days of an attack when nobody attacks.
struct HonestPeople {
  double points_an_hour = 0;  ///< of the 95th percentile
  double median = 0, top_tenth_hours = 0;
  std::optional<double> validity;
};

/// Whether caps leave out something that a plan does in an attack of so many days.
bool binds(const Caps& caps, const ExploitPlan& plan, std::int64_t days);

/// A crowd at the beginning of the attack, under a score. Days before it are lived once; every plan goes on from there.
class Stage {
 public:
  /// @param crowd, params  must outlive the stage.
  Stage(const Crowd& crowd, const MakeScore& make, Day every, const Caps& caps, const AuditParams& params,
        ThreadPool& pool);
  Stage(const Stage&) = delete;

  Outcome play(const ExploitPlan& plan, ThreadPool& pool) const;
  HonestPeople honest(ThreadPool& pool) const;
  /// Share of the recorded acts of the kind that the caps limit which they do not count; nothing where they limit none.
  std::optional<double> honest_loss() const;

 private:
  /// The score of somebody less that of the account that does nothing.
  double gain_of(AgentId who, std::span<const float> scores) const { return double{scores[who]} - scores.back(); }
  /// Acts of a plan that count on a day of the attack.
  std::vector<RecordedAct> acts_that_count(const ExploitPlan& plan, std::int64_t day) const;
  /// Scores at the end if nobody attacks, and what had been done by then.
  struct End {
    std::vector<float> scores;
    Ledger ledger;
  };
  End without_attack(std::span<const std::uint8_t> quiet, ThreadPool& pool) const;
  /// What each of the people would have less at the end if they had done nothing, and nothing had been done to them,
  /// over the days of the attack.
  std::vector<double> earned(const End& end, ThreadPool& pool) const;
  void observe(const Replay& replay, ScoringAlgorithm& algorithm, std::vector<float>& scores, ThreadPool& pool) const;

  const Crowd& crowd_;
  const Day every_;
  const Caps caps_;
  const AuditParams& params_;
  Recording recording_;
  const AttackAccounts accounts_;
  std::optional<Replay> replay_;
  std::unique_ptr<ScoringAlgorithm> algorithm_;
  std::vector<float> scores_;
};

}  // namespace clout
