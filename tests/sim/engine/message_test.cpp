#include <doctest/doctest.h>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

Plan writing(double Plan::* approach) { return approaching(only(&Plan::engage), approach); }

// Messages that each agent got while 0 wrote for some days.
std::vector<std::uint32_t> received(Lab& lab, int days = 50) {
  lab.live(days);
  const auto& column = lab.world.ledger.messages_received;
  return {column.begin(), column.end()};
}

}  // namespace

TEST_CASE("messages sent are the whole number that the time for them pays; what is left is kept") {
  Lab lab(3);
  lab.give(0, writing(&Plan::among_ties), 7 * 750 / 3600.0);  // two and a half a day
  lab.tie(0, 1, 100);
  lab.live(1);
  CHECK(lab.world.ledger.messages_sent[0] == 2);
  CHECK(lab.world.balances.engage[0] == 150);
  lab.live(3);
  CHECK(lab.world.ledger.messages_sent[0] == 10);
  CHECK(lab.world.ledger.seconds_online[0] == 10 * 300);
  CHECK(lab.total(lab.world.ledger.messages_received) == 10);
}

TEST_CASE("message.on off: nobody writes, nobody answers") {
  Lab lab(3);
  lab.give(0, writing(&Plan::at_random), 20);
  lab.mechanisms.message.on = false;
  lab.live(20);
  CHECK(lab.total(lab.world.ledger.messages_sent) == 0);
  CHECK(lab.total(lab.world.ledger.messages_received) == 0);
  CHECK(lab.world.ties.records() == 0);
}

TEST_CASE("nobody present to write to: the time is kept") {
  Lab lab(2);
  lab.give(0, writing(&Plan::at_random), 20);
  lab.absent(1);
  lab.live(5);
  CHECK(lab.world.ledger.messages_sent[0] == 0);
  CHECK(lab.world.ledger.seconds_online[0] == 0);
}

TEST_CASE("who comes across nobody writes no more on that day: the time is kept for the next") {
  // Of two people at random one comes upon oneself, and once more, in a quarter of the tries.
  Lab lab(2);
  lab.give(0, writing(&Plan::at_random), 7 * 300 / 3600.0);  // one message a day
  int idle = 0, made_up = 0;
  for (int day = 1; day <= 40; ++day) {
    const auto before = lab.world.ledger.messages_sent[0];
    lab.live(1);
    const auto sent = lab.world.ledger.messages_sent[0];
    idle += sent == before;
    made_up += sent > before + 1;
    REQUIRE(lab.world.balances.engage[0] == 300 * (day - static_cast<int>(sent)));
  }
  CHECK(idle >= 3);
  CHECK(made_up >= 1);
}

TEST_CASE("among_ties writes to ties alone, at_random to anybody present") {
  Lab ties(6), random(6);
  ties.give(0, writing(&Plan::among_ties), 20);
  random.give(0, writing(&Plan::at_random), 20);
  for (Lab* lab : {&ties, &random}) {
    lab->tie(0, 1, 100);
    lab->tie(0, 2, 100);
    lab->mechanisms.message.e_online = 0;
    lab->absent(2);
    lab->absent(5);
  }
  const auto t = received(ties), r = received(random);
  CHECK(t[1] == ties.world.ledger.messages_sent[0]);
  CHECK(r[1] > 0);
  CHECK(r[3] > 0);
  CHECK(r[4] > 0);
  CHECK(r[0] + r[2] + r[5] == 0);
}

TEST_CASE("by_bio writes to those whose bio claims the role in the own city, at the price of a look at a profile") {
  Lab lab(6);
  Plan p = writing(&Plan::by_bio);
  p.discover = 1;
  lab.give(0, p, 20);
  lab.society->cities = 2;
  for (const AgentId a : {1u, 2u, 3u, 4u}) lab.society->claimed_role[a] = kExecutive;
  for (const AgentId a : {1u, 2u, 3u}) lab.society->flags[a] = kPresent | kBioComplete;
  lab.society->flags[5] = kPresent | kBioComplete;
  lab.society->city[3] = 1;
  lab.mechanisms.discover.on = false;
  const auto got = received(lab);
  CHECK(got[1] > 0);
  CHECK(got[2] > 0);
  CHECK(got[3] + got[4] + got[5] == 0);
  const auto sent = lab.world.ledger.messages_sent[0];
  CHECK(lab.world.ledger.seconds_online[0] == sent * (300 + 60));
}

TEST_CASE("by_bio without time for profiles falls back on people one knows") {
  Lab lab(3);
  lab.give(0, writing(&Plan::by_bio), 20);
  lab.society->claimed_role[1] = kExecutive;
  lab.society->flags[1] = kPresent | kBioComplete;
  lab.tie(0, 2, 1000);
  const auto got = received(lab);
  CHECK(got[1] == 0);
  CHECK(got[2] > 0);
}

TEST_CASE("by_score goes to the leaderboard with chance `leaderboard`, else to the best in sight") {
  // 0 follows 1, who follows 2 .. 5; 6 leads the board.
  const auto run = [](double leaderboard, bool visible) {
    Lab lab(7);
    lab.give(0, writing(&Plan::by_score), 20);
    lab.follow(0, 1);
    for (AgentId a = 2; a < 6; ++a) lab.follow(1, a);
    lab.mechanisms.discover.leaderboard = leaderboard;
    if (visible) {
      lab.cue = {0, 0, 0.2f, 0.4f, 0.3f, 0.1f, 1};
      lab.leaderboard = {6};
    }
    lab.mechanisms.message.follow_prob = 0;
    return received(lab);
  };
  const auto board = run(1, true), sight = run(0, true), blind = run(1, false);
  CHECK(board[6] > 0);
  CHECK(board[3] == 0);
  CHECK(sight[6] == 0);
  CHECK(sight[3] > 0);
  CHECK(sight[2] + sight[4] + sight[5] == 0);  // all four are in sight, 3 has the best score
  CHECK(blind[6] == 0);
  for (AgentId a = 2; a < 6; ++a) CHECK(blind[a] > 0);
}

TEST_CASE("sight: the fewer are in sight, the less the cue decides") {
  const auto share_of_best = [](std::int64_t sight) {
    Lab lab(10);
    lab.give(0, writing(&Plan::by_affinity), 100);
    lab.follow(0, 1);
    for (AgentId a = 2; a < 10; ++a) {
      lab.follow(1, a);
      lab.society->topics[a] = 2;
    }
    lab.society->topics[9] = 1;
    lab.mechanisms.discover.sight = sight;
    lab.mechanisms.message.follow_prob = 0;
    const auto got = received(lab, 30);
    return static_cast<double>(got[9]) / lab.world.ledger.messages_sent[0];
  };
  CHECK(share_of_best(1) == doctest::Approx(1.0 / 8).epsilon(0.2));
  CHECK(share_of_best(4) == doctest::Approx(4.0 / 8).epsilon(0.1));
  CHECK(share_of_best(8) == 1);
}
