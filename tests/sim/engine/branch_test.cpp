#include "sim/engine/branch.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <span>
#include <thread>

#include "sim/output/checkpoint.h"
#include "tests/sim/engine/lab.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using namespace clout::test;

namespace {

Scenario small(const std::vector<Override>& overrides = {}) { return small_scenario(overrides); }

std::uint64_t digest_after(int days, unsigned threads, std::size_t chunk) {
  History h(small(), 1, threads, chunk);
  return h.live(days).branch.digest();
}

}  // namespace

TEST_CASE("a world is the same on 1, 2, 3 threads with chunks of 1, 7 and 4096") {
  const std::uint64_t expected = digest_after(40, 1, kDefaultChunk);
  for (const unsigned threads : {1u, 2u, 3u})
    for (const std::size_t chunk : {1u, 7u, 4096u}) {
      CAPTURE(threads);
      CAPTURE(chunk);
      CHECK(digest_after(40, threads, chunk) == expected);
    }
}

TEST_CASE("small chunks give every worker agents to live for, so that the test above means something") {
  ThreadPool pool(3);
  std::vector<std::size_t> agents(3);
  std::atomic<unsigned> arrived{0};
  pool.for_chunks(300, 7, [&](std::size_t, std::size_t begin, std::size_t end, unsigned worker) {
    if (agents[worker] == 0) {  // nobody goes on before all three have come
      ++arrived;
      while (arrived < 3) std::this_thread::yield();
    }
    agents[worker] += end - begin;
  });
  for (const std::size_t n : agents) CHECK(n > 0);
  CHECK(agents[0] + agents[1] + agents[2] == 300);
  // And in the stages themselves: who counted what is told by worker.
  History h(small(), 1, 3, 1);
  std::vector<std::uint64_t> read(3);
  for (int day = 0; day < 300 && (read[0] == 0 || read[1] == 0 || read[2] == 0); ++day) {
    h.live(1);
    REQUIRE(h.scratch.counts.size() == 3);
    for (std::size_t w = 0; w < 3; ++w) read[w] += h.scratch.counts[w].items_read;
  }
  for (const std::uint64_t n : read) CHECK(n > 0);
}

TEST_CASE("another seed is another world") {
  History one(small(), 1), other(small(), 2);
  CHECK(one.live(5).branch.digest() != other.live(5).branch.digest());
}

TEST_CASE("a day of Debug is a day of Release: the digest stands in tests/golden") {
  std::ifstream file(CLOUT_SOURCE_DIR "/tests/golden/smoke/engine_digest.txt");
  std::string expected;
  file >> expected;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(digest_after(40, 1, kDefaultChunk)));
  if (std::getenv("CLOUT_PRINT_DIGEST")) MESSAGE("engine digest " << text);
  CHECK_MESSAGE(expected == text, "if this is meant: tests/golden/update 'why'");
}

TEST_CASE("a copy of a branch lives on exactly as the branch does") {
  History h(small());
  h.live(15);  // in the middle of a week
  Branch copy(h.branch);
  CHECK(copy.digest() == h.branch.digest());
  for (int day = 0; day < 30; ++day) copy.live(h.pool, h.scratch);
  h.live(30);
  CHECK(copy.digest() == h.branch.digest());
  CHECK(copy.world().day == 45);
}

TEST_CASE("copies do not touch each other") {
  History h(small());
  h.live(10);
  const std::uint64_t before = h.branch.digest();
  Branch copy(h.branch);
  for (int day = 0; day < 10; ++day) copy.live(h.pool, h.scratch);
  CHECK(h.branch.digest() == before);
}

