#include "sim/recorded/event_log.h"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "models/scoring/rules.h"
#include "tests/sim/recorded/read_text.h"

using namespace clout;
using namespace clout::test;

namespace {

struct ReadLog {
  Recording log;
  std::string faults;
};

ReadLog read_log(const std::string& text) {
  ReadLog r;
  r.faults =
      faults_of_text(text, [&](const std::string& path, Faults& faults) { r.log = read_event_log(path, faults); });
  return r;
}

}  // namespace

TEST_CASE("acts are ordered by day, and reactions know their posts") {
  const ReadLog r = read_log(
      "act,day,actor,target,post,mood\n"
      "like,7,bob,ada,p2,\n"
      "post,5,ada,,p1,good\n"
      "post,5,ada,ada,p2,\n"
      "reshare,5,bob,ada,,\n"
      "follow,9,bob,ada,,\n");
  CHECK(r.faults == "");
  CHECK(r.log.ids == std::vector<std::string>{"bob", "ada"});
  CHECK(r.log.first_day == 5);  // a Friday
  CHECK(r.log.days == 10);
  REQUIRE(r.log.acts.size() == 5);
  CHECK(r.log.acts[0].kind == RecordedActKind::post);
  CHECK(r.log.acts[0].day == 5);
  CHECK(r.log.acts[1].post_index == 1);
  CHECK(r.log.acts[2].kind == RecordedActKind::reshare);
  CHECK(r.log.acts[2].post_day == 5);
  const RecordedAct& like = r.log.acts[3];
  CHECK((like.day == 7 && like.actor == 0 && like.target == 1 && like.post_day == 5 && like.post_index == 1));
  CHECK(r.log.acts[4].day == 9);
  CHECK(r.log.has.has(ScoreInput::engagers));
  CHECK(!r.log.has.has(ScoreInput::bios));
}

TEST_CASE("days may be dates, with or without a time, over the end of a leap year's February") {
  const ReadLog r = read_log("day,actor,act,target\n2012-02-28T23:59:59Z,a,follow,b\n2012-03-01 00:00,b,follow,a\n");
  CHECK(r.faults == "");
  CHECK(r.log.first_day == 2);  // a Tuesday
  CHECK(r.log.days == 2 + 3);
}

TEST_CASE("a time with a zone is of the day at Greenwich, and one that cannot be read is refused") {
  const auto days = [](const std::string& first, const std::string& second) {
    const ReadLog r = read_log("day,actor,act,target\n" + first + ",a,follow,b\n" + second + ",b,follow,a\n");
    CHECK(r.faults == "");
    return r.log.days - r.log.first_day;
  };
  CHECK(days("2011-03-17T23:59:59Z", "2011-03-18T00:30:00+02:00") == 1);  // 22:30 of the 17th
  CHECK(days("2011-03-17T23:59:59Z", "2011-03-18T00:00:01Z") == 2);
  CHECK(days("2011-03-17 20:00-0400", "2011-03-18") == 1);      // midnight of the 18th
  CHECK(days("2011-03-17 20:00", "2011-03-18 01:00+01") == 2);  // midnight of the 18th, too
  CHECK(days("2011-03-17T12:00:00.25 UTC", "2011-03-17") == 1);
  CHECK(days("2012-03-01T00:10+05:30", "2012-02-29") == 1);
  for (const std::string time :
       {"T", "T25:00", "T12", "T12:00+2", "T12:00+02:0", "T12:00 CET", "T12:00:61", "+02:00", "T12:00+24:00"}) {
    CAPTURE(time);
    CHECK(read_log("day,actor,act,target\n2011-03-17" + time + ",a,follow,b\n").faults ==
          "t.csv:2:1: day: expected a whole number >= 0 or a date such as 2011-03-17 or 2011-03-17T23:59:59+02:00, got "
          "'2011-03-17" +
              time + "'\n");
  }
}

TEST_CASE("a streak goes on over a day's edge: the last second of a day and the first of the next are two days") {
  const auto streak = [](const std::string& times) {
    std::string log = "day,actor,act,target\n", time;
    for (std::istringstream all(times); std::getline(all, time, ',');) log += time + ",ada,post,\n";
    const ReadLog r = read_log(log);
    REQUIRE(r.faults == "");
    RulesParams params;
    params.streak.points = 1;
    params.publish = "streak_days";
    Rules rules(params);
    ThreadPool pool(1);
    return score_recording(r.log, rules, 1, {}, pool)[0];
  };
  CHECK(streak("2011-03-17T23:59:59,2011-03-18T00:00:01") == 2);
  CHECK(streak("2011-03-17T00:00:01,2011-03-18T23:59:59") == 2);  // 48 hours apart but for two seconds
  CHECK(streak("2011-03-17T23:59:59,2011-03-19T00:00:01") == 1);  // a day was missed, for 24 hours and two seconds
  CHECK(streak("2011-03-17T23:59:58,2011-03-17T23:59:59") == 1);
  CHECK(streak("2011-03-17T23:59:59Z,2011-03-18T00:30:00+02:00,2011-03-18T01:00:00Z") == 2);
}

