#include "sim/world/population_generator.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "sim/core/distributions.h"

using namespace clout;

namespace {

std::shared_ptr<Society> society_of(const PopulationParams& p, unsigned threads = 2, std::uint64_t seed = 5) {
  ThreadPool pool(threads);
  return generate_society(p, {}, {}, 0.5, seed, pool);
}

std::uint64_t digest(Society& s) {
  StateDigest d;
  s.visit_state(d);
  return d.digest();
}

template <class X, class Y>
double correlation(std::size_t n, X x, Y y) {
  double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double a = x(i), b = y(i);
    sx += a, sy += b, sxx += a * a, syy += b * b, sxy += a * b;
  }
  const double m = static_cast<double>(n);
  return (sxy - sx * sy / m) / std::sqrt((sxx - sx * sx / m) * (syy - sy * sy / m));
}

PopulationParams one_role(std::int64_t agents) {
  PopulationParams p;
  p.agents = agents;
  p.roles.resize(1);
  p.roles[0].share = 1;
  return p;
}

}  // namespace

TEST_CASE("the same content on 1, 2 and 3 threads, another with another seed") {
  PopulationParams p;
  p.agents = 5000;
  const std::uint64_t one = digest(*society_of(p, 1));
  CHECK(digest(*society_of(p, 2)) == one);
  CHECK(digest(*society_of(p, 3)) == one);
  CHECK(digest(*society_of(p, 1, 6)) != one);
}

TEST_CASE("no agents, one agent and two agents") {
  for (const std::int64_t n : {0, 1, 2}) {
    PopulationParams p;
    p.agents = n;
    const auto s = society_of(p);
    CHECK(s->agents() == static_cast<std::size_t>(n));
    CHECK(s->offline.agents() == static_cast<std::size_t>(n));
    CHECK(s->offline.records() <= static_cast<std::size_t>(n == 2 ? 2 : 0));
    CHECK(s->offline.records() != 1);  // a tie has two ends
    if (n > 0) CHECK(s->own_worth[0] > 0);
    Column<float> on, off;
    draw_doses(*s, p, 1, on, off);
    CHECK(on.size() == static_cast<std::size_t>(n));
  }
}

TEST_CASE("own_worth has mean 1 and its mean by role is in the ratio of the parameters") {
  PopulationParams p;
  p.agents = 40000;
  const auto s = society_of(p);
  std::vector<double> sum(3), count(3);
  for (std::size_t a = 0; a < s->agents(); ++a) {
    sum[s->role[a]] += s->own_worth[a];
    ++count[s->role[a]];
  }
  CHECK((sum[0] + sum[1] + sum[2]) / 40000 == doctest::Approx(1).epsilon(1e-6));
  CHECK(sum[1] / count[1] / (sum[0] / count[0]) == doctest::Approx(1.6 / 0.6).epsilon(0.06));
  CHECK(sum[2] / count[2] / (sum[0] / count[0]) == doctest::Approx(8 / 0.6).epsilon(0.15));
  for (std::size_t r = 0; r < 3; ++r)  // five standard errors of a share
    CHECK(std::abs(count[r] / 40000 - p.roles[r].share) <
          5 * std::sqrt(p.roles[r].share * (1 - p.roles[r].share) / 40000));
}

TEST_CASE("correlations of the latents and of worth and quality come out") {
  PopulationParams p = one_role(40000);
  p.worth_quality_corr = 0.5;
  const auto s = society_of(p);
  const double e = 5 / std::sqrt(40000.0);  // five standard errors at least
  CHECK(std::abs(correlation(40000, [&](auto i) { return s->activity[i]; }, [&](auto i) { return s->fame[i]; }) -
                 p.activity_fame_corr) < e);
  CHECK(std::abs(correlation(40000, [&](auto i) { return s->activity[i]; }, [&](auto i) { return s->voice[i]; }) -
                 p.activity_voice_corr) < e);
  CHECK(std::abs(correlation(40000, [&](auto i) { return s->voice[i]; }, [&](auto i) { return s->fame[i]; }) -
                 p.voice_fame_corr) < e);
  // Gaussian copula: normal scores of worth (log) and quality (by ranks) have the correlation asked for.
  std::vector<std::size_t> order(40000);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return s->quality[a] < s->quality[b]; });
  std::vector<double> score(40000);
  for (std::size_t r = 0; r < order.size(); ++r)
    score[order[r]] = normal_quantile((static_cast<double>(r) + 0.5) / 40000);
  CHECK(std::abs(correlation(
                     40000, [&](auto i) { return std::log(s->own_worth[i]); }, [&](auto i) { return score[i]; }) -
                 0.5) < e);
  CHECK(std::abs(correlation(
            40000, [&](auto i) { return std::log(s->own_worth[i]); }, [&](auto i) { return s->fame[i]; })) < e);
}

