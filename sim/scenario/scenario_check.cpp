// Faults between the keys of a scenario. Each check is a function of its own; all of them run, so that one reading
// shows all that is wrong. A range of one key alone stands in its visit, not here.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sim/core/ids.h"
#include "sim/core/nearest.h"
#include "sim/scenario/scenario_visit.h"

namespace clout {
namespace {

constexpr double kLastDay = 65000;    // days are kept in 16 bits
constexpr double kShareError = 1e-6;  // of a sum of shares written in decimals

/// What all checks need: the scenario, where its keys were written, where faults go.
struct Check {
  const Scenario& s;
  const Document& document;
  Faults& faults;
  const std::vector<Fault> already;  ///< found before the checks

  void refuse(const std::string& path, const std::string& message) const {
    faults.add(document.place_of(path), path, message);
  }
  /// True if a key was refused already, so that `s` has its default there and says nothing about it.
  bool refused(const std::string& path) const {
    return std::any_of(already.begin(), already.end(), [&](const Fault& fault) { return fault.path == path; });
  }
  bool refused_below(const std::string& path) const {
    return std::any_of(already.begin(), already.end(),
                       [&](const Fault& f) { return f.path.rfind(path + '.', 0) == 0; });
  }
  /// Path of the i-th row of a list, by its name if that is how the file shows it.
  std::string row(const std::string& list, std::size_t i) const {
    const Section at = document.find(list);
    return at.is_list() && i < at.size() ? at.at(i).path() : list + '.' + std::to_string(i);
  }
};

std::string text_of(double value) { return number_text(std::round(value * 1e6) / 1e6); }
std::string days_text(double days) { return duration_text(days, TimeUnit::days); }

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "'x' is no role; did you mean 'y'?" or the list of what there is.
std::string not_known(const std::string& word, const char* kind, const std::vector<std::string>& known) {
  const std::string meant = did_you_mean(word, known);
  return in_quotes(word) + " is no " + kind + (meant.empty() ? "; there are " + list_of(known) : meant);
}

void check_name(const Check& c) {
  const std::string& name = c.s.name;
  const bool fits = !name.empty() && name.size() <= 100 && name[0] != '.' && name[0] != '-' &&
                    std::all_of(name.begin(), name.end(), [](char ch) {
                      return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
                             ch == '_' || ch == '-' || ch == '.';
                    });
  if (!fits) c.refuse("name", in_quotes(name) + " names a folder; write up to 100 letters, digits, '_', '-' or '.'");
}

// ---- Days ----

void check_days(const Check& c) {
  const double days = c.s.burn_in_days + c.s.horizon_days;
  if (days >= kLastDay)
    c.refuse("horizon", "burn-in and horizon are " + days_text(days) + " together; less than " + days_text(kLastDay) +
                            " would do");
  for (const auto& [path, value] : {std::pair{"burn_in", c.s.burn_in_days}, std::pair{"horizon", c.s.horizon_days}})
    if (value != std::floor(value))
      c.refuse(path, days_text(value) + " is no whole number of days; write '" + days_text(std::ceil(value)) + '\'');
  for (std::size_t i = 0; i < c.s.output.snapshot_days.size(); ++i) {
    const double day = c.s.output.snapshot_days[i];
    const std::string path = c.row("output.snapshot_days", i);
    if (day != std::floor(day)) {
      c.refuse(path, number_text(day) + " is no whole day; write " + number_text(std::floor(day)));
    } else if (day >= days && days < kLastDay && !c.refused("horizon") && !c.refused("burn_in")) {
      c.refuse(path, "day " + number_text(day) + " is never lived; burn-in and horizon end after day " +
                         number_text(days - 1));
    }
  }
}

/// A score that remembers longer than the burn-in still shows how the world began when measuring starts.
void check_memories(const Check& c) {
  double needed = 0;
  std::string whose;
  for (const ScoreSpec& score : c.s.scores) {
    if (score.setup == nullptr) continue;
    try {
      const double memory = score.setup->build()->memory_days(c.s.mechanisms.react.fade_days);
      if (memory <= 0) continue;
      const double days = std::ceil(memory + score.update_every_days - 1);
      if (days <= needed) continue;
      needed = days;
      whose = "the memory of " + score.name + ", " + days_text(memory) +
              (score.update_every_days > 1 ? ", published every " + days_text(score.update_every_days) : "");
    } catch (const std::exception& error) {
      c.refuse("scoring", score.name + " cannot be built: " + error.what());
    }
  }
  if (c.s.burn_in_days < needed && !c.refused("burn_in") && !c.refused_below("scoring"))
    c.refuse("burn_in",
             days_text(c.s.burn_in_days) + " is shorter than " + whose + "; write '" + days_text(needed) + "' or more");
}

// ---- Who ----

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
  std::string hint = "; divide each by " + text_of(sum);
  const auto most =
      std::max_element(shares.begin(), shares.end(), [](const Share& a, const Share& b) { return a.share < b.share; });
  const double rest = 1 - (sum - most->share);
  if (sum <= 0) hint = "";
  if (rest > 0 && rest <= 1) hint = "; a share of " + text_of(rest) + " for " + in_quotes(most->name) + " would do";
  c.refuse(list, "shares sum to " + text_of(sum) + ", not to 1" + hint);
}

void check_duplicates(const Check& c, const std::string& list, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!names[i].empty() && std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
                                 names.begin() + static_cast<std::ptrdiff_t>(i))
      c.refuse(c.row(list, i), in_quotes(names[i]) + " stands there already; give it another name or leave it out");
}

