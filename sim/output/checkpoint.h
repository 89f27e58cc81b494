// A long run's state on disk, so that a killed one goes on. What is stored is what visit_state() lists, byte for byte.
//
// File: a header of 128 bytes (magic, schema, CRC and length of what follows, seed, scenario hash, version, CRC of the
// header), then per visited item a tag of its name and length, and its bytes. A file is checked whole before a byte of
// it is used; it is written atomically, so an interrupted save leaves the one before.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "sim/core/state.h"
#include "sim/output/atomic_file.h"

namespace clout {

/// Whose state it is: a checkpoint of anything else is refused.
struct CheckpointId {
  std::string scenario_hash;  ///< at most 31 characters
  std::string version;        ///< of the program, at most 55 characters; the layout of the state belongs to it
  std::uint64_t seed = 0;
};

using VisitState = std::function<void(StateVisitor&)>;

/// Writes everything that `visit` visits. @throws FileError; std::invalid_argument  an id that is too long.
void save_checkpoint(const std::filesystem::path& path, const CheckpointId& id, const VisitState& visit);

/// Overwrites everything that `visit` visits.
/// @throws FileError  it cannot be read, is truncated or damaged, or is of another scenario, seed or version (nothing
///                    has been overwritten then); or holds other state than is visited (something may have been).
void load_checkpoint(const std::filesystem::path& path, const CheckpointId& id, const VisitState& visit);

}  // namespace clout
