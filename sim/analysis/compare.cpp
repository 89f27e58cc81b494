#include "sim/analysis/compare.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <utility>

namespace clout {
namespace {

/// One measure of one run by seed, ascending.
struct ComparedSeries {
  std::string cohort, strategy, measure, unit;
  std::vector<std::uint64_t> seeds;
  std::vector<double> values;
};

/// Measures of a score: its name follows, and after it what `Rest` says.
enum class Rest { nothing, value, crowded, days };
struct OfScore {
  std::string_view prefix;
  Rest rest;
};
constexpr OfScore kOfScore[] = {{"score_", Rest::nothing},
                                {"validity_", Rest::nothing},
                                {"gini_score_", Rest::nothing},
                                {"top_1_share_score_", Rest::nothing},
                                {"newcomer_parity_", Rest::nothing},
                                {"top_10_share_score_", Rest::nothing},
                                {"mobility_", Rest::nothing},
                                {"contact_assortativity_", Rest::nothing},
                                {"gems_hidden_", Rest::nothing},
                                {"payoff_", Rest::value},
                                {"precision_gems_", Rest::crowded},
                                {"precision_worth_", Rest::crowded},
                                {"difference_score_", Rest::days},
                                {"marginal_online_score_", Rest::days},
                                {"marginal_offline_score_", Rest::days}};

/// @param rest  what follows the name of a score, from its '_' on; may be empty.
bool may_follow(Rest allowed, std::string_view rest, std::span<const std::string> values) {
  if (rest.empty()) return allowed == Rest::nothing || allowed == Rest::crowded;
  if (rest.front() != '_') return false;
  rest.remove_prefix(1);
  if (allowed == Rest::value) return std::find(values.begin(), values.end(), rest) != values.end();
  return allowed == Rest::crowded ? rest == "crowded" : allowed == Rest::days && is_days(rest);
}

/// The measure with `visible` in place of the score; empty if it is none of the score.
std::string renamed(std::string_view measure, const std::string& score, std::span<const std::string> values) {
  for (const auto& [prefix, allowed] : kOfScore) {
    if (!measure.starts_with(prefix) || !measure.substr(prefix.size()).starts_with(score)) continue;
    const std::string_view rest = measure.substr(prefix.size() + score.size());
    if (may_follow(allowed, rest, values)) return std::string(prefix) + kVisible + std::string(rest);
  }
  return {};
}

using ComparedKey = std::tuple<std::string, std::string, std::string, std::string>;

ComparedKey key_of(const ComparedSeries& series) {
  return {series.cohort, series.strategy, series.measure, series.unit};
}

/// All of a run, in the order in which they first come, and where each is.
struct RunSeries {
  std::vector<ComparedSeries> all;
  std::map<ComparedKey, std::size_t> place;
};

RunSeries series_of(const RunMeasures& run) {
  if (run.seeds.size() != run.worlds.size()) throw std::invalid_argument("compare_runs: one world a seed");
  for (std::size_t w = 1; w < run.seeds.size(); ++w)
    if (run.seeds[w] <= run.seeds[w - 1]) throw std::invalid_argument("compare_runs: seeds must rise");
  RunSeries found;
  for (std::size_t w = 0; w < run.worlds.size(); ++w)
    for (const Measure& m : run.worlds[w].rows) {
      const auto [it, is_new] = found.place.try_emplace({m.cohort, m.strategy, m.measure, m.unit}, found.all.size());
      if (is_new) found.all.push_back({m.cohort, m.strategy, m.measure, m.unit, {}, {}});
      found.all[it->second].seeds.push_back(run.seeds[w]);
      found.all[it->second].values.push_back(m.value);
    }
  return found;
}

std::size_t count_shared(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  const auto in_both = [&](std::uint64_t seed) { return std::binary_search(b.begin(), b.end(), seed); };
  return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), in_both));
}

void set_paired_difference(ComparisonRow& row, const ComparedSeries& first, const ComparedSeries& second) {
  std::vector<double> before, after;
  for (std::size_t i = 0; i < first.seeds.size(); ++i) {
    const auto at = std::lower_bound(second.seeds.begin(), second.seeds.end(), first.seeds[i]);
    if (at == second.seeds.end() || *at != first.seeds[i]) continue;
    before.push_back(first.values[i]);
    after.push_back(second.values[static_cast<std::size_t>(at - second.seeds.begin())]);
  }
  row.pairs = before.size();
  row.compared = row.pairs > 0;
  row.difference = paired_difference(after, before);
}

std::vector<UnmatchedRow> missing_in(const RunSeries& run, const RunSeries& other) {
  std::vector<UnmatchedRow> rows;
  for (const ComparedSeries& series : run.all)
    if (!other.place.contains(key_of(series))) rows.push_back({series.cohort, series.strategy, series.measure});
  return rows;
}

}  // namespace

bool is_days(std::string_view text) {
  return text.size() > 1 && text.back() == 'd' &&
         std::all_of(text.begin(), text.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_of_visible(const std::string& measure) {
  return std::any_of(std::begin(kOfScore), std::end(kOfScore),
                     [&](const OfScore& of) { return measure.starts_with(std::string(of.prefix) + kVisible); });
}

void add_visible(RunMeasures& run, const std::string& score, std::span<const std::string> values) {
  for (WorldMeasures& world : run.worlds) {
    std::vector<Measure> rows;
    for (Measure& m : world.rows) {
      std::string again = renamed(m.measure, score, values);
      rows.push_back(std::move(m));
      if (again.empty()) continue;
      rows.push_back(rows.back());
      rows.back().measure = std::move(again);
    }
    world.rows = std::move(rows);
  }
}

RunComparison compare_runs(const RunMeasures& first, const RunMeasures& second) {
  const RunSeries a = series_of(first), b = series_of(second);
  RunComparison result;
  result.pairs = count_shared(first.seeds, second.seeds);
  result.first_alone = first.seeds.size() - result.pairs;
  result.second_alone = second.seeds.size() - result.pairs;
  result.paired = result.pairs > 0;
  for (const ComparedSeries& before : a.all) {
    const auto at = b.place.find(key_of(before));
    if (at == b.place.end()) continue;
    const ComparedSeries& after = b.all[at->second];
    ComparisonRow row;
    row.cohort = before.cohort;
    row.strategy = before.strategy;
    row.measure = before.measure;
    row.unit = before.unit;
    row.first = mean_interval(before.values);
    row.second = mean_interval(after.values);
    if (result.paired) {
      set_paired_difference(row, before, after);
    } else {
      row.difference = welch_difference(after.values, before.values);
      row.compared = true;
    }
    result.rows.push_back(std::move(row));
  }
  result.first_only = missing_in(a, b);
  result.second_only = missing_in(b, a);
  return result;
}

}  // namespace clout