// Names stand in tables, in file columns and in paths of --set; ALL is the row of everybody.
void check_names(const Check& c, const std::string& list, const std::vector<std::string>& names) {
  const auto fits = [](char ch) {
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '-';
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == "ALL") {
      c.refuse(c.row(list, i), "'ALL' is the row of everybody in the tables; give it another name");
    } else if (!names[i].empty() && !std::all_of(names[i].begin(), names[i].end(), fits)) {
      c.refuse(c.row(list, i), in_quotes(names[i]) + " cannot be a name; letters, digits, _ and - would do");
    }
  }
}

std::vector<std::string> role_names(const Scenario& s) {
  std::vector<std::string> names;
  for (const RoleParams& role : s.population.roles) names.push_back(role.name);
  return names;
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
  for (std::size_t i = 0; i < c.s.strategies.size(); ++i) {
    if (c.s.strategies[i].setup == nullptr) continue;
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

void check_probes(const Check& c) {
  std::vector<std::string> names;
  for (const StrategySpec& spec : c.s.strategies)
    if (!spec.name.empty()) names.push_back(spec.name);
  for (std::size_t i = 0; i < c.s.probes.strategies.size(); ++i)
    if (const std::string& name = c.s.probes.strategies[i]; !contains(names, name))
      c.refuse(c.row("probes.strategies", i), not_known(name, "strategy of this scenario", names));
  check_duplicates(c, "probes.strategies", c.s.probes.strategies);
}

void check_doses(const Check& c, const std::string& group, double online, double offline) {
  const double added = c.s.population.hours_online_added + c.s.population.hours_offline_added;
  if (group == "population" && added > 0 && online + offline + added > kHoursPerWeek) {
    const char* key = c.s.population.hours_online_added > 0 ? ".hours_online_added" : ".hours_offline_added";
    c.refuse(group + key, "the most hours and those added are " + text_of(online + offline + added) +
                              " together, a week has 168; smaller hours_online_max and hours_offline_max would do");
    return;
  }
  if (online + offline <= kHoursPerWeek) return;
  if (c.refused(group + ".hours_online_max") || c.refused(group + ".hours_offline_max")) return;
  // The place of the key that was written; both may have been.
  const std::string key =
      c.document.find(group + ".hours_offline_max").exists() ? ".hours_offline_max" : ".hours_online_max";
  const double other = key == ".hours_offline_max" ? online : offline;
  c.refuse(group + key, "hours_online_max and hours_offline_max are " + text_of(online + offline) +
                            " hours together, a week has 168; " + text_of(kHoursPerWeek - other) + " would do");
}

void check_margins(const Check& c) {
  const ForkParams& m = c.s.margins;
  for (std::size_t i = 0; i < m.days.size(); ++i) {
    const std::string path = c.row("margins.days", i);
    if (m.days[i] != std::floor(m.days[i]))
      c.refuse(path, number_text(m.days[i]) + " is no whole day; write " + number_text(std::floor(m.days[i])));
  }
  if (m.step_hours <= 0) return;
  if (c.s.horizon_days < kGainWindowDays && !c.refused("horizon"))
    c.refuse("margins.step_hours", "a gain is the mean of " + days_text(kGainWindowDays) + " and the horizon is " +
                                       days_text(c.s.horizon_days) + "; a longer horizon, or step_hours: 0, would do");
  if (c.s.probes.share <= 0 && !c.refused("probes.share"))
    c.refuse("margins.step_hours", "margins are those of probes and there are none; probes.share: 0.02 would do");
  const double most = c.s.probes.hours_online_max + c.s.probes.hours_offline_max + m.step_hours;
  if (most > kHoursPerWeek && most - m.step_hours <= kHoursPerWeek)
    c.refuse("margins.step_hours",
             "the largest doses of probes leave no " + text_of(m.step_hours) + " hours of a week's 168");
}

// ---- Population and network ----

void check_data_file(const Check& c, const std::string& key, const std::string& file) {
  std::error_code error;
  std::string cause;
  errno = 0;
  if (std::filesystem::is_directory(file, error)) {
    cause = "it is a folder";
  } else if (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error)) {
    cause = "it is no regular file (a pipe is read once, a device has no end)";
  } else if (!std::ifstream(file)) {
    cause = errno != 0 ? std::strerror(errno) : "it cannot be opened";
  }
  if (cause.empty()) return;
  const Section written = c.document.find(key);
  c.refuse(key, in_quotes(written.is_scalar() ? written.text() : file) + " cannot be read: " + cause +
                    "; paths start at the scenario's folder");
}

void check_network(const Check& c) {
  const NetworkParams& n = c.s.network;
  if (!c.s.population.file.empty()) check_data_file(c, "population.file", c.s.population.file);
  if (n.kind == "edge_list") {
    if (!n.file.empty()) check_data_file(c, "population.network.file", n.file);
  } else if (!n.file.empty() && !c.refused("population.network.kind")) {
    c.refuse("population.network.file", "is read by kind: edge_list alone; leave it out or write kind: edge_list");
  }
  const auto others = static_cast<double>(std::max<std::int64_t>(1, c.s.population.agents - 1));
  if (n.kind == "fitness" && n.following_mean > others && c.s.population.file.empty() &&
      !c.refused("population.agents"))
    c.refuse("population.network.following_mean", number_text(n.following_mean) + " followees among " +
                                                      std::to_string(c.s.population.agents) + " agents; " +
                                                      number_text(others) + " or less would do");
}

// ---- Scores, value, interventions ----

void check_scores(const Check& c) {
  std::vector<std::string> shadows;
  for (const ScoreSpec& score : c.s.scores) shadows.push_back(score.name);
  if (c.s.visible != "none" && !shadows.empty()) shadows.erase(shadows.begin());
  for (std::size_t i = 0; i < shadows.size(); ++i)
    if (shadows[i] == c.s.visible)
      c.refuse(c.row("scoring.shadow", i),
               in_quotes(shadows[i]) + " is the visible score and is measured anyway; leave it out");
  check_duplicates(c, "scoring.shadow", shadows);
  if (c.document.find("scoring.visible").is_null())
    c.refuse("scoring.visible", "got nothing; write none, or the name of a score");
}

void check_values(const Check& c) {
  std::vector<std::string> names;
  for (const ValueSpec& value : c.s.values) names.push_back(value.name);
  check_duplicates(c, "value.models", names);
  check_names(c, "value.models", names);
  if (names.empty()) c.refuse("value.models", "there is none; write at least one");
}

/// Fields of a plan that say whom it approaches and meets; all others say how it spends its time.
constexpr std::array<const char*, 11> kApproach = {"by_score",        "by_affinity",   "by_bio",       "among_ties",
                                                   "at_random",       "bio_role",      "bio_own_city", "meet_ties",
                                                   "meet_introduced", "meet_answered", "meet_event"};

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
    const bool whom = std::find(kApproach.begin(), kApproach.end(), has[k].path) != kApproach.end();
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
      c.refuse("decomposition", "a strategy is missing; write strategy, than, approach_of_strategy, time_of_strategy");
    return;
  }
  std::vector<std::string> names;
  for (const StrategySpec& spec : c.s.strategies) names.push_back(spec.name);
  const std::array<std::pair<const char*, const std::string*>, 4> wanted = {
      {{"strategy", &d.strategy},
       {"than", &d.than},
       {"approach_of_strategy", &d.approach_of_strategy},
       {"time_of_strategy", &d.time_of_strategy}}};
  std::vector<const StrategySpec*> found;
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    const auto& [key, name] = wanted[k];
    const std::string path = std::string("decomposition.") + key;
    const auto at = std::find(names.begin(), names.end(), *name);
    const bool twice = std::any_of(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(k),
                                   [&](const auto& before) { return *before.second == *name; });
    if (at == names.end()) {
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

void check_interventions(const Check& c) {
  std::vector<std::string> scores;
  for (const ScoreSpec& score : c.s.scores) scores.push_back(score.name);
  bool ever_visible = c.s.visible != "none";
  for (const InterventionSpec& i : c.s.interventions) ever_visible = ever_visible || i.kind == "show_score";
  for (std::size_t i = 0; i < c.s.interventions.size(); ++i) {
    const InterventionSpec& what = c.s.interventions[i];
    const std::string path = c.row("interventions", i);
    if (what.day != std::floor(what.day)) {
      c.refuse(path + ".day",
               days_text(what.day) + " is no whole number of days; write '" + days_text(std::floor(what.day)) + '\'');
    } else if (what.day >= c.s.horizon_days && !c.refused(path + ".day") && !c.refused("horizon")) {
      c.refuse(path + ".day", days_text(what.day) + " is after the last day; less than the horizon, " +
                                  days_text(c.s.horizon_days) + ", would do");
    }
    if (what.kind == "show_score") {
      if (what.score.empty()) {
        c.refuse(path,
                 "show_score needs the score to show" + (scores.empty() ? std::string("; name one in scoring.shadow")
                                                                        : "; write score: " + scores.front()));
      } else if (!contains(scores, what.score)) {
        c.refuse(path + ".score", scores.empty() ? in_quotes(what.score) + " is not computed; add it to scoring.shadow"
                                                 : not_known(what.score, "score of this scenario", scores));
      }
    } else if ((what.kind == "hide_score" || what.kind == "reset_score") && !ever_visible) {
      c.refuse(path + ".kind", what.kind + " does nothing: no score is visible; name one in scoring.visible");
    }
  }
}

}  // namespace

void check_scenario(const Scenario& scenario, const Document& document, Faults& faults) {
  const Check c{scenario, document, faults, faults.sorted()};
  check_name(c);
  check_days(c);
  check_memories(c);
  check_strategies(c);
  check_plans(c);
  check_probes(c);
  check_margins(c);
  check_doses(c, "population", scenario.population.hours_online_max, scenario.population.hours_offline_max);
  check_doses(c, "probes", scenario.probes.hours_online_max, scenario.probes.hours_offline_max);
  check_network(c);
  check_scores(c);
  check_values(c);
  check_decomposition(c);
  check_interventions(c);
}

}  // namespace clout
