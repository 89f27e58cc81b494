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
  bool (*act)(const RecordedAct& act, AgentId agent);
  bool (*count)(const RecordedCount& count);  ///< of the agent's own; nullptr = none
};

template <RecordedActKind kind>
bool received(const RecordedAct& act, AgentId agent) {
  return act.kind == kind && act.target == agent && act.actor != agent;
}
template <RecordedActKind kind>
bool done(const RecordedAct& act, AgentId agent) {
  return act.kind == kind && act.actor == agent;
}
template <ScoreInput total>
bool counted(const RecordedCount& count) {
  return count.total == total;
}
bool no_act(const RecordedAct&, AgentId) { return false; }
bool reacted(const RecordedAct& act, AgentId agent) { return act.actor == agent && is_reaction(act.kind); }
bool gained_or_lost(const RecordedAct& act, AgentId agent) {
  return received<RecordedActKind::follow>(act, agent) || received<RecordedActKind::unfollow>(act, agent);
}
bool follows_changed(const RecordedAct& act, AgentId agent) {
  return done<RecordedActKind::follow>(act, agent) || done<RecordedActKind::unfollow>(act, agent);
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
    {"followers won and lost", gained_or_lost, nullptr},
    {"own posts", done<RecordedActKind::post>, nullptr},
    {"reactions given", reacted, nullptr},
    {"messages written", done<RecordedActKind::message>, of_messages},
    {"whom it followed and left", follows_changed, nullptr},
    {"check-ins",
     [](const RecordedAct& act, AgentId agent) {
       return act.kind == RecordedActKind::meeting && (act.actor == agent || act.target == agent);
     },
     counted<ScoreInput::check_ins>},
    {"items read", done<RecordedActKind::read>, counted<ScoreInput::items_read>},
    {"hours online", no_act, counted<ScoreInput::hours_online>},
}};

/// A recording of which something is left out, and how much that was.
struct Without {
  Recording recording;
  std::uint64_t acts = 0;

  explicit Without(const Recording& whole) : recording(whole) {}

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
    leave_out([&](const RecordedAct& act) { return part.act(act, agent); },
              [&](const RecordedCount& c) { return part.count != nullptr && c.who == agent && part.count(c); });
  }
  void leave_out_first_followers(AgentId agent) {
    for (AgentId who = 0; who < recording.agents(); ++who)
      if (recording.follows.unfollow(who, agent)) ++acts;
  }
  void leave_out_first_followees(AgentId agent) {
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
