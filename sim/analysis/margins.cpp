#include "sim/analysis/margins.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

namespace clout {
namespace {

// Responses of a column. The two margins come first: they choose the bandwidth.
enum Response : std::size_t { kOnline, kOffline, kLevel, kDifference, kResponses };
constexpr std::size_t kMargins = 2;
constexpr std::size_t kGridFigures = 3;  // of a node of the grid: online, offline, difference

void check(std::span<const ProbeOutcomes> worlds) {
  for (const ProbeOutcomes& world : worlds) {
    const std::size_t n = world.probes();
    bool fits = world.strategy.size() == n && world.role.size() == n && world.hours_online.size() == n &&
                world.hours_offline.size() == n && world.columns.size() == worlds[0].columns.size() &&
                world.step_hours == worlds[0].step_hours && world.step_hours > 0;
    for (std::size_t c = 0; fits && c < world.columns.size(); ++c) {
      const ProbeColumn &mine = world.columns[c], &first = worlds[0].columns[c];
      fits = mine.measure == first.measure && mine.horizon_days == first.horizon_days;
      for (const auto& outcome : mine.outcome)
        fits = fits && outcome.size() == n &&
               std::all_of(outcome.begin(), outcome.end(), [](double x) { return std::isfinite(x); });
    }
    if (!fits)
      throw std::invalid_argument(fmt::format("margins: the probes of the world of seed {} do not fit those of seed {}",
                                              world.seed, worlds[0].seed));
  }
}

// Of all probes that follow one strategy: doses, and the responses of each column.
struct Cohort {
  DoseProbes probes;
  std::vector<std::uint8_t> role;
  std::vector<std::vector<double>> responses;  // [column * kResponses + response][probe]
};

Cohort cohort_of(std::span<const ProbeOutcomes> worlds, std::uint8_t strategy) {
  Cohort cohort;
  const std::size_t columns = worlds[0].columns.size();
  cohort.responses.resize(columns * kResponses);
  for (const ProbeOutcomes& world : worlds) {
    for (std::size_t p = 0; p < world.probes(); ++p) {
      if (world.strategy[p] != strategy) continue;
      cohort.probes.hours_online.push_back(world.hours_online[p]);
      cohort.probes.hours_offline.push_back(world.hours_offline[p]);
      cohort.role.push_back(world.role[p]);
      for (std::size_t c = 0; c < columns; ++c) {
        const ProbeColumn& column = world.columns[c];
        const double base = column.of(ForkBranch::base)[p];
        const double online = (column.of(ForkBranch::online)[p] - base) / world.step_hours;
        const double offline = (column.of(ForkBranch::offline)[p] - base) / world.step_hours;
        const auto responses = std::span(cohort.responses).subspan(c * kResponses, kResponses);
        responses[kOnline].push_back(online);
        responses[kOffline].push_back(offline);
        responses[kLevel].push_back(base);
        responses[kDifference].push_back(offline - online);
      }
    }
    cohort.probes.begin.push_back(cohort.probes.probes());
  }
  cohort.probes.weight.assign(cohort.probes.probes(), 1.0);
  return cohort;
}

// The bandwidth of each column, chosen by its margins.
std::vector<double> bandwidths_of(const Cohort& cohort) {
  std::vector<std::span<const double>> margins;
  for (std::size_t c = 0; c < cohort.responses.size() / kResponses; ++c)
    for (std::size_t r = 0; r < kMargins; ++r) margins.emplace_back(cohort.responses[c * kResponses + r]);
  return choose_bandwidths(cohort.probes, margins, kMargins);
}

// Some responses of all columns at some nodes: one surface for each bandwidth that a column chose, because columns of
// one bandwidth share the matrix of a node.
class ColumnSurfaces {
 public:
  ColumnSurfaces(const Cohort& cohort, std::span<const double> bandwidths, std::span<const Response> wanted,
                 std::span<const Dose> nodes)
      : nodes_(nodes.size()), wanted_(wanted.size()), values_(bandwidths.size() * wanted.size() * nodes.size()) {
    for (const double bandwidth : kBandwidths) {
      std::vector<std::size_t> columns;
      std::vector<std::span<const double>> responses;
      for (std::size_t c = 0; c < bandwidths.size(); ++c) {
        if (bandwidths[c] != bandwidth) continue;
        columns.push_back(c);
        for (const Response r : wanted) responses.emplace_back(cohort.responses[c * kResponses + r]);
      }
      if (!columns.empty())
        groups_.push_back({std::move(columns), DoseSurface(cohort.probes, responses, nodes, bandwidth)});
    }
  }

