#include "models/strategies/klout_chaser.h"

namespace clout {

KloutChaserParams::KloutChaserParams() {
  read = 0.35, post = 0.3, engage = 0.25, discover = 0.1;
  by_score = 0.7, by_affinity = 0.1, by_bio = 0, among_ties = 0.15, at_random = 0.05;
  meet_ties = 0.4, meet_introduced = 0.1, meet_answered = 0.2, meet_event = 0.3;
  post_spread = 0;
  follow_back_prob = 0.6, follow_prob = 0.06, reply_prob = 0.4, reshare_prob = 0.3;
}

}  // namespace clout
