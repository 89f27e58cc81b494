// A scenario as text again, and the hash that names its results.
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/scenario/scenario_visit.h"

namespace clout {
namespace {

/// 64 bits of text, eight bytes at a time (multiply and fold; the constants are those of splitmix64).
class Hash {
 public:
  void add(const char* data, std::size_t size) {
    mix(size);
    std::size_t i = 0;
    for (; i + 8 <= size; i += 8) {
      std::uint64_t word = 0;
      for (std::size_t b = 0; b < 8; ++b) word |= std::uint64_t{static_cast<unsigned char>(data[i + b])} << (8 * b);
      mix(word);
    }
    std::uint64_t rest = 0;
    for (std::size_t b = 0; i + b < size; ++b)
      rest |= std::uint64_t{static_cast<unsigned char>(data[i + b])} << (8 * b);
    mix(rest);
  }
  std::string hex() const {
    std::string text(16, '0');
    for (std::size_t i = 0; i < 16; ++i) text[15 - i] = "0123456789abcdef"[state_ >> (4 * i) & 15];
    return text;
  }

 private:
  void mix(std::uint64_t word) {
    std::uint64_t z = state_ + word + 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    state_ = z ^ (z >> 31);
  }
  std::uint64_t state_ = 0;
};

/// A data file counts by what is in it, not by where it lies.
std::string contents_key(const std::string& file) {
  if (file.empty()) return "";
  std::ifstream in(file, std::ios::binary);
  if (!in) return "missing " + file;
  Hash hash;
  std::vector<char> block(std::size_t{1} << 20);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0)
    hash.add(block.data(), static_cast<std::size_t>(in.gcount()));
  return "contents " + hash.hex();
}

Scenario what_decides(const Scenario& scenario) {
  Scenario what = scenario;
  what.name.clear();
  what.worlds = {};
  what.output = {};
  what.population.file = contents_key(scenario.population.file);
  what.network.file = contents_key(scenario.network.file);
  what.plausible.worlds = PlausibleBox{}.worlds;
  for (PlausiblePoint& point : what.plausible.points)
    point.scenario = std::make_shared<Scenario>(what_decides(*point.scenario));
  for (ArmSpec& arm : what.arms) arm.scenario = std::make_shared<Scenario>(what_decides(*arm.scenario));
  return what;
}

}  // namespace

std::string resolved_yaml(const Scenario& scenario) {
  Scenario copy = scenario;  // a visit may not change what it writes, but its signature does not say so
  ParamWriter writer;
  visit_scenario(copy, Catalogue{}, writer);
  return writer.yaml() + arms_yaml(scenario) + plausible_yaml(scenario);
}

std::string scenario_hash(const Scenario& scenario) {
  const std::string text = resolved_yaml(what_decides(scenario));
  Hash hash;
  hash.add(text.data(), text.size());
  return hash.hex();
}

}  // namespace clout
