#include "sim/recorded/recording.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/recorded/act_recorder.h"
#include "sim/scenario/score_file.h"
#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

ScoreSpec score_of(const std::string& word) {
  Faults faults;
  ScoreSpec score = read_score(word, {}, make_catalogue(), faults);
  REQUIRE(faults.text() == "");
  return score;
}

std::vector<float> scored(const Recording& recording, const std::string& word, const ReactParams& react = {}) {
  ThreadPool pool(2);
  const RecordingParams params{react.fade_days, react.selectivity, static_cast<std::size_t>(react.engagers_kept), 1};
  return score_recording(recording, *score_of(word).setup->build(), 1, params, pool);
}

Recording of_two() {
  Recording r;
  r.ids = {"ada", "bob"};
  r.follows = FollowGraph(2);
  r.has = ScoreInputs::all();
  return r;
}

}  // namespace

TEST_CASE("what people did in a live world gives them the same scores from a recording of it") {
  History h(small_scenario({{"population.agents", "200"}}), 1, 2);
  const std::size_t n = h.branch.world().agents();
  const std::vector<std::string> words = {"klout",
                                          "peerindex",
                                          "follower_count",
                                          "pagerank",
                                          "foursquare",
                                          CLOUT_SOURCE_DIR "/scenarios/rules/stack_overflow.yaml",
                                          CLOUT_SOURCE_DIR "/scenarios/rules/discourse_trust.yaml",
                                          CLOUT_SOURCE_DIR "/scenarios/rules/duolingo_league.yaml"};
  ThreadPool pool(2);
  std::vector<Meeting> met;  // today
  const auto view = [&](bool start) {
    const World& w = h.branch.world();
    return ScoringView{.day = w.day,
                       .agents = n,
                       .follows = w.follows,
                       .ledger = w.ledger,
                       .reactions = start ? std::span<const Reaction>() : h.scratch.reactions.delivered(),
                       .seed = 1,
                       .meetings = start ? std::span<const Meeting>() : met};
  };
  std::vector<std::unique_ptr<ScoringAlgorithm>> live;
  std::vector<std::vector<float>> scores(words.size(), std::vector<float>(n));
  for (std::size_t k = 0; k < words.size(); ++k) {
    live.push_back(score_of(words[k]).setup->build());
    live[k]->start(view(true), pool, scores[k]);
  }
  ActRecorder recorder(h.branch.world().follows, h.branch.world().ledger);
  for (int day = 0; day < 60; ++day) {
    h.live(1);
    met = h.scratch.meetings();
    recorder.record_day(h.branch.world().follows, h.branch.world().ledger, h.scratch.reactions.delivered(), met);
    for (std::size_t k = 0; k < words.size(); ++k) {
      live[k]->observe(view(false), pool);
      live[k]->update(view(false), pool, scores[k]);
    }
  }
  const auto kinds = [&](RecordedActKind kind) {
    return std::count_if(recorder.recording().acts.begin(), recorder.recording().acts.end(),
                         [&](const RecordedAct& act) { return act.kind == kind; });
  };
  for (const auto kind : {RecordedActKind::post, RecordedActKind::like, RecordedActKind::reshare,
                          RecordedActKind::reply, RecordedActKind::follow, RecordedActKind::unfollow})
    CHECK(kinds(kind) > 0);
  for (std::size_t k = 0; k < words.size(); ++k) {
    CAPTURE(words[k]);
    CHECK(scored(recorder.recording(), words[k], h.scenario.mechanisms.react) == scores[k]);
    CHECK(*std::max_element(scores[k].begin(), scores[k].end()) >
          *std::min_element(scores[k].begin(), scores[k].end()));
  }
  // And every column that a score may see is what it was.
  Replay replay(recorder.recording(), {h.scenario.mechanisms.react.fade_days, h.scenario.mechanisms.react.selectivity});
  while (replay.day() < recorder.recording().days) replay.live();
  const Ledger &there = replay.ledger(), &here = h.branch.world().ledger;
  for (const auto column : {&Ledger::posts, &Ledger::posts_recent, &Ledger::likes, &Ledger::reshares, &Ledger::replies,
                            &Ledger::reshares_made, &Ledger::items_read, &Ledger::messages_sent,
                            &Ledger::messages_received, &Ledger::messages_answered, &Ledger::seconds_online})
    CHECK((there.*column) == (here.*column));
  CHECK(there.meetings_held == here.meetings_held);
  CHECK(there.meetings_received == here.meetings_received);
}

