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
  CHECK(Caps{}.text() == "");
}
