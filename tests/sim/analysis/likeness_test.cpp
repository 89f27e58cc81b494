#include "sim/analysis/likeness.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace clout;

namespace {

const LikenessRow& row(const std::vector<LikenessRow>& rows, const std::string& quantity) {
  for (const LikenessRow& r : rows)
    if (r.quantity == quantity) return r;
  FAIL("no row " << quantity);
  return rows.front();
}

// Ten agents: four never post, one posts 4 a month, five are active.
struct Ten {
  std::vector<std::uint32_t> followers{1, 2, 3, 4, 5, 30, 40, 50, 60, 200};
  std::vector<double> posts{0, 0, 0, 0.4, 4, 6, 30, 15, 60, 300};
  std::vector<double> reshares{0, 0, 0, 0, 0, 1, 2, 3, 4, 5};
  std::vector<double> replies{0, 0, 0, 0, 0, 1, 2, 3, 5, 4};
  LikenessInput input() const { return {0.22, 0.36, -0.04, followers, posts, reshares, replies}; }
};

}  // namespace

TEST_CASE("every row of ten agents, by hand") {
  const Ten ten;
  const auto rows = twitter_likeness(ten.input());
  CHECK(rows.size() == 18);  // rows 1-5 and 8-13 of sim/MODEL.md, those with several figures once for each
  CHECK(row(rows, "mutual pair share").value == 0.22);
  CHECK(row(rows, "mutual pair share").inside);
  CHECK(row(rows, "link reciprocity").inside);
  CHECK_FALSE(row(rows, "follower tail exponent").known);  // too few
  CHECK_FALSE(row(rows, "follower tail exponent").hard);
  CHECK(row(rows, "followers top 10 % share").value == doctest::Approx(200.0 / 395));
  CHECK(row(rows, "followers mean / median").value == doctest::Approx(39.5 / 17.5));
  CHECK(row(rows, "followers mean / median").inside);
  CHECK(row(rows, "degree assortativity").inside);
  CHECK(row(rows, "posts top 10 % share").value == doctest::Approx(300 / 415.4));
  CHECK(row(rows, "posts top 25 % share").value == doctest::Approx((300 + 60 + 30 / 2.0) / 415.4));
  CHECK(row(rows, "never post").value == doctest::Approx(0.4));
  CHECK(row(rows, "lurkers").value == doctest::Approx(0.5));
  CHECK(row(rows, "median posts a day, all").value == doctest::Approx(5.0 / 30));
  CHECK_FALSE(row(rows, "median posts a day, all").inside);  // .167 > .15
  CHECK(row(rows, "median posts a day, active").value == doctest::Approx(1));
  CHECK(row(rows, "followers active : lurker").value == doctest::Approx(50.0 / 3));
  CHECK(row(rows, "followers active : lurker").inside);
  // ranks 1..10 against five tied ones (rank 3) and 6..10
  CHECK(row(rows, "Spearman followers, reshares").value == doctest::Approx(std::sqrt(1 - 120.0 / 990)));
  for (const LikenessRow& r : rows) CHECK_FALSE(r.definition.empty());
}

TEST_CASE("where no month was observed the rows of posts are not known, and the others are what they were") {
  const Ten ten;
  LikenessInput input = ten.input();
  const auto month = twitter_likeness(input);
  input.posts_month.reset();
  const auto rows = twitter_likeness(input);
  REQUIRE(rows.size() == month.size());
  int not_known = 0;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    CHECK(rows[k].quantity == month[k].quantity);
    const int number = std::stoi(rows[k].number);
    if (number >= 9 && number <= 12) {
      CHECK(month[k].known);
      CHECK_FALSE(rows[k].known);
      CHECK_FALSE(rows[k].inside);
      CHECK(rows[k].value == 0);
      ++not_known;
    } else {
      CHECK(rows[k].known == month[k].known);
      CHECK(rows[k].value == month[k].value);
    }
  }
  CHECK(not_known == 7);
}

TEST_CASE("an empty world and one in which nobody acts have no values, and no NaN") {
  const std::vector<std::uint32_t> none;
  const std::vector<double> nothing;
  for (const LikenessRow& r : twitter_likeness({0, 0, 0, none, nothing, nothing, nothing})) {
    CHECK_FALSE(r.known);
    CHECK_FALSE(r.inside);
    CHECK(r.value == 0);
  }
  const std::vector<std::uint32_t> zeros(5);
  const std::vector<double> zero(5);
  const auto rows = twitter_likeness({0, 0, 0, zeros, zero, zero, zero});
  CHECK(row(rows, "never post").value == 1);
  CHECK(row(rows, "median posts a day, all").inside);  // 0 <= .15
  CHECK_FALSE(row(rows, "followers mean / median").known);
  CHECK_FALSE(row(rows, "posts top 10 % share").known);
  for (const LikenessRow& r : rows) CHECK(std::isfinite(r.value));
  CHECK_THROWS_AS((void)twitter_likeness({0, 0, 0, zeros, nothing, zero, zero}), std::invalid_argument);
}

TEST_CASE("over worlds the mean is judged") {
  LikenessRow in{"1", "q", 0.2, 0.1, 0.3, true, true, true, "d"}, out = in, unknown = in;
  out.value = 0.6;
  out.inside = false;
  unknown.known = unknown.inside = false;
  unknown.value = 0;
  const std::vector<std::vector<LikenessRow>> worlds{{in}, {out}, {unknown}};
  const auto rows = likeness_over_worlds(worlds);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].value == doctest::Approx(0.4));
  CHECK_FALSE(rows[0].inside);
  CHECK(likeness_over_worlds({}).empty());
  const std::vector<std::vector<LikenessRow>> different{{in}, {}};
  CHECK_THROWS_AS((void)likeness_over_worlds(different), std::invalid_argument);
}
