// How agents act on others: an act is posted while the sources are walked in parallel, and delivered to its target when
// the targets are. So only a target's own thread writes what belongs to it.
//
// Mail of one target comes in the order of (chunk, position of the post) = order of source agents, which neither the
// number of threads nor the size of chunks changes. Buckets are ranges of targets in rising order, so mail that is
// posted while mail is read (chunk = bucket) again arrives in the order of its sources.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/parallel.h"

namespace clout {

/// Mail of one kind. `Event` is a small plain struct with a member `AgentId target`.
///
///     proposals.open(world.agents(), chunks);
///     pool.for_chunks(..., [&](chunk, begin, end, worker) { ... proposals.post(chunk, {target, source}); });
///     proposals.deliver(pool);
///     answers.open(world.agents(), proposals.buckets());
///     proposals.for_each_target(pool, [&](AgentId target, std::span<Proposal> mail, std::size_t bucket) {
///       ... answers.post(bucket, {...}); });
///
/// Cost: tests/bench/mailbox_bench.cpp prints it per event, posting and reading included.
template <class Event>
class Mailbox {
  static_assert(std::is_trivially_copyable_v<Event>);
  static_assert(std::is_same_v<decltype(Event::target), AgentId>);

 public:
  /// Empties the mailbox, for targets 0 .. agents-1 and posts from chunks 0 .. chunks-1. Memory is kept.
  void open(std::size_t agents, std::size_t chunks) {
    if (boxes_.size() < chunks) boxes_.resize(chunks);
    for (Box& box : boxes_) box.events.clear();
    chunks_ = chunks;
    agents_ = agents;
    // 256 to 512 buckets of at least 64 targets: a bucket's write streams and counters stay in the near caches.
    const std::size_t per_bucket = agents / kBuckets;
    shift_ = std::max(6, static_cast<int>(std::bit_width(per_bucket)));
    buckets_ = agents == 0 ? 0 : ((agents - 1) >> shift_) + 1;
    bucket_begin_.assign(buckets_ + 1, 0);
    mail_.clear();
  }

  /// Different chunks may post at the same time. event.target < agents.
  void post(std::size_t chunk, const Event& event) {
    assert(chunk < chunks_ && event.target < agents_);
    boxes_[chunk].events.push_back(event);
  }

  /// Events posted since open().
  std::uint64_t size() const {
    std::uint64_t n = mail_.size();
    for (std::size_t c = 0; c < chunks_; ++c) n += boxes_[c].events.size();
    return n;
  }

  /// Sorts what was posted, once an open(). Nobody may post at the time or afterwards.
  void deliver(ThreadPool& pool) {
    // Neighbouring chunks are taken together, so that the table of counts stays small when chunks are.
    const std::size_t groups = std::min(chunks_, kGroups);
    if (groups == 0 || buckets_ == 0) return;
    const auto each_of_group = [&](std::size_t group, auto&& body) {
      const std::size_t end = (group + 1) * chunks_ / groups;
      for (std::size_t c = group * chunks_ / groups; c < end; ++c)
        for (const Event& event : boxes_[c].events) body(event);
    };
    counts_.assign(groups * buckets_, 0);
    pool.for_chunks(groups, 1, [&](std::size_t group, std::size_t, std::size_t, unsigned) {
      std::uint64_t* count = counts_.data() + group * buckets_;
      each_of_group(group, [&](const Event& event) { ++count[event.target >> shift_]; });
    });
    std::uint64_t at = 0;
    for (std::size_t b = 0; b < buckets_; ++b) {
      bucket_begin_[b] = at;
      for (std::size_t group = 0; group < groups; ++group) {
        std::uint64_t& count = counts_[group * buckets_ + b];
        const std::uint64_t n = count;
        count = at;  // from here on: where the group's next event for this bucket goes
        at += n;
      }
    }
    bucket_begin_[buckets_] = at;
    mail_.resize(at);
    if (at == 0) return;
    pool.for_chunks(groups, 1, [&](std::size_t group, std::size_t, std::size_t, unsigned) {
      std::uint64_t* next = counts_.data() + group * buckets_;
      Event* mail = mail_.data();
      each_of_group(group, [&](const Event& event) {
        Event* const place = mail + next[event.target >> shift_]++;
        __builtin_prefetch(reinterpret_cast<const char*>(place) + 64, 1);  // more streams than processors foresee
        *place = event;
      });
    });
    for (std::size_t c = 0; c < chunks_; ++c) boxes_[c].events.clear();
    if (scratch_.size() < pool.threads()) scratch_.resize(pool.threads());
    pool.for_chunks(buckets_, 1, [&](std::size_t bucket, std::size_t, std::size_t, unsigned worker) {
      sort_bucket(bucket, scratch_[worker]);
    });
  }

