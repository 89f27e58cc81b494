#include "models/strategies/lurker_executive.h"

namespace clout {

LurkerExecutiveParams::LurkerExecutiveParams() {
  // Among the best of a grid for the own gain (circles) of those who read and hardly post, the first six of which
  // cannot be told apart: clout calibrate plans scenarios/take_it_offline.yaml --strategy lurker_executive --set
  // population.agents=3000 --worlds 4 --seed 1000, November 2026.
  read = 0.5, post = 0.01, engage = 0.33, discover = 0.16;
  by_score = 0, by_affinity = 0.5, by_bio = 0.5, among_ties = 0, at_random = 0;
  meet_ties = 0.5, meet_introduced = 0.5, meet_answered = 0, meet_event = 0;
  // Not searched: following as in all strategies; hardly to reply or reshare is what makes a lurker.
  post_spread = 0;
  follow_back_prob = 0.2, follow_prob = 0.02, reply_prob = 0.1, reshare_prob = 0.02;
}

}  // namespace clout
