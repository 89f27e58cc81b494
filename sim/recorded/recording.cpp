#include "sim/recorded/recording.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

namespace clout {
namespace {

std::uint8_t saturated(std::int64_t count) { return static_cast<std::uint8_t>(std::min<std::int64_t>(255, count)); }

/// Lives all days and publishes after those of which `publishes` says so, as days lived.
template <class Publishes>
std::vector<float> scores_of(const Recording& recording, ScoringAlgorithm& algorithm, Publishes&& publishes,
                             const RecordingParams& params, ThreadPool& pool) {
  std::vector<float> scores(recording.agents());
  Replay replay(recording, params);
  algorithm.start(replay.view(), pool, scores);
  while (replay.day() < recording.days) {
    replay.live();
    algorithm.observe(replay.view(), pool);
    if (publishes(replay.day())) algorithm.update(replay.view(), pool, scores);
  }
  require_finite(recording, scores);
  return scores;
}

}  // namespace

Replay::Replay(const Recording& recording, const RecordingParams& params)
    : recording_(&recording),
      params_(params),
      follows_(recording.follows),
      ledger_(recording.agents()),
      followers_(recording.followers),
      followees_(recording.followees),
      book_(params.engagers_kept, params.fade_days, params.selectivity),
      day_(recording.first_day) {
  ledger_.fade_days = params.fade_days;
}

ScoringView Replay::view() const {
  return {.day = day_,
          .agents = recording_->agents(),
          .follows = follows_,
          .ledger = ledger_,
          .reactions = reactions_,
          .bios = {recording_->claimed_role, recording_->city, recording_->topics},
          .seed = params_.seed,
          .counts = {followers_, followees_},
          .meetings = meetings_};
}

void Replay::live(std::span<const RecordedAct> more, std::span<const std::uint8_t> quiet) {
  begin_day();
  const auto is_quiet = [&](AgentId a) { return !quiet.empty() && quiet[a] != 0; };
  const auto& acts = recording_->acts;
  for (; next_act_ < acts.size() && acts[next_act_].day == day_; ++next_act_)
    if (const RecordedAct& act = acts[next_act_]; !is_quiet(act.actor) && !is_quiet(act.target)) enter(act);
  for (const RecordedAct& act : more) enter(act);
  const auto& counts = recording_->counts;
  for (; next_count_ < counts.size() && counts[next_count_].day == day_; ++next_count_)
    if (!is_quiet(counts[next_count_].who)) count(counts[next_count_]);
  enter_reactions();
  std::sort(meetings_.begin(), meetings_.end());
  ++day_;
}

void Replay::begin_day() {
  const std::size_t n = recording_->agents();
  ledger_.reactions_given_today.assign(n, 0);
  ledger_.reacted_to_today.assign(n, 0);
  const PostsFade fade(params_.fade_days);
  for (std::uint32_t& recent : ledger_.posts_recent) recent = fade.of_day(recent);
  reactions_.clear();
  meetings_.clear();
}

void Replay::enter(const RecordedAct& act) {
  const AgentId actor = act.actor, target = act.target;
  switch (act.kind) {
    case RecordedActKind::post:
      ++ledger_.posts[actor];
      ledger_.posts_recent[actor] += kRecentUnit;
      break;
    case RecordedActKind::like:
      react(act, ReactionKind::like);
      break;
    case RecordedActKind::reshare:
      if (!act.passed_on) ++ledger_.reshares_made[actor];
      react(act, ReactionKind::reshare);
      break;
    case RecordedActKind::reply:
      if (!act.passed_on) write(actor, target);
      react(act, ReactionKind::reply);
      break;
    case RecordedActKind::follow:
      follows_.follow(actor, target, day_);
      break;
    case RecordedActKind::unfollow:
      follows_.unfollow(actor, target);
      break;
    case RecordedActKind::message:
      write(actor, target);
      break;
    case RecordedActKind::read:
      ++ledger_.items_read[actor];
      break;
    case RecordedActKind::meeting:
      ++ledger_.meetings_held[actor];
      ++ledger_.meetings_received[target];
      meetings_.push_back({target, actor});
      break;
  }
}

void Replay::react(const RecordedAct& act, ReactionKind kind) {
  std::uint8_t& given = ledger_.reactions_given_today[act.actor];
  if (given < 255 && !act.passed_on) ++given;
  const std::uint8_t own_post = act.passed_on ? 0 : 1;
  reactions_.push_back({act.target, act.actor, kind, saturated(day_ - act.post_day), act.post_index, own_post});
}

void Replay::write(AgentId actor, AgentId target) {
  ++ledger_.messages_sent[actor];
  ++ledger_.messages_received[target];
}

void Replay::count(const RecordedCount& c) {
  const auto add = [&](auto& column) { column[c.who] += c.count; };
  switch (c.total) {
    case ScoreInput::followers:
      return add(followers_);
    case ScoreInput::followees:
      return add(followees_);
    case ScoreInput::posts:
      return add(ledger_.posts);
    case ScoreInput::posts_recent:
      return add(ledger_.posts_recent);
    case ScoreInput::likes:
      return add(ledger_.likes);
    case ScoreInput::reshares:
      return add(ledger_.reshares);
    case ScoreInput::replies:
      return add(ledger_.replies);
    case ScoreInput::reshares_made:
      return add(ledger_.reshares_made);
    case ScoreInput::items_read:
      return add(ledger_.items_read);
    case ScoreInput::messages_sent:
      return add(ledger_.messages_sent);
    case ScoreInput::messages_received:
      return add(ledger_.messages_received);
    case ScoreInput::messages_answered:
      return add(ledger_.messages_answered);
    case ScoreInput::check_ins:
      return add(ledger_.meetings_held);
    case ScoreInput::hours_online:
      return add(ledger_.seconds_online);
    case ScoreInput::links:
    case ScoreInput::reactions:
    case ScoreInput::engagers:
    case ScoreInput::bios:
    case ScoreInput::worth:
    case ScoreInput::post_names:
      break;
  }
  throw std::invalid_argument(std::string("Replay: ") + name_of(c.total) + " cannot be counted");
}

void Replay::enter_reactions() {
  std::stable_sort(reactions_.begin(), reactions_.end(), [](const Reaction& x, const Reaction& y) {
    return std::tie(x.target, x.source) < std::tie(y.target, y.source);
  });
  book_.turn_to(day_);
  for (std::size_t begin = 0, end = 0; begin < reactions_.size(); begin = end) {
    const AgentId target = reactions_[begin].target;
    while (end < reactions_.size() && reactions_[end].target == target) ++end;
    book_.enter(ledger_, target, std::span(reactions_).subspan(begin, end - begin));
  }
}

void require_finite(const Recording& recording, std::span<const float> scores) {
  const auto bad = std::find_if(scores.begin(), scores.end(), [](float score) { return !std::isfinite(score); });
  if (bad == scores.end()) return;
  throw std::domain_error("gives " + recording.ids[static_cast<std::size_t>(bad - scores.begin())] +
                          " no finite score");
}

std::vector<float> score_recording(const Recording& recording, ScoringAlgorithm& algorithm, Day update_every_days,
                                   const RecordingParams& params, ThreadPool& pool) {
  const auto publishes = [&](Day day) { return day % update_every_days == 0 || day == recording.days; };
  return scores_of(recording, algorithm, publishes, params, pool);
}

std::vector<float> published_scores(const Recording& recording, ScoringAlgorithm& algorithm, Day update_every_days,
                                    const RecordingParams& params, ThreadPool& pool) {
  const auto publishes = [&](Day day) { return day % update_every_days == 0; };
  return scores_of(recording, algorithm, publishes, params, pool);
}

}  // namespace clout
