#include "sim/analysis/decomposition.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sim/analysis/dose_surface.h"
#include "sim/analysis/shapley.h"

namespace clout {
namespace {

constexpr std::size_t kPlans = 4;
constexpr std::array<const char*, 4> kFactors = {"approach", "time", "hours_offline", "roles"};

/// Probes of one plan over all worlds, with the base outcome of each column.
struct PlanProbes {
  DoseProbes probes;
  std::vector<std::uint8_t> role;
  std::vector<std::vector<double>> level;  // [column][probe]
};

PlanProbes probes_of_plan(std::span<const ProbeOutcomes> worlds, std::uint8_t strategy) {
  PlanProbes plan;
  plan.level.resize(worlds.front().columns.size());
  for (const ProbeOutcomes& world : worlds) {
    for (std::size_t p = 0; p < world.probes(); ++p) {
      if (world.strategy[p] != strategy) continue;
      plan.probes.hours_online.push_back(world.hours_online[p]);
      plan.probes.hours_offline.push_back(world.hours_offline[p]);
      plan.role.push_back(world.role[p]);
      for (std::size_t c = 0; c < world.columns.size(); ++c)
        plan.level[c].push_back(world.columns[c].of(ForkBranch::base)[p]);
    }
    plan.probes.begin.push_back(plan.probes.probes());
  }
  plan.probes.weight.assign(plan.probes.probes(), 1.0);
  return plan;
}

/// Shares of roles in the background of a strategy, over the people of all worlds; empty if there is nobody.
std::vector<double> background_roles(std::span<const ProbeOutcomes> worlds, std::uint8_t strategy) {
  std::vector<double> share;
  double agents = 0;
  for (const ProbeOutcomes& world : worlds) {
    if (strategy >= world.background.size()) return {};
    const ProbeBackground& there = world.background[strategy];
    agents += there.agents;
    share.resize(std::max(share.size(), there.role_share.size()), 0.0);
    for (std::size_t r = 0; r < there.role_share.size(); ++r) share[r] += there.agents * there.role_share[r];
  }
  if (agents == 0) return {};
  for (double& s : share) s /= agents;
  return share;
}

/// Cells of every column: bit 0 approach, bit 1 time, bit 2 hours offline, bit 3 roles.
class Cells {
 public:
  Cells(const std::array<PlanProbes, kPlans>& plans, std::span<const std::vector<double>> roles,
        const DecompositionQuestion& question)
      : factors_(roles.empty() ? 3 : 4), columns_(plans[0].level.size()) {
    const std::array<Dose, 2> nodes = {Dose{question.hours_online, question.hours_offline[0]},
                                       Dose{question.hours_online, question.hours_offline[1]}};
    std::array<std::vector<double>, kPlans> bandwidth;
    for (std::size_t plan = 0; plan < kPlans; ++plan) {
      const std::vector<std::span<const double>> levels(plans[plan].level.begin(), plans[plan].level.end());
      bandwidth[plan] = choose_bandwidths(plans[plan].probes, levels, 1);
    }
    for (std::size_t c = 0; c < columns_; ++c)
      for (std::size_t who = 0; who < std::max<std::size_t>(roles.size(), 1); ++who)
        for (std::size_t plan = 0; plan < kPlans; ++plan) {
          DoseProbes probes = plans[plan].probes;
          if (!roles.empty()) probes.weight = lived_weights(plans[plan].role, roles[who]);
          const std::span<const double> level = plans[plan].level[c];
          surfaces_.emplace_back(probes, std::span(&level, 1), nodes, bandwidth[plan][c]);
        }
  }

  std::size_t factors() const { return factors_; }
  std::size_t columns() const { return columns_; }

  /// Outcomes of the cells of a column with worlds weighed so; false if one is not known.
  bool read(std::size_t column, std::span<const double> world_weight, std::vector<double>& cells) const {
    cells.resize(std::size_t{1} << factors_);
    const std::size_t surfaces = cells.size() / 2;  // a surface has both doses offline
    for (std::size_t s = 0; s < surfaces; ++s) {
      std::array<double, 2> at{};
      surfaces_[column * surfaces + s].fit(world_weight, at);
      for (std::size_t hours = 0; hours < at.size(); ++hours) {
        if (!is_there(at[hours])) return false;
        cells[(s & 3) | hours << 2 | (s >> 2) << 3] = at[hours];
      }
    }
    return true;
  }

