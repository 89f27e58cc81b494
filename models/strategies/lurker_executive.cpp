#include "models/strategies/lurker_executive.h"

namespace clout {

LurkerExecutiveParams::LurkerExecutiveParams() {
  read = 0.8, post = 0.01, engage = 0.14, discover = 0.05;
  by_score = 0, by_affinity = 0.05, by_bio = 0.3, among_ties = 0.6, at_random = 0.05;
  meet_ties = 0.75, meet_introduced = 0.15, meet_answered = 0.05, meet_event = 0.05;
  post_spread = 1;
  follow_back_prob = 0.1, follow_prob = 0.02, reply_prob = 0.1, reshare_prob = 0.02;
}

}  // namespace clout
