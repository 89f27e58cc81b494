#include "sim/scenario/mechanisms.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace clout;

namespace {

std::vector<ParamRow> rows_of(Mechanisms mechanisms = {}) {
  ParamLister lister;
  mechanisms.visit(lister);
  return lister.list();
}

}  // namespace

TEST_CASE("every mechanism of MODEL 4 can be switched off") {
  for (const char* path :
       {"publish.on", "react.on", "react.reshares", "message.on", "message.outside_demand", "message.infinite_inbox",
        "discover.on", "discover.follow_back", "discover.unfollow", "discover.recommender", "meet.on", "ties.decay"}) {
    bool found = false;
    for (const ParamRow& row : rows_of()) found = found || (row.path == path && row.type == "true or false");
    CHECK_MESSAGE(found, path);
  }
}

TEST_CASE("every constant of a stage has a meaning, and a source or the word assumed") {
  for (const ParamRow& row : rows_of()) {
    CHECK_MESSAGE(!row.doc.empty(), row.path);
    if (row.type == "mapping") continue;
    CHECK_MESSAGE(!row.source.empty(), row.path);
  }
}

TEST_CASE("e_online names its prior") {
  const auto rows = rows_of();
  const auto row =
      std::find_if(rows.begin(), rows.end(), [](const ParamRow& r) { return r.path == "message.e_online"; });
  REQUIRE(row != rows.end());
  CHECK(row->doc.find("LogUniform(.02, 1)") != std::string::npos);
}

TEST_CASE("defaults lie in their ranges: what the writer writes of them is read without a fault") {
  Mechanisms m;
  ParamWriter writer;
  m.visit(writer);
  Faults faults;
  ParamReader reader(Document::parse(writer.yaml(), "m.yaml", faults).root(), faults);
  m.visit(reader);
  reader.finish();
  CHECK(faults.text() == "");
}

TEST_CASE("what the writer writes the reader reads, for values that are no defaults") {
  Mechanisms m;
  m.prices.carry_over_days = 3;
  m.react.base = 0.0625;
  m.react.reshare_hops_max = 2;
  m.message.infinite_inbox = true;
  m.discover.followees_max = 17;
  m.meet.on = false;
  m.ties.cap = 9;
  ParamWriter writer;
  m.visit(writer);

  Faults faults;
  Mechanisms back;
  ParamReader reader(Document::parse(writer.yaml(), "m.yaml", faults).root(), faults);
  back.visit(reader);
  reader.finish();
  CHECK(faults.text() == "");
  ParamWriter again;
  back.visit(again);
  CHECK(again.yaml() == writer.yaml());
  CHECK(back.discover.followees_max == 17);
}

TEST_CASE("time online is paid in whole seconds: a price with a fraction is refused, not rounded") {
  Faults faults;
  Mechanisms m;
  ParamReader reader(
      Document::parse("prices: {read_seconds: 2.5, post_seconds: 90, profile_seconds: 0}", "m.yaml", faults).root(),
      faults);
  m.visit(reader);
  CHECK(faults.text() ==
        "m.yaml:1:24: prices.read_seconds: expected a whole number, got '2.5'\n"
        "m.yaml:1:64: prices.profile_seconds: 0 is outside [1, 36000]\n");
  CHECK(m.prices.read_seconds == PriceParams().read_seconds);
  CHECK(m.prices.post_seconds == 90);
}

TEST_CASE("a count of hops that is not whole is refused") {
  Faults faults;
  Mechanisms m;
  ParamReader reader(Document::parse("react: {reshare_hops_max: 1.5}", "m.yaml", faults).root(), faults);
  m.visit(reader);
  CHECK(faults.text() == "m.yaml:1:27: react.reshare_hops_max: expected a whole number, got '1.5'\n");
}
