#include "sim/engine/branch.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/engine/constants.h"

namespace clout {
namespace {

constexpr Day kPackEveryDays = 7;  // in 200 days links grow loose by a ninth, ties by a fifth
constexpr auto kPlanEvery = static_cast<Day>(kPlanEveryDays.value);

std::vector<std::vector<AgentId>> agents_by_strategy(const World& world, std::size_t strategies) {
  std::vector<std::vector<AgentId>> agents(strategies);
  for (std::size_t a = 0; a < world.agents(); ++a) agents[world.strategy[a]].push_back(static_cast<AgentId>(a));
  return agents;
}

// Those who have an account, each with another's face, in the order of a keyed hash; the absent keep theirs.
std::vector<AgentId> permuted_present(const World& world) {
  constexpr std::uint64_t kPermutedScore = 2;  // counterpart of a draw of Stream::placebo
  std::vector<AgentId> shown_as(world.agents());
  std::iota(shown_as.begin(), shown_as.end(), AgentId{0});
  std::vector<std::pair<std::uint64_t, AgentId>> order;
  for (const AgentId a : world.society->present)
    order.emplace_back(draw(make_key(world.seed, Stream::placebo, a), kPermutedScore), a);
  std::sort(order.begin(), order.end());
  // A round: each is shown as the next one, so that nobody who is not alone keeps the own score.
  for (std::size_t k = 0; k < order.size(); ++k) shown_as[order[k].second] = order[(k + 1) % order.size()].second;
  return shown_as;
}

// A model that fails is named: nobody else knows which of many it was.
template <class Body>
void ask(const std::string& score, Day day, Body&& body) {
  try {
    body();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    throw ModelError("score " + score + " on day " + std::to_string(day) + ": " + error.what());
  }
}

void check_finite(std::span<const float> scores) {
  const auto found = std::find_if(scores.begin(), scores.end(), [](float score) { return !std::isfinite(score); });
  if (found != scores.end())
    throw std::domain_error("gives agent " + std::to_string(found - scores.begin()) + " no finite number");
}

// Scores as each sees its own: the one it is shown with, and under a cap (its cue is the most that is shown) no more
// than the best of those who are below.
Column<float> as_each_sees(const Column<float>& scores, std::span<const AgentId> shown_as, std::span<const float> cue,
                           float most_shown) {
  Column<float> seen = scores;
  for (std::size_t a = 0; a < shown_as.size(); ++a) seen[a] = scores[shown_as[a]];
  if (most_shown >= 1 || seen.empty()) return seen;
  float most = *std::min_element(seen.begin(), seen.end());
  for (std::size_t a = 0; a < seen.size(); ++a)
    if (cue[a] < most_shown) most = std::max(most, seen[a]);
  for (float& score : seen) score = std::min(score, most);
  return seen;
}

}  // namespace

ScoreColumn::ScoreColumn(const ScoreColumn& other)
    : name(other.name),
      update_every_days(other.update_every_days),
      algorithm(other.algorithm->clone()),
      scores(other.scores) {}

Branch::Branch(const RunSetup& setup, World world, ThreadPool& pool) : setup_(&setup), world_(std::move(world)) {
  const Scenario& scenario = setup.scenario;
  for (const ScoreSpec& spec : scenario.scores) {
    ScoreColumn column;
    column.name = spec.name;
    column.update_every_days = std::max<Day>(1, static_cast<Day>(spec.update_every_days));
    column.algorithm = spec.setup->build();
    column.scores.resize(world_.agents());
    ask(column.name, world_.day, [&] {
      column.algorithm->start(view(), pool, column.scores);
      check_finite(column.scores);
    });
    scores_.push_back(std::move(column));
  }
  for (const StrategySpec& spec : scenario.strategies) {
    strategies_.push_back(spec.setup->build());
    if (strategies_.back()->learning().goal == Learning::Goal::value && !value_model_)
      value_model_ = scenario.values.front().setup->build();
  }
  plan_of_.resize(world_.agents());
  if (scenario.permute_visible) shown_as_ = permuted_present(world_);
  show(!scores_.empty() && scenario.visible == scores_.front().name ? 0 : kNoScore);
}

Branch::Branch(const Branch& other)
    : setup_(other.setup_),
      world_(other.world_),
      scores_(other.scores_),
      visible_(other.visible_),
      shown_since_(other.shown_since_),
      cue_(other.cue_),
      shown_as_(other.shown_as_),
      most_shown_(other.most_shown_),
      leaderboard_(other.leaderboard_),
      value_model_(other.value_model_),
      learned_(other.learned_),
      settled_(other.settled_),
      planned_for_(other.planned_for_),
      given_(other.given_),
      plans_(other.plans_),
      rows_(other.rows_),
      plan_of_(other.plan_of_),
      silent_until_(other.silent_until_),
      budget_(other.budget_),
      motivation_(other.motivation_),
      last_day_(other.last_day_) {
  for (const auto& strategy : other.strategies_) strategies_.push_back(strategy->clone());
}

void Branch::show(int score) {
  visible_ = score;
  shown_since_ = world_.day;
  refresh_cue();
}

void Branch::refresh_cue() {
  leaderboard_.clear();
  if (visible_ == kNoScore) {
    cue_.clear();
    return;
  }
  const ScoreColumn& column = scores_[static_cast<std::size_t>(visible_)];
  cue_.resize(world_.agents());
  column.algorithm->cues(column.scores, cue_);
  if (!shown_as_.empty()) {
    const Column<float> own = cue_;
    for (std::size_t a = 0; a < own.size(); ++a) cue_[a] = own[shown_as_[a]];
  }
  if (most_shown_ < 1)
    for (float& cue : cue_) cue = std::min(cue, most_shown_);
  // The best few of those who have an account; of equals, the first.
  const auto& present = world_.society->present;
  const auto size =
      std::min(present.size(), static_cast<std::size_t>(setup_->scenario.mechanisms.discover.leaderboard_size));
  if (size == 0) return;
  const auto better = [&](AgentId a, AgentId b) { return cue_[a] != cue_[b] ? cue_[a] > cue_[b] : a < b; };
  leaderboard_.assign(present.begin(), present.begin() + static_cast<std::ptrdiff_t>(size));
  std::make_heap(leaderboard_.begin(), leaderboard_.end(), better);  // front: the worst of the best
  for (std::size_t i = size; i < present.size(); ++i) {
    if (!better(present[i], leaderboard_.front())) continue;
    std::pop_heap(leaderboard_.begin(), leaderboard_.end(), better);
    leaderboard_.back() = present[i];
    std::push_heap(leaderboard_.begin(), leaderboard_.end(), better);
  }
  std::sort_heap(leaderboard_.begin(), leaderboard_.end(), better);
}

void Branch::replan(ThreadPool& pool) {
  plans_.clear();
  const auto agents = agents_by_strategy(world_, strategies_.size());
  std::vector<std::uint32_t> plan_of;
  for (std::size_t s = 0; s < strategies_.size(); ++s) {
    plan_of.assign(agents[s].size(), 0);
    strategies_[s]->plan(agents[s], {world_.day, cue_, world_.seed}, plans_, plan_of);
    for (std::size_t k = 0; k < plan_of.size(); ++k) plan_of_[agents[s][k]] = plan_of[k];
  }
  for (std::size_t k = 0; k < planned_for_.size(); ++k) {
    plan_of_[planned_for_[k]] = static_cast<std::uint32_t>(plans_.size());
    plans_.push_back(given_[k]);
  }
  rows_.clear();
  for (const Plan& plan : plans_) rows_.push_back(compile_plan(plan, world_.society->role_names));
  give_time(pool);
}

void Branch::settle(std::span<const AgentId> agents, std::span<const Plan> plans, ThreadPool& pool) {
  if (agents.size() != plans.size()) throw std::invalid_argument("settle: agents and plans of different numbers");
  settled_ = true;
  planned_for_.assign(agents.begin(), agents.end());
  given_.assign(plans.begin(), plans.end());
  replan(pool);
}

void Branch::add_hours(std::span<const AgentId> agents, double hours_online, double hours_offline, ThreadPool& pool) {
  for (const AgentId a : agents) {
    world_.hours_online[a] += static_cast<float>(hours_online);
    world_.hours_offline[a] += static_cast<float>(hours_offline);
  }
  if (!rows_.empty()) give_time(pool);
}

void Branch::give_time(ThreadPool& pool) {
  fill_budget(world_, rows_, plan_of_, silent_until_, pool, budget_, motivation_.effort);
}

void Branch::live(ThreadPool& pool, DayScratch& scratch) {
  intervene(pool);
  const Scenario& scenario = setup_->scenario;
  const bool motivated = scenario.mechanisms.motivation.on();
  if (motivated)
    motivate(world_, scenario.mechanisms.motivation, cue_, leaderboard_.empty() ? 0 : cue_[leaderboard_.back()],
             budget_.online_seconds, pool, motivation_);
  if (world_.day % kPackEveryDays == 0) {
    world_.follows.pack_if_loose();
    world_.ties.pack_if_loose();
    world_.ledger.engagers.pack_if_loose();
  }
  if (review(pool) || world_.day % kPlanEvery == 0 || rows_.empty()) {
    replan(pool);
  } else if (budget_.by_the_day || motivated) {
    give_time(pool);
  }
  const DayContext context{scenario.mechanisms, setup_->clock,  pool,   setup_->chunk, rows_, plan_of_, budget_, cue_,
                           leaderboard_,        scenario.theta, scratch};
  live_one_day(world_, context);
  last_day_ = scratch.total();
  // Gathering and sorting a day's meetings is work for one thread, and most scores look at none.
  const bool meetings_are_read = std::any_of(scores_.begin(), scores_.end(), [](const ScoreColumn& column) {
    return column.algorithm->reads().has(ScoreInput::check_ins);
  });
  score(scratch.reactions.delivered(), meetings_are_read ? scratch.meetings() : std::vector<Meeting>(), pool);
}

std::vector<double> Branch::goal_levels(const Learning& learning, std::span<const AgentId> agents,
                                        ThreadPool& pool) const {
  std::vector<double> levels(agents.size());
  if (learning.goal == Learning::Goal::value) {
    value_model_->evaluate({world_.day, *world_.society, world_.ties, setup_->clock, &world_.ledger}, pool, agents,
                           levels);
    return levels;
  }
  const bool as_shown = learning.score.empty();
  const auto named = [&](const ScoreColumn& column) { return column.name == learning.score; };
  const auto score = as_shown ? scores_.begin() + (visible_ == kNoScore ? std::ssize(scores_) : visible_)
                              : std::find_if(scores_.begin(), scores_.end(), named);
  if (score == scores_.end()) throw std::logic_error("a strategy strives for a score that is not there");
  const Column<float> seen = as_shown ? as_each_sees(score->scores, shown_as_, cue_, most_shown_) : score->scores;
  for (std::size_t k = 0; k < agents.size(); ++k) levels[k] = double{seen[agents[k]]};
  return levels;
}

bool Branch::review(ThreadPool& pool) {
  learned_.clear();
  if (settled_) return false;
  bool somebody = false;
  std::vector<std::vector<AgentId>> agents;
  for (std::size_t s = 0; s < strategies_.size(); ++s) {
    const Learning learning = strategies_[s]->learning();
    if (learning.goal == Learning::Goal::none || world_.day % learning.review_every_days != 0) continue;
    const bool as_shown = learning.goal == Learning::Goal::score && learning.score.empty();
    if (as_shown && visible_ == kNoScore) continue;
    if (agents.empty()) agents = agents_by_strategy(world_, strategies_.size());
    std::vector<AgentId>& learners = agents[s];
    std::erase_if(learners, [&](AgentId a) { return !world_.society->has(a, kPresent); });
    std::vector<double> hours;
    for (const AgentId a : learners) hours.push_back(double{world_.hours_online[a]} + double{world_.hours_offline[a]});
    const std::vector<double> level = goal_levels(learning, learners, pool);
    const bool afresh = as_shown && shown_since_ > world_.day - learning.review_every_days;
    strategies_[s]->learn({world_.seed, world_.day, learners, level, hours, afresh});
    note_learned(s);
    somebody = true;
  }
  return somebody;
}

void Branch::note_learned(std::size_t strategy) {
  const auto today = static_cast<std::int32_t>(world_.day - setup_->scenario.burn_in_days);
  const std::string& name = setup_->scenario.strategies[strategy].name;
  for (const LearnedFigure& f : strategies_[strategy]->learned()) {
    learned_.push_back({today, name, f.measure, f.unit, f.mean});
    if (f.sd <= 0) continue;
    learned_.push_back({today, name, f.measure + "_median", f.unit, f.median});
    learned_.push_back({today, name, f.measure + "_sd", f.unit, f.sd});
  }
}

ScoringView Branch::view(std::span<const Reaction> reactions) const {
  const Society& society = *world_.society;
  return {.day = world_.day,
          .agents = world_.agents(),
          .follows = world_.follows,
          .ledger = world_.ledger,
          .reactions = reactions,
          .bios = {society.claimed_role, society.city, society.topics},
          .network_worth = society.network_worth,
          .seed = world_.seed};
}

void Branch::score(std::span<const Reaction> reactions, std::span<const Meeting> meetings, ThreadPool& pool) {
  ScoringView today = view(reactions);
  today.meetings = meetings;
  for (std::size_t s = 0; s < scores_.size(); ++s) {
    ScoreColumn& column = scores_[s];
    const bool publishes = world_.day % column.update_every_days == 0;
    ask(column.name, world_.day, [&] {
      column.algorithm->observe(today, pool);
      if (!publishes) return;
      column.algorithm->update(today, pool, column.scores);
      check_finite(column.scores);
    });
    if (!publishes) continue;
    if (static_cast<int>(s) == visible_) refresh_cue();
  }
}

void Branch::change_score(const InterventionSpec& what, ThreadPool& pool) {
  if (what.kind == "hide_score") {
    visible_ = kNoScore;
  } else if (what.kind == "show_score") {
    for (std::size_t s = 0; s < scores_.size(); ++s)
      if (scores_[s].name == what.score) visible_ = static_cast<int>(s);
  } else if (what.kind == "permute_score") {
    shown_as_ = permuted_present(world_);
  } else if (what.kind == "cap_score") {
    most_shown_ = static_cast<float>(what.most);
  } else if (what.kind == "reset_score" && visible_ != kNoScore) {
    ScoreColumn& column = scores_[static_cast<std::size_t>(visible_)];
    column.algorithm->start(view(), pool, column.scores);
  }
  shown_since_ = world_.day;
  refresh_cue();
}

void Branch::silence(const InterventionSpec& what, std::size_t nth) {
  silent_until_.resize(world_.agents(), 0);
  const Day until = world_.day + static_cast<Day>(what.lasts_days);
  for (std::size_t a = 0; a < world_.agents(); ++a)
    if (chance(draw(make_key(world_.seed, Stream::intervention, a, nth), 0), what.share))
      silent_until_[a] = std::max(silent_until_[a], until);
}

void Branch::buy_followers(const InterventionSpec& what, std::size_t nth) {
  const auto& present = world_.society->present;
  const auto room = static_cast<std::size_t>(setup_->scenario.mechanisms.discover.followees_max);
  for (const AgentId buyer : present) {
    const Key key = make_key(world_.seed, Stream::intervention, buyer, nth);
    if (!chance(draw(key, 0), what.share)) continue;
    // Whoever follows already is not bought twice, so a small world may have fewer to sell.
    for (std::uint64_t k = 1; k <= static_cast<std::uint64_t>(what.followers); ++k) {
      const AgentId bought = present[bounded(draw(key, k), static_cast<std::uint32_t>(present.size()))];
      if (world_.follows.followee_count(bought) >= room || !world_.follows.follow(bought, buyer, world_.day)) continue;
      if (world_.ties.find(bought, buyer)) world_.follows.mark_tied(bought, buyer);
    }
  }
}

// Who is drawn gets an account. The Society is shared with other branches: this one goes on with a copy.
void Branch::let_in(const InterventionSpec& what, std::size_t nth) {
  auto society = std::make_shared<Society>(*world_.society);
  const auto& strategies = setup_->scenario.strategies;
  const auto named = std::find_if(strategies.begin(), strategies.end(),
                                  [&](const StrategySpec& s) { return s.name == what.strategy; });
  for (std::size_t a = 0; a < world_.agents(); ++a) {
    if (society->has(static_cast<AgentId>(a), kPresent) ||
        !chance(draw(make_key(world_.seed, Stream::intervention, a, nth), 0), what.share))
      continue;
    society->flags[a] |= kPresent | kJoined;
    if (named != strategies.end()) world_.strategy[a] = static_cast<std::uint8_t>(named - strategies.begin());
    if (what.hours_online > 0) world_.hours_online[a] = static_cast<float>(what.hours_online);
  }
  index_society(*society);
  world_.society = std::move(society);
  if (!shown_as_.empty()) shown_as_ = permuted_present(world_);
}

// A checkpoint holds no Society: whoever has joined since the world was built joins again.
void Branch::let_in_again() {
  const Scenario& scenario = setup_->scenario;
  for (std::size_t k = 0; k < scenario.interventions.size(); ++k) {
    const InterventionSpec& what = scenario.interventions[k];
    if (what.kind == "newcomers" && scenario.burn_in_days + what.day < world_.day) let_in(what, k);
  }
}

void Branch::intervene(ThreadPool& pool) {
  const Scenario& scenario = setup_->scenario;
  const double today = world_.day - scenario.burn_in_days;
  bool time_changes = false;
  for (std::size_t k = 0; k < scenario.interventions.size(); ++k) {
    const InterventionSpec& what = scenario.interventions[k];
    const bool silences = what.kind == "silence";
    if (silences && today == what.day + what.lasts_days) time_changes = true;
    if (today != what.day) continue;
    if (silences) {
      silence(what, k);
      time_changes = true;
    } else if (what.kind == "newcomers") {
      let_in(what, k);
      time_changes = true;
    } else if (what.kind == "buy_followers") {
      buy_followers(what, k);
    } else {
      change_score(what, pool);
    }
  }
  if (time_changes) replan(pool);
}

std::size_t Branch::memory_bytes() const {
  std::size_t bytes = world_.memory_bytes() + cue_.size() * 4 + shown_as_.size() * 4 + plan_of_.size() * 4 +
                      budget_.memory_bytes() + motivation_.memory_bytes() + silent_until_.size() * sizeof(Day);
  for (const ScoreColumn& column : scores_) bytes += column.scores.size() * 4 + column.algorithm->memory_bytes();
  return bytes;
}

void Branch::visit_state(StateVisitor& v) {
  world_.visit_state(v);
  if (v.loading()) let_in_again();
  for (ScoreColumn& column : scores_) {
    v.column(column.name.c_str(), column.scores);
    column.algorithm->visit_state(v);
  }
  v.value("visible", visible_);
  v.value("shown_since", shown_since_);
  v.value("most_shown", most_shown_);
  bool permuted = !shown_as_.empty();
  v.value("permuted", permuted);
  if (v.loading()) shown_as_ = permuted ? permuted_present(world_) : std::vector<AgentId>{};
  for (auto& strategy : strategies_) strategy->visit_state(v);
  std::uint64_t silent = silent_until_.size();
  v.value("silent", silent);
  if (v.loading()) silent_until_.resize(silent);
  v.raw("silent_until", silent_until_.data(), silent * sizeof(Day));
  // Plans follow from the rest. A strategy plans weekly; between two Mondays a loaded branch must not plan again what
  // it would not have planned, so plans are kept as they are.
  v.column("plan_of", plan_of_);
  v.column("budget_online_seconds", budget_.online_seconds);
  v.column("budget_post_share", budget_.post_share);
  v.column("budget_offline_seconds", budget_.offline_seconds);
  v.value("budget_by_the_day", budget_.by_the_day);
  motivation_.visit_state(v);
  std::uint64_t rows = rows_.size();
  v.value("plan_rows", rows);
  if (v.loading()) rows_.resize(rows);
  v.raw("plans", rows_.data(), rows * sizeof(PlanRow));
  if (v.loading()) refresh_cue();
}

std::uint64_t Branch::digest() {
  StateDigest digest;
  visit_state(digest);
  return digest.digest();
}

}  // namespace clout
