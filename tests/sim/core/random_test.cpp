// Known answers for Philox, and statistical tests of everything that counts on being random. Seeds are fixed, so a test
// either always passes or always fails; limits are set where a perfect generator would fail once in about 10^6 (chi
// square and z of 4.9 standard deviations, more where many cells are looked at).
#include "sim/core/random.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

#if __has_include(<Random123/philox.h>)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <Random123/philox.h>
#pragma GCC diagnostic pop
#define CLOUT_HAVE_RANDOM123
#endif

namespace clout {
namespace {

using Block = std::array<std::uint32_t, 4>;

// Chi square of counts against equal chances as a z score (Wilson and Hilferty 1931).
double chi_square_z(const std::vector<std::uint32_t>& counts) {
  double total = 0;
  for (const std::uint32_t c : counts) total += c;
  const double expected = total / static_cast<double>(counts.size());
  double chi_square = 0;
  for (const std::uint32_t c : counts) chi_square += (c - expected) * (c - expected) / expected;
  const double v = static_cast<double>(counts.size()) - 1;
  return (std::cbrt(chi_square / v) - (1 - 2 / (9 * v))) / std::sqrt(2 / (9 * v));
}

// The ways in which the model counts: one argument runs, the others stand still.
struct Walk {
  const char* name;
  std::uint64_t (*at)(std::uint64_t);
};
const Walk kWalks[] = {
    {"counterpart", [](std::uint64_t i) { return draw(make_key(7, Stream::react, 12, 34), i); }},
    {"agent", [](std::uint64_t i) { return draw(make_key(7, Stream::react, i, 34), 56); }},
    {"day", [](std::uint64_t i) { return draw(make_key(7, Stream::react, 12, i), 56); }},
    {"seed", [](std::uint64_t i) { return draw(make_key(i, Stream::react, 12, 34), 56); }},
    {"raw key", [](std::uint64_t i) { return draw(Key{i}, 1); }},
    {"high half of counterpart", [](std::uint64_t i) { return draw(make_key(7, Stream::react, 12, 34), i << 32); }},
    {"agent and counterpart together", [](std::uint64_t i) { return draw(make_key(7, Stream::react, i, 34), i); }},
    {"day against counterpart", [](std::uint64_t i) { return draw(make_key(7, Stream::react, 12, i), ~i); }},
    {"1000 counterparts an agent",
     [](std::uint64_t i) { return draw(make_key(7, Stream::react, i / 1000, 34), i % 1000); }},
    {"Philox by agent", [](std::uint64_t i) { return Rng(7, Stream::react, i, 34, 56).u64(); }},
    {"Philox by day", [](std::uint64_t i) { return Rng(7, Stream::react, 12, i, 56).u64(); }},
    {"Philox by seed", [](std::uint64_t i) { return Rng(i, Stream::react, 12, 34, 56).u64(); }},
};

}  // namespace

TEST_CASE("Philox4x32-10 gives the published answers") {
  // Random123 1.14, tests/kat_vectors, lines "philox4x32 10".
  CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint32_t ones = 0xffffffff;
  CHECK(philox4x32_10({ones, ones, ones, ones}, {ones, ones}) == Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

#ifdef CLOUT_HAVE_RANDOM123
TEST_CASE("Philox4x32-10 agrees with the Random123 library") {
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const std::uint64_t c0 = draw(Key{1}, i), c1 = draw(Key{2}, i), k = draw(Key{3}, i);
    const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
    const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
    const philox4x32_ctr_t counter{{low(c0), high(c0), low(c1), high(c1)}};
    const philox4x32_key_t key{{low(k), high(k)}};
    const philox4x32_ctr_t theirs = philox4x32_R(10, counter, key);
    const Block ours = philox4x32_10({low(c0), high(c0), low(c1), high(c1)}, {low(k), high(k)});
    REQUIRE(std::equal(ours.begin(), ours.end(), theirs.v));
  }
}
#endif

TEST_CASE("the numbers of a seed never change") {
  // Every result depends on these; a change of them is a new model version.
  CHECK(make_key(1, Stream::react, 2, 3).value == 0xe689d29cabfc972d);
  CHECK(draw(make_key(1, Stream::react, 2, 3), 4) == 0x8daf60bf2710b316);
  Rng rng(1, Stream::react, 2, 3, 4);
  CHECK(rng.u32() == 0xc0f83492);
  CHECK(rng.u64() == 0x7f23a0d2b1f7f5f6);
}

TEST_CASE("an Rng is the Philox blocks 0, 1, ... of its name") {
  Rng rng(5, Stream::test, 6, 7, 8);
  const std::uint64_t key = make_key(5, Stream::test).value;
  for (std::uint32_t block = 0; block < 3; ++block) {
    const Block expected =
        philox4x32_10({block, 6, 7, 8}, {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)});
    for (const std::uint32_t word : expected) CHECK(rng.u32() == word);
  }
}

TEST_CASE("each argument of a name matters, in both halves") {
  std::set<std::uint64_t> keys, blocks;
  std::size_t names = 0;
  const auto add = [&](std::uint64_t seed, Stream stream, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    keys.insert(draw(make_key(seed, stream, a, b), c));
    blocks.insert(Rng(seed, stream, a, b, c).u64());
    ++names;
  };
  add(0, Stream::test, 0, 0, 0);
  add(0, Stream::react, 0, 0, 0);
  for (const std::uint64_t x : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{1} << 32, std::uint64_t{1} << 63}) {
    add(x, Stream::test, 0, 0, 0);
    add(0, Stream::test, x, 0, 0);
    add(0, Stream::test, 0, x, 0);
    add(0, Stream::test, 0, 0, x);
    add(0, Stream::test, x, x, 0);
    add(0, Stream::test, x, x, x);
  }
  CHECK(keys.size() == names);
  CHECK(blocks.size() == names);
}

