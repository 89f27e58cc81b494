#include "models/scoring/rules_engagers.h"

#include <algorithm>

namespace clout {

NewEngagers::NewEngagers(const EngagerRule& rule) : again_after_days_(static_cast<Day>(rule.again_after_days)) {
  const auto asked = [&](Act act) {
    return rule.acts.empty() || std::count(rule.acts.begin(), rule.acts.end(), name_of(act)) > 0;
  };
  kinds_ = {asked(Act::like_received), asked(Act::reshare_received), asked(Act::reply_received)};
}

std::uint32_t NewEngagers::count(std::span<const Reaction> mail, Day day, Scratch& scratch) {
  if (mail.empty()) return 0;
  const AgentId target = mail.front().target;
  const std::span<Counted> known = counted_.of(target);
  scratch.fresh.clear();
  std::uint32_t again = 0;
  for (std::size_t i = 0; i < mail.size();) {
    const AgentId who = mail[i].source;
    bool reacts = false;
    for (; i < mail.size() && mail[i].source == who; ++i) reacts |= kinds_[static_cast<std::size_t>(mail[i].kind)];
    if (!reacts) continue;
    const auto entry = std::lower_bound(known.begin(), known.end(), who,
                                        [](const Counted& counted, AgentId other) { return counted.who < other; });
    if (entry == known.end() || entry->who != who) {
      scratch.fresh.push_back({who, day});
    } else if (counts_again(*entry, day)) {
      entry->day = day;
      ++again;
    }
  }
  if (!scratch.fresh.empty()) remember(target, day, scratch);
  return again + static_cast<std::uint32_t>(scratch.fresh.size());
}

// Puts the fresh among the known, and lets go of those who would count again.
void NewEngagers::remember(AgentId target, Day day, Scratch& scratch) {
  const std::span<const Counted> known = counted_.of(target);
  scratch.merged.clear();
  auto fresh = scratch.fresh.begin();
  for (const Counted& entry : known) {
    for (; fresh != scratch.fresh.end() && fresh->who < entry.who; ++fresh) scratch.merged.push_back(*fresh);
    if (!counts_again(entry, day)) scratch.merged.push_back(entry);
  }
  scratch.merged.insert(scratch.merged.end(), fresh, scratch.fresh.end());
  counted_.assign(target, scratch.merged);
}

}  // namespace clout
