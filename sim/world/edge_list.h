// Reads a real network from a text file of edges, one a line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/faults.h"
#include "sim/core/parallel.h"
#include "sim/world/follow_graph.h"
#include "sim/world/population_params.h"

namespace clout {

struct EdgeListReport {
  std::uint64_t lines = 0;       ///< of the file, comments and empty ones included
  std::uint64_t skipped = 0;     ///< lines that are comments or empty
  std::uint64_t rows = 0;        ///< lines with an edge
  std::uint64_t agents = 0, edges = 0;  ///< of the graph
  std::uint64_t duplicates = 0;  ///< rows that repeat an edge, merged
  std::uint64_t self_loops = 0;  ///< rows from an agent to itself, left out; the agent stays
  bool header = false;           ///< the first line with content named the columns
  bool ends_without_newline = false;  ///< the file may have been cut off
};

struct EdgeList {
  FollowGraph graph;
  std::vector<std::uint64_t> ids;  ///< of agent a, as the file has it; ascending
  EdgeListReport report;
};

/// The graph of params.file. Two whole numbers a line, 0 to 2^63 - 1, separated by commas, semicolons, tabs or spaces
/// (found out from the first line; another one further down is a fault); further columns are allowed. Lines that begin
/// with # or % and empty lines are skipped; the first other line may name the columns, by words that edge lists use
/// (source, FromNodeId, "user_id", ...). Agents are numbered by ascending id.
///
/// params.direction says who follows whom. With params.weights `check` the third column must be a finite number >= 0.
/// All faults go to `faults` with line and column. The result is then of no use.
/// Cost: O(file + edges log followees): about 0.1 us an edge; 24 bytes an edge while reading, and the mapped file.
[[nodiscard]] EdgeList read_edge_list(const NetworkParams& params, ThreadPool& pool, Faults& faults);

}  // namespace clout