TEST_CASE("a log begins on the weekday of its first day; day 0 is a Sunday") {
  const auto first_day = [](const std::string& day) {
    return read_log("day,actor,act,target\n" + day + ",a,follow,b\n").log.first_day;
  };
  CHECK(first_day("2011-03-19") == 6);  // a Saturday
  CHECK(first_day("2011-03-20") == 0);
  CHECK(first_day("1969-12-31") == 3);  // a Wednesday
  CHECK(first_day("0") == 0);
  CHECK(first_day("36006") == 36006 % 7);
  const ReadLog r = read_log("day,actor,act,target\n2011-03-19,a,follow,b\n2011-03-21,b,follow,a\n");
  Replay replay(r.log, {});
  CHECK(replay.day() == 6);
  replay.live();
  CHECK(replay.view().follower_count(1) == 1);
  replay.live();
  replay.live();
  CHECK(replay.view().follower_count(0) == 1);
  CHECK(replay.day() == r.log.days);
}

TEST_CASE("bad rows and references of good ones to posts that are not there are told in one go") {
  CHECK(read_log("day,actor,act,target,post\n0,a,post,,p1\n0,a,like,a,p1\nx,b,post,,p2\n1,c,like,b,p2\n1,b,like,a,p3\n")
            .faults ==
        "t.csv:3:10: target: somebody acts on themselves\n"
        "t.csv:4:1: day: expected a whole number >= 0 or a date such as 2011-03-17 or "
        "2011-03-17T23:59:59+02:00, got 'x'\n"
        "t.csv:6:12: post: post 'p3' has not been put out before that\n");
  CHECK(read_log("day,actor,act,target\n0,\xff,post,\n0,a,like,\xff\n").faults ==
        "t.csv:2:3: actor: '\\xff' is no UTF-8\n"
        "t.csv:3:10: target: '\\xff' is no UTF-8\n");
}

TEST_CASE("every fault of a log at its place") {
  CHECK(read_log("day,actor,act,target,post\n"
                 "x,a,like,b,\n"
                 "1,,like,b,\n"
                 "1,a,lik,b,\n"
                 "1,a,like,,\n"
                 "1,a,like,a,\n"
                 "1,a,post,b,\n"
                 "2011-02-30,a,like,b,\n")
            .faults ==
        "t.csv:2:1: day: expected a whole number >= 0 or a date such as 2011-03-17 or "
        "2011-03-17T23:59:59+02:00, got 'x'\n"
        "t.csv:3:3: actor: nobody is named; who did it?\n"
        "t.csv:4:5: act: 'lik' is not one of post, like, reshare, reply, follow, unfollow, message, meeting, read; did "
        "you mean "
        "'like'?\n"
        "t.csv:5:10: target: nobody is named; to whom?\n"
        "t.csv:6:10: target: somebody acts on themselves\n"
        "t.csv:7:10: target: to post and to read have no target; leave it empty\n"
        "t.csv:8:1: day: expected a whole number >= 0 or a date such as 2011-03-17 or "
        "2011-03-17T23:59:59+02:00, got '2011-02-30'\n");
  CHECK(read_log("day,actor,act,target,post\n1,a,post,,p\n2,a,post,,p\n0,b,like,a,p\n1,b,like,c,p\n1,b,like,a,q\n")
            .faults ==
        "t.csv:3:11: post: post 'p' is put out twice\n"
        "t.csv:4:12: post: post 'p' has not been put out before that\n"
        "t.csv:5:12: post: post 'p' is of 'a', not of the target\n"
        "t.csv:6:12: post: post 'q' has not been put out before that\n");
  CHECK(read_log("day,actor,act,target\n1,a,follow,b\n2011-01-01,a,follow,b\n").faults ==
        "t.csv:3:1: day: numbers and dates are mixed; one of the two would do\n");
  CHECK(read_log("day,actor,act,target\n1,a,follow,b\n999999,a,unfollow,b\n").faults ==
        "t.csv:3:1: day: lies 999998 days after the first; at most 36524 would do\n");
  CHECK(read_log("day,actor,act\n1,a,post\n").faults == "t.csv:1:1: target: this column is missing\n");
}
