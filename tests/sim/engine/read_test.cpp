#include <doctest/doctest.h>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

constexpr AgentId kAuthor = 0;

// Agent 0 writes ten posts a day; `readers` others follow it and have time for all of them.
Lab& one_author(Lab& lab, Plan reading = only(&Plan::read)) {
  lab.give(kAuthor, only(&Plan::post), posting(10));
  for (AgentId u = 1; u < lab.agents(); ++u) {
    lab.give(u, reading, 20);
    lab.follow(u, kAuthor);
  }
  lab.mechanisms.react.rate_exponent = 0;
  return lab;
}

double likes_per_item(const Lab& lab) {
  return static_cast<double>(lab.world.ledger.likes[kAuthor]) /
         static_cast<double>(lab.total(lab.world.ledger.items_read));
}

}  // namespace

TEST_CASE("who has time reads every item of those it follows, and of nobody else") {
  Lab lab(4);
  one_author(lab);
  lab.world.follows.unfollow(3, kAuthor);
  lab.live(10);
  const auto& ledger = lab.world.ledger;
  CHECK(ledger.posts[kAuthor] > 0);
  CHECK(ledger.items_read[1] == ledger.posts[kAuthor]);
  CHECK(ledger.items_read[2] == ledger.posts[kAuthor]);
  CHECK(ledger.items_read[3] == 0);
  CHECK(ledger.seconds_online[1] == 10 * ledger.items_read[1]);
  CHECK(lab.counts.items_read == 2 * ledger.posts[kAuthor]);
  CHECK(lab.counts.items_offered == lab.counts.items_read);
}

TEST_CASE("who has no time, no account or is silenced reads nothing") {
  Lab lab(4);
  one_author(lab);
  lab.world.hours_online[1] = 0;
  lab.absent(2);
  lab.silent_until = {0, 0, 0, 100};
  lab.live(10);
  CHECK(lab.world.ledger.posts[kAuthor] > 0);
  CHECK(lab.total(lab.world.ledger.items_read) == 0);
}

TEST_CASE("with less time than items, each is read with equal chance and time is spent as the dose says") {
  // Two authors of 10 posts a day each, time for 8 items a day.
  Lab lab(302);
  lab.give(0, only(&Plan::post), posting(10));
  lab.give(1, only(&Plan::post), posting(10));
  for (AgentId u = 2; u < 302; ++u) {
    lab.give(u, only(&Plan::read), 7 * 80 / 3600.0);
    lab.follow(u, 0);
    lab.follow(u, 1);
  }
  lab.mechanisms.react.base = 1;
  lab.mechanisms.react.rate_exponent = 0;
  const int days = 30;
  lab.live(days);
  const double read = static_cast<double>(lab.total(lab.world.ledger.items_read)) / (300 * days);
  CHECK(read == doctest::Approx(8).epsilon(0.02));
  for (AgentId u = 2; u < 302; ++u) CHECK(lab.world.ledger.seconds_online[u] <= 80 * days + 200);  // one day's feed
  const auto& ledger = lab.world.ledger;  // every item read is liked
  const double share0 = static_cast<double>(ledger.likes[0]) / (ledger.likes[0] + ledger.likes[1]);
  CHECK(share0 ==
        doctest::Approx(static_cast<double>(ledger.posts[0]) / (ledger.posts[0] + ledger.posts[1])).epsilon(0.03));
}

TEST_CASE("a reaction's chance is base * quality * topic match") {
  const auto rate = [](float quality, std::uint64_t author_topics, std::uint64_t reader_topics) {
    Lab lab(101);
    one_author(lab);
    lab.mechanisms.react.base = 0.4;
    lab.society->quality[kAuthor] = quality;
    lab.society->topics.assign(101, reader_topics);
    lab.society->topics[kAuthor] = author_topics;
    lab.live(20);
    return likes_per_item(lab);  // of 20,000 items
  };
  CHECK(std::abs(rate(1, 1, 1) - 0.4) < four_sd(20000, 0.4) / 20000);
  CHECK(std::abs(rate(0.25, 1, 1) - 0.1) < four_sd(20000, 0.1) / 20000);
  CHECK(std::abs(rate(1, 0b0011, 0b0110) - 0.2) < four_sd(20000, 0.2) / 20000);
  CHECK(rate(1, 0b01, 0b10) == 0);
}

