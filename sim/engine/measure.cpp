#include "sim/engine/measure.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>

#include "sim/analysis/diversity.h"
#include "sim/analysis/gems.h"
#include "sim/analysis/goodhart.h"
#include "sim/engine/measure_contacts.h"
#include "sim/engine/measure_lists.h"
#include "sim/engine/twins.h"
#include "sim/world/graph_kernels.h"

namespace clout {
namespace {

constexpr Day kMonth = 30;

std::vector<std::uint32_t> since(const Column<std::uint32_t>& now, const Column<std::uint32_t>& then) {
  std::vector<std::uint32_t> flow(now.size());
  for (std::size_t a = 0; a < now.size(); ++a) flow[a] = now[a] - then[a];
  return flow;
}

std::vector<AgentId> everybody(std::size_t agents) {
  std::vector<AgentId> all(agents);
  for (std::size_t a = 0; a < agents; ++a) all[a] = static_cast<AgentId>(a);
  return all;
}

// Nothing without twins, or without a score that one of them strives for.
std::optional<GoodhartTwins> goodhart_twins(const Scenario& scenario) {
  const std::optional<Twins> twins = twins_of(scenario);
  if (!twins) return std::nullopt;
  const auto found = std::find_if(scenario.scores.begin(), scenario.scores.end(),
                                  [&](const ScoreSpec& spec) { return spec.name == twins->score; });
  if (found == scenario.scores.end()) return std::nullopt;
  return GoodhartTwins{twins->by_score, twins->by_value, static_cast<std::size_t>(found - scenario.scores.begin())};
}

// Names are made of those of scores, value models and lists: check_measure_names sees to it that no two are one. Where
// they were, tables would take the mean of both.
void refuse_repeated(const std::vector<Measure>& rows) {
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (const Measure& m : rows)
    if (!seen.emplace(m.cohort, m.strategy, m.measure).second)
      throw std::logic_error("two measures are called " + m.measure + " of " + m.strategy + " (" + m.cohort +
                             "); a score of another name would do");
}

}  // namespace

Measurement::Measurement(const Scenario& scenario, const TieClock& clock)
    : scenario_(scenario),
      clock_(clock),
      first_day_(static_cast<Day>(scenario.burn_in_days)),
      last_day_(static_cast<Day>(scenario.burn_in_days + scenario.horizon_days)) {
  for (const ValueSpec& spec : scenario.values) models_.push_back(spec.setup->build());
}

void Measurement::start(const Branch& branch) {
  const auto followers = branch.world().follows.follower_counts();
  initial_followers_.assign(followers.begin(), followers.end());
  const std::vector<float> visibility(followers.begin(), followers.end());
  const auto found = find_gems(branch.world().society->own_worth, visibility);
  gems_.assign(found.begin(), found.end());
}

void Measurement::begin(const Branch& branch) {
  count_from(branch);
  past_score_.clear();
  note_past_scores(branch);
}

void Measurement::count_from(const Branch& branch) {
  if (initial_followers_.size() != branch.world().agents())
    throw std::logic_error("Measurement: nobody called start on day 0");
  first_day_ = branch.world().day;
  const Ledger& now = branch.world().ledger;
  posts_ = now.posts;
  posts_month_ago_ = now.posts;
  items_read_ = now.items_read;
  likes_ = now.likes;
  reshares_ = now.reshares;
  replies_ = now.replies;
  messages_sent_ = now.messages_sent;
  messages_received_ = now.messages_received;
  messages_answered_ = now.messages_answered;
  meetings_asked_ = now.meetings_asked;
  meetings_held_ = now.meetings_held;
  meetings_received_ = now.meetings_received;
  seconds_online_ = now.seconds_online;
  seconds_offline_ = now.seconds_offline;
  reshares_made_ = now.reshares_made;
  days_online_ = branch.motivation().days_online;
  const std::size_t n = branch.world().agents();
  value_sum_.assign(models_.size(), Column<double>(n));
  base_sum_.assign(models_.size(), Column<double>(n));
  value_days_ = 0;
}

void Measurement::note_past_scores(const Branch& branch) {
  if (branch.world().day != last_day_ - kPastScoreDays) return;
  for (const ScoreColumn& s : branch.scores()) past_score_.push_back(s.scores);
}

void Measurement::end_of_day(const Branch& branch, ThreadPool& pool, const ValuesTaken& taken) {
  const World& world = branch.world();
  note_past_scores(branch);
  if (world.day == last_day_ - kMonth) posts_month_ago_ = world.ledger.posts;
  const Day left = last_day_ - world.day;
  if (std::find(kValueDaysBeforeEnd.begin(), kValueDaysBeforeEnd.end(), left) != kValueDaysBeforeEnd.end())
    take_values(branch, pool, taken);
}

void Measurement::take_values(const Branch& branch, ThreadPool& pool, const ValuesTaken& taken) {
  const World& world = branch.world();
  const auto agents = everybody(world.agents());
  Column<double> value(world.agents()), untouched(world.agents());
  for (std::size_t m = 0; m < models_.size(); ++m) {
    models_[m]->evaluate({world.day, *world.society, world.ties, clock_, &world.ledger}, pool, agents, value);
    models_[m]->evaluate({world.day, *world.society, world.society->offline, clock_, nullptr}, pool, agents, untouched);
    for (std::size_t a = 0; a < agents.size(); ++a) {
      value_sum_[m][a] += value[a];
      base_sum_[m][a] += untouched[a];
    }
    if (taken) taken(m, value, untouched);
  }
  ++value_days_;
}

AgentColumnNames Measurement::names() const {
  AgentColumnNames names;
  for (const StrategySpec& s : scenario_.strategies) names.strategies.push_back(s.name);
  for (const RoleParams& r : scenario_.population.roles) names.roles.push_back(r.name);
  for (const ScoreSpec& s : scenario_.scores) names.scores.push_back(s.name);
  for (const ValueSpec& v : scenario_.values) names.values.push_back(v.name);
  return names;
}

AgentColumns Measurement::columns(const Branch& branch, ThreadPool& pool) const {
  const World& world = branch.world();
  AgentColumns c;
  c.weeks = static_cast<double>(world.day - first_day_) / 7;
  c.agent = everybody(world.agents());
  c.strategy.assign(world.strategy.begin(), world.strategy.end());
  c.hours_online.assign(world.hours_online.begin(), world.hours_online.end());
  c.hours_offline.assign(world.hours_offline.begin(), world.hours_offline.end());
  for (const auto& past : past_score_) c.past_score.emplace_back(past.begin(), past.end());
  for (const ScoreColumn& s : branch.scores()) c.score.emplace_back(s.scores.begin(), s.scores.end());
  add_people(*world.society, c);
  add_flows(world, pool, c);
  add_motivation(branch.motivation(), c);
  add_values(c);
  add_contacts(world, pool, c);
  return c;
}

void Measurement::add_people(const Society& society, AgentColumns& c) const {
  const std::size_t n = society.agents();
  c.role.assign(society.role.begin(), society.role.end());
  c.city.assign(society.city.begin(), society.city.end());
  c.own_worth.assign(society.own_worth.begin(), society.own_worth.end());
  c.network_worth.assign(society.network_worth.begin(), society.network_worth.end());
  c.quality.assign(society.quality.begin(), society.quality.end());
  c.initial_followers.assign(initial_followers_.begin(), initial_followers_.end());
  c.gem.resize(n);
  for (const AgentId g : gems_) c.gem[g] = 1;
  for (auto* column : {&c.probe, &c.present}) column->resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto a = static_cast<AgentId>(i);
    c.probe[a] = society.has(a, kProbe);
    c.present[a] = society.has(a, kPresent);
  }
  const auto joined = [](std::uint8_t flags) { return (flags & kJoined) != 0; };
  if (std::any_of(society.flags.begin(), society.flags.end(), joined)) {
    c.newcomer.resize(n);
    std::transform(society.flags.begin(), society.flags.end(), c.newcomer.begin(), joined);
  }
}

