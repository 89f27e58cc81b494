// A crowd at the beginning of an attack, on which plans are tried.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/audit/audit.h"

namespace clout {

inline constexpr double kAhead = 0.9;  ///< of people: the goal of a plan

/// What a plan came to on one crowd.
struct Outcome {
  double points = 0, hours = 0, ahead_of = 0;
  double points_an_hour() const { return hours > 0 ? points / hours : 0; }
};

/// People at the end of a recording in which nobody cheats.
struct HonestPeople {
  double points_an_hour = 0;  ///< of the 95th percentile
  double median = 0, top_tenth_hours = 0;
  std::optional<double> validity;
};

/// A crowd at the beginning of the attack, under a score. Days before it are lived once; every plan goes on from there.
class Stage {
 public:
  /// @param crowd, params  must outlive the stage.
  Stage(const Crowd& crowd, const MakeAlgorithm& make, Day every, const Caps& caps, const AuditParams& params,
        ThreadPool& pool);
  Stage(const Stage&) = delete;

  Outcome play(const ExploitPlan& plan, ThreadPool& pool) const;
  /// Whether the caps leave out something that a plan does.
  bool binds(const ExploitPlan& plan) const;
  HonestPeople honest() const;
  /// Recorded acts that the caps do not count, as a share of all.
  double honest_loss() const;

 private:
  /// The attacker's score if it were published today: what has been earned must not seem to come later.
  double published_now(const Replay& replay, const ScoringAlgorithm& algorithm, std::vector<float> scores,
                       ThreadPool& pool) const;
  void live(Replay& replay, ScoringAlgorithm& algorithm, std::vector<float>& scores, std::span<const RecordedAct> more,
            ThreadPool& pool) const;

  const Crowd& crowd_;
  const Day every_;
  const Caps caps_;
  const AuditParams& params_;
  Recording recording_;
  const AttackAccounts accounts_;
  std::size_t lost_ = 0;
  std::optional<Replay> replay_;
  std::unique_ptr<ScoringAlgorithm> algorithm_;
  std::vector<float> scores_;
  std::vector<double> idle_;   // score of somebody who does nothing, by day of the attack
  std::vector<float> people_;  // scores at the end
  Ledger people_ledger_;
};

}  // namespace clout
