#include "sim/audit/caps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "sim/analysis/inequality.h"

namespace clout {
namespace {

constexpr double kUsualQuantile = 0.99;

/// A limit on acts of one kind of one person and day.
struct DailyCap {
  RecordedActKind kind;
  std::int64_t Caps::*most;
  bool of_actor, of_target;  ///< whose day it is
  const char *text, *rule;
  bool alike = false;  ///< what a person does and what is done to them are counted together
};
constexpr std::array<DailyCap, 8> kDailyCaps = {{
    {RecordedActKind::post, &Caps::posts_a_day, true, false, "posts", "act: post"},
    {RecordedActKind::follow, &Caps::followers_a_day, false, true, "new followers", "act: follower_gained"},
    {RecordedActKind::like, &Caps::likes_a_day, false, true, "likes", "act: like_received"},
    {RecordedActKind::reshare, &Caps::reshares_a_day, false, true, "reshares", "act: reshare_received"},
    {RecordedActKind::reply, &Caps::replies_a_day, false, true, "replies", "act: reply_received"},
    {RecordedActKind::message, &Caps::messages_a_day, true, true, "messages", "act: message"},
    {RecordedActKind::meeting, &Caps::check_ins_a_day, true, true, "check-ins", "act: check_in", true},
    {RecordedActKind::read, &Caps::reads_a_day, true, false, "items read", "act: read"},
}};

/// The kind of the acts that a recording only counts; nothing of hours and answers.
std::optional<RecordedActKind> counted_kind(ScoreInput total) {
  if (total == ScoreInput::items_read) return RecordedActKind::read;
  if (total == ScoreInput::messages_sent || total == ScoreInput::messages_received) return RecordedActKind::message;
  return std::nullopt;
}

/// Asked about act after act, in the order of days.
class CapFilter {
 public:
  explicit CapFilter(const Caps& caps) : caps_(caps) {
    for (const DailyCap& cap : kDailyCaps)
      if (caps.*cap.most > 0) daily_[static_cast<std::size_t>(cap.kind)] = &cap;
  }

  bool counts(const RecordedAct& act) {
    if (act.day != day_) begin(act.day);
    if (act.kind == RecordedActKind::unfollow) return !caps_.followers_stay;
    const DailyCap* const daily = daily_[static_cast<std::size_t>(act.kind)];
    if (daily != nullptr && !within_day(act, *daily)) return false;
    const auto within = [](std::int64_t cap, std::int64_t& count) { return cap == 0 || ++count <= cap; };
    if (!is_reaction(act.kind)) return true;
    return within(caps_.reactions_a_person_day, of_pair_[{act.actor, act.target}]) &&
           within(caps_.reactions_a_day, received_[act.target]);
  }

 private:
  void begin(Day day) {
    day_ = day;
    of_pair_.clear();
    received_.clear();
    of_kind_.clear();
  }
  /// An act beyond the cap of either side is none of the other's.
  bool within_day(const RecordedAct& act, const DailyCap& cap) {
    std::int64_t unlimited = 0;
    std::int64_t& done = cap.of_actor ? of_kind_[{act.kind, true, act.actor}] : unlimited;
    std::int64_t& received = cap.of_target ? of_kind_[{act.kind, cap.alike, act.target}] : unlimited;
    const std::int64_t most = caps_.*cap.most;
    if (done >= most || received >= most) return false;
    ++done, ++received;
    return true;
  }