void Measurement::add_flows(const World& world, ThreadPool& pool, AgentColumns& c) const {
  const Ledger& ledger = world.ledger;
  const std::size_t n = world.agents();
  c.posts = since(ledger.posts, posts_);
  c.items_read = since(ledger.items_read, items_read_);
  c.likes = since(ledger.likes, likes_);
  c.reshares = since(ledger.reshares, reshares_);
  c.replies = since(ledger.replies, replies_);
  c.messages_sent = since(ledger.messages_sent, messages_sent_);
  c.messages_received = since(ledger.messages_received, messages_received_);
  c.messages_answered = since(ledger.messages_answered, messages_answered_);
  c.meetings_asked = since(ledger.meetings_asked, meetings_asked_);
  c.meetings_held = since(ledger.meetings_held, meetings_held_);
  c.meetings_received = since(ledger.meetings_received, meetings_received_);
  std::vector<std::uint32_t> items = since(ledger.reshares_made, reshares_made_);
  for (std::size_t a = 0; a < n; ++a) items[a] += c.posts[a];
  c.exposure = reading_exposure(world.follows, items, c.items_read, pool);
  if (world.day == first_day_) return;  // no day, no mean over days
  const double weeks = static_cast<double>(world.day - first_day_) / 7;
  for (auto* column : {&c.hours_online_spent, &c.hours_offline_spent}) column->resize(n);
  for (std::size_t a = 0; a < n; ++a) {
    c.hours_online_spent[a] =
        static_cast<float>((ledger.seconds_online[a] - seconds_online_[a]) / kSecondsPerHour / weeks);
    c.hours_offline_spent[a] =
        static_cast<float>((ledger.seconds_offline[a] - seconds_offline_[a]) / kSecondsPerHour / weeks);
  }
}

