#include "sim/output/run_reader.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "sim/output/crc32.h"
#include "sim/output/csv.h"

namespace clout {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

std::string text_in(const Json& manifest, const char* key) {
  const auto it = manifest.find(key);
  return it != manifest.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::vector<std::string> texts_in(const Json& manifest, const char* key) {
  std::vector<std::string> texts;
  if (const auto it = manifest.find(key); it != manifest.end() && it->is_array())
    for (const Json& text : *it)
      if (text.is_string()) texts.push_back(text.get<std::string>());
  return texts;
}

std::vector<std::uint64_t> seeds_in(const Json& manifest) {
  std::vector<std::uint64_t> seeds;
  if (const auto it = manifest.find("seeds"); it != manifest.end() && it->is_array())
    for (const Json& seed : *it)
      if (seed.is_number_unsigned()) seeds.push_back(seed.get<std::uint64_t>());
  return seeds;
}

std::map<std::string, double> seconds_in(const Json& manifest) {
  std::map<std::string, double> found;
  if (const auto it = manifest.find("seconds"); it != manifest.end() && it->is_object())
    for (const auto& [what, seconds] : it->items())
      if (seconds.is_number()) found[what] = seconds.get<double>();
  return found;
}

std::map<std::uint64_t, double> world_seconds_in(const Json& manifest) {
  std::map<std::uint64_t, double> found;
  if (const auto it = manifest.find("worlds"); it != manifest.end() && it->is_array())
    for (const Json& world : *it) {
      const Json seed = world.is_object() ? world.value("seed", Json()) : Json();
      const Json seconds = world.is_object() ? world.value("seconds", Json()) : Json();
      if (seed.is_number_unsigned() && seconds.is_number()) found[seed.get<std::uint64_t>()] = seconds.get<double>();
    }
  return found;
}

struct Checksum {
  std::uint64_t bytes = 0;
  std::string crc;  // 8 hex digits
};

Checksum checksum_of(const fs::path& file) {
  const std::string content = read_file(file);
  char hex[16];
  std::snprintf(hex, sizeof hex, "%08x", crc32(content.data(), content.size()));
  return {content.size(), hex};
}

// Of a world's folder, in the order of their names.
std::vector<fs::path> files_of(const fs::path& world) {
  std::vector<fs::path> files;
  std::error_code ec;
  for (fs::directory_iterator it(world, ec), end; !ec && it != end; it.increment(ec)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(kTemporaryPrefix) && name != run_file::kChecksums) files.push_back(it->path());
  }
  if (ec) throw FileError(world, "cannot be read: " + ec.message());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

RunManifest read_manifest(const fs::path& folder) {
  const fs::path path = folder / run_file::kManifest;
  const Json json = Json::parse(read_file(path), nullptr, false);
  if (!json.is_object() || text_in(json, "program") != "clout")
    throw FileError(path, "is not a manifest of clout, or a damaged one");
  RunManifest m;
  if (const auto it = json.find("schema"); it != json.end() && it->is_number_integer()) m.schema = it->get<int>();
  m.name = text_in(json, "name");
  m.version = text_in(json, "version");
  m.scenario_hash = text_in(json, "scenario_hash");
  m.output = text_in(json, "output");
  m.complete = text_in(json, "status") == "complete";
  m.seeds = seeds_in(json);
  m.strategies = texts_in(json, "strategies");
  m.roles = texts_in(json, "roles");
  m.scores = texts_in(json, "scores");
  m.values = texts_in(json, "values");
  m.seconds = seconds_in(json);
  m.world_seconds = world_seconds_in(json);
  return m;
}

fs::path world_folder(const fs::path& folder, std::uint64_t seed) {
  char name[32];
  std::snprintf(name, sizeof name, "%04llu", static_cast<unsigned long long>(seed));
  return folder / run_file::kWorlds / name;
}

std::optional<std::uint64_t> seed_of_folder(const std::string& name) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), seed);
  if (error != std::errc() || world_folder({}, seed).filename() != name) return std::nullopt;
  return seed;
}

