#include "sim/engine/answer_prob.h"

#include <doctest/doctest.h>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

// n / 2 pairs: 2k writes one message a day to its only tie or its only acquaintance 2k + 1.
struct Pairs : Lab {
  explicit Pairs(std::size_t n, double tie_hours) : Lab(n) {
    for (AgentId a = 0; a < n; a += 2) {
      give(a, approaching(only(&Plan::engage), &Plan::among_ties), 7 * 300 / 3600.0);
      tie(a, a + 1, tie_hours);
    }
    mechanisms.ties.decay = false;
    mechanisms.message.e_online = 0;  // nothing grows
    mechanisms.message.follow_prob = 0;
  }
};

double answered_share(const Lab& lab) {
  return static_cast<double>(lab.total(lab.world.ledger.messages_answered)) /
         static_cast<double>(lab.total(lab.world.ledger.messages_sent));
}

}  // namespace

TEST_CASE(
    "with the defaults a stranger is answered at .02-.05, a relevant one at .10-.20, somebody known at .5 and up") {
  const MessageParams p;
  const double load = (1 + 1) / 10.0;  // one message and an ordinary person's outside demand on a capacity of ten
  CHECK(answer_prob(p, 0, 0, false, 0, load) > 0.02);
  CHECK(answer_prob(p, 0, 0, false, 0, load) < 0.05);
  CHECK(answer_prob(p, 1, 0, false, 0, load) > 0.10);
  CHECK(answer_prob(p, 1, 0, false, 0, load) < 0.20);
  CHECK(answer_prob(p, 1, 5, true, 0, load) > 0.5);
  CHECK(answer_prob(p, 0, 10, false, 0, load) > 0.5);
}

TEST_CASE("the chance is the logistic of the sum that the parameters name") {
  const MessageParams p;
  const double logit = p.bias + p.relevance * 0.5 + p.tie * std::log(1 + 3.0) + p.mutual + p.score * 0.4 -
                       p.crowding * std::log(1 + 2.0);
  CHECK(answer_prob(p, 0.5, 3, true, 0.4, 2) == doctest::Approx(1 / (1 + std::exp(-logit))).epsilon(1e-12));
}

TEST_CASE("each term moves the chance the way it should, and a weight of 0 takes it out") {
  const MessageParams p;
  const double plain = answer_prob(p, 0.2, 1, false, 0.2, 1);
  CHECK(answer_prob(p, 0.4, 1, false, 0.2, 1) > plain);
  CHECK(answer_prob(p, 0.2, 2, false, 0.2, 1) > plain);
  CHECK(answer_prob(p, 0.2, 1, true, 0.2, 1) > plain);
  CHECK(answer_prob(p, 0.2, 1, false, 0.4, 1) > plain);
  CHECK(answer_prob(p, 0.2, 1, false, 0.2, 2) < plain);
  MessageParams flat;
  flat.relevance = flat.tie = flat.mutual = flat.score = flat.crowding = 0;
  CHECK(answer_prob(flat, 1, 9, true, 1, 50) == answer_prob(flat, 0, 0, false, 0, 0));
}

TEST_CASE("infinite_inbox: load no longer matters") {
  MessageParams p;
  CHECK(answer_prob(p, 0, 0, false, 0, 100) < answer_prob(p, 0, 0, false, 0, 0) / 10);
  p.infinite_inbox = true;
  CHECK(answer_prob(p, 0, 0, false, 0, 100) == answer_prob(p, 0, 0, false, 0, 0));
}

TEST_CASE("people answer as often as the chance says") {
  Pairs lab(400, 3);
  lab.live(50);
  const double p = answer_prob(lab.mechanisms.message, 1, 3, false, 0, 1 / 10.0);
  CHECK(lab.counts.messages == 200 * 50);
  CHECK(std::abs(answered_share(lab) - p) < four_sd(10000, p) / 10000);
  CHECK(lab.counts.answers == lab.total(lab.world.ledger.messages_answered));
}

