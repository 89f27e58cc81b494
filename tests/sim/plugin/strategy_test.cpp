#include "sim/plugin/strategy.h"

#include <doctest/doctest.h>

using namespace clout;

namespace {

std::string faults_of(const char* yaml) {
  Faults faults;
  const Document document = Document::parse(yaml, "a.yaml", faults);
  Plan plan;
  ParamReader reader(document.root(), faults);
  plan.visit(reader);
  reader.finish();
  return faults.text();
}

}  // namespace

TEST_CASE("a plan's weights are not negative and its chances are chances") {
  CHECK(faults_of("{read: 0, post: 3, by_bio: 2.5, reply_prob: 1}") == "");
  CHECK(faults_of("post: -1") != "");
  CHECK(faults_of("reply_prob: 1.8") != "");
  CHECK(faults_of("redd: 1") != "");
}

TEST_CASE("a plan must split time among something") {
  CHECK(faults_of("{read: 0, post: 0, engage: 0, discover: 0}").find("at least one must be above 0") !=
        std::string::npos);
  CHECK(faults_of("{by_affinity: 0, among_ties: 0, at_random: 0}").find("by_bio, among_ties and at_random are all 0") !=
        std::string::npos);
  CHECK(faults_of("{meet_ties: 0, meet_introduced: 0, meet_answered: 0, meet_event: 0}") != "");
}