  const Caps& caps_;
  std::array<const DailyCap*, kRecordedActKinds> daily_{};  // of kinds that have a limit
  Day day_ = -1;
  std::map<std::pair<AgentId, AgentId>, std::int64_t> of_pair_;
  std::map<AgentId, std::int64_t> received_;
  std::map<std::tuple<RecordedActKind, bool, AgentId>, std::int64_t> of_kind_;  // true: what the person did
};

}  // namespace

std::string Caps::text() const {
  const auto at_most = [](const std::string& what, std::int64_t n) { return what + " <= " + std::to_string(n); };
  if (reactions_a_person_day > 0) return at_most("reactions of a person a day", reactions_a_person_day);
  if (reactions_a_day > 0) return at_most("reactions a day", reactions_a_day);
  for (const DailyCap& cap : kDailyCaps)
    if (this->*cap.most > 0) return at_most(std::string(cap.text) + " a day", this->*cap.most);
  if (followers_stay) return "who follows again is no new follower";
  if (age_days > 0) return "accounts count from day " + std::to_string(age_days) + " on";
  return "";
}

std::string Caps::rule() const {
  if (reactions_a_person_day > 0) return "most_a_day_and_person: " + std::to_string(reactions_a_person_day);
  if (followers_stay) return "act: follower_peak";
  if (reactions_a_day > 0) return "most_a_day: " + std::to_string(reactions_a_day);
  for (const DailyCap& cap : kDailyCaps)
    if (this->*cap.most > 0) return std::string(cap.rule) + ", most_a_day: " + std::to_string(this->*cap.most);
  return "";
}

bool Caps::limits(RecordedActKind kind) const {
  if (is_reaction(kind) && (reactions_a_person_day > 0 || reactions_a_day > 0)) return true;
  return std::any_of(kDailyCaps.begin(), kDailyCaps.end(),
                     [&](const DailyCap& cap) { return cap.kind == kind && this->*cap.most > 0; });
}

std::vector<RecordedAct> with_caps(std::vector<RecordedAct> acts, const Caps& caps, const NewAccounts& fresh) {
  if (caps == Caps{}) return acts;
  const bool too_new = fresh.age_days < caps.age_days;
  CapFilter filter(caps);
  std::erase_if(acts,
                [&](const RecordedAct& act) { return (too_new && act.actor >= fresh.first) || !filter.counts(act); });
  return acts;
}

void put_caps(Recording& recording, const Caps& caps) {
  recording.acts = with_caps(std::move(recording.acts), caps);
  for (RecordedCount& count : recording.counts) {
    const auto kind = counted_kind(count.total);
    if (!kind || !caps.limits(*kind)) continue;
    const std::int64_t most = kind == RecordedActKind::read ? caps.reads_a_day : caps.messages_a_day;
    count.count = static_cast<std::uint32_t>(std::min<std::int64_t>(count.count, most));
  }
}

double limited_acts(const Recording& recording, const Caps& caps) {
  double acts = 0;
  for (const RecordedAct& act : recording.acts) acts += caps.limits(act.kind);
  for (const RecordedCount& count : recording.counts)
    if (const auto kind = counted_kind(count.total); kind && caps.limits(*kind)) acts += count.count;
  return acts;
}

namespace {

std::int64_t usual(const std::vector<double>& counts) {
  return counts.empty() ? 1 : std::max<std::int64_t>(1, std::llround(quantile(counts, kUsualQuantile)));
}

/// How often a person did something on a day, or had it done to them, of days with any of it.
using DailyCounts = std::map<std::tuple<Day, AgentId, bool>, double>;

std::int64_t usual(const DailyCounts& counts) {
  std::vector<double> values;
  for (const auto& [key, count] : counts) values.push_back(count);
  return usual(values);
}

std::int64_t usual_of(const DailyCap& cap, const Recording& honest) {
  DailyCounts counts;
  for (const RecordedAct& act : honest.acts) {
    if (act.kind != cap.kind) continue;
    if (cap.of_actor) ++counts[{act.day, act.actor, true}];
    if (cap.of_target) ++counts[{act.day, act.target, cap.alike}];
  }
  for (const RecordedCount& count : honest.counts)
    if (counted_kind(count.total) == cap.kind)
      counts[{count.day, count.who, count.total != ScoreInput::messages_received}] += count.count;
  return usual(counts);
}

}  // namespace

std::vector<Caps> usual_caps(const Recording& honest, Day attack_days) {
  std::map<std::tuple<Day, AgentId, AgentId>, double> of_pair;
  DailyCounts received;
  for (const RecordedAct& act : honest.acts) {
    if (!is_reaction(act.kind)) continue;
    ++of_pair[{act.day, act.actor, act.target}];
    ++received[{act.day, act.target, false}];
  }
  std::vector<double> pairs;
  for (const auto& [key, count] : of_pair) pairs.push_back(count);
  std::vector<Caps> caps(4 + kDailyCaps.size());
  caps[0].reactions_a_person_day = usual(pairs);
  caps[1].reactions_a_day = usual(received);
  for (std::size_t k = 0; k < kDailyCaps.size(); ++k) {
    const std::size_t place = k < 2 ? 2 + k : 4 + k;  // behind those of posts and followers: age and followers who stay
    caps[place].*kDailyCaps[k].most = usual_of(kDailyCaps[k], honest);
  }
  caps[4].age_days = attack_days / 3;
  caps[5].followers_stay = true;
  return caps;
}

}  // namespace clout
