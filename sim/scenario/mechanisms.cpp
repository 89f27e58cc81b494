// The parameters of the day's stages with range, unit, meaning and source. Priors are named where a constant is known
// so badly that no result may rest on one value of it.
#include "sim/scenario/mechanisms.h"

#include "sim/scenario/visit_count.h"

namespace clout {
namespace {

constexpr Range kSeconds{1, 36000};
constexpr Range kLogit{-20, 20};
constexpr Range kRatio{0, 100};

void visit_switch(ParamVisitor& v, bool& on, const char* text) { v.flag("on", on, {"", text, "assumed"}); }

}  // namespace

void PriceParams::visit(ParamVisitor& v) {
  v.whole(
      "read_seconds", read_seconds, kSeconds,
      {"s", "Time online that one item read costs, with the overhead of finding it; whole seconds, as all prices in s.",
       "assumed; the gaze alone is about 3 s an item (Counts, Fisher 2011)"});
  v.whole("post_seconds", post_seconds, kSeconds, {"s", "Time online that writing one post costs.", "assumed"});
  v.whole("message_seconds", message_seconds, kSeconds,
          {"s", "Time online that a message or a reply costs; none left, none sent.", "assumed"});
  v.whole("profile_seconds", profile_seconds, kSeconds,
          {"s", "Time online that looking at one profile costs.", "assumed"});
  v.real("meeting_hours", meeting_hours, {0.1, 24}, {"h", "Time offline that a meeting costs either side.", "assumed"});
  v.real("travel_hours", travel_hours, {0, 24},
         {"h", "Time offline that going to a meeting costs the one who asked, also when nobody comes.", "assumed"});
  visit_count(v, "carry_over_days", carry_over_days, {1, 365},
              {"days", "Unspent time is kept up to so many days' worth.", "assumed"});
}

void PublishParams::visit(ParamVisitor& v) {
  visit_switch(v, on, "Posts are written. Off: the time for them is not spent, and there is nothing to read.");
}

void ReactParams::visit(ParamVisitor& v) {
  visit_switch(v, on, "Reading leads to reactions, reshares and ties.");
  v.real(
      "base", base, Range::probability(),
      {"", "Chance to react to an item of quality 1 on a shared topic by somebody who posts once a day.", "assumed"});
  v.real(
      "tie_gain", tie_gain, kRatio,
      {"", "The chance grows by 1 + tie_gain * access, access of the tie to whose item it is in [0, 1).", "assumed"});
  v.real("score_gain", score_gain, {0, 10},
         {"", "The chance grows by 1 + score_gain * visible score in [0, 1]. Plausible: .2 to .5.",
          "a visible early vote raised ratings by 11 % (Glenski, Weninger) to 25 % (Muchnik et al. 2013)"});
  v.real("rate_exponent", rate_exponent, {0, 2},
         {"", "Attention to one item falls as (items the author puts out a day)^-rate_exponent.",
          "assumed; 3.7 s an item for rare, 2.5 s for frequent authors (Counts, Fisher 2011)"});
  v.real("read_tie_seconds", read_tie_seconds, {0, 120},
         {"s", "Effective seconds that an item read adds to a tie that is there.",
          "assumed; reading broadcasts raises tie strength (Burke, Kraut 2014)"});
  v.real("inbound_prob", inbound_prob, Range::probability(),
         {"", "Chance that a reaction comes with a private message to the author: publishing can pay.", "assumed"});
  v.flag("reshares", reshares, {"", "Items can be passed on.", "assumed"});
  visit_count(v, "reshare_hops_max", reshare_hops_max, {0, 255},
              {"hops", "An item is passed on at most so often.",
               "assumed; 1-4 % of cascades go beyond one hop (Goel, Watts, Goldstein 2012)"});
  v.whole("engagers_kept", engagers_kept, {1, 4096},
          {"agents", "Who reacted to an agent is remembered for so many, the ones of most weight.", "assumed"});
  v.duration("fade_days", fade_days, TimeUnit::days, {0.5, 3650},
             {"days", "Half-life of an engager's weight and of recent posts, for all models that look at them.",
              "assumed, with Klout's 90-day window of 2011 in mind"});
  v.real("selectivity", selectivity, {0, 4},
         {"", "A reaction weighs (1 + reactions its author gave that day)^-selectivity.",
          "Klout's rule: the more a person likes in a day, the less each counts; exponent assumed"});
}

void MessageParams::visit(ParamVisitor& v) {
  visit_switch(v, on, "Messages are written and answered.");
  v.real(
      "bias", bias, kLogit,
      {"logit", "Answer to a stranger of no relevance: logit P. Targets: stranger .02-.05, relevant .10-.20, tie .5.",
       "e-mail to strangers .02-.03 (Roghanizad, Bohns 2017)"});
  v.real("relevance", relevance, kLogit,
         {"logit", "Added for shared topics, times their share |A n B| / min(|A|, |B|).",
          "assumed; recruiters are warned below 13 % (LinkedIn)"});
  v.real("tie", tie, kLogit, {"logit", "Added per log(1 + hours of the tie).", "assumed"});
  v.real("mutual", mutual, kLogit, {"logit", "Added if the two follow each other.", "assumed"});
  v.real("score", score, kLogit,
         {"logit", "Added times the sender's visible score in [0, 1]. 0: nobody answers a score.", "assumed"});
  v.real("crowding", crowding, {0, 10},
         {"logit", "Taken off per log(1 + messages that day / inbox capacity).",
          "replies fall from 25 % to 5 % from 10 to 100 mails a day (Kooti et al. 2015); .7 assumed"});
  v.real("tie_seconds", tie_seconds, {0, 36000},
         {"s", "Time that an answered message means for the two, before e_online.", "assumed"});
  v.real("e_online", e_online, Range::probability(),
         {"", "Effective share of those seconds in the tie. Prior LogUniform(.02, 1): never report it at one value.",
          "assumed"});
  v.real("follow_prob", follow_prob, Range::probability(),
         {"", "Chance that the two of an answered message follow each other, each way by itself.", "assumed"});
  v.flag("outside_demand", outside_demand,
         {"", "Messages from outside the simulated world crowd inboxes too (outside_messages of a role).", "assumed"});
  v.flag("infinite_inbox", infinite_inbox, {"", "Control arm: inboxes never crowd.", "assumed"});
}

void DiscoverParams::visit(ParamVisitor& v) {
  visit_switch(v, on, "Profiles are looked for, followed and left.");
  v.real("saw_reshare", saw_reshare, Range::probability(),
         {"", "Weight of the author of a reshare seen, where somebody looks around by ties or at random.", "assumed"});
  v.real("friend_of_friend", friend_of_friend, Range::probability(),
         {"", "Weight of a followee of a followee in the same; only the ratio of the two counts.", "assumed"});
  v.real("leaderboard", leaderboard, Range::probability(),
         {"", "Chance that a pick by score is made from the public list of top scores.", "assumed"});
  v.whole("leaderboard_size", leaderboard_size, {1, 1000000}, {"agents", "Length of that list.", "assumed"});
  v.whole("sight", sight, {1, 16},
          {"agents", "Candidates among whom a cue (score, affinity) chooses: how strong the cue is.", "assumed"});
  v.flag("follow_back", follow_back, {"", "New followers may be followed back.", "assumed"});
  v.flag("unfollow", unfollow, {"", "Links can be given up.", "assumed"});
  v.real("unfollow_hazard_per_day", unfollow_hazard_per_day, Range::probability(),
         {"1/day", "Of a link that is not returned, to somebody who puts nothing out that day.",
          "assumed; 12 % of one-way links broke in 51 days (Kwak, Chun, Moon 2011), 31 % of all in 9 months "
          "(Kivran-Swaine 2011): lower here, so that followers keep the inequality of day 0"});
  v.real("unfollow_mutual_ratio", unfollow_mutual_ratio, kRatio,
         {"", "Hazard of a returned link relative to that.", "one-way links are far more fragile (Kwak et al. 2011)"});
  v.real("unfollow_burst", unfollow_burst, {0, 10},
         {"", "The hazard grows by this for each doubling of 1 + items put out today, reshares included.",
          "bursts of posts are a named cause (Kwak et al. 2011); size assumed"});
  v.real("unfollow_new_ratio", unfollow_new_ratio, kRatio,
         {"", "Hazard of a link younger than 30 days relative to an old one.",
          "newer links are more fragile (Kwak et al. 2011); size assumed"});
  visit_count(v, "followees_max", followees_max, {1, 1000000},
              {"agents", "Nobody follows more.", "Twitter's limit was 2,000, later 5,000"});
  v.flag("recommender", recommender,
         {"", "Who-to-follow: the site proposes friends of friends by their followers.",
          "made the rich richer (Su, Sharma, Goel 2016)"});
}

void MeetParams::visit(ParamVisitor& v) {
  visit_switch(v, on, "People meet in person.");
  v.real(
      "cold_prob", cold_prob, Range::probability(),
      {"", "Chance that a stranger asked in person agrees.", ".6-.7, about 34 times e-mail (Roghanizad, Bohns 2017)"});
  v.real("tie_prob", tie_prob, Range::probability(), {"", "Chance that somebody known agrees.", "assumed"});
  v.real("introduced_prob", introduced_prob, Range::probability(),
         {"", "Chance that somebody agrees to whom a common contact leads.", "assumed"});
  v.real("effective_hours", effective_hours, {0, 24},
         {"h", "What one hour together adds to the tie; all other ways of contact are relative to it.",
          "50 h make a casual friend, 90 h a friend, 200 h a close one (Hall 2019)"});
}

void MotivationParams::visit(ParamVisitor& v) {
  v.real("goal_gradient", goal_gradient, {0, 10},
         {"", "Hours online grow by up to this, the nearer the next level of the visible score is; 0 = off.",
          "effort rises towards a goal (Hull 1932; Kivetz, Urminsky, Zheng 2006: coffee cards); size assumed"});
  v.real("level_step", level_step, {0.001, 1},
         {"", "Levels of the visible score, which is in [0, 1] to those who see it.", "assumed"});
  v.real("day_off_prob", day_off_prob, Range::probability(),
         {"", "Chance of a day without going online; its hours are lost. 0 = everybody is online daily.", "assumed"});
  v.real("streak_loss", streak_loss, {0, 100},
         {"",
          "While a score is visible, a streak of a week and more makes a day off rarer by 1 + this, and one that was "
          "lost makes it as much more frequent for a week; 0 = off.",
          "a broken streak costs engagement (Silverman, Barasch 2023); size assumed"});
  v.real(
      "drop_out_prob", drop_out_prob, Range::probability(),
      {"",
       "Chance a month to leave for good of somebody at the bottom of the visible score; it falls to 0 for those who "
       "stand on the public list (discover.leaderboard_size). 0 = off.",
       "rivalry is felt near the top (Garcia, Tor, Schiff 2013); that others leave, and how many, is assumed"});
  v.real("fatigue", fatigue, {0, 100},
         {"", "Hours online of late tire: at 10 hours a week effort falls by 1 + this; 0 = off.", "assumed"});
}

void Mechanisms::visit(ParamVisitor& v) {
  v.group("prices", {"", "What acts cost (S1).", ""}, [this](ParamVisitor& in) { prices.visit(in); });
  v.group("publish", {"", "Posts (S2).", ""}, [this](ParamVisitor& in) { publish.visit(in); });
  v.group("react", {"", "Reading and reacting (S3).", ""}, [this](ParamVisitor& in) { react.visit(in); });
  v.group("message", {"", "Messages and answers (S4).", ""}, [this](ParamVisitor& in) { message.visit(in); });
  v.group("discover", {"", "Discovering, following, unfollowing (S5).", ""},
          [this](ParamVisitor& in) { discover.visit(in); });
  v.group("meet", {"", "Meetings (S6).", ""}, [this](ParamVisitor& in) { meet.visit(in); });
  v.group("ties", {"", "How ties fade (S7).", ""}, [this](ParamVisitor& in) { ties.visit(in); });
  v.group("motivation", {"", "What a visible score does to the will to be online (S9).", ""},
          [this](ParamVisitor& in) { motivation.visit(in); });
}

}  // namespace clout
