#include "sim/cli/calibrate_plans.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "models/strategies/balanced_networker.h"
#include "models/strategies/casual.h"
#include "models/strategies/klout_chaser.h"
#include "models/strategies/lurker_executive.h"
#include "sim/analysis/interval.h"
#include "sim/cli/figure_text.h"
#include "sim/core/table.h"
#include "sim/plugin/plan_parts.h"

namespace clout {
namespace {

constexpr std::size_t kFinalists = 5;
constexpr std::size_t kBestOfPart = 3, kBestOfNumbers = 2;
constexpr int kCoarseSteps = 4;
constexpr double kNeighbourStep = 0.1;

using Entries = std::vector<double Plan::*>;

template <std::size_t n>
Entries entries_of(const std::array<PlanEntry, n>& named) {
  Entries entries;
  for (const PlanEntry& entry : named) entries.push_back(entry.value);
  return entries;
}

const Entries kTime = entries_of(kPlanTime), kApproach = entries_of(kPlanApproach), kMeeting = entries_of(kPlanMeeting),
              kChances = entries_of(kPlanChances);
constexpr const char* kHoursPart = "hours";
constexpr const char* kChancesPart = "chances";

struct Part {
  const char* name;
  const Entries* entries;
};

std::vector<Part> parts_of(const PlanGoal& goal) {
  std::vector<Part> parts;
  if (goal.parts.time) parts.push_back({"time", &kTime});
  if (goal.parts.approach) parts.push_back({"approach", &kApproach});
  if (goal.parts.meeting) parts.push_back({"meeting", &kMeeting});
  return parts;
}

void normalise(Plan& plan, const Entries& entries) {
  double sum = 0;
  for (const auto entry : entries) sum += plan.*entry;
  for (const auto entry : entries) plan.*entry /= sum;
}

// What the goal forbids is taken away; false if nothing is left of a part.
bool allow(const PlanGoal& goal, Plan& plan) {
  if (!goal.by_score) plan.by_score = 0;
  for (const Entries* entries : {&kTime, &kApproach, &kMeeting}) {
    double sum = 0;
    for (const auto entry : *entries) sum += plan.*entry;
    if (sum < 1e-9) return false;
    normalise(plan, *entries);
  }
  // An entry that is held at a limit leaves the rest to the others, in proportion.
  const auto hold = [&](double Plan::*entry, double share, const Entries& others) {
    double rest = 0;
    for (const auto other : others) rest += plan.*other;
    plan.*entry = share;
    const double left = 1 - share - (entry == &Plan::read ? plan.post : 0);
    for (const auto other : others)
      plan.*other = rest > 1e-9 ? plan.*other * left / rest : left / static_cast<double>(others.size());
  };
  if (plan.post > goal.post_share_max)
    hold(&Plan::post, goal.post_share_max, {&Plan::read, &Plan::engage, &Plan::discover});
  if (plan.read < goal.read_share_min) hold(&Plan::read, goal.read_share_min, {&Plan::engage, &Plan::discover});
  return true;
}

bool same(const Plan& a, const Plan& b) {
  if (a.move_online != b.move_online) return false;
  for (const Entries* entries : {&kTime, &kApproach, &kMeeting, &kChances})
    for (const auto entry : *entries)
      if (std::fabs(a.*entry - b.*entry) > 1e-9) return false;
  return a.online_days == b.online_days;
}

void add_new(std::vector<Candidate>& all, Candidate candidate) {
  for (const Candidate& other : all)
    if (same(other.plan, candidate.plan)) return;
  all.push_back(std::move(candidate));
}

void add_new(std::vector<Candidate>& all, const char* label, Plan plan, double move_online, std::int64_t online_days) {
  plan.move_online = std::clamp(move_online, -1.0, 1.0);
  plan.online_days = std::clamp<std::int64_t>(online_days, 1, 7);
  add_new(all, {label, plan});
}

void add_new(std::vector<Candidate>& all, const char* label, Plan plan, double Plan::*chance, double value) {
  plan.*chance = std::min(1.0, value);
  add_new(all, {label, plan});
}

// All ways to give `left` units to the entries from `first` on.
void compositions(std::vector<int>& units, std::size_t first, int left, const std::function<void()>& found) {
  if (first + 1 == units.size()) {
    units[first] = left;
    found();
    return;
  }
  for (int here = 0; here <= left; ++here) {
    units[first] = here;
    compositions(units, first + 1, left - here, found);
  }
}

std::string interval_text(const Interval& i, int digits) {
  if (!i.known) return "?";
  return fixed_number(i.low, digits) + " to " + fixed_number(i.high, digits);
}

std::string shares_text(const Plan& plan, const Entries& entries) {
  double sum = 0;
  for (const auto entry : entries) sum += plan.*entry;
  std::string text;
  for (const auto entry : entries) {
    if (!text.empty()) text += '/';
    text += fixed_number(plan.*entry / sum, 2);
  }
  return text;
}

bool searches_numbers(const PlanGoal& goal) { return goal.parts.hours || goal.parts.chances; }

void sort_best_first(std::vector<PlanTrial>& trials) {
  std::stable_sort(trials.begin(), trials.end(), [](const PlanTrial& a, const PlanTrial& b) {
    return a.worlds.empty() == b.worlds.empty() ? a.mean() > b.mean() : b.worlds.empty();
  });
}

// Seeds that no other round and no other half of this round has.
std::vector<std::uint64_t> fresh_seeds(std::uint64_t& next, std::size_t count) {
  std::vector<std::uint64_t> seeds(count);
  for (auto& seed : seeds) seed = next++;
  return seeds;
}

class Search {
 public:
  Search(const TrialOrder& order, const PlanTrials& trials, const PlanGoal& goal, std::size_t worlds,
         const std::function<void(const std::string&)>& told)
      : order_(order),
        trials_(trials),
        goal_(goal),
        worlds_(worlds),
        told_(told),
        next_seed_(static_cast<std::uint64_t>(order.scenario.worlds.seed)) {}