void Measurement::add_motivation(const Motivation& motivation, AgentColumns& c) const {
  if (motivation.left.empty()) return;
  c.left.assign(motivation.left.begin(), motivation.left.end());
  c.days_online.resize(c.agent.size());
  for (std::size_t a = 0; a < c.agent.size() && c.weeks > 0; ++a) {
    const std::uint32_t before = days_online_.empty() ? 0 : days_online_[a];
    c.days_online[a] = static_cast<float>((motivation.days_online[a] - before) / c.weeks);
  }
}

void Measurement::add_values(AgentColumns& c) const {
  if (value_days_ == 0) return;
  const std::size_t n = c.agent.size();
  const auto days = static_cast<double>(value_days_);
  for (std::size_t m = 0; m < models_.size(); ++m) {
    auto& value = c.value.emplace_back(n);
    auto& gain = c.gain.emplace_back(n);
    for (std::size_t a = 0; a < n; ++a) {
      value[a] = value_sum_[m][a] / days;
      gain[a] = (value_sum_[m][a] - base_sum_[m][a]) / days;
    }
  }
}

void Measurement::add_contacts(const World& world, ThreadPool& pool, AgentColumns& c) const {
  const Society& society = *world.society;
  const std::size_t n = world.agents();
  c.diversity.resize(n);
  for (auto* column : {&c.followers, &c.followees, &c.contacts, &c.contacts_made, &c.gems_met}) column->resize(n);
  struct Contacts {
    std::vector<std::uint32_t> circle;
    std::vector<double> access;
  };
  std::vector<Contacts> scratch(pool.threads());
  pool.for_chunks(n, kDefaultChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned worker) {
    Contacts& contacts = scratch[worker];
    for (std::size_t i = begin; i < end; ++i) {
      const auto a = static_cast<AgentId>(i);
      c.followers[a] = world.follows.follower_count(a);
      c.followees[a] = static_cast<std::uint32_t>(world.follows.followee_count(a));
      contacts.circle.clear();
      contacts.access.clear();
      for (const HalfTie& tie : world.ties.of(a)) {
        const double hours = clock_.hours_on(tie, world.day);
        if (hours <= 0) continue;
        ++c.contacts[a];
        const double access = tie_access(hours, scenario_.theta);
        contacts.circle.push_back(std::uint32_t{society.role[tie.other]} << 16 | society.city[tie.other]);
        contacts.access.push_back(access);
        if (access < kGemAccess || society.offline.find(a, tie.other) != nullptr) continue;
        ++c.contacts_made[a];
        c.gems_met[a] += c.gem[tie.other];
      }
      c.diversity[a] = static_cast<float>(effective_circles(contacts.circle, contacts.access));
    }
  });
}

WorldMeasures Measurement::measures(const Branch& branch, const AgentColumns& columns, ThreadPool& pool) const {
  const AgentColumnNames words = names();
  WorldMeasures all = measure_world(columns, words);
  std::vector<ListedScore> scores;
  for (const ScoreColumn& s : branch.scores()) scores.push_back({s.name, s.scores});
  for (const auto& rows :
       {contact_diversity(branch.world(), clock_, scenario_.theta, words.strategies, pool),
        contact_assortativity(branch.world(), clock_, scores),
        list_precision(branch.world(), clock_, scenario_.mechanisms.message, scores, branch.cue(), gems_, pool)})
    all.rows.insert(all.rows.end(), rows.begin(), rows.end());
  if (const auto twins = goodhart_twins(scenario_)) {
    const auto rows = goodhart_measures(columns, *twins);
    all.rows.insert(all.rows.end(), rows.begin(), rows.end());
  }
  refuse_repeated(all.rows);
  return all;
}

