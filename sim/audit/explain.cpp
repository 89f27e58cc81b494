#include "sim/audit/explain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

namespace clout {
namespace {

/// A kind of what happens to an agent or is done by it.
struct Part {
  const char* name;
  bool (*act)(const RecordedAct& act, AgentId agent, const FollowGraph& first);  ///< `first`: links of day 0
  bool (*count)(const RecordedCount& count);                                     ///< of the agent's own; nullptr = none
};

template <RecordedActKind kind>
bool received(const RecordedAct& act, AgentId agent, const FollowGraph&) {
  return act.kind == kind && act.target == agent && act.actor != agent;
}
template <RecordedActKind kind>
bool done(const RecordedAct& act, AgentId agent, const FollowGraph&) {
  return act.kind == kind && act.actor == agent;
}
template <ScoreInput total>
bool counted(const RecordedCount& count) {
  return count.total == total;
}
bool no_act(const RecordedAct&, AgentId, const FollowGraph&) { return false; }
bool reacted(const RecordedAct& act, AgentId agent, const FollowGraph&) {
  return act.actor == agent && is_reaction(act.kind);
}
bool is_follow(RecordedActKind kind) { return kind == RecordedActKind::follow || kind == RecordedActKind::unfollow; }
// That a link of day 0 ends, and comes again, goes with that it was there: each link is in one part.
template <bool of_day_0>
bool by_follower(const RecordedAct& act, AgentId agent, const FollowGraph& first) {
  return is_follow(act.kind) && act.target == agent && act.actor != agent &&
         first.follows(act.actor, agent) == of_day_0;
}
template <bool of_day_0>
bool to_followee(const RecordedAct& act, AgentId agent, const FollowGraph& first) {
  return is_follow(act.kind) && act.actor == agent && first.follows(agent, act.target) == of_day_0;
}
bool of_messages(const RecordedCount& count) {
  return counted<ScoreInput::messages_sent>(count) || counted<ScoreInput::messages_answered>(count);
}
// Some acts have a second total: of the messages sent, how many were answered.
bool counts_acts(const RecordedCount& count) { return count.total != ScoreInput::messages_answered; }

constexpr std::array<Part, 12> kParts = {{
    {"likes received", received<RecordedActKind::like>, nullptr},
    {"reshares received", received<RecordedActKind::reshare>, nullptr},
    {"replies received", received<RecordedActKind::reply>, nullptr},
    {"messages received", received<RecordedActKind::message>, counted<ScoreInput::messages_received>},
    {"followers won later", by_follower<false>, nullptr},
    {"own posts", done<RecordedActKind::post>, nullptr},
    {"reactions given", reacted, nullptr},
    {"messages written", done<RecordedActKind::message>, of_messages},
    {"whom it followed later", to_followee<false>, nullptr},
    {"check-ins",
     [](const RecordedAct& act, AgentId agent, const FollowGraph&) {
       return act.kind == RecordedActKind::meeting && (act.actor == agent || act.target == agent);
     },
     counted<ScoreInput::check_ins>},
    {"items read", done<RecordedActKind::read>, counted<ScoreInput::items_read>},
    {"hours online", no_act, counted<ScoreInput::hours_online>},
}};

/// A recording of which something is left out, and how much that was.
struct Without {
  const FollowGraph* first;
  Recording recording;
  std::uint64_t acts = 0;

  explicit Without(const Recording& whole) : first(&whole.follows), recording(whole) {}

  template <class Act, class Count>
  void leave_out(Act&& act, Count&& count) {
    acts += std::erase_if(recording.acts, act);
    std::erase_if(recording.counts, [&](const RecordedCount& c) {
      if (!count(c)) return false;
      if (counts_acts(c)) acts += c.count;
      return true;
    });
  }
  void leave_out(const Part& part, AgentId agent) {
    leave_out([&](const RecordedAct& act) { return part.act(act, agent, *first); },
              [&](const RecordedCount& c) { return part.count != nullptr && c.who == agent && part.count(c); });
  }
  void leave_out_acts(bool (*act)(const RecordedAct&, AgentId, const FollowGraph&), AgentId agent) {
    leave_out([&](const RecordedAct& a) { return act(a, agent, *first); }, [](const RecordedCount&) { return false; });
  }
  void leave_out_first_followers(AgentId agent) {
    leave_out_acts(by_follower<true>, agent);
    for (AgentId who = 0; who < recording.agents(); ++who)
      if (recording.follows.unfollow(who, agent)) ++acts;
  }
  void leave_out_first_followees(AgentId agent) {
    leave_out_acts(to_followee<true>, agent);
    acts += recording.follows.followee_count(agent);
    const std::vector<Follow> links(recording.follows.followees(agent).begin(),
                                    recording.follows.followees(agent).end());
    for (const Follow& link : links) recording.follows.unfollow(agent, link.who);
  }
};

std::vector<AgentId> most_active(const Recording& recording, AgentId agent, std::size_t people) {
  std::map<AgentId, std::size_t> acts;
  for (const RecordedAct& act : recording.acts)
    if (act.target == agent && act.actor != agent) ++acts[act.actor];
  std::vector<std::pair<AgentId, std::size_t>> order(acts.begin(), acts.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<AgentId> most;
  for (std::size_t k = 0; k < std::min(people, order.size()); ++k) most.push_back(order[k].first);
  return most;
}

}  // namespace

bool Explanation::adds_up() const {
  double size = std::max(std::fabs(score), std::fabs(base));
  for (const Contribution& part : parts) size = std::max(size, std::fabs(part.points));
  return std::fabs(together) <= 1e-5 * size;
}

std::vector<std::string> explained_parts() {
  std::vector<std::string> names;
  for (const Part& part : kParts) names.emplace_back(part.name);
  names.emplace_back("followers of day 0");
  names.emplace_back("whom it followed on day 0");
  return names;
}

Explanation explain(const Recording& recording, AgentId agent, const MakeScore& make, Day update_every_days,
                    std::size_t people, const RecordingParams& params, ThreadPool& pool) {
  if (agent >= recording.agents()) throw std::invalid_argument("explain: no such agent");
  const auto score_of = [&](const Recording& r) {
    return double{published_scores(r, *make(), update_every_days, params, pool)[agent]};
  };
  Explanation e;
  e.score = score_of(recording);
  const auto add = [&](std::vector<Contribution>& to, std::string name, const Without& without) {
    if (without.acts > 0) to.push_back({std::move(name), without.acts, e.score - score_of(without.recording)});
  };
  Without everything(recording);
  for (const Part& part : kParts) {
    Without without(recording);
    without.leave_out(part, agent);
    everything.leave_out(part, agent);
    add(e.parts, part.name, without);
  }
  Without followers(recording), followees(recording);
  followers.leave_out_first_followers(agent);
  followees.leave_out_first_followees(agent);
  add(e.parts, "followers of day 0", followers);
  add(e.parts, "whom it followed on day 0", followees);
  everything.leave_out_first_followers(agent);
  everything.leave_out_first_followees(agent);
  e.base = score_of(everything.recording);
  e.together = e.score - e.base;
  for (const Contribution& part : e.parts) e.together -= part.points;
  for (const AgentId who : most_active(recording, agent, people)) {
    Without without(recording);
    without.leave_out([&](const RecordedAct& act) { return act.target == agent && act.actor == who; },
                      [](const RecordedCount&) { return false; });
    add(e.people, recording.ids[who], without);
  }
  return e;
}

}  // namespace clout
