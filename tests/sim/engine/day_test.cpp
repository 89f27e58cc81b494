// What holds on every day of any world, and the pitfalls that a sketch of the model met.
#include "sim/engine/day.h"

#include <doctest/doctest.h>

#include <array>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

// Many rare things at once: full lists, little time, bursts.
Scenario busy() {
  return small_scenario({{"mechanisms.ties.cap", "12"},
                         {"mechanisms.discover.followees_max", "30"},
                         {"mechanisms.discover.recommender", "true"},
                         {"mechanisms.discover.unfollow_hazard_per_day", "0.01"},
                         {"mechanisms.react.base", "0.3"},
                         {"mechanisms.react.engagers_kept", "5"},
                         {"mechanisms.message.follow_prob", "0.3"}});
}

struct Before {
  explicit Before(const World& w)
      : posts(w.ledger.posts), items_read(w.ledger.items_read), sent(w.ledger.messages_sent),
        online(w.ledger.seconds_online), edges(w.follows.edges()) {
    for (AgentId a = 0; a < w.agents(); ++a) known.push_back(w.ties.of(a).size());
  }
  Column<std::uint32_t> posts, items_read, sent, online;
  std::uint64_t edges;
  std::vector<std::size_t> known;
};

// The first thing that does not hold, or "".
std::string broken(const World& w, const TieClock& clock, const Mechanisms& m, const Before& before,
                   const DayCounts& day) {
  const Society& s = *w.society;
  const Ledger& l = w.ledger;
  std::vector<std::uint32_t> followers(w.agents());
  std::uint64_t held = 0, received = 0, sent = 0, got = 0;
  const auto say = [](AgentId a, const char* what) { return "agent " + std::to_string(a) + ": " + what; };
  for (AgentId a = 0; a < w.agents(); ++a) {
    AgentId last = kNoAgent;
    for (const Follow& f : w.follows.followees(a)) {
      if (f.who == a) return say(a, "follows itself");
      if (last != kNoAgent && f.who <= last) return say(a, "follows out of order or twice");
      last = f.who;
      ++followers[f.who];
    }
    const bool could_grow = w.follows.followee_count(a) > static_cast<std::size_t>(m.discover.followees_max);
    if (could_grow) {
      for (const Follow& f : w.follows.followees(a))
        if (f.since == w.day - 1 && w.day > 1) return say(a, "follows more than followees_max");
    }
    std::size_t touched = 0;
    for (const HalfTie& t : w.ties.of(a)) {
      if (t.other == a) return say(a, "has a tie with itself");
      touched += t.day == w.day - 1;
      if (clock.forgotten(t, w.day)) continue;
      const HalfTie* back = w.ties.find(t.other, a);
      if (!back) return say(a, "has a tie of which the other end does not know");
      if (back->level != t.level || back->day != t.day || back->mutual != t.mutual || back->flags != t.flags)
        return say(a, "has a tie whose ends differ");
    }
    const auto cap = static_cast<std::size_t>(m.ties.cap);
    // A list longer than the cap, by chance or from the start, does not grow unless all of it was touched today.
    if (w.ties.of(a).size() > std::max({cap, touched, before.known[a]}))
      return say(a, "knows more people than the cap");
    if (l.engagers.of(a).size() > static_cast<std::size_t>(m.react.engagers_kept))
      return say(a, "keeps too many engagers");
    if (!s.has(a, kPresent)) {
      if (l.posts[a] + l.items_read[a] + l.messages_sent[a] + l.messages_received[a] + l.seconds_online[a] > 0)
        return say(a, "is absent and acts online");
      if (w.follows.followee_count(a) + w.follows.follower_count(a) > 0)
        return say(a, "is absent and in the follow graph");
    }
    // Time. Posts are drawn, so theirs is held on average; a day's feed may overdraw reading by chance.
    const double days = w.day;
    const double weeks = days / 7;
    const double reading_and_writing = l.seconds_online[a] - 360.0 * l.posts[a];
    if (reading_and_writing > w.hours_online[a] * 3600.0 * weeks + 4 * days + 1200)
      return say(a, "spends more than its dose online");
    if (l.seconds_offline[a] > w.hours_offline[a] * 3600.0 * weeks + days + 1)
      return say(a, "spends more than its dose offline");
    if (l.seconds_offline[a] != 5400.0 * l.meetings_asked[a]) return say(a, "pays a price that is none");
    if (l.meetings_received[a] * 3600.0 > s.open_seconds_week[a] * weeks + days + 1)
      return say(a, "meets beyond its open hours");
    if (l.messages_answered[a] > l.messages_sent[a]) return say(a, "is answered more than it wrote");
    if (l.meetings_held[a] > l.meetings_asked[a]) return say(a, "meets more than it asked for");
    held += l.meetings_held[a], received += l.meetings_received[a];
    sent += l.messages_sent[a], got += l.messages_received[a];
  }
  for (AgentId a = 0; a < w.agents(); ++a)
    if (followers[a] != w.follows.follower_count(a)) return say(a, "has other followers than are counted");
  if (held != received) return "meetings held and received differ";
  if (sent != got) return "messages sent and received differ";
  if (w.follows.edges() - before.edges != day.follows - day.unfollows)
    return "follows and unfollows do not add up to the links";
  return "";
}