  PlanSearch run() {
    if (goal_.same_worlds)
      for (auto* half : {&first_half_, &second_half_}) *half = fresh_seeds(next_seed_, worlds_);
    found_.worlds = first_half_.size() + second_half_.size();
    Plan start = goal_.fixed;
    for (const Entries* entries : {&kTime, &kApproach, &kMeeting})
      for (const auto entry : *entries) start.*entry = goal_.present.*entry;
    allow(goal_, start);

    auto screened = halve("screen", coarse_plans(goal_, start, kCoarseSteps));
    if (order_.stopped()) return {};
    auto crossed = halve("products", products(screened, start));
    if (order_.stopped()) return {};
    auto near = halve("neighbours", neighbour_plans(goal_, crossed.front().candidate.plan, kNeighbourStep));
    if (order_.stopped()) return {};

    std::vector<Candidate> finalists;
    for (const auto& trial : near)
      if (finalists.size() + 1 < kFinalists) add_new(finalists, trial.candidate);
    for (const auto& trial : crossed)  // the neighbours' centre and whoever was close to it
      if (finalists.size() < kFinalists) add_new(finalists, trial.candidate);
    finalists.push_back({kPresentPlan, goal_.present});
    const std::size_t present = finalists.size() - 1;
    finalists.insert(finalists.end(), goal_.beside.begin(), goal_.beside.end());
    const auto trials = try_all(finalists, {}, finalists.size());
    if (order_.stopped()) return {};
    found_.ranking = rank_plans(trials, present);
    return std::move(found_);
  }

 private:
  // For each part the best few ways to fill it, in all combinations.
  std::vector<Candidate> products(const std::vector<PlanTrial>& screened, const Plan& start) const {
    std::vector<Plan> plans{start};
    for (const Part& part : parts_of(goal_)) {
      std::vector<const Plan*> best;
      for (const PlanTrial& trial : screened)
        if (trial.candidate.label == part.name && best.size() < kBestOfPart) best.push_back(&trial.candidate.plan);
      std::vector<Plan> wider;
      for (const Plan& plan : plans)
        for (const Plan* one : best) {
          wider.push_back(plan);
          for (const auto entry : *part.entries) wider.back().*entry = one->*entry;
        }
      if (!wider.empty()) plans = std::move(wider);
    }
    for (const char* label : {kHoursPart, kChancesPart}) {
      std::vector<Plan> wider;
      std::size_t taken = 0;
      for (const PlanTrial& trial : screened) {
        if (trial.candidate.label != label || taken++ >= kBestOfNumbers) continue;
        for (Plan plan : plans) {
          if (label == kHoursPart) {
            plan.move_online = trial.candidate.plan.move_online;
            plan.online_days = trial.candidate.plan.online_days;
          } else {
            for (const auto entry : kChances) plan.*entry = trial.candidate.plan.*entry;
          }
          wider.push_back(plan);
        }
      }
      if (!wider.empty()) plans = std::move(wider);
    }
    std::vector<Candidate> all = {{"product", start}};
    for (const Plan& plan : plans) add_new(all, {"product", plan});
    return all;
  }

  // In these worlds; none are fresh ones.
  std::vector<PlanTrial> try_all(const std::vector<Candidate>& candidates, std::vector<std::uint64_t> seeds,
                                 std::size_t rotations) {
    for (const Candidate& candidate : candidates) add_new(tried_, candidate);
    found_.tried = tried_.size();
    if (seeds.empty()) {
      seeds = fresh_seeds(next_seed_, worlds_);
      found_.worlds += worlds_ * (goal_.same_worlds ? 1 : rotations);
    }
    return trials_(candidates, seeds, rotations);
  }

