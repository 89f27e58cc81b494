#include "sim/recorded/recording.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

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
  // Without reshares, whose reactions reach two people at once, and without unfollowing.
  History h(small_scenario({{"mechanisms.react.reshares", "false"}}), 1, 2);
  Recording r;
  const std::size_t n = h.branch.world().agents();
  for (std::size_t a = 0; a < n; ++a) r.ids.push_back(std::to_string(a));
  r.follows = h.branch.world().follows;
  r.days = 60;
  const std::string rules = CLOUT_SOURCE_DIR "/scenarios/rules/stack_overflow.yaml";
  ThreadPool pool(2);
  const auto klout = score_of("klout").setup->build(), points = score_of(rules).setup->build();
  std::vector<float> live_klout(n), live_points(n);
  const auto view = [&] {
    const World& w = h.branch.world();
    return ScoringView{.day = w.day, .agents = n, .follows = w.follows, .ledger = w.ledger,
                       .reactions = h.scratch.reactions.delivered()};
  };
  {
    ScoringView start = view();
    start.reactions = {};
    klout->start(start, pool, live_klout);
    points->start(start, pool, live_points);
  }
  std::size_t reactions = 0;
  for (Day day = 0; day < r.days; ++day) {
    const Column<std::uint32_t> posts = h.branch.world().ledger.posts;
    const FollowGraph links = h.branch.world().follows;
    h.live(1);
    const World& w = h.branch.world();
    for (AgentId a = 0; a < n; ++a) {
      for (std::uint32_t k = posts[a]; k < w.ledger.posts[a]; ++k) r.acts.push_back({day, a, a, RecordedActKind::post});
      for (const Follow& link : w.follows.followees(a))
        if (!links.follows(a, link.who)) r.acts.push_back({day, a, link.who, RecordedActKind::follow});
      for (const Follow& link : links.followees(a))
        if (!w.follows.follows(a, link.who)) r.acts.push_back({day, a, link.who, RecordedActKind::unfollow});
    }
    for (const Reaction& reaction : view().reactions) {
      const RecordedActKind kind = reaction.kind == ReactionKind::like ? RecordedActKind::like : RecordedActKind::reply;
      r.acts.push_back({day, reaction.source, reaction.target, kind, reaction.post_index, false,
                        day - reaction.post_age_days});
      ++reactions;
    }
    klout->observe(view(), pool);
    klout->update(view(), pool, live_klout);
    points->observe(view(), pool);
    points->update(view(), pool, live_points);
  }
  CHECK(reactions > 100);
  CHECK(scored(r, "klout", h.scenario.mechanisms.react) == live_klout);
  CHECK(scored(r, rules, h.scenario.mechanisms.react) == live_points);
  CHECK(*std::max_element(live_points.begin(), live_points.end()) > 1);
}

TEST_CASE("each act enters its columns") {
  Recording r = of_two();
  r.acts = {{0, 0, 0, RecordedActKind::post},    {0, 1, 0, RecordedActKind::like},
            {0, 1, 0, RecordedActKind::reshare}, {0, 1, 0, RecordedActKind::reply},
            {0, 1, 0, RecordedActKind::follow},  {0, 0, 1, RecordedActKind::message},
            {0, 0, 1, RecordedActKind::meeting}};
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
  CHECK(of("check_ins") == Two{1, 1});
  CHECK(of("engagers") == Two{1, 0});
  CHECK_THROWS_AS(of("1 / posts"), std::domain_error);
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
