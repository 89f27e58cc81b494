#include "sim/recorded/recording.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include "sim/world/engager_book.h"

namespace clout {
namespace {

constexpr std::uint8_t saturated(std::int64_t count) { return static_cast<std::uint8_t>(std::min<std::int64_t>(255, count)); }

/// The world of a recording, day after day.
class Replay {
 public:
  Replay(const Recording& recording, const RecordingParams& params)
      : recording_(recording), params_(params), follows_(recording.follows), ledger_(recording.agents()) {
    ledger_.fade_days = params.fade_days;
  }

  ScoringView view() const {
    return {.day = day_,
            .agents = recording_.agents(),
            .follows = follows_,
            .ledger = ledger_,
            .reactions = reactions_,
            .seed = params_.seed,
            .counts = {recording_.followers, recording_.followees}};
  }

  void live() {
    begin_day();
    for (; next_ < recording_.acts.size() && recording_.acts[next_].day == day_; ++next_) enter(recording_.acts[next_]);
    enter_reactions();
    if (recording_.counted) ledger_ = *recording_.counted;
    ++day_;
  }

 private:
  void begin_day() {
    const std::size_t n = recording_.agents();
    ledger_.reactions_given_today.assign(n, 0);
    ledger_.reacted_to_today.assign(n, 0);
    const PostsFade fade(params_.fade_days);
    for (std::uint32_t& recent : ledger_.posts_recent) recent = fade.of_day(recent);
    reactions_.clear();
  }

  void enter(const RecordedAct& act) {
    const AgentId actor = act.actor, target = act.target;
    switch (act.kind) {
      case RecordedActKind::post:
        ++ledger_.posts[actor];
        ledger_.posts_recent[actor] += kRecentUnit;
        break;
      case RecordedActKind::like: react(act, ReactionKind::like); break;
      case RecordedActKind::reshare:
        ++ledger_.reshares_made[actor];
        react(act, ReactionKind::reshare);
        break;
      case RecordedActKind::reply:
        write(actor, target);
        react(act, ReactionKind::reply);
        break;
      case RecordedActKind::follow: follows_.follow(actor, target, day_); break;
      case RecordedActKind::unfollow: follows_.unfollow(actor, target); break;
      case RecordedActKind::message: write(actor, target); break;
      case RecordedActKind::meeting:
        ++ledger_.meetings_held[actor];
        ++ledger_.meetings_received[target];
        break;
    }
  }

  void react(const RecordedAct& act, ReactionKind kind) {
    std::uint8_t& given = ledger_.reactions_given_today[act.actor];
    if (given < 255) ++given;
    reactions_.push_back({act.target, act.actor, kind, saturated(day_ - act.post_day), act.post_index, 1});
  }

  void write(AgentId actor, AgentId target) {
    ++ledger_.messages_sent[actor];
    ++ledger_.messages_received[target];
  }

  void enter_reactions() {
    std::stable_sort(reactions_.begin(), reactions_.end(), [](const Reaction& x, const Reaction& y) {
      return std::tie(x.target, x.source) < std::tie(y.target, y.source);
    });
    const EngagerBook book(params_.engagers_kept, params_.fade_days, params_.selectivity, day_);
    for (std::size_t begin = 0, end = 0; begin < reactions_.size(); begin = end) {
      const AgentId target = reactions_[begin].target;
      while (end < reactions_.size() && reactions_[end].target == target) ++end;
      book.enter(ledger_, target, std::span(reactions_).subspan(begin, end - begin));
    }
  }

  const Recording& recording_;
  const RecordingParams& params_;
  FollowGraph follows_;
  Ledger ledger_;
  std::vector<Reaction> reactions_;
  Day day_ = 0;
  std::size_t next_ = 0;
};

}  // namespace

std::vector<float> score_recording(const Recording& recording, ScoringAlgorithm& algorithm, Day update_every_days,
                                   const RecordingParams& params, ThreadPool& pool) {
  std::vector<float> scores(recording.agents());
  Replay replay(recording, params);
  algorithm.start(replay.view(), pool, scores);
  for (Day day = 1; day <= recording.days; ++day) {
    replay.live();
    algorithm.observe(replay.view(), pool);
    if (day % update_every_days == 0 || day == recording.days) algorithm.update(replay.view(), pool, scores);
  }
  const auto bad = std::find_if(scores.begin(), scores.end(), [](float score) { return !std::isfinite(score); });
  if (bad != scores.end())
    throw std::domain_error("gives " + recording.ids[static_cast<std::size_t>(bad - scores.begin())] + " no finite score");
  return scores;
}

}  // namespace clout
