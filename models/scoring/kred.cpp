#include "models/scoring/kred.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "sim/core/math.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr float kTop = 1000;

int outreach_level(std::uint32_t points) {
  int level = 0;
  while (kred_outreach_points(level + 1) <= std::int64_t{points}) ++level;
  return level;
}

}  // namespace

std::int64_t kred_outreach_points(int level) {
  return level <= 0 ? 0 : static_cast<std::int64_t>(std::floor(10 * det_pow(level, 1.43) + 0.5)) * 10;
}

void KredParams::visit(ParamVisitor& v) {
  const std::vector<std::string> options = {"influence", "outreach"};
  v.choice("publish", publish, options, {"", "Which of the two is the score.", "docs.score.kred"});
  v.whole("window_days", window_days, {1, 3650},
          {"days", "Whose points count for influence: 30, 60, 90 or more.", "docs.score.kred"});
  v.whole("reaction_points", reaction_points, {0, 10000},
          {"points", "For a like, reshare or reply received.", "docs.score.kred"});
  v.whole("famous_points", famous_points, {0, 10000},
          {"points", "The same, of somebody famous.", "assumed; recalled, low confidence"});
  v.whole("famous_followers", famous_followers, {1, 1e9},
          {"followers", "More than these make famous.", "docs.score.kred"});
  v.whole("follower_points", follower_points, {0, 10000},
          {"points", "For a new follower.", "assumed; recalled, low confidence"});
}

void Kred::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  const std::size_t n = view.agents;
  ring_.assign(static_cast<std::size_t>(params_.window_days) * n, 0);
  points_.assign(n, 0);
  outreach_.assign(n, 0);
  followers_.assign(view.follower_counts().begin(), view.follower_counts().end());
  next_ = 0;
  update(view, pool, scores);
}

void Kred::observe(const ScoringView& view, ThreadPool& pool) {
  const std::size_t n = view.agents;
  const auto followers = view.follower_counts();
  std::uint16_t* const today = ring_.data() + next_ * n;
  const auto famous = [&](AgentId who) { return std::int64_t{followers[who]} > params_.famous_followers; };
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    const std::span<const Reaction> mail = reactions_to(view.reactions, begin, end);
    std::size_t k = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t before = std::exchange(followers_[i], followers[i]);
      std::int64_t points = followers[i] > before ? (followers[i] - before) * params_.follower_points : 0;
      for (; k < mail.size() && mail[k].target == i; ++k)
        points += famous(mail[k].source) ? params_.famous_points : params_.reaction_points;
      const auto kept = static_cast<std::uint16_t>(std::min<std::int64_t>(points, 65535));
      points_[i] += kept - std::uint32_t{today[i]};  // what the row held is as old as the window, or 0
      today[i] = kept;
    }
  });
  // By source, so in no chunk's hands; whole numbers, a few a day.
  for (const Reaction& r : view.reactions)
    if (r.kind != ReactionKind::like && r.own_post != 0)
      outreach_[r.source] += static_cast<std::uint32_t>(params_.reaction_points);
  next_ = (next_ + 1) % static_cast<std::uint32_t>(params_.window_days);
}

void Kred::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (view.agents == 0) return;
  const bool outreach = params_.publish == "outreach";
  const double whole = det_log1p(*std::max_element(points_.begin(), points_.end()));
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i)
      scores[i] = outreach    ? static_cast<float>(outreach_level(outreach_[i]))
                  : whole > 0 ? static_cast<float>(1 + (kTop - 1) * (det_log1p(points_[i]) / whole))
                              : 1.0f;
  });
}

void Kred::cues(std::span<const float> scores, std::span<float> cues) const {
  if (params_.publish == "outreach") return log_cues(scores, cues);
  linear_cues(scores, cues, kTop);
}

double Kred::memory_days(double) const {
  return params_.publish == "outreach" ? 0 : static_cast<double>(params_.window_days);
}

void Kred::visit_state(StateVisitor& v) {
  v.value("kred.next", next_);
  v.column("kred.ring", ring_);
  v.column("kred.points", points_);
  v.column("kred.outreach", outreach_);
  v.column("kred.followers", followers_);
}

}  // namespace clout
