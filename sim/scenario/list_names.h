// What the lists of people are called that lists by score are compared with.
#pragma once

#include <array>

namespace clout {

/// In measures such as precision_gems_bio (engine/measure_lists.h), where a list by score has the score's name: no
/// score may be called so.
inline constexpr std::array<const char*, 3> kListNames = {"affinity", "bio", "at_random"};

}  // namespace clout
