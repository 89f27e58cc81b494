#include "models/scoring/formula.h"

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "models/scoring/expression.h"
#include "sim/core/math.h"
#include "tests/models/tiny_world.h"

using namespace clout;
using namespace clout::test;

namespace {

std::vector<float> scores_of(const std::string& formula, const TinyWorld& world) {
  ThreadPool pool(2);
  std::vector<float> scores(world.agents());
  Formula algorithm(FormulaParams{formula});
  algorithm.start(world.scoring(), pool, scores);
  return scores;
}

}  // namespace

TEST_CASE("a formula reckons with every column of the ledger that it may name, and reads no other") {
  const TinyWorld w = make_tiny_world(50, 3, 20);
  const Ledger& l = w.ledger;
  std::size_t named = 0;
  const auto stands_for = [&](const std::string& column, ScoreInput input, auto&& of) {
    CAPTURE(column);
    const std::vector<float> scores = scores_of(column, w);
    for (AgentId a = 0; a < 50; ++a) CHECK(scores[a] == static_cast<float>(of(a)));
    CHECK(Formula(FormulaParams{column + " + day"}).reads() == ScoreInputs{input});
    ++named;
  };
  stands_for("posts", ScoreInput::posts, [&](AgentId a) { return l.posts[a]; });
  stands_for("posts_recent", ScoreInput::posts_recent, [&](AgentId a) { return l.posts_recent[a] / 4096.0; });
  stands_for("likes", ScoreInput::likes, [&](AgentId a) { return l.likes[a]; });
  stands_for("reshares", ScoreInput::reshares, [&](AgentId a) { return l.reshares[a]; });
  stands_for("replies", ScoreInput::replies, [&](AgentId a) { return l.replies[a]; });
  stands_for("reshares_made", ScoreInput::reshares_made, [&](AgentId a) { return l.reshares_made[a]; });
  stands_for("items_read", ScoreInput::items_read, [&](AgentId a) { return l.items_read[a]; });
  stands_for("messages_sent", ScoreInput::messages_sent, [&](AgentId a) { return l.messages_sent[a]; });
  stands_for("messages_received", ScoreInput::messages_received, [&](AgentId a) { return l.messages_received[a]; });
  stands_for("messages_answered", ScoreInput::messages_answered, [&](AgentId a) { return l.messages_answered[a]; });
  stands_for("check_ins", ScoreInput::check_ins,
             [&](AgentId a) { return l.meetings_held[a] + l.meetings_received[a]; });
  stands_for("hours_online", ScoreInput::hours_online, [&](AgentId a) { return l.seconds_online[a] / 3600.0; });
  stands_for("engagers", ScoreInput::engagers, [&](AgentId a) { return l.engagers.of(a).size(); });
  stands_for("followers", ScoreInput::followers, [&](AgentId a) { return w.follows.follower_counts()[a]; });
  stands_for("followees", ScoreInput::followees, [&](AgentId a) { return w.follows.followee_count(a); });
  CHECK(named + 1 == formula_columns().size());
  CHECK(scores_of("day", w)[0] == 20);
  CHECK(Formula(FormulaParams{"day"}).reads() == ScoreInputs{});
  for (AgentId a = 0; a < 50; ++a) {
    const float likes = static_cast<float>(l.likes[a]), posts = static_cast<float>(l.posts[a]);
    CHECK(scores_of("likes / (posts + 10)", w)[a] == doctest::Approx(likes / (posts + 10)));
    CHECK(scores_of("if(likes > posts, 1, -1)", w)[a] == (likes > posts ? 1 : -1));
  }
}

TEST_CASE("a formula reckons anew with what there is, on any number of threads, and after it gave no number") {
  TinyWorld w = make_tiny_world(5, 3, 20);
  Formula formula(FormulaParams{"reshares_made + 1 / posts_recent"});
  std::vector<float> scores(5);
  for (unsigned threads : {1u, 3u, 2u}) {
    ThreadPool pool(threads);
    for (AgentId a = 0; a < 5; ++a) {
      w.ledger.posts_recent[a] = 4096 * threads;
      w.ledger.reshares_made[a] = a + threads;
    }
    formula.update(w.scoring(), pool, scores);
    for (AgentId a = 0; a < 5; ++a) CHECK(scores[a] == static_cast<float>(a + threads + 1.0 / threads));
    w.ledger.posts_recent[3] = 0;
    try {
      formula.clone()->start(w.scoring(), pool, scores);
      FAIL("1 / 0 is a number");
    } catch (const NoFiniteScore& fault) {
      CHECK(std::string(fault.what()).find("posts_recent = 0") != std::string::npos);
      CHECK(std::string(fault.what()).find("posts = ") == std::string::npos);
    }
    CHECK_THROWS_AS(formula.update(w.scoring(), pool, scores), NoFiniteScore);
  }
}

