#include "sim/plugin/strategy.h"

namespace clout {

void Plan::visit(ParamVisitor& v) {
  const Range weight = {0, 1e6};  // only ratios count
  const auto share = [&](const char* name, double& value, const char* meaning) {
    v.real(name, value, weight, {"", meaning, "assumed"});
  };
  share("read", read, "Share of hours online that goes to reading. The four shares are divided by their sum.");
  share("post", post, "Share of hours online that goes to writing posts, of an agent of average voice.");
  share("engage", engage, "Share of hours online that goes to messages and replies.");
  share("discover", discover, "Share of hours online that goes to looking for people to follow.");
  share("by_score", by_score, "Weight of approaching those with the highest visible score in sight.");
  share("by_affinity", by_affinity, "Weight of approaching those with common topics.");
  share("by_bio", by_bio, "Weight of approaching people found by a bio search.");
  share("among_ties", among_ties, "Weight of writing to people one knows.");
  share("at_random", at_random,
        "Weight of writing to anybody with an account, and of following whom one comes across.");
  share("meet_ties", meet_ties, "Weight of hours offline with people one knows.");
  share("meet_introduced", meet_introduced, "Weight of hours offline with contacts of contacts.");
  share("meet_answered", meet_answered, "Weight of hours offline with people who answered a message.");
  share("meet_event", meet_event, "Weight of hours offline with strangers at open events in the city.");
  v.real("post_spread", post_spread, {0, 4},
         {"", "Standard deviation, over agents, of the log of the posting share; 0 = all alike.",
          "assumed; posting is far more unequal than hours (Pew 2019)"});
  v.real("never_post_share", never_post_share, Range::probability(),
         {"", "Share of agents, those of the least voice, who never post.",
          "Twopcharts 2014: 44 % of accounts; as a default 0"});
  const auto chance = [&](const char* name, double& value, const char* meaning) {
    v.real(name, value, Range::probability(), {"", meaning, "assumed"});
  };
  chance("follow_back_prob", follow_back_prob, "Chance to follow a new follower back.");
  chance("follow_prob", follow_prob, "Chance to follow a profile looked at.");
  chance("reply_prob", reply_prob, "Chance that a reaction is a reply and not a like, if time is left.");
  chance("reshare_prob", reshare_prob, "Chance that a reaction is a reshare.");
  v.real("move_online", move_online, {-1, 1},
         {"",
          "Share of the hours offline that are spent online instead; below 0, share of the hours online that are spent "
          "offline; 0 = as the dose says.",
          "assumed"});
  v.whole("online_days", online_days, {1, 7},
          {"days", "Days a week on which the hours online are spent, evenly spread; 7 = daily.", "assumed"});
  v.text("bio_role", bio_role, {"", "Role that a bio search asks for: a name of population.roles.", "assumed"});
  v.flag("bio_own_city", bio_own_city, {"", "A bio search asks for the own city; else for any, by size.", "assumed"});

  if (!v.reading()) return;
  if (read + post + engage + discover <= 0)
    v.refuse("read", "read, post, engage and discover are all 0; at least one must be above 0");
  if (by_score + by_affinity + by_bio + among_ties + at_random <= 0)
    v.refuse("by_score",
             "by_score, by_affinity, by_bio, among_ties and at_random are all 0; at least one must be above 0");
  if (meet_ties + meet_introduced + meet_answered + meet_event <= 0)
    v.refuse("meet_ties",
             "meet_ties, meet_introduced, meet_answered and meet_event are all 0; at least one must be above 0");
}

}  // namespace clout
