#include "models/scoring/rules.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "sim/core/math.h"
#include "sim/core/random.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::size_t kBlock = 512;  // agents whose acts of a day are counted at once: columns in use fit the cache
constexpr double kHalfLivesKept = 20;  // leave a millionth

// Where the total of an act stands: in one column of the ledger or two. Followers are counted by the graph.
struct Totals {
  const Column<std::uint32_t>* first = nullptr;
  const Column<std::uint32_t>* second = nullptr;
};
Totals totals_of(const Ledger& ledger, Act act) {
  switch (act) {
    case Act::post: return {&ledger.posts};
    case Act::reshare: return {&ledger.reshares_made};
    case Act::message: return {&ledger.messages_sent};
    case Act::read: return {&ledger.items_read};
    case Act::check_in: return {&ledger.meetings_held, &ledger.meetings_received};
    case Act::like_received: return {&ledger.likes};
    case Act::reshare_received: return {&ledger.reshares};
    case Act::reply_received: return {&ledger.replies};
    case Act::message_received: return {&ledger.messages_received};
    case Act::reaction: case Act::active_day: break;
    case Act::follower_gained: case Act::follower_lost: case Act::follower_peak: case Act::engager_gained: break;
    case Act::check_in_with_friend: case Act::check_in_new: case Act::check_in_third_day: break;
    case Act::check_in_as_mayor: case Act::mayorship_taken: break;
  }
  return {};
}
// Totals of the agents from `first` on.
void read_totals(const ScoringView& view, Act act, std::size_t first, std::span<std::uint32_t> totals) {
  if (act == Act::follower_gained || act == Act::follower_peak) {
    for (std::size_t i = 0; i < totals.size(); ++i) totals[i] = view.follower_count(static_cast<AgentId>(first + i));
    return;
  }
  const Totals columns = totals_of(view.ledger, act);
  std::copy_n(columns.first->data() + first, totals.size(), totals.begin());
  if (columns.second == nullptr) return;
  const std::uint32_t* const more = columns.second->data() + first;
  for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += more[i];
}
constexpr bool has_total(Act act) {
  return act != Act::reaction && act != Act::active_day && act != Act::follower_lost && !counted_one_by_one(act);
}

std::size_t at(Act act) { return static_cast<std::size_t>(act); }

ReactionKind kind_of(Act act) {
  return act == Act::like_received      ? ReactionKind::like
         : act == Act::reshare_received ? ReactionKind::reshare
                                        : ReactionKind::reply;
}

std::array<bool, kActs> acts_in_use(const RulesParams& params) {
  std::array<bool, kActs> used = {};
  const auto use = [&](const std::string& act) { used[at(act_of(act))] = true; };
  for (const PointsRule& rule : params.points) {
    use(rule.act);
    if (rule.taken_back) used[at(Act::follower_lost)] = true;
  }
  for (const BadgeRule& badge : params.badges) use(badge.act);
  for (const QuestRule& quest : params.quests) use(quest.act);
  if (params.streak.points > 0) use(params.streak.act);
  if (used[at(Act::active_day)])
    for (const Act part : {Act::post, Act::reshare, Act::message, Act::check_in}) used[at(part)] = true;
  if (used[at(Act::follower_lost)]) used[at(Act::follower_gained)] = true;  // one total serves both
  return used;
}

}  // namespace

// What the agents of a block did today, act by act.
struct Rules::BlockActs {
  std::array<std::array<std::uint32_t, kBlock>, kActs> acts;  // of acts in use
  std::array<std::uint32_t, kBlock> busy;                     // not 0: some of these is not

  DayActs of(std::size_t i, const std::array<bool, kActs>& used) const {
    DayActs day = {};
    for (std::size_t act = 0; act < kActs; ++act)
      if (used[act]) day[act] = acts[act][i];
    return day;
  }
};