TEST_CASE("react.on off: the same is read, nothing comes of it") {
  const auto after = [](bool on) {
    auto lab = std::make_unique<Lab>(21);
    Plan p = only(&Plan::read);
    p.read = p.engage = 0.5, p.reply_prob = 0.3, p.reshare_prob = 0.3;
    one_author(*lab, p);
    for (AgentId u = 1; u < 21; ++u) lab->tie(u, kAuthor, 5);
    lab->mechanisms.react.on = on;
    lab->mechanisms.react.base = 0.5;
    lab->mechanisms.react.read_tie_seconds = 60;
    lab->mechanisms.react.reshare_hops_max = 0;
    lab->mechanisms.react.inbound_prob = 0.5;
    lab->mechanisms.message.e_online = 0;
    lab->live(10);
    return lab;
  };
  const auto on = after(true), off = after(false);
  CHECK(on->counts.items_read == off->counts.items_read);
  CHECK(on->counts.reactions > 100);
  CHECK(off->counts.reactions == 0);
  CHECK(off->world.ledger.likes[kAuthor] + off->world.ledger.replies[kAuthor] + off->world.ledger.reshares[kAuthor] ==
        0);
  CHECK(off->world.ledger.engagers.total() == 0);
  CHECK(on->hours(1, kAuthor) > off->hours(1, kAuthor));
  // As if nobody had read: the words of the parameter are "reactions, reshares and ties".
  for (AgentId u = 1; u < 21; ++u)
    CHECK(off->hours(u, kAuthor) == off->clock().hours_on(*off->society->offline.find(u, kAuthor), off->world.day));
}

TEST_CASE("tie_gain: those who know the author react 1 + g * access times as often") {
  const auto rate = [](double gain, double hours) {
    Lab lab(101);
    one_author(lab);
    lab.mechanisms.react.base = 0.1;
    lab.mechanisms.react.tie_gain = gain;
    lab.mechanisms.react.read_tie_seconds = 0;
    lab.mechanisms.ties.decay = false;
    if (hours > 0)
      for (AgentId u = 1; u < 101; ++u) lab.tie(u, kAuthor, hours);
    lab.live(20);
    return likes_per_item(lab);
  };
  const double access = tie_access(50, 0.5);
  const double sd = four_sd(20000, 0.3) / 20000;
  CHECK(std::abs(rate(2, 0) - 0.1) < sd);
  CHECK(std::abs(rate(2, 50) - 0.1 * (1 + 2 * access)) < sd);
  CHECK(std::abs(rate(0, 50) - 0.1) < sd);
  CHECK(rate(0, 50) == rate(0, 0));  // the same draws
}

TEST_CASE(
    "score_gain: the same post by somebody of score 1 gets 1 + kappa times the reactions, if a score is visible") {
  const auto rate = [](double gain, std::vector<float> cue) {
    Lab lab(101);
    one_author(lab);
    lab.mechanisms.react.base = 0.2;
    lab.mechanisms.react.score_gain = gain;
    lab.cue = std::move(cue);
    lab.live(20);
    return likes_per_item(lab);
  };
  std::vector<float> famous(101, 0.0f);
  famous[kAuthor] = 1;
  const double sd = four_sd(20000, 0.3) / 20000;
  CHECK(std::abs(rate(0.5, famous) - 0.3) < sd);
  CHECK(std::abs(rate(0.5, std::vector<float>(101, 0.0f)) - 0.2) < sd);
  CHECK(rate(0, famous) == rate(0.5, {}));
}

TEST_CASE("a chance above 1 is cut to 1 and counted") {
  Lab lab(11);
  one_author(lab);
  lab.mechanisms.react.base = 1;
  lab.mechanisms.react.tie_gain = 10;
  lab.mechanisms.react.read_tie_seconds = 0;
  for (AgentId u = 1; u < 11; ++u) lab.tie(u, kAuthor, 100);
  lab.live(10);
  CHECK(likes_per_item(lab) == 1);
  CHECK(lab.counts.clamped == lab.counts.items_read);
}

TEST_CASE("read_tie_seconds: an item read adds so many seconds to a tie that is there, on average, at both ends") {
  const auto gained = [](double seconds, bool tied) {
    Lab lab(201);
    one_author(lab);
    lab.mechanisms.react.base = 0;
    lab.mechanisms.react.read_tie_seconds = seconds;
    lab.mechanisms.ties.decay = false;
    if (tied)
      for (AgentId u = 1; u < 201; ++u) lab.tie(u, kAuthor, 10);
    lab.mechanisms.ties.cap = 1000;
    lab.live(20);
    double hours = 0;
    for (AgentId u = 1; u < 201; ++u) {
      CHECK(lab.hours(u, kAuthor) == lab.hours(kAuthor, u));
      hours += lab.hours(u, kAuthor) - (tied ? 10 : 0);
    }
    return hours * 3600 / static_cast<double>(lab.total(lab.world.ledger.items_read));
  };
  CHECK(gained(30, true) == doctest::Approx(30).epsilon(0.05));
  CHECK(std::abs(gained(0, true)) < 0.01);
  CHECK(gained(30, false) == 0);
}

