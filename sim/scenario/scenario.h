// A validated description of a run: plain data, const after reading. The YAML text and this struct have the same words.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/faults.h"
#include "sim/core/params.h"
#include "sim/plugin/catalogue.h"
#include "sim/scenario/mechanisms.h"
#include "sim/world/population_params.h"

namespace clout {

/// One strategy of the background: a model of the catalogue or a plan written in YAML, and who has it.
struct StrategySpec {
  std::string name;       ///< unique in the scenario
  std::string model;      ///< catalogue row; empty in YAML = `name` if that is a row, else `plan`
  double share = 0;       ///< of all agents; shares sum to 1
  std::vector<std::string> roles;  ///< only agents of these roles; empty = any
  std::shared_ptr<ModelSetup<Strategy>> setup;
};

/// One score and how often it is published.
struct ScoreSpec {
  std::string name;   ///< unique in the scenario: the measure is score_NAME
  std::string model;  ///< catalogue row; empty in YAML = `name`
  double update_every_days = 1;
  std::shared_ptr<ModelSetup<ScoringAlgorithm>> setup;
};

/// One value model of the scenario; two may be of one model with other parameters.
struct ValueSpec {
  std::string name;   ///< unique in the scenario: measures are value_NAME and gain_NAME
  std::string model;  ///< catalogue row; empty in YAML = `name`
  std::shared_ptr<ModelSetup<ValueModel>> setup;
};

/// The probe cohort: strategy and dose by design, independent of all else.
struct ProbeParams {
  double share = 0.02;
  std::vector<std::string> strategies;  ///< empty = all of the scenario
  double hours_online_max = 20, hours_offline_max = 20;
  void visit(ParamVisitor& v);
};

/// Gains are means over the last days before they are reported: no day before this one has any.
inline constexpr double kGainWindowDays = 28;

/// Margins by forks: at the end of burn-in the world is copied; in one copy every probe gets more hours online, in one
/// more offline (analysis/margins.h).
struct ForkParams {
  double step_hours = 0;                    ///< a week, on top of a probe's dose; 0 = no forks
  std::vector<double> horizon_days = {90};  ///< after the fork: outcomes are taken then, and at the end of the horizon
  void visit(ParamVisitor& v);
};

/// Something done to the world on a day.
struct InterventionSpec {
  double day = 0;            ///< after the end of burn-in
  std::string kind;          ///< {hide, show, reset, permute, cap}_score | buy_followers | newcomers | silence
  std::string score;         ///< show_score: which
  double most = 1;           ///< cap_score: nobody is shown with more, of the visible score in [0, 1]
  double followers = 1000;   ///< buy_followers: by each who buys
  double share = 1;          ///< silence, buy_followers: share of agents; newcomers: of those without an account
  std::string strategy;      ///< newcomers: which they live by; empty: their own
  double hours_online = 0;   ///< newcomers: a week; 0: their own
  double lasts_days = 7;     ///< silence
  void visit(ParamVisitor& v);
};

struct WorldsParams {
  std::int64_t count = 4;
  std::int64_t seed = 1;
  void visit(ParamVisitor& v);
};

struct OutputParams {
  bool agents = true;                ///< write agents.npz of every world
  double daily_every_days = 7;
  double course_every_days = 0;      ///< write course.csv: all measures so often; 0 = never
  std::vector<double> snapshot_days; ///< export follow graph and ties on these days, counted from day 0
  std::string snapshot_format = "edge_list";  ///< or graphml
  double checkpoint_every_days = 0;  ///< 0 = never; a killed world goes on from its last checkpoint
  std::vector<std::string> arm_measures;  ///< printed of all arms, beside the two that always are
  void visit(ParamVisitor& v);
};

struct Override {
  std::string path, value;
};

struct Scenario;

/// A control beside the scenario: the same worlds with something changed, lived on the same seeds.
struct ArmSpec {
  std::string name;                    ///< unique; names a folder
  std::shared_ptr<Scenario> scenario;  ///< the whole of it, without arms of its own
};

/// The scenario itself among its arms.
inline constexpr const char* kBaseArm = "base";

/// What nobody knows: a few values of some keys, every combination of which is a point.
struct PlausibleAxis {
  std::string path;                 ///< as after --set
  std::vector<std::string> values;  ///< as YAML on one line
};

/// One combination of the values of all axes.
struct PlausiblePoint {
  std::string name;                    ///< unique; names a folder: 01, 02, ...
  std::shared_ptr<Scenario> scenario;  ///< the whole of it, without arms or a box of its own
};

/// A small box of plausible worlds in which the conclusions of a scenario are drawn again.
struct PlausibleBox {
  std::int64_t worlds = 4;  ///< at each point, on the first seeds of the scenario
  std::vector<PlausibleAxis> axes;
  std::vector<PlausiblePoint> points;  ///< the product of the axes, the last axis running fastest; none: no box
};

/// The value of each axis at a point, as YAML.
std::vector<std::string> values_at(const PlausibleBox& box, std::size_t point);

/// Two strategies and their two hybrids: what makes how much of the difference between the two.
struct DecompositionParams {
  std::string strategy, than;         ///< whose difference it is; empty = no decomposition
  std::string approach_of_strategy;   ///< the hybrid that approaches as `strategy` does and spends its time as `than`
  std::string time_of_strategy;       ///< the other one
  std::vector<double> hours_offline;  ///< a week, of `strategy` and of `than`; empty = mean doses of their backgrounds
  void visit(ParamVisitor& v);
};

struct Scenario {
  std::string name;
  double burn_in_days = 180, horizon_days = 365;
  PopulationParams population;
  OfflineParams offline;
  NetworkParams network;
  ProbeParams probes;
  ForkParams margins;
  std::vector<StrategySpec> strategies;
  std::string visible;               ///< name of the visible score, or `none`
  bool permute_visible = false;      ///< control: everybody is shown with the visible score of somebody else
  std::vector<ScoreSpec> scores;     ///< the visible one first (if any), then the shadows
  std::vector<ValueSpec> values;     ///< the first is the one that tables show
  double theta = 0.5;                ///< share of information in access; used wherever access is
  Mechanisms mechanisms;
  std::vector<InterventionSpec> interventions;
  WorldsParams worlds;
  OutputParams output;
  DecompositionParams decomposition;
  std::vector<ArmSpec> arms;         ///< besides the scenario itself
  PlausibleBox plausible;
};

/// Reads and validates. All faults of the file and of the overrides are in `faults`; the result is usable only if none.
/// Relative data files lie in the folder of `file`. The scenario is called as the file is, unless it says `name`.
Scenario read_scenario(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                       const Catalogue& catalogue, Faults& faults);
Scenario load_scenario(const std::string& path, const std::vector<Override>& overrides, const Catalogue& catalogue,
                       Faults& faults);

/// The whole scenario with every default filled in, as YAML that reads back to the same. Of an arm it says all that
/// differs, what follows from what was set included.
std::string resolved_yaml(const Scenario& scenario);

/// Every parameter with its range, unit, default, doc and source, in the order of the resolved file.
std::vector<ParamRow> scenario_parameters(const Catalogue& catalogue);

/// Hash of what decides the figures: the resolved scenario and its arms, not worlds, output and name. 16 hex digits.
std::string scenario_hash(const Scenario& scenario);

}  // namespace clout
