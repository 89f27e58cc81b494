// The keys of a scenario, in the order of the resolved file. What a key may be together with others is in
// scenario_check.cpp.
#include "sim/scenario/scenario.h"

#include <algorithm>
#include <utility>

#include "sim/core/nearest.h"
#include "sim/scenario/scenario_visit.h"
#include "sim/scenario/visit_count.h"

namespace clout {
namespace {

const std::string kNoScore = "none";
const std::string kOwnPlan = "plan";  // the strategy that is nothing but a plan written in YAML

template <class Model>
std::shared_ptr<ModelSetup<Model>> setup_of(const std::vector<Row<Model>>& rows, const std::string& name) {
  const Row<Model>* row = find_row(rows, name);
  return row == nullptr ? nullptr : std::shared_ptr<ModelSetup<Model>>(row->setup());
}

// ---- Strategies ----

/// The catalogue row that a strategy of the file means; "" with a fault if it cannot be told.
std::string model_meant(ParamVisitor& v, const std::string& name, const Catalogue& catalogue) {
  if (name.empty() || find_row(catalogue.strategies, name) != nullptr) return name;
  const std::vector<std::string> known = row_names(catalogue.strategies);
  const std::string meant = did_you_mean(name, known);
  const std::string hint = "; a plan of your own says 'model: " + kOwnPlan + "'";
  if (!meant.empty()) {
    v.refuse("name", "no strategy is called " + in_quotes(name) + hint + meant);
    return "";
  }
  if (auto plan = setup_of(catalogue.strategies, kOwnPlan)) {
    ParamLister keys;
    plan->visit(keys);
    for (const ParamRow& row : keys.list())
      if (v.given(row.path.c_str())) return kOwnPlan;
  }
  v.refuse("name", "no strategy is called " + in_quotes(name) + "; there are " + list_of(known) + hint);
  return "";
}

void visit_strategy(ParamVisitor& v, StrategySpec& spec, bool only_one, const Catalogue& catalogue) {
  const std::vector<std::string> models = row_names(catalogue.strategies);
  v.text("name", spec.name,
         {"", "What tables call it. A catalogue row, or any other word for a plan of your own.", ""});
  v.choice("model", spec.model, models,
           {"", "The catalogue row; left out: the one called as `name` says, else `plan`.", ""});
  if (v.reading()) {
    if (!v.given("name")) v.refuse("name", "a name is missing; write one of " + list_of(models));
    if (!v.given("model")) spec.model = model_meant(v, spec.name, catalogue);
    spec.setup = setup_of(catalogue.strategies, spec.model);
    if (only_one) spec.share = 1;
    if (!v.given("share") && !only_one) v.refuse("share", "a share is missing; shares of strategies sum to 1");
  }
  v.real("share", spec.share, Range::probability(), {"", "Share of the background that lives by it.", ""});
  v.names("roles", spec.roles, {}, {"", "Only agents of these roles take it; none named: any.", ""});
  if (spec.setup != nullptr) {
    spec.setup->visit(v);
  } else if (auto any = setup_of(catalogue.strategies, kOwnPlan)) {
    any->visit(v);  // of a row that was refused: its keys are not unknown because of that
  }
}

// ---- Scores and value ----

}  // namespace

void visit_score(ParamVisitor& v, ScoreSpec& score, bool may_be_none, const Catalogue& catalogue) {
  const std::vector<std::string> models = row_names(catalogue.scoring);
  std::vector<std::string> names = models;
  if (may_be_none) names.push_back(kNoScore);
  const Doc name_doc{"", "What tables call it: score_NAME. A catalogue row, or any other word beside `model`.", ""};
  if (v.reading() ? !v.given("model") : score.model == score.name) {
    v.choice("name", score.name, names, name_doc);
    if (v.reading() && score.name.empty() && !v.given("name"))
      v.refuse("name", "a name is missing; write one of " + list_of(names));
    if (v.reading() && score.name != score.model) score.setup = setup_of(catalogue.scoring, score.name);
    score.model = score.name;
  } else {
    v.text("name", score.name, name_doc);
    if (v.reading() && score.name == kNoScore)
      v.refuse("name", "'none' means that no score is visible; another word would do");
    if (v.reading() && score.name == "visible")
      v.refuse("name", "'visible' is what clout compare calls whichever score people see; another word would do");
  }
  if (score.name == kNoScore) return;
  if (score.model.empty() && !models.empty() && !v.reading()) score.model = models.front();  // a row made to be listed
  const std::string before = score.model;
  v.choice("model", score.model, models, {"", "The catalogue row; left out: the one called as `name` says.", ""});
  if (v.reading() && !v.given("name")) score.name = score.model;
  if (score.model != before || score.setup == nullptr) score.setup = setup_of(catalogue.scoring, score.model);
  visit_count(v, "update_every_days", score.update_every_days, {1, 3650},
              {"days", "New scores are published so often.", "assumed"});
  if (score.setup != nullptr) score.setup->visit(v);
}

namespace {

void visit_scoring(ParamVisitor& v, Scenario& s, const Catalogue& catalogue) {
  ScoreSpec visible{kNoScore, kNoScore, 1, nullptr};
  std::vector<ScoreSpec> shadows = s.scores;
  if (s.visible != kNoScore && !shadows.empty()) {
    visible = shadows.front();
    shadows.erase(shadows.begin());
  }
  v.group("visible", {"", "The score that everybody sees, chases and takes for a cue; or none.", ""},
          [&](ParamVisitor& in) { visit_score(in, visible, true, catalogue); });
  v.rows(
      "shadow", {"", "Scores that are computed on the same behaviour and seen by nobody.", ""},
      [&](std::size_t n) { shadows.resize(n); }, shadows.size(),
      [&](ParamVisitor& in, std::size_t i) { visit_score(in, shadows[i], false, catalogue); });
  v.flag("permute_visible", s.permute_visible,
         {"",
          "Control arm: who has an account is shown with the visible score of somebody else, the same all the time: in "
          "cues and on the leaderboard. The score itself is measured as it is.",
          "assumed"});
  if (!v.reading()) return;
  s.visible = visible.name;
  s.scores.clear();
  if (visible.name != kNoScore) s.scores.push_back(visible);
  s.scores.insert(s.scores.end(), shadows.begin(), shadows.end());
}

/// What a scenario says once for all value models is the default of each that has such a parameter.
void set_theta(ModelSetup<ValueModel>& model, double theta) {
  Faults none;
  ParamReader reader(Document::parse("theta: " + number_text(theta), "", none).root(), none);
  model.visit(reader);
}

/// The catalogue row that a value model of the file means; "" with a fault if it cannot be told.
std::string value_model_meant(ParamVisitor& v, const std::string& name, const Catalogue& catalogue) {
  if (name.empty() || find_row(catalogue.value, name) != nullptr) return name;
  const std::vector<std::string> known = row_names(catalogue.value);
  v.refuse("name", in_quotes(name) + " is not one of " + list_of(known) +
                       "; a name of your own says which with 'model:'" + did_you_mean(name, known));
  return "";
}

void visit_value_model(ParamVisitor& v, ValueSpec& spec, double theta, const Catalogue& catalogue) {
  const std::vector<std::string> models = row_names(catalogue.value);
  v.text("name", spec.name,
         {"", "What tables call it: value_NAME, gain_NAME. A catalogue row, or any other word.", ""});
  v.choice("model", spec.model, models, {"", "The catalogue row; left out: the one called as `name` says.", ""});
  if (v.reading()) {
    if (!v.given("name")) v.refuse("name", "a name is missing; write one of " + list_of(models));
    if (!v.given("model")) spec.model = value_model_meant(v, spec.name, catalogue);
    spec.setup = setup_of(catalogue.value, spec.model);
    if (spec.setup != nullptr) set_theta(*spec.setup, theta);
  }
  if (spec.setup != nullptr) {
    spec.setup->visit(v);
  } else {  // of a row that was refused its keys are not unknown because of that; of one made to be listed, the first's
    for (const Row<ValueModel>& row : catalogue.value) {
      if (!v.reading() && &row != &catalogue.value.front()) break;
      row.setup()->visit(v);
    }
  }
}

void visit_value(ParamVisitor& v, Scenario& s, const Catalogue& catalogue) {
  v.real("theta", s.theta, Range::probability(),
         {"",
          "Share of information, as against favours, in what access to somebody is worth; the default of every value "
          "model. Never report one value.",
          "assumed (MODEL 5)"});
  if (v.reading())
    for (ValueSpec& value : s.values) set_theta(*value.setup, s.theta);
  v.rows(
      "models", {"", "What connections are worth; the first is the one that tables show.", ""},
      [&](std::size_t n) { s.values.resize(n); }, s.values.size(),
      [&](ParamVisitor& in, std::size_t i) { visit_value_model(in, s.values[i], s.theta, catalogue); });
}

}  // namespace

void ProbeParams::visit(ParamVisitor& v) {
  v.real("share", share, Range::probability(),
         {"", "Share of agents whose strategy and dose are drawn by design, independent of all else; 0 = none.",
          "assumed"});
  v.names("strategies", strategies, {}, {"", "Strategies given to probes; none named: all of the scenario.", ""});
  v.real("hours_online_max", hours_online_max, {0, 168}, {"h/week", "Largest dose online of a probe.", "assumed"});
  v.real("hours_offline_max", hours_offline_max, {0, 168}, {"h/week", "Largest dose offline of a probe.", "assumed"});
}

void ForkParams::visit(ParamVisitor& v) {
  v.real("step_hours", step_hours, {0, 24},
         {"h/week",
          "At the end of burn-in two copies of the world go on beside it: in one every probe has so many hours more "
          "online, in the other offline; 0 = no copies.",
          "MODEL 6"});
  v.reals("horizon_days", horizon_days, {kGainWindowDays, 65000},
          {"days",
           "Outcomes of the copies are taken so long after the fork, as far as the horizon reaches, and at its end.",
           "MODEL 6"});
}

// Keys that a kind does not use are unknown there, so that nobody believes that they do something.
void InterventionSpec::visit(ParamVisitor& v) {
  static const std::vector<std::string> kKinds = {"hide_score", "show_score",    "reset_score", "permute_score",
                                                  "cap_score",  "buy_followers", "newcomers",   "silence"};
  v.duration("day", day, TimeUnit::days, Range::at_least(0), {"", "When, counted from the end of burn-in.", ""});
  v.choice("kind", kind, kKinds, {"", "What is done.", ""});
  if (v.reading()) {
    if (!v.given("day")) v.refuse("day", "a day is missing; write day: 30d");
    if (!v.given("kind")) v.refuse("kind", "a kind is missing; write one of " + list_of(kKinds));
  }
  if (kind.empty() || kind == "show_score")
    v.text("score", score, {"", "show_score: the score that becomes visible, one of `scoring`.", ""});
  if (kind.empty() || kind == "cap_score")
    v.real("most", most, Range::probability(),
           {"", "cap_score: from then on nobody is shown with more, of the visible score in [0, 1].", "assumed"});
  if (kind.empty() || kind == "buy_followers")
    visit_count(v, "followers", followers, {1, 1000000},
                {"agents",
                 "buy_followers: so many accounts, drawn at random, follow each who buys; they are real ones, "
                 "taken over, and can unfollow.",
                 "assumed"});
  if (kind.empty() || kind == "silence" || kind == "buy_followers" || kind == "newcomers")
    v.real("share", share, Range::probability(),
           {"",
            "silence, buy_followers: share of agents who are struck, or buy; newcomers: share of those without an "
            "account who open one. Drawn at random.",
            ""});
  if (kind.empty() || kind == "newcomers") {
    v.text("strategy", strategy,
           {"", "newcomers: the strategy of this scenario that they live by; left out: each its own.", ""});
    v.real("hours_online", hours_online, Range{0, 168},
           {"h/week", "newcomers: the dose of each, as for accounts that a program runs; 0: each its own.", "assumed"});
  }
  if (kind.empty() || kind == "silence") {
    visit_count(
        v, "lasts_days", lasts_days, {1, 65000},
        {"days", "silence: for so long they neither post, react nor write to anybody; what others write they answer.",
         "assumed"});
  }
}

void WorldsParams::visit(ParamVisitor& v) {
  v.whole("count", count, {1, 1000000},
          {"worlds",
           "Worlds of the same scenario with different chance; intervals are over worlds. 20 for a conclusion.", ""});
  v.whole("seed", seed, {0, 9e15}, {"", "Seed of the first world; the next ones count on from it.", ""});
}

void OutputParams::visit(ParamVisitor& v) {
  static const std::vector<std::string> kFormats = {"edge_list", "graphml"};
  v.flag("agents", agents, {"", "Write a row an agent of every world (agents.npz).", ""});
  visit_count(v, "daily_every_days", daily_every_days, {1, 65000}, {"days", "Rows of daily.csv are so far apart.", ""});
  visit_count(v, "course_every_days", course_every_days, {0, 65000},
              {"days",
               "Write course.csv: the measures of summary.csv so often, burn-in included, what is done counted since "
               "the row before. About the time of a week's living a row; 0 = never.",
               ""});
  v.reals("snapshot_days", snapshot_days, {0, 65000},
          {"days", "Export follow graph and ties at the end of these days, counted from day 0 of burn-in.", ""});
  v.choice("snapshot_format", snapshot_format, kFormats, {"", "How.", ""});
  visit_count(v, "checkpoint_every_days", checkpoint_every_days, {0, 65000},
              {"days", "Write the state of a running world so often, to go on from after a crash; 0 = never.", ""});
  v.names(
      "arm_measures", arm_measures, {},
      {"",
       "Measures of arms.csv that a table of the arms shows: over all people, or as STRATEGY.MEASURE over those who "
       "live by it. Of a name that ends in _visible, each arm shows the one of its visible score: validity_visible.",
       ""});
}

void DecompositionParams::visit(ParamVisitor& v) {
  v.text("strategy", strategy, {"", "Strategy whose difference to another is taken apart; none: nothing is.", ""});
  v.text("than", than, {"", "The strategy that it differs from.", ""});
  v.text(
      "approach_of_strategy", approach_of_strategy,
      {"",
       "The hybrid that approaches and meets the people that `strategy` does and spends its time as `than`. Without both "
       "hybrids they are made of the two plans.",
       ""});
  v.text(
      "time_of_strategy", time_of_strategy,
      {"", "The hybrid that spends its time as `strategy` does and approaches and meets the people that `than` does.",
       ""});
  v.reals("hours_offline", hours_offline, {0, 168},
          {"h/week", "Doses offline of `strategy` and of `than`; none: the mean doses of their backgrounds.", ""});
}

Scenario default_scenario(const Catalogue& catalogue) {
  Scenario s;
  s.visible = kNoScore;
  if (auto klout = setup_of(catalogue.scoring, "klout")) {
    s.visible = "klout";
    s.scores.push_back({"klout", "klout", 1, klout});
  }
  if (auto casual = setup_of(catalogue.strategies, "casual"))
    s.strategies.push_back({"casual", "casual", 1, {}, casual});
  for (const Row<ValueModel>& row : catalogue.value)
    s.values.push_back({row.name, row.name, setup_of(catalogue.value, row.name)});
  return s;
}

void visit_scenario(Scenario& s, const Catalogue& catalogue, ParamVisitor& v) {
  std::int64_t schema = 1;
  v.whole("schema", schema, v.reading() ? Range::any() : Range{1, 1},
          {"", "Version of this file format. Required.", ""});
  if (v.reading() && !v.given("schema")) v.refuse("schema", "the version of the format is missing; write 'schema: 1'");
  if (v.reading() && schema != 1)
    v.refuse("schema", "version " + std::to_string(schema) + " is not known here; write 'schema: 1'");
  v.text("name", s.name, {"", "Names the output folder; left out: the file's name.", ""});
  v.duration("burn_in", s.burn_in_days, TimeUnit::days, {0, 65000},
             {"", "Days lived before anything is measured: at least the memory of every score.", "MODEL 2"});
  v.duration("horizon", s.horizon_days, TimeUnit::days, {0, 65000}, {"", "Days measured.", "MODEL 2"});
  v.group("population", {"", "Who the people are, and whom they know and follow on day 0.", ""}, [&](ParamVisitor& in) {
    s.population.visit(in);
    in.group("offline", {"", "Ties offline on day 0.", ""}, [&](ParamVisitor& w) { s.offline.visit(w); });
    in.group("network", {"", "Who follows whom on day 0.", ""}, [&](ParamVisitor& w) { s.network.visit(w); });
  });
  v.group("probes", {"", "A cohort with strategies and doses by design, from which margins are measured.", ""},
          [&](ParamVisitor& in) { s.probes.visit(in); });
  v.group("margins", {"", "What one more hour brings: copies of the world in which probes have one.", ""},
          [&](ParamVisitor& in) { s.margins.visit(in); });
  v.rows(
      "strategies", {"", "How the background lives; shares sum to 1.", ""},
      [&](std::size_t n) { s.strategies.resize(n); }, s.strategies.size(),
      [&](ParamVisitor& in, std::size_t i) {
        visit_strategy(in, s.strategies[i], s.strategies.size() == 1, catalogue);
      });
  v.group("scoring", {"", "Scores.", ""}, [&](ParamVisitor& in) { visit_scoring(in, s, catalogue); });
  v.group("value", {"", "Value of connections, which nobody can observe.", ""},
          [&](ParamVisitor& in) { visit_value(in, s, catalogue); });
  v.group("mechanisms", {"", "The stages of a day; each but the budget of time can be switched off.", ""},
          [&](ParamVisitor& in) { s.mechanisms.visit(in); });
  v.rows(
      "interventions", {"", "Things done to the world on a day.", ""},
      [&](std::size_t n) { s.interventions.resize(n); }, s.interventions.size(),
      [&](ParamVisitor& in, std::size_t i) { s.interventions[i].visit(in); });
  v.group("decomposition", {"", "What makes how much of the difference between two strategies.", ""},
          [&](ParamVisitor& in) { s.decomposition.visit(in); });
  v.group("worlds", {"", "Repetitions.", ""}, [&](ParamVisitor& in) { s.worlds.visit(in); });
  v.group("output", {"", "What is written.", ""}, [&](ParamVisitor& in) { s.output.visit(in); });
}

std::vector<ParamRow> scenario_parameters(const Catalogue& catalogue) {
  Scenario s = default_scenario(catalogue);
  ParamLister lister;
  visit_scenario(s, catalogue, lister);
  std::vector<ParamRow> rows = lister.list();
  list_arm_parameters(rows);
  list_plausible_parameters(rows);
  list_sweep_parameters(rows);
  return rows;
}

}  // namespace clout
