// What a SweepStore has open. Internal to the sweep_* sources.
#pragma once

#include <filesystem>
#include <utility>

#include "sim/output/sweep_landing.h"

namespace clout {

struct SweepStore::Inside {
  Inside(std::filesystem::path path, bool overwrite) : file(std::move(path), overwrite), landing(file) {}

  SweepFile file;
  SweepLanding landing;
  std::size_t axes = 0;
};

}  // namespace clout
