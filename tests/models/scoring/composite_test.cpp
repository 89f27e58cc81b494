#include "models/scoring/composite.h"

#include <doctest/doctest.h>

#include <cmath>

#include "models/catalogue.h"
#include "models/scoring/follower_ratio.h"
#include "tests/models/scoring/graph_of.h"

using namespace clout;
using namespace clout::test;

namespace {

const Links kLinks = {{1, 0}, {2, 0}, {2, 1}};

/// What a scenario that says so means, and what is wrong with it.
std::pair<std::unique_ptr<ModelSetup<ScoringAlgorithm>>, std::string> read_composite(const std::string& yaml) {
  Faults faults;
  auto setup = find_row(make_catalogue().scoring, "composite")->setup();
  ParamReader reader(Document::parse(yaml, "test", faults).root(), faults);
  setup->visit(reader);
  reader.finish();
  return {std::move(setup), faults.text()};
}

std::unique_ptr<ScoringAlgorithm> composite(const std::string& yaml) {
  const auto [setup, faults] = read_composite(yaml);
  REQUIRE(faults == "");
  return setup->build();
}

std::string composite_faults(const std::string& yaml) { return read_composite(yaml).second; }

}  // namespace

TEST_CASE("weights and the parts' own parameters, by hand") {
  const auto score = composite("parts: [{name: follower_ratio, prior: 1, weight: 3}, {name: follower_count}]");
  const auto scores = scores_of(*score, graph_of(3, kLinks));
  // Shares of followers 2/3, 1/3, 0; followers 2, 1, 0 as the public sees them: log 3, log 2, log 1 over log 4.
  CHECK(scores[0] == doctest::Approx(100 * (3 * 2.0 / 3 + std::log(3.0) / std::log(4.0)) / 4));
  CHECK(scores[1] == doctest::Approx(100 * (3 * 1.0 / 3 + std::log(2.0) / std::log(4.0)) / 4));
  CHECK(scores[2] == 0);
}

TEST_CASE("one part alone keeps its order and its cue, whatever its weight") {
  const FollowGraph follows = graph_of(60, random_links(60, 5, 3));
  FollowerRatio part({.prior = 4});
  const auto alone = scores_of(part, follows);
  const auto score = composite("parts: [{name: follower_ratio, prior: 4, weight: 7}]");
  const auto scores = scores_of(*score, follows);
  std::vector<float> cues(scores.size());
  score->cues(scores, cues);
  for (std::size_t i = 0; i < scores.size(); ++i) CHECK(cues[i] == doctest::Approx(alone[i]));
}

TEST_CASE("parts remember days, and a copy has a memory of its own") {
  ThreadPool pool(1);
  Ledger ledger(2);
  const FollowGraph follows(2);
  const auto score = composite("parts: [stack_overflow]");
  const auto alone = find_row(make_catalogue().scoring, "stack_overflow")->defaults->build();
  std::vector<float> scores(2), scores_alone(2), copied(2);
  const auto day = [&](Day d) { return ScoringView{.day = d, .agents = 2, .follows = follows, .ledger = ledger}; };
  score->start(day(0), pool, scores);
  alone->start(day(0), pool, scores_alone);
  const auto copy = score->clone();
  ledger.likes[0] = 3;
  for (ScoringAlgorithm* each : {score.get(), alone.get()}) each->observe(day(1), pool);
  score->update(day(1), pool, scores);
  alone->update(day(1), pool, scores_alone);
  copy->update(day(1), pool, copied);
  std::vector<float> cues(2);
  alone->cues(scores_alone, cues);
  CHECK(scores[0] == doctest::Approx(100 * cues[0]));
  CHECK(scores[0] > scores[1]);
  CHECK(copied[0] == copied[1]);
}

TEST_CASE("it looks at what its parts look at, as long as the one that looks back longest") {
  const auto score = composite("parts: [follower_count, {name: klout, window_days: 20}]");
  const auto klout = find_row(make_catalogue().scoring, "klout")->defaults->build();
  ScoreInputs both = klout->reads();
  both.add(ScoreInput::followers);
  CHECK(score->reads() == both);
  CHECK(score->memory_days(30) >= 20);
  CHECK(score->memory_days(30) < klout->memory_days(30));
}

TEST_CASE("what is wrong is said at its place, and once") {
  CHECK_NOTHROW(read_composite("parts: []").first->build());
  CHECK(composite_faults("parts: []").find("there is no part") != std::string::npos);
  CHECK(composite_faults("parts: [klaut]").find("did you mean 'klout'") != std::string::npos);
  CHECK(composite_faults("parts: [{weight: 2}]").find("a name is missing") != std::string::npos);
  CHECK(composite_faults("parts: [{name: klout, weight: 0}]").find("test:1:") != std::string::npos);
  CHECK(composite_faults("parts: [{name: klout, dampin: 0}]").find("dampin") != std::string::npos);
  CHECK(composite_faults("parts: [composite]").find("composite") != std::string::npos);
  CHECK(composite_faults("parts: [{name: klout, weight: 1e308}]") ==
        "test:1:31: parts.klout.weight: 1e308 is outside (0, 1000000000]\n");
  CHECK(composite_faults("parts: [klout, {name: klout, weight: 2}]") ==
        "test:1:23: parts.1.name: 'klout' stands there already with the same parameters; one with the sum of the "
        "weights would do\n");
  CHECK(composite_faults("parts: [klout, {name: klout, window_days: 20}]") == "");
  CHECK(composite_faults("parts: [klaut, klaut, klout]").find("already") == std::string::npos);
}
