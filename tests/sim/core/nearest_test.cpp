// Edit distance and did-you-mean.
#include "sim/core/nearest.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace clout {
namespace {

TEST_CASE("an edit is a letter more, less, other, or two neighbours swapped") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("klout", "klout") == 0);
  CHECK(edit_distance("klot", "klout") == 1);
  CHECK(edit_distance("klouut", "klout") == 1);
  CHECK(edit_distance("kliut", "klout") == 1);
  CHECK(edit_distance("kluot", "klout") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);  // the textbook example
  CHECK(edit_distance("ca", "abc") == 3);          // optimal string alignment, where full Damerau-Levenshtein has 2
}

TEST_CASE("the nearest word is the one with fewest edits, the first among equals") {
  const std::vector<std::string> words = {"klout", "pagerank", "none", "follower_count"};
  CHECK(nearest("klot", words) == "klout");
  CHECK(nearest("page_rank", words) == "pagerank");
  CHECK(nearest("PageRank", words) == "pagerank");
  CHECK(nearest("folower-count", words) == "follower_count");
  CHECK(nearest("nine", words) == "none");
  CHECK(nearest("xyz", words) == "");
  CHECK(nearest("", words) == "");
  CHECK(nearest("klout", {}) == "");
  const std::vector<std::string> twins = {"cat", "bat"};
  CHECK(nearest("rat", twins) == "cat");
}

TEST_CASE("failing a near word, one that begins with the word or contains it") {
  const std::vector<std::string> keys = {"burn_in", "half_life_days", "posts_per_day"};
  CHECK(nearest("halflife", keys) == "half_life_days");
  CHECK(nearest("burn_in_days", keys) == "burn_in");
  CHECK(nearest("per_day", keys) == "posts_per_day");
  CHECK(nearest("ha", keys) == "");
}

TEST_CASE("a short word is not turned into another one") {
  const std::vector<std::string> words = {"a", "ab"};
  CHECK(nearest("b", words) == "");
}

TEST_CASE("the question") {
  const std::vector<std::string> words = {"klout"};
  CHECK(did_you_mean("klot", words) == "; did you mean 'klout'?");
  CHECK(did_you_mean("none", words) == "");
  CHECK(did_you_mean(std::string(1000000, 'k'), words) == "");
}

}  // namespace
}  // namespace clout
