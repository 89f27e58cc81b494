// What a score is made of, for scores whose parts a designer writes one by one: a part that can do nothing in a
// scenario is refused at its place there instead of giving nothing in silence.
#pragma once

#include <string>
#include <vector>

#include "sim/plugin/score_inputs.h"

namespace clout {

/// A rule, badge or the like.
struct ScorePart {
  std::string path;    ///< of the key, below that of the score: "points.2.act"
  std::string what;    ///< for a message: "badge 'veteran'", "check_in"
  ScoreInputs any_of;  ///< it needs one of these to happen; none: it needs nothing
  double days = 0;     ///< it does something on this day at the earliest, the first being 1; 0 = at once
  double people = 0;   ///< it takes so many others
};

/// Beside ScoringAlgorithm, by those scores that can tell.
class ScoreOfParts {
 public:
  virtual ~ScoreOfParts() = default;
  virtual std::vector<ScorePart> parts() const = 0;
};

}  // namespace clout