TEST_CASE("inbound_prob: so often a reaction comes with a message to the author") {
  const auto written_by_readers = [](double probability) {
    Lab lab(101);
    one_author(lab);
    lab.mechanisms.react.base = 1;
    lab.mechanisms.react.inbound_prob = probability;
    lab.begin();
    std::uint64_t inbound = 0, reactions = 0;
    for (int day = 0; day < 10; ++day) {
      lab.scratch.open(lab.agents(), 1, 1);
      publish(lab.world, lab.context());
      for (AgentId u = 1; u < 101; ++u) lab.world.balances.engage[u] = 100 * 300;
      read(lab.world, lab.context());
      inbound += lab.scratch.messages.size();
      reactions += lab.scratch.total().reactions;
      ++lab.world.day;
    }
    return static_cast<double>(inbound) / static_cast<double>(reactions);
  };
  CHECK(written_by_readers(0) == 0);
  CHECK(std::abs(written_by_readers(0.25) - 0.25) < four_sd(10000, 0.25) / 10000);
}

TEST_CASE("a reply needs time to write; without it the reaction is a like") {
  Plan p = only(&Plan::read);
  p.reply_prob = 1;
  Lab poor(11), rich(11);
  one_author(poor, p);
  p.engage = 1;
  one_author(rich, p);
  for (Lab* lab : {&poor, &rich}) {
    lab->mechanisms.react.base = 1;
    lab->live(10);
  }
  CHECK(poor.world.ledger.replies[kAuthor] == 0);
  CHECK(poor.world.ledger.likes[kAuthor] == poor.counts.reactions);
  CHECK(rich.world.ledger.replies[kAuthor] > 0);
}

TEST_CASE("a reshare reaches the resharer's followers a day later and credits author and amplifier") {
  // 2 follows 1 follows 0; 0 writes, 1 passes everything on, 2 likes everything.
  const auto chain = [](bool reshares, double hops_max, double reshare_prob_of_2) {
    auto lab = std::make_unique<Lab>(4);
    lab->mechanisms.react.base = 1;
    lab->mechanisms.react.rate_exponent = 0;
    lab->mechanisms.react.reshares = reshares;
    lab->mechanisms.react.reshare_hops_max = hops_max;
    lab->give(0, only(&Plan::post), posting(10));
    Plan passing = only(&Plan::read);
    passing.reshare_prob = 1;
    lab->give(1, passing, 20);
    Plan liking = only(&Plan::read);
    liking.reshare_prob = reshare_prob_of_2;
    lab->give(2, liking, 20);
    lab->give(3, only(&Plan::read), 20);
    lab->follow(1, 0);
    lab->follow(2, 1);
    lab->follow(3, 2);
    lab->live(1);
    CHECK(lab->world.ledger.items_read[2] == 0);
    lab->live(9);
    return lab;
  };
  const auto on = chain(true, 8, 0);
  const auto& ledger = on->world.ledger;
  const std::uint32_t passed = ledger.reshares_made[1];
  CHECK(passed == ledger.items_read[1]);
  CHECK(ledger.reshares[0] == passed);
  const auto today = static_cast<std::uint32_t>(on->world.reshares.of(1).size());
  CHECK(ledger.items_read[2] == passed - today);
  CHECK(ledger.likes[0] == passed - today);  // the author
  CHECK(ledger.likes[1] == passed - today);  // the amplifier
  CHECK(ledger.items_read[3] == 0);
  CHECK(on->world.follows.edges() == 3);

  CHECK(chain(true, 8, 1)->world.ledger.items_read[3] > 0);
  CHECK(chain(true, 1, 1)->world.ledger.items_read[3] == 0);
  CHECK(chain(false, 8, 1)->world.ledger.reshares_made[1] == 0);
  CHECK(chain(false, 8, 1)->world.ledger.items_read[2] == 0);
}

TEST_CASE("nobody reacts to an own post that comes back as a reshare") {
  Lab lab(2);
  Plan both = only(&Plan::post);
  both.read = 1;
  lab.give(0, both, 14);
  Plan passing = only(&Plan::read);
  passing.reshare_prob = 1;
  lab.give(1, passing, 20);
  lab.follow(0, 1);
  lab.follow(1, 0);
  lab.mechanisms.react.base = 1;
  lab.live(20);
  CHECK(lab.world.ledger.reshares_made[1] > 0);
  CHECK(lab.world.ledger.items_read[0] > 0);
  CHECK(lab.world.ledger.likes[1] == 0);
  CHECK(lab.world.ledger.engagers.size(0) == 1);  // 1, not 0 itself
}
