#include "models/scoring/peerindex.h"

#include <algorithm>
#include <limits>

#include "sim/core/math.h"

namespace clout {
namespace {
constexpr std::size_t kChunk = 4096;
}

void PeerIndexParams::visit(ParamVisitor& v) {
  v.whole("window_days", window_days, {1, 3650},
          {"days", "Length of the mean over daily indices.", "help.peerindex.com"});
  const auto weight = [&](const char* name, double& value, const char* what) {
    v.real(name, value, Range::above(0), {"", what, "assumed"});
  };
  weight("authority", authority, "Weight of authority.");
  weight("audience", audience, "Weight of audience.");
  weight("activity", activity, "Weight of activity.");
}

void PeerIndex::start(const ScoringView& view, ThreadPool&, std::span<float> scores) {
  const std::size_t n = view.agents;
  ring_.assign(static_cast<std::size_t>(params_.window_days) * n, 0);
  sum_.assign(n, 0);
  reactions_.assign(n, 0);
  people_.assign(n, 0);
  count_on_.assign(n, 0);
  authority_.assign(n, 0);
  audience_.assign(n, 0);
  days_ = next_ = 0;
  std::fill(scores.begin(), scores.end(), 0.0f);
}

// Weights of engagers are faded to the day.
void PeerIndex::count_engagers(const ScoringView& view, AgentId a) {
  const Day today = view.day_lived(), late = static_cast<Day>(std::max(1.0, kLateHalfLives * view.ledger.fade_days));
  double reactions = 0;
  std::uint32_t people = 0;
  Day count_on = std::numeric_limits<Day>::max();
  for (const Engager& e : view.ledger.engagers.of(a)) {
    reactions += e.weight * fade_.of(today - Day{e.day});
    if (today - Day{e.day} >= late) continue;
    ++people;
    count_on = std::min(count_on, Day{e.day} + late);
  }
  reactions_[a] = static_cast<float>(reactions);
  people_[a] = people;
  count_on_[a] = count_on;
}

// Engagers are counted on days on which somebody reacts or the last reaction of one is of late no longer; in between
// reactions fade as one.
void PeerIndex::weigh(const ScoringView& view, AgentId a) {
  if (view.ledger.reacted_to_today[a] != 0 || view.day_lived() >= count_on_[a]) {
    count_engagers(view, a);
  } else {
    reactions_[a] *= static_cast<float>(fade_.of(1));
  }
  authority_[a] = static_cast<float>(det_log1p(double{reactions_[a]}));
  audience_[a] = static_cast<float>(det_log1p(std::min(view.follower_count(a), people_[a])));
}

void PeerIndex::observe(const ScoringView& view, ThreadPool& pool) {
  const std::size_t n = view.agents;
  if (n == 0) return;
  if (fade_.half_life_days() != view.ledger.fade_days) fade_ = FadeTable(view.ledger.fade_days);
  fade_.grow_to(std::max(Day{1}, view.day_lived()));
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) weigh(view, static_cast<AgentId>(i));
  });
  const auto& recent = view.ledger.posts_recent;
  const auto highest = [](const auto& column) { return double(*std::max_element(column.begin(), column.end())); };
  const double authority = highest(authority_), audience = highest(audience_);
  const double activity = det_log1p(highest(recent) / kRecentUnit);
  const double whole = params_.authority + params_.audience + params_.activity;
  const auto share = [](double part, double most) { return most > 0 ? part / most : 0; };
  std::uint16_t* const today = ring_.data() + next_ * n;
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const double index = params_.authority * share(authority_[i], authority) +
                           params_.audience * share(audience_[i], audience) +
                           params_.activity * share(det_log1p(recent[i] / double(kRecentUnit)), activity);
      const auto daily = static_cast<std::uint16_t>(100 * kUnit * (index / whole) + 0.5);
      sum_[i] += daily - std::uint32_t{today[i]};
      today[i] = daily;
    }
  });
  days_ = std::min(days_ + 1, static_cast<std::uint32_t>(params_.window_days));
  next_ = (next_ + 1) % static_cast<std::uint32_t>(params_.window_days);
}

void PeerIndex::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (days_ == 0) return;
  const double unit = kUnit * days_;
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) scores[i] = static_cast<float>(sum_[i] / unit);
  });
}

void PeerIndex::visit_state(StateVisitor& v) {
  v.value("peerindex.days", days_);
  v.value("peerindex.next", next_);
  v.column("peerindex.ring", ring_);
  v.column("peerindex.sum", sum_);
  v.column("peerindex.reactions", reactions_);
  v.column("peerindex.people", people_);
  v.column("peerindex.count_on", count_on_);
  v.column("peerindex.authority", authority_);
  v.column("peerindex.audience", audience_);
}

}  // namespace clout
