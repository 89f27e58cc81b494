#include "sim/recorded/act_recorder.h"

#include <array>
#include <string>
#include <utility>

namespace clout {
namespace {

struct Total {
  ScoreInput input;
  const Column<std::uint32_t> Ledger::*column;
};
constexpr std::array<Total, 5> kTotals = {{{ScoreInput::items_read, &Ledger::items_read},
                                           {ScoreInput::messages_sent, &Ledger::messages_sent},
                                           {ScoreInput::messages_received, &Ledger::messages_received},
                                           {ScoreInput::messages_answered, &Ledger::messages_answered},
                                           {ScoreInput::hours_online, &Ledger::seconds_online}}};
constexpr std::size_t kSent = 1, kReceived = 2;

RecordedActKind act_of(ReactionKind kind) {
  return kind == ReactionKind::like      ? RecordedActKind::like
         : kind == ReactionKind::reshare ? RecordedActKind::reshare
                                         : RecordedActKind::reply;
}

}  // namespace

ActRecorder::ActRecorder(const FollowGraph& follows, const Ledger& ledger)
    : follows_(follows), posts_(ledger.posts.begin(), ledger.posts.end()) {
  const std::size_t n = follows.agents();
  for (std::size_t a = 0; a < n; ++a) recording_.ids.push_back(std::to_string(a));
  recording_.follows = follows;
  recording_.days = 0;
  recording_.has = ScoreInputs::all();
  for (const Total& total : kTotals) totals_.emplace_back((ledger.*total.column).begin(), (ledger.*total.column).end());
}

void ActRecorder::record_day(const FollowGraph& follows, const Ledger& ledger, std::span<const Reaction> reactions,
                             std::span<const Meeting> meetings) {
  const auto n = static_cast<AgentId>(follows.agents());
  const Day day = recording_.days++;
  for (AgentId a = 0; a < n; ++a) {
    for (; posts_[a] < ledger.posts[a]; ++posts_[a]) recording_.acts.push_back({day, a, a, RecordedActKind::post});
    record_links(a, follows_.followees(a), follows.followees(a));
  }
  for (const Reaction& r : reactions) {
    recording_.acts.push_back(
        {day, r.source, r.target, act_of(r.kind), r.post_index, r.own_post == 0, day - Day{r.post_age_days}});
    if (r.kind != ReactionKind::reply || r.own_post == 0) continue;
    ++totals_[kSent][r.source];  // a reply is a message too, and is written down already
    ++totals_[kReceived][r.target];
  }
  for (const Meeting& m : meetings) recording_.acts.push_back({day, m.source, m.target, RecordedActKind::meeting});
  record_counts(ledger);
  follows_ = follows;
}

void ActRecorder::record_links(AgentId a, std::span<const Follow> before, std::span<const Follow> now) {
  const Day day = recording_.days - 1;
  auto b = before.begin();
  auto c = now.begin();
  while (b != before.end() || c != now.end()) {
    if (c == now.end() || (b != before.end() && b->who < c->who)) {
      recording_.acts.push_back({day, a, (b++)->who, RecordedActKind::unfollow});
    } else if (b == before.end() || c->who < b->who) {
      recording_.acts.push_back({day, a, (c++)->who, RecordedActKind::follow});
    } else {
      ++b, ++c;
    }
  }
}

void ActRecorder::record_counts(const Ledger& ledger) {
  for (AgentId a = 0; a < ledger.agents(); ++a)
    for (std::size_t k = 0; k < kTotals.size(); ++k) {
      const std::uint32_t now = (ledger.*kTotals[k].column)[a];
      if (const std::uint32_t rise = now - std::exchange(totals_[k][a], now); rise > 0)
        recording_.counts.push_back({recording_.days - 1, a, kTotals[k].input, rise});
    }
}

}  // namespace clout
