// Where somebody's points come from: the score again without one kind of what happened at a time.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/recorded/recording.h"

namespace clout {

struct Contribution {
  std::string part;        ///< "likes received", or the id of a person
  std::uint64_t acts = 0;  ///< that were left out; of hours seconds, of links of day 0 the links and what became of them
  double points = 0;       ///< the score less the score without them
};

struct Explanation {
  double score = 0;
  double base = 0;                   ///< of somebody who does nothing and to whom nothing happens
  std::vector<Contribution> parts;   ///< those that happened, in the order of explained_parts()
  double together = 0;               ///< score - base - sum of the parts: 0 of an additive score
  std::vector<Contribution> people;  ///< who did most to the agent; all that each did left out
  /// `together` is no more than what single precision leaves of numbers of this size.
  bool adds_up() const;
};

/// The kinds of acts that are told apart.
std::vector<std::string> explained_parts();

/// Explains the score that an agent was last published to have in a recording by leaving out, one at a time, each kind
/// of what the agent did and of what was done to it, and all that each of the `people` who did most to it did to it.
/// Nobody else changes: people do what they did.
///
/// Of an additive score, such as points for acts without caps, the parts sum to score - base. Of others they do not:
/// two parts may need each other (likes count only with posts) or stand in for each other (under a cap); `together` is
/// what is left.
/// @throws std::invalid_argument  no such agent.
/// Cost: (parts that happened + people + 2) times published_scores().
Explanation explain(const Recording& recording, AgentId agent, const MakeScore& make, Day update_every_days,
                    std::size_t people, const RecordingParams& params, ThreadPool& pool);

}  // namespace clout