TEST_CASE("outside demand and crowding lower answers; an inbox without limit does not feel them") {
  const auto share = [](bool demand, bool infinite, double crowding) {
    Pairs lab(400, 3);
    lab.society->outside_messages.assign(400, 30.0f);
    lab.mechanisms.message.outside_demand = demand;
    lab.mechanisms.message.infinite_inbox = infinite;
    lab.mechanisms.message.crowding = crowding;
    lab.live(20);
    return answered_share(lab);
  };
  CHECK(share(true, false, 0.7) < share(false, false, 0.7) - 0.1);
  CHECK(share(true, true, 0.7) == share(false, true, 0.7));
  CHECK(share(true, false, 0) == share(false, true, 0.7));
}

TEST_CASE("those who are written to by many answer each of them less") {
  // 40 write to 0; one writes to 41, whose inbox is the same.
  const auto share = [](std::size_t writers) {
    Lab lab(writers + 1);
    for (AgentId a = 1; a <= writers; ++a) {
      lab.give(a, approaching(only(&Plan::engage), &Plan::among_ties), 7 * 300 / 3600.0);
      lab.tie(a, 0, 3);
    }
    lab.mechanisms.ties.decay = false;
    lab.mechanisms.message.e_online = 0;
    lab.live(static_cast<int>(4000 / writers));
    return answered_share(lab);
  };
  const MessageParams p;
  CHECK(std::abs(share(40) - answer_prob(p, 1, 3, false, 0, 4)) < four_sd(4000, 0.4) / 4000);
  CHECK(share(2) > share(40) + 0.1);
}

TEST_CASE("score: with a visible score the famous are answered more, with weight 0 or none visible they are not") {
  const auto share = [](double weight, float cue) {
    Pairs lab(400, 3);
    lab.mechanisms.message.score = weight;
    if (cue >= 0) lab.cue.assign(400, cue);
    lab.live(20);
    return answered_share(lab);
  };
  CHECK(share(2, 1) > share(2, 0) + 0.1);
  CHECK(share(0, 1) == share(0, 0));
  CHECK(share(2, -1) == share(2, 0));
}

TEST_CASE("e_online * tie_seconds is what an answered message adds to the tie, at both ends") {
  const auto hours = [](double e_online, double seconds) {
    Pairs lab(2, 3);
    lab.mechanisms.message.e_online = e_online;
    lab.mechanisms.message.tie_seconds = seconds;
    lab.mechanisms.message.bias = 20;  // everything is answered
    lab.live(10);
    CHECK(lab.world.ledger.messages_answered[0] == 10);
    CHECK(lab.hours(0, 1) == lab.hours(1, 0));
    return lab.hours(0, 1);
  };
  CHECK(hours(0, 600) == doctest::Approx(3));
  CHECK(hours(0.5, 600) == doctest::Approx(3 + 10 * 300 / 3600.0).epsilon(1e-4));
  CHECK(hours(0.1, 600) == doctest::Approx(3 + 10 * 60 / 3600.0).epsilon(1e-4));
  CHECK(hours(0.1, 3600) == doctest::Approx(3 + 10 * 360 / 3600.0).epsilon(1e-4));
}

TEST_CASE("an answered stranger becomes a tie that knows how it came about") {
  Lab lab(2);
  lab.give(0, only(&Plan::engage), 7);
  lab.mechanisms.message.bias = 20;
  lab.live(5);
  REQUIRE(lab.world.ties.find(0, 1));
  CHECK(lab.world.ties.find(0, 1)->flags == (kAnsweredTie | kSameCity));
  CHECK(lab.world.ties.find(1, 0)->flags == (kAnsweredTie | kSameCity));
}

TEST_CASE("message.follow_prob: those who exchanged words follow each other so often") {
  const auto links = [](double probability) {
    Pairs lab(1000, 3);
    lab.mechanisms.message.bias = 20;
    lab.mechanisms.message.follow_prob = probability;
    lab.live(1);
    for (AgentId a = 0; a < 1000; a += 2)
      for (const Follow& f : lab.world.follows.followees(a)) CHECK(f.tied != 0);
    CHECK(lab.counts.follows == lab.world.follows.edges());
    return static_cast<double>(lab.world.follows.edges());
  };
  CHECK(links(0) == 0);
  CHECK(links(1) == 1000);
  CHECK(std::abs(links(0.2) - 200) < four_sd(1000, 0.2));
}
