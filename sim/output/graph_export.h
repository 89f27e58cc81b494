// Follow graph and ties of a day as files that other programs read.
//
// Edge list, follows: `follower,followee,since_day`, sorted; since_day 0 = from the start.
// Edge list, ties: `agent,contact,hours,initial,answered,met` with agent < contact, sorted; hours on that day;
// forgotten ties are left out.
// GraphML: nodes n0, n1, .. with role and city where a Society is given; edges with the same words as attributes.
#pragma once

#include <filesystem>
#include <string>

#include "sim/core/ids.h"
#include "sim/output/atomic_file.h"
#include "sim/world/follow_graph.h"
#include "sim/world/society.h"
#include "sim/world/ties.h"

namespace clout {

enum class GraphFormat { edge_list, graphml };

/// `edge_list` or `graphml`, as in YAML. @throws std::invalid_argument
GraphFormat graph_format(const std::string& name);

/// `follows_day_0180.csv`, `ties_day_0180.graphml`
std::string graph_file_name(const std::string& what, Day day, GraphFormat format);

/// Written atomically. Cost: O(agents + edges), about 60 ns an edge. @throws FileError
void export_follows(const std::filesystem::path& path, const FollowGraph& follows, GraphFormat format,
                    const Society* society = nullptr);

/// Written atomically. @throws FileError
void export_ties(const std::filesystem::path& path, const Ties& ties, const TieClock& clock, Day day,
                 GraphFormat format, const Society* society = nullptr);

}  // namespace clout
