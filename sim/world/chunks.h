// How many agents a thread takes at once. Sums over agents are made chunk by chunk: their last bits depend on these.
#pragma once

#include <cstddef>

namespace clout {

inline constexpr std::size_t kGeneratorChunk = 1024;  ///< where each agent is drawn or matched: much work
inline constexpr std::size_t kGraphChunk = 4096;      ///< where links are counted or moved: little

}  // namespace clout
