// Verifies sim/engine/twins.h: which score a learner goes by.
#include "sim/engine/twins.h"

#include <doctest/doctest.h>

#include "models/catalogue.h"

using namespace clout;

namespace {

Scenario twins_scenario(const std::string& learner, const std::string& scoring,
                        const std::string& interventions = "[]") {
  Faults faults;
  Scenario s = read_scenario("schema: 1\npopulation: {agents: 300}\nstrategies:\n  - {name: casual, share: 0.5}\n  - " +
                                 learner + "\n  - {name: value_learner, share: 0.2}\nscoring: " + scoring +
                                 "\ninterventions: " + interventions + "\n",
                             "twins.yaml", {}, make_catalogue(), faults);
  REQUIRE_MESSAGE(faults.empty(), faults.text());
  return s;
}

const std::string kByShown = "{name: score_learner, share: 0.3}";

}  // namespace

TEST_CASE("twins: the score named, else the visible one, else the first to be shown, else none") {
  CHECK(twins_of(twins_scenario(kByShown, "{visible: klout}"))->score == "klout");
  CHECK(twins_of(twins_scenario("{name: score_learner, share: 0.3, score: pagerank}",
                                "{visible: klout, shadow: [pagerank]}"))
            ->score == "pagerank");
  CHECK(twins_of(twins_scenario(
                     kByShown, "{visible: none, shadow: [klout, pagerank]}",
                     "[{day: 90d, kind: show_score, score: klout}, {day: 9d, kind: show_score, score: pagerank}]"))
            ->score == "pagerank");
  CHECK(twins_of(twins_scenario(kByShown, "{visible: none, shadow: [klout]}"))->score.empty());
}

TEST_CASE("twins: both must be there; they are the first of their kind") {
  CHECK_FALSE(twins_of(twins_scenario("{name: klout_chaser, share: 0.3}", "{visible: klout}")));
  const auto twins = twins_of(twins_scenario(kByShown, "{visible: klout}"));
  CHECK(twins->by_score == 1);
  CHECK(twins->by_value == 2);
}
