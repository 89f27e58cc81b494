// Faults between the keys of a scenario. Each check is a function of its own; all of them run, so that one reading
// shows all that is wrong. A range of one key alone stands in its visit, not here.
#include "sim/scenario/scenario_check.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/nearest.h"
#include "sim/core/parallel.h"
#include "sim/core/readable.h"
#include "sim/scenario/scenario_visit.h"
#include "sim/world/follow_graph.h"
#include "sim/world/ledger.h"

namespace clout {

std::optional<std::vector<std::string>> Check::strategy_names() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < s.strategies.size(); ++i) {
    if (refused(row("strategies", i) + ".name")) return std::nullopt;
    names.push_back(s.strategies[i].name);
  }
  return names;
}

std::string rounded_text(double value) { return number_text(std::round(value * 1e6) / 1e6); }
std::string days_text(double days) { return duration_text(days, TimeUnit::days); }

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string not_known(const std::string& word, const char* kind, const std::vector<std::string>& known) {
  const std::string meant = did_you_mean(word, known);
  return in_quotes(word) + " is no " + kind + (meant.empty() ? "; there are " + list_of(known) : meant);
}

void check_duplicates(const Check& c, const std::string& list, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!names[i].empty() && std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
                                 names.begin() + static_cast<std::ptrdiff_t>(i))
      c.refuse(c.row(list, i), in_quotes(names[i]) + " stands there already; give it another name or leave it out");
}

bool fits_name(char ch) {
  return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '-';
}

std::string name_fault(const std::string& name) {
  if (name == "ALL") return "'ALL' is the row of everybody in the tables; give it another name";
  if (!name.empty() && std::all_of(name.begin(), name.end(), fits_name)) return "";
  return in_quotes(name) + " cannot be a name; letters, digits, _ and - would do";
}

void check_names(const Check& c, const std::string& list, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const std::string fault = name_fault(names[i]); !fault.empty() && !names[i].empty())
      c.refuse(c.row(list, i), fault);
}

std::string score_path(const Check& c, std::size_t k) {
  const std::size_t visible = c.s.visible != "none" ? 1 : 0;
  return k < visible ? "scoring.visible" : c.row("scoring.shadow", k - visible);
}

namespace {

constexpr double kLastDay = 65000;  // days are kept in 16 bits

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

/// A score has to have a number for somebody of whom nothing is known yet: everybody on day 0.
void check_beginnings(const Check& c) {
  const FollowGraph nobody_follows(1);
  const Ledger nothing_happened(1);
  ThreadPool pool(1);
  for (std::size_t k = 0; k < c.s.scores.size(); ++k) {
    const ScoreSpec& score = c.s.scores[k];
    const std::string path = score_path(c, k);
    if (score.setup == nullptr || c.refused_below(path)) continue;
    try {
      std::vector<float> scores(1);
      score.setup->build()->start({.agents = 1, .follows = nobody_follows, .ledger = nothing_happened}, pool, scores);
    } catch (const std::exception& error) {
      c.refuse(path, score.name + " cannot begin: " + error.what());
    }
  }
}

/// A score that remembers longer than the burn-in still shows how the world began when measuring starts.
void check_memories(const Check& c) {
  double needed = 0;
  std::string whose;
  std::vector<std::string> seen;
  for (const ScoreSpec& score : c.s.scores) {
    if (score.setup == nullptr || contains(seen, score.name)) continue;  // check_scores refuses the second
    seen.push_back(score.name);
    try {
      const double memory = score.setup->build()->burn_in_days(c.s.mechanisms.react.fade_days);
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

// ---- Population and network ----

void check_data_file(const Check& c, const std::string& key, const std::string& file) {
  const std::string cause = why_no_regular_file(file);
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
  // Of one that was refused nobody knows the name: the default stands for it.
  const bool is_known = !c.refused("scoring.visible") && !c.refused("scoring.visible.name") &&
                        !c.document.find("scoring.visible").is_set_aside();
  for (std::size_t i = 0; i < shadows.size(); ++i) {
    if (shadows[i] != c.s.visible || !is_known) continue;
    c.refuse(c.row("scoring.shadow", i),
             in_quotes(shadows[i]) + " is the visible score and is measured anyway; leave it out");
    shadows[i].clear();  // said
  }
  for (std::size_t k = 0; k < c.s.scores.size(); ++k) {
    const std::string key = score_path(c, k) + ".name";
    if (c.document.find(score_path(c, k)).is_set_aside() || !c.document.find(key).is_scalar() || c.refused(key))
      continue;
    if (c.document.find(key).text().empty()) c.refuse(key, name_fault(""));
  }
  check_duplicates(c, "scoring.shadow", shadows);
  check_names(c, "scoring.shadow", shadows);
  check_names(c, "scoring.visible", {c.s.visible});
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

void check_interventions(const Check& c) {
  std::vector<std::string> scores;
  for (const ScoreSpec& score : c.s.scores) scores.push_back(score.name);
  const auto strategies = c.strategy_names();
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
    const double beside = c.s.population.hours_offline_max + c.s.population.hours_offline_added;
    if (what.kind == "newcomers" && what.hours_online > 0 && what.hours_online + beside > kHoursPerWeek &&
        !c.refused(path + ".hours_online"))
      c.refuse(path + ".hours_online", rounded_text(what.hours_online) + " hours online and up to " +
                                           rounded_text(beside) + " offline are more than the 168 of a week; less of " +
                                           "either would do");
    if (what.kind == "show_score") {
      if (what.score.empty()) {
        c.refuse(path,
                 "show_score needs the score to show" + (scores.empty() ? std::string("; name one in scoring.shadow")
                                                                        : "; write score: " + scores.front()));
      } else if (!contains(scores, what.score)) {
        c.refuse(path + ".score", scores.empty() ? in_quotes(what.score) + " is not computed; add it to scoring.shadow"
                                                 : not_known(what.score, "score of this scenario", scores));
      }
    } else if (what.kind == "newcomers" && !what.strategy.empty() && strategies &&
               !contains(*strategies, what.strategy)) {
      c.refuse(path + ".strategy", not_known(what.strategy, "strategy of this scenario", *strategies));
    } else if (what.kind.ends_with("_score") && !ever_visible) {
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
  check_people(c);
  check_answers(c);
  check_network(c);
  check_scores(c);
  check_beginnings(c);
  check_values(c);
  check_measure_names(c);
  check_interventions(c);
}

}  // namespace clout
