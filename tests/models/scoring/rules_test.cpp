#include "models/scoring/rules.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sim/core/params.h"
#include "sim/core/random.h"
#include "tests/sim/world/state_file.h"

using namespace clout;

namespace {

// A crowd of which a test says, day by day, what it does.
struct RulesCrowd {
  explicit RulesCrowd(std::size_t agents) : follows(agents), ledger(agents), followers(agents), scores(agents) {}

  ScoringView view() const {
    return {.day = day,
            .agents = ledger.agents(),
            .follows = follows,
            .ledger = ledger,
            .reactions = reactions,
            .bios = {.claimed_role = {}, .city = city, .topics = {}},
            .seed = 7,
            .counts = {followers, followers}};
  }
  void react(AgentId target, AgentId source, ReactionKind kind, int times = 1) {
    for (int k = 0; k < times; ++k) {
      reactions.push_back({target, source, kind, 0, 0, 1});
      auto& total = kind == ReactionKind::like      ? ledger.likes
                    : kind == ReactionKind::reshare ? ledger.reshares
                                                    : ledger.replies;
      ++total[target];
    }
  }
  void start(Rules& rules) { rules.start(view(), pool, scores); }
  void end_day(Rules& rules) {
    std::stable_sort(reactions.begin(), reactions.end(), [](const Reaction& x, const Reaction& y) {
      return std::pair(x.target, x.source) < std::pair(y.target, y.source);
    });
    ++day;
    rules.observe(view(), pool);
    rules.update(view(), pool, scores);
    reactions.clear();
  }

  Day day = 0;  // lived
  FollowGraph follows;
  Ledger ledger;
  std::vector<Reaction> reactions;
  std::vector<std::uint32_t> followers;
  std::vector<std::uint16_t> city;  // empty: all of one
  std::vector<float> scores;
  ThreadPool pool{1};
};

RulesParams read(const std::string& yaml, Faults& faults) {
  RulesParams params;
  const Document document = Document::parse(yaml, "rules.yaml", faults);
  ParamReader reader(document.root(), faults);
  params.visit(reader);
  reader.finish();
  return params;
}
Rules rules_of(const std::string& yaml) {
  Faults faults;
  RulesParams params = read(yaml, faults);
  REQUIRE(faults.text() == "");
  return Rules(params);
}
std::string rules_faults(const std::string& yaml) {
  Faults faults;
  read(yaml, faults);
  return faults.text();
}

}  // namespace

TEST_CASE("points are given for acts, up to so many a day and a person, and repeats count less") {
  Rules rules = rules_of(
      "points:\n"
      "  - {act: post, points: 2, most_a_day: 3}\n"
      "  - {act: like_received, points: 10, most_a_day_and_person: 1}\n"
      "  - {act: reshare_received, points: 4, repeat_factor: 0.5}\n");
  RulesCrowd crowd(3);
  crowd.start(rules);
  crowd.ledger.posts[0] += 5;                         // three count: 6
  crowd.react(0, 1, ReactionKind::like, 4);           // one person: 10
  crowd.react(0, 2, ReactionKind::like, 1);           // another: 10
  crowd.react(0, 1, ReactionKind::reshare, 3);        // 4 + 2 + 1
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 33);
  CHECK(crowd.scores[1] == 0);
  crowd.end_day(rules);  // nothing happens
  CHECK(crowd.scores[0] == 33);
}

TEST_CASE("the cap of a day holds for what is not exempt, and does not depend on the order of events") {
  const std::string yaml =
      "points:\n"
      "  - {act: like_received, points: 10}\n"
      "  - {act: reply_received, points: 15, beyond_cap: true}\n"
      "points_a_day: 200\nstart: 1\nfloor: 1\n";
  Rules one = rules_of(yaml), other = rules_of(yaml);
  RulesCrowd a(40), b(40);
  a.start(one);
  b.start(other);
  for (AgentId k = 1; k <= 30; ++k) a.react(0, k, ReactionKind::like);
  for (AgentId k = 1; k <= 2; ++k) a.react(0, k, ReactionKind::reply);
  for (AgentId k = 2; k >= 1; --k) b.react(0, k, ReactionKind::reply);
  for (AgentId k = 30; k >= 1; --k) b.react(0, k, ReactionKind::like);
  a.end_day(one);
  b.end_day(other);
  CHECK(a.scores[0] == 1 + 200 + 30);
  CHECK(b.scores[0] == a.scores[0]);
}

TEST_CASE("gaining and losing the same followers again and again gives nothing") {
  Rules rules = rules_of("points: [{act: follower_gained, points: 3, taken_back: true, repeat_factor: 0.9}]");
  RulesCrowd crowd(1);
  crowd.start(rules);
  for (int round = 0; round < 5; ++round) {
    crowd.followers[0] = 7;
    crowd.end_day(rules);
    CHECK(crowd.scores[0] > 0);
    crowd.followers[0] = 0;
    crowd.end_day(rules);
    CHECK(crowd.scores[0] == 0);
  }
  // The same without taking back pays whoever toggles.
  Rules naive = rules_of("points: [{act: follower_gained, points: 3}]");
  RulesCrowd other(1);
  other.start(naive);
  for (int round = 0; round < 5; ++round)
    for (const std::uint32_t followers : {7u, 0u}) {
      other.followers[0] = followers;
      other.end_day(naive);
    }
  CHECK(other.scores[0] == 5 * 7 * 3);
}

