// A small sweep for tests of its store: points of two axes, runs whose figures are known from point and seed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/output/atomic_file.h"
#include "sim/output/sweep_export.h"
#include "sim/output/sweep_store.h"

namespace clout::test {

inline SweepIdentity sample_identity() {
  return {"ring", "0123456789abcdef", "0.1.0", "v0-1", "name: ring\n", {"reshare_prob", "scoring.visible"}};
}

/// Point k has hash hN for N = first + k.
inline StoredDesign sample_design(std::size_t points, std::uint64_t worlds, std::size_t first = 0) {
  StoredDesign design;
  design.text = "reshare_prob: " + std::to_string(points) + " values";
  for (std::size_t k = 0; k < points; ++k) {
    const std::string n = std::to_string(first + k);
    design.points.push_back({"h" + n, {"0." + n, k % 2 ? "pagerank" : "klout, log"}});
    for (std::uint64_t seed = 1; seed <= worlds; ++seed) design.wanted.push_back({k, seed});
  }
  return design;
}

/// @param shift  turns the order of the figures.
inline StoredRun sample_run(std::size_t point, std::uint64_t seed, std::size_t figures = 4, std::size_t shift = 0) {
  StoredRun run;
  run.point = point;
  run.seed = seed;
  for (std::size_t k = 0; k < figures; ++k) {
    const std::size_t at = (k + shift) % figures;
    run.figures.push_back({at % 2 ? "probe" : "background", "casual", "measure_" + std::to_string(at), "points",
                           static_cast<double>(point) + static_cast<double>(seed) / 8 + static_cast<double>(at) / 3});
  }
  run.seconds = 0.5;
  run.memory_bytes = 1000;
  run.host = "node1";
  run.finished_at = "2026-01-31T12:00:00Z";
  return run;
}

inline StoredRun failed_run(std::size_t point, std::uint64_t seed, std::string error, std::uint32_t attempt = 0) {
  StoredRun run = sample_run(point, seed, 0);
  run.status = StoredRunStatus::failed;
  run.error = std::move(error);
  run.attempt = attempt;
  return run;
}

/// Bytes of metrics.csv.
inline std::string metrics_text(const std::filesystem::path& store) {
  const std::filesystem::path folder = store.string() + ".csv";
  const SweepStoreReader reader(store);
  export_sweep(reader, folder);
  return read_file(folder / "metrics.csv");
}

inline std::size_t done_runs(const std::filesystem::path& store) { return SweepStoreReader(store).status().done; }

}  // namespace clout::test
