// Turns a branch into columns: what each agent has gained over its initial ties, what it did since
// burn-in, and how Twitter-like the world is.
// Observing changes nothing: everything here reads the branch and keeps its own copies.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/agent_columns.h"
#include "sim/analysis/daily.h"
#include "sim/analysis/likeness.h"
#include "sim/analysis/summary.h"
#include "sim/core/parallel.h"
#include "sim/engine/branch.h"
#include "sim/plugin/value.h"

namespace clout {

/// Days before the end on which values are taken; their mean is what is reported ("mean of the last 28 days").
inline constexpr std::array<Day, 4> kValueDaysBeforeEnd = {21, 14, 7, 0};
/// Days before the end on which past scores are taken, for mobility.
inline constexpr Day kPastScoreDays = 90;

/// Told, by value model, what everybody's connections are worth on a day, and what they would be had the ties of day 0
/// been left to fade: one entry an agent in each.
using ValuesTaken =
    std::function<void(std::size_t model, std::span<const double> value, std::span<const double> untouched)>;

/// Collects what is needed along the way. Made at day 0, told of every day's end, asked at the last.
class Measurement {
 public:
  Measurement(const Scenario& scenario, const TieClock& clock);

  /// To be called on day 0, before anything is lived: notes who has how many followers and fixes the gems.
  void start(const Branch& branch);
  /// To be called when burn-in is over, before the first day of the horizon: flows count from here.
  /// @throws std::logic_error  nobody called start.
  void begin(const Branch& branch);
  /// To be called after every day from then on. Values are dear, so whoever needs them too is told when they are taken.
  void end_of_day(const Branch& branch, ThreadPool& pool, const ValuesTaken& taken = {});

  /// Flows count from here, and values are those taken after it: what begin() does, for who measures more often than
  /// once. @throws std::logic_error  nobody called start.
  void count_from(const Branch& branch);
  bool counting() const { return !posts_.empty(); }
  /// What everybody's connections are worth today; what is reported is the mean over the days on which this was called.
  void take_values(const Branch& branch, ThreadPool& pool, const ValuesTaken& taken = {});

  AgentColumnNames names() const;
  AgentColumns columns(const Branch& branch, ThreadPool& pool) const;
  /// What one world measures in all: measure_world() of `columns`, and after it what needs more than columns
  /// (measure_contacts.h, measure_lists.h) and, of twins that learn, goodhart_measures().
  /// @throws std::logic_error  two measures have one name, which check_scenario keeps from being.
  WorldMeasures measures(const Branch& branch, const AgentColumns& columns, ThreadPool& pool) const;
  std::vector<LikenessRow> likeness(const Branch& branch, ThreadPool& pool) const;
  /// The day's figures by strategy, background only.
  std::vector<DailyRow> daily(const Branch& branch) const;

  void visit_state(StateVisitor& v);

 private:
  void note_past_scores(const Branch& branch);
  // Parts of columns(): who people are; what they did since begin(); what connections are worth; whom they know.
  void add_people(const Society& society, AgentColumns& c) const;
  void add_flows(const World& world, ThreadPool& pool, AgentColumns& c) const;
  void add_motivation(const Motivation& motivation, AgentColumns& c) const;
  void add_values(AgentColumns& c) const;
  void add_contacts(const World& world, ThreadPool& pool, AgentColumns& c) const;  // after add_people

  const Scenario& scenario_;
  const TieClock& clock_;
  std::vector<std::unique_ptr<ValueModel>> models_;
  Day first_day_ = 0, last_day_ = 0;
  // Totals when the horizon began, one entry an agent.
  Column<std::uint32_t> posts_, items_read_, likes_, reshares_, replies_, messages_sent_, messages_received_,
      messages_answered_, meetings_asked_, meetings_held_, meetings_received_, seconds_online_, seconds_offline_;
  Column<std::uint32_t> posts_month_ago_;
  Column<std::uint32_t> reshares_made_;
  Column<std::uint32_t> days_online_;  // empty without motivation
  Column<std::uint32_t> initial_followers_;
  Column<AgentId> gems_;
  std::vector<Column<float>> past_score_;  // [score]; empty until its day has come
  std::int64_t value_days_ = 0;
  std::vector<Column<double>> value_sum_, base_sum_;  // [value model][agent]
};

}  // namespace clout
