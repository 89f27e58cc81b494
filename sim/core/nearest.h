// The word that somebody who wrote another one probably meant.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace clout {

/// Number of letters to insert, delete, replace or swap with their neighbour to turn a into b. No letter is edited
/// twice
/// ("optimal string alignment"). Cost: O(|a| |b|).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that `word` is most likely a misspelling of, or "" if none is close.
///
/// Case, '_', '-' and spaces do not count. Close is one edit in up to five letters, two in up to eight, three in more;
/// failing that, a candidate that begins with the word or the other way round (`halflife` finds `half_life_days`),
/// failing that one that contains it. Among equals the first wins.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// "; did you mean 'klout'?" or "" if no candidate is close.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace clout