TEST_CASE("toggling gives nothing whatever is paid for a follower: caps, repeats, weekdays, levels, those of day 0") {
  for (const char* const price :
       {"points: 1", "points: 1, most_a_day: 1", "points: 10, repeat_factor: 0.5", "points: 3, weekdays: [tuesday]",
        "points: 1, points_a_level: 10", "points: 7, most_a_day: 2, repeat_factor: 0.3"}) {
    INFO(price);
    const std::string yaml = "points: [{act: follower_gained, taken_back: true, " + std::string(price) +
                             "}]\nlevels: {at: [1, 5, 25]}\n";
    Rules still = rules_of(yaml), toggled = rules_of(yaml);
    RulesCrowd a(1), b(1);
    a.followers[0] = b.followers[0] = 4;
    a.start(still);
    b.start(toggled);
    for (int day = 0; day < 60; ++day) {
      a.followers[0] = 14;
      b.followers[0] = day % 2 == 0 ? 14 : day % 3 == 0 ? 1 : 9;
      a.end_day(still);
      b.end_day(toggled);
      CHECK(b.scores[0] <= a.scores[0]);
    }
    b.followers[0] = 14;
    b.end_day(toggled);
    CHECK(b.scores[0] == a.scores[0]);
  }
}

TEST_CASE("of the most followers that there were only more count: who comes back is nobody new") {
  Rules rules = rules_of(
      "points: [{act: follower_peak, points: 3}]\n"
      "quests: [{name: grow, act: follower_peak, count: 5, points: 100}]\n"
      "badges: [{name: known, act: follower_peak, at: [7], points: 1000}]");
  RulesCrowd crowd(1);
  crowd.followers[0] = 2;  // at the start, of whom nothing is got
  crowd.start(rules);
  for (int round = 0; round < 5; ++round)
    for (const std::uint32_t followers : {7u, 0u}) {
      crowd.followers[0] = followers;
      crowd.end_day(rules);
      CHECK(crowd.scores[0] == 5 * 3 + 100);
    }
  crowd.followers[0] = 9;
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 7 * 3 + 100 + 1000);
}

TEST_CASE("distinct people: each counts once in so many days, by what it is asked to do") {
  const std::string gained = "points: [{act: engager_gained, points: 1}]\n";
  Rules month = rules_of(gained + "engagers: {again_after_days: 30}");
  Rules ever = rules_of(gained + "engagers: {again_after_days: 0, acts: [like_received]}");
  RulesCrowd crowd(4), other(4);
  crowd.start(month);
  other.start(ever);
  std::vector<float> by_month, for_ever;
  for (int day = 0; day < 63; ++day) {
    for (RulesCrowd* const c : {&crowd, &other}) {
      if (day == 0 || day == 10 || day == 30 || day == 31 || day == 62) c->react(0, 2, ReactionKind::like, 3);
      if (day == 31 || day == 32) c->react(0, 1, ReactionKind::reply);
      if (day == 40) c->react(0, 3, ReactionKind::like);
    }
    crowd.end_day(month);
    other.end_day(ever);
    by_month.push_back(crowd.scores[0]);
    for_ever.push_back(other.scores[0]);
  }
  const auto at = [](const std::vector<float>& scores) {
    return std::vector<float>{scores[0], scores[29], scores[30], scores[31], scores[40], scores[61], scores[62]};
  };
  CHECK(at(by_month) == std::vector<float>{1, 1, 2, 3, 4, 4, 5});
  CHECK(at(for_ever) == std::vector<float>{1, 1, 1, 1, 2, 2, 2});
  CHECK(month.memory_days(30) == 30);
  CHECK(ever.memory_days(30) == 0);
}

TEST_CASE("with a window as long as people count, nobody is counted twice in it, and who comes every day once") {
  constexpr std::size_t kWindow = 5;
  Rules rules = rules_of(
      "points: [{act: engager_gained, points: 1}]\nforget: window\nforget_days: 5\nengagers: {again_after_days: 5}");
  RulesCrowd crowd(60);
  crowd.start(rules);
  std::vector<std::set<AgentId>> days;
  bool some_missed = false;
  for (std::uint64_t day = 0; day < 40; ++day) {
    // A third of 57 people react to 0 every day, another third on a third of the days, the rest never.
    days.emplace_back();
    for (AgentId who = 1; who < 58; ++who) {
      Rng lot(1, Stream::test, day, who);
      if (who % 3 == 2 || (who % 3 == 1 && lot.below(3) != 0)) continue;
      crowd.react(0, who, ReactionKind::like, 1 + who % 2);
      days.back().insert(who);
    }
    crowd.end_day(rules);
    std::set<AgentId> distinct;
    for (std::size_t d = days.size() - std::min(days.size(), kWindow); d < days.size(); ++d)
      distinct.insert(days[d].begin(), days[d].end());
    CHECK(crowd.scores[0] <= float(distinct.size()));
    CHECK(crowd.scores[0] >= 19);
    some_missed = some_missed || crowd.scores[0] < float(distinct.size());
  }
  CHECK(some_missed);  // who reacts on days 0 and 4 counts on day 0 alone, and is not in the window of day 6
  CHECK(rules.memory_days(30) == 10);
}

TEST_CASE("engagers are the same on any number of threads, and go with a copy and a saved state") {
  const std::string yaml = "points: [{act: engager_gained, points: 1}]\nengagers: {again_after_days: 3}";
  Rules one = rules_of(yaml), more = rules_of(yaml), loaded = rules_of(yaml);
  constexpr std::size_t kPeople = 9000;
  RulesCrowd a(kPeople), b(kPeople);
  ThreadPool pool(3);
  a.start(one);
  more.start(b.view(), pool, b.scores);
  std::unique_ptr<ScoringAlgorithm> copy;
  std::vector<float> of_copy(kPeople), of_loaded(kPeople);
  for (std::uint64_t day = 0; day < 8; ++day) {
    for (AgentId who = 0; who < kPeople; ++who) {
      Rng lot(2, Stream::test, day, who);
      a.react(lot.below(kPeople), who % 100, ReactionKind::like);
    }
    std::stable_sort(a.reactions.begin(), a.reactions.end(), [](const Reaction& x, const Reaction& y) {
      return std::pair(x.target, x.source) < std::pair(y.target, y.source);
    });
    ++b.day;
    b.reactions = a.reactions;
    more.observe(b.view(), pool);
    more.update(b.view(), pool, b.scores);
    if (copy) {
      for (ScoringAlgorithm* const other : {copy.get(), static_cast<ScoringAlgorithm*>(&loaded)}) {
        std::vector<float>& scores = other == &loaded ? of_loaded : of_copy;
        other->observe(b.view(), pool);
        other->update(b.view(), pool, scores);
        CHECK(scores == b.scores);
      }
    }
    a.end_day(one);
    CHECK(a.scores == b.scores);
    if (day == 4) {
      copy = one.clone();
      MemorySaver saver;
      one.visit_state(saver);
      loaded.start(b.view(), pool, of_loaded);
      MemoryLoader loader(saver.bytes);
      loaded.visit_state(loader);
    }
  }
  CHECK(*std::max_element(a.scores.begin(), a.scores.end()) > 5);
}

