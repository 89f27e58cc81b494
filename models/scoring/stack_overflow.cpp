#include "models/scoring/stack_overflow.h"

#include <algorithm>
#include <utility>

namespace clout {
namespace {
constexpr std::size_t kChunk = 16384;
}

void StackOverflowParams::visit(ParamVisitor& v) {
  v.whole("upvote_points", upvote_points, {0, 1000},
          {"points", "For a like; of questions it was 5 from 2010 to 2019.", "stackoverflow.blog 2010"});
  v.whole("accept_points", accept_points, {0, 1000}, {"points", "For an accepted answer.", "meta.stackexchange.com"});
  v.whole("cap_a_day", cap_a_day, {0, 1e6}, {"points", "Most that upvotes of a day give.", "meta.stackexchange.com"});
  v.whole("accepts_a_day", accepts_a_day, {0, 1000}, {"replies", "Replies of a day that count as accepts.", "assumed"});
}

void StackOverflow::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  reputation_.assign(view.agents, 1);
  likes_.assign(view.ledger.likes.begin(), view.ledger.likes.end());
  replies_.assign(view.ledger.replies.begin(), view.ledger.replies.end());
  update(view, pool, scores);
}

void StackOverflow::observe(const ScoringView& view, ThreadPool& pool) {
  const auto upvote = static_cast<std::uint64_t>(params_.upvote_points);
  const auto cap = static_cast<std::uint64_t>(params_.cap_a_day);
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t likes = view.ledger.likes[i], replies = view.ledger.replies[i];
      const std::uint64_t upvotes = likes - std::exchange(likes_[i], likes);
      const std::uint64_t accepts = std::min<std::uint64_t>(replies - std::exchange(replies_[i], replies),
                                                            static_cast<std::uint64_t>(params_.accepts_a_day));
      const std::uint64_t points =
          std::min(upvotes * upvote, cap) + accepts * static_cast<std::uint64_t>(params_.accept_points);
      reputation_[i] = static_cast<std::uint32_t>(std::min<std::uint64_t>(reputation_[i] + points, UINT32_MAX));
    }
  });
}

void StackOverflow::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) scores[i] = static_cast<float>(reputation_[i]);
  });
}

void StackOverflow::visit_state(StateVisitor& v) {
  v.column("stack_overflow.reputation", reputation_);
  v.column("stack_overflow.likes", likes_);
  v.column("stack_overflow.replies", replies_);
}

}  // namespace clout