std::vector<LikenessRow> Measurement::likeness(const Branch& branch, ThreadPool& pool) const {
  const World& world = branch.world();
  const auto& present = world.society->present;
  std::vector<std::uint32_t> followers;
  std::vector<double> posts, reshares, replies;
  for (const AgentId a : present) {
    followers.push_back(world.follows.follower_count(a));
    posts.push_back(world.ledger.posts[a] - posts_month_ago_[a]);
    reshares.push_back(world.ledger.reshares[a] - reshares_[a]);
    replies.push_back(world.ledger.replies[a] - replies_[a]);
  }
  LikenessInput input;
  const Csr followees = world.follows.matrix(pool), followers_of = world.follows.transpose(pool);
  input.mutual_pair_share = mutual_pair_share(followees, followers_of, pool);
  input.link_reciprocity = link_reciprocity(followees, followers_of, pool);
  input.assortativity = degree_assortativity(followees, followers_of, Degree::total, Degree::total, pool);
  input.followers = followers;
  if (last_day_ - first_day_ >= kMonth) input.posts_month = posts;
  input.reshares_received = reshares;
  input.replies_received = replies;
  return twitter_likeness(input);
}

std::vector<DailyRow> Measurement::daily(const Branch& branch) const {
  const World& world = branch.world();
  const Day day = world.day - static_cast<Day>(scenario_.burn_in_days);
  std::vector<DailyRow> rows;
  const DayCounts& counts = branch.last_day();
  const auto total = [&](const char* measure, std::uint64_t n) {
    rows.push_back({day, kAllStrategies, measure, "a day", static_cast<double>(n)});
  };
  total("items_offered", counts.items_offered);
  total("items_read", counts.items_read);
  total("reactions", counts.reactions);
  total("messages", counts.messages);
  total("answers", counts.answers);
  total("follows", counts.follows);
  total("unfollows", counts.unfollows);
  total("invitations", counts.invitations);
  total("meetings", counts.meetings);

  const std::size_t strategies = scenario_.strategies.size();
  std::vector<std::vector<AgentId>> agents(strategies);
  for (const AgentId a : world.society->present)
    if (!world.society->has(a, kProbe)) agents[world.strategy[a]].push_back(a);
  for (std::size_t s = 0; s < strategies; ++s) {
    if (agents[s].empty()) continue;
    const auto mean = [&](const std::string& measure, const char* unit, const std::function<double(AgentId)>& of) {
      double sum = 0;
      for (const AgentId a : agents[s]) sum += of(a);
      rows.push_back({day, scenario_.strategies[s].name, measure, unit, sum / static_cast<double>(agents[s].size())});
    };
    for (const ScoreColumn& score : branch.scores())
      mean("score_" + score.name, "points", [&](AgentId a) { return score.scores[a]; });
    mean("followers", "agents", [&](AgentId a) { return world.follows.follower_count(a); });
    mean("contacts", "agents", [&](AgentId a) {
      const auto ties = world.ties.of(a);
      return static_cast<double>(
          std::count_if(ties.begin(), ties.end(), [&](const HalfTie& t) { return !clock_.forgotten(t, world.day); }));
    });
  }
  return rows;
}

void Measurement::visit_state(StateVisitor& v) {
  v.value("first_day", first_day_);
  v.column("start_posts", posts_);
  v.column("start_items_read", items_read_);
  v.column("start_likes", likes_);
  v.column("start_reshares", reshares_);
  v.column("start_replies", replies_);
  v.column("start_messages_sent", messages_sent_);
  v.column("start_messages_received", messages_received_);
  v.column("start_messages_answered", messages_answered_);
  v.column("start_meetings_asked", meetings_asked_);
  v.column("start_meetings_held", meetings_held_);
  v.column("start_meetings_received", meetings_received_);
  v.column("start_seconds_online", seconds_online_);
  v.column("start_seconds_offline", seconds_offline_);
  v.column("posts_month_ago", posts_month_ago_);
  v.column("start_reshares_made", reshares_made_);
  v.column("start_days_online", days_online_);
  v.column("initial_followers", initial_followers_);
  v.column("gems", gems_);
  std::uint64_t past = past_score_.size();
  v.value("past_scores", past);
  if (v.loading()) past_score_.resize(past);
  for (auto& score : past_score_) v.column("past_score", score);
  v.value("value_days", value_days_);
  std::uint64_t models = value_sum_.size();
  v.value("value_models", models);
  if (v.loading()) {
    value_sum_.resize(models);
    base_sum_.resize(models);
  }
  for (auto& sum : value_sum_) v.column("value_sum", sum);
  for (auto& sum : base_sum_) v.column("base_sum", sum);
}

}  // namespace clout
