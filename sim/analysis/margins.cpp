#include "sim/analysis/margins.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <utility>

namespace clout {
namespace {

constexpr std::size_t kResponses = 3;  // of a column: margin online, margin offline, level
constexpr std::size_t kMargins = 2;

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

// Of all probes that follow one strategy: doses, and the three responses of each column.
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
        cohort.responses[c * kResponses].push_back((column.of(ForkBranch::online)[p] - base) / world.step_hours);
        cohort.responses[c * kResponses + 1].push_back((column.of(ForkBranch::offline)[p] - base) / world.step_hours);
        cohort.responses[c * kResponses + 2].push_back(base);
      }
    }
    cohort.probes.begin.push_back(cohort.probes.probes());
  }
  cohort.probes.weight.assign(cohort.probes.probes(), 1.0);
  return cohort;
}

// Weighs probes so that roles are as frequent as in the background; returns the share of the background whose roles
// have no probe.
double weigh_as_lived(Cohort& cohort, const std::vector<double>& role_share) {
  std::vector<double> probes(role_share.size());
  for (const std::uint8_t role : cohort.role)
    if (role < probes.size()) probes[role] += 1;
  for (std::size_t p = 0; p < cohort.role.size(); ++p) {
    const std::uint8_t role = cohort.role[p];
    cohort.probes.weight[p] =
        role < probes.size() ? role_share[role] * static_cast<double>(cohort.role.size()) / probes[role] : 0;
  }
  double missed = 0;
  for (std::size_t r = 0; r < probes.size(); ++r)
    if (probes[r] == 0) missed += role_share[r];
  return missed;
}

// Surfaces of all columns, one for each bandwidth that a column chose, and where to find a column's values.
class Surfaces {
 public:
  Surfaces(const Cohort& cohort, std::span<const Dose> nodes)
      : columns_(cohort.responses.size() / kResponses), nodes_(nodes.size()) {
    std::vector<std::span<const double>> margins;
    for (std::size_t c = 0; c < columns_; ++c)
      for (std::size_t r = 0; r < kMargins; ++r) margins.emplace_back(cohort.responses[c * kResponses + r]);
    bandwidths_ = choose_bandwidths(cohort.probes, margins, kMargins);
    for (const double bandwidth : kBandwidths) {
      std::vector<std::size_t> columns;
      std::vector<std::span<const double>> responses;
      for (std::size_t c = 0; c < columns_; ++c) {
        if (bandwidths_[c] != bandwidth) continue;
        columns.push_back(c);
        for (std::size_t r = 0; r < kResponses; ++r) responses.emplace_back(cohort.responses[c * kResponses + r]);
      }
      if (!columns.empty())
        surfaces_.push_back({std::move(columns), DoseSurface(cohort.probes, responses, nodes, bandwidth)});
    }
  }

  double bandwidth(std::size_t column) const { return bandwidths_[column]; }

  double effective_probes(std::size_t column, std::size_t node) const {
    for (const Group& group : surfaces_)
      if (std::find(group.columns.begin(), group.columns.end(), column) != group.columns.end())
        return group.surface.effective_probes(node);
    return 0;
  }

  // values[(column * kResponses + response) * nodes + node]
  void fit(std::span<const double> weight, std::vector<double>& values) {
    values.resize(columns_ * kResponses * nodes_);
    for (const Group& group : surfaces_) {
      const std::size_t width = group.surface.responses();
      fitted_.resize(width * nodes_);
      group.surface.fit(weight, fitted_);
      for (std::size_t k = 0; k < width; ++k) {
        double* const out = values.data() + (group.columns[k / kResponses] * kResponses + k % kResponses) * nodes_;
        for (std::size_t node = 0; node < nodes_; ++node) out[node] = fitted_[node * width + k];
      }
    }
  }

 private:
  struct Group {
    std::vector<std::size_t> columns;
    DoseSurface surface;
  };
  std::size_t columns_, nodes_;
  std::vector<double> bandwidths_, fitted_;
  std::vector<Group> surfaces_;
};

const char* word(const FigureInterval& figure) { return figure.interval.known ? "known" : "cannot tell"; }

// Appends the rows of one column's answers; `row` holds what they share.
void append_answers(const OfflineAnswers& answers, const std::string& unit, AnswerRow row,
                    std::vector<AnswerRow>& rows) {
  const auto add = [&](std::string quantity, std::string of, const FigureInterval& figure, const char* answer) {
    row.quantity = std::move(quantity);
    row.unit = std::move(of);
    row.figure = figure;
    row.answer = answer;
    rows.push_back(row);
  };
  const auto add_point = [&](std::string quantity, const PointAnswer& point) {
    add(std::move(quantity), "h/week", point.hours, kPointKindNames[static_cast<std::size_t>(point.kind)]);
    rows.back().from_the_first_hour = point.from_the_first_hour;
    rows.back().never_in_range = point.never_in_range;
    row.from_the_first_hour = row.never_in_range = 0;
  };
  add_point("take_it_offline_hours", answers.take_it_offline);
  for (const FrontierAnswer& at : answers.frontier)
    add_point(fmt::format("frontier_hours_at_{:g}h", at.hours_offline), at.online);
  add_point("h_dagger_hours", answers.h_dagger);
  add("average_hour", unit, answers.average_hour, word(answers.average_hour));
  for (const MixAnswer& mix : answers.mixes) {
    const auto add_share = [&](const char* quantity, const FigureInterval& figure) {
      add(fmt::format("{}_{:g}h", quantity, mix.total_hours), "share", figure, word(figure));
    };
    add_share("best_mix_share", mix.best_share);
    add_share("best_mix_share_low", mix.low_share);
    add_share("best_mix_share_high", mix.high_share);
    add_share("loss_all_online", mix.loss_all_online);
    add_share("loss_all_offline", mix.loss_all_offline);
  }
}

