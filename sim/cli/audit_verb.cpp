#include "sim/cli/audit_verb.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <span>
#include <utility>
#include <vector>

#include "sim/audit/audit.h"
#include "sim/cli/audit_card.h"
#include "sim/cli/audit_plan.h"
#include "sim/cli/command.h"
#include "sim/cli/figure_text.h"
#include "sim/cli/input_file.h"
#include "sim/cli/of_score.h"
#include "sim/cli/plan.h"
#include "sim/cli/progress.h"
#include "sim/cli/record_world.h"
#include "sim/core/faults.h"
#include "sim/core/table.h"
#include "sim/scenario/idle_parts.h"
#include "sim/scenario/score_file.h"

namespace clout {
namespace {

using Json = nlohmann::ordered_json;

// Of all scores, those of the whole graph are published once a week: else they would take most of the time.
constexpr double kGraphEveryDays = 7;

// The people of an audit, where the user names no scenario: as in the main one, and nobody chases.
constexpr const char* kCrowd = R"(schema: 1
name: crowd
burn_in: 90d
horizon: 90d
population: {agents: 2000}
scoring: {visible: none, shadow: []}
worlds: {count: 3}
)";

/// All that is said of a score.
struct Audited {
  AuditReport report;
  GameabilityCard card;
};

/// People who see no score, and to whom nothing is done. Scores of a scenario stay in it unseen: people who learn may
/// strive for one by its name.
Scenario crowd_scenario(const Options& options, const Catalogue& catalogue, Faults& faults) {
  std::vector<Override> overrides;
  for (const Override& o : options.overrides)
    if (o.path.starts_with("worlds.")) overrides.push_back(o);
  if (options.scenario.empty()) return read_scenario(kCrowd, "crowd.yaml", overrides, catalogue, faults);
  Faults said_below;
  if (!Document::load(options.scenario, said_below).find("scoring").exists())
    for (const auto& [path, value] : {std::pair{"scoring.visible", "none"}, std::pair{"scoring.shadow", "[]"}})
      overrides.push_back({path, value});
  Scenario scenario = load_scenario(options.scenario, overrides, catalogue, faults);
  if (faults.empty() && scenario.horizon_days < 1) {
    const Document document = Document::load(options.scenario, faults);
    faults.add(document.find("horizon").place(), "horizon",
               "an attack lives as long as the horizon, and this is shorter than a day; 1d or more would do");
  }
  scenario.visible = "none";
  scenario.permute_visible = false;
  scenario.margins = {};
  scenario.interventions.clear();
  return scenario;
}

Crowd live_crowd(const Scenario& scenario, std::uint64_t seed, const AuditParams& params, ThreadPool& pool) {
  const auto days = static_cast<Day>(scenario.burn_in_days + scenario.horizon_days);
  RecordedWorld world = record_world(scenario, seed, days, pool);
  std::vector<std::uint8_t> present(world.recording.agents(), 0);
  for (const AgentId a : world.society->present) present[a] = 1;
  return make_crowd(std::move(world.recording), present, world.society->network_worth, params);
}

/// Alike on all crowds as far as it is printed, as of a score that looks at nobody else: then one number says it.
std::string figure(const Interval& interval) {
  const bool alike = short_number(interval.low) == short_number(interval.high);
  return alike ? short_number(interval.estimate) : interval_text(interval);
}

/// What has to be said before a cap that does not make cheating pay less an hour.
std::string caution(const ExploitRow& row) {
  if (row.cap->holds()) return "";
  const bool fewer_in_all = row.cap->points.estimate < kCapMatters * row.points.estimate;
  return fewer_in_all ? "no less an hour, only less in all; " : "none against who knows it; ";
}

std::string cap_text(const ExploitRow& row) {
  if (!row.cap) return row.is_within_caps ? "none: within all" : "none of those tried";
  const CapEffect& effect = *row.cap;
  const std::string times =
      effect.times_honest.worlds > 0 ? ", " + interval_text(effect.times_honest) + " times honest" : "";
  const std::string loss = effect.honest_loss ? fmt::format("{:.2g} %", 100 * *effect.honest_loss) : "-";
  return fmt::format("{}{}: leaves {} points, {} an hour{}; honest loss {}", caution(row), effect.cap.text(),
                     figure(effect.points), figure(effect.points_an_hour), times, loss);
}

/// What has to be said below figures of one crowd.
std::string without_intervals(const AuditReport& report) {
  return report.crowds > 1 ? "" : "One crowd has no intervals: another may say something else.\n";
}

/// Name, hours, points, points an hour, times honest and ahead of.
std::vector<std::string> cells_of(const ExploitRow& row) {
  return {row.plan.name,
          short_number(row.hours),
          figure(row.points),
          figure(row.points_an_hour),
          row.times_honest.worlds > 0 ? interval_text(row.times_honest) : "-",
          fmt::format("{:.0f} %", 100 * row.ahead_of.estimate)};
}

bool pays(const ExploitRow& row) { return row.points.estimate > 0; }

std::string known(const Interval& interval) { return interval.worlds > 0 ? interval_text(interval) : "-"; }

/// The same the other way round.
Interval less(Interval interval) {
  std::swap(interval.low, interval.high);
  for (double* bound : {&interval.estimate, &interval.low, &interval.high}) *bound = 0 - *bound;
  return interval;
}

/// The figure of a card; one that is not known where there is none.
CardFigure figure_of(const GameabilityCard& card, const std::string& measure) {
  for (const CardFigure& figure : card.figures)
    if (figure.measure == measure) return figure;
  return {measure, {}, {}, {}};
}

constexpr const char* kStriverWords =
    "Wedge and Goodhart regret: a fifth of people live by the plan found that brings most of the score, a fifth by\n"
    "that for most gain, found where nobody sees a score, in the same hours, beside all others. Regret: the share of\n"
    "the second's gain that the first lose. Wedge: 0 = a point is worth to the first what it is to the second, 1 =\n"
    "nothing, above 1 = it harms. Of people who learn for years: scenarios/twins.yaml.\n";

/// A score on one card: what it says, what being seen makes of that, what cheating it pays.
void print_card(const Audited& audited, std::ostream& out) {
  const AuditReport& report = audited.report;
  const bool is_cheated = !report.rows.empty() && pays(report.rows[0]);
  Table table({"gameability card", "unseen", "seen", "seen less unseen"});
  for (const auto& [measure, name] :
       {std::pair("validity", "validity"), std::pair("newcomer_parity", "newcomer parity"),
        std::pair("engagement", "engagement"), std::pair("retention", "retention"), std::pair("wedge", "wedge"),
        std::pair("goodhart_regret", "Goodhart regret")}) {
    const CardFigure f = figure_of(audited.card, measure);
    table.add({name, known(f.unseen), known(f.seen), known(f.difference)});
  }
  table.add({"exploit score", is_cheated ? known(report.rows[0].times_honest) : "none found", "-", "-"});
  out << '\n'
      << table.text(stdout_columns())
      << "\nSeen: the same people and seeds, with the score in everybody's sight; in both lives they are drawn on and\n"
         "put off as in scenarios/will_they_stay.yaml (sizes assumed), unless their scenario says how. Validity: what\n"
         "it falls by is the validity loss. Newcomer parity: their score over that of others like them. Engagement:\n"
         "hours online over those people came with; retention: who has not left. Exploit score: times honest of the\n"
         "best exploit.\n"
      << kStriverWords;
  if (const Striving& found = audited.card.striving; found.plans_tried > 0)
    out << fmt::format("Plans found, of {} tried, as entries of strategies:\n  - {}\n  - {}\n", found.plans_tried,
                       plan_yaml("for_score", found.for_score), plan_yaml("for_value", found.for_value));
}

/// What the words and figures of the table of exploits mean.
void print_legend(const AuditReport& report, const AuditParams& params, std::ostream& out) {
  out << fmt::format(
             "An hour online brings the 95th percentile of honest people {} points; the median of all has {}.\n"
             "Points: beyond what doing nothing over these days brings; of `absence`, what the score grew by after\n"
             "all had stopped. Ahead of: people with a lower score at the end. Each plan is the best that {} tried\n"
             "ones led to within {} h a week. No exploit makes a tie, so what it gains of connection value is 0.\n"
             "Cap: of those tried, each by itself, the one that leaves fewest points an hour (of plans ahead of fewer\n"
             "than nine people of ten: points) to cheats who know it. Leaves: what the best plan found under the cap,\n"
             "within the same hours a week, brings in all and an hour, and how many times an honest hour under the "
             "cap\n"
             "that is; who searches longer may find more. Honest loss: share of honest acts of the capped kind that\n"
             "would not count; -: none is left out. Within all: no cap leaves out anything that the plan does, which\n"
             "is no more a day than 99 of 100 people who do it.\n",
             figure(report.honest_points_an_hour), figure(report.honest_median), report.plans_tried,
             short_number(params.hours_a_week))
      << without_intervals(report);
}

void print_text(const Audited& audited, const AuditParams& params, std::ostream& out) {
  const AuditReport& report = audited.report;
  out << fmt::format("{}: what cheating pays, over {} of {} people and {}\n\n", report.score,
                     counted(static_cast<double>(report.crowds), "crowd"), report.people, counted(params.days, "day"));
  Table table({"exploit", "hours", "points", "points an hour", "times honest", "ahead of", "cap"});
  std::string nothing;
  for (const ExploitRow& row : report.rows) {
    if (!pays(row)) {
      nothing += (nothing.empty() ? "" : ", ") + row.plan.name;
      continue;
    }
    std::vector<std::string> cells = cells_of(row);
    cells.push_back(cap_text(row));
    table.add(std::move(cells));
  }
  if (!table.rows().empty()) out << table.text(stdout_columns()) << '\n';
  if (!nothing.empty()) out << "Found nothing that pays (which is no proof that nothing does): " << nothing << ".\n";
  print_legend(report, params, out);
  if (report.climb)
    out << fmt::format("Ahead of nine people of ten in fewest hours, {}: {}\n", short_number(report.climb->hours),
                       report.climb->plan.yaml());
  print_card(audited, out);
  if (table.rows().empty()) return;
  out << "\nplans:\n";
  for (const ExploitRow& row : report.rows)
    if (pays(row))
      out << "  - " << row.plan.yaml() << "  # " << row.what
          << (row.cap && row.cap->holds() && !row.cap->cap.rule().empty() ? "; in rules: " + row.cap->cap.rule() : "")
          << '\n';
}

/// null where nothing is known.
Json json_of(const Interval& interval) {
  if (interval.worlds == 0) return nullptr;
  Json json = {{"estimate", interval.estimate}};
  if (interval.known) json.update({{"low", interval.low}, {"high", interval.high}});
  return json;
}

Json json_of(const std::optional<Climb>& climb) {
  if (!climb) return nullptr;
  return {{"plan", climb->plan.yaml()}, {"hours", climb->hours}, {"ahead_of", json_of(climb->ahead_of)}};
}

Json json_of(const ExploitRow& row) {
  const CapEffect cap = row.cap.value_or(CapEffect{});
  return {{"exploit", row.plan.name},
          {"what", row.what},
          {"plan", row.plan.yaml()},
          {"hours", row.hours},
          {"points", json_of(row.points)},
          {"points_an_hour", json_of(row.points_an_hour)},
          {"times_honest", json_of(row.times_honest)},
          {"ahead_of", json_of(row.ahead_of)},
          {"cap", cap.cap.text()},
          {"within_caps", row.is_within_caps},
          {"share_left", cap.left},
          {"share_left_adapted", cap.left_adapted},
          {"adapted", row.cap ? cap.adapted.yaml() : ""},
          {"adapted_points", json_of(cap.points)},
          {"adapted_points_an_hour", json_of(cap.points_an_hour)},
          {"adapted_times_honest", json_of(cap.times_honest)},
          {"honest_loss", cap.honest_loss ? Json(*cap.honest_loss) : Json(nullptr)}};
}

Json json_of(const CardFigure& figure) {
  return {{"measure", figure.measure},
          {"unseen", json_of(figure.unseen)},
          {"seen", json_of(figure.seen)},
          {"difference", json_of(figure.difference)}};
}

Json json_of(const Audited& audited) {
  const AuditReport& report = audited.report;
  const Striving& found = audited.card.striving;
  Json rows = Json::array(), card = Json::array();
  for (const ExploitRow& row : report.rows) rows.push_back(json_of(row));
  for (const CardFigure& figure : audited.card.figures) card.push_back(json_of(figure));
  return {{"score", report.score},
          {"crowds", report.crowds},
          {"people", report.people},
          {"validity", json_of(report.validity)},
          {"honest_points_an_hour", json_of(report.honest_points_an_hour)},
          {"honest_median", json_of(report.honest_median)},
          {"top_tenth_hours", json_of(report.top_tenth_hours)},
          {"climb", json_of(report.climb)},
          {"plans_tried", report.plans_tried},
          {"card", card},
          {"plan_for_score", found.plans_tried > 0 ? Json(plan_yaml("for_score", found.for_score)) : Json()},
          {"plan_for_value", found.plans_tried > 0 ? Json(plan_yaml("for_value", found.for_value)) : Json()},
          {"exploits", rows}};
}

/// One object; of several scores a list of them.
void print_json(const std::vector<Audited>& reports, std::ostream& out) {
  Json all = Json::array();
  for (const Audited& report : reports) all.push_back(json_of(report));
  out << (reports.size() == 1 ? all[0] : all).dump(2) << '\n';
}

/// One line a score, the most valid first.
void print_cards(const std::vector<Audited>& all, const AuditParams& params, std::ostream& out) {
  const AuditReport& first = all[0].report;
  out << fmt::format("what cheating pays, over {} of {} people and {}\n\n",
                     counted(static_cast<double>(first.crowds), "crowd"), first.people, counted(params.days, "day"));
  Table table({"score", "validity", "exploits that pay", "best", "times honest", "climb, h", "honest climb, h"});
  Table seen({"score", "validity loss", "newcomer parity", "engagement", "retention", "wedge", "Goodhart regret"});
  for (const auto& [r, card] : all) {
    const ExploitRow* const best = r.rows.empty() || !pays(r.rows[0]) ? nullptr : &r.rows[0];
    table.add({r.score, known(r.validity), std::to_string(std::count_if(r.rows.begin(), r.rows.end(), pays)),
               best ? best->plan.name : "none",
               best != nullptr && best->times_honest.worlds > 0 ? interval_text(best->times_honest) : "-",
               r.climb ? short_number(r.climb->hours) : "none", known(r.top_tenth_hours)});
    seen.add({r.score, known(less(figure_of(card, "validity").difference)),
              known(figure_of(card, "newcomer_parity").seen), known(figure_of(card, "engagement").difference),
              known(figure_of(card, "retention").difference), known(figure_of(card, "wedge").seen),
              known(figure_of(card, "goodhart_regret").seen)});
  }
  out << table.text(stdout_columns()) << "\nonce it is seen\n\n"
      << seen.text(stdout_columns())
      << fmt::format(
             "\nValidity: Spearman's correlation of the score with what people are worth, which no score sees. Best: "
             "the "
             "exploit with\nmost points an hour, over those that an hour online brings the 95th percentile of honest "
             "people. Climb: fewest hours\nof a plan found, of at most {} a week, that gets ahead of nine people of "
             "ten; "
             "honest climb: hours online over\nthese days of the median of the tenth with the highest scores.\n"
             "Once it is seen: the same people and seeds with the score in everybody's sight. Validity loss: unseen\n"
             "less seen; engagement (hours online over those people came with) and retention: seen less unseen.\n",
             short_number(params.hours_a_week))
      << kStriverWords << without_intervals(first);
}

/// What the plans of a file come to.
void print_played(const AuditReport& report, Day days, std::ostream& out) {
  out << fmt::format("{}: {} of a file, played over {} of {} people and {}\n\n", report.score,
                     counted(static_cast<double>(report.rows.size()), "plan"),
                     counted(static_cast<double>(report.crowds), "crowd"), report.people, counted(days, "day"));
  Table table({"plan", "hours", "points", "points an hour", "times honest", "ahead of"});
  for (const ExploitRow& row : report.rows) table.add(cells_of(row));
  out << table.text(stdout_columns())
      << fmt::format(
             "\nAn hour online brings the 95th percentile of honest people {} points; the median of all has {}.\n"
             "Points: beyond what doing nothing over these days brings; of a plan that stops, what the score grew by\n"
             "after that. Ahead of: people with a lower score at the end. Each plan is played as it is written.\n",
             figure(report.honest_points_an_hour), figure(report.honest_median))
      << without_intervals(report);
}

void print_played_json(const AuditReport& report, std::ostream& out) {
  Json plans = Json::array();
  for (const ExploitRow& row : report.rows)
    plans.push_back({{"plan", row.plan.yaml()},
                     {"hours", row.hours},
                     {"points", json_of(row.points)},
                     {"points_an_hour", json_of(row.points_an_hour)},
                     {"times_honest", json_of(row.times_honest)},
                     {"ahead_of", json_of(row.ahead_of)}});
  const Json all = {{"score", report.score},
                    {"crowds", report.crowds},
                    {"people", report.people},
                    {"honest_points_an_hour", json_of(report.honest_points_an_hour)},
                    {"honest_median", json_of(report.honest_median)},
                    {"plans", plans}};
  out << all.dump(2) << '\n';
}

std::vector<ScoreSpec> read_scores(const Options& options, const Catalogue& catalogue, Faults& faults) {
  std::vector<Override> of_score = options.overrides;
  std::erase_if(of_score, [](const Override& o) { return o.path.starts_with("worlds."); });
  const bool all = options.audit.scores == std::vector<std::string>{"all"};
  std::vector<ScoreSpec> scores;
  for (const std::string& word : all ? row_names(catalogue.scoring) : options.audit.scores) {
    ScoreSpec score = read_score(word, of_score, catalogue, faults);
    if (all && score.setup->build()->reads().has(ScoreInput::links)) score.update_every_days = kGraphEveryDays;
    const bool acts_count = score.setup == nullptr || (score.setup->build()->reads() != ScoreInputs{} &&
                                                       !score.setup->build()->reads().has(ScoreInput::worth));
    if (!acts_count && !all)
      faults.add({}, "", score.name + " does not hang on anything that people do; there is nothing to audit");
    if (acts_count) scores.push_back(std::move(score));
  }
  return scores;
}

/// What of the files of scores can never do anything among these people.
/// @param words  what the scores were read from, in their order; or "all".
void refuse_idle_parts(const std::vector<std::string>& words, const std::vector<ScoreSpec>& scores,
                       const Scenario& people, Faults& faults) {
  for (std::size_t k = 0; k < words.size(); ++k) {
    if (!is_score_file(words[k])) continue;
    const std::unique_ptr<ScoringAlgorithm> score = scores[k].setup->build();
    const auto* const composed = dynamic_cast<const ScoreOfParts*>(score.get());
    if (composed == nullptr) continue;
    const Document document = Document::load(words[k], faults);
    for (const ScorePart& part : composed->parts())
      if (const std::string why = why_idle(part, people); !why.empty())
        faults.add(document.place_of(part.path), part.path, why);
  }
}

AuditReport exploits_of(const ScoreSpec& score, std::span<const Crowd> crowds, const AuditParams& params,
                        ThreadPool& pool) {
  const auto build = [&] { return score.setup->build(); };
  return of_score(score.name, [&] {
    return audit(score.name, build, static_cast<Day>(score.update_every_days), crowds, params, pool);
  });
}

AuditReport played(const std::vector<ExploitPlan>& plans, const ScoreSpec& score, std::span<const Crowd> crowds,
                   const AuditParams& params, ThreadPool& pool) {
  const auto build = [&] { return score.setup->build(); };
  return of_score(score.name, [&] {
    return play_plans(score.name, build, static_cast<Day>(score.update_every_days), crowds, plans, params, pool);
  });
}

AuditParams params_of(const Scenario& scenario, const Options& options) {
  AuditParams params;
  params.days = static_cast<Day>(scenario.horizon_days);
  params.hours_a_week = options.audit.hours_a_week;
  params.recording = recording_params(scenario, 1);  // lots go by number: in each crowd they fall on other people
  params.prices.post = static_cast<double>(scenario.mechanisms.prices.post_seconds);
  params.prices.message = static_cast<double>(scenario.mechanisms.prices.message_seconds);
  return params;
}

}  // namespace

