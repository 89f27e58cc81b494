#include "sim/world/lists.h"

#include <doctest/doctest.h>

#include <vector>

#include "sim/core/parallel.h"
#include "sim/core/random.h"
#include "tests/sim/world/state_file.h"

using namespace clout;

namespace {

using Model = std::vector<std::vector<int>>;

bool same(const Lists<int>& lists, const Model& model) {
  if (lists.agents() != model.size()) return false;
  for (AgentId a = 0; a < model.size(); ++a) {
    const auto list = lists.of(a);
    if (!std::equal(list.begin(), list.end(), model[a].begin(), model[a].end())) return false;
  }
  return true;
}

// `steps` random changes of agent a's list, the same ones to both.
void change(Lists<int>& lists, Model& model, AgentId a, std::uint64_t round, int steps) {
  Rng rng(7, Stream::test, a, round);
  std::vector<int>& list = model[a];
  for (int i = 0; i < steps; ++i) {
    const std::uint32_t what = rng.below(12);
    const auto value = static_cast<int>(rng.u32() >> 1);
    const std::size_t at = rng.below(static_cast<std::uint32_t>(list.size()) + 1);
    if (what < 7) {
      lists.insert(a, at, value);
      list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), value);
    } else if (what < 9) {
      lists.push_back(a, value);
      list.push_back(value);
    } else if (what < 11 && at < list.size()) {
      lists.erase(a, at);
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (rng.below(8) == 0) {
      const std::vector<int> fresh(rng.below(100), value);
      lists.assign(a, fresh);
      list = fresh;
    } else if (rng.below(4) == 0) {
      lists.truncate(a, at);
      list.resize(at);
    }
  }
}

}  // namespace

TEST_CASE("lists hold what a vector of vectors holds, whatever is done to them") {
  Lists<int> lists(50);
  Model model(50);
  for (std::uint64_t round = 0; round < 20; ++round) {
    for (AgentId a = 0; a < 50; ++a) change(lists, model, a, round, 40);
    if (round % 5 == 4) lists.pack();
    REQUIRE(same(lists, model));
  }
  std::uint64_t total = 0;
  for (const auto& list : model) total += list.size();
  CHECK(lists.total() == total);
}

TEST_CASE("a copy and its origin change apart") {
  Lists<int> lists(3);
  lists.push_back(1, 10);
  lists.push_back(1, 20);
  Lists<int> copy(lists);
  copy.insert(1, 1, 15);
  lists.erase(1, 0);
  copy.push_back(2, 5);
  CHECK(same(lists, {{}, {20}, {}}));
  CHECK(same(copy, {{}, {10, 15, 20}, {5}}));
  copy = lists;
  CHECK(same(copy, {{}, {20}, {}}));
  const Lists<int> moved(std::move(copy));
  CHECK(same(moved, {{}, {20}, {}}));
}

TEST_CASE("a moved-from list store can be used again") {
  Lists<int> lists(2);
  lists.push_back(0, 1);
  Lists<int> other(std::move(lists));
  lists = Lists<int>(2);
  lists.push_back(0, 2);
  CHECK(same(lists, {{2}, {}}));
  CHECK(same(other, {{1}, {}}));
}

TEST_CASE("lists of different agents grow at once from several threads") {
  constexpr std::size_t kAgents = 3000;
  Lists<int> lists(kAgents);
  Model model(kAgents);
  ThreadPool pool(3);
  for (std::uint64_t round = 0; round < 5; ++round)
    pool.for_chunks(kAgents, 7, [&](std::size_t, std::size_t first, std::size_t last, unsigned) {
      for (std::size_t a = first; a < last; ++a) change(lists, model, static_cast<AgentId>(a), round, 20);
    });
  CHECK(same(lists, model));
}

TEST_CASE("a packed list of n items takes n + n/32 places and a slot of 16 bytes") {
  constexpr std::size_t kAgents = 1000;
  Lists<std::uint64_t> lists(kAgents);
  std::size_t items = 0;
  for (AgentId a = 0; a < kAgents; ++a)
    for (AgentId i = 0; i < 20 + a % 41; ++i, ++items) lists.push_back(a, i);
  const std::size_t loose = lists.memory_bytes();
  lists.pack();
  CHECK(lists.memory_bytes() < loose);
  CHECK(lists.memory_bytes() <= items * 8 + items * 8 / 32 + kAgents * 16);
}

