#include "models/scoring/h_index.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;

std::uint32_t h_of(std::vector<std::uint32_t>& reshares) {
  std::sort(reshares.begin(), reshares.end(), std::greater<>());
  std::uint32_t h = 0;
  while (h < reshares.size() && reshares[h] > h) ++h;
  return h;
}

}  // namespace

void HIndexParams::visit(ParamVisitor& v) {
  v.whole("open_days", open_days, {1, 255}, {"days", "A post is reshared for so long at most.", "assumed"});
}

void HIndex::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  posts_ = Lists<Post>(view.agents);
  h_.assign(view.agents, 0);
  update(view, pool, scores);
}

void HIndex::observe(const ScoringView& view, ThreadPool& pool) {
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    const std::span<const Reaction> mail = reactions_to(view.reactions, begin, end);
    std::vector<std::uint32_t> reshares;
    for (std::size_t first = 0, last = 0; first < mail.size(); first = last) {
      const AgentId author = mail[first].target;
      bool counted = false;
      for (; last < mail.size() && mail[last].target == author; ++last) {
        const Reaction& r = mail[last];
        if (r.kind != ReactionKind::reshare || r.own_post == 0) continue;
        const auto put_out = static_cast<std::uint32_t>(std::max(0, view.day - Day{r.post_age_days}));
        count_reshare(author, put_out * 256 + r.post_index);
        counted = true;
      }
      if (!counted) continue;
      reshares.clear();
      for (const Post& post : posts_.of(author)) reshares.push_back(post.reshares);
      // Posts let go had at most as many reshares as h was then: they do not count towards a larger one.
      h_[author] = std::max(h_[author], h_of(reshares));
      close_posts(author, view.day);
    }
  });
}

void HIndex::count_reshare(AgentId author, std::uint32_t name) {
  const auto list = posts_.of(author);
  const auto place =
      std::lower_bound(list.begin(), list.end(), name, [](const Post& post, std::uint32_t n) { return post.name < n; });
  if (place != list.end() && place->name == name) {
    ++place->reshares;
  } else {
    posts_.insert(author, static_cast<std::size_t>(place - list.begin()), {name, 1});
  }
}

void HIndex::close_posts(AgentId author, Day day) {
  const std::int64_t oldest = std::max<std::int64_t>(0, day - params_.open_days) * 256;
  for (std::size_t k = posts_.size(author); k-- > 0;) {
    const Post post = posts_.of(author)[k];
    if (post.name < oldest && post.reshares <= h_[author]) posts_.erase(author, k);
  }
}

void HIndex::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) scores[i] = static_cast<float>(h_[i]);
  });
}

void HIndex::visit_state(StateVisitor& v) {
  posts_.visit_state(v, "h_index.posts");
  v.column("h_index.h", h_);
}

}  // namespace clout