TEST_CASE("an hour more for the probes changes nothing until the first act differs, and then something") {
  History h(small());
  h.live(14);  // a Monday comes next
  Branch more(h.branch);
  std::vector<AgentId> probes;
  for (AgentId a = 0; a < h.world().agents(); ++a)
    if (h.world().society->has(a, kProbe) && h.world().society->has(a, kPresent)) probes.push_back(a);
  REQUIRE(probes.size() > 10);
  for (const AgentId a : probes) more.world().hours_online[a] += 1;
  more.replan(h.pool);

  more.live(h.pool, h.scratch);
  h.live(1);
  // Whoever is no probe posted, read and wrote the same on the first day as far as nobody else's act is behind it.
  const World &a = h.world(), &b = more.world();
  for (AgentId i = 0; i < a.agents(); ++i) {
    if (a.society->has(i, kProbe)) continue;
    CHECK(a.ledger.posts[i] == b.ledger.posts[i]);
    CHECK(a.ledger.meetings_asked[i] == b.ledger.meetings_asked[i]);
    CHECK(a.ledger.seconds_offline[i] == b.ledger.seconds_offline[i]);
  }
  std::uint64_t spent_a = 0, spent_b = 0;
  for (int day = 0; day < 27; ++day) {
    more.live(h.pool, h.scratch);
    h.live(1);
  }
  for (const AgentId i : probes) {
    spent_a += a.ledger.seconds_online[i];
    spent_b += b.ledger.seconds_online[i];
  }
  CHECK(spent_b > spent_a + probes.size() * 3600);  // of four hours, those without a feed leave some unread
  CHECK(more.digest() != h.branch.digest());
}

TEST_CASE("a dose that is never spent leaves two branches identical but for the dose") {
  // Hours online for somebody absent: no act can come of them.
  History h(small());
  h.live(14);
  AgentId absent = kNoAgent;
  for (AgentId a = 0; a < h.world().agents(); ++a)
    if (!h.world().society->has(a, kPresent)) absent = a;
  REQUIRE(absent != kNoAgent);
  Branch more(h.branch);
  more.world().hours_online[absent] += 10;
  more.replan(h.pool);
  CHECK(more.digest() != h.branch.digest());
  for (int day = 0; day < 20; ++day) more.live(h.pool, h.scratch);
  h.live(20);
  more.world().hours_online[absent] -= 10;
  CHECK(more.digest() == h.branch.digest());
}

TEST_CASE("showing another score changes nothing that no eye has seen yet, and then behaviour") {
  History h(small());
  h.live(14);
  Branch hidden(h.branch), other(h.branch);
  hidden.show(Branch::kNoScore);
  other.show(1);
  CHECK(hidden.cue().empty());
  CHECK(other.cue().size() == h.world().agents());
  const auto same_world = [&](Branch& x) {
    StateDigest p, q;
    x.world().visit_state(p);
    h.branch.world().visit_state(q);
    return p.digest() == q.digest();
  };
  CHECK(same_world(hidden));
  CHECK(same_world(other));
  for (int day = 0; day < 14; ++day) {
    hidden.live(h.pool, h.scratch);
    other.live(h.pool, h.scratch);
  }
  h.live(14);
  CHECK_FALSE(same_world(hidden));
  CHECK_FALSE(same_world(other));
}

TEST_CASE(
    "a visible score changes behaviour only through eyes: with every weight of it at 0 it might as well be hidden") {
  Scenario s = small({{"mechanisms.react.score_gain", "0"}, {"mechanisms.message.score", "0"}});
  s.strategies[1] = s.strategies[0];  // nobody approaches by score
  s.strategies[1].name = "klout_chaser";
  History h(s);
  h.live(14);
  Branch hidden(h.branch);
  hidden.show(Branch::kNoScore);
  h.live(14);
  for (int day = 0; day < 14; ++day) hidden.live(h.pool, h.scratch);
  StateDigest p, q;
  hidden.world().visit_state(p);
  h.branch.world().visit_state(q);
  CHECK(p.digest() == q.digest());
}

TEST_CASE("any number of shadow scores leaves behaviour alone") {
  Scenario with = small(), without = small();
  without.scores.resize(1);
  History a(with), b(without);
  a.live(20), b.live(20);
  StateDigest p, q;
  a.branch.world().visit_state(p);
  b.branch.world().visit_state(q);
  CHECK(a.branch.scores().size() == 3);
  CHECK(b.branch.scores().size() == 1);
  CHECK(p.digest() == q.digest());
}

