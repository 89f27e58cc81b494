#include "sim/output/graph_export.h"

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>
#include <string>

#include "sim/output/csv.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;

namespace {

FollowGraph three() {
  FollowGraph g(3);
  g.follow(0, 2, 0);
  g.follow(0, 1, 12);
  g.follow(2, 0, 5);
  return g;
}

}  // namespace

TEST_CASE("the follow graph as an edge list") {
  const Scratch dir;
  export_follows(dir / "f.csv", three(), GraphFormat::edge_list);
  CHECK(read_file(dir / "f.csv") == "follower,followee,since_day\n0,1,12\n0,2,0\n2,0,5\n");
}

TEST_CASE("the follow graph as GraphML, names escaped") {
  const Scratch dir;
  Society society;
  society.role_names = {"R&D <lead>"};
  society.role = {0, 0, 0};
  society.city = {3, 0, 1};
  export_follows(dir / "f.graphml", three(), GraphFormat::graphml, &society);
  const std::string text = read_file(dir / "f.graphml");
  CHECK(text.find("<node id=\"n0\"><data key=\"role\">R&amp;D &lt;lead&gt;</data><data key=\"city\">3</data></node>") !=
        text.npos);
  CHECK(text.find("edgedefault=\"directed\"") != text.npos);
  CHECK(text.find("<edge source=\"n0\" target=\"n1\"><data key=\"since_day\">12</data></edge>") != text.npos);
  CHECK(text.ends_with("</graph>\n</graphml>\n"));
}

TEST_CASE("ties once each, with what they are worth on the day; the forgotten are left out") {
  const Scratch dir;
  const TieClock clock{TieParams{}};
  Ties ties(3);
  const auto tie = [&](AgentId a, AgentId b, double hours, std::uint8_t flags) {
    const HalfTie at_a{b, clock.level(hours), 0, 0, flags}, at_b{a, clock.level(hours), 0, 0, flags};
    const std::array<HalfTie, 1> one{at_a}, other{at_b};
    ties.assign(a, one);
    ties.assign(b, other);
  };
  tie(0, 2, 30, kInitialTie | kMetTie);
  export_ties(dir / "t.csv", ties, clock, 0, GraphFormat::edge_list);
  const CsvTable t = read_csv(dir / "t.csv");
  CHECK(t.header == std::vector<std::string>{"agent", "contact", "hours", "initial", "answered", "met"});
  REQUIRE(t.rows.size() == 1);
  CHECK(t.number(0, 1) == 2);
  CHECK(t.number(0, 2) == doctest::Approx(30).epsilon(1e-3));
  CHECK(t.rows[0][3] == "true");
  CHECK(t.rows[0][4] == "false");
  export_ties(dir / "late.csv", ties, clock, 365 * 100, GraphFormat::edge_list);
  CHECK(read_csv(dir / "late.csv").rows.empty());
  export_ties(dir / "t.graphml", ties, clock, 0, GraphFormat::graphml);
  CHECK(read_file(dir / "t.graphml").find("<data key=\"initial\">true</data><data key=\"answered\">false</data>") !=
        std::string::npos);
}

TEST_CASE("words and names of formats") {
  CHECK(graph_format("edge_list") == GraphFormat::edge_list);
  CHECK(graph_format("graphml") == GraphFormat::graphml);
  CHECK_THROWS_AS((void)graph_format("gexf"), std::invalid_argument);
  CHECK(graph_file_name("follows", 180, GraphFormat::edge_list) == "follows_day_0180.csv");
  CHECK(graph_file_name("ties", 12345, GraphFormat::graphml) == "ties_day_12345.graphml");
}
