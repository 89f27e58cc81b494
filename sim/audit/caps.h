// Limits on what counts for a score, tried against exploits.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/recorded/recording.h"

namespace clout {

/// Acts beyond a limit are not entered. 0 = none.
struct Caps {
  std::int64_t reactions_a_person_day = 0;  ///< of one person to one other, on a day
  std::int64_t reactions_a_day = 0;         ///< that one person receives on a day
  std::int64_t posts_a_day = 0;
  std::int64_t followers_a_day = 0;                                     ///< new ones, on a day
  std::int64_t likes_a_day = 0, reshares_a_day = 0, replies_a_day = 0;  ///< that one person receives on a day
  std::int64_t messages_a_day = 0;   ///< that one person sends on a day, and as many that one receives; no replies
  std::int64_t check_ins_a_day = 0;  ///< of one person, whoever asked to meet
  std::int64_t reads_a_day = 0;
  std::int64_t age_days = 0;    ///< of an account before its acts count
  bool followers_stay = false;  ///< unfollows are not entered: who follows again is nobody new
  bool operator==(const Caps&) const = default;
  /// "reactions of a person a day <= 2"; "" if there is none.
  std::string text() const;
  /// Whether it is acts of this kind that are counted and limited; an age limits no kind, nor do followers who stay:
  /// who leaves for good and counts on is no loss to anybody.
  bool limits(RecordedActKind kind) const;
  /// What sets it in a rule, "most_a_day_and_person: 2", "act: check_in, most_a_day: 2" or another act; "" if rules
  /// have none.
  std::string rule() const;
};

/// Accounts from `first` on are so old; all others were there before a recording began.
struct NewAccounts {
  AgentId first = kNoAgent;
  std::int64_t age_days = 0;
};

/// The acts that count. @param acts  ascending by day.
std::vector<RecordedAct> with_caps(std::vector<RecordedAct> acts, const Caps& caps, const NewAccounts& fresh = {});

/// Leaves out of a recording what does not count, single acts and those that are only counted.
void put_caps(Recording& recording, const Caps& caps);

/// Acts of a recording of the kind that the caps limit, counted ones among them.
double limited_acts(const Recording& recording, const Caps& caps);

/// Caps to try, each of one limit: what 99 of 100 do not exceed (of pairs of people and days with a reaction; of people
/// and days with a reaction, a post, a new follower; an age of a third of the attack; followers who stay; then of
/// people and days with a like, a reshare, a reply, a message, a check-in, an item read).
std::vector<Caps> usual_caps(const Recording& honest, Day attack_days);

}  // namespace clout
