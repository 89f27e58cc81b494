#include "models/strategies/balanced_networker.h"

namespace clout {

BalancedNetworkerParams::BalancedNetworkerParams() {
  read = 0.4, post = 0.12, engage = 0.3, discover = 0.18;
  by_score = 0, by_affinity = 0.3, by_bio = 0.35, among_ties = 0.3, at_random = 0.05;
  meet_ties = 0.3, meet_introduced = 0.3, meet_answered = 0.3, meet_event = 0.1;
  post_spread = 0;
  follow_back_prob = 0.3, follow_prob = 0.04, reply_prob = 0.4, reshare_prob = 0.15;
}

}  // namespace clout
