#include "sim/engine/probe_record.h"

#include <algorithm>
#include <string>
#include <utility>

#include "sim/analysis/inequality.h"
#include "sim/engine/measure.h"

namespace clout {
namespace {

std::vector<AgentId> all_but(std::span<const std::uint32_t> probes, std::size_t agents) {
  std::vector<AgentId> others;
  for (std::size_t a = 0; a < agents; ++a)
    if (!std::binary_search(probes.begin(), probes.end(), a)) others.push_back(static_cast<AgentId>(a));
  return others;
}

template <class Of>
std::vector<double> of_each(std::span<const std::uint32_t> probes, Of&& of) {
  std::vector<double> values;
  values.reserve(probes.size());
  for (std::size_t k = 0; k < probes.size(); ++k) values.push_back(of(k, probes[k]));
  return values;
}

std::vector<double> hours_of(std::span<const AgentId> agents, const Column<float>& hours) {
  std::vector<double> values;
  for (const AgentId a : agents) values.push_back(hours[a]);
  return values;
}

ProbeBackground background_of(const World& world, std::span<const AgentId> agents) {
  constexpr double kTail = 0.05;
  ProbeBackground background;
  background.agents = static_cast<double>(agents.size());
  background.role_share.assign(world.society->role_names.size(), 0.0);
  for (const AgentId a : agents) background.role_share[world.society->role[a]] += 1 / background.agents;
  const auto online = hours_of(agents, world.hours_online), offline = hours_of(agents, world.hours_offline);
  background.hours_online_low = quantile(online, kTail);
  background.hours_online_high = quantile(online, 1 - kTail);
  background.hours_offline_low = quantile(offline, kTail);
  background.hours_offline_high = quantile(offline, 1 - kTail);
  return background;
}

void add_backgrounds(const World& world, std::size_t strategies, ProbeOutcomes& outcomes) {
  std::vector<AgentId> everybody;
  std::vector<std::vector<AgentId>> of_strategy(strategies);
  for (const AgentId a : world.society->present) {
    if (world.society->has(a, kProbe)) continue;
    everybody.push_back(a);
    of_strategy[world.strategy[a]].push_back(a);
  }
  for (const auto& agents : of_strategy) outcomes.background.push_back(background_of(world, agents));
  outcomes.hours_online_median = quantile(hours_of(everybody, world.hours_online), 0.5);
  outcomes.hours_offline_median = quantile(hours_of(everybody, world.hours_offline), 0.5);
}

}  // namespace

std::vector<AgentId> probes_of(const Society& society) {
  std::vector<AgentId> probes;
  for (const AgentId a : society.present)
    if (society.has(a, kProbe)) probes.push_back(a);
  return probes;
}

std::vector<Day> margin_days(const Scenario& scenario) {
  const auto end = static_cast<Day>(scenario.horizon_days);
  std::vector<Day> days;
  for (const double day : scenario.margins.horizon_days)
    if (static_cast<Day>(day) < end) days.push_back(static_cast<Day>(day));
  days.push_back(end);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

ProbeRecord::ProbeRecord(const Scenario& scenario, const TieClock& clock)
    : scenario_(scenario),
      clock_(clock),
      first_day_(static_cast<Day>(scenario.burn_in_days)),
      horizons_(margin_days(scenario)) {
  for (const ValueSpec& spec : scenario.values) models_.push_back(spec.setup->build());
}

void ProbeRecord::begin(const Branch& branch) {
  const World& world = branch.world();
  outcomes_ = {};
  outcomes_.seed = world.seed;
  outcomes_.step_hours = scenario_.margins.step_hours;
  outcomes_.hours_online_max = scenario_.probes.hours_online_max;
  outcomes_.hours_offline_max = scenario_.probes.hours_offline_max;
  for (const AgentId a : probes_of(*world.society)) {
    outcomes_.agent.push_back(a);
    outcomes_.strategy.push_back(world.strategy[a]);
    outcomes_.role.push_back(world.society->role[a]);
    outcomes_.hours_online.push_back(world.hours_online[a]);
    outcomes_.hours_offline.push_back(world.hours_offline[a]);
  }
  add_backgrounds(world, scenario_.strategies.size(), outcomes_);
  for (const Day days : horizons_) {
    const auto add = [&](const std::string& measure) {
      outcomes_.columns.push_back({measure, measure_unit(measure), days, {}});
    };
    for (const ScoreSpec& s : scenario_.scores) add("score_" + s.name);
    for (const ValueSpec& v : scenario_.values) add("gain_" + v.name);
    for (const char* measure : {"followers", "contacts", "hours_online_spent", "hours_offline_spent"}) add(measure);
  }
  for (const ValueSpec& v : scenario_.values)
    outcomes_.others.push_back({"value_" + v.name, measure_unit("value_" + v.name), horizons_.back(), {}});
}

void ProbeRecord::enter(ForkBranch which, const Branch& branch) {
  branch_ = static_cast<std::uint32_t>(which);
  open_windows();
  const Ledger& now = branch.world().ledger;
  seconds_online_.resize(outcomes_.probes());
  seconds_offline_.resize(outcomes_.probes());
  for (std::size_t k = 0; k < outcomes_.probes(); ++k) {
    seconds_online_[k] = now.seconds_online[outcomes_.agent[k]];
    seconds_offline_[k] = now.seconds_offline[outcomes_.agent[k]];
  }
}

void ProbeRecord::open_windows() {
  windows_.assign(horizons_.size(), {});
  for (Window& window : windows_) {
    window.value.assign(models_.size(), Column<double>(outcomes_.probes()));
    window.base = window.value;
    window.others.assign(models_.size(), 0.0);
  }
}

void ProbeRecord::end_of_day(const Branch& branch, ThreadPool& pool) {
  const Day lived = branch.world().day - first_day_;
  const bool has_todays = std::exchange(has_todays_, false);
  for (std::size_t h = 0; h < horizons_.size(); ++h) {
    const Day left = horizons_[h] - lived;
    if (std::find(kValueDaysBeforeEnd.begin(), kValueDaysBeforeEnd.end(), left) == kValueDaysBeforeEnd.end()) continue;
    const bool last = h + 1 == horizons_.size();
    if (!last || !has_todays) add_values(branch, windows_[h], last, pool);
    if (left == 0) take_outcomes(branch, h);
  }
}

void ProbeRecord::take_values(std::size_t model, std::span<const double> value, std::span<const double> untouched) {
  has_todays_ = true;
  Window& window = windows_.back();
  const auto& probes = outcomes_.agent;
  for (std::size_t k = 0; k < probes.size(); ++k) {
    window.value[model][k] += value[probes[k]];
    window.base[model][k] += untouched[probes[k]];
  }
  for (const AgentId a : all_but(probes, value.size())) window.others[model] += value[a];
}

void ProbeRecord::add_values(const Branch& branch, Window& window, bool of_others, ThreadPool& pool) const {
  const World& world = branch.world();
  const ValueView as_it_is{world.day, *world.society, world.ties, clock_, &world.ledger};
  const ValueView untouched{world.day, *world.society, world.society->offline, clock_, nullptr};
  const std::span<const AgentId> probes(outcomes_.agent);
  Column<double> values(probes.size());
  const auto add = [&](const ValueView& view, const ValueModel& model, Column<double>& sum) {
    model.evaluate(view, pool, probes, values);
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += values[k];
  };
  for (std::size_t m = 0; m < models_.size(); ++m) {
    add(as_it_is, *models_[m], window.value[m]);
    add(untouched, *models_[m], window.base[m]);
  }
  if (!of_others) return;
  const std::vector<AgentId> others = all_but(outcomes_.agent, world.agents());
  Column<double> of_each_other(others.size());
  for (std::size_t m = 0; m < models_.size(); ++m) {
    models_[m]->evaluate(as_it_is, pool, others, of_each_other);
    for (const double value : of_each_other) window.others[m] += value;
  }
}

// Columns come in the order in which begin() made them.
void ProbeRecord::take_outcomes(const Branch& branch, std::size_t horizon) {
  const World& world = branch.world();
  const std::span<const std::uint32_t> probes(outcomes_.agent);
  const Window& window = windows_[horizon];
  constexpr auto kDays = static_cast<double>(kValueDaysBeforeEnd.size());
  std::size_t column = horizon * (outcomes_.columns.size() / horizons_.size());
  const auto put = [&](std::vector<double> values) {
    outcomes_.columns[column++].outcome[branch_] = std::move(values);
  };
  for (const ScoreColumn& s : branch.scores())
    put(of_each(probes, [&](std::size_t, AgentId a) { return double{s.scores[a]}; }));
  for (std::size_t m = 0; m < models_.size(); ++m)
    put(of_each(probes, [&](std::size_t k, AgentId) { return (window.value[m][k] - window.base[m][k]) / kDays; }));
  put(of_each(probes, [&](std::size_t, AgentId a) { return static_cast<double>(world.follows.follower_count(a)); }));
  put(of_each(probes, [&](std::size_t, AgentId a) {
    const auto ties = world.ties.of(a);
    return static_cast<double>(
        std::count_if(ties.begin(), ties.end(), [&](const HalfTie& t) { return !clock_.forgotten(t, world.day); }));
  }));
  const double weeks = static_cast<double>(horizons_[horizon]) / 7;
  put(of_each(probes, [&](std::size_t k, AgentId a) {
    return (world.ledger.seconds_online[a] - seconds_online_[k]) / kSecondsPerHour / weeks;
  }));
  put(of_each(probes, [&](std::size_t k, AgentId a) {
    return (world.ledger.seconds_offline[a] - seconds_offline_[k]) / kSecondsPerHour / weeks;
  }));
  if (horizon + 1 == horizons_.size())
    for (std::size_t m = 0; m < models_.size(); ++m) outcomes_.others[m].outcome[branch_] = window.others[m] / kDays;
}

void ProbeRecord::visit_state(StateVisitor& v) {
  // Who is asked, and the shape of the columns, follow from scenario and seed: begin() has run before this is called.
  v.value("probe_branch", branch_);
  v.column("probe_seconds_online", seconds_online_);
  v.column("probe_seconds_offline", seconds_offline_);
  std::uint64_t open = windows_.size();  // none before the fork
  v.value("probe_windows", open);
  if (v.loading() && open > 0) open_windows();
  for (Window& window : windows_)
    for (std::size_t m = 0; m < models_.size(); ++m) {
      v.column("probe_value", window.value[m]);
      v.column("probe_base", window.base[m]);
      v.value("probe_others", window.others[m]);
    }
  for (ProbeColumn& column : outcomes_.columns)
    for (std::vector<double>& outcome : column.outcome) {
      std::uint64_t n = outcome.size();
      v.value("probe_outcomes", n);
      if (v.loading()) outcome.resize(n);
      v.raw("probe_outcome", outcome.data(), n * sizeof(double));
    }
  for (OthersTotal& total : outcomes_.others) v.value("others_total", total.outcome);
}

}  // namespace clout
