// The chance that a message is answered: MODEL.md S4.
#pragma once

#include "sim/scenario/mechanisms.h"

namespace clout {

/// logit P = bias + relevance*[0,1] + tie log(1+w) + [mutual] + score*cue - crowding log(1 + load).
///
/// @param relevance  topic match of the two, in [0, 1].
/// @param tie_hours  strength of their tie, >= 0.
/// @param mutual     they follow each other.
/// @param cue        visible score of the one who writes, in [0, 1].
/// @param load       (messages of the day + outside demand) / capacity of the one who is asked, >= 0.
/// @return           in (0, 1). Wanted: stranger .02-.05, relevant stranger .10-.20, tie .5 and up.
/// Source: form assumed; falls with load as in Kooti et al. 2015.
double answer_prob(const MessageParams& params, double relevance, double tie_hours, bool mutual, double cue,
                   double load);

}  // namespace clout
