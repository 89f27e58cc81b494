// One day of a world, as a list of stages, each in a file of its own. A stage reads what yesterday left and what was
// sent earlier on the same day, and writes its own columns. Agents act on others only by mail (world/mailbox.h), which
// is sorted by target and source before it is read: so the result does not depend on threads or chunks.
//
//   publish -> read -> engage -> message -> answer -> discover -> follow_back -> invite -> meet -> keep_ties
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/parallel.h"
#include "sim/core/random.h"
#include "sim/plugin/strategy.h"
#include "sim/scenario/mechanisms.h"
#include "sim/world/mailbox.h"
#include "sim/world/reaction.h"
#include "sim/world/world.h"

namespace clout {

/// Agents a chunk: enough work to hide the dispatch, small enough to balance two cores.
inline constexpr std::size_t kDefaultChunk = 512;

// ---- What is spent this week: from plans and doses, one entry an agent -------------------------------------------

/// A plan as the stages use it: shares and cumulative weights that end at 1.
struct PlanRow {
  float post;                    ///< of hours online, at an average voice
  float read, engage, discover;  ///< of the hours that do not go to posts
  std::array<float, 5> approach;  ///< cumulative: by_score, by_affinity, by_bio, among_ties, at_random
  std::array<float, 4> meet;      ///< cumulative: ties, introduced, answered, event
  float post_spread, least_voice;  ///< who has less voice never posts
  float follow_back_prob, follow_prob, reply_prob, reshare_prob;
  float move_online;              ///< share of hours offline spent online; below 0, the other way
  std::uint8_t bio_role;
  bool bio_own_city;
  std::uint8_t online_days;       ///< a week
  std::uint8_t unused = 0;
};

enum Approach { kByScore, kByAffinity, kByBio, kAmongTies, kAtRandom };
enum MeetVia { kViaTies, kViaIntroduction, kViaAnswer, kViaEvent };

/// @throws std::invalid_argument  a plan whose role to search for is not in `role_names`.
PlanRow compile_plan(const Plan& plan, std::span<const std::string> role_names);

/// What each agent's plan and dose come to on a day of this week; daily_time() divides it.
struct Budget {
  Column<float> online_seconds;   ///< 0 for the absent, the silenced, and whoever is not online on that day
  Column<float> post_share;       ///< of online_seconds
  Column<float> offline_seconds;  ///< empty if no plan moves hours: then as the dose says
  bool by_the_day = false;        ///< differs from day to day within a week
  std::size_t memory_bytes() const { return (online_seconds.size() * 2 + offline_seconds.size()) * 4; }
};

/// Seconds a day for each act.
struct DailyTime {
  std::int32_t read, engage, discover;
  double post;
};
inline DailyTime daily_time(const PlanRow& plan, float online_seconds, float post_share) {
  const double rest = double{online_seconds} * (1 - double{post_share});
  const auto whole = [&](float share) { return static_cast<std::int32_t>(rest * share + 0.5); };
  return {whole(plan.read), whole(plan.engage), whole(plan.discover), double{online_seconds} * post_share};
}

// ---- Mail ---------------------------------------------------------------------------------------------------------

/// A message; public replies are messages too.
struct Message {
  AgentId target, source;
  std::uint32_t nth;  ///< counts the day's messages of `source`: names the draw
};

/// `source` has begun to follow `target`.
struct FollowNotice {
  AgentId target, source;
};

/// `source` asks `target` for a meeting.
struct Invitation {
  AgentId target, source;
  std::uint32_t order;  ///< keyed hash: who is answered first
  std::uint8_t via;     ///< MeetVia
  std::uint8_t nth;     ///< counts the day's invitations of `source`
  std::uint16_t unused = 0;
};

/// The first two are news for the one who asked.
enum TieNews : std::uint8_t {
  kNewsAnswered = 1,
  kNewsMeetingHeld = 2,
  kNewsFirst = 4,  ///< the two had no tie: a hint what entering the contact will look up, nothing else
};

/// The tie of `target` and `other` gained `seconds`. Each contact sends two, one to either end.
struct TieContact {
  AgentId target, other;
  std::uint32_t seconds;
  std::uint8_t mutual, flags;  ///< TieFlag
  std::uint8_t news;           ///< TieNews
  std::uint8_t follow;         ///< nonzero: target may come to follow other
};

/// The end of a tie was dropped by `other`; `target` drops its own.
struct TieDrop {
  AgentId target, other;
};

/// What happened on a day. Sums of whole numbers, so it does not matter who counted what.
struct alignas(64) DayCounts {
  std::uint64_t items_offered = 0;  ///< posts and reshares put before followers with time to read
  std::uint64_t items_read = 0, reactions = 0, clamped = 0, messages = 0, answers = 0, follows = 0, unfollows = 0,
                invitations = 0, meetings = 0;
  DayCounts& operator+=(const DayCounts& other);
};

/// An author in a reader's feed, in one word, so that a feed is written as fast as it is read.
class FeedEntry {
 public:
  FeedEntry() = default;
  FeedEntry(const Follow& link, std::uint8_t items, std::uint8_t bound)
      : word_(link.who | std::uint64_t{items} << 32 | std::uint64_t{bound} << 40 | std::uint64_t{link.tied} << 48) {}
  AgentId who() const { return static_cast<AgentId>(word_); }
  std::uint8_t items() const { return static_cast<std::uint8_t>(word_ >> 32); }  ///< of its FeedCell
  std::uint8_t bound() const { return static_cast<std::uint8_t>(word_ >> 40); }
  bool tied() const { return word_ >> 48 != 0; }  ///< the reader may have a tie with it

