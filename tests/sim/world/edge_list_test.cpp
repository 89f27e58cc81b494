#include "sim/world/edge_list.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

using namespace clout;

namespace {

using Pairs = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

struct Read {
  EdgeList list;
  std::string faults;
  Pairs pairs() const {  // in original ids
    Pairs p;
    for (AgentId u = 0; u < list.graph.agents(); ++u)
      for (const Follow& f : list.graph.followees(u)) p.emplace_back(list.ids[u], list.ids[f.who]);
    return p;
  }
};

Read read_text(const std::string& text, NetworkParams params = {}) {
  const char* tmp = std::getenv("TMPDIR");
  params.file = std::string(tmp != nullptr ? tmp : "/tmp") + "/clout_edge_list_test.txt";
  std::ofstream(params.file, std::ios::binary) << text;
  ThreadPool pool(2);
  Faults faults;
  Read r{read_edge_list(params, pool, faults), faults.text()};
  std::remove(params.file.c_str());
  for (std::size_t at; (at = r.faults.find(params.file)) != std::string::npos;)
    r.faults.replace(at, params.file.size(), "e.txt");
  return r;
}

NetworkParams checked() {
  NetworkParams n;
  n.weights = "check";
  return n;
}

}  // namespace

TEST_CASE("commas, semicolons, tabs and spaces; header, comments, blank lines, CRLF, a last line without end") {
  const Pairs expected = {{1, 2}, {2, 7}, {7, 1}};
  for (const std::string text : {"1,2\n2,7\n7,1\n", "src,dst,weight\n1,2,0.5\n2,7,1\n7,1,2\n", "1;2\n2;7\n7;1",
                                 "1\t2\n2\t7\n7\t1\n", "# c\n% c\n\n  1   2\r\n2 7 99\r\n\r\n7 1\r\n",
                                 "\xEF\xBB\xBF\"from\" \"to\"\n7 1\n2 7\n1 2\n", "1, 2\n2, 7\n7 ,1\n"}) {
    const Read r = read_text(text);
    CHECK(r.faults == "");
    CHECK(r.pairs() == expected);
    CHECK(r.list.ids == std::vector<std::uint64_t>{1, 2, 7});
    CHECK(r.list.report.rows == 3);
    CHECK(r.list.report.edges == 3);
  }
  CHECK(read_text("a b\n1 2\n").list.report.header);
  CHECK_FALSE(read_text("1 2\n").list.report.header);
  CHECK(read_text("1 2").list.report.ends_without_newline);
  CHECK(read_text("# c\n\n1 2\n").list.report.lines == 3);
}

TEST_CASE("one separator in the whole file: another one further down is refused where it stands") {
  const auto refused = [](const char* column, const char* has, const char* had) {
    return "e.txt:2:" + std::string(column) + ": population.network.file: " + has +
           " between columns, and line 1 has " + had + "; one separator in the whole file would do\n";
  };
  CHECK(read_text("1 2\n3\t4\n").faults == refused("2", "a tab", "a space"));
  CHECK(read_text("1 2\n3 4\t0.5\n").faults == "");  // what is not read is nobody's business
  CHECK(read_text("1 2 1\n3 4\t0.5\n", checked()).faults == refused("4", "a tab", "a space"));
  CHECK(read_text("1 2\n30,4\n").faults == refused("3", "a comma", "a space"));
  CHECK(read_text("1,2\n3 4\n").faults == refused("2", "a space", "a comma"));
  CHECK(read_text("1,2\n3\t4\n").faults == refused("2", "a tab", "a comma"));
  CHECK(read_text("1\t2\n3 4\n").faults == refused("2", "a space", "a tab"));
  CHECK(read_text("1;2\n3,4\n").faults == refused("2", "a comma", "a semicolon"));
  CHECK(read_text("src dst\n3\t4\n").faults == refused("2", "a tab", "a space"));
  CHECK(read_text("1 \t2\n3\t 4\n").faults == "");  // blanks about a tab
  CHECK(read_text("1 2\n\t3 4\n").faults == "");    // before the line's first column
}

