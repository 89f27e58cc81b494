#include "models/scoring/rules_engagers.h"

#include <algorithm>

namespace clout {

NewEngagers::NewEngagers(const EngagerRule& rule) : again_after_days_(static_cast<Day>(rule.again_after_days)) {
  const auto asked = [&](Act act) {
    return rule.acts.empty() || std::count(rule.acts.begin(), rule.acts.end(), name_of(act)) > 0;
  };
  kinds_ = {asked(Act::like_received), asked(Act::reshare_received), asked(Act::reply_received)};
}

std::uint32_t NewEngagers::count(std::span<const Reaction> mail, Day day) {
  std::uint32_t gained = 0;
  for (std::size_t i = 0; i < mail.size();) {
    const AgentId target = mail[i].target, who = mail[i].source;
    bool reacts = false;
    for (; i < mail.size() && mail[i].source == who; ++i) reacts |= kinds_[static_cast<std::size_t>(mail[i].kind)];
    gained += reacts && counts(target, who, day);
  }
  return gained;
}

bool NewEngagers::counts(AgentId target, AgentId who, Day day) {
  const auto place_in = [&](std::span<const Counted> list) {
    const auto before = [](const Counted& entry, AgentId other) { return entry.who < other; };
    return static_cast<std::size_t>(std::lower_bound(list.begin(), list.end(), who, before) - list.begin());
  };
  const std::span<Counted> list = counted_.of(target);
  const std::size_t at = place_in(list);
  const auto today = static_cast<std::int32_t>(day);
  if (at < list.size() && list[at].who == who) {
    if (again_after_days_ == 0 || day < list[at].day + again_after_days_) return false;
    list[at].day = today;
    return true;
  }
  forget(target, day);
  counted_.insert(target, place_in(counted_.of(target)), {who, today});
  return true;
}

// Those who would count again.
void NewEngagers::forget(AgentId target, Day day) {
  if (again_after_days_ == 0) return;
  const std::span<Counted> list = counted_.of(target);
  const auto kept = std::remove_if(list.begin(), list.end(),
                                   [&](const Counted& entry) { return day >= entry.day + again_after_days_; });
  counted_.truncate(target, static_cast<std::size_t>(kept - list.begin()));
}

}  // namespace clout
