// CRC-32 as in zip and PNG (polynomial 0xedb88320, reflected).
#pragma once

#include <cstddef>
#include <cstdint>

namespace clout {

/// CRC of the bytes that gave `before` followed by `data`; start with 0. About 0.7 ns a byte.
/// Example: "123456789" gives 0xcbf43926.
std::uint32_t crc32(const void* data, std::size_t bytes, std::uint32_t before = 0);

}  // namespace clout
