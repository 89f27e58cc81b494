#include "sim/engine/motivation.h"

#include <algorithm>
#include <cmath>

#include "sim/core/random.h"
#include "sim/engine/constants.h"
#include "sim/engine/day.h"

namespace clout {
namespace {

constexpr auto kRecentDays = static_cast<float>(kRecentHoursDays.value);
constexpr auto kLeaveEvery = static_cast<Day>(kLeaveEveryDays.value);
constexpr auto kStreak = static_cast<int>(kStreakDays.value);

enum : std::uint64_t { kDayOff, kLeave };  // counterparts of draws of Stream::motivation

class MotivationStage {
 public:
  MotivationStage(const World& world, const MotivationParams& params, std::span<const float> cue, float to_place,
                  std::span<const float> online_seconds, Motivation& motivation)
      : world_(world), params_(params), cue_(cue), to_place_(to_place), yesterday_(online_seconds), m_(motivation) {}

  void move(AgentId a) {
    if (!world_.society->has(a, kPresent)) return;
    if (!yesterday_.empty()) remember(a, yesterday_[a]);
    const Key key = make_key(world_.seed, Stream::motivation, a, static_cast<std::uint64_t>(world_.day));
    if (world_.day > 0 && world_.day % kLeaveEvery == 0 && chance(draw(key, kLeave), leave_prob(a))) m_.left[a] = 1;
    const bool off = m_.left[a] != 0 || chance(draw(key, kDayOff), day_off_prob(a));
    m_.effort[a] =
        off ? 0 : static_cast<float>(drawn_on(a) / (1 + params_.fatigue * m_.recent_hours[a] / kTiringHours.value));
  }

 private:
  void remember(AgentId a, float seconds) {
    m_.recent_hours[a] += (seconds * 7 / static_cast<float>(kSecondsPerHour) - m_.recent_hours[a]) / kRecentDays;
    if (m_.discouraged[a] > 0) --m_.discouraged[a];
    if (seconds > 0) {
      ++m_.days_online[a];
      if (m_.streak[a] < 0xffff) ++m_.streak[a];
    } else {
      if (m_.streak[a] >= kStreak) m_.discouraged[a] = kStreak;
      m_.streak[a] = 0;
    }
  }

  // A week's streak makes days off rarer, longer ones as much; one that was lost makes them as much more frequent.
  double day_off_prob(AgentId a) const {
    if (cue_.empty()) return params_.day_off_prob;
    const double at_stake = std::min<double>(m_.streak[a], kStreak) / kStreak;
    const double rarer = 1 + params_.streak_loss * at_stake;
    const double more = m_.discouraged[a] > 0 ? 1 + params_.streak_loss : 1;
    return std::min(1.0, params_.day_off_prob * more / rarer);
  }

  double leave_prob(AgentId a) const {
    if (cue_.empty() || !(to_place_ > 0)) return 0;
    return params_.drop_out_prob * std::clamp(1 - double{cue_[a]} / double{to_place_}, 0.0, 1.0);
  }

  double drawn_on(AgentId a) const {
    if (cue_.empty()) return 1;
    const double levels = double{cue_[a]} / params_.level_step;
    return 1 + params_.goal_gradient * (levels - std::floor(levels));
  }

  const World& world_;
  const MotivationParams& params_;
  std::span<const float> cue_;
  const float to_place_;
  std::span<const float> yesterday_;
  Motivation& m_;
};

}  // namespace

void Motivation::visit_state(StateVisitor& v) {
  v.column("effort", effort);
  v.column("recent_hours", recent_hours);
  v.column("streak", streak);
  v.column("discouraged", discouraged);
  v.column("left", left);
  v.column("days_online", days_online);
}

void motivate(const World& world, const MotivationParams& params, std::span<const float> cue, float to_place,
              std::span<const float> online_seconds, ThreadPool& pool, Motivation& motivation) {
  const std::size_t n = world.agents();
  motivation.effort.resize(n);
  motivation.recent_hours.resize(n);
  motivation.streak.resize(n);
  motivation.discouraged.resize(n);
  motivation.left.resize(n);
  motivation.days_online.resize(n);
  MotivationStage stage(world, params, cue, to_place, online_seconds, motivation);
  pool.for_chunks(n, kDefaultChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t a = begin; a < end; ++a) stage.move(static_cast<AgentId>(a));
  });
}

}  // namespace clout
