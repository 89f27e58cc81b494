#include "sim/world/follow_graph.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <utility>

namespace clout {
namespace {

std::size_t place_of(std::span<const Follow> links, AgentId who) {
  const Follow* base = links.data();
  std::size_t n = links.size();
  if (n == 0) return 0;
  while (n > 1) {  // no branch to mispredict: the compiler makes it a conditional move
    const std::size_t half = n / 2;
    base = base[half - 1].who < who ? base + half : base;
    n -= half;
  }
  return static_cast<std::size_t>(base - links.data()) + (base->who < who ? 1 : 0);
}

void add(std::uint32_t& counter, std::uint32_t by) {
  std::atomic_ref(counter).fetch_add(by, std::memory_order_relaxed);
}

constexpr std::size_t kChunk = 4096;      // agents
constexpr std::size_t kTargetBlocks = 512;  // of the transpose: as many write streams as the second cache level holds
constexpr std::size_t kSourceGroups = 32;

}  // namespace

bool FollowGraph::follows(AgentId u, AgentId v) const {
  const std::span<const Follow> links = followees_.of(u);
  const std::size_t at = place_of(links, v);
  return at < links.size() && links[at].who == v;
}

bool FollowGraph::follow(AgentId u, AgentId v, Day day) {
  if (u == v) return false;
  const std::span<const Follow> links = followees(u);
  const std::size_t at = place_of(links, v);
  if (at < links.size() && links[at].who == v) return false;
  followees_.insert(u, at, {v, static_cast<std::uint16_t>(day)});
  add(followers_[v], 1);
  return true;
}

bool FollowGraph::unfollow(AgentId u, AgentId v) {
  const std::span<const Follow> links = followees(u);
  const std::size_t at = place_of(links, v);
  if (at == links.size() || links[at].who != v) return false;
  followees_.erase(u, at);
  add(followers_[v], ~0u);
  return true;
}

void FollowGraph::mark_tied(AgentId u, AgentId v) {
  const std::span<Follow> links = followees_.of(u);
  const std::size_t at = place_of(links, v);
  if (at < links.size() && links[at].who == v) links[at].tied = 1;
}

void FollowGraph::assign(AgentId u, std::span<const Follow> links) {
  for (const Follow& link : followees(u)) add(followers_[link.who], ~0u);
  followees_.assign(u, links);
  for (const Follow& link : links) add(followers_[link.who], 1);
}

Csr FollowGraph::matrix(ThreadPool& pool) const {
  const std::size_t n = agents();
  Csr m;
  m.begin.resize(n + 1);
  for (std::size_t u = 0; u < n; ++u) m.begin[u + 1] = m.begin[u] + followees_.size(static_cast<AgentId>(u));
  m.columns.resize(m.begin[n]);
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t first, std::size_t last, unsigned) {
    AgentId* to = m.columns.data() + m.begin[first];
    for (std::size_t u = first; u < last; ++u)
      for (const Follow& link : followees(static_cast<AgentId>(u))) *to++ = link.who;
  });
  return m;
}

// In two steps, each with writes that stay near: links go to blocks of followees (counted first, so that each group of
// followers knows where its links of a block belong), then within a block to their rows. Followers come in rising order
// in both, which leaves the rows sorted.
Csr FollowGraph::transpose(ThreadPool& pool) const {
  const std::size_t n = agents();
  Csr t;
  t.begin.resize(n + 1);
  for (std::size_t v = 0; v < n; ++v) t.begin[v + 1] = t.begin[v] + followers_[v];
  const std::uint64_t edges = t.begin[n];
  t.columns.resize(edges);
  if (edges == 0) return t;

  struct Link {
    AgentId follower, followee;
  };
  const int shift = static_cast<int>(std::bit_width(n / kTargetBlocks));
  const std::size_t blocks = ((n - 1) >> shift) + 1;
  const std::size_t per_group = std::max<std::size_t>((n + kSourceGroups - 1) / kSourceGroups, 64);
  const std::size_t groups = (n + per_group - 1) / per_group;
  std::vector<std::uint64_t> next(groups * blocks);
  pool.for_chunks(n, per_group, [&](std::size_t group, std::size_t first, std::size_t last, unsigned) {
    std::uint64_t* count = next.data() + group * blocks;
    for (std::size_t u = first; u < last; ++u)
      for (const Follow& link : followees(static_cast<AgentId>(u))) ++count[link.who >> shift];
  });
  std::uint64_t at = 0;
  for (std::size_t b = 0; b < blocks; ++b) {
    for (std::size_t group = 0; group < groups; ++group) {
      std::uint64_t& place = next[group * blocks + b];
      at += std::exchange(place, at);
    }
  }
  RawColumn<Link> links(edges);
  pool.for_chunks(n, per_group, [&](std::size_t group, std::size_t first, std::size_t last, unsigned) {
    std::uint64_t* place = next.data() + group * blocks;
    for (std::size_t u = first; u < last; ++u)
      for (const Follow& link : followees(static_cast<AgentId>(u)))
        links[place[link.who >> shift]++] = {static_cast<AgentId>(u), link.who};
  });
  pool.for_chunks(n, std::size_t{1} << shift, [&](std::size_t, std::size_t first, std::size_t last, unsigned) {
    std::vector<std::uint64_t> row(t.begin.begin() + static_cast<std::ptrdiff_t>(first),
                                   t.begin.begin() + static_cast<std::ptrdiff_t>(last));
    for (std::uint64_t i = t.begin[first]; i < t.begin[last]; ++i)
      t.columns[row[links[i].followee - first]++] = links[i].follower;
  });
  return t;
}

}  // namespace clout
