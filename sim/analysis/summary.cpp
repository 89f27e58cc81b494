#include "sim/analysis/summary.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "sim/analysis/gems.h"
#include "sim/analysis/inequality.h"
#include "sim/analysis/mobility.h"
#include "sim/analysis/rank.h"

namespace clout {
namespace {

constexpr const char* kPoints = "points";
constexpr const char* kPeople = "average people";
constexpr const char* kHoursAWeek = "h/week";

// Agents of one row of the table.
struct Group {
  const char* cohort;
  std::string strategy;
  std::vector<std::uint32_t> members;
};

template <class T>
double sum_over(const std::vector<T>& column, const Group& group) {
  double sum = 0;
  for (const std::uint32_t a : group.members) sum += static_cast<double>(column[a]);
  return sum;
}

template <class T>
std::vector<double> picked(const std::vector<T>& column, const Group& group) {
  std::vector<double> values;
  values.reserve(group.members.size());
  for (const std::uint32_t a : group.members) values.push_back(static_cast<double>(column[a]));
  return values;
}

class Writer {
 public:
  Writer(const Group& group, WorldMeasures& out) : group_(group), out_(out) {}

  void add(std::string measure, std::string unit, double value) {
    out_.rows.push_back({group_.cohort, group_.strategy, std::move(measure), std::move(unit), value});
  }
  template <class T>
  void mean(std::string measure, std::string unit, const std::vector<T>& column) {
    if (column.empty()) return;
    add(std::move(measure), std::move(unit), sum_over(column, group_) / static_cast<double>(group_.members.size()));
  }

