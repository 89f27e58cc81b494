#include "sim/audit/caps.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "sim/analysis/inequality.h"

namespace clout {
namespace {

constexpr double kUsualQuantile = 0.99;

/// Asked about act after act, in the order of days.
class CapFilter {
 public:
  explicit CapFilter(const Caps& caps) : caps_(caps) {}

  bool counts(const RecordedAct& act) {
    if (act.day != day_) begin(act.day);
    const auto within = [](std::int64_t cap, std::int64_t& count) { return cap == 0 || ++count <= cap; };
    if (act.kind == RecordedActKind::post) return within(caps_.posts_a_day, posts_[act.actor]);
    if (act.kind == RecordedActKind::unfollow) return !caps_.followers_stay;
    if (act.kind == RecordedActKind::follow) return within(caps_.followers_a_day, followers_[act.target]);
    if (!is_reaction(act.kind)) return true;
    return within(caps_.reactions_a_person_day, of_pair_[{act.actor, act.target}]) &&
           within(caps_.reactions_a_day, received_[act.target]);
  }

 private:
  void begin(Day day) {
    day_ = day;
    of_pair_.clear();
    received_.clear();
    posts_.clear();
    followers_.clear();
  }

  const Caps& caps_;
  Day day_ = -1;
  std::map<std::pair<AgentId, AgentId>, std::int64_t> of_pair_;
  std::map<AgentId, std::int64_t> received_, posts_, followers_;
};

}  // namespace

std::string Caps::text() const {
  const auto at_most = [](const char* what, std::int64_t n) { return std::string(what) + " <= " + std::to_string(n); };
  if (reactions_a_person_day > 0) return at_most("reactions of a person a day", reactions_a_person_day);
  if (reactions_a_day > 0) return at_most("reactions a day", reactions_a_day);
  if (posts_a_day > 0) return at_most("posts a day", posts_a_day);
  if (followers_a_day > 0) return at_most("new followers a day", followers_a_day);
  if (followers_stay) return "who follows again is no new follower";
  if (age_days > 0) return "accounts count from day " + std::to_string(age_days) + " on";
  return "";
}

std::string Caps::rule() const {
  if (reactions_a_person_day > 0) return "most_a_day_and_person: " + std::to_string(reactions_a_person_day);
  if (followers_stay) return "act: follower_peak";
  const std::int64_t a_day = std::max({reactions_a_day, posts_a_day, followers_a_day});
  return a_day > 0 ? "most_a_day: " + std::to_string(a_day) : "";
}

bool Caps::limits(RecordedActKind kind) const {
  return (is_reaction(kind) && (reactions_a_person_day > 0 || reactions_a_day > 0)) ||
         (kind == RecordedActKind::post && posts_a_day > 0) || (kind == RecordedActKind::follow && followers_a_day > 0);
}

std::vector<RecordedAct> with_caps(std::vector<RecordedAct> acts, const Caps& caps, const NewAccounts& fresh) {
  if (caps == Caps{}) return acts;
  const bool too_new = fresh.age_days < caps.age_days;
  CapFilter filter(caps);
  std::erase_if(acts,
                [&](const RecordedAct& act) { return (too_new && act.actor >= fresh.first) || !filter.counts(act); });
  return acts;
}

std::vector<Caps> usual_caps(const Recording& honest, Day attack_days) {
  std::map<std::tuple<Day, AgentId, AgentId>, double> of_pair;
  std::map<std::pair<Day, AgentId>, double> received, posts, followers;
  for (const RecordedAct& act : honest.acts) {
    if (act.kind == RecordedActKind::post) ++posts[{act.day, act.actor}];
    if (act.kind == RecordedActKind::follow) ++followers[{act.day, act.target}];
    if (!is_reaction(act.kind)) continue;
    ++of_pair[{act.day, act.actor, act.target}];
    ++received[{act.day, act.target}];
  }
  const auto usual = [](const auto& counts) {
    std::vector<double> values;
    for (const auto& [key, count] : counts) values.push_back(count);
    return values.empty() ? 1 : std::max<std::int64_t>(1, std::llround(quantile(values, kUsualQuantile)));
  };
  std::vector<Caps> caps(6);
  caps[0].reactions_a_person_day = usual(of_pair);
  caps[1].reactions_a_day = usual(received);
  caps[2].posts_a_day = usual(posts);
  caps[3].followers_a_day = usual(followers);
  caps[4].age_days = attack_days / 3;
  caps[5].followers_stay = true;
  return caps;
}

}  // namespace clout
