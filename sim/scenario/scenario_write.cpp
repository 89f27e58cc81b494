// A scenario as text again, and the hash that names its results.
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <system_error>
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

std::string hash_of_contents(std::ifstream& in) {
  Hash hash;
  std::vector<char> block(std::size_t{1} << 20);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0)
    hash.add(block.data(), static_cast<std::size_t>(in.gcount()));
  return hash.hex();
}

/// A file as it was when it was read: the points of a sweep share one, and read it once.
struct ReadFile {
  std::uintmax_t bytes = 0;
  std::filesystem::file_time_type written;
  std::string hash;
};

/// A data file counts by what is in it, not by where it lies. Safe to call from several threads.
std::string contents_key(const std::string& file) {
  if (file.empty()) return "";
  static std::mutex guard;
  static std::map<std::string, ReadFile> read;
  const std::lock_guard<std::mutex> lock(guard);
  std::ifstream in(file, std::ios::binary);
  if (!in) return "missing " + file;
  std::error_code no_size, no_time;
  const std::uintmax_t bytes = std::filesystem::file_size(file, no_size);
  const auto written = std::filesystem::last_write_time(file, no_time);
  // Of a file just written the time may not change when it is written again: clocks of file systems are coarse.
  const bool can_tell =
      !no_size && !no_time && std::filesystem::file_time_type::clock::now() - written > std::chrono::seconds(2);
  const auto known = read.find(file);
  if (can_tell && known != read.end() && known->second.bytes == bytes && known->second.written == written)
    return "contents " + known->second.hash;
  const std::string hash = hash_of_contents(in);
  if (can_tell) read[file] = {bytes, written, hash};
  return "contents " + hash;
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
