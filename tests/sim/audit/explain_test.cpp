#include "sim/audit/explain.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "models/catalogue.h"
#include "sim/core/section.h"

using namespace clout;

namespace {

/// Two days of three people: 1 likes 0 twice and 2 does once, on two posts of 0; 1 follows 0 from the start.
Recording recorded() {
  Recording r;
  r.ids = {"ada", "bob", "cy"};
  r.follows = FollowGraph(3);
  r.follows.follow(1, 0, 0);
  r.has = ScoreInputs::all();
  r.days = 2;
  r.acts = {{0, 0, 0, RecordedActKind::post}, {0, 1, 0, RecordedActKind::like}, {1, 0, 0, RecordedActKind::post},
            {1, 1, 0, RecordedActKind::like}, {1, 2, 0, RecordedActKind::like}, {1, 2, 0, RecordedActKind::follow}};
  r.counts = {{0, 0, ScoreInput::hours_online, 7200}};
  return r;
}

Explanation explained(const std::string& formula, const Recording& recording = recorded(), Day every = 1) {
  const Catalogue catalogue = make_catalogue();
  std::shared_ptr<ModelSetup<ScoringAlgorithm>> setup = find_row(catalogue.scoring, "formula")->setup();
  Faults faults;
  const Document document = Document::parse("formula: '" + formula + "'", "s.yaml", faults);
  ParamReader reader(document.root(), faults);
  setup->visit(reader);
  REQUIRE(faults.text() == "");
  ThreadPool pool(1);
  return explain(
      recording, 0, [&] { return setup->build(); }, every, 5, {}, pool);
}

double points(const Explanation& e, const std::string& part) {
  for (const Contribution& c : e.parts)
    if (c.part == part) return c.points;
  return -1;
}

}  // namespace

TEST_CASE("an additive score is the sum of its parts and of doing nothing") {
  const Explanation e = explained("7 + 10 * likes + 3 * posts + 2 * followers + hours_online");
  CHECK(e.score == 7 + 30 + 6 + 4 + 2);
  CHECK(e.base == 7);
  CHECK(points(e, "likes received") == 30);
  CHECK(points(e, "own posts") == 6);
  CHECK(points(e, "followers won later") == 2);
  CHECK(points(e, "followers of day 0") == 2);
  CHECK(points(e, "hours online") == 2);
  CHECK(points(e, "replies received") == -1);  // there were none
  CHECK(e.adds_up());
  REQUIRE(e.people.size() == 2);
  CHECK(e.people[0].part == "bob");
  CHECK(e.people[0].acts == 2);
  CHECK(e.people[0].points == 20);
  CHECK(e.people[1].points == 12);  // a like, and that cy follows
}

TEST_CASE("links of day 0 that end later are in one part, so followers and followees add up") {
  Recording r = recorded();
  r.follows.follow(2, 0, 0);
  r.follows.follow(0, 1, 0);
  r.follows.follow(0, 2, 0);
  r.acts = {{0, 1, 0, RecordedActKind::unfollow}, {0, 0, 1, RecordedActKind::unfollow},
            {0, 2, 0, RecordedActKind::unfollow}, {1, 2, 0, RecordedActKind::follow},
            {1, 0, 1, RecordedActKind::follow},   {1, 0, 2, RecordedActKind::unfollow}};
  const Explanation e = explained("10 * followers + followees", r);
  CHECK(e.score == 10 + 1);  // cy left and came back, bob left; ada left bob and came back, and left cy
  CHECK(points(e, "followers of day 0") == 10);
  CHECK(points(e, "whom it followed on day 0") == 1);
  CHECK(points(e, "followers won later") == -1);  // there were none
  CHECK(e.adds_up());
  r.acts.erase(r.acts.begin() + 2, r.acts.begin() + 4);
  r.follows.unfollow(2, 0);
  r.acts.push_back({1, 2, 0, RecordedActKind::follow});
  const Explanation later = explained("10 * followers + followees", r);
  CHECK(points(later, "followers of day 0") == 0);
  CHECK(points(later, "followers won later") == 10);
  CHECK(later.adds_up());
}

TEST_CASE("a score that is not published every day is explained as it was published last") {
  CHECK(explained("likes + day", recorded(), 2).score == 3 + 2);
  const Explanation before = explained("likes + day", recorded(), 3);
  CHECK(before.score == 0);
  CHECK(points(before, "likes received") == 0);
}

TEST_CASE("what parts do together is named") {
  const Explanation e = explained("likes * posts");
  CHECK(e.score == 6);
  CHECK(points(e, "likes received") == 6);
  CHECK(points(e, "own posts") == 6);
  CHECK(e.together == -6);
  CHECK(!e.adds_up());
  CHECK(!explained("likes * posts / 1e8").adds_up());  // small, and as much beside the sum
  CHECK(explained("1e6 * (likes + posts) / 3").adds_up());
}

TEST_CASE("messages that were answered are not counted twice, and go with those that were written") {
  Recording r = recorded();
  r.counts.push_back({0, 0, ScoreInput::messages_sent, 10});
  r.counts.push_back({1, 0, ScoreInput::messages_answered, 4});
  const Explanation e = explained("messages_sent + 100 * messages_answered", r);
  const auto part =
      std::find_if(e.parts.begin(), e.parts.end(), [](const Contribution& c) { return c.part == "messages written"; });
  REQUIRE(part != e.parts.end());
  CHECK(part->acts == 10);
  CHECK(part->points == 410);
}

TEST_CASE("who did most to somebody is named first, whatever it was") {
  Recording r = recorded();
  r.acts.push_back({1, 2, 0, RecordedActKind::message});
  const Explanation e = explained("likes", r);
  REQUIRE(e.people.size() == 2);
  CHECK(e.people[0].part == "cy");  // a like, a follow and a message
  CHECK(e.people[0].acts == 3);
}

TEST_CASE("parts have names of their own; an agent that is not there is refused") {
  auto names = explained_parts();
  std::sort(names.begin(), names.end());
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
  ThreadPool pool(1);
  CHECK_THROWS_AS(explain(recorded(), 3, nullptr, 1, 5, {}, pool), std::invalid_argument);
}
