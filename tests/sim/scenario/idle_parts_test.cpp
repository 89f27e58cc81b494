// Parts of scores that can never do anything in the scenario that they stand in.
#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "tests/sim/output/scratch.h"
#include "tests/sim/scenario/reading.h"

using namespace clout;
using namespace clout::test;

namespace {

const char* const kRules =
    "model: rules\nname: mine\n"
    "points:\n  - {act: post, points: 1}\n  - {act: check_in, points: 5}\n  - {act: message, points: 1}\n"
    "  - {act: reply_received, points: 2}\n  - {act: active_day, points: 1}\n";

/// The faults of a scenario in a file beside rules.yaml, without the folder.
std::string faults_beside(const std::string& rules, const std::string& lines,
                          const std::vector<Override>& overrides = {}) {
  const Scratch dir;
  std::ofstream(dir.path() / "rules.yaml") << rules;
  std::ofstream(dir.path() / "s.yaml") << "schema: 1\nburn_in: 20d\nhorizon: 10d\n" + lines;
  Faults faults;
  static_cast<void>(load_scenario((dir.path() / "s.yaml").string(), overrides, catalogue(), faults));
  std::string text = faults.text();
  const std::string folder = dir.path().string() + "/";
  for (std::size_t at; (at = text.find(folder)) != std::string::npos;) text.erase(at, folder.size());
  return text;
}

const char* const kMine = "scoring: {visible: {file: rules.yaml}}\n";
const char* const kNobodyMeets =
    "rules.yaml:5:11: scoring.visible.points.1.act: there is never any check_in, as mechanisms.meet.on is off; leave "
    "it out or change that\n";

}  // namespace

TEST_CASE("a rule about what is switched off is refused where it stands") {
  CHECK(faults_beside(kRules, kMine) == "");
  CHECK(faults_beside(kRules, std::string(kMine) + "mechanisms: {meet: {on: false}}\n") == kNobodyMeets);
  CHECK(faults_beside(kRules, kMine, {{"mechanisms.meet.on", "false"}}) == kNobodyMeets);
  CHECK(faults_beside(kRules, std::string(kMine) + "mechanisms: {message: {on: false}}\n") ==
        "rules.yaml:6:11: scoring.visible.points.2.act: there is never any message, as mechanisms.message.on is off; "
        "leave it out or change that\n"
        "rules.yaml:7:11: scoring.visible.points.3.act: there is never any reply_received, as mechanisms.message.on is "
        "off; leave it out or change that\n");
  // An engager comes by what the rules say.
  const std::string people =
      "model: rules\nname: mine\npoints: [{act: post}, {act: engager_gained}]\nengagers: {again_after_days: 9";
  const std::string no_reshares = kMine + std::string("mechanisms: {react: {reshares: false}}\n");
  CHECK(faults_beside(people + "}\n", no_reshares) == "");
  CHECK(faults_beside(people + ", acts: [reshare_received]}\n", no_reshares) ==
        "rules.yaml:3:29: scoring.visible.points.1.act: there is never any engager_gained, as "
        "mechanisms.react.reshares is off; leave it out or change that\n");
  // A day is active by any of five acts.
  const std::string days_alone = "model: rules\nname: mine\npoints: [{act: active_day}]\n";
  const std::string but_meetings = "publish: {on: false}, message: {on: false}";
  CHECK(faults_beside(days_alone, kMine + ("mechanisms: {" + but_meetings + "}\n")) == "");
  CHECK(faults_beside(days_alone, kMine + ("mechanisms: {" + but_meetings + ", meet: {on: false}}\n")) ==
        "rules.yaml:3:16: scoring.visible.points.0.act: there is never any active_day, as mechanisms.publish.on, "
        "mechanisms.message.on, mechanisms.meet.on are off; leave it out or change that\n");
}

TEST_CASE("a rule about what a number keeps from happening is refused too") {
  const std::string mine = "scoring: {visible: {file: rules.yaml}}\n";
  const std::string liked = "model: rules\nname: mine\npoints: [{act: like_received}]\n";
  CHECK(faults_beside(liked, mine + "mechanisms: {react: {base: 0}}\n") ==
        "rules.yaml:3:16: scoring.visible.points.0.act: there is never any like_received, as mechanisms.react.base is "
        "0; leave it out or change that\n");
  const std::string followed = "model: rules\nname: mine\npoints: [{act: follower_gained}]\n";
  const std::string frozen = mine + "mechanisms: {discover: {on: false}, message: {follow_prob: 0}}\n";
  CHECK(faults_beside(followed, mine + "mechanisms: {discover: {on: false}}\n") == "");
  CHECK(faults_beside(followed, frozen) ==
        "rules.yaml:3:16: scoring.visible.points.0.act: there is never any follower_gained, as mechanisms.discover.on "
        "is off and mechanisms.message.follow_prob is 0; leave it out or change that\n");
  CHECK(faults_beside(followed,
                      frozen + "interventions: [{day: 2d, kind: buy_followers, share: 0.1, followers: 5}]\n") == "");
}

