// What cheating pays under a score: exploits are played against a crowd that lives as it lived when it was recorded.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/interval.h"
#include "sim/audit/caps.h"
#include "sim/audit/exploit.h"
#include "sim/recorded/recording.h"

namespace clout {

struct AuditParams {
  Day days = 90;  ///< of the attack: the last of the recording
  std::int64_t most_accounts = 64;
  double hours_a_week = 10;  ///< what an attacker may spend
  std::size_t steps = 12;    ///< of the search, at most, after the plans that a family begins with
  ExploitPrices prices;
  RecordingParams recording;
};

/// One recorded world with room for attackers behind its people.
struct Crowd {
  Recording recording;  ///< with people, then the attacker, most_accounts others, and one account that does nothing
  std::size_t people = 0;
  std::vector<std::uint8_t> present;  ///< of people: those who have an account
  std::vector<float> worth;           ///< of people: what a score ought to tell (network_worth); empty if not known
};

/// A recorded world as a crowd. @param present, worth  an entry an agent; `worth` may be empty.
Crowd make_crowd(Recording recording, std::span<const std::uint8_t> present, std::span<const float> worth,
                 const AuditParams& params);

/// A cap that leaves more of the points than this is none.
inline constexpr double kCapMatters = 0.9;

/// What a cap does to a plan. Shares are of points an hour where the plan gets ahead of nine people of ten, else of
/// points, which is how the plan was chosen; and of the first crowd, where the cap and the plan under it were found.
struct CapEffect {
  Caps cap;
  double left = 1;                  ///< share that the cap leaves to the plan as it is
  ExploitPlan adapted;              ///< the best plan found of the family under the cap, within the hours of the params
  double left_adapted = 1;          ///< share that `adapted` brings under the cap, at most 1: cheats who
                                    ///< search longer may find more
  Interval points, points_an_hour;  ///< of `adapted` under the cap, over crowds
  Interval times_honest;            ///< its points an hour over those of the honest 95th percentile under the cap
  std::optional<double> honest_loss;  ///< share of honest acts of the capped kind that would not count; nothing of a
                                      ///< cap that limits no kind
  /// False if who knows the cap loses next to nothing.
  bool holds() const { return left_adapted < kCapMatters; }
};

/// A figure over crowds.
struct ExploitRow {
  ExploitPlan plan;  ///< the best of its family, found on the first crowd
  std::string what;
  double hours = 0;  ///< of the attacker, in all
  Interval points;   ///< score at the end less that of somebody who does nothing; of a plan that stops, what
                     ///< it grew by after that, beyond what it does for somebody who does nothing
  Interval points_an_hour;
  Interval times_honest;         ///< points an hour over those of the honest 95th percentile
  Interval ahead_of;             ///< share of people with a lower score at the end, in [0, 1]
  std::optional<CapEffect> cap;  ///< of the one that leaves least to `adapted`; nothing if none takes a tenth of `plan`
  bool is_within_caps = true;    ///< no cap that was tried leaves out anything that `plan` does
};

/// The plan of fewest hours, of those found, that gets ahead of nine people of ten of the first crowd.
struct Climb {
  ExploitPlan plan;
  double hours = 0;
  Interval ahead_of;  ///< over crowds
};

struct AuditReport {
  std::string score;
  std::size_t crowds = 0, people = 0;
  Interval honest_points_an_hour;  ///< 95th percentile over people who were online for an hour or more
  Interval honest_median;          ///< score of people at the end
  Interval validity;               ///< Spearman's correlation of score and worth over people at the end
  Interval top_tenth_hours;        ///< hours online of the median of the tenth with the highest scores
  std::vector<ExploitRow> rows;    ///< by points an hour, falling
  std::optional<Climb> climb;      ///< nothing if no plan found gets so far
  std::size_t plans_tried = 0;     ///< for the rows
};

/// Audits a score. The plans of each family and what a search makes of the best of them (changing one number at a time,
/// or one against another, as long as points an hour rise) are played on the first crowd; the best is played on every
/// crowd, so that the figures of the others owe nothing to the search. A plan counts if it takes at most hours_a_week;
/// the better one is that with more points an hour among those that get ahead of nine people of ten, else that with
/// more points. A second search looks for the fewest hours. Under a cap another one, which knows the cap, looks for the
/// best plan by the same measure within the same hours: what a cap is worth once cheats have come to know it, as far as
/// the search goes.
///
/// Honest people are seen over the same days as the attack: an hour online there brings what its person would have less
/// at the end if nothing had been done by or to that person over these days. So scores that forget compare with scores
/// that do not.
///
/// No exploit makes a tie: its accounts are the attacker's own or pay for nothing but the score, so connection value
/// gained is 0. The attacker's own account and the people of a ring are old; `accounts` of its own are new on day 0.
/// @throws std::invalid_argument  no crowd, crowds of fewer days than params.days, or params.days < 1.
/// @throws std::domain_error  a score is not finite, or the algorithm says so itself.
/// Cost: plans tried in all searches, under each cap too, * days * (agents + acts) of the algorithm; prefixes are lived
/// once and cloned.
AuditReport audit(const std::string& score, const MakeScore& make, Day update_every_days, std::span<const Crowd> crowds,
                  const AuditParams& params, ThreadPool& pool);

/// Plays plans on every crowd as they are, without any search; rows come in their order, with the figures that the rows
/// of audit() have of the same plans. Nothing is known of climbs and caps.
/// @throws as audit(); std::invalid_argument also for a plan of more accounts than params.most_accounts.
/// Cost: (plans + 12) * crowds * days * (agents + acts) of the algorithm.
AuditReport play_plans(const std::string& score, const MakeScore& make, Day update_every_days,
                       std::span<const Crowd> crowds, std::span<const ExploitPlan> plans, const AuditParams& params,
                       ThreadPool& pool);

}  // namespace clout
