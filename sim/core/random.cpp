// The generators of random.h are all inline; this file makes sure that the header stands alone, and pins what every
// result depends on: the layout of a table entry and the numbers of the streams.
#include "sim/core/random.h"

namespace clout {

static_assert(sizeof(Key) == 8 && sizeof(Rng) == 44);
static_assert(philox4x32_10({0, 0, 0, 0}, {0, 0}) ==
              std::array<std::uint32_t, 4>{0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u});

}  // namespace clout