double mean_score(const History& h, std::uint8_t strategy, std::size_t score) {
  double sum = 0, n = 0;
  for (const AgentId a : h.world().society->present)
    if (h.world().strategy[a] == strategy) sum += h.branch.scores()[score].scores[a], ++n;
  return sum / n;
}

}  // namespace

TEST_CASE("what holds on every day") {
  for (const std::uint64_t seed : {1u, 2u}) {
    History h(busy(), seed, 2, 7);
    DayCounts all;
    for (int day = 0; day < 60; ++day) {
      const Before before(h.world());
      h.live(1);
      all += h.branch.last_day();
      CAPTURE(day);
      REQUIRE(broken(h.world(), h.setup.clock, h.scenario.mechanisms, before, h.branch.last_day()) == "");
    }
    // That the world was busy enough for this to mean something.
    for (const std::uint64_t n : {all.items_read, all.reactions, all.messages, all.answers, all.follows, all.unfollows,
                                  all.invitations, all.meetings})
      CHECK(n > 500);
    CHECK(all.items_offered >= all.items_read);
    CHECK(all.answers < all.messages);
    CHECK(all.meetings < all.invitations);
  }
}

TEST_CASE("doses of 0: nobody acts, ties fade untouched") {
  Scenario s = small_scenario({{"population.hours_online_max", "0"},
                               {"population.hours_offline_max", "0"},
                               {"probes.share", "0"}});
  History h(s);
  h.live(40);
  const World& w = h.world();
  for (AgentId a = 0; a < w.agents(); ++a) {
    CHECK(w.hours_online[a] + w.hours_offline[a] == 0);
    CHECK(w.ledger.posts[a] + w.ledger.items_read[a] + w.ledger.messages_sent[a] + w.ledger.meetings_asked[a] == 0);
  }
  CHECK(h.counts.items_read + h.counts.follows + h.counts.unfollows + h.counts.meetings == 0);
  StateDigest now, start;
  PackedTies ties = w.ties.packed(), offline = w.society->offline;
  ties.visit_state(now);
  offline.visit_state(start);
  CHECK(now.digest() == start.digest());
}

TEST_CASE("zero, one and two agents live") {
  for (const char* n : {"1", "2"}) {
    Scenario s = small_scenario({{"population.agents", n}, {"population.network.following_mean", "1"}});
    History h(s);
    h.live(20);
    CHECK(h.world().day == 20);
  }
  Lab nobody(0);
  nobody.live(3);
  CHECK(nobody.counts.items_read == 0);
}

TEST_CASE("pitfall: a hundred messages a day from bio searchers do not lift a lurking executive's Klout") {
  // 0 is found by everybody who searches; 1 .. 100 have time for one message a day. 101 reads what 0 hardly writes.
  const auto live = [](bool searched) {
    auto lab = std::make_unique<Lab>(107);
    lab->society->claimed_role[0] = kExecutive;
    lab->society->flags[0] = kPresent | kBioComplete;
    Plan lurking = only(&Plan::read);
    lurking.post = 0.02;
    lab->give(0, lurking, 5);
    Plan searching = approaching(only(&Plan::engage), &Plan::by_bio);
    searching.engage = 300, searching.discover = 60;
    searching.follow_prob = 0;
    for (AgentId a = 1; a <= 100; ++a) lab->give(a, searching, searched ? 7 * 360 / 3600.0 : 0);
    for (AgentId a = 101; a < 107; ++a) {
      lab->give(a, only(&Plan::read), 5);
      lab->follow(a, 0);
    }
    lab->mechanisms.react.base = 0.05;
    lab->mechanisms.message.follow_prob = 0;
    return lab;
  };
  const auto klout = [](Lab& lab) {
    const auto algorithm = find_row(make_catalogue().scoring, "klout")->setup()->build();
    std::vector<float> scores(lab.agents());
    lab.begin();
    const auto view = [&] { return ScoringView{lab.world.day, lab.agents(), lab.world.follows, lab.world.ledger}; };
    algorithm->start(view(), lab.pool, scores);
    for (int day = 0; day < 60; ++day) {
      lab.live(1);
      algorithm->observe(view(), lab.pool);
      algorithm->update(view(), lab.pool, scores);
    }
    return scores;
  };
  const auto searched = live(true), left_alone = live(false);
  const std::vector<float> a = klout(*searched), b = klout(*left_alone);
  CHECK(searched->world.ledger.messages_received[0] == 100 * 60);
  CHECK(searched->world.ledger.likes[0] > 0);
  CHECK(a[0] == b[0]);
  CHECK(a[0] < 50);
}

TEST_CASE("pitfall: scores are not near 100 in a default world, and differ from one another") {
  History h(small_scenario());
  h.live(40);
  const auto& klout = h.branch.scores()[0];
  REQUIRE(klout.name == "klout");
  std::vector<float> sorted(klout.scores.begin(), klout.scores.end());
  std::sort(sorted.begin(), sorted.end());
  CHECK(sorted.front() >= 1);
  CHECK(sorted.back() <= 100);
  CHECK(sorted[sorted.size() / 2] < 60);
  CHECK(sorted[sorted.size() * 99 / 100] < 95);
  CHECK(sorted.back() - sorted.front() > 10);
  CHECK(mean_score(h, 3, 0) < mean_score(h, 1, 0));  // lurkers below chasers
}
