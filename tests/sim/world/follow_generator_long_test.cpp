#include <doctest/doctest.h>

#include "sim/world/follow_generator.h"
#include "sim/world/population_generator.h"
#include "tests/sim/world/graph_measures.h"

using namespace clout;

TEST_CASE("the default graph of 1,000,000 agents is within the bands of Twitter-like networks") {
  PopulationParams p;
  p.agents = 1'000'000;
  for (RoleParams& r : p.roles) r.offline_contacts_mean = 1;
  ThreadPool pool(usable_threads());
  const auto s = generate_society(p, {}, {}, 0.5, 3, pool);
  const FollowGraph g = generate_follow_graph(*s, {}, 3, pool);
  const auto b = measured::bands(g, s->present);
  CHECK(b.mean_following == doctest::Approx(40).epsilon(0.03));
  CHECK(b.mutual_pairs >= 0.18);
  CHECK(b.mutual_pairs <= 0.36);
  CHECK(b.reciprocity >= 0.30);
  CHECK(b.reciprocity <= 0.53);
  CHECK(b.alpha >= 1.9);
  CHECK(b.alpha <= 2.6);
  CHECK(b.gini_in >= 0.60);
  CHECK(b.gini_in <= 0.90);
  CHECK(b.top_1 >= 0.12);
  CHECK(b.top_1 <= 0.65);
  CHECK(b.top_10 >= 0.45);
  CHECK(b.top_10 <= 0.90);
  CHECK(b.mean_over_median >= 2);
  CHECK(b.clustering >= 0.10);
  CHECK(b.clustering <= 0.60);
  CHECK(b.assortativity >= -0.25);
  CHECK(b.assortativity <= 0.05);
}
