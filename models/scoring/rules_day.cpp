#include "models/scoring/rules_day.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

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

// Points of `all`, of whom so many are gone.
MilliPoints of_rest(MilliPoints points, std::uint32_t all, std::uint32_t gone) {
  return gone == all ? 0 : points - points / all * gone;
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
    if (made.taken_back) taking_back_ = rules_.size() - 1;
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
                                Outstanding* outstanding) const {
  const MilliPoints before = outstanding ? outstanding->points() : 0;
  const std::uint32_t fresh = outstanding ? outstanding->come(counts[taking_back_]) : 0;
  MilliPoints capped = 0, exempt = 0, taken_back = 0;
  for (std::size_t k = 0; k < rules_.size(); ++k) {
    const Rule& rule = rules_[k];
    if (!fires(rule, day, level)) continue;
    const MilliPoints points = worth(k, rule.taken_back ? fresh : counts[k], level);
    const bool is_capped = points > 0 && cap_ > 0 && !rule.beyond_cap;
    (rule.taken_back ? taken_back : is_capped ? capped : exempt) += points;
  }
  const MilliPoints sum = std::min(capped, cap_) + exempt;
  if (outstanding == nullptr) return sum;
  outstanding->take_up(fresh, taken_back);
  outstanding->leave(lost);
  return sum + outstanding->points() - before;
}

MilliPoints Outstanding::points() const {
  const std::uint32_t gone = early + late - there, late_gone = std::min(gone, late);
  return of_rest(early_points, early, gone - late_gone) + of_rest(late_points, late, late_gone);
}

std::uint32_t Outstanding::come(std::uint32_t gained) {
  const std::uint32_t of_day_0 = std::min(gained, missing);
  const std::uint32_t back = std::min(gained - of_day_0, early + late - there);
  missing -= of_day_0;
  there += back;
  return gained - of_day_0 - back;
}

void Outstanding::take_up(std::uint32_t fresh, MilliPoints points) {
  if (fresh == 0) return;
  const bool same_price =
      late > 0 && points / fresh == late_points / late && points % fresh == 0 && late_points % late == 0;
  if (!same_price) {
    early += std::exchange(late, 0);
    early_points = std::min(early_points + std::exchange(late_points, 0), kMostKept / 2);
  }
  late += fresh;
  late_points = std::min(late_points + points, kMostKept / 2);
  there += fresh;
}

void Outstanding::leave(std::uint32_t lost) {
  const std::uint32_t known = std::min(lost, there);
  there -= known;
  missing += lost - known;
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
