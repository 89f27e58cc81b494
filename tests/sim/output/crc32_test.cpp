#include "sim/output/crc32.h"

#include <doctest/doctest.h>

#include <string>

using namespace clout;

TEST_CASE("the published check value, whole and in parts of every length") {
  const std::string digits = "123456789";
  CHECK(crc32(digits.data(), digits.size()) == 0xcbf43926u);
  for (std::size_t k = 0; k <= digits.size(); ++k)
    CHECK(crc32(digits.data() + k, digits.size() - k, crc32(digits.data(), k)) == 0xcbf43926u);
  CHECK(crc32("", 0) == 0);
}

TEST_CASE("eight bytes at a time give what one at a time gives") {
  std::string text;
  for (int k = 0; k < 1000; ++k) text += static_cast<char>(k * 37 + k / 7);
  std::uint32_t one = 0;
  for (const char c : text) one = crc32(&c, 1, one);
  CHECK(crc32(text.data(), text.size()) == one);
}
