// Parameters of the day's stages (MODEL.md, S1-S7 and S9). Publish, react, message, discover and meet
// have `on`, ties have `decay`: each switches its mechanism off alone.
#pragma once

#include <cstdint>

#include "sim/core/params.h"
#include "sim/world/ties.h"

namespace clout {

/// S1. What acts cost. Time online is paid in whole seconds, as it is kept.
struct PriceParams {
  std::int64_t read_seconds = 10, post_seconds = 360, message_seconds = 300, profile_seconds = 60;
  double meeting_hours = 1, travel_hours = 0.5;  ///< rounded to seconds
  double carry_over_days = 14;                   ///< unspent time is kept up to so many days' worth
  void visit(ParamVisitor& v);
};

/// S2. Own posts. Off: nobody writes one, the time for it is not spent, and so there is nothing to read.
struct PublishParams {
  bool on = true;
  void visit(ParamVisitor& v);
};

/// S3. Reading and reacting.
struct ReactParams {
  bool on = true;
  double base = 0.05;           ///< chance to react to an item of quality 1 on a shared topic, at one post a day
  double tie_gain = 2;          ///< the chance grows by 1 + tie_gain * access of the tie
  double score_gain = 0.3;      ///< the chance grows by 1 + score_gain * visible score in [0, 1]
  double rate_exponent = 0.3;   ///< attention per post falls with the author's posts a day
  double read_tie_seconds = 1;  ///< effective seconds that an item read adds to an existing tie
  double inbound_prob = 0.01;   ///< chance that a reaction comes with a private message to the author
  bool reshares = true;
  double reshare_hops_max = 8;
  std::int64_t engagers_kept = 128;
  double fade_days = 30;     ///< half-life of an engager's weight and of posts_recent
  double selectivity = 0.5;  ///< weight of a reaction = (1 + reactions given that day)^-selectivity
  void visit(ParamVisitor& v);
};

/// S4. Messages and answers. logit P = bias + ...
struct MessageParams {
  bool on = true;
  double bias = -3.4, relevance = 1.4, tie = 1.6, mutual = 0.5, score = 0.6, crowding = 0.7;
  double tie_seconds = 600;     ///< time that an answered message means for the two, before e_online
  double e_online = 0.15;       ///< effective share of them [prior LogUniform(.02, 1)]
  double follow_prob = 0.02;    ///< chance that each of the two of an answered message follows the other
  bool outside_demand = true;   ///< messages from outside the simulated world crowd inboxes too
  bool infinite_inbox = false;  ///< no crowding at all
  void visit(ParamVisitor& v);
};

/// S5. Discover, follow, unfollow.
struct DiscoverParams {
  bool on = true;
  double saw_reshare = 0.5, friend_of_friend = 0.3;  ///< weights of the two ways to look around by ties or at random
  double leaderboard = 0.2;                          ///< chance that a pick by score is made from the public list
  std::int64_t leaderboard_size = 100;
  std::int64_t sight = 4;  ///< candidates among whom a cue (score, affinity) chooses
  bool follow_back = true;
  bool unfollow = true;
  double unfollow_hazard_per_day = 0.0006;  ///< of a link that is not returned, to somebody silent that day
  double unfollow_mutual_ratio = 0.3;       ///< hazard of a returned link relative to that
  double unfollow_burst = 0.2;              ///< hazard grows by this for each doubling of 1 + items today
  double unfollow_new_ratio = 2;            ///< hazard of a link younger than 30 days relative to an old one
  double followees_max = 5000;
  bool recommender = false;
  void visit(ParamVisitor& v);
};

/// S6. Meetings.
struct MeetParams {
  bool on = true;
  double cold_prob = 0.6;  ///< a stranger asked in person agrees
  double tie_prob = 0.9;   ///< somebody known agrees
  double introduced_prob = 0.75;
  double effective_hours = 1;  ///< that one hour together adds to a tie
  void visit(ParamVisitor& v);
};

/// S9. What a visible score does to the will to be online. All strengths 0: nothing.
struct MotivationParams {
  double goal_gradient = 0;   ///< effort grows by this towards the next level
  double level_step = 0.1;    ///< of the visible score in [0, 1]
  double day_off_prob = 0;    ///< chance of a day without going online
  double streak_loss = 0;     ///< a week's streak makes a day off rarer by 1 + this, a lost one more frequent
  double drop_out_prob = 0;   ///< a month, of somebody at the bottom
  double fatigue = 0;         ///< effort falls by 1 + this at 10 hours a week
  bool on() const { return goal_gradient > 0 || day_off_prob > 0 || drop_out_prob > 0 || fatigue > 0; }
  void visit(ParamVisitor& v);
};

struct Mechanisms {
  PriceParams prices;
  PublishParams publish;
  ReactParams react;
  MessageParams message;
  DiscoverParams discover;
  MeetParams meet;
  TieParams ties;
  MotivationParams motivation;
  void visit(ParamVisitor& v);  // groups: prices, publish, react, message, discover, meet, ties, motivation
};

}  // namespace clout
