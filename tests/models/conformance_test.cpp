// What every model of the catalogue has to keep, whatever it computes. A new row is held to it without a new test.
#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "models/catalogue.h"
#include "tests/models/tiny_world.h"

using namespace clout;
using namespace clout::test;

namespace {

/// Whose score is drawn by lot for a number, whoever has it: alike people differ, and renaming them is another draw.
bool is_drawn(const std::string& score) { return score == "random" || score == "foursquare"; }

using Days = std::vector<TinyWorld>;

Days make_days(std::size_t agents, int days) {
  Days history;
  for (int d = 0; d < days; ++d) history.push_back(make_tiny_world(agents, 11, 20 + d));
  return history;
}

// Scores of every day, one after the other.
std::vector<float> play(ScoringAlgorithm& algorithm, const Days& history, ThreadPool& pool, bool start = true,
                        std::vector<float> scores = {}) {
  std::vector<float> all;
  scores.resize(history.front().agents());
  if (start) algorithm.start(history.front().scoring(), pool, scores);
  all.insert(all.end(), scores.begin(), scores.end());
  for (const TinyWorld& world : history) {
    algorithm.observe(world.scoring(), pool);
    algorithm.update(world.scoring(), pool, scores);
    all.insert(all.end(), scores.begin(), scores.end());
  }
  return all;
}

std::vector<double> values_of(const ValueModel& model, const TinyWorld& world, ThreadPool& pool, bool ledger = true) {
  std::vector<AgentId> agents(world.agents());
  std::iota(agents.begin(), agents.end(), AgentId{0});
  std::vector<double> values(agents.size(), -1);
  model.evaluate({world.day + 5, world.society, world.ties, tie_clock(), ledger ? &world.ledger : nullptr}, pool,
                 agents, values);
  return values;
}

template <class T>
bool all_finite(const std::vector<T>& values) {
  return std::all_of(values.begin(), values.end(), [](T v) { return std::isfinite(v); });
}

template <class Model>
void check_rows(const std::vector<Row<Model>>& rows) {
  std::set<std::string> names;
  for (const auto& row : rows) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(row.name != "none");
    CHECK(!row.summary.empty());
    CHECK(!row.source.empty());
    REQUIRE(row.defaults != nullptr);
    ParamLister lister;
    row.setup()->visit(lister);
    for (const ParamRow& param : lister.list()) {
      INFO(param.path);
      CHECK(!param.doc.empty());
      CHECK(!param.source.empty());
    }
  }
}

}  // namespace

TEST_CASE("every row of the catalogue has a name of its own and documents each parameter") {
  const Catalogue catalogue = make_catalogue();
  check_rows(catalogue.scoring);
  check_rows(catalogue.strategies);
  check_rows(catalogue.value);
  CHECK(find_row(catalogue.scoring, "klout") != nullptr);
  CHECK(find_row(catalogue.scoring, "klot") == nullptr);
}

TEST_CASE("defaults of every model lie in their ranges and survive writing and reading") {
  const Catalogue catalogue = make_catalogue();
  const auto check = [](const auto& rows) {
    for (const auto& row : rows) {
      INFO(row.name);
      const auto setup = row.setup();
      ParamWriter writer;
      setup->visit(writer);
      if (writer.yaml().empty()) continue;
      Faults faults;
      const Document document = Document::parse(writer.yaml(), "defaults", faults);
      const auto again = row.setup();
      ParamReader reader(document.root(), faults);
      again->visit(reader);
      reader.finish();
      CHECK(faults.text() == "");
      ParamWriter second;
      again->visit(second);
      CHECK(second.yaml() == writer.yaml());
    }
  };
  check(catalogue.scoring);
  check(catalogue.strategies);
  check(catalogue.value);
}