Rules::Rules(const RulesParams& params)
    : params_(params),
      table_(params),
      badge_order_(badge_order(params.badges)),
      streak_act_(act_of(params.streak.act)),
      used_(acts_in_use(params)),
      start_(milli_points(params.start)),
      floor_(milli_points(params.floor)) {
  if (params.points.size() > kMostRules) throw std::invalid_argument("Rules: more rules of points than kMostRules");
  for (std::size_t act = 0; act < kActs; ++act)
    if (used_[act] && has_total(static_cast<Act>(act))) with_totals_.push_back(static_cast<Act>(act));
  for (const double points : params.levels.table()) levels_.push_back(milli_points(points));
  for (const BadgeRule& badge : params.badges) {
    Badge made{act_of(badge.act), milli_points(badge.points), {badge.at.begin(), badge.at.end()}, {}};
    for (std::size_t k = 0; k < params.badges.size(); ++k)
      if (std::count(badge.after.begin(), badge.after.end(), params.badges[k].name) > 0) made.needs.push_back(k);
    badges_.push_back(std::move(made));
  }
  for (const QuestRule& quest : params.quests)
    quests_.push_back({act_of(quest.act), milli_points(quest.points), quest.count, quest.every == "day"});
  published_ = params.publish == "level"         ? Published::level
               : params.publish == "streak_days" ? Published::streak_days
               : params.publish == "league"      ? Published::league
               : params.publish == "place"       ? Published::place
               : params.publish == "mayorships"  ? Published::mayorships
                                                 : Published::points;
  if (params.forget == "window") window_days_ = static_cast<std::int64_t>(params.forget_days);
  // Whoever does nothing stays as it is, unless time itself takes or gives.
  quiet_days_pass_ = params.forget == "never" && params.streak.points <= 0 && params.quests.empty() &&
                     params.start >= params.floor;
  sums_alone_ = quiet_days_pass_ && table_.sums_alone() && params.badges.empty() && params.leagues.tiers <= 1 &&
                params.board.period != "week";
  bool of_venues = published_ == Published::mayorships;
  for (std::size_t act = 0; act < kActs; ++act)
    of_venues = of_venues || (used_[act] && has_venue(static_cast<Act>(act)));
  if (of_venues) venues_.emplace(params.venues);
  if (used_[at(Act::engager_gained)]) engagers_.emplace(params.engagers);
  if (params.forget == "half_life") fade_ = static_cast<std::int64_t>(det_exp2(-1 / params.forget_days) * 0x1p32);
}

void Rules::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (scores.size() != view.agents) throw std::invalid_argument("Rules::start: one score an agent");
  const std::size_t n = agents_ = view.agents;
  days_ = 0;
  points_.assign(n, start_);
  for (const Act act : with_totals_) {
    totals_[at(act)].resize(n);
    read_totals(view, act, 0, totals_[at(act)]);
  }
  window_.assign(static_cast<std::size_t>(window_days_) * n, 0);
  const bool takes_back = std::any_of(params_.points.begin(), params_.points.end(),
                                      [](const PointsRule& rule) { return rule.taken_back; });
  outstanding_.assign(takes_back ? n : 0, {});
  streaks_.assign(params_.streak.points > 0 ? n : 0, {});
  badge_counts_.assign(params_.badges.size() * n, 0);
  tiers_earned_.assign(params_.badges.size() * n, 0);
  quest_counts_.assign(params_.quests.size() * n, 0);
  league_points_.assign(params_.leagues.tiers > 1 ? n : 0, 0);
  leagues_.assign(params_.leagues.tiers > 1 ? n : 0, 0);
  week_points_.assign(params_.board.period == "week" ? n : 0, 0);
  if (venues_) venues_->start(view);
  if (engagers_) engagers_->start(n);
  update(view, pool, scores);
}

