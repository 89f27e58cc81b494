// What a scoring algorithm looks at. A live world has all of it; recorded data (a table of counts, a log of acts, a
// list of links) some, and a score that looks at more is refused there by name instead of being given zeros.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace clout {

/// Parts of a ScoringView. Totals are called as the ledger's columns; `check_ins` are meetings held and received,
/// and with whom, where that is known.
enum class ScoreInput : std::uint8_t {
  followers,
  followees,  ///< how many
  links,      ///< who follows whom
  posts,
  posts_recent,
  likes,
  reshares,
  replies,
  reshares_made,
  items_read,
  messages_sent,
  messages_received,
  messages_answered,
  check_ins,
  hours_online,
  reactions,  ///< the day's public acts, one by one
  engagers,   ///< who reacted, with weights
  bios,
  worth,       ///< for the control `oracle` alone
  post_names,  ///< which post a reaction is to: Reaction::post_age_days and post_index
};

inline constexpr std::array<const char*, 20> kScoreInputNames = {
    "followers",         "followees",  "links",         "posts",
    "posts_recent",      "likes",      "reshares",      "replies",
    "reshares_made",     "items_read", "messages_sent", "messages_received",
    "messages_answered", "check_ins",  "hours_online",  "reactions",
    "engagers",          "bios",       "worth",         "post_names"};

inline const char* name_of(ScoreInput input) {
  const auto index = static_cast<std::size_t>(input);
  // A false alarm of version 2.10: the array holds pointers.
  // cppcheck-suppress CastIntegerToAddressAtReturn
  return kScoreInputNames[index];
}

/// A set of inputs.
class ScoreInputs {
 public:
  constexpr ScoreInputs() = default;
  constexpr ScoreInputs(std::initializer_list<ScoreInput> inputs) {
    for (const ScoreInput input : inputs) add(input);
  }
  static constexpr ScoreInputs all() {
    ScoreInputs every;
    every.bits_ = (std::uint32_t{1} << kScoreInputNames.size()) - 1;
    return every;
  }
  constexpr void add(ScoreInput input) { bits_ |= std::uint32_t{1} << static_cast<unsigned>(input); }
  constexpr void add(ScoreInputs others) { bits_ |= others.bits_; }
  constexpr bool has(ScoreInput input) const { return (bits_ >> static_cast<unsigned>(input) & 1) != 0; }
  /// Names of those that `there` does not have, in the order of the enumeration.
  std::vector<std::string> missing_in(ScoreInputs there) const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kScoreInputNames.size(); ++i)
      if (has(static_cast<ScoreInput>(i)) && !there.has(static_cast<ScoreInput>(i)))
        names.emplace_back(kScoreInputNames[i]);
    return names;
  }
  bool operator==(const ScoreInputs&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

}  // namespace clout
