#include "sim/world/mailbox.h"

#include <doctest/doctest.h>

#include <atomic>
#include <utility>
#include <vector>

#include "sim/core/random.h"

using namespace clout;

namespace {

struct Note {
  AgentId target;
  AgentId source;
  std::uint32_t nth;
};

using Received = std::vector<std::vector<std::pair<AgentId, std::uint32_t>>>;

// What agent `source` sends: a few notes, many of them to the famous low ids.
template <class Send>
void write_notes(std::size_t agents, AgentId source, Send&& send) {
  Rng rng(3, Stream::test, source);
  for (std::uint32_t n = rng.below(6), nth = 0; nth < n; ++nth) {
    const double x = rng.uniform();
    send(Note{static_cast<AgentId>(static_cast<double>(agents) * x * x * x), source, nth});
  }
}

Received by_mail(Mailbox<Note>& box, std::size_t agents, unsigned threads, std::size_t chunk) {
  ThreadPool pool(threads);
  box.open(agents, (agents + chunk - 1) / chunk);
  pool.for_chunks(agents, chunk, [&](std::size_t c, std::size_t first, std::size_t last, unsigned) {
    for (std::size_t u = first; u < last; ++u)
      write_notes(agents, static_cast<AgentId>(u), [&](const Note& note) { box.post(c, note); });
  });
  box.deliver(pool);
  Received received(agents);
  box.for_each_target(pool, [&](AgentId target, std::span<Note> mail) {
    for (const Note& note : mail) received[target].emplace_back(note.source, note.nth);
  });
  return received;
}

Received by_sorting(std::size_t agents) {
  std::vector<Note> notes;
  for (AgentId u = 0; u < agents; ++u) write_notes(agents, u, [&](const Note& note) { notes.push_back(note); });
  std::stable_sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) { return a.target < b.target; });
  Received received(agents);
  for (const Note& note : notes) received[note.target].emplace_back(note.source, note.nth);
  return received;
}

}  // namespace

TEST_CASE("mail arrives by target in the order of sources, on any threads and chunks, again and again") {
  Mailbox<Note> box;
  for (const std::size_t agents : {1u, 60u, 64u, 65u, 3000u, 100000u}) {
    const Received expected = by_sorting(agents);
    for (const unsigned threads : {1u, 2u, 3u})
      for (const std::size_t chunk : {1u, 4096u}) {
        CAPTURE(agents);
        CAPTURE(threads);
        CAPTURE(chunk);
        CHECK(by_mail(box, agents, threads, chunk) == expected);
      }
  }
}

TEST_CASE("answers posted by bucket arrive in the order of those who answer") {
  constexpr AgentId kAgents = 5000;
  ThreadPool pool(2);
  Mailbox<Note> questions, answers;
  questions.open(kAgents, kAgents);
  for (AgentId u = 0; u < kAgents; ++u)
    for (AgentId k = 1; k <= 3; ++k) questions.post(u, {(u * 7919 + k * 1303) % kAgents, u, k});
  questions.deliver(pool);
  answers.open(kAgents, questions.buckets());
  questions.for_each_target(pool, [&](AgentId target, std::span<Note> mail, std::size_t bucket) {
    for (const Note& note : mail) answers.post(bucket, {note.source % 50, target, note.nth});
  });
  answers.deliver(pool);
  CHECK(answers.size() == 3 * kAgents);
  std::atomic<bool> rising = true;
  answers.for_each_target(pool, [&](AgentId, std::span<const Note> mail) {
    for (std::size_t i = 1; i < mail.size(); ++i)
      if (mail[i - 1].source > mail[i].source) rising = false;
  });
  CHECK(rising);
}

TEST_CASE("only targets with mail are called, each once, and what they write stays") {
  ThreadPool pool(2);
  Mailbox<Note> box;
  box.open(1000, 2);
  box.post(1, {900, 1, 0});
  box.post(0, {5, 2, 0});
  box.post(0, {900, 3, 0});
  CHECK(box.size() == 3);
  box.deliver(pool);
  CHECK(box.size() == 3);
  std::vector<int> calls(1000);
  box.for_each_target(pool, [&](AgentId target, std::span<Note> mail) {
    ++calls[target];
    for (Note& note : mail) note.nth = 77;
  });
  CHECK(calls[5] == 1);
  CHECK(calls[900] == 1);
  CHECK(std::count(calls.begin(), calls.end(), 0) == 998);
  box.for_each_target(pool, [&](AgentId target, std::span<Note> mail) {
    CHECK(mail.size() == (target == 5 ? 1 : 2));
    if (target == 900) {
      CHECK(mail[0].source == 3);
      CHECK(mail[0].nth == 77);
    }
  });
}

TEST_CASE("an empty mailbox calls nobody; a second day takes no more memory") {
  ThreadPool pool(2);
  Mailbox<Note> box;
  int calls = 0;
  box.for_each_target(pool, [&](AgentId, std::span<Note>) { ++calls; });
  box.open(0, 0);
  box.deliver(pool);
  box.open(100, 0);
  box.deliver(pool);
  box.open(100, 3);
  box.deliver(pool);
  box.for_each_target(pool, [&](AgentId, std::span<Note>) { ++calls; });
  CHECK(calls == 0);
  CHECK(box.size() == 0);
  by_mail(box, 20000, 1, 512);
  const std::size_t memory = box.memory_bytes();
  by_mail(box, 20000, 1, 512);
  CHECK(box.memory_bytes() == memory);
}
