// Characters of text that is, or ought to be, UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace clout {

/// Bytes of the character that begins at text[i], 1 to 4; 0 if none does: no overlong forms, no surrogates, at most
/// U+10FFFF.
std::size_t utf8_length(std::string_view text, std::size_t i);

/// The code point of one whole character, which utf8_length has found. Example: "\xc3\xa9" is 0xe9.
std::uint32_t utf8_code(std::string_view character);

}  // namespace clout