TEST_CASE("each act enters its columns") {
  Recording r = of_two();
  r.acts = {{0, 0, 0, RecordedActKind::post},    {0, 1, 0, RecordedActKind::like},
            {0, 1, 0, RecordedActKind::reshare}, {0, 1, 0, RecordedActKind::reply},
            {0, 1, 0, RecordedActKind::follow},  {0, 0, 1, RecordedActKind::message},
            {0, 0, 1, RecordedActKind::meeting}, {0, 1, 1, RecordedActKind::read}};
  const auto of = [&](const std::string& formula) {
    Faults faults;
    const ScoreSpec spec = read_score("formula", {{"formula", formula}}, make_catalogue(), faults);
    REQUIRE(faults.text() == "");
    ThreadPool pool(1);
    return score_recording(r, *spec.setup->build(), 1, {}, pool);
  };
  using Two = std::vector<float>;
  CHECK(of("posts") == Two{1, 0});
  CHECK(of("posts_recent") == Two{1, 0});
  CHECK(of("likes") == Two{1, 0});
  CHECK(of("reshares") == Two{1, 0});
  CHECK(of("replies") == Two{1, 0});
  CHECK(of("reshares_made") == Two{0, 1});
  CHECK(of("followers") == Two{1, 0});
  CHECK(of("followees") == Two{0, 1});
  CHECK(of("messages_sent") == Two{1, 1});
  CHECK(of("messages_received") == Two{1, 1});
  CHECK(of("items_read") == Two{0, 1});
  CHECK(of("check_ins") == Two{1, 1});
  CHECK(of("engagers") == Two{1, 0});
  CHECK_THROWS_AS(of("1 / posts"), std::domain_error);
}

TEST_CASE("the first day is day 0 to a score: a Sunday, and within a window of one day") {
  Recording r = of_two();
  r.acts = {{0, 0, 0, RecordedActKind::post}, {0, 1, 0, RecordedActKind::like}};
  const auto of = [&](const std::string& model, const std::vector<Override>& set) {
    Faults faults;
    const ScoreSpec spec = read_score(model, set, make_catalogue(), faults);
    REQUIRE(faults.text() == "");
    ThreadPool pool(1);
    return score_recording(r, *spec.setup->build(), 1, {}, pool);
  };
  CHECK(of("rules", {{"points", "[{act: post, points: 1, weekdays: [sunday]}]"}})[0] == 1);
  CHECK(of("rules", {{"points", "[{act: post, points: 1, weekdays: [monday]}]"}})[0] == 0);
  CHECK(of("klout_2011", {{"window_days", "1"}, {"publish", "true_reach"}})[0] == 1);
  CHECK(of("pagerank", {{"of", "reactions"}, {"window_days", "1"}})[0] > 1);
  r.days = 2;
  CHECK(of("klout_2011", {{"window_days", "1"}, {"publish", "true_reach"}})[0] == 0);
  CHECK(of("pagerank", {{"of", "reactions"}, {"window_days", "1"}})[0] == 1);
  r.days = 8;  // the second week begins on day 7
  CHECK(of("rules", {{"points", "[{act: post, points: 1}]"}, {"forget", "week"}})[0] == 0);
  r.days = 7;
  CHECK(of("rules", {{"points", "[{act: post, points: 1}]"}, {"forget", "week"}})[0] == 1);
}

TEST_CASE("links come and go on their days, and a score is published at the end whatever its cadence") {
  Recording r = of_two();
  r.days = 3;
  r.acts = {{0, 1, 0, RecordedActKind::follow}, {2, 1, 0, RecordedActKind::unfollow}};
  ThreadPool pool(1);
  const auto followers = [&](Day days, Day every) {
    r.days = days;
    return score_recording(r, *score_of("follower_count").setup->build(), every, {}, pool)[0];
  };
  CHECK(followers(2, 1) == 1);
  CHECK(followers(3, 1) == 0);
  CHECK(followers(3, 2) == 0);
}

TEST_CASE("who is quiet on a day does nothing, and nothing is done to them") {
  Recording r = of_two();
  r.days = 2;
  for (const Day day : {0, 1}) {
    r.acts.push_back({day, 0, 0, RecordedActKind::post});
    r.acts.push_back({day, 1, 1, RecordedActKind::post});
    r.acts.push_back({day, 1, 0, RecordedActKind::like});
    r.counts.push_back({day, 0, ScoreInput::hours_online, 60});
  }
  Replay replay(r, {});
  replay.live();
  const std::vector<std::uint8_t> quiet = {1, 0};
  replay.live({}, quiet);
  CHECK(replay.day() == 2);
  CHECK(replay.ledger().posts == decltype(replay.ledger().posts){1, 2});
  CHECK(replay.ledger().likes[0] == 1);
  CHECK(replay.ledger().seconds_online[0] == 60);
}

TEST_CASE("as a live world publishes, what comes after the last day for it is not in the scores") {
  Recording r = of_two();
  r.days = 3;
  r.acts = {{0, 1, 0, RecordedActKind::follow}, {2, 1, 0, RecordedActKind::unfollow}};
  ThreadPool pool(1);
  const auto followers = [&](Day every) {
    return published_scores(r, *score_of("follower_count").setup->build(), every, {}, pool)[0];
  };
  CHECK(followers(1) == 0);
  CHECK(followers(2) == 1);
  CHECK(followers(4) == 0);  // as on day 0
}
