#include "models/scoring/twitter_grader.h"

#include <algorithm>

#include "sim/core/column.h"
#include "sim/core/math.h"
#include "sim/world/graph_kernels.h"

namespace clout {
namespace {
constexpr std::size_t kChunk = 4096;
}

void TwitterGraderParams::visit(ParamVisitor& v) {
  const auto weight = [&](const char* name, double& value, const char* what) {
    v.real(name, value, Range::at_least(0), {"", what, "assumed"});
  };
  weight("followers", followers, "Weight of log(1 + followers).");
  weight("power", power, "Weight of the mean of log(1 + followers) of followers; 0 needs no links.");
  weight("updates", updates, "Weight of log(1 + posts).");
  weight("recency", recency, "Weight of log(1 + recent posts).");
  weight("ratio", ratio, "Weight of followers / (followers + followees), over 1 + the mark without it.");
  weight("engagement", engagement, "Weight of log(1 + likes, reshares and replies received).");
}

ScoreInputs TwitterGrader::reads() const {
  ScoreInputs inputs = {ScoreInput::followers, ScoreInput::followees, ScoreInput::posts,
                        ScoreInput::likes,     ScoreInput::reshares,  ScoreInput::replies};
  if (params_.recency > 0) inputs.add(ScoreInput::posts_recent);
  if (params_.power > 0) inputs.add(ScoreInput::links);
  return inputs;
}

void TwitterGrader::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  const std::size_t n = view.agents;
  const Ledger& ledger = view.ledger;
  const auto followers = view.follower_counts();
  Column<double> fame(n), power(n);
  for (std::size_t i = 0; i < n; ++i) fame[i] = det_log1p(followers[i]);
  if (params_.power > 0) row_sums(view.follower_rows(pool), fame, power, pool);
  Column<float> marks(n);
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const double in = followers[i], out = view.followee_count(static_cast<AgentId>(i));
      const double reactions = double(ledger.likes[i]) + ledger.reshares[i] + ledger.replies[i];
      const double mark = params_.followers * fame[i] + (in > 0 ? params_.power * power[i] / in : 0) +
                          params_.updates * det_log1p(ledger.posts[i]) +
                          params_.recency * det_log1p(ledger.posts_recent[i] / double(kRecentUnit)) +
                          params_.engagement * det_log1p(reactions);
      marks[i] = static_cast<float>(mark + (in + out > 0 ? params_.ratio * in / (in + out) / (1 + mark) : 0));
    }
  });
  std::vector<float> sorted(marks.begin(), marks.end());
  std::sort(sorted.begin(), sorted.end());
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto below = std::upper_bound(sorted.begin(), sorted.end(), marks[i]) - sorted.begin();
      scores[i] = static_cast<float>(100.0 * static_cast<double>(below) / static_cast<double>(n));
    }
  });
}

}  // namespace clout