TEST_CASE("every input bit of a draw changes every output bit with chance 1/2") {
  // 64 x 64 cells of 4000 trials each; the largest of 4096 z scores stays below 6 but once in 10^5.
  constexpr int kTrials = 4000;
  using Fun = std::uint64_t (*)(std::uint64_t base, std::uint64_t flip);
  const struct {
    const char* name;
    Fun at;
  } inputs[] = {
      {"counterpart",
       [](std::uint64_t i, std::uint64_t flip) { return draw(make_key(3, Stream::feed, 5, 7), i ^ flip); }},
      {"key", [](std::uint64_t i, std::uint64_t flip) { return draw(Key{draw(Key{9}, i) ^ flip}, i); }},
      {"agent", [](std::uint64_t i, std::uint64_t flip) { return make_key(3, Stream::feed, i ^ flip, 7).value; }},
      {"day", [](std::uint64_t i, std::uint64_t flip) { return make_key(3, Stream::feed, 5, i ^ flip).value; }},
      {"seed", [](std::uint64_t i, std::uint64_t flip) { return make_key(i ^ flip, Stream::feed, 5, 7).value; }},
  };
  for (const auto& input : inputs) {
    double worst = 0;
    for (int bit = 0; bit < 64; ++bit) {
      std::array<int, 64> changed{};
      for (std::uint64_t i = 0; i < kTrials; ++i) {
        std::uint64_t difference = input.at(i, 0) ^ input.at(i, std::uint64_t{1} << bit);
        for (int out = 0; out < 64; ++out, difference >>= 1) changed[out] += static_cast<int>(difference & 1);
      }
      for (const int c : changed) worst = std::max(worst, std::abs(c - kTrials / 2.0) / std::sqrt(kTrials / 4.0));
    }
    CAPTURE(input.name);
    CHECK(worst < 6);
  }
}

TEST_CASE("draws along counterparts, agents, days and seeds are uniform and independent of their neighbours") {
  constexpr std::uint64_t kDraws = 1 << 18;
  for (const Walk& walk : kWalks) {
    CAPTURE(walk.name);
    std::vector<std::uint32_t> top(4096), low(4096), pair(4096), pair_low(4096), apart(4096), triple(4096);
    std::array<std::uint32_t, 64> ones{};
    std::vector<std::uint32_t> distance(65);
    std::array<double, 4> lag{};
    std::vector<std::uint64_t> x(kDraws);
    for (std::uint64_t i = 0; i < kDraws; ++i) {
      x[i] = walk.at(i);
      ++top[x[i] >> 52];
      ++low[x[i] & 4095];
      for (int bit = 0; bit < 64; ++bit) ones[bit] += static_cast<std::uint32_t>(x[i] >> bit & 1);
      if (i >= 1) ++pair[(x[i] >> 58) << 6 | x[i - 1] >> 58];
      if (i >= 1) ++pair_low[(x[i] & 63) << 6 | (x[i - 1] & 63)];
      if (i >= 1000) ++apart[(x[i] >> 58) << 6 | x[i - 1000] >> 58];
      if (i >= 2) ++triple[(x[i] >> 60) << 8 | (x[i - 1] >> 60) << 4 | x[i - 2] >> 60];
      if (i >= 1) ++distance[std::popcount(x[i] ^ x[i - 1])];
      for (std::uint64_t k = 0; k < 4; ++k) {
        if (i > k) lag[k] += (to_unit(x[i]) - 0.5) * (to_unit(x[i - k - 1]) - 0.5) * 12;
      }
    }
    CHECK(std::abs(chi_square_z(top)) < 4.9);
    CHECK(std::abs(chi_square_z(low)) < 4.9);
    CHECK(std::abs(chi_square_z(pair)) < 4.9);
    CHECK(std::abs(chi_square_z(pair_low)) < 4.9);
    CHECK(std::abs(chi_square_z(apart)) < 4.9);
    CHECK(std::abs(chi_square_z(triple)) < 4.9);
    for (const std::uint32_t c : ones) CHECK(std::abs(c - kDraws / 2.0) / std::sqrt(kDraws / 4.0) < 5.5);
    for (const double sum : lag) CHECK(std::abs(sum) / std::sqrt(double(kDraws)) < 4.9);
    // Hamming distance of neighbours: binomial(64, 1/2), mean 32, variance 16.
    double mean = 0, square = 0;
    for (int d = 0; d <= 64; ++d) mean += d * double(distance[d]), square += (d - 32.0) * (d - 32.0) * distance[d];
    CHECK(std::abs(mean / (kDraws - 1) - 32) < 4.9 * 4 / std::sqrt(double(kDraws)));
    CHECK(std::abs(square / (kDraws - 1) - 16) < 4.9 * 16 * std::sqrt(2.0 / kDraws));
    // Collisions of the middle 32 bits: Poisson with mean n^2 / 2^33 = 8.
    std::vector<std::uint32_t> middle(kDraws);
    for (std::uint64_t i = 0; i < kDraws; ++i) middle[i] = static_cast<std::uint32_t>(x[i] >> 16);
    std::sort(middle.begin(), middle.end());
    const auto distinct = std::unique(middle.begin(), middle.end()) - middle.begin();
    CHECK(kDraws - static_cast<std::uint64_t>(distinct) <= 26);  // P(Poisson(8) > 26) = 1e-7
  }
}

