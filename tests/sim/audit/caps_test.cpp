#include "sim/audit/caps.h"

#include <doctest/doctest.h>

using namespace clout;

namespace {

const std::vector<RecordedAct> kActs = {
    {0, 1, 0, RecordedActKind::like},   {0, 1, 0, RecordedActKind::reply}, {0, 2, 0, RecordedActKind::like},
    {0, 0, 0, RecordedActKind::post},   {0, 0, 0, RecordedActKind::post},  {0, 3, 0, RecordedActKind::follow},
    {0, 4, 0, RecordedActKind::follow}, {1, 1, 0, RecordedActKind::like},  {1, 1, 2, RecordedActKind::message}};

std::size_t left(const Caps& caps, const NewAccounts& fresh = {}) { return with_caps(kActs, caps, fresh).size(); }

}  // namespace

TEST_CASE("each cap leaves out what is beyond it, day by day") {
  CHECK(left({}) == 9);
  CHECK(left({.reactions_a_person_day = 1}) == 8);
  CHECK(left({.reactions_a_day = 1}) == 7);
  CHECK(left({.posts_a_day = 1}) == 8);
  CHECK(left({.followers_a_day = 1}) == 8);
  CHECK(left({.likes_a_day = 1}) == 8);
  CHECK(left({.replies_a_day = 1}) == 9);
  CHECK(left({.messages_a_day = 1}) == 9);
  CHECK(left({.posts_a_day = 1, .likes_a_day = 1}) == 7);
}

TEST_CASE("messages are capped on both sides, and a check-in is one of each of the two") {
  const auto of_kind = [](RecordedActKind kind, const Caps& caps) {
    const std::vector<RecordedAct> acts = {{0, 1, 0, kind}, {0, 0, 1, kind}, {0, 1, 2, kind}, {0, 3, 2, kind}};
    std::string kept;
    for (const RecordedAct& act : with_caps(acts, caps)) kept += std::to_string(act.actor) + std::to_string(act.target);
    return kept;
  };
  CHECK(of_kind(RecordedActKind::message, {.messages_a_day = 1}) == "100132");  // 1 has written; 2 has no message yet
  CHECK(of_kind(RecordedActKind::meeting, {.check_ins_a_day = 1}) == "1032");
}

TEST_CASE("what is only counted is capped too, and is among what a cap leaves out") {
  Recording recording;
  recording.acts = {{0, 1, 0, RecordedActKind::like}};
  recording.counts = {
      {0, 1, ScoreInput::items_read, 30}, {0, 1, ScoreInput::messages_sent, 4}, {0, 1, ScoreInput::hours_online, 3600}};
  const Caps reads{.reads_a_day = 10};
  CHECK(limited_acts(recording, reads) == 30);
  CHECK(limited_acts(recording, {.messages_a_day = 3}) == 4);
  CHECK(limited_acts(recording, {.likes_a_day = 3}) == 1);
  put_caps(recording, reads);
  CHECK(limited_acts(recording, reads) == 10);
  CHECK(recording.counts[1].count == 4);
  CHECK(recording.counts[2].count == 3600);
}

TEST_CASE("followers who stay are not entered as leaving") {
  const std::vector<RecordedAct> toggled = {{0, 1, 0, RecordedActKind::follow}, {1, 1, 0, RecordedActKind::unfollow}};
  CHECK(with_caps(toggled, {.followers_stay = true}).size() == 1);
  CHECK(with_caps(toggled, {.followers_a_day = 1}).size() == 2);
  CHECK(left({.followers_stay = true}) == 9);
}

TEST_CASE("an age leaves out what new accounts do, and nothing of others") {
  CHECK(left({.age_days = 30}) == 9);
  CHECK(left({.age_days = 30}, {.first = 1, .age_days = 29}) == 2);  // the two posts of 0
  CHECK(left({.age_days = 30}, {.first = 1, .age_days = 30}) == 9);
}

TEST_CASE("a cap limits acts of its kind") {
  CHECK(Caps{.reactions_a_day = 1}.limits(RecordedActKind::reply));
  CHECK(!Caps{.reactions_a_day = 1}.limits(RecordedActKind::message));
  CHECK(Caps{.followers_a_day = 1}.limits(RecordedActKind::follow));
  CHECK(!Caps{.age_days = 30}.limits(RecordedActKind::follow));
}

TEST_CASE("caps to try are what nearly everybody stays within") {
  Recording honest;
  for (Day day = 0; day < 200; ++day)  // one person reacts once a day, on one day five times
    for (int k = 0; k < (day == 7 ? 5 : 1); ++k) honest.acts.push_back({day, 1, 0, RecordedActKind::like});
  const auto caps = usual_caps(honest, 90);
  CHECK(caps[0].reactions_a_person_day == 1);
  CHECK(caps[0].text() == "reactions of a person a day <= 1");
  CHECK(caps[1].rule() == "most_a_day: 1");
  CHECK(caps[2].posts_a_day == 1);  // of nothing, the least that a cap can be
  CHECK(caps[4].age_days == 30);
  CHECK(caps[4].rule() == "");
  CHECK(caps[5].rule() == "act: follower_peak");
  CHECK(caps[6].likes_a_day == 1);
  CHECK(caps[10].text() == "check-ins a day <= 1");
  CHECK(caps[10].rule() == "act: check_in, most_a_day: 1");
  CHECK(caps[11].reads_a_day == 1);
  CHECK(Caps{}.text() == "");
}