TEST_CASE("scores that share a day's rows of links come out as alone") {
  ThreadPool pool(1);
  const Days history = make_days(120, 4);
  for (const auto& row : make_catalogue().scoring) {
    if (!row.setup()->build()->reads().has(ScoreInput::links)) continue;
    INFO(row.name);
    const std::vector<float> alone = play(*row.setup()->build(), history, pool);
    const auto shared = row.setup()->build();
    std::vector<float> scores(120), all;
    shared->start(history.front().scoring(), pool, scores);
    all = scores;
    for (const TinyWorld& world : history) {
      const ScoringView view = world.scoring();
      for (const Csr* rows : {&view.followee_rows(pool), &view.follower_rows(pool)}) CHECK(rows->rows() == 120);
      shared->observe(view, pool);
      shared->update(view, pool, scores);
      all.insert(all.end(), scores.begin(), scores.end());
    }
    CHECK(all == alone);
  }
}

TEST_CASE("every score is finite, its cue is in [0, 1] and rises with it") {
  ThreadPool pool(1);
  for (const auto& row : make_catalogue().scoring) {
    INFO(row.name);
    const Days history = make_days(120, 4);
    const auto algorithm = row.setup()->build();
    const std::vector<float> all = play(*algorithm, history, pool);
    CHECK(all_finite(all));
    std::vector<float> last(all.end() - 120, all.end());
    std::vector<float> cues(120, -1);
    algorithm->cues(last, cues);
    for (std::size_t i = 0; i < 120; ++i) {
      CHECK(cues[i] >= 0);
      CHECK(cues[i] <= 1);
      for (std::size_t j = 0; j < 120; ++j)
        if (last[i] < last[j]) CHECK(cues[i] <= cues[j]);
    }
    CHECK(algorithm->memory_days(30) >= 0);
    CHECK(std::isfinite(algorithm->memory_days(30)));
  }
}

TEST_CASE("every score is the same bits again, on 1, 2 and 3 threads") {
  // More agents than one chunk, so that every worker has some.
  const Days history = make_days(120, 3);
  Days large = {make_tiny_world(9000, 3, 20, 3)};
  for (const auto& row : make_catalogue().scoring) {
    INFO(row.name);
    for (const Days* h : {&history, static_cast<const Days*>(&large)}) {
      ThreadPool one(1);
      const std::vector<float> expected = play(*row.setup()->build(), *h, one);
      for (unsigned threads : {1u, 2u, 3u}) {
        ThreadPool pool(threads);
        CHECK(play(*row.setup()->build(), *h, pool) == expected);
      }
    }
  }
}

TEST_CASE("relabelling agents relabels every score") {
  ThreadPool pool(2);
  const std::size_t n = 150;
  const Days history = make_days(n, 4);
  const std::vector<AgentId> names = make_permutation(n, 5);
  Days other;
  for (const TinyWorld& world : history) other.push_back(relabelled(world, names));
  for (const auto& row : make_catalogue().scoring) {
    if (is_drawn(row.name)) continue;
    INFO(row.name);
    const std::vector<float> a = play(*row.setup()->build(), history, pool);
    const std::vector<float> b = play(*row.setup()->build(), other, pool);
    // Sums run in the order of ids, so the last digits may differ.
    for (std::size_t d = 0; d <= history.size(); ++d)
      for (std::size_t i = 0; i < n; ++i) CHECK(b[d * n + names[i]] == doctest::Approx(a[d * n + i]).epsilon(2e-4));
  }
}

TEST_CASE("every score lives through worlds of no, one and two agents and through empty days") {
  ThreadPool pool(2);
  for (const auto& row : make_catalogue().scoring) {
    INFO(row.name);
    for (std::size_t n : {0u, 1u, 2u, 50u}) {
      TinyWorld empty;
      empty.follows = FollowGraph(n);
      empty.ledger = Ledger(n);
      Days history(3, empty);
      for (std::size_t d = 0; d < history.size(); ++d) history[d].day = static_cast<Day>(d + 1);
      const auto algorithm = row.setup()->build();
      const std::vector<float> all = play(*algorithm, history, pool);
      CHECK(all_finite(all));
      std::vector<float> last(all.end() - static_cast<std::ptrdiff_t>(n), all.end());
      for (float score : last) CHECK((is_drawn(row.name) || score == last.front()));  // nothing tells them apart
      std::vector<float> cues(n, -1);
      algorithm->cues(last, cues);
      for (float cue : cues) CHECK((cue >= 0 && cue <= 1));
    }
    CHECK(all_finite(play(*row.setup()->build(), make_days(2, 3), pool)));
  }
}

