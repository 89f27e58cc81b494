#include "models/catalogue.h"

#include "models/scoring/composite.h"
#include "models/scoring/follower_count.h"
#include "models/scoring/follower_ratio.h"
#include "models/scoring/formula.h"
#include "models/scoring/foursquare.h"
#include "models/scoring/h_index.h"
#include "models/scoring/hits.h"
#include "models/scoring/klout.h"
#include "models/scoring/klout_2011.h"
#include "models/scoring/kred.h"
#include "models/scoring/oracle.h"
#include "models/scoring/pagerank.h"
#include "models/scoring/peerindex.h"
#include "models/scoring/random.h"
#include "models/scoring/rules.h"
#include "models/scoring/stack_overflow.h"
#include "models/scoring/tunkrank.h"
#include "models/scoring/twitter_grader.h"
#include "models/scoring/twitterrank.h"
#include "models/scoring/world_of_warcraft.h"
#include "models/strategies/balanced_networker.h"
#include "models/strategies/casual.h"
#include "models/strategies/klout_chaser.h"
#include "models/strategies/learner.h"
#include "models/strategies/lurker_executive.h"
#include "models/strategies/plan.h"
#include "models/strategies/planned.h"
#include "models/value/circles.h"
#include "models/value/linear.h"
#include "models/value/reach.h"

namespace clout {
namespace {

template <class Model, class Params, class Built>
Row<Model> row() {
  return {Params::kName, Params::kSummary, Params::kSource, std::make_shared<SetupOf<Model, Params, Built>>()};
}

/// Any score of the list may be a part, a plug-in's not: it comes later.
Row<ScoringAlgorithm> composite_of(const std::vector<Row<ScoringAlgorithm>>& rows) {
  using Params = CompositeParams;
  return {Params::kName, Params::kSummary, Params::kSource,
          std::make_shared<SetupOf<ScoringAlgorithm, Params, Composite>>(Params(rows))};
}

}  // namespace

Catalogue make_catalogue() {
  Catalogue all;
  all.scoring = {
      row<ScoringAlgorithm, KloutParams, Klout>(),
      row<ScoringAlgorithm, Klout2011Params, Klout2011>(),
      row<ScoringAlgorithm, FollowerCountParams, FollowerCount>(),
      row<ScoringAlgorithm, FollowerRatioParams, FollowerRatio>(),
      row<ScoringAlgorithm, PageRankParams, PageRank>(),
      row<ScoringAlgorithm, TunkRankParams, TunkRank>(),
      row<ScoringAlgorithm, TwitterRankParams, TwitterRank>(),
      row<ScoringAlgorithm, HitsParams, Hits>(),
      row<ScoringAlgorithm, HIndexParams, HIndex>(),
      row<ScoringAlgorithm, KredParams, Kred>(),
      row<ScoringAlgorithm, PeerIndexParams, PeerIndex>(),
      row<ScoringAlgorithm, TwitterGraderParams, TwitterGrader>(),
      row<ScoringAlgorithm, FoursquareParams, Foursquare>(),
      row<ScoringAlgorithm, WorldOfWarcraftParams, WorldOfWarcraft>(),
      row<ScoringAlgorithm, StackOverflowParams, StackOverflow>(),
      row<ScoringAlgorithm, RulesParams, Rules>(),
      row<ScoringAlgorithm, FormulaParams, Formula>(),
      row<ScoringAlgorithm, OracleParams, Oracle>(),
      row<ScoringAlgorithm, RandomParams, Random>(),
  };
  all.scoring.insert(all.scoring.end() - 2, composite_of(all.scoring));  // before the two controls
  all.strategies = {
      row<Strategy, CasualParams, PlannedStrategy>(),
      row<Strategy, KloutChaserParams, PlannedStrategy>(),
      row<Strategy, LurkerExecutiveParams, PlannedStrategy>(),
      row<Strategy, BalancedNetworkerParams, PlannedStrategy>(),
      row<Strategy, ScoreLearnerParams, LearningStrategy>(),
      row<Strategy, ValueLearnerParams, LearningStrategy>(),
      row<Strategy, PlanParams, PlannedStrategy>(),
  };
  all.value = {
      row<ValueModel, CirclesParams, CirclesValue>(),
      row<ValueModel, LinearParams, LinearValue>(),
      row<ValueModel, ReachParams, ReachValue>(),
  };
  return all;
}

}  // namespace clout
