// One score by itself: a catalogue row, or a file of rules.
#pragma once

#include <string>
#include <vector>

#include "sim/plugin/catalogue.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// True of a word that is the path of a file, by its ending.
bool is_score_file(const std::string& word);

/// Reads the score that a word means: the name of a catalogue row, or the path of a YAML file as `file:` of a score
/// includes it, which ends in .yaml or .yml and names a score that has no `name`.
/// @param overrides  keys of the score, such as `damping`.
/// All faults go to `faults`; the result is then of no use.
[[nodiscard]] ScoreSpec read_score(const std::string& word, const std::vector<Override>& overrides,
                                   const Catalogue& catalogue, Faults& faults);

}  // namespace clout