TEST_CASE("a badge may ask for different people") {
  Rules rules = rules_of(
      "points: []\nbadges: [{name: known, act: engager_gained, at: [3], points: 7}]\n"
      "engagers: {again_after_days: 0}");
  RulesCrowd crowd(9);
  crowd.start(rules);
  for (int day = 0; day < 20; ++day) {
    crowd.react(0, 1, ReactionKind::like);
    crowd.react(0, 2, ReactionKind::reshare);
    crowd.end_day(rules);
  }
  CHECK(crowd.scores[0] == 0);
  crowd.react(0, 3, ReactionKind::reply);
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 7);
  CHECK(rules_faults("points: [{act: post}]\nengagers: {acts: [reply_received]}") ==
        "rules.yaml:2:11: engagers: nothing is given for an engager_gained; write a rule of that act, or leave this "
        "out\n");
}

TEST_CASE("a part of the followers takes back its part, and the rest the rest, to the last thousandth") {
  Rules rules = rules_of("points: [{act: follower_gained, points: 1, taken_back: true, most_a_day: 5}]");
  RulesCrowd crowd(1);
  crowd.start(rules);
  crowd.followers[0] = 7;  // five count
  crowd.end_day(rules);
  CHECK(rules.points(0) == 5);
  crowd.followers[0] = 4;  // three of seven go: 5000 / 7 * 3 thousandths
  crowd.end_day(rules);
  CHECK(rules.points(0) == doctest::Approx(5 - 2.142));
  crowd.followers[0] = 0;
  crowd.end_day(rules);
  CHECK(rules.points(0) == 0);
}

TEST_CASE("who leaves is taken to be the last who came: who comes and goes takes what that gave, and no more") {
  const auto points = [](const std::string& price, const std::vector<std::uint32_t>& followers) {
    Rules rules = rules_of("points: [{act: follower_gained, taken_back: true, " + price + "}]\nlevels: {at: [1, 20]}");
    RulesCrowd crowd(1);
    crowd.start(rules);
    std::vector<double> course;
    for (const std::uint32_t there : followers) {
      crowd.followers[0] = there;
      crowd.end_day(rules);
      course.push_back(rules.points(0));
    }
    return course;
  };
  using Course = std::vector<double>;
  CHECK(points("points: 3, weekdays: [sunday]", {1, 2, 1, 2, 1, 0}) == Course{3, 3, 3, 3, 3, 0});
  CHECK(points("points: 5, most_a_day: 1", {1, 5, 1, 5, 1, 0}) == Course{5, 10, 5, 10, 5, 0});
  CHECK(points("points: 8, repeat_factor: 0.5", {3, 4, 3, 0, 4, 0}) == Course{14, 22, 14, 0, 22, 0});
  CHECK(points("points: 1, points_a_level: 6", {1, 2, 1, 2, 0}) == Course{1, 8, 1, 8, 0});
  CHECK(points("points: 2", {1, 3, 7, 5, 6, 0, 7}) == Course{2, 6, 14, 10, 12, 0, 14});
  // Of those before the latest price the mean: 5 and 10 of five, then 5 of two.
  CHECK(points("points: 5, most_a_day: 1", {1, 5, 7, 5, 4, 0}) == Course{5, 10, 15, 10, 8, 0});
}

TEST_CASE("a cap is not shared with what is taken back: neither the order of rules nor who comes and goes counts") {
  const std::string follower = "{act: follower_gained, points: 7, taken_back: true, beyond_cap: true}";
  const std::string once = "{act: follower_gained, points: 2, taken_back: true, beyond_cap: true, most_a_day: 1}";
  const std::string post = "{act: post, points: 5}";
  const auto in_order = [](const std::string& a, const std::string& b, const std::string& c) {
    return rules_of("points: [" + a + ", " + b + ", " + c + "]\npoints_a_day: 8");
  };
  Rules first = in_order(follower, once, post), last = in_order(post, once, follower);
  Rules nobody = in_order(once, follower, post);
  RulesCrowd a(1), b(1), left_alone(1);
  a.start(first);
  b.start(last);
  left_alone.start(nobody);
  for (int day = 0; day < 20; ++day) {  // somebody comes and goes, on days with room under the cap and without
    const std::uint32_t posts = day % 3 == 2 ? 2 : 1, follows = day % 2 == 0;
    for (RulesCrowd* crowd : {&a, &b, &left_alone}) crowd->ledger.posts[0] += posts;
    a.followers[0] = b.followers[0] = follows;
    a.end_day(first);
    b.end_day(last);
    left_alone.end_day(nobody);
    CHECK(a.scores[0] == left_alone.scores[0] + (follows ? 9 : 0));
    CHECK(b.scores[0] == a.scores[0]);
  }
  const std::string cut = "{act: follower_gained, points: 7, taken_back: true}";
  for (const std::string& rules : {cut + ", " + post, post + ", " + cut}) {
    const std::string said = rules_faults("points: [" + rules + "]\npoints_a_day: 8");
    INFO(said);
    CHECK(said.find(".taken_back: cannot share points_a_day: followers who come and go would use up what others give; "
                    "beyond_cap: true beside it would do\n") != std::string::npos);
    CHECK(std::ranges::count(said, '\n') == 1);
  }
}