TEST_CASE("a checkpoint goes on as if nothing had happened, also from the middle of a week") {
  const Scratch folder;
  for (const int day : {7, 17}) {
    History undisturbed(small());
    undisturbed.live(40);

    const CheckpointId id{"hash", "test", 1};
    {
      History first(small());
      first.live(day);
      save_checkpoint(folder / "c", id, [&](StateVisitor& v) { first.branch.visit_state(v); });
    }
    History second(small(), 1, 2, 7);
    load_checkpoint(folder / "c", id, [&](StateVisitor& v) { second.branch.visit_state(v); });
    CHECK(second.world().day == day);
    second.live(40 - day);
    CHECK(second.branch.digest() == undisturbed.branch.digest());
  }
}

TEST_CASE("update_every_days: scores stand still in between") {
  Scenario s = small();
  s.scores[0].update_every_days = 7;
  History h(s);
  h.live(14);
  const auto column = [&] {
    return std::vector<float>(h.branch.scores()[0].scores.begin(), h.branch.scores()[0].scores.end());
  };
  const auto before = column();
  h.live(6);
  CHECK(column() == before);
  h.live(1);
  CHECK(column() != before);
}

TEST_CASE("interventions: hide, show, reset and silence do what they say on their day") {
  Scenario s = small();
  const auto at = [&](double day, const char* kind, const char* score = "") {
    InterventionSpec i;
    i.day = day, i.kind = kind, i.score = score;
    s.interventions.push_back(i);
  };
  at(2, "hide_score");
  at(4, "show_score", "pagerank");
  History h(s);
  const int burn_in = static_cast<int>(s.burn_in_days);
  h.live(burn_in + 2);
  CHECK(h.branch.visible() == 0);
  h.live(1);
  CHECK(h.branch.visible() == Branch::kNoScore);
  h.live(2);
  CHECK(h.branch.visible() == 2);
  CHECK_FALSE(h.branch.cue().empty());
}

TEST_CASE(
    "permute_score and cap_score change what is shown from their day on, and not the score; a checkpoint keeps both") {
  Scenario s = small();
  InterventionSpec permute, cap;
  permute.kind = "permute_score", permute.day = 1;
  cap.kind = "cap_score", cap.day = 3, cap.most = 0.2;
  s.interventions = {permute, cap};
  History plain(small()), h(s);
  const int burn_in = static_cast<int>(s.burn_in_days);
  plain.live(burn_in + 1), h.live(burn_in + 1);
  CHECK(plain.branch.digest() == h.branch.digest());
  plain.live(1), h.live(1);
  const auto same = [&] {
    return std::equal(h.branch.cue().begin(), h.branch.cue().end(), plain.branch.cue().begin());
  };
  CHECK_FALSE(same());
  h.live(2);
  const auto highest = [&] { return *std::max_element(h.branch.cue().begin(), h.branch.cue().end()); };
  CHECK(highest() == 0.2f);
  CHECK(*std::max_element(h.branch.scores()[0].scores.begin(), h.branch.scores()[0].scores.end()) > 40);
  const Scratch folder;
  const CheckpointId id{"hash", "test", 1};
  save_checkpoint(folder / "c", id, [&](StateVisitor& v) { h.branch.visit_state(v); });
  History again(s);
  load_checkpoint(folder / "c", id, [&](StateVisitor& v) { again.branch.visit_state(v); });
  h.live(5), again.live(5);
  CHECK(again.branch.digest() == h.branch.digest());
  CHECK(highest() == 0.2f);
}