TEST_CASE("a score of links depends on the links, not on which of them was there first") {
  ThreadPool pool(1);
  constexpr std::size_t kAgents = 60;
  const TinyWorld whole = make_tiny_world(kAgents, 11, 20);
  TinyWorld first = whole;
  first.follows = FollowGraph(kAgents);
  first.follows.follow(0, 1, 0);
  std::size_t tried = 0;
  for (const auto& row : make_catalogue().scoring) {
    INFO(row.name);
    const auto score = row.setup()->build();
    if (!score->reads().has(ScoreInput::links) || score->memory_days(30) > 0) continue;
    ++tried;
    const std::vector<float> grown = play(*row.setup()->build(), {first, whole}, pool);
    const std::vector<float> at_once = play(*row.setup()->build(), {whole}, pool);
    for (std::size_t i = 0; i < kAgents; ++i)
      CHECK(grown[2 * kAgents + i] == doctest::Approx(at_once[kAgents + i]).epsilon(1e-4));
  }
  CHECK(tried >= 4);  // pagerank, tunkrank, twitterrank, hits
}

TEST_CASE("a clone of every score has the same memory and goes its own way") {
  ThreadPool pool(1);
  const Days first = make_days(60, 3);
  const Days second = {make_tiny_world(60, 77, 23), make_tiny_world(60, 78, 24)};
  for (const auto& row : make_catalogue().scoring) {
    INFO(row.name);
    const auto original = row.setup()->build();
    std::vector<float> all = play(*original, first, pool);
    const std::vector<float> scores(all.end() - 60, all.end());
    const auto twin = original->clone();
    const auto idle = original->clone();
    StateDigest before;
    idle->visit_state(before);
    CHECK(play(*original, second, pool, false, scores) == play(*twin, second, pool, false, scores));
    StateDigest after, moved;
    idle->visit_state(after);
    original->visit_state(moved);
    CHECK(after.digest() == before.digest());
    if (original->memory_bytes() > 0) CHECK(moved.digest() != before.digest());
  }
}

TEST_CASE("every score goes on from its saved state as if nothing had happened") {
  ThreadPool pool(1);
  const Days first = make_days(60, 3);
  const Days second = {make_tiny_world(60, 77, 23), make_tiny_world(60, 78, 24)};
  for (const auto& row : make_catalogue().scoring) {
    INFO(row.name);
    const auto original = row.setup()->build();
    const std::vector<float> all = play(*original, first, pool);
    const std::vector<float> scores(all.end() - 60, all.end());
    SavedState saved;
    original->visit_state(saved);
    saved.rewind();
    const auto loaded = row.setup()->build();
    loaded->visit_state(saved);
    CHECK(saved.all_read());
    CHECK(loaded->memory_bytes() <= original->memory_bytes());  // lists that grew have holes, loaded ones have none
    CHECK((loaded->memory_bytes() > 0) == (original->memory_bytes() > 0));
    CHECK(play(*loaded, second, pool, false, scores) == play(*original, second, pool, false, scores));
  }
}

TEST_CASE("a score looks at no more than it says") {
  ThreadPool pool(2);
  const Days whole = make_days(120, 4);
  for (const auto& row : make_catalogue().scoring) {
    INFO(row.name);
    const auto algorithm = row.setup()->build();
    Days bare;
    for (const TinyWorld& world : whole) bare.push_back(with_only(world, algorithm->reads()));
    CHECK(play(*row.setup()->build(), bare, pool) == play(*algorithm, whole, pool));
  }
}

TEST_CASE("every value is finite, not negative and the same bits on 1, 2 and 3 threads") {
  const TinyWorld small = make_tiny_world(150, 4, 30);
  const TinyWorld large = make_tiny_world(4000, 4, 30, 3);
  for (const auto& row : make_catalogue().value) {
    INFO(row.name);
    for (const TinyWorld* world : {&small, &large}) {
      ThreadPool one(1);
      const auto model = row.setup()->build();
      const std::vector<double> expected = values_of(*model, *world, one);
      CHECK(all_finite(expected));
      CHECK(std::all_of(expected.begin(), expected.end(), [](double v) { return v >= 0; }));
      CHECK(*std::max_element(expected.begin(), expected.end()) > 0);
      for (unsigned threads : {1u, 2u, 3u}) {
        ThreadPool pool(threads);
        CHECK(values_of(*row.setup()->build(), *world, pool) == expected);
      }
      CHECK(all_finite(values_of(*model, *world, one, false)));  // the base of a gain has no ledger
    }
  }
}

