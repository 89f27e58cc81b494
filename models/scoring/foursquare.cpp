#include "models/scoring/foursquare.h"

#include <algorithm>
#include <string>
#include <vector>

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;

}  // namespace

void FoursquareParams::visit(ParamVisitor& v) {
  const std::vector<std::string> versions = {"before_v3", "v3"}, published = {"points", "mayorships"};
  v.choice("version", version, versions, {"", "Whose rules give points.", "neilturner.me.uk 2011"});
  v.choice("publish", publish, published, {"", "Points of the week, or places one is mayor of.", "Foursquare"});
  v.whole("friend_points", friend_points, {0, 1000},
          {"points", "More for a check-in with a friend, who follows and is followed; version 3.",
           "assumed; that there are some: gstylemag 2011"});
  venues.visit(v);
}

Foursquare::Foursquare(const FoursquareParams& params)
    : params_(params), v3_(params.version == "v3"), venues_(params.venues) {}

void Foursquare::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  agents_ = view.agents;
  venues_.start(view);
  board_.assign(kBoardDays * agents_, 0);
  update(view, pool, scores);
}

void Foursquare::observe(const ScoringView& view, ThreadPool& pool) {
  const std::size_t row = static_cast<std::size_t>(view.day_lived() % kBoardDays) * agents_;
  if (!v3_ && row == 0) std::fill(board_.begin(), board_.end(), 0u);
  std::fill_n(board_.begin() + static_cast<std::ptrdiff_t>(row), agents_, 0u);
  venues_.observe(view, pool, [&](const CheckIn& made) { board_[row + made.who] += points_of(made); });
}

std::uint32_t Foursquare::check_in(AgentId who, std::uint32_t venue, std::uint32_t nth_today, Day day) {
  return points_of(venues_.check_in(who, venue, nth_today, day));
}

std::uint32_t Foursquare::points_of(const CheckIn& made) const {
  if (v3_)
    return 1 + (made.third_day ? 2 : 0) +
           (made.takes_over ? 5
            : made.is_mayor ? 3
                            : 0) +
           (made.with_friend ? static_cast<std::uint32_t>(params_.friend_points) : 0);
  if (made.here_today > 2) return 0;
  return made.nth_today + (made.new_here ? 5 : 0) + (made.found ? 5 : 0);
}

std::uint32_t Foursquare::points(AgentId a) const {
  std::uint32_t sum = 0;
  for (std::size_t row = 0; row < kBoardDays; ++row) sum += board_[row * agents_ + a];
  return sum;
}

void Foursquare::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (params_.publish == "mayorships") return venues_.count_mayorships(view.day_lived(), scores);
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) scores[i] = static_cast<float>(points(static_cast<AgentId>(i)));
  });
}

ScoreInputs Foursquare::reads() const {
  ScoreInputs inputs{ScoreInput::check_ins, ScoreInput::bios};
  if (v3_ && params_.publish == "points" && params_.friend_points > 0) inputs.add(ScoreInput::links);
  return inputs;
}

std::size_t Foursquare::memory_bytes() const { return venues_.memory_bytes() + 4 * board_.size(); }

void Foursquare::visit_state(StateVisitor& v) {
  std::uint64_t agents = agents_;
  v.value("foursquare.agents", agents);
  agents_ = agents;
  venues_.visit_state(v);
  v.column("foursquare.board", board_);
}

}  // namespace clout