TEST_CASE("functions are those of the project, the same on every processor") {
  const TinyWorld w = make_tiny_world(2, 3, 20);
  CHECK(scores_of("log(7) + exp(0.3) + pow(2.5, 1.7) + log1p(0.2)", w)[0] ==
        static_cast<float>(det_log(7) + det_exp(0.3) + det_pow(2.5, 1.7) + det_log1p(0.2)));
  CHECK(scores_of("min(3, max(1, 2)) + abs(-4) + sqrt(16) + floor(2.9)", w)[0] == 2 + 4 + 4 + 2);
}

TEST_CASE("logarithms of counts are those of the project to the last bit, looked up or reckoned") {
  const std::array<const char*, 1> names = {"x"};
  std::array<double, 1> x = {};
  mu::Parser log, log1p;
  make_ready(log, "log(x)", names, x);
  make_ready(log1p, "log1p(x)", names, x);
  const auto same = [&](double value) {
    x[0] = value;
    CAPTURE(value);
    CHECK(std::bit_cast<std::uint64_t>(log.Eval()) == std::bit_cast<std::uint64_t>(det_log(value)));
    CHECK(std::bit_cast<std::uint64_t>(log1p.Eval()) == std::bit_cast<std::uint64_t>(det_log1p(value)));
  };
  for (int count = 0; count < 1030; ++count) {
    same(count);
    same(count + 0.5);
  }
  for (const double value : {-0.0, -0.5, -3.0, 0.2, 1e-300, 1e300, 70000.0}) same(value);
}

TEST_CASE("a faulty formula is told with its place and what would do") {
  CHECK(formula_fault("lieks + 1") == "unknown word 'lieks' at 1; did you mean 'likes'?");
  CHECK(formula_fault("lieks + likes + 2 * psots / xyzzy") ==
        "unknown word 'lieks' at 1; did you mean 'likes'? and unknown word 'psots' at 21; did you mean 'posts'? and "
        "unknown word 'xyzzy' at 29");
  CHECK(formula_fault("likes ^ 2") == "has '^' at 7; pow(a, b) would do");
  CHECK(formula_fault("likes = 2") == "sets a value at 7; a formula only reckons");
  CHECK(formula_fault("  ").find("is empty") == 0);
  const auto ends = [](const std::string& formula, const std::string& remedy) {
    INFO(formula_fault(formula));
    CHECK(formula_fault(formula).find("cannot be read") == 0);
    CHECK(formula_fault(formula).ends_with(remedy));
  };
  ends("likes +", "; it ends where a number or a word should come");
  ends("log(1 + likes", "; it ends before its last ')'");
  ends("likes) + 1", "; a '(' or ')' too many, or an operator before it is missing");
  ends("2 likes", "; an operator such as + or * before it is missing");
  ends("min(likes)", "; the function takes more numbers");
  ends("log(likes, 2)", "; the function takes fewer numbers");
  CHECK(formula_fault("likes, posts") == "has several results; one would do");
  CHECK(formula_fault("sin(likes)").find("unknown word 'sin'") == 0);
  CHECK(formula_fault("likes / posts") == "");
  std::string longest = "likes";
  while (longest.size() < 19999) longest += "+1";
  CHECK(longest.size() == 19999);
  CHECK(formula_fault(longest) == "");
  CHECK(formula_fault(longest + "+1") == "is 20001 characters long; at most 19999 would do");
  CHECK_THROWS_AS(Formula(FormulaParams{"likes +"}), std::invalid_argument);
}

TEST_CASE("a formula that gives no number names the agent, the day and what it saw") {
  TinyWorld w = make_tiny_world(5, 3, 20);
  w.ledger.posts.assign(5, 1);
  w.ledger.posts[3] = 0;
  CHECK_THROWS_WITH_AS(scores_of("1 / posts", w), "gives agent 3 no finite number with posts = 0", std::domain_error);
}