void Rules::observe(const ScoringView& view, ThreadPool& pool) {
  if (view.day_lived() % kDaysAWeek == 0) std::fill(week_points_.begin(), week_points_.end(), 0);
  for (std::size_t act = 0; act < kActs; ++act)
    if (used_[act] && counted_one_by_one(static_cast<Act>(act))) counted_[act].assign(agents_, 0);
  if (venues_) visit_venues(view, pool);
  pool.for_chunks(agents_, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    std::span<const Reaction> mail = reactions_to(view.reactions, begin, end);
    if (engagers_) count_engagers(view.day_lived(), mail);
    BlockActs block;
    for (std::size_t first = begin; first < end; first += kBlock) {
      const std::size_t people = std::min(kBlock, end - first);
      count_acts(view, first, people, block);
      if (sums_alone_) {
        add_sums(view.day_lived(), first, people, block);
        continue;
      }
      for (std::size_t i = 0; i < people; ++i)
        if (block.busy[i] != 0 || !quiet_days_pass_)
          live_day(view, static_cast<AgentId>(first + i), block.of(i, used_), mail);
    }
  });
  ++days_;
  if (!leagues_.empty() && days_ % static_cast<std::uint32_t>(params_.leagues.days) == 0) promote(view);
}

void Rules::visit_venues(const ScoringView& view, ThreadPool& pool) {
  venues_->observe(view, pool, [&](const CheckIn& made) {
    const auto count = [&](Act act, bool happened) {
      if (happened && used_[at(act)]) ++counted_[at(act)][made.who];
    };
    count(Act::check_in_with_friend, made.with_friend);
    count(Act::check_in_new, made.new_here);
    count(Act::check_in_third_day, made.third_day);
    count(Act::check_in_as_mayor, made.is_mayor);
    count(Act::mayorship_taken, made.takes_over);
  });
}

// `mail` is a chunk's, ascending by target.
void Rules::count_engagers(Day day, std::span<const Reaction> mail) {
  NewEngagers::Scratch scratch;
  Column<std::uint32_t>& gained = counted_[at(Act::engager_gained)];
  for (std::size_t first = 0, last = 0; first < mail.size(); first = last) {
    const AgentId target = mail[first].target;
    while (last < mail.size() && mail[last].target == target) ++last;
    gained[target] = engagers_->count(mail.subspan(first, last - first), day, scratch);
  }
}

void Rules::add_sums(Day day, std::size_t first, std::size_t people, const BlockActs& block) {
  std::array<const std::uint32_t*, kActs> acts;
  for (std::size_t act = 0; act < kActs; ++act) acts[act] = block.acts[act].data();
  std::array<MilliPoints, kBlock> today;
  table_.of_many(acts, day, std::span(today).first(people));
  MilliPoints* const points = points_.data() + first;
  for (std::size_t i = 0; i < people; ++i) points[i] = std::clamp(points[i] + today[i], floor_, kMostKept);
}

// The day of one agent. `mail` is what is left of the chunk's, ascending by target; agents come in that order.
void Rules::live_day(const ScoringView& view, AgentId a, const DayActs& acts, std::span<const Reaction>& mail) {
  std::size_t first = 0;
  while (first < mail.size() && mail[first].target < a) ++first;
  std::size_t last = first;
  while (last < mail.size() && mail[last].target == a) ++last;
  MilliPoints today = points_of_acts(view, a, mail.subspan(first, last - first), acts);
  mail = mail.subspan(last);
  if (!streaks_.empty()) today += pass_day(params_.streak, acts[at(streak_act_)] > 0, streaks_[a]);
  today += badges_of_day(a, acts) + quests_of_day(view.day_lived(), a, acts);
  keep(view.day_lived(), a, today);
  if (!leagues_.empty()) league_points_[a] += std::clamp(today, -kMostOfDay, kMostOfDay);
  if (!week_points_.empty()) week_points_[a] += std::clamp(today, -kMostOfDay, kMostOfDay);
}

