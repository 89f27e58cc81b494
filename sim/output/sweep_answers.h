// What a sweep says: for each response its value at every point, the effect of every axis, where its sign holds, where
// its variance comes from, and as files:
//
//   responses.csv   point,AXIS...,response,unit,estimate,low,high,worlds,sign
//   effects.csv     response,unit,axis,value,points,estimate,low,high,less_first,less_first_low,less_first_high,worlds
//                   of zip and list, whose axes go together, a row a point: axis `point`, value its number
//   claims.csv      response,axis,value,points,above,below,cannot_tell,above_share,above_low,above_high,below_share,
//                   below_low,below_high,independent
//   sensitivity.csv response,axis,index,estimate,low,high,n     Saltelli: first, total; Morris: mu, mu_star, sigma
//   variance.csv    response,unit,source,variance,share,points,worlds     source: point, seed, remainder; over value
//                   models also model, point_and_model
//   widths.csv      response,unit,worlds,expected,observed      half of the interval at the point that is known worst
//
// A response by several value models has rows of its own in claims.csv (points by models) and variance.csv, under a
// name that says `all value models`. `value` of an axis with a range is one of its four quarters, of morris one of its
// levels. Empty cells: not known.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/analysis/main_effects.h"
#include "sim/analysis/model_split.h"
#include "sim/analysis/morris_effects.h"
#include "sim/analysis/sobol_indices.h"
#include "sim/analysis/variance_split.h"
#include "sim/analysis/worlds_needed.h"
#include "sim/output/sweep_store_reader.h"
#include "sim/scenario/sweep.h"

namespace clout {

/// An axis by its values, or by the quarters of its range.
struct AxisParts {
  std::string path;
  std::vector<std::string> values;  ///< as text
  std::vector<std::size_t> of;      ///< index of the value at each point
};

/// At how many points the sign of a response is known, and which it is.
struct SignCount {
  std::size_t points = 0, above = 0, below = 0, cannot_tell = 0;
  double draws = 0;  ///< of how many points drawn independently `points` are worth (sign_draws)
  void add(const Interval& at, double draws_a_point);
  /// Points drawn independently, whole ones; some points are one at least.
  std::size_t independent() const;
  /// Share of the points that `part` of them are, with Wilson's 95 % interval of so many trials as are independent.
  Interval share(std::size_t part) const;
};

/// How many points drawn independently a point is worth. Points of one block of a design (sweep_block) share
/// coordinates, so that their signs are alike: a base row of saltelli is worth its two independent points out of
/// dims + 2, a trajectory of morris one out of dims + 1, other points are worth 1. Intervals are too wide rather than
/// too short: the further points of a block do say something.
double sign_draws(const SweepSpec& spec);

struct ResponseAnswers {
  SweepResponse response;
  std::string unit;
  std::vector<Interval> at;  ///< by point; 0 worlds: no figure
  SignCount signs;
  std::vector<std::vector<SignCount>> signs_by;  ///< by axis and value
  std::vector<std::vector<MainEffect>> effects;  ///< by axis and value; empty for zip and list, which have none
  std::vector<Interval> less_first;  ///< of zip and list: by point, less that of the first, world by world; else empty
  std::optional<SobolIndices> sobol;
  std::optional<MorrisEffects> morris;
  VarianceSplit split;
  std::size_t widest_point = 0;
  double sd = 0;                ///< over worlds at that point; means nothing without widths
  std::vector<WidthAt> widths;  ///< at that point; empty with fewer than two worlds
};

/// A conclusion under several value models, none of which anybody can observe: responses that are alike but for the
/// model in their measure's name.
struct ModelAnswers {
  std::string name, unit;           ///< name: of the first, "all value models" in place of its model
  std::vector<std::string> models;  ///< two or more
  SignCount signs;                  ///< over points by models; models of a point are one draw together
  ModelSplit split;
};

struct SweepAnswers {
  std::vector<AxisParts> axes;
  std::vector<StoredPoint> points;
  std::vector<ResponseAnswers> responses;  ///< those that some run has
  std::vector<ModelAnswers> over_models;
  std::vector<std::string> unknown;  ///< those that were asked for and no run has, as sentences
  bool asked = false;                ///< for by the sweep, so that their signs are conclusions
};

/// Of a sweep that names none: the gain of each strategy by the first value model; all measures of the whole background
/// where there is none.
std::vector<SweepResponse> default_responses(const std::vector<SweepMeasure>& measures);

/// What to say of a measure that no run that is done has. Example: "no run that is done has gain_circle of ALL
/// (background); did you mean 'gain_circles'?"
std::string no_such_figure(const std::vector<SweepMeasure>& measures, const std::string& cohort,
                           const std::string& strategy, const std::string& measure);

/// @throws FileError  of a damaged figure too, whether or not it is asked for.
/// Cost: that of SweepStoreReader::check, 10 us a run and response, and the analyses.
SweepAnswers answers_of_sweep(const SweepStoreReader& store, const SweepSpec& spec);

/// Writes the six files. @throws FileError
void write_sweep_answers(const std::filesystem::path& folder, const SweepAnswers& answers);

}  // namespace clout
