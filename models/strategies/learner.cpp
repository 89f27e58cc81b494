#include "models/strategies/learner.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "models/strategies/planned.h"
#include "sim/core/distributions.h"
#include "sim/plugin/plan_parts.h"

namespace clout {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Counterparts of draws of Stream::learn.
enum : std::uint64_t { kFirstPlan, kCopy, kSense };

// Halfway between `plan` and a draw that is uniform over all shares that sum to 1.
template <std::size_t n>
void fill_shares(std::array<float, n>& shares, const Plan& plan, const std::array<PlanEntry, n>& entries, Rng& rng) {
  double drawn = 0, planned = 0;
  std::array<double, n> parts;
  for (double& part : parts) drawn += part = exponential(rng);
  for (const PlanEntry& entry : entries) planned += plan.*entry.value;
  for (std::size_t i = 0; i < n; ++i)
    shares[i] = static_cast<float>((parts[i] / drawn + plan.*entries[i].value / planned) / 2);
}

template <std::size_t n>
void move_share(std::array<float, n>& shares, double step, Rng& rng) {
  const std::size_t to = rng.below(n);
  const std::size_t from = (to + 1 + rng.below(n - 1)) % n;
  const float moved = std::min(static_cast<float>(step * rng.uniform()), shares[from]);
  shares[from] -= moved;
  shares[to] += moved;
}

// Times or divided by up to `most`, at most 1.
float scaled(double chance, double most, Rng& rng) {
  const double factor = 1 + (most - 1) * rng.uniform();
  return static_cast<float>(std::min(1.0, rng.below(2) == 0 ? chance / factor : chance * factor));
}

float shifted(double value, double most, Rng& rng) {
  return static_cast<float>(std::clamp(value + most * (2 * rng.uniform() - 1), -1.0, 1.0));
}

template <std::size_t n>
void set_parts(Plan& plan, const std::array<PlanEntry, n>& entries, const std::array<float, n>& values) {
  for (std::size_t i = 0; i < n; ++i) plan.*entries[i].value = double{values[i]};
}

// One number of all learners.
template <class Of>
LearnedFigure figure(std::string measure, std::string unit, std::size_t n, Of of) {
  std::vector<double> values(n);
  double mean = 0, squares = 0;
  for (std::size_t k = 0; k < n; ++k) mean += values[k] = of(k);
  mean /= static_cast<double>(n);
  for (const double v : values) squares += (v - mean) * (v - mean);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(n / 2);
  std::nth_element(values.begin(), middle, values.end());
  const double sd = n > 1 ? std::sqrt(squares / static_cast<double>(n - 1)) : 0;
  return {std::move(measure), std::move(unit), mean, *middle, sd};
}

}  // namespace

LearnerParams::LearnerParams() : plan(casual_plan()) { plan.post_spread = plan.never_post_share = 0; }

void LearnerParams::visit(ParamVisitor& v) {
  v.duration("review_every", review_every_days, TimeUnit::days, {7, 3650},
             {"", "Time between two reviews, at which people compare and copy.", "assumed"});
  v.whole("peers", peers, {1, 100}, {"people", "Others with whom one compares oneself at a review.", "assumed"});
  v.whole("reach", reach, {1, 1000},
          {"ranks",
           "They are drawn among so many next above and so many next below, in the order of what one had "
           "when the period began, among people of about as many hours.",
           "assumed"});
  v.real("mutate_prob", mutate_prob, Range::probability(), {"", "Chance of a mistake in copying a plan.", "assumed"});
  v.real("mutate_step", mutate_step, {0, 1},
         {"", "Largest share of a part of the plan that a mistake moves.", "assumed"});
  v.real("noise", noise, {0, 100},
         {"",
          "Standard deviation of the error with which a gain is felt, in those of gains over all; the same error to "
          "oneself and to others. A score is a published number; value is felt.",
          "assumed"});
  v.flag("moves_hours", moves_hours,
         {"", "People may move hours between online and offline; their sum stays.", "assumed"});
  v.text("bio_role", plan.bio_role, {"", "Role that a bio search asks for: a name of population.roles.", "assumed"});
  v.flag("bio_own_city", plan.bio_own_city,
         {"", "A bio search asks for the own city; else for any, by size.", "assumed"});
}

void ScoreLearnerParams::visit(ParamVisitor& v) {
  v.text("score", score,
         {"",
          "Score that they strive for, seen or not; empty = what all see, as they see it: while none is visible nobody "
          "learns.",
          "the scenario"});
  LearnerParams::visit(v);
}

Genes own_habits(const Plan& plan, bool moves_hours, Rng& rng) {
  Genes genes{};
  fill_shares(genes.time, plan, kPlanTime, rng);
  fill_shares(genes.approach, plan, kPlanApproach, rng);
  fill_shares(genes.meeting, plan, kPlanMeeting, rng);
  for (std::size_t i = 0; i < genes.chances.size(); ++i) genes.chances[i] = scaled(plan.*kPlanChances[i].value, 4, rng);
  genes.move_online = moves_hours ? shifted(0, 0.5, rng) : 0;
  genes.online_days = 7;
  return genes;
}

