#include "models/scoring/formula.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

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

TEST_CASE("a formula reckons with every column of the ledger that it may name") {
  const TinyWorld w = make_tiny_world(50, 3, 20);
  for (AgentId a = 0; a < 50; ++a) {
    CHECK(scores_of("followers", w)[a] == w.follows.follower_counts()[a]);
    CHECK(scores_of("followees", w)[a] == w.follows.followee_count(a));
    CHECK(scores_of("check_ins", w)[a] == w.ledger.meetings_held[a] + w.ledger.meetings_received[a]);
    CHECK(scores_of("hours_online * 3600", w)[a] == doctest::Approx(w.ledger.seconds_online[a]));
    CHECK(scores_of("posts_recent", w)[a] == doctest::Approx(w.ledger.posts_recent[a] / 4096.0));
    CHECK(scores_of("engagers + day", w)[a] == w.ledger.engagers.of(a).size() + 20);
    const float likes = static_cast<float>(w.ledger.likes[a]), posts = static_cast<float>(w.ledger.posts[a]);
    CHECK(scores_of("likes / (posts + 10)", w)[a] == doctest::Approx(likes / (posts + 10)));
    CHECK(scores_of("if(likes > posts, 1, -1)", w)[a] == (likes > posts ? 1 : -1));
  }
  std::size_t named = 0;
  for (const char* column : formula_columns()) named += scores_of(column, w).size();
  CHECK(named == 50 * formula_columns().size());
}

TEST_CASE("functions are those of the project, the same on every processor") {
  const TinyWorld w = make_tiny_world(2, 3, 20);
  CHECK(scores_of("log(7) + exp(0.3) + pow(2.5, 1.7) + log1p(0.2)", w)[0] ==
        static_cast<float>(det_log(7) + det_exp(0.3) + det_pow(2.5, 1.7) + det_log1p(0.2)));
  for (const std::string x : {"0.2", "1", "3", "1023", "1023.5", "1024", "70000"}) {  // looked up or reckoned
    CHECK(scores_of("log(" + x + ")", w)[0] == static_cast<float>(det_log(std::stod(x))));
    CHECK(scores_of("log1p(" + x + ")", w)[0] == static_cast<float>(det_log1p(std::stod(x))));
  }
  CHECK(scores_of("log1p(-0.5)", w)[0] == static_cast<float>(det_log1p(-0.5)));
  CHECK(scores_of("min(3, max(1, 2)) + abs(-4) + sqrt(16) + floor(2.9)", w)[0] == 2 + 4 + 4 + 2);
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
