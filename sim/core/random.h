// Random numbers without state: a draw is a function of (seed, stream, agent, day, counterpart) and of nothing else.
// So results do not depend on threads or on the order of loops, and two branches of a world draw the same numbers
// until a difference between them first matters. Nothing here is stored from one day to the next.
//
// Two generators, for two needs:
// - draw(key, counterpart): one 64-bit hash, about 2 ns; for the hot path, one number per event.
// - Rng: Philox4x32-10, any number of variates for one event; for generators, distributions and everything else.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace clout {

/// What a draw is for. Different streams are independent. The numbers are part of every result: append only, never
/// renumber. 0 is not used.
enum class Stream : std::uint32_t {
  population = 1,
  offline_graph = 2,
  follow_graph = 3,
  assignment = 4,
  probe = 5,
  publish = 6,
  post = 7,
  feed = 8,
  react = 9,
  engage = 10,
  target = 11,
  message = 12,
  answer = 13,
  discover = 14,
  follow = 15,
  unfollow = 16,
  meet = 17,
  accept = 18,
  event = 19,
  learn = 20,
  measure = 21,
  test = 22,
  strategy = 23,
  scoring = 24,
  value = 25,
  plan = 26,
  mechanics = 27,
  intervention = 28,
  design = 29,
  bootstrap = 30,
  tie_break = 31,
  recommend = 32,
  placebo = 33,
  motivation = 34,
};

/// What remains of (seed, stream, agent, day) after hashing; make once per agent and day, use for many draws.
struct Key {
  std::uint64_t value;
};

/// 64 uniform bits for `counterpart` under `key`: the person, post or position that the draw is about.
///
/// Every bit of key and counterpart changes each bit of the result with chance 1/2; neighbouring counterparts, agents
/// and days are as good as independent (tested). Not for secrets.
/// Cost: about 2 ns; two multiplications after one for the counter.
/// Source: a Weyl counter as in SplitMix64 (Steele, Lea, Flood 2014), finished by the mixer Moremur (Evensen 2019:
/// shifts 27, 33, 27 and both multipliers). Departs from them: the key enters a second time in the middle, so that two
/// keys whose counters happen to meet do not go on with the same numbers.
[[nodiscard]] constexpr std::uint64_t draw(Key key, std::uint64_t counterpart) noexcept {
  std::uint64_t x = key.value + counterpart * 0x9e3779b97f4a7c15u;
  x ^= x >> 27;
  x *= 0x3c79ac492ba7b653u;
  x ^= x >> 33;
  x += std::rotl(key.value, 32);
  x *= 0x1c69b3f74ac4ae35u;
  x ^= x >> 27;
  return x;
}

/// The key of (seed, stream, a, b); by custom a is an agent and b a day. Cost: about 4 ns, less when the compiler can
/// lift the part that only depends on seed and stream out of a loop.
[[nodiscard]] constexpr Key make_key(std::uint64_t seed, Stream stream, std::uint64_t a = 0,
                                     std::uint64_t b = 0) noexcept {
  constexpr std::uint64_t kPi = 0x243f6a8885a308d3u;  // first 64 fractional bits of pi: seed 0 must not be special
  const Key of_stream{draw(Key{seed ^ kPi}, static_cast<std::uint32_t>(stream))};
  return Key{draw(Key{draw(of_stream, a)}, b)};
}

/// Uniform on [0, 1): the upper 53 bits, times 2^-53.
[[nodiscard]] constexpr double to_unit(std::uint64_t bits) noexcept {
  return static_cast<double>(bits >> 11) * 0x1p-53;
}

/// Uniform on (0, 1), never 0 and never 1, symmetric about 1/2: midpoints of 2^52 cells. For logarithms and quantiles.
[[nodiscard]] constexpr double to_open_unit(std::uint64_t bits) noexcept {
  return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

/// True with chance p. Never at p <= 0 (nor for a NaN), always at p >= 1; otherwise p to within 2^-53.
[[nodiscard]] constexpr bool chance(std::uint64_t bits, double p) noexcept { return to_unit(bits) < p; }

/// Uniform on 0 .. n-1 from 64 bits; 0 for n = 0. No rejection: chances differ by less than n / 2^64.
/// Source: Lemire 2019, the multiplication without its rejection step.
[[nodiscard]] constexpr std::uint32_t bounded(std::uint64_t bits, std::uint32_t n) noexcept {
  // (bits * n) >> 64 from two 32-bit halves.
  const std::uint64_t low = (bits & 0xffffffffu) * n;
  const std::uint64_t high = (bits >> 32) * n;
  return static_cast<std::uint32_t>((high + (low >> 32)) >> 32);
}

/// One block of Philox4x32 with ten rounds: a bijection of the 128-bit counter under a 64-bit key.
/// Source: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"; passes BigCrush there.
[[nodiscard]] constexpr std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter,
                                                                   std::array<std::uint32_t, 2> key) noexcept {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = std::uint64_t{0xd2511f53u} * counter[0];
    const std::uint64_t product1 = std::uint64_t{0xcd9e8d57u} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key[0] += 0x9e3779b9u;
    key[1] += 0xbb67ae85u;
  }
  return counter;
}

/// A sequence of random numbers for one event, named by (seed, stream, a, b, c), by custom agent, day, counterpart.
///
/// Make it where it is used and let it go; it is never stored or shared. For a, b, c below 2^32 different names never
/// share a block (they are the counter of Philox); above, they are hashed into its key. 2^34 words, then it repeats.
/// Cost: construction and the first number 13 ns, then 4 ns for 32 bits and 8 ns for a double.
class Rng {
 public:
  explicit Rng(std::uint64_t seed, Stream stream, std::uint64_t a = 0, std::uint64_t b = 0,
               std::uint64_t c = 0) noexcept;

  /// 32 uniform bits.
  [[nodiscard]] std::uint32_t u32() noexcept {
    if (used_ == 4) refill();
    return block_[used_++];
  }

  /// 64 uniform bits: the next two words, the lower first.
  [[nodiscard]] std::uint64_t u64() noexcept {
    const std::uint64_t low = u32();
    return low | (std::uint64_t{u32()} << 32);
  }

  /// Uniform on [0, 1), 53 bits.
  [[nodiscard]] double uniform() noexcept { return to_unit(u64()); }

  /// Uniform on (0, 1), never 0 and never 1.
  [[nodiscard]] double open_uniform() noexcept { return to_open_unit(u64()); }

  /// Uniform on 0 .. n-1, exactly; 0 for n = 0. Source: Lemire 2019, "Fast random integer generation in an interval".
  [[nodiscard]] std::uint32_t below(std::uint32_t n) noexcept {
    std::uint64_t product = std::uint64_t{u32()} * n;
    if (static_cast<std::uint32_t>(product) < n) {
      const std::uint32_t threshold = (0u - n) % n;  // 2^32 mod n: this many low words would favour small results
      while (static_cast<std::uint32_t>(product) < threshold) product = std::uint64_t{u32()} * n;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

 private:
  void refill() noexcept {
    block_ = philox4x32_10(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }

  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> block_{};
  std::uint32_t used_ = 4;
};

inline Rng::Rng(std::uint64_t seed, Stream stream, std::uint64_t a, std::uint64_t b, std::uint64_t c) noexcept
    : counter_{0, static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(c)} {
  Key key = make_key(seed, stream);
  if (((a | b | c) >> 32) != 0) key = Key{draw(Key{draw(Key{draw(key, a >> 32)}, b >> 32)}, c >> 32)};
  key_ = {static_cast<std::uint32_t>(key.value), static_cast<std::uint32_t>(key.value >> 32)};
}

}  // namespace clout
