#include "models/strategies/klout_chaser.h"

namespace clout {

KloutChaserParams::KloutChaserParams() {
  // The best of 116 plans for the own Klout: clout calibrate plans scenarios/take_it_offline.yaml --strategy
  // klout_chaser --set population.agents=3000 --set horizon=60d --worlds 4 --seed 1000, November 2026. Posting and
  // being followed is all that Klout sees of oneself; reading, writing and going by score cost time and bring less.
  read = 0, post = 0.5, engage = 0, discover = 0.5;
  by_score = 0, by_affinity = 1, by_bio = 0, among_ties = 0, at_random = 0;
  // The goal does not care (it cannot be told apart from others): as casual.
  meet_ties = 0.75, meet_introduced = 0.1, meet_answered = 0.05, meet_event = 0.1;
  // Not searched, the same in all strategies.
  post_spread = 0;
  follow_back_prob = 0.2, follow_prob = 0.02, reply_prob = 0.3, reshare_prob = 0.1;
}

}  // namespace clout