TEST_CASE("relabelling agents relabels every value, and asking for some agents gives the same as asking for all") {
  ThreadPool pool(2);
  const std::size_t n = 150;
  const TinyWorld world = make_tiny_world(n, 9, 30);
  const std::vector<AgentId> names = make_permutation(n, 6);
  const TinyWorld other = relabelled(world, names);
  for (const auto& row : make_catalogue().value) {
    INFO(row.name);
    const auto model = row.setup()->build();
    const std::vector<double> a = values_of(*model, world, pool), b = values_of(*model, other, pool);
    for (std::size_t i = 0; i < n; ++i) CHECK(b[names[i]] == doctest::Approx(a[i]).epsilon(1e-9));
    const std::vector<AgentId> some = {140, 3, 3, 77};
    std::vector<double> part(4);
    model->evaluate({world.day + 5, world.society, world.ties, tie_clock(), &world.ledger}, pool, some, part);
    for (std::size_t k = 0; k < 4; ++k) CHECK(part[k] == a[some[k]]);
  }
}

TEST_CASE("every value of somebody without contacts and readers is zero, in worlds of no, one and two agents too") {
  ThreadPool pool(2);
  for (const auto& row : make_catalogue().value) {
    INFO(row.name);
    for (std::size_t n : {0u, 1u, 2u}) {
      TinyWorld empty;
      empty.follows = FollowGraph(n);
      empty.ledger = Ledger(n);
      size_society(empty.society, n);
      empty.ties = Ties(n);
      const std::vector<double> values = values_of(*row.setup()->build(), empty, pool);
      CHECK(std::all_of(values.begin(), values.end(), [](double v) { return v == 0; }));
    }
    CHECK(all_finite(values_of(*row.setup()->build(), make_tiny_world(2, 1, 30), pool)));
  }
}

TEST_CASE("every strategy gives each of its agents a plan that can be spent") {
  for (const auto& row : make_catalogue().strategies) {
    INFO(row.name);
    const auto strategy = row.setup()->build();
    std::vector<Plan> plans(2);  // of another strategy
    std::vector<AgentId> agents = {4, 8, 15, 16, 23, 42};
    std::vector<std::uint32_t> plan_of(agents.size(), 12345);
    const std::vector<float> cues(50, 0.5f);
    strategy->plan(agents, {7, cues}, plans, plan_of);
    for (std::uint32_t index : plan_of) {
      CHECK(index >= 2);
      REQUIRE(index < plans.size());
      const Plan& p = plans[index];
      for (double share : {p.read, p.post, p.engage, p.discover, p.by_score, p.by_affinity, p.by_bio, p.among_ties,
                           p.at_random, p.meet_ties, p.meet_introduced, p.meet_answered, p.meet_event, p.post_spread})
        CHECK((share >= 0 && std::isfinite(share)));
      for (double prob : {p.follow_back_prob, p.follow_prob, p.reply_prob, p.reshare_prob})
        CHECK((prob >= 0 && prob <= 1));
      CHECK(p.read + p.post + p.engage + p.discover > 0);
      CHECK(p.by_score + p.by_affinity + p.by_bio + p.among_ties + p.at_random > 0);
      CHECK(p.meet_ties + p.meet_introduced + p.meet_answered + p.meet_event > 0);
    }
    // Again without a visible score, without agents, and from a clone.
    std::vector<Plan> twin_plans(2), none(2);
    std::vector<std::uint32_t> twin_of(agents.size());
    strategy->clone()->plan(agents, {7, cues}, twin_plans, twin_of);
    CHECK(twin_of == plan_of);
    strategy->plan(agents, {14, {}}, twin_plans, twin_of);
    for (std::uint32_t index : twin_of) CHECK(index < twin_plans.size());
    strategy->plan({}, {7, cues}, none, {});
    CHECK(none.size() == 2);
  }
}
