#include "models/scoring/rules_day.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace clout {
namespace {

constexpr double kNothing = 5e-4;        // points that round to no thousandth
constexpr std::size_t kMostSums = 4096;  // acts of a day that are told apart when repeats count less

// Worth of 0, 1, ... acts with repeats at `factor`, until a repeat is worth nothing.
std::vector<MilliPoints> sums_of(double each, double factor) {
  std::vector<MilliPoints> sums = {0};
  double sum = 0;
  for (double next = each; std::abs(next) >= kNothing && sums.size() < kMostSums; next *= factor)
    sums.push_back(milli_points(sum += next));
  return sums;
}

// Takes `some` of `all`, and their part of the points.
MilliPoints take_part(MilliPoints& points, std::uint32_t& all, std::uint32_t some) {
  if (some == 0) return 0;
  const MilliPoints part = some == all ? points : points / all * some;
  all -= some;
  points -= part;
  return part;
}

// What followers take who leave. Of those of day 0, who gave nothing, there may be more than are known here.
MilliPoints let_go(Outstanding& held, std::uint32_t lost) {
  const MilliPoints taken = take_part(held.points, held.followers, std::min(lost, held.followers));
  held.gone += lost;
  held.gone_points = std::min(held.gone_points + taken, kMostKept);
  return taken;
}

// Acts of a day, each worth so much, that stay within kMostOfDay.
std::int64_t countable(MilliPoints each) { return kMostOfDay / std::max<MilliPoints>(1, std::abs(each)); }

}  // namespace

MilliPoints milli_points(double points) { return static_cast<MilliPoints>(std::floor(points * 1000 + 0.5)); }

std::uint32_t count_capped(std::span<const Reaction> mail, ReactionKind kind, std::int64_t most) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < mail.size();) {
    std::int64_t of_one = 0;
    const AgentId source = mail[i].source;
    for (; i < mail.size() && mail[i].source == source; ++i) of_one += mail[i].kind == kind;
    count += static_cast<std::uint32_t>(std::min(of_one, most));
  }
  return count;
}

PointsTable::PointsTable(const RulesParams& params) : cap_(milli_points(params.points_a_day)) {
  for (const PointsRule& rule : params.points) {
    std::uint8_t weekdays = rule.weekdays.empty() ? 0x7f : 0;
    constexpr const char* kNames = "sumotuwethfrsa";
    for (const std::string& name : rule.weekdays)
      for (int d = 0; d < kDaysAWeek; ++d)
        if (name.compare(0, 2, kNames + 2 * d, 2) == 0) weekdays |= static_cast<std::uint8_t>(1 << d);
    rules_.push_back({act_of(rule.act), rule.beyond_cap, rule.taken_back, weekdays,
                      std::min(rule.most_a_day > 0 ? rule.most_a_day : std::numeric_limits<std::int64_t>::max(),
                               countable(milli_points(rule.points))),
                      rule.most_a_day_and_person, rule.from_level,
                      rule.to_level > 0 ? rule.to_level : std::numeric_limits<std::int64_t>::max(),
                      milli_points(rule.points), milli_points(rule.points_a_level),
                      rule.repeat_factor < 1 ? sums_of(rule.points, rule.repeat_factor) : std::vector<MilliPoints>()});
    const Rule& made = rules_.back();
    const bool any_level = made.each_level == 0 && made.from_level <= 0 && rule.to_level <= 0;
    sums_alone_ = sums_alone_ && any_level && made.sums.empty() && !made.taken_back && made.most_a_person == 0;
  }
}

void PointsTable::of_many(std::span<const std::uint32_t* const, kActs> acts, Day day,
                          std::span<MilliPoints> today) const {
  std::fill(today.begin(), today.end(), 0);
  // What rules give under the cap comes first. It is cut once, since cutting rule by rule leaves the same sum.
  for (const bool capped : {true, false}) {
    for (const Rule& rule : rules_) {
      if ((cap_ > 0 && rule.each > 0 && !rule.beyond_cap) != capped || !fires(rule, day, 0)) continue;
      const std::uint32_t* const counts = acts[static_cast<std::size_t>(rule.act)];
      const auto most = static_cast<std::uint32_t>(std::min<std::int64_t>(rule.most, UINT32_MAX));
      const MilliPoints each = rule.each;
      for (std::size_t i = 0; i < today.size(); ++i) today[i] += each * std::min(counts[i], most);
    }
    if (!capped) continue;
    for (MilliPoints& points : today) points = cap_ > 0 ? std::min(points, cap_) : points;
  }
}

MilliPoints PointsTable::worth(std::size_t rule, std::uint32_t n, std::int64_t level) const {
  const Rule& r = rules_[rule];
  const std::int64_t counted = std::min<std::int64_t>(n, r.most);
  if (!r.sums.empty()) return r.sums[std::min(static_cast<std::size_t>(counted), r.sums.size() - 1)];
  if (r.each_level == 0) return counted * r.each;
  const MilliPoints each = std::clamp(r.each + level * r.each_level, -kMostOfDay, kMostOfDay);
  return std::min(counted, countable(each)) * each;
}

bool PointsTable::fires(const Rule& rule, Day day, std::int64_t level) {
  return level >= rule.from_level && level <= rule.to_level && (rule.weekdays >> (day % kDaysAWeek) & 1) != 0;
}

MilliPoints PointsTable::of_day(std::span<const std::uint32_t> counts, std::uint32_t lost, Day day, std::int64_t level,
                                std::span<Outstanding> outstanding) const {
  MilliPoints sum = 0, room = cap_;
  for (std::size_t k = 0; k < rules_.size(); ++k) {
    const Rule& rule = rules_[k];
    std::uint32_t acts = counts[k];
    MilliPoints again = 0;
    if (rule.taken_back) {
      Outstanding& held = outstanding[k];
      const std::uint32_t back = std::min(acts, held.gone);
      again = take_part(held.gone_points, held.gone, back);
      held.followers += back;
      acts -= back;
    }
    MilliPoints points = again + (fires(rule, day, level) ? worth(k, acts, level) : 0);
    if (points > 0 && cap_ > 0 && !rule.beyond_cap) {
      points = std::min(points, room);
      room -= points;
    }
    if (rule.taken_back) {
      Outstanding& held = outstanding[k];
      held.followers += acts;
      held.points = std::min(held.points + points, kMostKept);
      points -= let_go(held, lost);
    }
    sum += points;
  }
  return sum;
}

std::int64_t level_of(std::span<const MilliPoints> levels, MilliPoints points) {
  return std::upper_bound(levels.begin(), levels.end(), points) - levels.begin();
}

MilliPoints pass_day(const StreakRule& rule, bool active, Streak& streak) {
  if (!active) {
    if (streak.days > 0 && streak.freezes > 0) {
      --streak.freezes;
    } else {
      streak.days = streak.towards_freeze = 0;
    }
    return 0;
  }
  if (streak.days < std::numeric_limits<std::uint16_t>::max()) ++streak.days;
  if (streak.freezes < rule.freezes && ++streak.towards_freeze >= rule.freeze_every_days) {
    ++streak.freezes;
    streak.towards_freeze = 0;
  }
  const std::int64_t times = rule.grows ? std::min<std::int64_t>(streak.days, rule.most_days) : 1;
  return milli_points(rule.points) * times;
}

}  // namespace clout
