#include "sim/recorded/counts_table.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/sim/recorded/read_text.h"

using namespace clout;
using namespace clout::test;

namespace {

struct ReadCounts {
  CountsTable table;
  std::string faults;
};

/// Counts of a column, by agent.
std::vector<std::uint32_t> counts_of(const CountsTable& table, ScoreInput total) {
  std::vector<std::uint32_t> counts;
  for (const RecordedCount& c : table.recording.counts)
    if (c.total == total) counts.push_back(c.count);
  return counts;
}

ReadCounts read_counts(const std::string& text, const CountsTableParams& params = {}) {
  ReadCounts r;
  r.faults = faults_of_text(
      text, [&](const std::string& path, Faults& faults) { r.table = read_counts_table(path, params, faults); });
  return r;
}

}  // namespace

TEST_CASE("a table of counts: ids, columns of ours, others left alone, rounding counted") {
  const ReadCounts r = read_counts("id,followers,likes,shoe_size\nada,10,2.4,44\n\"b, ob\",0,1e3,\n");
  CHECK(r.faults == "");
  const Recording& data = r.table.recording;
  CHECK(data.ids == std::vector<std::string>{"ada", "b, ob"});
  CHECK(counts_of(r.table, ScoreInput::followers) == std::vector<std::uint32_t>{10, 0});
  CHECK(counts_of(r.table, ScoreInput::likes) == std::vector<std::uint32_t>{2, 1000});
  CHECK(r.table.rounded == 1);
  CHECK(data.has == ScoreInputs{ScoreInput::followers, ScoreInput::likes});
  CHECK(r.table.first_leads.empty());
}

TEST_CASE("columns by other names, hours and recent posts in their units, ids from 1") {
  const ReadCounts r =
      read_counts("fans,h,p\n7,1.5,0.5\n", {{{"followers", "fans"}, {"hours_online", "h"}, {"posts_recent", "p"}}, ""});
  CHECK(r.faults == "");
  CHECK(r.table.recording.ids == std::vector<std::string>{"1"});
  CHECK(counts_of(r.table, ScoreInput::hours_online) == std::vector<std::uint32_t>{5400});
  CHECK(counts_of(r.table, ScoreInput::posts_recent) == std::vector<std::uint32_t>{kRecentUnit / 2});
  CHECK(r.table.rounded == 0);
}

TEST_CASE("judged pairs become two accounts a row") {
  const ReadCounts r = read_counts("who,A_followers,B_followers\n1,5,3\n0,2,2\n", {{}, "who"});
  CHECK(r.faults == "");
  CHECK(r.table.recording.ids == std::vector<std::string>{"1A", "1B", "2A", "2B"});
  CHECK(counts_of(r.table, ScoreInput::followers) == std::vector<std::uint32_t>{5, 3, 2, 2});
  CHECK(r.table.first_leads == std::vector<std::uint8_t>{1, 0});
}

TEST_CASE("every fault of a table at its place") {
  CHECK(read_counts("followers\n-1\nmany\n3,4\n").faults == "t.csv:4:1: the row has 2 fields, the header has 1\n");
  CHECK(read_counts("followers\n-1\nmany\n5e9\n").faults ==
        "t.csv:2:1: followers: expected a number >= 0, got '-1'\n"
        "t.csv:3:1: followers: expected a number >= 0, got 'many'\n"
        "t.csv:4:1: followers: is too large: at most 4294967295 fit\n");
  CHECK(read_counts("folowers\n1\n").faults.find("has none of the columns followers, followees") != std::string::npos);
  CHECK(read_counts("followers\n1\n", {{{"followers", "folowers"}}, ""}).faults.find("did you mean 'followers'?") !=
        std::string::npos);
  CHECK(read_counts("followers\n1\n", {{{"fame", "followers"}}, ""})
            .faults.find("--columns fame=followers: 'fame' is not one") != std::string::npos);
  CHECK(read_counts("x,y,w\n1,1,1\n", {{}, "w"}).faults.find("none of the columns") ==
        read_counts("x,y,w\n1,1,1\n", {{}, "w"}).faults.rfind("none of the columns"));  // once
  CHECK(read_counts("id,posts\na,1\n,2\na,3\n\xe9,4\n").faults ==
        "t.csv:3:1: id: is empty; each account needs an id of its own\n"
        "t.csv:4:1: id: 'a' stands in line 2 already; each account needs an id of its own\n"
        "t.csv:5:1: id: '\\xe9' is no UTF-8\n");
  CHECK(read_counts("w,A_followers,B_followers\n2,1,1\n", {{}, "w"}).faults ==
        "t.csv:2:1: w: expected 1 (the first leads) or 0, got '2'\n");
  CHECK(read_counts("A_posts,B_likes,w\n1,1,1\n", {{}, "w"}).faults ==
        "t.csv:1:1: B_posts: this column is missing, and A_posts is there\n"
        "t.csv:1:1: A_likes: this column is missing, and B_likes is there\n");
  CHECK(read_counts("").faults == "t.csv:1:1: the file is empty; a header row with names of columns would do\n");
  CHECK(read_counts("followers\n").faults == "t.csv:1:1: there is no row below the header\n");
  CHECK(read_counts("followers,followers\n1,2\n").faults == "t.csv:1:11: followers: this column stands twice\n");
}
