#include "models/strategies/balanced_networker.h"

namespace clout {

BalancedNetworkerParams::BalancedNetworkerParams() {
  // Among the best of a grid for the own gain (circles), the first six of which cannot be told apart: clout calibrate
  // plans scenarios/take_it_offline.yaml --strategy balanced_networker --set population.agents=3000 --worlds 4 --seed
  // 1000, November 2026. Writing to ties and to people found by bio, and meeting whom one is introduced to.
  read = 0, post = 0, engage = 0.75, discover = 0.25;
  by_score = 0, by_affinity = 0, by_bio = 0.5, among_ties = 0.5, at_random = 0;
  meet_ties = 0.5, meet_introduced = 0.5, meet_answered = 0, meet_event = 0;
  // Not searched, the same in all strategies.
  post_spread = 0;
  follow_back_prob = 0.2, follow_prob = 0.02, reply_prob = 0.3, reshare_prob = 0.1;
}

}  // namespace clout