  // All once, the best third (at least ten) again; best first, those that were tried twice before the others.
  std::vector<PlanTrial> halve(const char* round, const std::vector<Candidate>& candidates) {
    auto trials = try_all(candidates, first_half_, 1);
    if (order_.stopped()) return {};
    sort_best_first(trials);
    // Each part keeps its best, or a part that matters much would leave nothing of the others.
    std::map<std::string, std::size_t> kept;
    const std::size_t parts = std::max<std::size_t>(1, labels(candidates));
    const std::size_t keep = std::max<std::size_t>(4, candidates.size() / 3 / parts);
    std::vector<PlanTrial> on, out;
    for (PlanTrial& trial : trials) (kept[trial.candidate.label]++ < keep ? on : out).push_back(std::move(trial));
    std::vector<Candidate> again;
    for (const PlanTrial& trial : on) again.push_back(trial.candidate);
    const auto more = try_all(again, second_half_, 1);
    for (std::size_t k = 0; k < on.size(); ++k)
      on[k].worlds.insert(on[k].worlds.end(), more[k].worlds.begin(), more[k].worlds.end());
    sort_best_first(on);
    if (told_ && !order_.stopped()) {
      const Plan& best = on.front().candidate.plan;
      told_(goal_.strategy + ": " + round + ": " + std::to_string(candidates.size()) + " plans, best " +
            fixed_number(on.front().mean(), 3) + " with time " + shares_text(best, kTime) + " approach " +
            shares_text(best, kApproach) + " meeting " + shares_text(best, kMeeting) +
            (searches_numbers(goal_) ? " and " + numbers_text(best) : ""));
    }
    std::move(out.begin(), out.end(), std::back_inserter(on));
    return on;
  }

  static std::size_t labels(const std::vector<Candidate>& candidates) {
    std::map<std::string, int> all;
    for (const Candidate& c : candidates) ++all[c.label];
    return all.size();
  }

