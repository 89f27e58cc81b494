#include "models/scoring/twitter_grader.h"

#include <doctest/doctest.h>

#include "tests/models/scoring/graph_of.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("a grade is the share with an equal or lower mark") {
  TwitterGrader score({.followers = 1, .power = 0, .updates = 0, .recency = 0, .ratio = 0, .engagement = 0});
  // Followers 0, 1, 1, 2.
  CHECK(scores_of(score, graph_of(4, {{0, 1}, {0, 2}, {0, 3}, {1, 3}})) == std::vector<float>{25, 75, 75, 100});
}

TEST_CASE("of two with as many followers the one whose followers are followed leads; and who follows fewer") {
  const FollowGraph follows = graph_of(6, {{2, 0}, {3, 1}, {4, 3}, {5, 3}});
  TwitterGrader power({.ratio = 0});
  const auto scores = scores_of(power, follows);
  CHECK(scores[1] > scores[0]);
  TwitterGrader ratio({.power = 0});
  const auto by_ratio = scores_of(ratio, graph_of(4, {{2, 0}, {3, 1}, {1, 2}}));
  CHECK(by_ratio[0] > by_ratio[1]);
}

TEST_CASE("every weight counts") {
  ThreadPool pool(1);
  const FollowGraph none(2);
  const auto leads = [&](auto change) {
    Ledger ledger(2);
    change(ledger);
    std::vector<float> scores(2);
    TwitterGrader({}).update({.agents = 2, .follows = none, .ledger = ledger}, pool, scores);
    return scores[1] > scores[0];
  };
  CHECK(leads([](Ledger& l) { l.posts[1] = 1; }));
  CHECK(leads([](Ledger& l) { l.posts_recent[1] = kRecentUnit; }));
  CHECK(leads([](Ledger& l) { l.likes[1] = 1; }));
  CHECK(leads([](Ledger& l) { l.reshares[1] = 1; }));
  CHECK(leads([](Ledger& l) { l.replies[1] = 1; }));
  CHECK(!leads([](Ledger& l) { l.items_read[1] = 9; }));
}

TEST_CASE("without power it reads no links") {
  CHECK(TwitterGrader({}).reads().has(ScoreInput::links));
  CHECK(!TwitterGrader({.power = 0}).reads().has(ScoreInput::links));
}