void Rules::count_acts(const ScoringView& view, std::size_t first, std::size_t people, BlockActs& block) {
  block.busy.fill(0);
  std::array<std::uint32_t, kBlock> now;
  for (const Act act : with_totals_) {
    read_totals(view, act, first, std::span(now).first(people));
    std::uint32_t* const before = totals_[at(act)].data() + first;
    std::uint32_t* const rise = block.acts[at(act)].data();
    if (act == Act::follower_gained) {  // its total may fall
      std::uint32_t* const lost = block.acts[at(Act::follower_lost)].data();
      for (std::size_t i = 0; i < people; ++i)
        lost[i] = std::max(before[i], now[i]) - now[i], block.busy[i] |= lost[i];
    }
    if (act == Act::follower_peak)
      for (std::size_t i = 0; i < people; ++i) now[i] = std::max(before[i], now[i]);
    for (std::size_t i = 0; i < people; ++i) {
      rise[i] = std::max(before[i], now[i]) - before[i];
      before[i] = now[i];
      block.busy[i] |= rise[i];
    }
  }
  for (std::size_t act = 0; act < kActs; ++act) {
    if (!used_[act] || !counted_one_by_one(static_cast<Act>(act))) continue;
    std::copy_n(counted_[act].data() + first, people, block.acts[act].begin());
    for (std::size_t i = 0; i < people; ++i) block.busy[i] |= block.acts[act][i];
  }
  const bool active_days = used_[at(Act::active_day)];
  if (!used_[at(Act::reaction)] && !active_days) return;
  std::copy_n(view.ledger.reactions_given_today.data() + first, people, block.acts[at(Act::reaction)].begin());
  for (std::size_t i = 0; i < people; ++i) block.busy[i] |= block.acts[at(Act::reaction)][i];
  if (!active_days) return;
  for (std::size_t i = 0; i < people; ++i) {
    std::uint32_t any = 0;
    for (const Act act : {Act::post, Act::reshare, Act::message, Act::check_in, Act::reaction})
      any |= block.acts[at(act)][i];
    block.acts[at(Act::active_day)][i] = any != 0;
  }
}

MilliPoints Rules::points_of_acts(const ScoringView& view, AgentId a, std::span<const Reaction> mail,
                                  const DayActs& acts) {
  std::array<std::uint32_t, kMostRules> count;
  const std::size_t rules = table_.rules();
  for (std::size_t k = 0; k < rules; ++k) {
    const Act act = table_.act(k);
    count[k] = table_.most_a_person(k) > 0 ? count_capped(mail, kind_of(act), table_.most_a_person(k)) : acts[at(act)];
  }
  return table_.of_day(std::span(count).first(rules), acts[at(Act::follower_lost)], view.day_lived(), level(a),
                       outstanding_.empty() ? nullptr : &outstanding_[a]);
}

MilliPoints Rules::badges_of_day(AgentId a, const DayActs& acts) {
  MilliPoints sum = 0;
  for (const std::size_t k : badge_order_) {
    const Badge& badge = badges_[k];
    std::uint32_t& count = badge_counts_[k * agents_ + a];
    count += acts[at(badge.act)];
    const auto earned = [&](std::size_t needed) { return tiers_earned_[needed * agents_ + a] > 0; };
    if (!std::all_of(badge.needs.begin(), badge.needs.end(), earned)) continue;
    std::uint8_t& tiers = tiers_earned_[k * agents_ + a];
    for (; tiers < badge.at.size() && count >= badge.at[tiers]; ++tiers) sum += badge.points;
  }
  return sum;
}

MilliPoints Rules::quests_of_day(Day day, AgentId a, const DayActs& acts) {
  MilliPoints sum = 0;
  for (std::size_t k = 0; k < quests_.size(); ++k) {
    const Quest& quest = quests_[k];
    std::uint16_t& done = quest_counts_[k * agents_ + a];
    if (quest.of_day || day % kDaysAWeek == 0) done = 0;
    const std::int64_t before = done, now = before + acts[at(quest.act)];
    if (before < quest.count && now >= quest.count) sum += quest.points;
    done = static_cast<std::uint16_t>(std::min(now, quest.count));
  }
  return sum;
}

// Points, not below 0, times fade / 2^32, cut to whole thousandths. The upper and the lower half apart: the product has
// 96 bits, and that of the lower half all 64.
MilliPoints Rules::faded(MilliPoints points) const {
  const std::uint64_t low = static_cast<std::uint64_t>(points) & 0xffffffff;
  return (points >> 32) * fade_ + static_cast<MilliPoints>(low * static_cast<std::uint64_t>(fade_) >> 32);
}