 private:
  std::size_t factors_, columns_;
  std::vector<DoseSurface> surfaces_;  // [column][roles][plan]
};

// Figures of a column: values of the factors, whole, than, strategy, then shares of the factors.
std::size_t figures_of(std::size_t factors) { return 2 * factors + 3; }

void append(const Cells& cells, std::span<const ProbeColumn> columns, Standardisation standardisation,
            std::size_t worlds, const BootstrapParams& bootstrap, Decomposition& result) {
  const std::size_t factors = cells.factors(), width = figures_of(factors);
  std::vector<double> outcome;
  const auto compute = [&](std::span<const double> weight, std::span<double> figures) {
    for (std::size_t c = 0; c < cells.columns(); ++c) {
      const auto out = figures.subspan(c * width, width);
      std::fill(out.begin(), out.end(), kNone);
      if (!cells.read(c, weight, outcome)) continue;
      const std::vector<double> values = shapley_values(outcome);
      const double whole = outcome.back() - outcome.front();
      out[factors] = whole;
      out[factors + 1] = outcome.front();
      out[factors + 2] = outcome.back();
      for (std::size_t f = 0; f < factors; ++f) {
        out[f] = values[f];
        if (whole != 0) out[factors + 3 + f] = values[f] / whole;
      }
    }
  };
  const std::vector<FigureInterval> figures = bootstrap_worlds(worlds, cells.columns() * width, bootstrap, compute);
  for (std::size_t c = 0; c < cells.columns(); ++c) {
    const auto of = std::span(figures).subspan(c * width, width);
    const auto add = [&](const char* part, const FigureInterval& figure, const FigureInterval& share) {
      result.rows.push_back(
          {columns[c].measure, columns[c].unit, columns[c].horizon_days, standardisation, part, figure, share});
    };
    const bool differs = of[factors].exists && answer(of[factors].interval) != Answer::cannot_tell;
    for (std::size_t f = 0; f < factors; ++f) add(kFactors[f], of[f], differs ? of[factors + 3 + f] : FigureInterval{});
    add("whole", of[factors], {});
    add("than", of[factors + 1], {});
    add("strategy", of[factors + 2], {});
  }
}

}  // namespace

Decomposition decompose(std::span<const ProbeOutcomes> worlds, const DecompositionQuestion& question) {
  Decomposition result;
  if (worlds.empty()) {
    result.notes.emplace_back("No worlds: nothing is known of what makes the difference.");
    return result;
  }
  for (const ProbeOutcomes& world : worlds) {
    bool fits = world.columns.size() == worlds[0].columns.size();
    for (std::size_t c = 0; fits && c < world.columns.size(); ++c)
      fits = world.columns[c].measure == worlds[0].columns[c].measure &&
             world.columns[c].horizon_days == worlds[0].columns[c].horizon_days &&
             world.columns[c].of(ForkBranch::base).size() == world.probes();
    if (!fits)
      throw std::invalid_argument(fmt::format(
          "decompose: the probes of the world of seed {} do not fit those of seed {}", world.seed, worlds[0].seed));
  }
  std::array<PlanProbes, kPlans> plans;
  for (std::size_t plan = 0; plan < kPlans; ++plan) {
    plans[plan] = probes_of_plan(worlds, question.plans[plan]);
    if (plans[plan].probes.probes() > 0) continue;
    result.notes.emplace_back("A plan has no probes: nothing is known of what makes the difference.");
    return result;
  }
  const std::span<const ProbeColumn> columns = worlds[0].columns;
  append(Cells(plans, {}, question), columns, Standardisation::matched, worlds.size(), question.bootstrap, result);
  const std::array<std::vector<double>, 2> roles = {background_roles(worlds, question.plans[0]),
                                                    background_roles(worlds, question.plans[3])};
  const bool role_missing = std::any_of(plans.begin(), plans.end(), [&](const PlanProbes& plan) {
    return missed_roles(plan.role, roles[0]) > 0 || missed_roles(plan.role, roles[1]) > 0;
  });
  if (roles[0].empty() || roles[1].empty()) {
    result.notes.emplace_back("Nobody of the background lives by one of the two strategies: parts as matched only.");
  } else if (role_missing) {  // cells would not be weighed alike
    result.notes.emplace_back("Of a plan no probe has a role that is in the background: parts as matched only.");
  } else {
    append(Cells(plans, roles, question), columns, Standardisation::lived, worlds.size(), question.bootstrap, result);
  }
  const bool all_known = std::all_of(result.rows.begin(), result.rows.end(),
                                     [](const DecompositionRow& row) { return row.figure.exists; });
  if (!all_known)
    result.notes.push_back(
        fmt::format("Parts are not known where a cell has too few probes (at least {:g}) about {:.3g} "
                    "h online and {:.3g} or {:.3g} h offline.",
                    kFewestProbes, question.hours_online, question.hours_offline[0], question.hours_offline[1]));
  return result;
}

}  // namespace clout
