#include "models/scoring/klout.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>

#include "sim/core/math.h"
#include "sim/plugin/cues.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 1024;
const std::vector<std::string> kParts = {"score", "reach", "amplification", "network"};
constexpr float kNoReach = 1e-6f;  // reach below this is 0: faded for good, and no subnormal numbers

// Value at the left end of a cell, and how much it rises over the cell.
struct Cell {
  double value, rise;
};

constexpr int kLogBits = 9;
constexpr double kLn2 = 0.69314718055994530942;

// log(1 + m) at the ends of 2^kLogBits cells of m in [0, 1).
const std::array<Cell, 1 << kLogBits>& log_cells() {
  static const auto cells = [] {
    std::array<Cell, 1 << kLogBits> made{};
    const double n = static_cast<double>(made.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
      const double left = det_log1p(static_cast<double>(i) / n);
      made[i] = {left, det_log1p(static_cast<double>(i + 1) / n) - left};
    }
    return made;
  }();
  return cells;
}

// log(1 + x) for x >= 0, too low by at most 5e-7; rises with x.
inline double table_log1p(const std::array<Cell, 1 << kLogBits>& cells, double x) {
  const auto bits = std::bit_cast<std::uint64_t>(1 + x);
  const double exponent = static_cast<double>(static_cast<std::int64_t>(bits >> 52) - 1023);
  const Cell& cell = cells[(bits >> (52 - kLogBits)) & ((1u << kLogBits) - 1)];
  const std::uint64_t rest = bits & ((std::uint64_t{1} << (52 - kLogBits)) - 1);
  const double along =
      static_cast<double>(static_cast<std::int64_t>(rest)) / static_cast<double>(std::int64_t{1} << (52 - kLogBits));
  return exponent * kLn2 + (cell.value + along * cell.rise);
}

constexpr int kLogisticEnd = 12;  // beyond, the score is within 0.001 of its end
constexpr int kLogisticCellsPerOne = 64;
using LogisticCells = std::array<Cell, 2 * kLogisticEnd * kLogisticCellsPerOne + 1>;

// klout_daily at centre 0 and spread 1.
const LogisticCells& logistic_cells() {
  static const auto cells = [] {
    LogisticCells made{};
    for (std::size_t i = 0; i < made.size(); ++i) {
      const double z = static_cast<double>(i) / kLogisticCellsPerOne - kLogisticEnd;
      const KloutMap unit{0, 1, true};
      made[i].value = klout_daily(z, unit);
      made[i].rise = klout_daily(z + 1.0 / kLogisticCellsPerOne, unit) - made[i].value;
    }
    return made;
  }();
  return cells;
}

}  // namespace

void KloutParams::visit(ParamVisitor& v) {
  v.choice("publish", publish, kParts, {"", "The score, or one of its parts as of today.", "support.klout.com 2011"});
  v.whole("window_days", window_days, {1, 3650}, {"days", "Length of the mean over daily scores.", "Klout 2012"});
  v.real("alpha", alpha, Range::at_least(0), {"", "Weight of log(1 + reach).", "assumed"});
  v.real("beta", beta, Range::at_least(0), {"", "Weight of log(1 + reach per recent post).", "assumed"});
  v.real("gamma", gamma, Range::at_least(0), {"", "Weight of the mean score of engagers / 100.", "assumed"});
  v.real("delta", delta, Range::at_least(0),
         {"", "Weight of log(1 + followers).", "assumed; Klout 2012: followers get very little weight"});
  v.real("prior_posts", prior_posts, Range::above(0),
         {"posts", "Added to recent posts, so that one lucky post does not count as a habit.", "assumed"});
  v.real(
      "prior_reach", prior_reach, Range::at_least(0),
      {"", "Reach at which the scores of engagers count half; lets them be forgotten as reach fades. 0 = always whole.",
       "assumed"});
  v.real("centre", centre, Range::any(), {"", "Raw number that is mapped to a daily score of 50.5.", "fitted once"});
  v.real("spread", spread, {0.001, 1000}, {"", "Width of the map in raw numbers.", "fitted once"});
}

Klout::Klout(const KloutParams& params)
    : params_(params),
      publish_(static_cast<Published>(std::find(kParts.begin(), kParts.end(), params.publish) - kParts.begin())) {
  log_cells();
  logistic_cells();
}

// Twenty half-lives leave a millionth. An age never exceeds 16 bits (Engager::day).
void Klout::fade_cells(double fade_days) {
  fade_days_ = fade_days;
  fade_.resize(static_cast<std::size_t>(std::min(65536.0, 20 * fade_days + 2)));
  for (std::size_t age = 0; age < fade_.size(); ++age)
    fade_[age] = static_cast<float>(det_exp2(-static_cast<double>(age) / fade_days));
}

void Klout::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (scores.size() != view.agents) throw std::invalid_argument("Klout::start: one score an agent");
  const std::size_t n = view.agents;
  fade_cells(view.ledger.fade_days);
  ring_.assign(static_cast<std::size_t>(params_.window_days) * n, 0);
  sum_.assign(n, 0);
  reach_.assign(n, 0);
  network_.assign(n, 0);
  raw_.assign(n, 0);
  published_.assign(n, 0);
  days_ = next_ = 0;
  const std::span<const std::uint32_t> followers = view.follower_counts();
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const double raw = raw_of(i, 0, followers[i]);
      raw_[i] = static_cast<float>(raw);
      scores[i] = published_[i] = static_cast<float>(daily_of(raw) / kUnit);
    }
  });
  if (publish_ != Published::score) std::fill(scores.begin(), scores.end(), 0.0f);  // nobody has reacted yet
}