TEST_CASE("pack_if_loose packs when more than a twelfth and a block are empty, and changes no list") {
  constexpr std::size_t kAgents = 20000;
  constexpr std::size_t kBlock = 65536 + 8;  // the smallest block of the arena
  Lists<std::uint64_t> lists(kAgents);
  std::size_t items = 0;
  for (AgentId i = 0; i < 40; ++i)
    for (AgentId a = 0; a < kAgents; ++a)
      if (i < 20 + a % 21) lists.push_back(a, i), ++items;
  const std::size_t loose = lists.memory_bytes(), least = items * 8 + kAgents * 16;
  REQUIRE(loose > least + items * 8 / 12 + kBlock);
  lists.pack_if_loose();
  const std::size_t packed = lists.memory_bytes();
  CHECK(packed <= least + items * 8 / 32);
  for (AgentId a = 0; a < kAgents; a += 777) {
    REQUIRE(lists.size(a) == 20 + a % 21);
    for (AgentId i = 0; i < lists.size(a); ++i) CHECK(lists.of(a)[i] == i);
  }
  const std::uint64_t* const where = lists.of(7).data();
  lists.pack_if_loose();
  CHECK(lists.of(7).data() == where);  // it is tight: nothing moves
}

TEST_CASE("an arena that is loose is packed alone, and lists of several arenas are copied and loaded") {
  constexpr AgentId kSecond = 65536, kAgents = kSecond + 4000;  // where the second arena begins
  Lists<std::uint64_t> lists(kAgents);
  for (AgentId a = 0; a < kAgents; ++a) lists.assign(a, std::vector<std::uint64_t>{a, a + 1});
  lists.pack();
  for (std::uint64_t i = 0; i < 40; ++i)
    for (AgentId a = kSecond; a < kAgents; ++a) lists.push_back(a, i);
  const std::uint64_t *const first = lists.of(0).data(), *const second = lists.of(kSecond).data();
  const std::size_t loose = lists.memory_bytes();
  lists.pack_if_loose();
  CHECK(lists.of(0).data() == first);
  CHECK(lists.of(kSecond).data() != second);
  CHECK(lists.memory_bytes() < loose);

  const auto check = [&](const Lists<std::uint64_t>& of) {
    REQUIRE(of.agents() == kAgents);
    CHECK(of.total() == 2 * kAgents + 40 * (kAgents - kSecond));
    for (const AgentId a : {AgentId{0}, kSecond - 1, kSecond, kAgents - 1}) {
      CHECK(of.of(a)[0] == a);
      CHECK(of.of(a)[1] == a + 1);
      CHECK(of.size(a) == (a < kSecond ? 2 : 42));
    }
    CHECK(of.of(kSecond)[41] == 39);
  };
  check(lists);
  const Lists<std::uint64_t> copy(lists);
  check(copy);
  struct View {
    Lists<std::uint64_t>& lists;
    void visit_state(StateVisitor& v) { lists.visit_state(v, "lists"); }
  };
  MemorySaver saver;
  View{lists}.visit_state(saver);
  Lists<std::uint64_t> loaded;
  MemoryLoader loader(saver.bytes);
  View{loaded}.visit_state(loader);
  check(loaded);
}

TEST_CASE("freed places are used again") {
  Lists<int> lists(64);
  const std::vector<int> large(1000, 1), small(10, 2);
  for (AgentId a = 0; a < 64; ++a) lists.assign(a, small);
  lists.pack();
  const auto churn = [&] {
    for (AgentId a = 0; a < 64; ++a) {
      for (int i = 0; i < 1000; ++i) lists.push_back(a, i);
      lists.pack();
      lists.assign(a, small);
    }
  };
  churn();
  const std::size_t after_one = lists.memory_bytes();
  for (int i = 0; i < 5; ++i) churn();
  CHECK(lists.memory_bytes() <= after_one + after_one / 4);
}

TEST_CASE("saved lists load to the same lists, and equal lists have equal digests wherever they lie") {
  Lists<int> lists(40);
  Model model(40);
  for (std::uint64_t round = 0; round < 3; ++round)
    for (AgentId a = 0; a < 30; ++a) change(lists, model, a, round, 60);
  struct View {
    Lists<int>& lists;
    void visit_state(StateVisitor& v) { lists.visit_state(v, "lists"); }
  };
  View view{lists};
  MemorySaver saver;
  view.visit_state(saver);
  Lists<int> loaded(2);
  View into{loaded};
  MemoryLoader loader(saver.bytes);
  into.visit_state(loader);
  CHECK(loader.at_end());
  CHECK(same(loaded, model));
  CHECK(digest_of(into) == digest_of(view));
  change(loaded, model, 3, 99, 200);
  CHECK(same(loaded, model));
  CHECK(digest_of(into) != digest_of(view));
}

TEST_CASE("batches of a saved state end at any size of list") {
  Lists<int> lists(5);
  const std::vector<int> huge(70000, 3);
  lists.assign(1, huge);
  lists.assign(3, huge);
  lists.push_back(4, 9);
  struct View {
    Lists<int>& lists;
    void visit_state(StateVisitor& v) { lists.visit_state(v, "lists"); }
  };
  MemorySaver saver;
  View{lists}.visit_state(saver);
  Lists<int> loaded;
  MemoryLoader loader(saver.bytes);
  View{loaded}.visit_state(loader);
  CHECK(same(loaded, {{}, huge, {}, huge, {9}}));
}
