// What is kept and asked about the next hour: margins, and the decomposition that is made of them.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/ids.h"
#include "sim/core/params.h"
#include "sim/scenario/hybrids.h"
#include "sim/scenario/scenario_check.h"

namespace clout {
namespace {

void check_margins(const Check& c) {
  const ForkParams& m = c.s.margins;
  for (std::size_t i = 0; i < m.horizon_days.size(); ++i)
    if (const double day = m.horizon_days[i]; day != std::floor(day))
      c.refuse(c.row("margins.horizon_days", i),
               number_text(day) + " is no whole day; write " + number_text(std::floor(day)));
  if (m.step_hours <= 0) return;
  if (c.s.horizon_days < kGainWindowDays && !c.refused("horizon"))
    c.refuse("margins.step_hours", "a gain is the mean of " + days_text(kGainWindowDays) + " and the horizon is " +
                                       days_text(c.s.horizon_days) + "; a longer horizon, or step_hours: 0, would do");
  if (c.s.probes.share <= 0 && !c.refused("probes.share"))
    c.refuse("margins.step_hours", "margins are those of probes and there are none; probes.share: 0.02 would do");
  const double most = c.s.probes.hours_online_max + c.s.probes.hours_offline_max + m.step_hours;
  if (most > kHoursPerWeek && most - m.step_hours <= kHoursPerWeek)
    c.refuse("margins.step_hours",
             "the largest doses of probes leave no " + rounded_text(m.step_hours) + " hours of a week's 168");
}

/// A hybrid that differs in more than it says would have that difference counted as one of approach or time.
void check_hybrid(const Check& c, const char* key, const StrategySpec& hybrid, const StrategySpec& approach,
                  const StrategySpec& time) {
  const auto fields = [](const StrategySpec& spec) {
    ParamLister lister;
    if (spec.setup != nullptr) spec.setup->visit(lister);
    return lister.list();
  };
  const std::vector<ParamRow> has = fields(hybrid), approaches = fields(approach), spends = fields(time);
  if (has.size() != approaches.size() || has.size() != spends.size()) return;  // one was refused, or is no plan
  for (std::size_t k = 0; k < has.size(); ++k) {
    const bool whom = says_whom(has[k].path);
    const ParamRow& wanted = (whom ? approaches : spends)[k];
    if (has[k].default_text != wanted.default_text)
      c.refuse(std::string("decomposition.") + key,
               in_quotes(hybrid.name) + " has " + has[k].path + ' ' + has[k].default_text + " and " +
                   in_quotes((whom ? approach : time).name) + ' ' + wanted.default_text + "; write " + has[k].path +
                   ": " + wanted.default_text);
  }
}

void check_decomposition(const Check& c) {
  const DecompositionParams& d = c.s.decomposition;
  if (d.strategy.empty()) {
    if (!(d.than + d.approach_of_strategy + d.time_of_strategy).empty() || !d.hours_offline.empty())
      c.refuse("decomposition", "a strategy is missing; write strategy and than");
    return;
  }
  const auto told = c.strategy_names();
  const std::vector<std::string> names = told.value_or(std::vector<std::string>());
  const std::array<std::pair<const char*, const std::string*>, 4> wanted = {
      {{"strategy", &d.strategy},
       {"than", &d.than},
       {"approach_of_strategy", &d.approach_of_strategy},
       {"time_of_strategy", &d.time_of_strategy}}};
  std::vector<const StrategySpec*> found;
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    const std::string* const name = wanted[k].second;
    const std::string path = std::string("decomposition.") + wanted[k].first;
    const auto at = std::find(names.begin(), names.end(), *name);
    const bool twice = std::any_of(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(k),
                                   [&](const auto& before) { return *before.second == *name; });
    if (at == names.end() && !told && !name->empty()) {
      continue;  // it may be one that was refused
    } else if (at == names.end()) {
      c.refuse(path, name->empty() ? "is missing; name a strategy of this scenario"
                                   : not_known(*name, "strategy of this scenario", names));
    } else if (twice) {
      c.refuse(path, in_quotes(*name) + " is named already; the four are different strategies");
    } else if (!c.s.probes.strategies.empty() && !contains(c.s.probes.strategies, *name)) {
      c.refuse(path, in_quotes(*name) + " is not lived by probes; add it to probes.strategies");
    } else {
      found.push_back(&c.s.strategies[static_cast<std::size_t>(at - names.begin())]);
    }
  }
  if (c.s.margins.step_hours <= 0)
    c.refuse("decomposition", "it is made from outcomes that are kept with margins; margins.step_hours: 1 would do");
  if (!d.hours_offline.empty() && d.hours_offline.size() != 2)
    c.refuse("decomposition.hours_offline", "expected two doses, of 'strategy' and of 'than'; [] takes their means");
  for (const double hours : d.hours_offline)
    if (hours > c.s.probes.hours_offline_max)
      c.refuse("decomposition.hours_offline", number_text(hours) + " is beyond the largest dose of a probe, " +
                                                  number_text(c.s.probes.hours_offline_max));
  if (found.size() < wanted.size()) return;
  check_hybrid(c, "approach_of_strategy", *found[2], *found[0], *found[1]);
  check_hybrid(c, "time_of_strategy", *found[3], *found[1], *found[0]);
}

}  // namespace

void check_answers(const Check& c) {
  check_margins(c);
  check_decomposition(c);
}

}  // namespace clout
