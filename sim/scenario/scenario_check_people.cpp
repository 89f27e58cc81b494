// Who lives how: shares and roles of strategies, what they plan, probes and doses.
#include <algorithm>
#include <cmath>
#include <exception>
#include <string>
#include <vector>

#include "sim/core/ids.h"
#include "sim/scenario/scenario_check.h"

namespace clout {
namespace {

constexpr double kShareError = 1e-6;  // of a sum of shares written in decimals

struct Share {
  std::string name;
  double share;
};

void check_shares(const Check& c, const std::string& list, const std::vector<Share>& shares) {
  if (shares.empty()) {
    c.refuse(list, "there is none; write at least one");
    return;
  }
  double sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (c.refused(c.row(list, i) + ".share")) return;
    sum += shares[i].share;
  }
  if (std::fabs(sum - 1) <= kShareError) return;
  std::string hint = "; divide each by " + rounded_text(sum);
  const auto most =
      std::max_element(shares.begin(), shares.end(), [](const Share& a, const Share& b) { return a.share < b.share; });
  const double rest = 1 - (sum - most->share);
  if (sum <= 0) hint = "";
  if (rest > 0 && rest <= 1)
    hint = "; a share of " + rounded_text(rest) + " for " + in_quotes(most->name) + " would do";
  c.refuse(list, "shares sum to " + rounded_text(sum) + ", not to 1" + hint);
}

std::vector<std::string> role_names(const Scenario& s) {
  std::vector<std::string> names;
  for (const RoleParams& role : s.population.roles) names.push_back(role.name);
  return names;
}

void check_roles(const Check& c) {
  std::vector<Share> shares;
  for (const RoleParams& role : c.s.population.roles) shares.push_back({role.name, role.share});
  if (!shares.empty()) check_shares(c, "population.roles", shares);
}

void check_strategies(const Check& c) {
  std::vector<Share> shares;
  std::vector<std::string> names;
  for (const StrategySpec& spec : c.s.strategies) {
    shares.push_back({spec.name, spec.share});
    names.push_back(spec.name);
  }
  check_shares(c, "strategies", shares);
  check_duplicates(c, "strategies", names);
  check_names(c, "strategies", names);
  if (shares.size() > 200) c.refuse("strategies", std::to_string(shares.size()) + " strategies; at most 200 would do");

  const std::vector<std::string> roles = role_names(c.s);
  bool all_known = true;
  for (std::size_t i = 0; i < c.s.strategies.size(); ++i)
    for (std::size_t k = 0; k < c.s.strategies[i].roles.size(); ++k)
      if (const std::string& role = c.s.strategies[i].roles[k]; !contains(roles, role)) {
        c.refuse(c.row(c.row("strategies", i) + ".roles", k), not_known(role, "role of the population", roles));
        all_known = false;
      }
  for (std::size_t i = 0; i < shares.size(); ++i)
    all_known = all_known && !c.refused(c.row("strategies", i) + ".share");
  if (!all_known) return;
  for (const RoleParams& role : c.s.population.roles) {
    const bool open = std::any_of(c.s.strategies.begin(), c.s.strategies.end(), [&](const StrategySpec& spec) {
      return spec.share > 0 && (spec.roles.empty() || contains(spec.roles, role.name));
    });
    if (!open && role.share > 0 && !c.s.strategies.empty())
      c.refuse("strategies", "no strategy is open to the role " + in_quotes(role.name) +
                                 "; add it to the roles of one, or leave out the roles of one");
  }
}

/// What a strategy of the file plans: it may search bios for a role that nobody has.
void check_plans(const Check& c) {
  const std::vector<std::string> roles = role_names(c.s);
  const Section written = c.document.find("strategies");
  for (std::size_t i = 0; i < c.s.strategies.size(); ++i) {
    if (c.s.strategies[i].setup == nullptr) continue;
    if (written.is_list() && i >= written.size()) continue;  // a hybrid, made of some that are checked
    const std::string path = c.row("strategies", i);
    try {
      const AgentId somebody = 0;
      std::uint32_t plan_of = 0;
      std::vector<Plan> plans;
      c.s.strategies[i].setup->build()->plan({&somebody, 1}, {}, plans, {&plan_of, 1});
      for (const Plan& plan : plans)
        if (plan.by_bio > 0 && !contains(roles, plan.bio_role))
          c.refuse(path + ".bio_role", not_known(plan.bio_role, "role of the population", roles));
    } catch (const std::exception& error) {
      c.refuse(path, std::string("cannot be planned: ") + error.what());
    }
  }
}

/// People who strive for a score need one.
void check_learners(const Check& c) {
  std::vector<std::string> scores;
  for (const ScoreSpec& spec : c.s.scores) scores.push_back(spec.name);
  for (std::size_t i = 0; i < c.s.strategies.size(); ++i) {
    if (c.s.strategies[i].setup == nullptr) continue;
    const Learning learning = c.s.strategies[i].setup->build()->learning();
    if (learning.goal != Learning::Goal::score) continue;
    const std::string path = c.row("strategies", i);
    if (!learning.score.empty() && !contains(scores, learning.score)) {
      c.refuse(path + ".score", not_known(learning.score, "score of this scenario", scores));
    } else if (scores.empty()) {
      c.refuse(path, "strives for a score, and the scenario has none; write one in scoring.visible or scoring.shadow");
    }
  }
}

void check_probes(const Check& c) {
  if (const auto names = c.strategy_names())
    for (std::size_t i = 0; i < c.s.probes.strategies.size(); ++i)
      if (const std::string& name = c.s.probes.strategies[i]; !contains(*names, name))
        c.refuse(c.row("probes.strategies", i), not_known(name, "strategy of this scenario", *names));
  check_duplicates(c, "probes.strategies", c.s.probes.strategies);
}

void check_doses(const Check& c, const std::string& group, double online, double offline) {
  const double added = c.s.population.hours_online_added + c.s.population.hours_offline_added;
  if (group == "population" && added > 0 && online + offline + added > kHoursPerWeek) {
    const char* key = c.s.population.hours_online_added > 0 ? ".hours_online_added" : ".hours_offline_added";
    c.refuse(group + key, "the most hours and those added are " + rounded_text(online + offline + added) +
                              " together, a week has 168; smaller hours_online_max and hours_offline_max would do");
    return;
  }
  if (online + offline <= kHoursPerWeek) return;
  if (c.refused(group + ".hours_online_max") || c.refused(group + ".hours_offline_max")) return;
  // The place of the key that was written; both may have been.
  const std::string key =
      c.document.find(group + ".hours_offline_max").exists() ? ".hours_offline_max" : ".hours_online_max";
  const double other = key == ".hours_offline_max" ? online : offline;
  c.refuse(group + key, "hours_online_max and hours_offline_max are " + rounded_text(online + offline) +
                            " hours together, a week has 168; " + rounded_text(kHoursPerWeek - other) + " would do");
}

}  // namespace

void check_people(const Check& c) {
  check_roles(c);
  check_strategies(c);
  check_plans(c);
  check_learners(c);
  check_probes(c);
  check_doses(c, "population", c.s.population.hours_online_max, c.s.population.hours_offline_max);
  check_doses(c, "probes", c.s.probes.hours_online_max, c.s.probes.hours_offline_max);
}

}  // namespace clout