 private:
  const Group& group_;
  WorldMeasures& out_;
};

// What gems cost the group, and what chance would have given it.
void measure_gems(const AgentColumns& c, const Group& group, Writer& w) {
  if (c.gems_met.empty()) return;
  const double met = sum_over(c.gems_met, group);
  double who_met = 0;
  for (const std::uint32_t a : group.members) who_met += c.gems_met[a] > 0;
  w.add("gem_met_share", "share", who_met / static_cast<double>(group.members.size()));
  if (!c.hours_online_spent.empty() && !c.hours_offline_spent.empty()) {
    const double hours = (sum_over(c.hours_online_spent, group) + sum_over(c.hours_offline_spent, group)) * c.weeks;
    if (hours > 0) w.add("gems_per_1000_hours", "agents", 1000 * met / hours);
    if (const auto cost = hours_per_gem(met, hours)) w.add("hours_per_gem", "h", *cost);
  }
  if (!c.contacts_made.empty() && !c.gem.empty()) {
    const auto gems = static_cast<std::size_t>(std::count(c.gem.begin(), c.gem.end(), std::uint8_t{1}));
    const double by_chance = gems_by_chance(picked(c.contacts_made, group), picked(c.gem, group), gems, c.agents());
    // The same agents in the same hours: hours cancel.
    if (const auto lift = gem_lift(met, 1, by_chance, 1)) w.add("gem_lift", "times chance", *lift);
  }
}

void measure_group(const AgentColumns& c, const AgentColumnNames& names, const Group& group, WorldMeasures& out) {
  Writer w(group, out);
  const auto n = static_cast<double>(group.members.size());
  w.add("agents", "agents", n);
  if (n == 0) return;
  for (std::size_t s = 0; s < c.score.size(); ++s) w.mean("score_" + names.scores[s], kPoints, c.score[s]);
  for (std::size_t v = 0; v < c.value.size(); ++v) w.mean("value_" + names.values[v], kPeople, c.value[v]);
  for (std::size_t v = 0; v < c.gain.size(); ++v) w.mean("gain_" + names.values[v], kPeople, c.gain[v]);
  w.mean("followers", "agents", c.followers);
  w.mean("messages_sent", "messages", c.messages_sent);
  w.mean("messages_answered", "messages", c.messages_answered);
  if (!c.messages_sent.empty() && !c.messages_answered.empty()) {
    const double sent = sum_over(c.messages_sent, group);
    if (sent > 0) w.add("answer_share", "share", sum_over(c.messages_answered, group) / sent);
  }
  w.mean("meetings_asked", "meetings", c.meetings_asked);
  if (!c.meetings_held.empty() && !c.meetings_received.empty())
    w.add("meetings", "meetings", (sum_over(c.meetings_held, group) + sum_over(c.meetings_received, group)) / n);
  w.mean("contacts", "agents", c.contacts);
  w.mean("diversity", "circles", c.diversity);
  w.mean("contacts_made", "agents", c.contacts_made);
  w.mean("gems_met", "agents", c.gems_met);
  measure_gems(c, group, w);
  w.mean("hours_online", kHoursAWeek, c.hours_online);
  w.mean("hours_offline", kHoursAWeek, c.hours_offline);
  w.mean("hours_online_spent", kHoursAWeek, c.hours_online_spent);
  w.mean("hours_offline_spent", kHoursAWeek, c.hours_offline_spent);
  if (!c.hours_online.empty() && !c.hours_online_spent.empty()) {
    const double dose = sum_over(c.hours_online, group);
    if (dose > 0) w.add("engagement", "share of dose", sum_over(c.hours_online_spent, group) / dose);
  }
  if (!c.left.empty()) {
    w.mean("days_online", "days/week", c.days_online);
    w.add("retention", "share", 1 - sum_over(c.left, group) / n);
  }
  w.mean("items_read", "items", c.items_read);
  w.mean("posts", "posts", c.posts);
  if (!c.exposure.empty()) {
    double readers = 0;
    for (const std::uint32_t a : group.members) readers += c.exposure[a] > 0;
    if (readers > 0) w.add("exposure", "authors", sum_over(c.exposure, group) / readers);
  }
}

void measure_inequality(const AgentColumns& c, const AgentColumnNames& names, const Group& group, WorldMeasures& out) {
  Writer w(group, out);
  const auto add = [&](const std::string& name, const auto& column) {
    if (column.empty()) return;
    const std::vector<double> amounts = picked(column, group);
    if (*std::min_element(amounts.begin(), amounts.end()) < 0) return;
    const Concentration held = concentration(amounts);
    w.add("gini_" + name, "Gini", held.gini);
    w.add("top_1_share_" + name, "share", held.top_1_percent);
    w.add("top_10_share_" + name, "share", held.top_10_percent);
  };
  add("followers", c.followers);
  for (std::size_t s = 0; s < c.score.size(); ++s) add("score_" + names.scores[s], c.score[s]);
  for (std::size_t v = 0; v < c.value.size(); ++v) add("value_" + names.values[v], c.value[v]);
}

void measure_newcomers(const AgentColumns& c, const AgentColumnNames& names, const Group& group, WorldMeasures& out) {
  if (c.initial_followers.empty() || c.quality.empty() || c.posts.empty()) return;
  constexpr std::uint32_t kThirds = 3;
  Writer w(group, out);
  std::vector<std::uint8_t> newcomer(group.members.size());
  if (c.newcomer.empty()) {
    newcomer = newcomers_by_followers(picked(c.initial_followers, group));
  } else {
    for (std::size_t k = 0; k < newcomer.size(); ++k) newcomer[k] = c.newcomer[group.members[k]];
  }
  const std::vector<std::uint32_t> quality = rank_groups(picked(c.quality, group), kThirds);
  const std::vector<std::uint32_t> posts = rank_groups(picked(c.posts, group), kThirds);
  std::vector<std::uint32_t> alike(newcomer.size());
  for (std::size_t k = 0; k < alike.size(); ++k)
    alike[k] = (c.strategy[group.members[k]] * kThirds + quality[k]) * kThirds + posts[k];
  for (std::size_t s = 0; s < c.score.size(); ++s)
    if (const auto parity = newcomer_parity(picked(c.score[s], group), newcomer, alike))
      w.add("newcomer_parity_" + names.scores[s], "ratio", *parity);
}

void add_spearman(Writer& w, std::string measure, const std::vector<double>& ranks_a,
                  const std::vector<double>& ranks_b) {
  if (const auto rho = pearson(ranks_a, ranks_b)) w.add(std::move(measure), "Spearman", *rho);
}

void measure_validity(const AgentColumns& c, const AgentColumnNames& names, const Group& group, WorldMeasures& out) {
  if (c.score.empty() || c.network_worth.empty()) return;
  Writer w(group, out);
  const std::vector<double> worth = ranks(picked(c.network_worth, group));
  for (std::size_t s = 0; s < c.score.size(); ++s)
    add_spearman(w, "validity_" + names.scores[s], ranks(picked(c.score[s], group)), worth);
}

// Ranks are drawn once a column: Spearman is Pearson over them.
void measure_agreement(const AgentColumns& c, const AgentColumnNames& names, const Group& everyone,
                       WorldMeasures& out) {
  Writer w(everyone, out);
  std::vector<double> worth;
  std::vector<std::vector<double>> values;
  if (c.score.empty()) return;
  if (!c.network_worth.empty()) worth = ranks(picked(c.network_worth, everyone));
  for (const auto& value : c.value) values.push_back(ranks(picked(value, everyone)));
  for (std::size_t s = 0; s < c.score.size(); ++s) {
    const std::vector<double> score = ranks(picked(c.score[s], everyone));
    if (!worth.empty()) add_spearman(w, "validity_" + names.scores[s], score, worth);
    for (std::size_t v = 0; v < values.size(); ++v)
      add_spearman(w, "payoff_" + names.scores[s] + "_" + names.values[v], score, values[v]);
  }
}

void measure_mobility(const AgentColumns& c, const AgentColumnNames& names, const Group& everyone, WorldMeasures& out) {
  Writer w(everyone, out);
  for (std::size_t s = 0; s < c.past_score.size() && s < c.score.size(); ++s)
    if (const auto moved = mobility(picked(c.past_score[s], everyone), picked(c.score[s], everyone)))
      w.add("mobility_" + names.scores[s], "1 - tau", *moved);
}

void measure_hidden_gems(const AgentColumns& c, const AgentColumnNames& names, const Group& everyone,
                         WorldMeasures& out) {
  if (c.gem.empty()) return;
  Writer w(everyone, out);
  w.add("gems", "agents", static_cast<double>(std::count(c.gem.begin(), c.gem.end(), std::uint8_t{1})));
  for (std::size_t s = 0; s < c.score.size(); ++s)
    if (const auto hidden = hidden_share(c.gem, c.score[s])) w.add("gems_hidden_" + names.scores[s], "share", *hidden);
}

}  // namespace

WorldMeasures measure_world(const AgentColumns& c, const AgentColumnNames& names) {
  for_each_column(c, names, [](const std::string&, const auto&) {});
  if (c.strategy.size() != c.agents() || c.probe.size() != c.agents() || c.present.size() != c.agents())
    throw std::invalid_argument("measure_world: needs the columns strategy, probe and present");

  std::vector<Group> groups;
  for (const char* cohort : {kBackground, kProbes}) {
    for (const std::string& strategy : names.strategies) groups.push_back({cohort, strategy, {}});
    groups.push_back({cohort, kAllStrategies, {}});
  }
  Group everyone{kEveryone, kAllStrategies, {}};
  const std::size_t width = names.strategies.size() + 1;
  for (std::size_t a = 0; a < c.agents(); ++a) {
    if (c.strategy[a] + std::size_t{1} >= width)
      throw std::invalid_argument("measure_world: a strategy index without a name");
    if (!c.present[a]) continue;
    const std::size_t first = c.probe[a] ? width : 0;
    const auto id = static_cast<std::uint32_t>(a);
    groups[first + c.strategy[a]].members.push_back(id);
    groups[first + width - 1].members.push_back(id);
    everyone.members.push_back(id);
  }

  WorldMeasures out;
  for (const Group& group : groups) {
    if (group.members.empty()) continue;
    measure_group(c, names, group, out);
    if (group.cohort != kBackground) continue;
    if (group.strategy != kAllStrategies) {
      measure_validity(c, names, group, out);
      continue;
    }
    measure_inequality(c, names, group, out);
    measure_newcomers(c, names, group, out);
  }
  if (everyone.members.empty()) return out;
  measure_agreement(c, names, everyone, out);
  measure_mobility(c, names, everyone, out);
  measure_hidden_gems(c, names, everyone, out);
  return out;
}

std::vector<SummaryRow> summarise(std::span<const WorldMeasures> worlds) {
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, std::size_t> place;
  std::vector<SummaryRow> rows;
  std::vector<std::vector<double>> values;
  for (const WorldMeasures& world : worlds)
    for (const Measure& m : world.rows) {
      const auto [it, is_new] = place.try_emplace(Key{m.cohort, m.strategy, m.measure}, rows.size());
      if (is_new) {
        SummaryRow row;
        row.cohort = m.cohort;
        row.strategy = m.strategy;
        row.measure = m.measure;
        row.unit = m.unit;
        rows.push_back(std::move(row));
        values.emplace_back();
      }
      values[it->second].push_back(m.value);
    }
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const Interval interval = mean_interval(values[k]);
    rows[k].mean = interval.estimate;
    rows[k].low = interval.low;
    rows[k].high = interval.high;
    rows[k].sd = sample_sd(values[k]);
    rows[k].worlds = interval.worlds;
    rows[k].known = interval.known;
  }
  return rows;
}

}  // namespace clout