Genes with_mistake(const Genes& genes, double step, bool moves_hours, Rng& rng) {
  Genes other = genes;
  switch (rng.below(moves_hours ? 6 : 5)) {
    case 0:
      move_share(other.time, step, rng);
      break;
    case 1:
      move_share(other.approach, step, rng);
      break;
    case 2:
      move_share(other.meeting, step, rng);
      break;
    case 3: {
      float& chance = other.chances[rng.below(static_cast<std::uint32_t>(other.chances.size()))];
      chance = rng.below(2) == 0 ? scaled(double{chance}, 1 + 8 * step, rng) : static_cast<float>(rng.uniform());
      break;
    }
    case 4:
      other.online_days = std::clamp(other.online_days + (rng.below(2) == 0 ? -1 : 1), 1, 7);
      break;
    default:
      other.move_online = shifted(double{other.move_online}, step, rng);
  }
  return other;
}

std::uint32_t LearningStrategy::genes_of(AgentId a, std::uint64_t seed) {
  if (a >= genes_of_.size()) {
    genes_of_.resize(a + std::size_t{1}, kNone);
    level_.resize(a + std::size_t{1}, std::numeric_limits<double>::quiet_NaN());
  }
  if (genes_of_[a] == kNone) {
    genes_of_[a] = static_cast<std::uint32_t>(genes_.size());
    Rng rng(seed, Stream::learn, a, 0, kFirstPlan);
    genes_.push_back(own_habits(params_.plan, params_.moves_hours, rng));
  }
  return genes_of_[a];
}

Plan LearningStrategy::plan_of(const Genes& genes) const {
  Plan plan = params_.plan;
  set_parts(plan, kPlanTime, genes.time);
  set_parts(plan, kPlanApproach, genes.approach);
  set_parts(plan, kPlanMeeting, genes.meeting);
  set_parts(plan, kPlanChances, genes.chances);
  plan.move_online = double{genes.move_online};
  plan.online_days = genes.online_days;
  return plan;
}

void LearningStrategy::plan(std::span<const AgentId> agents, const Observed& yesterday, std::vector<Plan>& plans,
                            std::span<std::uint32_t> plan_of_agents) {
  if (agents.empty()) return;
  const auto first = static_cast<std::uint32_t>(plans.size());
  for (std::size_t k = 0; k < agents.size(); ++k) plan_of_agents[k] = first + genes_of(agents[k], yesterday.seed);
  for (const Genes& genes : genes_) plans.push_back(plan_of(genes));
}

void LearningStrategy::learn(const Review& review) {
  for (const AgentId a : review.agents) genes_of(a, review.seed);
  const bool first = learners_.empty() || review.afresh;
  learners_.assign(review.agents.begin(), review.agents.end());
  copied_ = 0;
  gain_.clear();
  if (!first) {
    take_gains(review);
    copy_the_better(review, felt_gains(review));
    forget_unused();
  }
  for (std::size_t k = 0; k < review.agents.size(); ++k) level_[review.agents[k]] = review.level[k];
}

// What each has gained since the last review. Who was not there then has gained nothing.
void LearningStrategy::take_gains(const Review& review) {
  gain_.resize(review.agents.size());
  for (std::size_t k = 0; k < gain_.size(); ++k) {
    const double before = level_[review.agents[k]];
    gain_[k] = std::isnan(before) ? 0 : review.level[k] - before;
  }
}

std::vector<double> LearningStrategy::felt_gains(const Review& review) const {
  std::vector<double> felt(gain_.begin(), gain_.end());
  if (params_.noise == 0) return felt;
  const double error = params_.noise * figure("", "", felt.size(), [&](std::size_t k) { return gain_[k]; }).sd;
  for (std::size_t k = 0; k < felt.size(); ++k) {
    Rng rng(review.seed, Stream::learn, review.agents[k], static_cast<std::uint64_t>(review.day), kSense);
    felt[k] += error * normal(rng);
  }
  return felt;
}

// Where groups of n people in a row begin, and n. Every second time the borders lie half a group further, so that what
// one group has found comes to the next.
std::vector<std::size_t> LearningStrategy::borders(std::size_t n, Day day) const {
  constexpr std::size_t kMostGroups = 10, kLeastOfGroup = 40;
  const std::size_t groups = std::clamp<std::size_t>(n / kLeastOfGroup, 1, kMostGroups);
  const bool further = groups > 1 && day / learning_.review_every_days % 2 != 0;
  std::vector<std::size_t> borders = {0};
  for (std::size_t half = further ? 1 : 2; half < 2 * groups; half += 2) borders.push_back(half * n / (2 * groups));
  borders.push_back(n);
  return borders;
}