// Forgets, adds, and keeps above the floor. In a window a day takes what lies above the floor and no more, and is
// forgotten so: a floor is no debt. The sum falls below it where a loss outlives the gain that it took from.
void Rules::keep(Day day, AgentId a, MilliPoints today) {
  MilliPoints& points = points_[a];
  if (window_days_ > 0) {
    MilliPoints& cell = window_[days_ % static_cast<std::uint32_t>(window_days_) * agents_ + a];
    points -= cell;
    cell = std::clamp(today, std::min<MilliPoints>(0, floor_ - points), kMostOfDay);
    points += cell;
    return;
  }
  if (fade_ > 0) {
    points = points < 0 ? -faded(-points) : faded(points);
  } else if (params_.forget == "week" && day % kDaysAWeek == 0) {
    points = start_;
  }
  points = std::clamp(points + today, floor_, kMostKept);
}

// Agents of one league are grouped by lot; who has no point in the lowest league does not play.
void Rules::promote(const ScoringView& view) {
  const LeagueRule& rule = params_.leagues;
  struct Player {
    std::uint64_t lot;
    AgentId who;
  };
  std::vector<std::vector<Player>> tiers(static_cast<std::size_t>(rule.tiers));
  for (std::size_t i = 0; i < agents_; ++i) {
    if (leagues_[i] == 0 && league_points_[i] <= 0) continue;
    const auto a = static_cast<AgentId>(i);
    tiers[leagues_[i]].push_back({draw(make_key(view.seed, Stream::mechanics, days_, 0), a), a});
  }
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    std::vector<Player>& players = tiers[tier];
    std::sort(players.begin(), players.end(),
              [](const Player& x, const Player& y) { return std::pair(x.lot, x.who) < std::pair(y.lot, y.who); });
    const auto people = static_cast<std::size_t>(rule.people);
    for (std::size_t first = 0; first < players.size(); first += people) {
      const std::span<Player> group(players.data() + first, std::min(people, players.size() - first));
      std::stable_sort(group.begin(), group.end(), [&](const Player& x, const Player& y) {
        return league_points_[x.who] > league_points_[y.who];
      });
      for (std::size_t place = 0; place < group.size(); ++place) {
        const AgentId who = group[place].who;
        const bool rises = place < static_cast<std::size_t>(rule.promoted) && league_points_[who] > 0;
        const bool falls = group.size() == people && place + static_cast<std::size_t>(rule.demoted) >= people;
        if (rises && tier + 1 < tiers.size()) ++leagues_[who];
        if (falls && tier > 0) --leagues_[who];
      }
    }
  }
  std::fill(league_points_.begin(), league_points_.end(), 0);
}

// Of each board from the first to the last; who has the same points shares the better place.
void Rules::put_in_places(const ScoringView& view, std::span<float> scores) const {
  const bool by_city = params_.board.cohort == "city" && !view.bios.city.empty();
  const bool by_league = params_.board.cohort == "league";
  const auto board = [&](AgentId a) { return by_city ? int{view.bios.city[a]} : by_league ? int{leagues_[a]} : 0; };
  const auto shown = [&](AgentId a) { return week_points_.empty() ? above_floor(a) : week_points_[a]; };
  std::vector<AgentId> order(agents_);
  std::iota(order.begin(), order.end(), AgentId{0});
  std::sort(order.begin(), order.end(), [&](AgentId a, AgentId b) {
    return std::tuple(board(a), -shown(a), a) < std::tuple(board(b), -shown(b), b);
  });
  std::size_t first = 0;  // of a board
  for (std::size_t k = 0; k < order.size(); ++k) {
    const bool begins = k == 0 || board(order[k]) != board(order[k - 1]);
    if (begins) first = k;
    const bool shares = !begins && shown(order[k]) == shown(order[k - 1]);
    scores[order[k]] = shares ? scores[order[k - 1]] : -static_cast<float>(k - first + 1);
  }
}

