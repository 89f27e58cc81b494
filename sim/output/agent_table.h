// The agents of a run as one CSV table: agents.npz for programs that read no numpy archives.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "sim/output/run_reader.h"

namespace clout {

/// A row an agent, world by world, in the order of `seeds`; columns are those of agents.npz behind one of seeds,
/// `world`. Strategies and roles stand by name, what is true or false as these words, numbers as the shortest text that
/// reads back as the same; a column that a world does not have is empty in its rows.
///
/// @param seeds  finished worlds of the run.
/// @param write  gets the text piece by piece, rows being whole.
/// @throws FileError  a world has no agents.npz, or it is not as the run left it.
/// Cost: the archive of one world in memory, twice; with several worlds each is read twice.
void write_agent_table(const RunReader& run, std::span<const std::uint64_t> seeds,
                       const std::function<void(std::string_view)>& write);

}  // namespace clout