  /// Ranges of targets that for_each_target hands out: a function of open()'s `agents` alone.
  std::size_t buckets() const { return buckets_; }

  /// Calls body(target, mail) or body(target, mail, bucket) for every target that has mail, a bucket on one thread,
  /// targets of a bucket in rising order. `mail` is a std::span<Event>; what the body writes there stays.
  ///
  /// `ahead(event, near)` sees every event twice before its target's turn comes, first with near = false, some events
  /// later with near = true: to prefetch what the body will look up, first the places, then what stands there.
  template <class Body, class Ahead>
  void for_each_target(ThreadPool& pool, Body&& body, Ahead&& ahead) {
    constexpr std::ptrdiff_t kFar = 16, kNear = 8;
    pool.for_chunks(buckets_, 1, [&](std::size_t bucket, std::size_t, std::size_t, unsigned) {
      Event* const end = mail_.data() + bucket_begin_[bucket + 1];
      Event* first = mail_.data() + bucket_begin_[bucket];
      const Event *far = first, *near = first;
      while (first != end) {
        for (; far != end && far - first < kFar; ++far) ahead(*far, false);
        for (; near != end && near - first < kNear; ++near) ahead(*near, true);
        const AgentId target = first->target;
        Event* last = first + 1;
        while (last != end && last->target == target) ++last;
        const std::span<Event> mail(first, last);
        if constexpr (std::is_invocable_v<Body&, AgentId, std::span<Event>, std::size_t>) {
          body(target, mail, bucket);
        } else {
          body(target, mail);
        }
        first = last;
        if (far < first) far = first;
        if (near < first) near = first;
      }
    });
  }
  template <class Body>
  void for_each_target(ThreadPool& pool, Body&& body) {
    for_each_target(pool, std::forward<Body>(body), [](const Event&, bool) {});
  }

  /// What was delivered, ascending by target and, of one target, by source; until the next open().
  std::span<const Event> delivered() const { return {mail_.data(), mail_.size()}; }

  std::size_t memory_bytes() const {
    std::size_t n = boxes_.size() * sizeof(Box) + mail_.capacity() * sizeof(Event) + counts_.capacity() * 8 +
                    bucket_begin_.capacity() * 8;
    for (const Box& box : boxes_) n += box.events.capacity() * sizeof(Event);
    for (const Scratch& s : scratch_) n += s.events.capacity() * sizeof(Event) + s.next.capacity() * 4;
    return n;
  }

 private:
  static constexpr std::size_t kBuckets = 512;
  static constexpr std::size_t kGroups = 64;

  struct alignas(64) Box {  // a cache line of its own: neighbours belong to other threads
    RawColumn<Event> events;
  };
  struct alignas(64) Scratch {
    RawColumn<Event> events;
    std::vector<std::uint32_t> next;
  };

  // Stable: by insertion if there is little, else by counting.
  void sort_bucket(std::size_t bucket, Scratch& scratch) {
    const std::span<Event> mail(mail_.data() + bucket_begin_[bucket], mail_.data() + bucket_begin_[bucket + 1]);
    if (mail.size() <= kInsertion) {
      for (std::size_t i = 1; i < mail.size(); ++i) {
        const Event event = mail[i];
        std::size_t to = i;
        for (; to > 0 && mail[to - 1].target > event.target; --to) mail[to] = mail[to - 1];
        mail[to] = event;
      }
      return;
    }
    const auto targets = std::size_t{1} << shift_;
    const auto local = [&](const Event& event) { return event.target & (targets - 1); };
    scratch.next.assign(targets, 0);
    for (const Event& event : mail) ++scratch.next[local(event)];
    std::uint32_t at = 0;
    for (std::uint32_t& next : scratch.next) {
      const std::uint32_t n = next;
      next = at;
      at += n;
    }
    scratch.events.assign(mail.begin(), mail.end());
    for (const Event& event : scratch.events) mail[scratch.next[local(event)]++] = event;
  }
  static constexpr std::size_t kInsertion = 24;

  std::size_t agents_ = 0, chunks_ = 0, buckets_ = 0;
  int shift_ = 6;
  std::vector<Box> boxes_;                  // by chunk, what was posted
  std::vector<std::uint64_t> counts_;       // by (group of chunks, bucket)
  std::vector<std::uint64_t> bucket_begin_;
  RawColumn<Event> mail_;                   // sorted
  std::vector<Scratch> scratch_;            // by worker
};

}  // namespace clout