void Rules::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (published_ == Published::place) return put_in_places(view, scores);
  if (published_ == Published::mayorships) return venues_->count_mayorships(view.day_lived(), scores);
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto a = static_cast<AgentId>(i);
      switch (published_) {
        case Published::points: scores[i] = static_cast<float>(points(a)); break;
        case Published::level: scores[i] = static_cast<float>(level(a)); break;
        case Published::streak_days: scores[i] = static_cast<float>(streak_days(a)); break;
        case Published::league: scores[i] = static_cast<float>(league(a)); break;
        case Published::place: case Published::mayorships: break;  // done
      }
    }
  });
}

void Rules::cues(std::span<const float> scores, std::span<float> cues) const {
  if (published_ == Published::place) {
    for (std::size_t i = 0; i < scores.size(); ++i) cues[i] = -1 / scores[i];
    return;
  }
  if (!scores.empty()) log_cues(scores, cues, *std::min_element(scores.begin(), scores.end()));
}

ScoreInputs Rules::reads() const {
  ScoreInputs inputs;
  for (std::size_t act = 0; act < kActs; ++act)
    if (used_[act]) inputs.add(happens_as(static_cast<Act>(act)));
  if (used_[at(Act::check_in_with_friend)]) inputs.add(ScoreInput::links);
  for (std::size_t k = 0; k < table_.rules(); ++k)
    if (table_.most_a_person(k) > 0) inputs.add(ScoreInput::reactions);
  if (venues_) inputs.add({ScoreInput::check_ins, ScoreInput::bios});
  if (params_.board.cohort == "city") inputs.add(ScoreInput::bios);
  return inputs;
}

double Rules::memory_days(double) const {
  const bool of_mayors =
      published_ == Published::mayorships || used_[at(Act::check_in_as_mayor)] || used_[at(Act::mayorship_taken)];
  const double places = of_mayors                            ? Venues::kMayorDays
                        : used_[at(Act::check_in_third_day)] ? kDaysAWeek
                                                             : 0;
  const double what_counts =
      engagers_ ? std::max(places, static_cast<double>(params_.engagers.again_after_days)) : places;
  if (published_ == Published::mayorships) return what_counts;
  if (window_days_ > 0) return what_counts + static_cast<double>(window_days_);
  if (fade_ > 0) return what_counts + kHalfLivesKept * params_.forget_days;
  return params_.forget == "week" || params_.board.period == "week" ? what_counts + kDaysAWeek : what_counts;
}

std::size_t Rules::memory_bytes() const {
  std::size_t bytes = (points_.size() + window_.size() + league_points_.size()) * sizeof(MilliPoints) +
                      outstanding_.size() * sizeof(Outstanding) + streaks_.size() * sizeof(Streak) +
                      week_points_.size() * sizeof(MilliPoints) + badge_counts_.size() * 4 + tiers_earned_.size() +
                      quest_counts_.size() * 2 + leagues_.size();
  for (const auto& column : totals_) bytes += column.size() * 4;
  for (const auto& column : counted_) bytes += column.size() * 4;
  if (venues_) bytes += venues_->memory_bytes();
  if (engagers_) bytes += engagers_->memory_bytes();
  return bytes;
}

std::unique_ptr<ScoringAlgorithm> Rules::clone() const { return std::make_unique<Rules>(*this); }

void Rules::visit_state(StateVisitor& v) {
  std::uint64_t n = agents_;
  v.value("agents", n);
  agents_ = n;
  v.value("days", days_);
  v.column("points", points_);
  for (auto& column : totals_) v.column("totals", column);
  v.column("window", window_);
  v.column("outstanding", outstanding_);
  v.column("streaks", streaks_);
  v.column("badge_counts", badge_counts_);
  v.column("tiers_earned", tiers_earned_);
  v.column("quest_counts", quest_counts_);
  v.column("league_points", league_points_);
  v.column("leagues", leagues_);
  v.column("week_points", week_points_);
  if (venues_) venues_->visit_state(v);
  if (engagers_) engagers_->visit_state(v);
}

}  // namespace clout
