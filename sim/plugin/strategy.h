// Contract of a strategy: once a week it says how its agents split their time and whom they approach. The engine spends
// the plan. How many hours there are (the dose) and roles are no part of it: a strategy that also changed those would
// explain nothing. A plan may move hours between online and offline, their sum staying what it is.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/core/ids.h"
#include "sim/core/params.h"
#include "sim/core/state.h"

namespace clout {

/// How an agent spends time. Shares and weights need not sum to 1; they are divided by their sum.
struct Plan {
  // Split of hours online.
  double read = 0.6, post = 0.1, engage = 0.15, discover = 0.15;
  // Whom messages, follows and first meetings go to.
  double by_score = 0, by_affinity = 0.3, by_bio = 0, among_ties = 0.5, at_random = 0.2;
  // Whom hours offline go to.
  double meet_ties = 0.6, meet_introduced = 0.1, meet_answered = 0.1, meet_event = 0.2;
  // How agents of the strategy differ in posting (latent: Society::voice). `post` is the share of an average voice.
  double post_spread = 0;          ///< sd of log posting share over agents; 0 = all alike
  double never_post_share = 0;     ///< share of agents, those of the least voice, who never post
  double follow_back_prob = 0.3;   ///< chance to follow a new follower back
  double follow_prob = 0.3;        ///< chance to follow a profile looked at
  double reply_prob = 0.3;         ///< chance that a reaction is a reply rather than a like, if time is left
  double reshare_prob = 0.1;       ///< chance that a reaction is a reshare
  // How hours are laid out.
  double move_online = 0;          ///< share of the hours offline that are spent online; below 0, the other way
  std::int64_t online_days = 7;    ///< days a week on which the hours online are spent
  std::string bio_role = "executive";  ///< role that a bio search asks for
  bool bio_own_city = true;            ///< search the own city; else any city, by size
  void visit(ParamVisitor& v);
};

/// What a strategy may look at when it plans.
struct Observed {
  Day day = 0;
  std::span<const float> score_cue;  ///< visible score in [0, 1], all agents; empty if none is visible
  std::uint64_t seed = 0;            ///< of the world, for draws of its own
};

/// What a strategy whose people learn says of itself.
struct Learning {
  enum class Goal : std::uint8_t { none, score, value };
  Goal goal = Goal::none;
  std::string score;           ///< Goal::score: its name in the scenario; "" = the one that all see, as they see it
  Day review_every_days = 28;
};

/// What people who learn see at a review. One entry an agent of the strategy who has an account, ascending by id.
struct Review {
  std::uint64_t seed = 0;
  Day day = 0;
  std::span<const AgentId> agents;
  std::span<const double> level;  ///< of the goal today: the raw score, or the value of connections
  std::span<const double> hours;  ///< dose, online and offline together, a week
  bool afresh = false;  ///< what is shown has changed since the last review: levels of then cannot be compared
};

/// One figure of what people have learned by the last review: mean, median and standard deviation over them.
struct LearnedFigure {
  std::string measure, unit;
  double mean = 0, median = 0, sd = 0;
};

class Strategy {
 public:
  virtual ~Strategy() = default;
  /// Plans of `agents` for the coming week. `plan_of[k]` gets, for agents[k], an index into `plans`, to which new plans
  /// may be appended. Called weekly, over all agents of this strategy at once.
  virtual void plan(std::span<const AgentId> agents, const Observed& yesterday, std::vector<Plan>& plans,
                    std::span<std::uint32_t> plan_of) = 0;
  /// Whether its people learn, and from what. The same all the time.
  virtual Learning learning() const { return {}; }
  /// Called on day 0 and every review_every_days, before the plan() of that day.
  virtual void learn(const Review&) {}
  /// What its people do, by the last review; empty if they do not learn.
  virtual std::vector<LearnedFigure> learned() const { return {}; }
  virtual std::unique_ptr<Strategy> clone() const = 0;
  virtual void visit_state(StateVisitor& v) = 0;
};

}  // namespace clout
