// Agents from a CSV: people that somebody knows, or has drawn otherwise. What the file does not say is drawn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/faults.h"
#include "sim/world/population_params.h"

namespace clout {

/// Columns of agents that are given and not drawn: from a file, or from a real graph. An empty column is drawn.
struct GivenAgents {
  std::size_t agents = 0;
  std::vector<std::uint8_t> role;
  std::vector<std::uint16_t> city;
  std::uint16_t cities = 0;  ///< number of cities, if `city` is given
  std::vector<std::uint64_t> topics;
  std::vector<std::uint8_t> present, bio_complete;  ///< 0 or 1
  std::vector<float> quality, own_worth;
  std::vector<float> fame;  ///< normal score; activity and voice are drawn given it
  std::vector<float> hours_online, hours_offline;
  std::vector<std::uint16_t> strategy;          ///< index into strategy_names
  std::vector<std::string> strategy_names;      ///< in the order of their first row
  std::vector<Place> strategy_places;           ///< where that is
  std::vector<std::string> city_names, topic_names;  ///< empty if the file has numbers
};

/// Reads a CSV with a header row; one row an agent, in the order of ids. Separator `,`, fields may stand in double
/// quotes, empty lines and lines that begin with # are skipped, CRLF is fine.
///
/// Columns, all optional but at least one:
///   role           a name of params.roles
///   city           whole numbers below params.cities, 0 = largest; or names, which are numbered by falling size
///   topics         whole numbers, read as a set of bits, as an exported table has them; or names with `;` between
///                  them, which become bits in alphabetical order. At least one topic an agent, at most params.topics
///   quality        in (0, 1)
///   own_worth      > 0; the whole population is scaled to mean 1
///   present, bio_complete   true, false, yes, no, 1 or 0
///   hours_online, hours_offline   hours a week, in [0, 168], and no more than 168 together; if only one is given, with
///                  the maximum of the one that is drawn; 0 for who has no account (present, drawn if not given)
///   strategy       a name; whoever assigns strategies looks it up
/// A column of cities or topics has numbers or names, not both.
/// All faults go to `faults` with line and column; the result is then of no use.
[[nodiscard]] GivenAgents read_population_file(const std::string& path, const PopulationParams& params,
                                                Faults& faults);

}  // namespace clout