void Klout::observe(const ScoringView& view, ThreadPool& pool) {
  const std::size_t n = view.agents;
  const Ledger& ledger = view.ledger;
  const std::span<const std::uint32_t> followers = view.follower_counts();
  const float fade = fade_[1];
  std::uint16_t* const today = ring_.data() + next_ * n;
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    constexpr std::size_t kAhead = 6;
    for (std::size_t i = begin; i < end; ++i) {
      if (i + kAhead < end && ledger.reacted_to_today[i + kAhead])
        ledger.engagers.prefetch(static_cast<AgentId>(i + kAhead), true);
      if (ledger.reacted_to_today[i]) {
        sum_engagers(ledger, static_cast<AgentId>(i), view.day);
      } else {
        const float left = reach_[i] * fade;
        reach_[i] = left < kNoReach ? 0 : left;
      }
      const double raw = raw_of(i, ledger.posts_recent[i], followers[i]);
      raw_[i] = static_cast<float>(raw);
      const std::uint16_t daily = daily_of(raw);
      sum_[i] += daily - std::uint32_t{today[i]};  // what the row held is as old as the window, or 0
      today[i] = daily;
    }
  });
  days_ = std::min(days_ + 1, static_cast<std::uint32_t>(params_.window_days));
  next_ = (next_ + 1) % static_cast<std::uint32_t>(params_.window_days);
}

void Klout::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (days_ == 0) return;
  const double unit = kUnit * days_;
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) scores[i] = published_[i] = static_cast<float>(sum_[i] / unit);
    if (publish_ == Published::score) return;
    for (std::size_t i = begin; i < end; ++i) scores[i] = part_of(i, view.ledger.posts_recent[i]);
  });
}

void Klout::sum_engagers(const Ledger& ledger, AgentId agent, Day day) {
  const auto& cells = log_cells();
  double reach = 0, weights = 0, scores = 0;
  for (const Engager& e : ledger.engagers.of(agent)) {
    const auto age = static_cast<std::size_t>(std::max(0, day - Day{e.day}));  // on the next day: 1 or more
    if (age >= fade_.size()) continue;
    const double weight = e.weight * fade_[age];
    reach += table_log1p(cells, weight);
    weights += weight;
    scores += weight * published_[e.who];
  }
  reach_[agent] = static_cast<float>(reach);
  network_[agent] = weights > 0 ? static_cast<float>(scores / weights) : 0;
}

double Klout::amplification_of(std::size_t agent, std::uint32_t posts_recent) const {
  return reach_[agent] / (posts_recent * (1.0 / kRecentUnit) + params_.prior_posts);
}

double Klout::network_of(std::size_t agent) const {
  const double reach = reach_[agent];
  return reach > 0 ? network_[agent] * reach / (reach + params_.prior_reach) : 0;
}

float Klout::part_of(std::size_t agent, std::uint32_t posts_recent) const {
  return static_cast<float>(publish_ == Published::reach           ? double{reach_[agent]}
                            : publish_ == Published::amplification ? amplification_of(agent, posts_recent)
                                                                   : network_of(agent));
}

double Klout::raw_of(std::size_t agent, std::uint32_t posts_recent, std::uint32_t followers) const {
  const auto& cells = log_cells();
  double raw = params_.delta * table_log1p(cells, followers);
  const double reach = reach_[agent];
  if (reach > 0) {
    const double posts = posts_recent * (1.0 / kRecentUnit) + params_.prior_posts;
    const double network = network_[agent] * reach / (100 * (reach + params_.prior_reach));
    raw += params_.alpha * table_log1p(cells, reach) + params_.beta * table_log1p(cells, reach / posts) +
           params_.gamma * network;
  }
  return raw;
}

std::uint16_t Klout::daily_of(double raw) const {
  const double z = std::clamp((raw - params_.centre) / params_.spread, -1.0 * kLogisticEnd, 1.0 * kLogisticEnd);
  const double place = (z + kLogisticEnd) * kLogisticCellsPerOne;
  const auto index = static_cast<std::size_t>(static_cast<std::int64_t>(place));
  const Cell& cell = logistic_cells()[index];
  const double daily = cell.value + (place - static_cast<double>(static_cast<std::int64_t>(index))) * cell.rise;
  return static_cast<std::uint16_t>(static_cast<std::int32_t>(daily * kUnit + 0.5));
}

void Klout::cues(std::span<const float> scores, std::span<float> cues) const {
  if (publish_ == Published::reach || publish_ == Published::amplification) return log_cues(scores, cues);
  for (std::size_t i = 0; i < scores.size(); ++i) cues[i] = scores[i] / 100;
}

double Klout::memory_days(double fade_days) const {
  return static_cast<double>(params_.window_days) + 3 * fade_days;
}

std::size_t Klout::memory_bytes() const {
  return ring_.size() * sizeof(ring_[0]) + sum_.size() * sizeof(sum_[0]) + 4 * reach_.size() * sizeof(float);
}

std::unique_ptr<ScoringAlgorithm> Klout::clone() const { return std::make_unique<Klout>(*this); }

void Klout::visit_state(StateVisitor& v) {
  v.value("klout.fade_days", fade_days_);
  if (v.loading()) fade_cells(fade_days_);
  v.value("klout.days", days_);
  v.value("klout.next", next_);
  v.column("klout.ring", ring_);
  v.column("klout.sum", sum_);
  v.column("klout.reach", reach_);
  v.column("klout.network", network_);
  v.column("klout.raw", raw_);
  v.column("klout.published", published_);
}

}  // namespace clout
