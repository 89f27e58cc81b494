#include "sim/world/population_params.h"

#include <doctest/doctest.h>

#include <string>

#include "sim/core/params.h"
#include "sim/core/section.h"

using namespace clout;

namespace {

template <class P>
std::string faults_of(P params, const std::string& yaml) {
  Faults faults;
  const Document document = Document::parse(yaml, "f.yaml", faults);
  ParamReader reader(document.root(), faults);
  params.visit(reader);
  reader.finish();
  return faults.text();
}

template <class P>
std::string written(P params) {
  ParamWriter writer;
  params.visit(writer);
  return writer.yaml();
}

}  // namespace

TEST_CASE("default roles: ordinary, professional, executive; shares sum to 1") {
  const auto roles = default_roles();
  REQUIRE(roles.size() == 3);
  CHECK(roles[0].name == "ordinary");
  CHECK(roles[1].name == "professional");
  CHECK(roles[2].name == "executive");
  CHECK(roles[0].share + roles[1].share + roles[2].share == doctest::Approx(1));
  // G35: 55-75 % of executives have no account.
  CHECK(1 - roles[2].present >= 0.55);
  CHECK(1 - roles[2].present <= 0.75);
  // Outside demand exceeds what their inbox takes, and offline they have more than online.
  CHECK(roles[2].outside_messages > roles[2].inbox_capacity);
  CHECK(roles[2].hours_offline_median > 10 * roles[2].hours_online_median);
  CHECK(roles[2].offline_contacts_mean > 2 * roles[1].offline_contacts_mean);
}

TEST_CASE("defaults read back as they were written, without a fault") {
  for (const std::string& yaml : {written(PopulationParams{})}) {
    Faults faults;
    const Document document = Document::parse(yaml, "f.yaml", faults);
    ParamReader reader(document.root(), faults);
    PopulationParams read;
    read.roles.clear();
    read.visit(reader);
    reader.finish();
    CHECK(faults.text() == "");
    CHECK(written(read) == yaml);
  }
  CHECK(faults_of(OfflineParams{}, written(OfflineParams{})) == "");
  CHECK(faults_of(NetworkParams{}, written(NetworkParams{})) == "");
}

TEST_CASE("correlations that no three variables can have are refused") {
  CHECK(faults_of(PopulationParams{}, "activity_fame_corr: 0.9\nactivity_voice_corr: -0.9\nvoice_fame_corr: 0.9\n") ==
        "f.yaml:1:21: activity_fame_corr: activity_fame_corr, activity_voice_corr and voice_fame_corr contradict each "
        "other: no three variables have these correlations; bring the largest nearer to 0\n");
  CHECK(faults_of(PopulationParams{}, "activity_fame_corr: 0\nactivity_voice_corr: 0\nvoice_fame_corr: 0\n") == "");
}

TEST_CASE("there is a role, and names have to differ") {
  CHECK(faults_of(PopulationParams{}, "roles: []\n") ==
        "f.yaml:1:8: roles: there are 0 roles; between 1 and 255 would do\n");
  CHECK(faults_of(PopulationParams{}, "roles:\n  - {name: a, share: 0.5}\n  - {name: a, share: 0.5}\n") ==
        "f.yaml:3:12: roles.1.name: two roles have the name 'a'\n");
}

TEST_CASE("where links are sought cannot sum to more than 1; an edge list needs a file") {
  CHECK(faults_of(NetworkParams{}, "same_city: 0.5\nsame_topic: 0.4\nclosure: 0.2\n") ==
        "f.yaml:3:10: closure: same_city, same_topic and closure sum to 1.1; at most 1 would do: the rest is sought "
        "anywhere\n");
  CHECK(faults_of(NetworkParams{}, "kind: edge_list\n").find("a network of kind edge_list needs a file") !=
        std::string::npos);
  CHECK(faults_of(NetworkParams{}, "kind: edge_list\nfile: f.csv\n") ==
        "f.yaml:1:1: direction: is missing: does a line `1 2` mean that 1 follows 2 (source_follows_target) or that 2 "
        "follows 1 (target_follows_source)?\n");
  CHECK(faults_of(NetworkParams{}, "kind: edge_list\nfile: f.csv\ndirection: source_follows_target\n") == "");
}