  void fit(std::span<const double> weight) {
    for (const Group& group : groups_) {
      const std::size_t width = group.surface.responses();
      fitted_.resize(width * nodes_);
      group.surface.fit(weight, fitted_);
      for (std::size_t k = 0; k < width; ++k) {
        double* const out = values_.data() + (group.columns[k / wanted_] * wanted_ + k % wanted_) * nodes_;
        for (std::size_t node = 0; node < nodes_; ++node) out[node] = fitted_[node * width + k];
      }
    }
  }

  // Of the last fit: one value a node. `which` counts in the order of the wanted responses.
  std::span<const double> values(std::size_t column, std::size_t which = 0) const {
    return std::span(values_).subspan((column * wanted_ + which) * nodes_, nodes_);
  }

  double effective_probes(std::size_t column, std::size_t node) const {
    for (const Group& group : groups_)
      if (std::find(group.columns.begin(), group.columns.end(), column) != group.columns.end())
        return group.surface.effective_probes(node);
    return 0;
  }

 private:
  struct Group {
    std::vector<std::size_t> columns;
    DoseSurface surface;
  };
  std::size_t nodes_, wanted_;
  std::vector<double> values_, fitted_;  // values_[column][wanted][node]
  std::vector<Group> groups_;
};

// What is asked of every column.
struct Questions {
  std::vector<Dose> grid;
  OfflineReader reader;