TEST_CASE("nothing grows over an absence, whatever is forgotten") {
  for (const std::string forget : {"never", "window", "half_life", "week"}) {
    INFO(forget);
    Rules rules = rules_of("points: [{act: post, points: 8}]\nforget: " + forget +
                           "\nforget_days: 4\nstreak: {points: 5, freezes: 2, freeze_every_days: 1, grows: true}\n");
    RulesCrowd crowd(1);
    crowd.start(rules);
    for (int day = 0; day < 5; ++day) {
      ++crowd.ledger.posts[0];
      crowd.end_day(rules);
    }
    float last = crowd.scores[0];
    CHECK(last > 0);
    for (int day = 0; day < 30; ++day) {
      crowd.end_day(rules);
      CHECK(crowd.scores[0] <= last);
      last = crowd.scores[0];
    }
    CHECK((last == 0) == (forget == "window" || forget == "week"));
  }
}

TEST_CASE("a window holds its days, a half-life halves, a week begins on day 0 of seven") {
  Rules window = rules_of("points: [{act: post, points: 1}]\nforget: window\nforget_days: 3");
  Rules half = rules_of("points: [{act: post, points: 1000}]\nforget: half_life\nforget_days: 10");
  Rules week = rules_of("points: [{act: post, points: 1}]\nforget: week");
  RulesCrowd a(1), b(1), c(1);
  a.start(window);
  b.start(half);
  c.start(week);
  std::vector<float> sums, weeks;
  for (int day = 0; day < 11; ++day) {
    if (day < 4) a.ledger.posts[0] += 1 + static_cast<std::uint32_t>(day);  // 1, 2, 3, 4
    if (day == 0) b.ledger.posts[0] = 1;
    ++c.ledger.posts[0];
    a.end_day(window);
    b.end_day(half);
    c.end_day(week);
    sums.push_back(a.scores[0]);
    weeks.push_back(c.scores[0]);
  }
  CHECK(sums == std::vector<float>{1, 3, 6, 9, 7, 4, 0, 0, 0, 0, 0});
  CHECK(b.scores[0] == doctest::Approx(500).epsilon(1e-4));
  CHECK(weeks == std::vector<float>{1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4});
}

TEST_CASE("a gain that leaves the window under a later loss leaves nothing behind") {
  const auto course = [](int days, int loss) {
    Rules rules = rules_of(
        "points: [{act: post, points: 10}, {act: reshare, points: -4}]\nforget: window\nforget_days: " +
        std::to_string(days));
    RulesCrowd crowd(1);
    crowd.start(rules);
    std::vector<float> points;
    for (int day = 0; day < 6; ++day) {
      if (day == 0) ++crowd.ledger.posts[0];
      if (day == 1) crowd.ledger.reshares_made[0] += static_cast<std::uint32_t>(loss);
      crowd.end_day(rules);
      points.push_back(crowd.scores[0]);
    }
    return points;
  };
  CHECK(course(2, 1) == std::vector<float>{10, 6, 0, 0, 0, 0});
  CHECK(course(3, 1) == std::vector<float>{10, 6, 6, 0, 0, 0});
  CHECK(course(3, 9) == std::vector<float>{10, 0, 0, 0, 0, 0});  // more than there was
}

TEST_CASE("points beyond all bounds stay at the bound, however they are given, and are ahead of fewer") {
  const std::string given = "points: [{act: post, points: 1e9}, {act: like_received, points: 1e9}";
  const std::string levels = "]\nlevels: {at: [1]}", streak = "]\nstreak: {points: 1e9, grows: true, most_days: 10000}";
  for (const std::string& rules_text :
       {given + "]", given + "]\nforget: half_life\nforget_days: 3650", given + "]\nforget: window\nforget_days: 3650",
        given + "]\nleagues: {tiers: 2, days: 3650}", given + streak,
        given + ", {act: read, points_a_level: 1e9}" + levels,
        given + ", {act: follower_gained, points: 1e9, taken_back: true}]"}) {
    INFO(rules_text);
    Rules rules = rules_of(rules_text);
    RulesCrowd crowd(2);
    crowd.start(rules);
    float before = 0;
    for (int day = 0; day < 5; ++day) {
      crowd.ledger.posts[0] += 800'000'000;
      crowd.ledger.items_read[0] += 800'000'000;
      crowd.ledger.likes[0] += 800'000'000;
      crowd.followers[0] += 800'000'000;
      ++crowd.ledger.posts[1];
      crowd.end_day(rules);
      CHECK(crowd.scores[0] > before);
      CHECK(crowd.scores[0] > crowd.scores[1]);
      before = crowd.scores[0];
    }
    CHECK(before <= 5 * 3 * 0x1p50f / 1000);  // days, rules
  }
}

TEST_CASE("millions of points fade as few do") {
  Rules rules = rules_of("points: [{act: post, points: 1e6}]\nforget: half_life\nforget_days: 30");
  RulesCrowd crowd(5);
  crowd.start(rules);
  for (AgentId a = 0; a < 5; ++a) crowd.ledger.posts[a] = a + 1;
  crowd.end_day(rules);
  crowd.end_day(rules);
  for (AgentId a = 0; a < 5; ++a) CHECK(crowd.scores[a] == doctest::Approx(1e6 * (a + 1) * std::exp2(-1.0 / 30)));
}

TEST_CASE("a floor is not a debt: what it spared is not taken when the window moves on") {
  Rules rules = rules_of(
      "points: [{act: follower_lost, points: -5}, {act: post, points: 3}]\nforget: window\nforget_days: 2");
  RulesCrowd crowd(1);
  crowd.followers[0] = 4;
  crowd.start(rules);
  crowd.followers[0] = 2;  // - 10, floor 0
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 0);
  ++crowd.ledger.posts[0];
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 3);
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 3);
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 0);
}