TEST_CASE("a first line of words is a header if its words name columns of ids, else a fault") {
  for (const char* header : {"source,target", "FromNodeId\tToNodeId", "\"user_id\";\"friend_id\"",
                             "follower,followee,since_day", "Node1 Node2", "u v w", "src dst"})
    CHECK_MESSAGE(read_text(std::string(header) + "\n1,2\n").list.report.header, header);
  CHECK(read_text("x12,y13\n1,2\n").faults ==
        "e.txt:1:1: population.network.file: the first line has 'x12' and 'y13': neither two whole numbers nor a "
        "header such as "
        "source,target; # before it makes it a comment\n");
  for (const char* ids : {"\"1\",\"2\"\n2,3\n", "_1,_2\n2,3\n"})  // words, but none that calls a column
    CHECK(read_text(ids).faults.starts_with("e.txt:1:1: population.network.file: the first line has "));
  CHECK(read_text("anna bob\n")
            .faults.starts_with("e.txt:1:1: population.network.file: the first line has 'anna' and 'bob'"));
  CHECK(
      read_text("# c\nsource,source\n1,2\n").faults.starts_with("e.txt:2:1: population.network.file: the first line"));
}

TEST_CASE("what is left out is counted: header, comments and empty lines, repeated edges, self-loops") {
  const EdgeListReport r = read_text("# c\nsrc dst\n\n1 2\n1 2\n3 3\n2 1\n").list.report;
  CHECK(r.lines == 7);
  CHECK(r.header);
  CHECK(r.skipped == 2);
  CHECK(r.duplicates == 1);
  CHECK(r.self_loops == 1);
  CHECK(r.edges == 2);
  CHECK(r.agents == 3);
}

TEST_CASE("no byte of the file reaches the terminal as it is") {
  CHECK(read_text("1 2\n3 \x1b[31m\xff\n").faults ==
        "e.txt:2:3: population.network.file: the target '\\x1b[31m\\xff' is not a whole number; ids run from 0 to 2^63 "
        "- 1\n");
}

TEST_CASE("direction is as stated") {
  NetworkParams n;
  CHECK(read_text("1 2\n", n).pairs() == Pairs{{1, 2}});
  n.direction = "target_follows_source";
  CHECK(read_text("1 2\n", n).pairs() == Pairs{{2, 1}});
}

TEST_CASE("duplicates are merged and counted, self-loops are left out and counted, their agents stay") {
  const Read r = read_text("1 2\n1 2\n2 1\n5 5\n5 5\n1 2\n");
  CHECK(r.faults == "");
  CHECK(r.pairs() == Pairs{{1, 2}, {2, 1}});
  CHECK(r.list.ids == std::vector<std::uint64_t>{1, 2, 5});
  CHECK(r.list.report.rows == 6);
  CHECK(r.list.report.edges == 2);
  CHECK(r.list.report.duplicates == 2);
  CHECK(r.list.report.self_loops == 2);
  CHECK(r.list.graph.follower_count(0) == 1);
}

TEST_CASE("ids up to 2^63 - 1, numbered in ascending order") {
  const Read r = read_text("9223372036854775807 0\n0 1000000000000\n");
  CHECK(r.faults == "");
  CHECK(r.list.ids == std::vector<std::uint64_t>{0, 1000000000000u, 9223372036854775807u});
  CHECK(r.list.graph.follows(2, 0));
  CHECK(r.list.graph.follows(0, 1));
}

TEST_CASE("what is no id is refused with line and column") {
  CHECK(read_text("1 2\n-3 4\n").faults ==
        "e.txt:2:1: population.network.file: the source '-3' is negative; ids run from 0 to 2^63 - 1\n");
  CHECK(read_text("1,2\n3,9223372036854775808\n").faults ==
        "e.txt:2:3: population.network.file: the target '9223372036854775808' is too large; ids run from 0 to 2^63 - "
        "1\n");
  CHECK(read_text("1,2\n3,99999999999999999999999\n").faults ==
        "e.txt:2:3: population.network.file: the target '99999999999999999999999' is too large; ids run from 0 to 2^63 "
        "- 1\n");
  CHECK(read_text("1 2\nanna 4\n1.5 4\n0x1 4\n").faults ==
        "e.txt:2:1: population.network.file: the source 'anna' is not a whole number; ids run from 0 to 2^63 - 1\n"
        "e.txt:3:1: population.network.file: the source '1.5' is not a whole number; ids run from 0 to 2^63 - 1\n"
        "e.txt:4:1: population.network.file: the source '0x1' is not a whole number; ids run from 0 to 2^63 - 1\n");
  CHECK(read_text("1 2\n3\n4 5\n").faults ==
        "e.txt:2:2: population.network.file: the target is missing; a line has two ids, source and target\n");
  CHECK(read_text("1 2\n3").faults ==
        "e.txt:2:2: population.network.file: the target is missing; the last line seems to be cut off\n");
  CHECK(read_text("1,2\n,3\n").faults ==
        "e.txt:2:1: population.network.file: the source is missing; a line has two ids, source and target\n");
}