void check_grid(const std::vector<double>& hours) {
  for (std::size_t i = 0; i < hours.size(); ++i)
    if (!(hours[i] >= 0) || (i > 0 && !(hours[i] > hours[i - 1])))
      throw std::invalid_argument("margins: the grid of hours must rise from 0 or more");
}

}  // namespace

MarginTables margin_tables(std::span<const ProbeOutcomes> worlds, std::span<const StrategyBackground> backgrounds,
                           const MarginParams& params) {
  check(worlds);
  check_grid(params.hours_online);
  check_grid(params.hours_offline);
  MarginTables tables;
  if (worlds.empty()) {
    tables.notes.push_back("No worlds: nothing is known of margins.");
    return tables;
  }
  if (worlds.size() < 2) tables.notes.push_back("One world: margins have no intervals, points no probability.");

  OfflineQuestion question;
  question.online_max = params.online_max;
  question.offline_max = params.offline_max;
  for (const double hours : params.hours_offline)
    if (hours > 0 && hours <= params.offline_max) question.frontier_offline.push_back(hours);
  question.totals = params.totals;
  question.median = params.median;
  question.step = worlds[0].step_hours;
  const OfflineReader reader(question);
  for (const double total : params.totals)
    if (total > std::min(params.online_max, params.offline_max))
      tables.notes.push_back(
          fmt::format("A total of {:g} h a week is beyond the design of {:g} h online and {:g} h offline: no best mix.",
                      total, params.online_max, params.offline_max));

  std::vector<Dose> nodes;
  for (const double online : params.hours_online)
    for (const double offline : params.hours_offline)
      if (online <= params.online_max && offline <= params.offline_max) nodes.push_back({online, offline});
  const std::size_t grid = nodes.size();
  nodes.insert(nodes.end(), reader.nodes().begin(), reader.nodes().end());

  const std::vector<ProbeColumn>& columns = worlds[0].columns;
  const std::size_t block = kResponses * grid + reader.figures();  // figures a column
  for (const StrategyBackground& background : backgrounds) {
    Cohort cohort = cohort_of(worlds, background.index);
    if (cohort.probes.probes() == 0) {
      tables.notes.push_back(
          fmt::format("{}: no probe follows it, so nothing is known of its margins.", background.strategy));
      continue;
    }
    for (const Standardisation standardisation : {Standardisation::matched, Standardisation::lived}) {
      if (standardisation == Standardisation::lived) {
        if (background.role_share.empty()) {
          tables.notes.push_back(
              fmt::format("{}: nobody of the background lives so; margins as matched only.", background.strategy));
          continue;
        }
        const double missed = weigh_as_lived(cohort, background.role_share);
        if (missed > 0)
          tables.notes.push_back(
              fmt::format("{}: {:.0f} % of its background have roles without a probe; as lived the rest stand for all.",
                          background.strategy, 100 * missed));
      }
      Surfaces surfaces(cohort, nodes);
      std::vector<double> values;
      const auto compute = [&](std::span<const double> weight, std::span<double> figures) {
        surfaces.fit(weight, values);
        for (std::size_t c = 0; c < columns.size(); ++c) {
          const auto of = [&](std::size_t response) {
            return std::span<const double>(values).subspan((c * kResponses + response) * nodes.size(), nodes.size());
          };
          const auto online = of(0), offline = of(1), level = of(2);
          const auto out = figures.subspan(c * block, block);
          for (std::size_t node = 0; node < grid; ++node) {
            out[node * kResponses] = online[node];
            out[node * kResponses + 1] = offline[node];
            out[node * kResponses + 2] = offline[node] - online[node];
          }
          reader.read(online.subspan(grid), offline.subspan(grid), level.subspan(grid), out.subspan(kResponses * grid));
        }
      };
      const auto figures = bootstrap_worlds(worlds.size(), columns.size() * block, params.bootstrap, compute);
      std::size_t unknown = 0;
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const auto mine = std::span(figures).subspan(c * block, block);
        for (std::size_t node = 0; node < grid; ++node) {
          MarginRow row;
          row.strategy = background.strategy;
          row.measure = columns[c].measure;
          row.unit = columns[c].unit;
          row.horizon_days = columns[c].horizon_days;
          row.standardisation = standardisation;
          row.hours_online = nodes[node].hours_online;
          row.hours_offline = nodes[node].hours_offline;
          row.known = mine[node * kResponses].exists;
          row.marginal_online = mine[node * kResponses].interval;
          row.marginal_offline = mine[node * kResponses + 1].interval;
          row.difference = mine[node * kResponses + 2].interval;
          row.outside_support = row.hours_online < background.online_low || row.hours_online > background.online_high ||
                                row.hours_offline < background.offline_low ||
                                row.hours_offline > background.offline_high;
          row.worlds = worlds.size();
          row.probes = surfaces.effective_probes(c, node);
          row.bandwidth = surfaces.bandwidth(c);
          unknown += !row.known;
          tables.margins.push_back(std::move(row));
        }
        AnswerRow row;
        row.strategy = background.strategy;
        row.measure = columns[c].measure;
        row.horizon_days = columns[c].horizon_days;
        row.standardisation = standardisation;
        append_answers(reader.answers(mine.subspan(kResponses * grid)), columns[c].unit, row, tables.answers);
      }
      if (unknown > 0)
        tables.notes.push_back(
            fmt::format("{} as {}: {} of {} margins have fewer than {:g} effective probes about their dose: unknown.",
                        background.strategy, kStandardisationNames[static_cast<std::size_t>(standardisation)], unknown,
                        columns.size() * grid, kFewestProbes));
    }
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