TEST_CASE("a streak counts days in a row, grows up to its end, and a freeze bridges a missed day") {
  StreakRule rule;
  rule.points = 1;
  rule.grows = true;
  rule.most_days = 3;
  Streak streak;
  std::vector<MilliPoints> points;
  for (const bool active : {true, true, true, true, false, true}) points.push_back(pass_day(rule, active, streak));
  CHECK(points == std::vector<MilliPoints>{1000, 2000, 3000, 3000, 0, 1000});
  rule.freezes = 1;
  rule.freeze_every_days = 2;
  streak = {};
  points.clear();
  for (const bool active : {true, true, false, true, false, true}) points.push_back(pass_day(rule, active, streak));
  // The freeze of day 2 bridges the first gap; on the fourth day one of two days towards the next is done.
  CHECK(points == std::vector<MilliPoints>{1000, 2000, 0, 3000, 0, 1000});
}

TEST_CASE("levels follow points, and rules between levels fire by the level of the morning") {
  Rules rules = rules_of(
      "points:\n"
      "  - {act: post, points: 10, to_level: 1}\n"
      "  - {act: post, points: 1, from_level: 2}\n"
      "levels: {at: [10, 20]}\npublish: level\n");
  RulesCrowd crowd(1);
  crowd.start(rules);
  std::vector<float> levels;
  for (int day = 0; day < 4; ++day) {
    ++crowd.ledger.posts[0];
    crowd.end_day(rules);
    levels.push_back(crowd.scores[0]);
  }
  CHECK(levels == std::vector<float>{1, 2, 2, 2});
  CHECK(rules.points(0) == 22);
  // Kred's first two levels.
  CHECK(LevelRule{{}, 100, 1.7, 3, "", false}.table() == std::vector<double>{100, 270, 559});
}

TEST_CASE("badges are earned once, tier by tier, after those that they need, on the same day too") {
  Rules rules = rules_of(
      "points: [{act: follower_lost, points: -1}]\n"
      "badges:\n"
      "  - {name: author, act: post, at: [2, 4], points: 5, after: [guest]}\n"
      "  - {name: guest, act: check_in, points: 1}\n");
  RulesCrowd crowd(1);
  crowd.start(rules);
  crowd.ledger.posts[0] = 3;
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 0);  // no guest yet
  crowd.ledger.meetings_held[0] = 1;
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 1 + 5);
  CHECK(rules.badge_tiers(0, 0) == 1);
  crowd.ledger.posts[0] = 40;
  crowd.ledger.meetings_received[0] = 9;
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 1 + 5 + 5);
}

TEST_CASE("a quest of a week pays once a week, one of a day once a day") {
  Rules rules = rules_of(
      "points: []\nquests: [{name: daily, act: post, count: 2, points: 1}, "
      "{name: weekly, act: post, count: 5, every: week, points: 100}]");
  RulesCrowd crowd(1);
  crowd.start(rules);
  for (int day = 0; day < 14; ++day) {
    crowd.ledger.posts[0] += 2;
    crowd.end_day(rules);
  }
  CHECK(crowd.scores[0] == 14 + 200);
}

TEST_CASE("the first of a group rise, the last of a full one fall, and who does nothing does not play") {
  Rules rules = rules_of(
      "points: [{act: post, points: 1}]\npublish: league\n"
      "leagues: {tiers: 3, people: 4, promoted: 1, demoted: 1, days: 1}");
  RulesCrowd crowd(5);
  crowd.start(rules);
  const auto play = [&](std::vector<std::uint32_t> posts) {
    for (std::size_t i = 0; i < 5; ++i) crowd.ledger.posts[i] += posts[i];
    crowd.end_day(rules);
    return crowd.scores;
  };
  CHECK(play({9, 3, 2, 1, 0}) == std::vector<float>{1, 0, 0, 0, 0});
  CHECK(play({0, 3, 2, 1, 1}) == std::vector<float>{1, 1, 0, 0, 0});  // alone in its league: no full group, no fall
  CHECK(play({5, 9, 2, 1, 0}) == std::vector<float>{1, 2, 1, 0, 0});  // the best of each group rises
}

TEST_CASE("a place is by all points or those of the week, among all, a city or a league; ties share the better") {
  const auto places = [](const std::string& board, const std::string& more = "") {
    Rules rules = rules_of("points: [{act: post, points: 1}]\npublish: place\n" + more + "board: " + board);
    RulesCrowd crowd(5);
    crowd.city = {0, 1, 0, 1, 0};
    crowd.start(rules);
    CHECK(crowd.scores == std::vector<float>(5, -1));  // all have nothing
    std::vector<std::vector<float>> days;
    // Saturday, Sunday: on day 7 a week begins.
    for (int day = 0; day < 8; ++day) {
      if (day == 6) crowd.ledger.posts = {9, 5, 5, 3, 1};
      if (day == 7) crowd.ledger.posts = {10, 5, 7, 4, 1};
      crowd.end_day(rules);
      if (day >= 6) days.push_back(crowd.scores);
    }
    std::vector<float> cues(5);
    rules.cues(crowd.scores, cues);
    for (AgentId a = 0; a < 5; ++a) CHECK(cues[a] == -1 / crowd.scores[a]);
    return days;
  };
  using Days = std::vector<std::vector<float>>;
  CHECK(places("{}") == Days{{-1, -2, -2, -4, -5}, {-1, -3, -2, -4, -5}});
  CHECK(places("{period: week}") == Days{{-1, -2, -2, -4, -5}, {-2, -4, -1, -2, -4}});
  CHECK(places("{cohort: city}") == Days{{-1, -1, -2, -2, -3}, {-1, -1, -2, -2, -3}});
  CHECK(places("{period: week, cohort: city}") == Days{{-1, -1, -2, -2, -3}, {-2, -2, -1, -1, -3}});
  // After day 6 the first of the group of five has risen, and is alone in its league.
  const Days leagues =
      places("{cohort: league}", "leagues: {tiers: 2, people: 5, promoted: 1, demoted: 1, days: 7}\n");
  CHECK(leagues == Days{{-1, -1, -1, -3, -4}, {-1, -2, -1, -3, -4}});
}

