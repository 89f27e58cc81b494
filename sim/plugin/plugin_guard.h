// Models of a plug-in, asked with care: what fails in them ends a run with their name, whatever they throw.
#pragma once

#include <cstddef>

#include "sim/plugin/catalogue.h"

namespace clout {

/// Puts a guard around the models of the rows from these counts on.
///
/// A guarded model is the model, but for what it must not do:
///   any method throws something else than a std::exception: a std::runtime_error says so instead
///   clone(), cues(), reads(), memory_days(), memory_bytes(), visit_state() of a score, whose callers expect no
///   failure, and all methods of strategies and value models: a ModelError names model and method clone() gives
///   nothing, cues are not all in [0, 1], memory_days() is not a number from 0 on: a ModelError
/// std::bad_alloc is let through. Cost: a virtual call and a look at the cues a day.
void guard_models(Catalogue& catalogue, std::size_t scores, std::size_t strategies, std::size_t values);

}  // namespace clout