TEST_CASE("rules that go into a composite are looked at too") {
  const std::string mixed =
      "scoring:\n  visible:\n    model: composite\n    name: mixed\n    parts:\n      - follower_count\n"
      "      - {name: rules, points: [{act: post}, {act: check_in}]}\n";
  CHECK(faults_beside("", mixed) == "");
  CHECK(faults_beside("", mixed + "mechanisms: {meet: {on: false}}\n") ==
        "s.yaml:10:51: scoring.visible.parts.1.points.1.act: there is never any check_in, as mechanisms.meet.on is "
        "off; leave it out or change that\n");
}

TEST_CASE("what can do something in an arm is in order, and so is an arm that takes it away") {
  const std::string off = std::string(kMine) + "mechanisms: {meet: {on: false}}\n";
  CHECK(faults_beside(kRules, off + "arms: [{name: met, set: {mechanisms.meet.on: true}}]\n") == "");
  CHECK(faults_beside(kRules, std::string(kMine) + "arms: [{name: alone, set: {mechanisms.meet.on: false}}]\n") == "");
  CHECK(faults_beside(kRules, off + "arms: [{name: other, set: {population.phi: 0}}]\n") == kNobodyMeets);
  // A score that an arm alone has.
  CHECK(faults_beside(kRules,
                      "scoring: {visible: none, shadow: []}\nmechanisms: {meet: {on: false}}\narms: [{name: mine, set: "
                      "{scoring.visible: {file: "
                      "rules.yaml}}}]\n") == kNobodyMeets);
  // A sweep may switch it on at a point.
  CHECK(faults_beside(kRules, off + "sweep: {axes: {mechanisms.meet.on: [true, false]}}\n") == "");
}

TEST_CASE("what takes more days than are lived, or more people than live, is refused where it stands") {
  const auto rules = [](const std::string& part) {
    return faults_beside("model: rules\nname: mine\npoints: [{act: post}]\n" + part + "\n", kMine);
  };
  CHECK(rules("badges: [{name: loyal, act: active_day, at: [30, 1000]}]") == "");
  CHECK(
      rules("badges: [{name: loyal, act: active_day, at: [31, 1000]}]") ==
      "rules.yaml:4:45: scoring.visible.badges.loyal.at: badge 'loyal' takes 31d at least, and burn-in and horizon are "
      "30d together: it never comes; leave it out or let the run be longer\n");
  CHECK(rules("badges: [{name: liker, act: reaction, at: [7650]}]") == "");  // 30 times 255
  CHECK(rules("badges: [{name: liker, act: reaction, at: [7651]}]").find("takes 31d") != std::string::npos);
  const std::string hundred = "population: {agents: 101}\n";
  const auto of_hundred = [&](const std::string& part) {
    return faults_beside("model: rules\nname: mine\npoints: [{act: post}]\n" + part + "\n", hundred + kMine);
  };
  CHECK(of_hundred("badges: [{name: star, act: follower_peak, at: [100, 1000]}]") == "");
  CHECK(of_hundred("badges: [{name: star, act: follower_peak, at: [101]}]") ==
        "rules.yaml:4:47: scoring.visible.badges.star.at: badge 'star' takes 101 others, and there are 100: it never "
        "comes; leave it out or let population.agents be more\n");
  const std::string once = "engagers: {again_after_days: 0}\n";
  CHECK(of_hundred(once + "badges: [{name: loved, act: engager_gained, at: [101]}]").find("101 others") !=
        std::string::npos);
  const std::string again = "engagers: {again_after_days: 5}\n";
  CHECK(of_hundred(again + "badges: [{name: loved, act: engager_gained, at: [101]}]") == "");  // the same come again
  CHECK(of_hundred(again + "quests: [{name: loved, act: engager_gained, count: 101}]").find("101 others") !=
        std::string::npos);
  CHECK(of_hundred(once + "quests: [{name: loved, act: engager_gained, count: 100, every: week}]") == "");
  CHECK(rules("badges: [{name: writer, act: post, at: [100000]}]") == "");  // nobody knows how many a day
  CHECK(rules("streak: {points: 1, freezes: 1, freeze_every_days: 1000}").find("a freeze takes 1000d") !=
        std::string::npos);
  CHECK(rules("streak: {points: 1, grows: true, most_days: 1000}") == "");  // a limit that nobody meets
  CHECK(rules("leagues: {tiers: 2, days: 60}").find("a first rise in the leagues takes 60d") != std::string::npos);
}

TEST_CASE("a resolved scenario of an arm that takes something away reads back, from where a run left it too") {
  const Scratch dir;
  const std::string rules = "scoring: {visible: {model: rules, name: mine, points: [{act: check_in}]}}\n";
  const Read r = read("schema: 1\n" + rules + "arms: [{name: alone, set: {mechanisms.meet.on: false}}]\n");
  REQUIRE(r.faults == "");
  const std::string resolved = resolved_yaml(*r.scenario.arms.front().scenario);
  CHECK(read(resolved).faults == "");
  const auto load_as = [&](const char* name) {
    const std::string file = (dir.path() / name).string();
    std::ofstream(file) << resolved;
    Faults faults;
    static_cast<void>(load_scenario(file, {}, catalogue(), faults));
    return faults.text();
  };
  CHECK(load_as("scenario.resolved.yaml") == "");
  CHECK(load_as("mine.yaml").find("there is never any check_in") != std::string::npos);
}
