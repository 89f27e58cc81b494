// Limits on what counts for a score, tried against exploits.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/recorded/recording.h"

namespace clout {

/// Acts beyond a limit are not entered. 0 = none.
struct Caps {
  std::int64_t reactions_a_person_day = 0;  ///< of one person to one other, on a day
  std::int64_t reactions_a_day = 0;         ///< that one person receives on a day
  std::int64_t posts_a_day = 0;
  std::int64_t followers_a_day = 0;  ///< new ones, on a day
  std::int64_t age_days = 0;         ///< of an account before its acts count
  bool operator==(const Caps&) const = default;
  /// "reactions of a person a day <= 2"; "" if there is none.
  std::string text() const;
  /// The key of a rule that sets it, "most_a_day_and_person: 2"; "" if rules have none.
  std::string rule() const;
};

/// Age of accounts that were there before a recording began.
inline constexpr std::int64_t kOldAccount = std::numeric_limits<std::int64_t>::max();

/// The acts that count. @param acts  ascending by day. @param age_days  of the accounts that act.
std::vector<RecordedAct> with_caps(std::vector<RecordedAct> acts, const Caps& caps, std::int64_t age_days);

/// Caps to try, each of one limit: what 99 of 100 do not exceed (of pairs of people and days with a reaction, of people
/// and days with one, with a post, with a new follower); and an age of a third of the attack.
std::vector<Caps> usual_caps(const Recording& honest, Day attack_days);

}  // namespace clout