TEST_CASE("weights: ignored unless they are to be checked") {
  CHECK(read_text("1,2,x\n").faults == "");
  CHECK(read_text("1,2,0.5\n2,1,1e-3\n", checked()).faults == "");
  CHECK(read_text("1,2,x\n1,3,-1\n1,4\n1,5,nan\n1,6,inf\n", checked()).faults ==
        "e.txt:1:5: population.network.file: the weight 'x' is not a number >= 0\n"
        "e.txt:2:5: population.network.file: the weight '-1' is not a number >= 0\n"
        "e.txt:3:4: population.network.file: the weight is missing; with `weights: check` a line has three columns\n"
        "e.txt:4:5: population.network.file: the weight 'nan' is not a number >= 0\n"
        "e.txt:5:5: population.network.file: the weight 'inf' is not a number >= 0\n");
}

TEST_CASE("a file that is missing, empty, or a folder") {
  ThreadPool pool(1);
  NetworkParams n;
  n.file = "/nowhere/e.txt";
  Faults missing, folder;
  (void)read_edge_list(n, pool, missing);
  CHECK(missing.text() == "/nowhere/e.txt: population.network.file: cannot be read: No such file or directory\n");
  n.file = "/";
  (void)read_edge_list(n, pool, folder);
  CHECK(folder.text() == "/: population.network.file: cannot be read: it is a folder\n");
  CHECK(read_text("").faults == "e.txt: population.network.file: there is no edge in the file\n");
  CHECK(read_text("src dst\n# nothing\n").faults == "e.txt: population.network.file: there is no edge in the file\n");
}

TEST_CASE("of many faults fifty are shown and the others counted") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "x y z\n";
  const std::string faults = read_text("1 2\n" + text).faults;
  CHECK(std::count(faults.begin(), faults.end(), '\n') == 51);
  CHECK(faults.ends_with("e.txt: and 50 more faults\n"));
}

TEST_CASE("the Congress network that ships") {
  NetworkParams n;
  n.kind = "edge_list";
  n.file = std::string(CLOUT_SOURCE_DIR) + "/scenarios/data/congress_twitter_influence.csv";
  n.direction = "target_follows_source";
  n.weights = "check";
  ThreadPool pool(2);
  Faults faults;
  const EdgeList e = read_edge_list(n, pool, faults);
  CHECK(faults.text() == "");
  CHECK(e.graph.agents() == 475);
  CHECK(e.graph.edges() == 13289);
  CHECK(e.report.header);
  CHECK(e.report.duplicates == 0);
  CHECK(e.graph.follows(4, 0));  // the first line is 0,4: what 0 posts is passed on by 4
}

TEST_CASE("the sample of SNAP ego-Twitter") {
  const char* folder = std::getenv("CLOUT_DATA_DIR");
  if (folder == nullptr) {
    std::puts("left out: sim/world/edge_list: CLOUT_DATA_DIR is not set (SNAP ego-Twitter may not ship)");
    return;
  }
  NetworkParams n;
  n.file = std::string(folder) + "/snap_ego_twitter_sample6000.edges";
  ThreadPool pool(2);
  Faults faults;
  const EdgeList e = read_edge_list(n, pool, faults);
  CHECK(faults.text() == "");
  CHECK(e.graph.agents() == 6000);
  CHECK(e.graph.edges() == 138045);
}