TEST_CASE("buy_followers: on its day a share of those present has so many more followers, each once") {
  Scenario s = small();
  InterventionSpec buy;
  buy.kind = "buy_followers", buy.day = 0, buy.share = 0.2, buy.followers = 60;
  s.interventions = {buy};
  History plain(small()), h(s);
  const int burn_in = static_cast<int>(s.burn_in_days);
  plain.live(burn_in), h.live(burn_in);
  CHECK(plain.branch.digest() == h.branch.digest());
  plain.live(1), h.live(1);
  int buyers = 0;
  for (const AgentId a : h.world().society->present) {
    const int more = static_cast<int>(h.world().follows.follower_count(a)) -
                     static_cast<int>(plain.world().follows.follower_count(a));
    buyers += more > 25;
    CHECK(more <= 70);
  }
  const auto present = static_cast<double>(h.world().society->present.size());
  CHECK(std::fabs(buyers - 0.2 * present) < four_sd(present, 0.2));
}

TEST_CASE("newcomers: a share of the absent joins on its day, in this branch alone; a checkpoint lets them in again") {
  Scenario s = small();
  InterventionSpec join, permute;
  join.kind = "newcomers", join.day = 1, join.share = 0.5, join.strategy = s.strategies[1].name;
  join.hours_online = 100;
  permute.kind = "permute_score", permute.day = 0;
  s.interventions = {join, permute};
  History h(s);
  h.live(static_cast<int>(s.burn_in_days) + 1);
  const std::shared_ptr<const Society> before = h.world().society;
  const std::vector<AgentId> present = before->present;
  const std::vector<float> hours(h.world().hours_online.begin(), h.world().hours_online.end());
  h.live(1);
  CHECK(before->present == present);
  const Society& now = *h.world().society;
  const auto absent = static_cast<double>(now.agents() - present.size());
  const auto joined = static_cast<double>(now.present.size() - present.size());
  CHECK(std::fabs(joined - 0.5 * absent) < four_sd(absent, 0.5));
  for (AgentId a = 0; a < now.agents(); ++a) {
    CHECK(now.has(a, kJoined) == (now.has(a, kPresent) && !before->has(a, kPresent)));
    if (now.has(a, kJoined)) CHECK(h.world().strategy[a] == 1);
    CHECK(h.world().hours_online[a] == (now.has(a, kJoined) ? 100 : hours[a]));
  }

  const Scratch folder;
  const CheckpointId id{"hash", "test", 1};
  save_checkpoint(folder / "c", id, [&](StateVisitor& v) { h.branch.visit_state(v); });
  History again(s);
  load_checkpoint(folder / "c", id, [&](StateVisitor& v) { again.branch.visit_state(v); });
  CHECK(again.world().society->present == now.present);
  h.live(20), again.live(20);
  CHECK(again.branch.digest() == h.branch.digest());
  std::uint64_t posts = 0, followers = 0;
  for (const AgentId a : now.present) {
    if (!now.has(a, kJoined)) continue;
    posts += h.world().ledger.posts[a];
    followers += h.world().follows.follower_count(a);
  }
  CHECK(posts > 0);
  CHECK(followers > 0);
}

TEST_CASE("reset_score makes the visible score forget") {
  Scenario s = small();
  InterventionSpec reset;
  reset.day = 0, reset.kind = "reset_score";
  Scenario with = s;
  with.interventions.push_back(reset);
  History plain(s), struck(with);
  plain.live(15), struck.live(15);
  const auto mean = [](const History& h) {
    double sum = 0;
    for (const float x : h.branch.scores()[0].scores) sum += x;
    return sum;
  };
  CHECK(mean(struck) < 0.99 * mean(plain));  // what is left comes of the ledger, which does not forget
}

TEST_CASE("silence: the struck neither post, read nor write while it lasts, and go on afterwards") {
  Scenario s = small();
  InterventionSpec silence;
  silence.day = 0, silence.kind = "silence", silence.share = 1, silence.lasts_days = 3;
  s.interventions.push_back(silence);
  History h(s);
  h.live(14);
  const auto spent = [&] {
    std::uint64_t sum = 0;
    for (const std::uint32_t x : h.world().ledger.seconds_online) sum += x;
    return sum;
  };
  const std::uint64_t before = spent();
  h.live(3);
  const std::uint64_t quiet = spent() - before;
  h.live(3);
  const std::uint64_t loud = spent() - before - quiet;
  CHECK(quiet == 0);
  CHECK(loud > 1000);
}