WorldMeasures read_measures(const fs::path& path) {
  const CsvTable t = read_csv(path);
  const std::size_t cohort = t.column("cohort"), strategy = t.column("strategy"), measure = t.column("measure"),
                    unit = t.column("unit"), value = t.column("value");
  WorldMeasures world;
  for (std::size_t r = 0; r < t.rows.size(); ++r)
    world.rows.push_back(
        {t.rows[r][cohort], t.rows[r][strategy], t.rows[r][measure], t.rows[r][unit], t.number(r, value)});
  return world;
}

std::vector<LikenessRow> read_likeness(const fs::path& path) {
  constexpr double kOpen = std::numeric_limits<double>::infinity();
  const CsvTable t = read_csv(path);
  const std::size_t number = t.column("number"), quantity = t.column("quantity"), value = t.column("value"),
                    low = t.column("low"), high = t.column("high"), inside = t.column("inside"),
                    hard = t.column("hard"), definition = t.column("definition");
  std::vector<LikenessRow> rows;
  for (std::size_t r = 0; r < t.rows.size(); ++r) {
    const auto& cells = t.rows[r];
    rows.push_back({cells[number], cells[quantity], t.number(r, value), t.number(r, low, -kOpen),
                    t.number(r, high, kOpen), cells[inside] == "true", cells[hard] == "true", !cells[value].empty(),
                    cells[definition]});
  }
  return rows;
}

void write_checksums(const fs::path& world) {
  const std::vector<fs::path> files = files_of(world);
  AtomicFile file(world / run_file::kChecksums);
  CsvWriter csv(file.out(), {"file", "bytes", "crc32"});
  for (const fs::path& path : files) {
    const Checksum sum = checksum_of(path);
    csv << path.filename().string() << sum.bytes << sum.crc;
    csv.end_row();
  }
  file.commit();
}

std::vector<FileError> damages_of(const fs::path& world, std::string_view only) {
  std::vector<FileError> damages;
  try {
    const CsvTable t = read_csv(world / run_file::kChecksums);
    const std::size_t file = t.column("file"), bytes = t.column("bytes"), crc = t.column("crc32");
    bool measured = false;
    for (const auto& row : t.rows) {
      const fs::path path = world / fs::path(row[file]).filename();
      measured = measured || row[file] == run_file::kMeasures;
      if (!only.empty() && row[file] != only) continue;
      try {
        const Checksum now = checksum_of(path);
        if (std::to_string(now.bytes) != row[bytes])
          damages.emplace_back(path, "has " + std::to_string(now.bytes) + " bytes, the run left " + row[bytes]);
        else if (now.crc != row[crc])
          damages.emplace_back(path, "has been changed since the run left it");
      } catch (const FileError& error) {
        damages.push_back(error);
      }
    }
    if (!measured)
      damages.emplace_back(world / run_file::kChecksums, std::string("does not list ") + run_file::kMeasures);
  } catch (const FileError& error) {
    damages.push_back(error);
  }
  return damages;
}

RunReader::RunReader(fs::path folder) : folder_(std::move(folder)) {
  std::error_code ec;
  if (!fs::exists(folder_, ec)) throw FileError(folder_, "is not there; write the folder of a run");
  if (!fs::exists(folder_ / run_file::kManifest, ec))
    throw FileError(folder_, std::string("is not the folder of a run: it has no ") + run_file::kManifest);
  manifest_ = read_manifest(folder_);
  if (manifest_.schema != kRunSchema)
    throw FileError(folder_, "was made in another format (schema " + std::to_string(manifest_.schema) + ", this is " +
                                 std::to_string(kRunSchema) + ')');
  for (const std::uint64_t seed : manifest_.seeds)
    if (fs::exists(world_folder(folder_, seed), ec)) finished_.push_back(seed);
  std::sort(finished_.begin(), finished_.end());
}

std::string RunReader::resolved_yaml() const { return read_file(folder_ / run_file::kResolved); }

WorldMeasures RunReader::measures(std::uint64_t seed) const {
  const fs::path world = world_folder(folder_, seed);
  if (const std::vector<FileError> damages = damages_of(world, run_file::kMeasures); !damages.empty())
    throw damages.front();
  return read_measures(world / run_file::kMeasures);
}

}  // namespace clout