// Indices into the review: people of about as many hours together, among them by what they had at the last review.
std::vector<std::vector<std::uint32_t>> LearningStrategy::groups_of_like(const Review& review) const {
  const std::size_t n = review.agents.size();
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return review.hours[a] < review.hours[b]; });
  const auto level_before = [&](std::uint32_t k) {
    const double before = level_[review.agents[k]];
    return std::isnan(before) ? review.level[k] : before;
  };
  const std::vector<std::size_t> border = borders(n, review.day);
  std::vector<std::vector<std::uint32_t>> groups;
  for (std::size_t g = 0; g + 1 < border.size(); ++g) {
    groups.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(border[g]),
                        order.begin() + static_cast<std::ptrdiff_t>(border[g + 1]));
    std::stable_sort(groups[g].begin(), groups[g].end(),
                     [&](std::uint32_t a, std::uint32_t b) { return level_before(a) < level_before(b); });
  }
  return groups;
}

// Who gained most, to all appearance, of the one at `place` in a group and `peers` drawn from around it.
std::uint32_t LearningStrategy::best_around(const std::vector<std::uint32_t>& group, std::size_t place,
                                            const std::vector<double>& felt, Rng& rng) const {
  const auto reach = static_cast<std::size_t>(params_.reach);
  const std::size_t lowest = place - std::min(place, reach), highest = std::min(place + reach, group.size() - 1);
  std::uint32_t best = group[place];
  if (lowest == highest) return best;
  for (std::int64_t p = 0; p < params_.peers; ++p) {
    const std::size_t drawn = lowest + rng.below(static_cast<std::uint32_t>(highest - lowest));
    const std::uint32_t peer = group[drawn < place ? drawn : drawn + 1];
    if (felt[peer] > felt[best]) best = peer;
  }
  return best;
}

// All decide at once, by what everybody did in the period that ends.
void LearningStrategy::copy_the_better(const Review& review, const std::vector<double>& felt) {
  const Column<std::uint32_t> before = genes_of_;
  for (const std::vector<std::uint32_t>& group : groups_of_like(review)) {
    for (std::size_t place = 0; place < group.size(); ++place) {
      const AgentId self = review.agents[group[place]];
      Rng rng(review.seed, Stream::learn, self, static_cast<std::uint64_t>(review.day), kCopy);
      const std::uint32_t copied = before[review.agents[best_around(group, place, felt, rng)]];
      if (copied == before[self]) continue;
      ++copied_;
      genes_of_[self] = copied;
      if (!chance(rng.u64(), params_.mutate_prob)) continue;
      const Genes genes = with_mistake(genes_[copied], params_.mutate_step, params_.moves_hours, rng);
      genes_of_[self] = static_cast<std::uint32_t>(genes_.size());
      genes_.push_back(genes);
    }
  }
}

// Keeps the plans that somebody has, in their order.
void LearningStrategy::forget_unused() {
  std::vector<std::uint32_t> place(genes_.size(), kNone);
  for (const std::uint32_t g : genes_of_)
    if (g != kNone) place[g] = 0;
  std::uint32_t kept = 0;
  for (std::size_t g = 0; g < place.size(); ++g) {
    if (place[g] == kNone) continue;
    place[g] = kept;
    genes_[kept++] = genes_[g];
  }
  genes_.resize(kept);
  for (std::uint32_t& g : genes_of_)
    if (g != kNone) g = place[g];
}

std::vector<LearnedFigure> LearningStrategy::learned() const {
  std::vector<LearnedFigure> figures;
  const std::size_t n = learners_.size();
  if (n == 0) return figures;
  const auto of_plan = [&](const char* name, const char* unit, auto&& value) {
    figures.push_back(figure(std::string("plan_") + name, unit, n, [&](std::size_t k) {
      return static_cast<double>(value(genes_[genes_of_[learners_[k]]]));
    }));
  };
  const auto of_part = [&](const auto& entries, auto part) {
    for (std::size_t i = 0; i < entries.size(); ++i)
      of_plan(entries[i].name, "share", [&](const Genes& genes) { return (genes.*part)[i]; });
  };
  if (params_.moves_hours) of_plan("move_online", "share", [](const Genes& g) { return g.move_online; });
  of_plan("online_days", "days", [](const Genes& g) { return g.online_days; });
  of_part(kPlanTime, &Genes::time);
  of_part(kPlanApproach, &Genes::approach);
  of_part(kPlanMeeting, &Genes::meeting);
  of_part(kPlanChances, &Genes::chances);
  figures.push_back(figure("goal_level", learning_.goal == Learning::Goal::score ? "score" : "value", n,
                           [&](std::size_t k) { return level_[learners_[k]]; }));
  if (!gain_.empty()) figures.push_back(figure("goal_gain", "a review", n, [&](std::size_t k) { return gain_[k]; }));
  figures.push_back({"plans_in_use", "plans", static_cast<double>(genes_.size())});
  figures.push_back({"copied", "share", static_cast<double>(copied_) / static_cast<double>(n)});
  return figures;
}

std::unique_ptr<Strategy> LearningStrategy::clone() const { return std::make_unique<LearningStrategy>(*this); }

void LearningStrategy::visit_state(StateVisitor& v) {
  v.column("genes", genes_);
  v.column("genes_of", genes_of_);
  v.column("level", level_);
  v.column("learners", learners_);
  v.column("gain", gain_);
  v.value("copied", copied_);
}

}  // namespace clout