TEST_CASE("levels by a formula of the level, or of the step to it") {
  LevelRule rule;
  rule.most = 4;
  rule.formula = "floor(10 * pow(level, 1.43) + 0.5) * 10";
  CHECK(rule.table() == std::vector<double>{100, 270, 480, 730});
  rule.formula = "100 * level";
  rule.formula_of_steps = true;
  CHECK(rule.table() == std::vector<double>{100, 300, 600, 1000});
  Rules rules = rules_of(
      "points: [{act: post, points: 1}]\nlevels: {formula: level * level, most: 3}\npublish: level");
  RulesCrowd crowd(1);
  crowd.start(rules);
  std::vector<float> levels;
  for (int day = 0; day < 10; ++day) {
    ++crowd.ledger.posts[0];
    crowd.end_day(rules);
    levels.push_back(crowd.scores[0]);
  }
  CHECK(levels == std::vector<float>{1, 1, 1, 2, 2, 2, 2, 2, 3, 3});
}

TEST_CASE("rules on weekdays fire on them; day 0 is a Sunday") {
  Rules rules = rules_of("points: [{act: post, points: 1, weekdays: [sunday, tuesday]}]");
  RulesCrowd crowd(1);
  crowd.start(rules);
  std::vector<float> points;
  for (int day = 0; day < 8; ++day) {
    ++crowd.ledger.posts[0];
    crowd.end_day(rules);
    points.push_back(crowd.scores[0]);
  }
  CHECK(points == std::vector<float>{1, 1, 2, 2, 2, 2, 2, 3});
}

TEST_CASE("a cap of the day is shared by as many rules as there may be") {
  const auto yaml = [](int rules) {
    std::string text = "points_a_day: 50\npoints:\n";
    for (int k = 0; k < rules; ++k) text += "  - {act: post, points: 1}\n";
    return text;
  };
  Rules rules = rules_of(yaml(64));
  RulesCrowd crowd(1);
  crowd.start(rules);
  crowd.ledger.posts[0] = 1;
  crowd.end_day(rules);
  CHECK(crowd.scores[0] == 50);
  CHECK(rules_faults(yaml(65)).find("there are 65 rules; up to 64 would do") != std::string::npos);
}

TEST_CASE("points may grow with the level of the morning") {
  Rules rules = rules_of("points: [{act: post, points: 50, points_a_level: 5}]\nlevels: {at: [100, 200]}");
  RulesCrowd crowd(1);
  crowd.start(rules);
  std::vector<float> points;
  for (int day = 0; day < 3; ++day) {
    crowd.ledger.posts[0] += 2;
    crowd.end_day(rules);
    points.push_back(crowd.scores[0]);
  }
  CHECK(points == std::vector<float>{100, 210, 330});
}

TEST_CASE("rules remember as long as what they ask for: a new place for ever, a third day a week, a mayor 60 days") {
  const auto days = [](const std::string& act) { return rules_of("points: [{act: " + act + "}]").memory_days(30); };
  CHECK(days("check_in_new") == 0);
  CHECK(days("check_in_third_day") == 7);
  CHECK(days("check_in_as_mayor") == 60);
  CHECK(days("mayorship_taken") == 60);
  CHECK(rules_of("points: [{act: check_in_third_day}]\nforget: window\nforget_days: 30").memory_days(30) == 37);
  CHECK(rules_of("points: [{act: check_in}]\npublish: mayorships\nforget: window").memory_days(30) == 60);
}

