#include "models/scoring/world_of_warcraft.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::uint32_t kTop = kWarcraftLevels;
constexpr std::uint64_t kSecondsADay = 86400, kSecondsABubble = 8 * 3600;  // a bubble is 5 % of a level

constexpr std::uint32_t curve(std::uint32_t level) {
  constexpr std::array<std::uint32_t, 4> kFrom28 = {0, 1, 3, 6};
  const std::uint32_t difficulty = level < 28 ? 0 : level < 32 ? kFrom28[level - 28] : 5 * (level - 30);
  return ((8 * level + difficulty) * (45 + 5 * level) + 50) / 100 * 100;
}

constexpr auto kCurve = [] {
  std::array<std::uint32_t, kTop> xp = {};  // by level; [0] is none
  for (std::uint32_t level = 1; level < kTop; ++level) xp[level] = curve(level);
  return xp;
}();

std::uint64_t milli_xp(std::uint32_t level) { return std::uint64_t{1000} * kCurve[level]; }

std::uint64_t milli(double kills) { return static_cast<std::uint64_t>(kills * 1000 + 0.5); }

}  // namespace

std::uint32_t warcraft_xp_to_next(int level) {
  if (level < 1 || level >= kWarcraftLevels)
    throw std::invalid_argument("warcraft_xp_to_next: level is outside 1 .. 59");
  return kCurve[static_cast<std::size_t>(level)];
}

void WorldOfWarcraftParams::visit(ParamVisitor& v) {
  const Range kills{0, 1000};
  v.real("kills_a_post", kills_a_post, kills, {"kills", "That a post stands for.", "assumed"});
  v.real("kills_a_reaction_given", kills_a_reaction_given, kills,
         {"kills", "That a reaction given stands for.", "assumed"});
  v.real("kills_a_message", kills_a_message, kills, {"kills", "That a message written stands for.", "assumed"});
  v.flag("rest", rest, {"", "Whether hours offline bring rest.", "worldofwarcraft.com 2010"});
  v.flag("rest_in_city", rest_in_city, {"", "Everybody rests in a city; else at a quarter of the pace.", "assumed"});
}

WorldOfWarcraft::WorldOfWarcraft(const WorldOfWarcraftParams& params)
    : params_(params),
      milli_post_(milli(params.kills_a_post)),
      milli_reaction_(milli(params.kills_a_reaction_given)),
      milli_message_(milli(params.kills_a_message)) {}

void WorldOfWarcraft::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  level_.assign(view.agents, 1);
  xp_.assign(view.agents, 0);
  rest_.assign(view.agents, 0);
  posts_.assign(view.ledger.posts.begin(), view.ledger.posts.end());
  messages_.assign(view.ledger.messages_sent.begin(), view.ledger.messages_sent.end());
  seconds_.assign(view.ledger.seconds_online.begin(), view.ledger.seconds_online.end());
  update(view, pool, scores);
}

void WorldOfWarcraft::observe(const ScoringView& view, ThreadPool& pool) {
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint64_t kills = kills_of_day(view, i);
      const std::uint32_t seconds = view.ledger.seconds_online[i];
      const std::uint32_t online = seconds - std::exchange(seconds_[i], seconds);
      if (kills > 0) fight(i, kills);
      if (params_.rest) have_rest(i, online);
    }
  });
}

std::uint64_t WorldOfWarcraft::kills_of_day(const ScoringView& view, std::size_t i) {
  const Ledger& ledger = view.ledger;
  const std::uint32_t posts = ledger.posts[i] - std::exchange(posts_[i], ledger.posts[i]);
  const std::uint32_t messages = ledger.messages_sent[i] - std::exchange(messages_[i], ledger.messages_sent[i]);
  return posts * milli_post_ + ledger.reactions_given_today[i] * milli_reaction_ + messages * milli_message_;
}

// What is left over when a level is done counts for the next.
void WorldOfWarcraft::fight(std::size_t i, std::uint64_t milli_kills) {
  std::uint32_t& level = level_[i];
  if (level >= kTop) return;
  const std::uint64_t alone = milli_kills * (45 + 5 * level), of_rest = std::min<std::uint64_t>(alone, rest_[i]);
  rest_[i] -= static_cast<std::uint32_t>(of_rest);
  std::uint64_t xp = xp_[i] + alone + of_rest;
  while (level < kTop && xp >= milli_xp(level)) xp -= milli_xp(level++);
  xp_[i] = level < kTop ? static_cast<std::uint32_t>(xp) : 0;
}

void WorldOfWarcraft::have_rest(std::size_t i, std::uint32_t seconds_online) {
  if (level_[i] >= kTop) return;
  const std::uint64_t level = milli_xp(level_[i]);
  const std::uint64_t offline = kSecondsADay - std::min<std::uint64_t>(kSecondsADay, seconds_online);
  const std::uint64_t gained = offline * level / (20 * kSecondsABubble * (params_.rest_in_city ? 1 : 4));
  rest_[i] = static_cast<std::uint32_t>(std::min(rest_[i] + gained, level * 3 / 2));
}

void WorldOfWarcraft::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const float part = level_[i] < kTop ? static_cast<float>(xp_[i]) / static_cast<float>(milli_xp(level_[i])) : 0;
      scores[i] = static_cast<float>(level_[i]) + part;
    }
  });
}

void WorldOfWarcraft::visit_state(StateVisitor& v) {
  v.column("world_of_warcraft.level", level_);
  v.column("world_of_warcraft.xp", xp_);
  v.column("world_of_warcraft.rest", rest_);
  v.column("world_of_warcraft.posts", posts_);
  v.column("world_of_warcraft.messages", messages_);
  v.column("world_of_warcraft.seconds", seconds_);
}

}  // namespace clout