 private:
  std::uint64_t word_ = 0;
};
/// An item that a reader may react to, or that may feed a tie.
struct ItemSeen {
  AgentId reader;
  AgentId who;          ///< whose item it is: the author, or who passed it on
  std::uint32_t place;  ///< of the draw within the item's stretch (read.cpp)
  std::uint32_t share;  ///< of the reader's items that are read, in 2^-30
  std::uint8_t nth;     ///< position among the items of `who` today
  bool tied;
};
struct ReaderScratch {
  std::vector<FeedEntry> feed;
  std::vector<ItemSeen> seen;  ///< of some readers, in their order
};

/// A link that its owner may give up.
struct Doubt {
  AgentId who;
  Key key;  ///< names the pick of the link and the decision
};

/// A decision of one agent about its own list, put into effect when all have decided.
struct FollowChange {
  AgentId who, whom;
  bool follow;  ///< else unfollow
};

// ---- Scratch of a day: holds nothing from one day to the next but capacity -----------------------------------------

/// What a reader needs of an author in the first pass: two bytes, so that a million authors fit into a core's cache.
struct FeedCell {
  std::uint8_t items;  ///< posts and reshares put out today, saturating
  std::uint8_t bound;  ///< upper bound of quality * attention / (1 + score_gain) over them, in 1/255, rounded up
};

/// What a reader needs of an author once it comes to a reaction.
struct AuthorCard {
  std::uint64_t topics;
  float quality;
  float attention;  ///< (1 + score_gain * cue) * min(1, items^-rate_exponent) of what this agent puts out
};

struct DayScratch {
  Column<FeedCell> cells;
  Column<AuthorCard> cards;
  Column<std::uint8_t> own_posts;     ///< today's
  Column<AgentId> reshared_author;    ///< author of a reshare that caught the agent's eye today, or kNoAgent
  std::vector<std::vector<Reshares::Entry>> new_reshares;  ///< made today, by chunk
  Mailbox<Reaction> reactions;
  Mailbox<Message> messages;
  Mailbox<FollowNotice> follow_notices;
  Mailbox<Invitation> invitations;
  Mailbox<TieContact> contacts;
  Mailbox<TieDrop> drops;
  Column<std::uint8_t> messages_today;  ///< written by each agent, replies included: names their draws
  std::vector<DayCounts> counts;        ///< by worker
  std::vector<DayCounts> bucket_counts; ///< by bucket of mail
  std::size_t answer_lane = 0, meet_lane = 0;  ///< where the stages' own chunks of `contacts` begin
  std::vector<ReaderScratch> readers;   ///< by worker
  std::vector<std::vector<FollowChange>> follow_changes;  ///< by chunk
  std::vector<std::vector<Doubt>> doubts;                 ///< by worker
  std::vector<std::vector<Meeting>> met;                  ///< today, by bucket of invitations

  /// Sizes all columns for `agents` on `pool`; clears what a day starts without.
  void open(std::size_t agents, std::size_t chunks, unsigned workers);
  DayCounts total() const;
  /// Today's, ascending.
  std::vector<Meeting> meetings() const;
  std::size_t memory_bytes() const;
};

/// Everything a stage may use. Columns of `world` and `scratch` that a stage writes are named in its comment.
struct DayContext {
  const Mechanisms& mechanisms;
  const TieClock& clock;
  ThreadPool& pool;
  std::size_t chunk;
  std::span<const PlanRow> plans;
  std::span<const std::uint32_t> plan_of;  ///< index into plans, by agent
  const Budget& budget;
  std::span<const float> cue;              ///< visible score in [0, 1]; empty if none is visible
  std::span<const AgentId> leaderboard;    ///< top agents by visible score; empty if none is visible
  double theta;                            ///< of tie_access
  DayScratch& scratch;

  const PlanRow& plan(AgentId a) const { return plans[plan_of[a]]; }
  bool on_line(AgentId a) const { return budget.online_seconds[a] > 0; }
  float cue_of(AgentId a) const { return cue.empty() ? 0.0f : cue[a]; }
};

/// What plans and doses come to on world.day. Called weekly, or daily if budget.by_the_day. Writes `budget`.
/// silent_until[a] > world.day: a is offline for now (an intervention); an empty span if nobody is.
/// effort[a]: times the hours online that dose and plan give (engine/motivation.h); an empty span if it is 1 for all.
void fill_budget(const World& world, std::span<const PlanRow> plans, std::span<const std::uint32_t> plan_of,
                 std::span<const Day> silent_until, ThreadPool& pool, Budget& budget,
                 std::span<const float> effort = {});

void publish(World& world, const DayContext& context);
void read(World& world, const DayContext& context);
void engage(World& world, const DayContext& context);
void message(World& world, const DayContext& context);
void answer(World& world, const DayContext& context);
void discover(World& world, const DayContext& context);
void follow_back(World& world, const DayContext& context);
void invite(World& world, const DayContext& context);
void meet(World& world, const DayContext& context);
void keep_ties(World& world, const DayContext& context);

/// Puts today's reshares before tomorrow's readers and moves world.day on by one.
void end_day(World& world, const DayContext& context);

/// Runs all stages once and moves world.day on by one. Scores are brought up to date afterwards (engine/branch.h).
void live_one_day(World& world, const DayContext& context);

}  // namespace clout
