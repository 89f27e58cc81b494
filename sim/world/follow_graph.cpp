#include "sim/world/follow_graph.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <utility>

#include "sim/world/chunks.h"

namespace clout {
namespace {

void add(std::uint32_t& counter, std::uint32_t by) {
  std::atomic_ref(counter).fetch_add(by, std::memory_order_relaxed);
}

constexpr std::size_t kBlocks = 512;  // of the transpose, 256 to 512: as many as stay in the near caches
constexpr std::size_t kGroups = 64;
constexpr std::size_t kLine = 16;  // ids in a cache line

}  // namespace

bool FollowGraph::follows(AgentId u, AgentId v) const {
  const std::span<const Follow> links = followees(u);
  const std::size_t at = place_in(links, v, agents());
  return at < links.size() && links[at].who == v;
}

bool FollowGraph::follow(AgentId u, AgentId v, Day day) {
  if (u == v) return false;
  const std::span<const Follow> links = followees(u);
  const std::size_t at = place_in(links, v, agents());
  if (at < links.size() && links[at].who == v) return false;
  followees_.insert(u, at, {v, static_cast<std::uint16_t>(day)});
  add(followers_[v], 1);
  return true;
}

bool FollowGraph::unfollow(AgentId u, AgentId v) {
  const std::span<const Follow> links = followees(u);
  const std::size_t at = place_in(links, v, agents());
  if (at == links.size() || links[at].who != v) return false;
  followees_.erase(u, at);
  add(followers_[v], ~0u);
  return true;
}

void FollowGraph::mark_tied(AgentId u, AgentId v) {
  const std::span<Follow> links = followees_.of(u);
  const std::size_t at = place_in(std::span<const Follow>(links), v, agents());
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
  pool.for_chunks(n, kGraphChunk, [&](std::size_t, std::size_t first, std::size_t last, unsigned) {
    AgentId* to = m.columns.data() + m.begin[first];
    for (std::size_t u = first; u < last; ++u)
      for (const Follow& link : followees(static_cast<AgentId>(u))) *to++ = link.who;
  });
  return m;
}

// In two steps, each with writes that stay near: links go to blocks of followees (counted first, so that each group of
// followers knows where its links of a block belong), then within a block to their rows. Followers come in rising order
// in both, which leaves the rows sorted. Between the steps a link is one word, (follower in its group, followee in its
// block), and lies where the result will: fresh memory is what costs most.
Csr FollowGraph::transpose(ThreadPool& pool) const {
  const std::size_t n = agents();
  Csr t;
  t.begin.resize(n + 1);
  for (std::size_t v = 0; v < n; ++v) t.begin[v + 1] = t.begin[v] + followers_[v];
  t.columns.resize(t.begin[n]);
  if (t.columns.empty()) return t;

  const int block_bits = static_cast<int>(std::bit_width(n / kBlocks));
  const int group_bits = std::min(static_cast<int>(std::bit_width(n / kGroups)), 32 - block_bits);
  const std::size_t blocks = ((n - 1) >> block_bits) + 1, groups = ((n - 1) >> group_bits) + 1;
  std::vector<std::uint64_t> place(groups * blocks);
  pool.for_chunks(n, std::size_t{1} << group_bits, [&](std::size_t g, std::size_t first, std::size_t last, unsigned) {
    std::uint64_t* count = place.data() + g * blocks;
    for (std::size_t u = first; u < last; ++u)
      for (const Follow& link : followees(static_cast<AgentId>(u))) ++count[link.who >> block_bits];
  });
  std::uint64_t at = 0;
  for (std::size_t b = 0; b < blocks; ++b)
    for (std::size_t g = 0; g < groups; ++g) at += std::exchange(place[g * blocks + b], at);

  const std::uint32_t in_block = (std::uint32_t{1} << block_bits) - 1;
  pool.for_chunks(n, std::size_t{1} << group_bits, [&](std::size_t g, std::size_t first, std::size_t last, unsigned) {
    std::uint64_t* next = place.data() + g * blocks;  // ends as where the links of the next group begin
    AgentId* const words = t.columns.data();
    for (std::size_t u = first; u < last; ++u) {
      const auto follower = static_cast<std::uint32_t>((u - first) << block_bits);
      for (const Follow& link : followees(static_cast<AgentId>(u))) {
        AgentId* const word = words + next[link.who >> block_bits]++;
        __builtin_prefetch(word + kLine, 1);  // so many streams are more than processors foresee
        *word = follower | (link.who & in_block);
      }
    }
  });

  struct Scratch {
    RawColumn<std::uint32_t> words, row;
  };
  std::vector<Scratch> scratch(pool.threads());
  pool.for_chunks(n, std::size_t{1} << block_bits,
                  [&](std::size_t b, std::size_t first, std::size_t last, unsigned worker) {
                    Scratch& mine = scratch[worker];
                    const std::uint64_t base = t.begin[first];
                    AgentId* const out = t.columns.data() + base;
                    mine.words.assign(out, t.columns.data() + t.begin[last]);
                    mine.row.resize(last - first);
                    for (std::size_t v = first; v < last; ++v)
                      mine.row[v - first] = static_cast<std::uint32_t>(t.begin[v] - base);
                    std::size_t i = 0;
                    for (std::size_t g = 0; g < groups; ++g) {
                      const auto group = static_cast<AgentId>(g << group_bits);
                      for (const std::size_t end = place[g * blocks + b] - base; i < end; ++i)
                        out[mine.row[mine.words[i] & in_block]++] = group + (mine.words[i] >> block_bits);
                    }
                  });
  return t;
}

}  // namespace clout