  const TrialOrder& order_;
  const PlanTrials& trials_;
  const PlanGoal& goal_;
  std::size_t worlds_;
  const std::function<void(const std::string&)>& told_;
  std::uint64_t next_seed_;
  std::vector<Candidate> tried_;                         // each plan once
  std::vector<std::uint64_t> first_half_, second_half_;  // of goals with same_worlds, of every round but the last
  PlanSearch found_;
};

}  // namespace

Plan casual_alike() {
  Plan plan = CasualParams{};
  plan.post_spread = plan.never_post_share = 0;
  return plan;
}

std::vector<PlanGoal> plan_goals() {
  const Plan alike = casual_alike();
  const KloutChaserParams chaser;
  const BalancedNetworkerParams networker;
  const LurkerExecutiveParams lurker;
  Plan quiet = alike;  // but for replies and reshares, which are as public as posts
  quiet.post_spread = lurker.post_spread;
  quiet.reply_prob = lurker.reply_prob;
  quiet.reshare_prob = lurker.reshare_prob;
  std::vector<PlanGoal> goals;
  goals.push_back({"klout_chaser", "highest mean published Klout", "score_klout", chaser, alike, {}, true, 1, 0});
  goals.push_back(
      {"balanced_networker", "highest mean gain (circles)", "gain_circles", networker, alike, {}, true, 1, 0});
  // Who does not read is no lurker.
  goals.push_back({"lurker_executive",
                   "highest mean gain (circles), mostly reading, hardly posting, not going by score",
                   "gain_circles",
                   lurker,
                   quiet,
                   {},
                   false,
                   0.01,
                   0.5});
  return goals;
}

std::vector<Candidate> coarse_plans(const PlanGoal& goal, const Plan& base, int steps) {
  std::vector<Candidate> all;
  for (const Part& part : parts_of(goal)) {
    const Entries& entries = *part.entries;
    // Of whom to approach or meet only pure and half-and-half: there are enough of these.
    const int units_in_all = part.entries == &kTime ? steps : std::max(1, steps / 2);
    add_new(all, {part.name, base});
    std::vector<int> units(entries.size());
    compositions(units, 0, units_in_all, [&] {
      Plan plan = base;
      for (std::size_t e = 0; e < entries.size(); ++e) plan.*entries[e] = static_cast<double>(units[e]) / units_in_all;
      if (allow(goal, plan)) add_new(all, {part.name, plan});
    });
  }
  if (goal.parts.hours) {
    for (const double moved : {base.move_online, -1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0})
      add_new(all, kHoursPart, base, moved, base.online_days);
    for (const int days : {1, 3, 5, 7}) add_new(all, kHoursPart, base, base.move_online, days);
  }
  if (goal.parts.chances) {
    add_new(all, {kChancesPart, base});
    for (const auto chance : kChances)
      for (const double value : {0.0, base.*chance / 4, base.*chance * 4, 1.0})
        add_new(all, kChancesPart, base, chance, value);
  }
  return all;
}

std::vector<Candidate> neighbour_plans(const PlanGoal& goal, const Plan& base, double step) {
  std::vector<Candidate> all{{"centre", base}};
  for (const Part& part : parts_of(goal))
    for (const auto from : *part.entries)
      for (const auto to : *part.entries) {
        if (from == to || base.*from <= 0) continue;
        Plan plan = base;
        const double moved = std::min(step, base.*from);
        plan.*from -= moved;
        plan.*to += moved;
        if (allow(goal, plan)) add_new(all, {part.name, plan});
      }
  if (goal.parts.hours)
    for (const int way : {-1, 1}) {
      add_new(all, kHoursPart, base, base.move_online + way * step, base.online_days);
      add_new(all, kHoursPart, base, base.move_online, base.online_days + way);
    }
  if (goal.parts.chances)
    for (const auto chance : kChances)
      for (const double factor : {1 / 1.5, 1.5}) add_new(all, kChancesPart, base, chance, base.*chance * factor);
  return all;
}

PlanSearch search_plan(const TrialOrder& order, const PlanGoal& goal, std::size_t worlds,
                       const std::function<void(const std::string&)>& told) {
  const PlanTrials trials = [&](const std::vector<Candidate>& candidates, const std::vector<std::uint64_t>& seeds,
                                std::size_t rotations) {
    return try_plans(order, candidates, goal.measure, seeds, rotations);
  };
  return search_plan(order, trials, goal, worlds, told);
}

PlanSearch search_plan(const TrialOrder& order, const PlanTrials& trials, const PlanGoal& goal, std::size_t worlds,
                       const std::function<void(const std::string&)>& told) {
  return Search(order, trials, goal, std::max<std::size_t>(2, worlds), told).run();
}

std::string numbers_text(const Plan& plan) {
  std::string text = (plan.move_online < 0 ? "" : "+") + fixed_number(plan.move_online, 2) + ", " +
                     std::to_string(plan.online_days) + " days, ";
  for (const auto entry : kChances) text += fixed_number(plan.*entry, 2) + (entry == kChances.back() ? "" : "/");
  return text;
}

std::string plan_search_text(const PlanGoal& goal, const PlanSearch& search) {
  std::vector<std::string> header = {"plan", "read/post/engage/discover", "score/affinity/bio/ties/random",
                                     "ties/introduced/answered/event"};
  if (searches_numbers(goal)) header.emplace_back("moved online, days, follow back/follow/reply/reshare");
  for (const std::string& name :
       {goal.measure, std::string("95 %"), std::string("over present"), std::string("95 %"), std::string("better?")})
    header.push_back(name);
  Table table(std::move(header));
  const auto name_of = [&](const RankedPlan& plan) {
    if (plan.present) return std::string("present");
    const auto is_it = [&](const Candidate& beside) { return beside.label == plan.label; };
    if (std::any_of(goal.beside.begin(), goal.beside.end(), is_it)) return plan.label;
    return std::to_string(&plan - search.ranking.data() + 1);
  };
  for (const RankedPlan& plan : search.ranking) {
    const Answer better = answer(plan.over_present);
    const char* word = plan.present ? "" : better == Answer::yes ? "yes" : better == Answer::no ? "no" : "cannot tell";
    const bool own = plan.present && goal.each_its_own;
    std::vector<std::string> cells = {name_of(plan)};
    for (const Entries* part : {&kTime, &kApproach, &kMeeting})
      cells.push_back(own ? "as each learned" : shares_text(plan.plan, *part));
    if (searches_numbers(goal)) cells.push_back(own ? "as each learned" : numbers_text(plan.plan));
    for (const std::string& cell :
         {fixed_number(plan.outcome.estimate, 3), interval_text(plan.outcome, 3),
          plan.present ? std::string() : fixed_number(plan.over_present.estimate, 3),
          plan.present ? std::string() : interval_text(plan.over_present, 3), std::string(word)})
      cells.push_back(cell);
    table.add(std::move(cells));
  }
  std::string text = goal.strategy + ": " + goal.goal + " of " + std::to_string(search.tried) + " plans, " +
                     std::to_string(search.worlds) + " worlds lived\n" + table.text();
  if (search.ranking.empty()) return text;
  const RankedPlan& best = search.ranking.front();
  const Answer differs = best.present ? Answer::no : answer(best.over_present);
  text += "Is the best better than the present plan? ";
  return text +
         (best.present             ? "no, it is the present plan"
          : differs == Answer::yes ? "yes"
          : differs == Answer::no  ? "no"
                                   : "cannot tell") +
         ".\n";
}

}  // namespace clout