TEST_CASE("latents that contradict each other throw") {
  PopulationParams p = one_role(10);
  p.activity_fame_corr = 0.9;
  p.activity_voice_corr = -0.9;
  p.voice_fame_corr = 0.9;
  CHECK_THROWS_AS(society_of(p), std::invalid_argument);
}

TEST_CASE("quality has the mean and variance of its Beta distribution") {
  for (const auto& [a, b] : {std::pair{2.0, 5.0}, std::pair{0.5, 0.5}, std::pair{1.0, 1.0}, std::pair{300.0, 100.0}}) {
    PopulationParams p = one_role(40000);
    p.quality_alpha = a;
    p.quality_beta = b;
    const auto s = society_of(p);
    double sum = 0, squares = 0;
    for (const float q : s->quality) {
      CHECK_UNARY(q > 0 && q < 1);
      sum += q;
      squares += double{q} * q;
    }
    const double mean = a / (a + b), variance = a * b / ((a + b) * (a + b) * (a + b + 1));
    CHECK(std::abs(sum / 40000 - mean) < 5 * std::sqrt(variance / 40000));
    CHECK(squares / 40000 - sum / 40000 * (sum / 40000) == doctest::Approx(variance).epsilon(0.05));
  }
}

TEST_CASE("topics: the mean number, never none, popularity uneven; cities fall in size by rank") {
  PopulationParams p = one_role(40000);
  const auto s = society_of(p);
  double topics = 0;
  std::vector<double> fans(64);
  for (const std::uint64_t t : s->topics) {
    CHECK_UNARY(t != 0);
    topics += std::popcount(t);
    for (int i = 0; i < 64; ++i) fans[static_cast<std::size_t>(i)] += (t >> i & 1) != 0;
  }
  CHECK(topics / 40000 == doctest::Approx(p.topics_mean).epsilon(0.01));
  CHECK(fans[0] > 3 * fans[31]);
  CHECK(fans[32] == 0);
  // Zipf: the second city is half of the first.
  CHECK(static_cast<double>(s->in_city(1).size()) / static_cast<double>(s->in_city(0).size()) ==
        doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("claimed roles: with chance role_inflation the one of highest worth, else one's own") {
  PopulationParams p;
  p.agents = 40000;
  p.role_inflation = 0.1;
  const auto s = society_of(p);
  double ordinary = 0, false_claims = 0;
  for (std::size_t a = 0; a < s->agents(); ++a) {
    if (s->role[a] == 0) ++ordinary;
    if (s->claimed_role[a] != s->role[a]) {
      CHECK(s->claimed_role[a] == 2);
      false_claims += s->role[a] == 0;
    }
  }
  CHECK(std::abs(false_claims / ordinary - 0.1) < 5 * std::sqrt(0.09 / ordinary));
}

TEST_CASE("network_worth is own worth plus phi times the worth of contacts by access") {
  PopulationParams p;
  p.agents = 500;
  p.phi = 0.3;
  const auto s = society_of(p);
  const TieClock clock{TieParams{}};
  for (AgentId a = 0; a < 20; ++a) {
    double sum = s->own_worth[a];
    for (const HalfTie& t : s->offline.of(a)) {
      const double w = clock.hours(t.level);
      sum += 0.3 * (0.5 * w / (w + 1) + 0.5 * w * w / (w * w + 2500)) * s->own_worth[t.other];
    }
    CHECK(s->network_worth[a] == doctest::Approx(sum).epsilon(1e-3));
  }
}

TEST_CASE("doses: medians by role, clamped, correlated as asked, none online for the absent") {
  PopulationParams p = one_role(40000);
  p.roles[0].present = 0.5;
  p.online_offline_corr = 0.4;
  const auto s = society_of(p);
  Column<float> on, off;
  draw_doses(*s, p, 5, on, off);
  std::vector<double> present;
  for (std::size_t a = 0; a < s->agents(); ++a) {
    if (s->has(static_cast<AgentId>(a), kPresent)) {
      present.push_back(on[a]);
      CHECK(on[a] > 0);
    } else {
      CHECK(on[a] == 0);
    }
    CHECK(on[a] <= 60);
    CHECK(off[a] <= 60);
  }
  std::nth_element(present.begin(), present.begin() + static_cast<std::ptrdiff_t>(present.size() / 2), present.end());
  CHECK(present[present.size() / 2] == doctest::Approx(p.roles[0].hours_online_median).epsilon(0.05));
  CHECK(std::abs(correlation(
                     40000, [&](auto i) { return s->activity[i]; }, [&](auto i) { return std::log(off[i]); }) -
                 0.4) < 5 / std::sqrt(40000.0));
}

TEST_CASE("a column from a file replaces the drawn one and changes no other") {
  const char* tmp = std::getenv("TMPDIR");
  const std::string path = std::string(tmp != nullptr ? tmp : "/tmp") + "/clout_population_generator_test.csv";
  {
    std::ofstream out(path);
    out << "quality,hours_online\n";
    for (int i = 0; i < 100; ++i) out << "0.25,3\n";
  }
  PopulationParams p;
  p.agents = 100;
  const auto drawn = society_of(p);
  p.file = path;
  p.agents = 7;  // the file counts
  const auto read = society_of(p);
  REQUIRE(read->agents() == 100);
  CHECK(read->quality[17] == 0.25f);
  CHECK(read->own_worth == drawn->own_worth);
  CHECK(read->topics == drawn->topics);
  CHECK(read->flags == drawn->flags);
  Column<float> on, off;
  draw_doses(*read, p, 5, on, off);
  for (AgentId a = 0; a < 100; ++a) CHECK(on[a] == (read->has(a, kPresent) ? 3.0f : 0.0f));
  std::ofstream(path) << "quality\n2\n";
  CHECK_THROWS_AS(society_of(p), ScenarioError);
  std::remove(path.c_str());
}

TEST_CASE("worth can be dealt out anew or made equal, and nothing else changes") {
  const auto made = [](const char* how, std::uint64_t seed = 3) {
    ThreadPool pool(2);
    PopulationParams p;
    p.agents = 3000;
    auto s = generate_society(p, {}, {}, 0.5, seed, pool);
    reassign_worth(*s, how, {}, p.phi, 0.5, seed);
    return s;
  };
  const auto drawn = made("drawn"), permuted = made("permuted"), equal = made("equal");
  for (const auto& other : {permuted, equal}) {
    CHECK(other->role == drawn->role);
    CHECK(other->quality == drawn->quality);
    CHECK(other->fame == drawn->fame);
    CHECK(other->flags == drawn->flags);
  }
  // Nearly nobody keeps the own worth, and roles no longer tell anything: a mean of 1 each, within four standard
  // errors.
  double kept = 0, sum = 0, square = 0, executives = 0, of_executives = 0;
  for (std::size_t a = 0; a < 3000; ++a) {
    kept += permuted->own_worth[a] == drawn->own_worth[a];
    sum += permuted->own_worth[a];
    square += permuted->own_worth[a] * permuted->own_worth[a];
    if (permuted->role[a] != 2) continue;
    ++executives;
    of_executives += permuted->own_worth[a];
  }
  CHECK(kept < 10);
  CHECK(sum / 3000 == doctest::Approx(1).epsilon(1e-5));
  CHECK(std::abs(of_executives / executives - 1) < 4 * std::sqrt((square / 3000 - 1) / executives));
  CHECK(made("permuted")->own_worth == permuted->own_worth);
  CHECK(made("permuted", 4)->own_worth != permuted->own_worth);

  const TieClock clock(TieParams{});
  double reached = 0;
  for (const HalfTie& t : equal->offline.of(7)) reached += tie_access(clock.hours_on(t, 0), 0.5);
  CHECK(equal->own_worth[7] == 1);
  CHECK(equal->network_worth[7] == doctest::Approx(1 + PopulationParams{}.phi * reached).epsilon(1e-5));
}

TEST_CASE("hours added come on top of everybody's, also of those who have the most") {
  ThreadPool pool(1);
  PopulationParams p;
  p.agents = 2000;
  p.hours_online_max = 2;
  const auto s = generate_society(p, {}, {}, 0.5, 3, pool);
  Column<float> online, offline, more_online, more_offline;
  draw_doses(*s, p, 3, online, offline);
  p.hours_online_added = 1;
  p.hours_offline_added = 0.5;
  draw_doses(*s, p, 3, more_online, more_offline);
  int at_most = 0;
  for (std::size_t a = 0; a < 2000; ++a) {
    at_most += online[a] == 2;
    const bool present = s->has(static_cast<AgentId>(a), kPresent);
    CHECK(more_online[a] == doctest::Approx(online[a] + (present ? 1.0 : 0.0)).epsilon(1e-6));
    CHECK(more_offline[a] == doctest::Approx(offline[a] + 0.5).epsilon(1e-6));
  }
  CHECK(at_most > 100);
}