TEST_CASE("rules that can never fire or contradict each other are named at their place") {
  const auto says = [](const std::string& yaml, const std::string& what) {
    INFO(yaml);
    const std::string said = rules_faults(yaml);
    INFO(said);
    CHECK(said.find(what) != std::string::npos);
  };
  says("points: [{act: psot}]", "rules.yaml:1:16: points.0.act: 'psot' is not one of");
  says("points: [{act: psot}]", "did you mean 'post'");
  says("points: [{act: post, points: 0}]", "does nothing");
  says("points: [{act: post, most_a_day_and_person: 1}]", "who did a post is not known");
  says("points: [{act: post, from_level: 3, to_level: 2}]", "could never fire");
  says("points: [{act: post, from_level: 3}]\nlevels: {at: [1, 2]}", "asks for level 3, and the highest there is is 2");
  says("points: [{act: post, taken_back: true}]", "only followers are lost again");
  says("points: [{act: post}, {act: follower_gained, taken_back: true}]\nforget: week",
       "rules.yaml:1:58: points.1.taken_back: cannot be kept together with forget");
  says("points: []", "no rule gives points");
  says("points: []\nbadges: [{name: a, points: 0}]", "no rule gives points");
  says("points: [{act: post, points: 0.0001}]",
       "points.0.points: 0.0001 rounds to 0: points are kept in whole thousandths");
  says("points_a_day: 0.0004", "points_a_day: 0.0004 rounds to 0");
  says("streak: {points: 0.0001}", "streak.points: 0.0001 rounds to 0");
  says("points: [{act: post, points: -1}]", "rules only take points, and nobody has any above the floor");
  CHECK(rules_faults("points: [{act: post, points: -1}]\nstart: 1") == "");
  const std::string levels = "\nlevels: {at: [10, 20]}";
  says("points: [{act: post, from_level: 1}]" + levels, "points.0.from_level: nobody reaches this level");
  CHECK(rules_faults("points: [{act: post, from_level: 1}, {act: read}]" + levels) == "");
  CHECK(rules_faults("points: [{act: post, from_level: 1}]\nstart: 10" + levels) == "");
  says("points: [{act: post}, {act: read, to_level: 1}]\nstart: 20" + levels,
       "points.1.to_level: everybody begins above");
  CHECK(rules_faults("points: [{act: post, points: -1}, {act: read, to_level: 1}]\nstart: 20" + levels) == "");
  says("points: [{act: post, points: 0, points_a_level: 1}]" + levels, "no rule gives points");
  says("levels: {at: [5, 5]}", "levels must rise");
  says("levels: {formula: 10 - level}",
       "rules.yaml:1:19: levels.formula: levels must rise: each needs more points than the one before, and level 2 "
       "needs 8");
  says("levels: {formula: 1 / (level - 3)}", "levels.formula: gives level 3 no finite number");
  says("levels: {formula: 2 * lvel}", "levels.formula: unknown word 'lvel' at 5; did you mean 'level'?");
  says("levels: {formula: level, at: [1]}", "levels.formula: levels are given already; one of the two would do");
  says("levels: {formula_of_steps: true}", "there is no formula; write levels.formula");
  says("levels: {first: 0.0004, growth: 1, most: 5}",
       "levels.first: level 1 is less than a thousandth of a point above the one before");
  says("levels: {first: 1, growth: 0.1}", "level 5 is less than a thousandth of a point above the one before");
  says("levels: {at: [1, 1.0001]}", "levels.at: level 2 is less than a thousandth of a point above the one before");
  says("levels: {at: [5], first: 5}", "one of the two");
  says("badges: [{name: a, after: [b]}, {name: b, after: [a]}]",
       "rules.yaml:1:27: badges.a.after: 'a' after 'b' after 'a': badges that come after each other in a circle can "
       "never be earned");
  // Two circles, one of them behind a badge that waits for it, and a badge that is not there, hide nothing.
  const std::string circles =
      "badges: [{name: w, after: [x]}, {name: x, after: [y, zz]}, {name: y, after: [x]}, {name: s, after: [s]}]";
  says(circles, "badges.x.after: 'x' after 'y' after 'x': badges that");
  says(circles, "badges.s.after: 's' after 's': badges that");
  says(circles, "comes after 'zz', which is no badge");
  CHECK(std::ranges::count(rules_faults(circles), '\n') == 3);
  says("badges: [{name: a, after: [b, c]}, {name: b}]",
       "rules.yaml:1:31: badges.a.after.c: badge 'a' comes after 'c', which is no badge");
  says("badges: [{name: a}, {name: a}]", "rules.yaml:1:28: badges.1.name: two badges have the name 'a'");
  says("quests: [{name: q}, {name: q}]", "quests.1.name: two quests have the name 'q'");
  says("points: [{act: post, weekdays: [saturday, saturday]}]", "points.0.weekdays.1: 'saturday' stands there twice");
  CHECK(rules_faults("badges: [{name: a, after: [c, c]}]").find("no badge") ==
        rules_faults("badges: [{name: a, after: [c, c]}]").rfind("no badge"));
  says("badges: [{name: a, at: [3, 2]}]", "each at more acts than the last");
  says("badges: [{name: a, at: [1, 2.5]}]", "acts are counted; whole numbers would do");
  says("quests: [{name: q, act: active_day, count: 2}]", "not so many days");
  says("quests: [{name: q, act: reaction, every: week, count: 1786}]",
       "quests.q.count: more than 7 * 255 reactions of a week are not known");
  CHECK(rules_faults("quests: [{name: q, act: reaction, every: week, count: 1785}]") == "");
  says("streak: {freezes: 2}", "streak.freezes: there are no streaks to freeze; write streak.points");
  says("streak: {grows: true}", "streak.grows: there are no streaks to grow; write streak.points");
  says("leagues: {tiers: 2, promoted: 0}", "leagues.promoted: nobody would ever rise out of the lowest league");
  says("board: {cohort: league}\npublish: place", "board.cohort: there are no leagues");
  says("board: {cohort: city}", "board: no place is published; publish: place would do");
  says("leagues: {tiers: 2, people: 3, promoted: 2, demoted: 2}", "more rise and fall");
  says("leagues: {tiers: 2, people: 3, promoted: 3, demoted: 0}", "leagues.promoted: all of a group would rise");
  says("points: [{act: like_received, most_a_day: 3, most_a_day_and_person: 3}]",
       "points.0.most_a_day_and_person: no person comes to it, as 3 of a day count at most");
  CHECK(rules_faults("points: [{act: like_received, most_a_day: 3, most_a_day_and_person: 2}]") == "");
  says("points: [{act: reaction, most_a_day: 256}]", "points.0.most_a_day: more than 255 reactions");
  says("points: [{act: follower_peak, taken_back: true}]", "points.0.taken_back: a peak is never lost");
  says("start: 20\npublish: level" + levels, "start: everybody begins at level 2, the highest");
  says("points: [{act: post}, {act: read, points: -1}]\nstart: 20\nfloor: 20\npublish: level" + levels,
       "and never has less: all would have it for ever");
  CHECK(rules_faults("start: 19\npublish: level" + levels) == "");
  CHECK(rules_faults("start: 20\nforget: half_life\nforget_days: 10\npublish: level" + levels) == "");
  CHECK(rules_faults("points: [{act: post}, {act: read, points: -1}]\nstart: 20\npublish: level" + levels) == "");
  says("publish: level", "there are no levels");
  says("points: [{act: post, points_a_level: 1}]", "points.0.points_a_level: gives points for each level, and there");
  says("points: [{act: post, points_a_level: 1, repeat_factor: 0.5}]\nlevels: {at: [1]}", "one of the two would do");
  says("publish: streak_days", "there are no streaks");
  says("publish: league", "there are no leagues");
  says("forget: window\nforget_days: 2.5", "whole days");
  says("start: -1", "below floor");
  says("pionts: []", "did you mean 'points'");
}