TEST_CASE("plans are made weekly: a dose changed in between counts from the next week on, or from replan()") {
  History h(small());
  h.live(8);
  for (float& hours : h.branch.world().hours_online) hours = 0;
  const auto read_on_next = [&](int days) {
    h.counts = {};
    h.live(days);
    return h.counts.items_read;
  };
  CHECK(read_on_next(6) > 0);
  CHECK(read_on_next(3) == 0);
  for (float& hours : h.branch.world().hours_online) hours = 10;
  CHECK(read_on_next(1) == 0);
  h.branch.replan(h.pool);
  CHECK(read_on_next(1) > 0);
}

TEST_CASE("the leaderboard and the cue are of the visible score") {
  History h(small());
  h.live(20);
  const auto& column = h.branch.scores()[0];
  std::vector<float> cue(h.world().agents());
  column.algorithm->cues(column.scores, cue);
  CHECK(std::equal(cue.begin(), cue.end(), h.branch.cue().begin()));
  for (const float c : cue) {
    CHECK(c >= 0);
    CHECK(c <= 1);
  }
}

TEST_CASE("the leaderboard is as long as discover.leaderboard_size says: the best of those present, best first") {
  for (const std::size_t size : {3u, 20u}) {
    History h(small({{"mechanisms.discover.leaderboard_size", std::to_string(size)}}));
    h.live(20);
    const std::span<const AgentId> board = h.branch.leaderboard();
    REQUIRE(board.size() == size);
    std::vector<float> cues;
    for (const AgentId a : h.world().society->present) cues.push_back(h.branch.cue()[a]);
    std::sort(cues.begin(), cues.end(), std::greater<>());
    for (std::size_t i = 0; i < size; ++i) CHECK(h.branch.cue()[board[i]] == cues[i]);
  }
}

TEST_CASE("memory is counted: a branch with more agents holds more, and a copy no more than its original") {
  History small_one(small()), large(small({{"population.agents", "600"}}));
  CHECK(large.branch.memory_bytes() > 1.5 * static_cast<double>(small_one.branch.memory_bytes()));
  large.live(10);
  Branch copy(large.branch);
  CHECK(copy.memory_bytes() <= large.branch.memory_bytes());
}

TEST_CASE("a permuted visible score: everybody present is shown with somebody else's, always the same one's") {
  const Scenario own = small(), permuted = small({{"scoring.permute_visible", "true"}});
  History a(own), b(permuted);
  const auto check = [&] {
    // The score of the day, as it would be shown.
    const ScoreColumn& score = b.branch.scores()[0];
    std::vector<float> cues(score.scores.size());
    score.algorithm->cues(score.scores, cues);
    std::vector<float> shown(b.branch.cue().begin(), b.branch.cue().end());
    const auto& present = b.world().society->present;
    std::vector<float> of_present, shown_of_present;
    for (const AgentId who : present) of_present.push_back(cues[who]), shown_of_present.push_back(shown[who]);
    CHECK(of_present != shown_of_present);
    std::sort(of_present.begin(), of_present.end());
    std::sort(shown_of_present.begin(), shown_of_present.end());
    CHECK(of_present == shown_of_present);
    for (std::size_t who = 0; who < cues.size(); ++who)
      if (!b.world().society->has(static_cast<AgentId>(who), kPresent)) CHECK(cues[who] == shown[who]);
  };
  a.live(20);
  b.live(20);
  check();
  CHECK(a.branch.digest() != b.branch.digest());
  // A copy goes on alike.
  Branch copy = b.branch;
  DayScratch scratch;
  for (int day = 0; day < 5; ++day) {
    copy.live(b.pool, scratch);
    b.live(1);
  }
  check();
  CHECK(copy.digest() == b.branch.digest());
}