  std::size_t figures() const { return kGridFigures * grid.size() + reader.figures(); }  // of a column: grid, reader
};

Questions questions_of(const MarginParams& params, double step) {
  OfflineQuestion asked;
  asked.online_max = params.online_max;
  asked.offline_max = params.offline_max;
  for (const double hours : params.hours_offline)
    if (hours > 0 && hours <= params.offline_max) asked.frontier_offline.push_back(hours);
  asked.totals = params.totals;
  asked.median = params.median;
  asked.step = step;
  std::vector<Dose> grid;
  for (const double online : params.hours_online)
    for (const double offline : params.hours_offline)
      if (online <= params.online_max && offline <= params.offline_max) grid.push_back({online, offline});
  return {std::move(grid), OfflineReader(std::move(asked))};
}

struct Estimates {
  std::vector<FigureInterval> figures;  // [column][figure]
  std::vector<double> bandwidths;       // [column]
  std::vector<double> probes;           // [column][node of the grid], effective
};

Estimates estimate(const Cohort& cohort, const Questions& questions, const BootstrapParams& bootstrap) {
  Estimates result;
  result.bandwidths = bandwidths_of(cohort);
  const std::size_t columns = result.bandwidths.size(), grid = questions.grid.size();
  const auto surfaces = [&](std::initializer_list<Response> wanted, std::span<const Dose> nodes) {
    return ColumnSurfaces(cohort, result.bandwidths, std::span(wanted.begin(), wanted.size()), nodes);
  };
  const OfflineReader& reader = questions.reader;
  ColumnSurfaces margins = surfaces({kOnline, kOffline}, questions.grid);
  ColumnSurfaces difference = surfaces({kDifference}, reader.difference_nodes());
  ColumnSurfaces online = surfaces({kOnline}, reader.online_nodes());
  ColumnSurfaces level = surfaces({kLevel}, reader.level_nodes());
  const auto compute = [&](std::span<const double> weight, std::span<double> figures) {
    for (ColumnSurfaces* each : {&margins, &difference, &online, &level}) each->fit(weight);
    for (std::size_t c = 0; c < columns; ++c) {
      const auto out = figures.subspan(c * questions.figures(), questions.figures());
      const auto on = margins.values(c, 0), off = margins.values(c, 1);
      for (std::size_t node = 0; node < grid; ++node) {
        out[node * kGridFigures] = on[node];
        out[node * kGridFigures + 1] = off[node];
        out[node * kGridFigures + 2] = off[node] - on[node];
      }
      reader.read(difference.values(c), online.values(c), level.values(c), out.subspan(kGridFigures * grid));
    }
  };
  result.figures = bootstrap_worlds(cohort.probes.worlds(), columns * questions.figures(), bootstrap, compute);
  for (std::size_t c = 0; c < columns; ++c)
    for (std::size_t node = 0; node < grid; ++node) result.probes.push_back(margins.effective_probes(c, node));
  return result;
}

const char* word(const FigureInterval& figure) { return figure.interval.known ? "known" : "cannot tell"; }

// Appends the rows of one column's answers; `row` holds what they share.
void append_answers(const OfflineAnswers& answers, const std::string& unit, const StrategyBackground& background,
                    const Dose& median, AnswerRow row, std::vector<AnswerRow>& rows) {
  const auto add = [&](std::string quantity, std::string of, const FigureInterval& figure, const char* answer) {
    row.quantity = std::move(quantity);
    row.unit = std::move(of);
    row.figure = figure;
    row.answer = answer;
    rows.push_back(row);
  };
  const auto add_point = [&](std::string quantity, const PointAnswer& point, double hours_offline) {
    const bool has_hours = point.kind == PointKind::within_range || point.kind == PointKind::from_the_first_hour;
    row.outside_support = background.is_outside_offline(hours_offline) ||
                          (has_hours && background.is_outside_online(point.hours.interval.estimate));
    add(std::move(quantity), "h/week", point.hours, kPointKindNames[static_cast<std::size_t>(point.kind)]);
    rows.back().from_the_first_hour = point.from_the_first_hour;
    rows.back().never_in_range = point.never_in_range;
    rows.back().open_above = point.open_above;
  };
  add_point("take_it_offline_hours", answers.take_it_offline, 0);
  for (const FrontierAnswer& at : answers.frontier)
    add_point(fmt::format("frontier_hours_at_{:g}h", at.hours_offline), at.online, at.hours_offline);
  add_point("h_dagger_hours", answers.h_dagger, median.hours_offline);
  row.outside_support = background.is_outside(median);
  add("average_hour", unit, answers.average_hour, word(answers.average_hour));
  for (const MixAnswer& mix : answers.mixes) {
    const double best = mix.best_share.interval.estimate;
    const auto is_outside = [&](double share_online) {
      return background.is_outside({share_online * mix.total_hours, (1 - share_online) * mix.total_hours});
    };
    const bool best_outside = mix.best_share.exists && is_outside(best);
    row.outside_support = best_outside;
    const auto add_share = [&](const char* quantity, FigureInterval figure) {
      if (figure.interval.worlds < kPercentileWorlds) figure.interval.known = false;  // as of points
      add(fmt::format("{}_{:g}h", quantity, mix.total_hours), "share", figure, word(figure));
    };
    add_share("best_mix_share", mix.best_share);
    add_share("best_mix_share_low", mix.low_share);
    add_share("best_mix_share_high", mix.high_share);
    row.outside_support = best_outside || is_outside(1);
    add_share("loss_all_online", mix.loss_all_online);
    row.outside_support = best_outside || is_outside(0);
    add_share("loss_all_offline", mix.loss_all_offline);
  }
}

void check_grid(const std::vector<double>& hours) {
  for (std::size_t i = 0; i < hours.size(); ++i)
    if (!(hours[i] >= 0) || (i > 0 && !(hours[i] > hours[i - 1])))
      throw std::invalid_argument("margins: the grid of hours must rise from 0 or more");
}

// Appends the rows of one column at every dose of the grid; `row` holds what they share. Returns how many are unknown.
std::size_t append_margins(std::span<const FigureInterval> figures, std::span<const double> probes,
                           std::span<const Dose> grid, const StrategyBackground& background, MarginRow row,
                           std::vector<MarginRow>& rows) {
  std::size_t unknown = 0;
  for (std::size_t node = 0; node < grid.size(); ++node) {
    const auto [online, offline] = grid[node];
    row.hours_online = online;
    row.hours_offline = offline;
    const auto of_node = figures.subspan(node * kGridFigures, kGridFigures);
    row.known = std::all_of(of_node.begin(), of_node.end(), is_representative);
    row.marginal_online = of_node[0].interval;
    row.marginal_offline = of_node[1].interval;
    row.difference = of_node[2].interval;
    row.outside_support = background.is_outside(grid[node]);
    row.probes = probes[node];
    unknown += !row.known;
    rows.push_back(row);
  }
  return unknown;
}

void append_cohort(const Cohort& cohort, const Questions& questions, const MarginParams& params,
                   const StrategyBackground& background, Standardisation standardisation,
                   const std::vector<ProbeColumn>& columns, MarginTables& tables) {
  const Estimates estimates = estimate(cohort, questions, params.bootstrap);
  const std::size_t grid = questions.grid.size();
  std::size_t unknown = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto figures = std::span(estimates.figures).subspan(c * questions.figures(), questions.figures());
    MarginRow margin;
    margin.strategy = background.strategy;
    margin.measure = columns[c].measure;
    margin.unit = columns[c].unit;
    margin.horizon_days = columns[c].horizon_days;
    margin.standardisation = standardisation;
    margin.worlds = cohort.probes.worlds();
    margin.bandwidth = estimates.bandwidths[c];
    unknown += append_margins(figures, std::span(estimates.probes).subspan(c * grid, grid), questions.grid, background,
                              std::move(margin), tables.margins);
    AnswerRow answer;
    answer.strategy = background.strategy;
    answer.measure = columns[c].measure;
    answer.horizon_days = columns[c].horizon_days;
    answer.standardisation = standardisation;
    append_answers(questions.reader.answers(figures.subspan(kGridFigures * grid)), columns[c].unit, background,
                   params.median, std::move(answer), tables.answers);
  }
  if (unknown > 0)
    tables.notes.push_back(
        fmt::format("{} as {}: {} of {} margins are unknown, for want of probes (at least {:g}) about their dose.",
                    background.strategy, kStandardisationNames[static_cast<std::size_t>(standardisation)], unknown,
                    columns.size() * grid, kFewestProbes));
}

// All of one strategy.
MarginTables strategy_tables(std::span<const ProbeOutcomes> worlds, const StrategyBackground& background,
                             const Questions& questions, const MarginParams& params) {
  MarginTables tables;
  const auto note = [&](std::string sentence) { tables.notes.push_back(std::move(sentence)); };
  Cohort cohort = cohort_of(worlds, background.index);
  if (cohort.probes.probes() == 0) {
    note(fmt::format("{}: no probe follows it, so nothing is known of its margins.", background.strategy));
    return tables;
  }
  append_cohort(cohort, questions, params, background, Standardisation::matched, worlds[0].columns, tables);
  if (background.role_share.empty()) {
    note(fmt::format("{}: nobody of the background follows it; margins as matched only.", background.strategy));
    return tables;
  }
  cohort.probes.weight = lived_weights(cohort.role, background.role_share);
  const double missed = missed_roles(cohort.role, background.role_share);
  if (missed > 0)
    note(fmt::format("{}: {:.0f} % of its background have roles without a probe; as lived the others stand for all.",
                     background.strategy, 100 * missed));
  append_cohort(cohort, questions, params, background, Standardisation::lived, worlds[0].columns, tables);
  return tables;
}

template <class T>
void move_behind(std::vector<T>& into, std::vector<T>& from) {
  into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

std::vector<double> dose_grid(double hours_max) {
  constexpr double kTooNear = 0.9;  // two nodes so near tell the same
  std::vector<double> grid;
  for (const double hours : {0, 1, 2, 4, 7, 12, 18, 27, 40, 60, 90, 135})
    if (hours < kTooNear * hours_max) grid.push_back(hours);
  grid.push_back(hours_max);
  return grid;
}

MarginTables margin_tables(std::span<const ProbeOutcomes> worlds, std::span<const StrategyBackground> backgrounds,
                           const MarginParams& params, ThreadPool& pool) {
  check(worlds);
  check_grid(params.hours_online);
  check_grid(params.hours_offline);
  MarginTables tables;
  const auto note = [&](std::string sentence) { tables.notes.push_back(std::move(sentence)); };
  if (worlds.empty()) {
    note("No worlds: nothing is known of margins.");
    return tables;
  }
  if (!(params.online_max > 0 && params.offline_max > 0)) {
    note(fmt::format("Probes have at most {:g} h online and {:g} h offline: margins need doses of both.",
                     params.online_max, params.offline_max));
    return tables;
  }
  if (worlds.size() < 2) {
    note("One world: margins have no intervals, and points no probability.");
  } else if (worlds.size() < kPercentileWorlds) {
    note(fmt::format("{} worlds: what is read off margins, as when to take it offline, needs {} or more.",
                     worlds.size(), kPercentileWorlds));
  }
  const double widest_total = std::min(params.online_max, params.offline_max), step = worlds[0].step_hours;
  if (step != 1) note(fmt::format("Margins are taken over {:g} h a week, and given for each hour of them.", step));
  for (const double total : params.totals) {
    if (total > widest_total)
      note(
          fmt::format("A total of {:g} h a week is beyond the design of {:g} h online and {:g} h offline: no best mix.",
                      total, params.online_max, params.offline_max));
    else if (const double steps = total / step; std::fabs(steps - std::round(steps)) > 1e-9 * steps)
      note(fmt::format("A total of {:g} h a week is no multiple of the step of {:g} h: no best mix.", total, step));
  }
  const bool any_background = std::any_of(backgrounds.begin(), backgrounds.end(),
                                          [](const StrategyBackground& b) { return !b.role_share.empty(); });
  if (any_background && !(params.median.hours_online > 0))
    note("The median user spends no hours online: there is no average hour, and no h_dagger.");

  const Questions questions = questions_of(params, worlds[0].step_hours);
  std::vector<MarginTables> of_strategy(backgrounds.size());
  pool.for_chunks(backgrounds.size(), 1, [&](std::size_t k, std::size_t, std::size_t, unsigned) {
    of_strategy[k] = strategy_tables(worlds, backgrounds[k], questions, params);
  });
  for (MarginTables& each : of_strategy) {
    move_behind(tables.margins, each.margins);
    move_behind(tables.answers, each.answers);
    move_behind(tables.notes, each.notes);
  }
  return tables;
}

std::vector<PairingRow> variance_reduction(std::span<const ProbeOutcomes> worlds) {
  check(worlds);
  std::vector<PairingRow> rows;
  if (worlds.empty()) return rows;
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double x : values) sum += x;
    return sum / static_cast<double>(values.size());
  };
  for (std::size_t c = 0; c < worlds[0].columns.size(); ++c) {
    for (const ForkBranch branch : {ForkBranch::online, ForkBranch::offline}) {
      std::vector<double> base, other, difference;
      for (const ProbeOutcomes& world : worlds) {
        if (world.probes() == 0) continue;
        base.push_back(mean(world.columns[c].of(ForkBranch::base)));
        other.push_back(mean(world.columns[c].of(branch)));
        difference.push_back(other.back() - base.back());
      }
      PairingRow row;
      row.measure = worlds[0].columns[c].measure;
      row.horizon_days = worlds[0].columns[c].horizon_days;
      row.branch = kForkBranchNames[static_cast<std::size_t>(branch)];
      row.worlds = difference.size();
      row.known = row.worlds >= 2;
      const auto variance = [](const std::vector<double>& values) { return sample_sd(values) * sample_sd(values); };
      row.variance_paired = variance(difference);
      row.variance_unpaired = variance(base) + variance(other);
      row.reduction = row.variance_paired > 0 ? row.variance_unpaired / row.variance_paired : 0;
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace clout
