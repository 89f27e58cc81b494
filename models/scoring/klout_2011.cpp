#include "models/scoring/klout_2011.h"

#include <algorithm>
#include <vector>

#include "sim/core/math.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 1024;
const std::vector<std::string> kParts = {"score", "true_reach", "amplification", "network"};

}  // namespace

void Klout2011Params::visit(ParamVisitor& v) {
  const std::vector<std::string> versions = {"2010", "2011"};
  v.choice("version", version, versions,
           {"", "2010: on a curve over all people; 2011: by itself.", "klout.wordpress.com 2010"});
  v.choice("publish", publish, kParts, {"", "The score, or one of its parts.", "support.klout.com 2011"});
  v.whole("window_days", window_days, {1, 3650},
          {"days", "Reactions that are older do not count.", "freshviewconcepts 2011"});
  v.real("true_reach", true_reach, Range::above(0), {"", "Weight of true reach.", "assumed"});
  v.real("amplification", amplification, Range::above(0), {"", "Weight of amplification.", "assumed"});
  v.real("network", network, Range::above(0), {"", "Weight of network.", "assumed"});
  v.real("half_amplification", half_amplification, Range::above(0),
         {"reactions a post", "At which amplification is 50.", "assumed"});
  v.real("prior_posts", prior_posts, Range::above(0),
         {"posts", "Added to recent posts, so that nobody divides by none.", "assumed"});
  v.real("full_reach", full_reach, Range::above(1), {"people", "True reach that counts in full.", "assumed"});
}

Klout2011::Klout2011(const Klout2011Params& params)
    : params_(params),
      publish_(static_cast<Published>(std::find(kParts.begin(), kParts.end(), params.publish) - kParts.begin())) {}

void Klout2011::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  published_.assign(view.agents, 1);
  update(view, pool, scores);
}

Klout2011::Parts Klout2011::parts_of(const ScoringView& view, AgentId a) const {
  double people = 0, weights = 0, of_scores = 0;
  for (const Engager& e : view.ledger.engagers.of(a)) {
    if (view.day_lived() - Day{e.day} >= params_.window_days) continue;
    people += 1;
    const double weight = e.weight * fade_.of(view.day_lived() - Day{e.day});
    weights += weight;
    of_scores += weight * double{published_[e.who]};
  }
  if (people == 0) return {};
  const double posts = view.ledger.posts_recent[a] / double(kRecentUnit) + params_.prior_posts;
  const double a_post = weights / posts;
  return {people, 100 * a_post / (a_post + params_.half_amplification), of_scores / weights};
}

double Klout2011::score_of(const Parts& parts) const {
  const double whole = params_.true_reach + params_.amplification + params_.network;
  const double reach = det_log1p(parts.true_reach) / det_log1p(params_.full_reach);
  const double sum =
      params_.true_reach * 100 * reach + params_.amplification * parts.amplification + params_.network * parts.network;
  return std::clamp(sum / whole, 1.0, 100.0);
}

void Klout2011::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  const std::size_t n = view.agents;
  if (fade_.half_life_days() != view.ledger.fade_days) fade_ = FadeTable(view.ledger.fade_days);
  fade_.grow_to(static_cast<Day>(params_.window_days));
  Column<float> now(n);
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const Parts parts = parts_of(view, static_cast<AgentId>(i));
      now[i] = static_cast<float>(score_of(parts));
      scores[i] = static_cast<float>(publish_ == Published::true_reach      ? parts.true_reach
                                     : publish_ == Published::amplification ? parts.amplification
                                                                            : parts.network);
    }
  });
  const float highest = n > 0 ? *std::max_element(now.begin(), now.end()) : 1;
  const bool on_a_curve = params_.version == "2010" && highest > 1;
  for (std::size_t i = 0; i < n; ++i) {
    published_[i] = on_a_curve ? std::max(1.0f, 100 * now[i] / highest) : now[i];
    if (publish_ == Published::score) scores[i] = published_[i];
  }
}

void Klout2011::cues(std::span<const float> scores, std::span<float> cues) const {
  if (publish_ == Published::true_reach) return log_cues(scores, cues);
  linear_cues(scores, cues, 100);
}

}  // namespace clout