TEST_CASE("the maximum of draws of neighbouring keys falls on each equally often") {
  // What picking the smallest draw relies on: 20 candidates, 40000 days.
  std::vector<std::uint32_t> winner(20);
  for (std::uint64_t day = 0; day < 40000; ++day) {
    const Key key = make_key(1, Stream::target, 17, day);
    std::uint32_t best = 0;
    for (std::uint32_t c = 1; c < 20; ++c) best = draw(key, c) < draw(key, best) ? c : best;
    ++winner[best];
  }
  CHECK(std::abs(chi_square_z(winner)) < 4.9);
}

TEST_CASE("to_unit covers [0, 1) and to_open_unit never touches an end") {
  CHECK(to_unit(0) == 0);
  CHECK(to_unit(~std::uint64_t{0}) == 1 - 0x1p-53);
  CHECK(to_open_unit(0) == 0x1p-53);
  CHECK(to_open_unit(~std::uint64_t{0}) == 1 - 0x1p-53);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const std::uint64_t bits = draw(Key{4}, i);
    CHECK(to_open_unit(bits) + to_open_unit(~bits) == 1);
  }
}

TEST_CASE("chance is exact at 0 and 1 and right between") {
  const std::uint64_t all = ~std::uint64_t{0};
  CHECK_FALSE(chance(0, 0));
  CHECK_FALSE(chance(0, -1));
  CHECK_FALSE(chance(0, std::nan("")));
  CHECK(chance(all, 1));
  CHECK(chance(all, 2));
  CHECK(chance(0, 1e-300));
  int hits = 0;
  for (std::uint64_t i = 0; i < 1000000; ++i) hits += chance(draw(make_key(2, Stream::test), i), 0.01);
  CHECK(std::abs(hits - 10000) < 4.9 * std::sqrt(1e6 * 0.01 * 0.99));
}

TEST_CASE("bounded is the 64-bit product's upper part and stays in range") {
  const std::uint64_t all = ~std::uint64_t{0};
  CHECK(bounded(all, 0) == 0);
  CHECK(bounded(all, 1) == 0);
  CHECK(bounded(all, 0xffffffff) == 0xfffffffe);
  CHECK(bounded(0, 7) == 0);
  for (std::uint64_t i = 0; i < 10000; ++i) {
    const std::uint64_t bits = draw(Key{8}, i);
    const std::uint32_t n = static_cast<std::uint32_t>(draw(Key{9}, i));
    __extension__ using Wide = unsigned __int128;
    REQUIRE(bounded(bits, n) == static_cast<std::uint32_t>((Wide{bits} * n) >> 64));
  }
}

TEST_CASE("below and bounded are unbiased where 32 bits without rejection are not") {
  // n = 3 * 2^30: a 32-bit product would hit every third number twice as often.
  std::vector<std::uint32_t> by_below(3), by_bounded(3), small(6);
  Rng rng(1, Stream::test);
  for (std::uint64_t i = 0; i < 300000; ++i) {
    ++by_below[rng.below(0xc0000000u) % 3];
    ++by_bounded[bounded(draw(Key{10}, i), 0xc0000000u) % 3];
    ++small[rng.below(6)];
  }
  CHECK(std::abs(chi_square_z(by_below)) < 4.9);
  CHECK(std::abs(chi_square_z(by_bounded)) < 4.9);
  CHECK(std::abs(chi_square_z(small)) < 4.9);
  CHECK(rng.below(1) == 0);
  CHECK(rng.below(0) == 0);
}

TEST_CASE("the test of uniformity can fail") {
  std::vector<std::uint32_t> even(4096);  // a counter: too even
  for (std::uint32_t i = 0; i < 1 << 18; ++i) ++even[i & 4095];
  CHECK(std::abs(chi_square_z(even)) > 4.9);
  std::vector<std::uint32_t> skewed(4096);  // 1 part in 20 off
  for (std::uint64_t i = 0; i < 1 << 18; ++i) ++skewed[bounded(draw(Key{11}, i), i % 20 == 0 ? 2048 : 4096)];
  CHECK(std::abs(chi_square_z(skewed)) > 4.9);
}

}  // namespace clout
