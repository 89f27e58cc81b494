// What fails in a score is told with the score's name: nobody else knows which of many it was.
#pragma once

#include <exception>
#include <new>
#include <string>

#include "sim/core/faults.h"

namespace clout {

/// What `make` gives.
/// @param score  the name that a scenario or the user gave it.
/// @throws ModelError  `make` threw a std::exception: "score mine: why"; a ModelError goes through.
template <class Make>
auto of_score(const std::string& score, Make&& make) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const ModelError&) {
    throw;
  } catch (const std::exception& error) {
    throw ModelError("score " + score + ": " + error.what());
  }
}

}  // namespace clout