int audit_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  require_score_files(options.audit.scores);
  for (const std::string& file : {options.scenario, options.audit.plan})
    if (!file.empty()) require_readable(file);
  Faults faults;
  const std::vector<ScoreSpec> scores = read_scores(options, catalogue, faults);
  const Scenario scenario = crowd_scenario(options, catalogue, faults);
  if (faults.empty()) refuse_idle_parts(options.audit.scores, scores, scenario, faults);
  const AuditParams params = params_of(scenario, options);
  std::vector<ExploitPlan> plans;
  if (!options.audit.plan.empty()) plans = read_exploit_plans(options.audit.plan, params, faults);
  if (!faults.empty()) throw ScenarioError(std::move(faults));

  ThreadPool pool(options.threads > 0 ? options.threads : usable_threads());
  std::vector<Crowd> crowds;
  for (std::uint64_t k = 0; k < static_cast<std::uint64_t>(scenario.worlds.count); ++k)
    crowds.push_back(live_crowd(scenario, static_cast<std::uint64_t>(scenario.worlds.seed) + k, params, pool));
  const auto tell = [&](const std::string& what) {
    if (!options.quiet) err << "clout: looking for " << what << '\n';
  };
  if (!plans.empty()) {
    const AuditReport report = played(plans, scores[0], crowds, params, pool);
    options.json ? print_played_json(report, out) : print_played(report, params.days, out);
    return kDone;
  }
  std::vector<Audited> reports;
  for (const ScoreSpec& score : scores) {
    tell("exploits of " + score.name);
    reports.push_back({exploits_of(score, crowds, params, pool), {}});
  }
  tell("the plan with most gain");
  const FoundPlan for_value = plan_for_value(scenario, pool.threads());
  for (std::size_t k = 0; k < scores.size(); ++k) {
    tell("what people do for " + scores[k].name);
    reports[k].card =
        of_score(scores[k].name, [&] { return gameability_card(scenario, scores[k], for_value, pool.threads()); });
  }
  if (options.json) {
    print_json(reports, out);
  } else if (reports.size() == 1) {
    print_text(reports[0], params, out);
  } else {
    const auto validity = [](const Audited& a) {  // what is not known comes last
      const Interval& found = a.report.validity;
      return found.worlds > 0 ? found.estimate : -std::numeric_limits<double>::infinity();
    };
    std::stable_sort(reports.begin(), reports.end(),
                     [&](const Audited& a, const Audited& b) { return validity(a) > validity(b); });
    print_cards(reports, params, out);
  }
  return kDone;
}

}  // namespace clout