TEST_CASE("a fault is told once: what hangs on what could not be read is not told too") {
  const auto once = [](const std::string& yaml, const std::string& what) {
    const std::string said = rules_faults(yaml);
    INFO(said);
    CHECK(said.find(what) != std::string::npos);
    CHECK(std::ranges::count(said, '\n') == 1);
  };
  const std::string asked = "\npoints: [{act: post}, {act: read, from_level: 1}, {act: read, points_a_level: 1}]";
  for (const std::string& rest : {"\npublish: level" + asked, "\npublish: level\nstart: 2" + asked}) {
    once("levels: {formula: levl * 2}" + rest, "levels.formula: unknown word 'levl' at 1; did you mean 'level'?");
    once("levels: {formula: 1 / (level - 3), most: 5}" + rest, "levels.formula: gives level 3 no finite number");
    once("levels: {at: [ten]}" + rest, "levels.at.ten: expected a number");
    once("levels: {at: 10}" + rest, "levels.at: expected a list of numbers");
    once("levels: {att: [10]}" + rest, "unknown key 'att'");
  }
  once("streak: {points: some, freezes: 2}\npublish: streak_days", "streak.points: expected a number");
  once("leagues: {tiers: ten}\npublish: league\nboard: {cohort: everybody}", "leagues.tiers: expected");
  once("points: [{act: follower_gaind, taken_back: true}]", "'follower_gaind' is not one of");
  once("points: [{act: engager_gaind}]\nengagers: {again_after_days: 9}", "'engager_gaind' is not one of");
  once("points: [{act: post, points: 5O, most_a_day: 1}]\nforget: week\nlevels: {at: [100]}", "expected a number");
  // Faults that are faults of their own are told beside each other.
  CHECK(std::ranges::count(rules_faults("levels: {formula: levl, most: 0}\nstreak: {freezes: 1}"), '\n') == 3);
}

TEST_CASE("a level that windows and caps leave out of reach is named, and so is a rule that waits for it") {
  // The level just within reach passes; the next thousandth does not.
  const auto check = [](const std::string& rules, double most) {
    INFO(rules);
    const auto at = [&](double points) { return rules + "\nlevels: {at: [" + number_text(points) + "]}"; };
    CHECK(rules_faults(at(most)) == "");
    const std::string said = rules_faults(at(most + 0.001));
    INFO(said);
    CHECK(said.find("levels.at.0: nobody reaches level 1 at " + number_text(most + 0.001) +
                    ": with what is forgotten and capped, " + number_text(most) + " points at once are the most") !=
          std::string::npos);
  };
  const std::string window = "\nforget: window\nforget_days: 7", post = "points: [{act: post, points: 2, most_a_day: 3";
  check(post + "}]" + window, 7 * 6);
  check(post + "}]\nforget: week\nstart: 1", 1 + 7 * 6);
  check(post + "}]\nforget: half_life\nforget_days: 1", 12);
  check("points: [{act: post}, {act: read}]\npoints_a_day: 5" + window, 35);
  check("points: [{act: post, repeat_factor: 0.5}]" + window, 14);
  check("points: [{act: reaction}, {act: active_day}]" + window, 7 * 256);
  check("points: [{act: follower_lost, points: -1}]\nbadges: [{name: b, act: post, at: [1, 2], points: 3}]", 6);
  check("points: []\nquests: [{name: q, act: post, points: 2}, {name: w, act: read, every: week, points: 5}]" + window,
        14 + 10);
  check("points: []\nstreak: {points: 1, grows: true, most_days: 4}" + window, 28);
  CHECK(rules_faults("points: [{act: post}]" + window + "\nlevels: {at: [1e8]}") == "");  // as many as one likes
  CHECK(rules_faults(post + "}]" + window + "\nlevels: {first: 40, growth: 1, most: 50}") == "");
  CHECK(rules_faults(post + "}]" + window + "\nlevels: {first: 43, growth: 1, most: 50}")
            .find("levels.first: nobody") != std::string::npos);
  const std::string waits = rules_faults(post + "}, {act: read, most_a_day: 1, from_level: 1}]" + window +
                                      "\nlevels: {formula: 1000 * level}");
  INFO(waits);
  CHECK(waits.find("levels.formula: nobody reaches level 1 at 1000") != std::string::npos);
  CHECK(waits.find("points.1.from_level: nobody reaches this level: 42 points at once are the most") !=
        std::string::npos);
  // What a level opens counts for the next, and with points_a_level more is to be had the higher one is.
  CHECK(rules_faults(post + "}, {act: read, points: 1, most_a_day: 1, from_level: 1}]" + window +
                  "\nlevels: {at: [42, 49]}") == "");
  CHECK(rules_faults("points: [{act: post, most_a_day: 1, points: 1, points_a_level: 1}]" + window +
                  "\nlevels: {at: [7, 14, 21]}") == "");
}

TEST_CASE("rules that are sums alone are added up for many agents at once, and come to what they come to one by one") {
  const std::string rules =
      "points:\n"
      "  - {act: like_received, points: 10}\n"
      "  - {act: reply_received, points: 15, most_a_day: 1, beyond_cap: true}\n"
      "  - {act: post, points: 7, weekdays: [sunday, monday]}\n"
      "  - {act: follower_lost, points: -9}\n"
      "  - {act: follower_gained, points: 2.5, most_a_day: 2}\n"
      "points_a_day: 30\n"
      "start: 5\n"
      "floor: 1\n";
  Faults faults;
  Rules many(read(rules, faults));
  // A quest makes quiet days matter, so each agent is looked at by itself; it gives nothing.
  Rules each(read(rules + "quests: [{name: q, act: read, count: 1000, points: 0.001}]\n", faults));
  REQUIRE(faults.text() == "");
  RulesCrowd a(1300), b(1300);
  a.start(many);
  b.start(each);
  for (int day = 0; day < 15; ++day) {
    for (AgentId agent = 0; agent < 1300; ++agent) {
      const std::uint64_t bits = draw(make_key(1, Stream::mechanics, agent, static_cast<std::uint64_t>(day)), 0);
      for (RulesCrowd* crowd : {&a, &b}) {
        if (bits % 3 == 0) continue;
        crowd->ledger.likes[agent] += bits >> 8 & 7;
        crowd->ledger.replies[agent] += bits >> 12 & 3;
        crowd->ledger.posts[agent] += bits >> 16 & 1;
        crowd->followers[agent] = bits >> 20 & 15;
      }
    }
    a.end_day(many);
    b.end_day(each);
    CHECK(a.scores == b.scores);
  }
  CHECK(*std::min_element(a.scores.begin(), a.scores.end()) == 1);
  CHECK(*std::max_element(a.scores.begin(), a.scores.end()) > 300);
}
