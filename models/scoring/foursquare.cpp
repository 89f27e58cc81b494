#include "models/scoring/foursquare.h"

#include <algorithm>
#include <utility>

#include "sim/core/math.h"
#include "sim/core/random.h"

namespace clout {
namespace {

constexpr Day kMayorDays = 60;
constexpr std::size_t kChunk = 4096;

}  // namespace

void FoursquareParams::visit(ParamVisitor& v) {
  const std::vector<std::string> versions = {"before_v3", "v3"}, published = {"points", "mayorships"};
  v.choice("version", version, versions, {"", "Whose rules give points.", "neilturner.me.uk 2011"});
  v.choice("publish", publish, published, {"", "Points of the week, or places one is mayor of.", "Foursquare"});
  v.whole("venues_a_city", venues_a_city, {1, 1e6}, {"venues", "Where people of a city meet.", "assumed"});
  v.real("venue_exponent", venue_exponent, {0, 5}, {"", "Of the Zipf law by which a venue is drawn.", "assumed"});
  v.real("home_prob", home_prob, Range::probability(),
         {"", "Chance that it is where the agent always goes.", "assumed"});
}

Foursquare::Foursquare(const FoursquareParams& params) : params_(params), v3_(params.version == "v3") {
  double sum = 0;
  for (std::int64_t rank = 1; rank <= params.venues_a_city; ++rank)
    venue_share_.push_back(sum += det_pow(static_cast<double>(rank), -params.venue_exponent));
}

void Foursquare::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  const std::size_t n = view.agents;
  visits_ = Lists<Visit>(n);
  known_ = Lists<std::uint32_t>(n);
  check_ins_.resize(n);
  for (std::size_t i = 0; i < n; ++i) check_ins_[i] = view.ledger.meetings_held[i] + view.ledger.meetings_received[i];
  board_.assign(kBoardDays * n, 0);
  mayors_.clear();  // they grow with the venues that somebody goes to
  found_.clear();
  update(view, pool, scores);
}

// One after the other: a check-in may take a place from somebody else. There are few on a day.
void Foursquare::observe(const ScoringView& view, ThreadPool&) {
  const std::size_t n = view.agents;
  const Day day = view.day_lived();
  const auto row = static_cast<std::size_t>(day % kBoardDays);
  if (!v3_ && row == 0) std::fill(board_.begin(), board_.end(), 0u);
  std::fill_n(board_.begin() + static_cast<std::ptrdiff_t>(row * n), n, 0u);
  for (std::size_t i = 0; i < n; ++i) {
    const auto a = static_cast<AgentId>(i);
    const std::uint32_t now = view.ledger.meetings_held[i] + view.ledger.meetings_received[i];
    const std::uint32_t today = now - std::exchange(check_ins_[i], now);
    for (std::uint32_t nth = 1; nth <= today; ++nth)
      board_[row * n + i] += check_in(a, venue_of(view, a, nth), nth, day);
  }
}

std::uint32_t Foursquare::venue_of(const ScoringView& view, AgentId a, std::uint32_t nth) const {
  const std::uint32_t city = view.bios.city.empty() ? 0 : view.bios.city[a];
  const auto drawn = [&](Rng& rng) {
    const double place = rng.uniform() * venue_share_.back();
    const auto rank = std::lower_bound(venue_share_.begin(), venue_share_.end(), place) - venue_share_.begin();
    const auto last = static_cast<std::ptrdiff_t>(venue_share_.size()) - 1;
    return static_cast<std::uint32_t>(city * venue_share_.size() + static_cast<std::size_t>(std::min(rank, last)));
  };
  Rng today(view.seed, Stream::scoring, a, static_cast<std::uint64_t>(view.day), nth);
  Rng always(view.seed, Stream::scoring, a, ~std::uint64_t{0});
  return today.uniform() < params_.home_prob ? drawn(always) : drawn(today);
}

std::uint32_t Foursquare::check_in(AgentId who, std::uint32_t venue, std::uint32_t nth_today, Day day) {
  while (visits_.size(who) > 0 && visits_.of(who)[0].day <= day - kMayorDays) visits_.erase(who, 0);
  visits_.push_back(who, {day, venue});
  const auto visits = visits_.of(who);
  const auto here_today = std::count_if(visits.begin(), visits.end(),
                                        [&](const Visit& visit) { return visit.day == day && visit.venue == venue; });
  if (venue >= mayors_.size()) mayors_.resize(venue + 1, kNobody), found_.resize(venue + 1, 0);
  const bool is_first = here_today == 1, was_mayor = mayors_[venue] == who;
  const bool takes = is_first && takes_over(who, venue, day);
  const bool nobody_was_here = std::exchange(found_[venue], std::uint8_t{1}) == 0;
  const bool is_new_here = is_new(who, venue);
  if (v3_) return 1 + (is_first && days_at(who, venue, day - 6) == 3 ? 2 : 0) + (takes ? 5 : was_mayor ? 3 : 0);
  if (here_today > 2) return 0;
  return nth_today + (is_new_here ? 5 : 0) + (nobody_was_here ? 5 : 0);
}

std::uint32_t Foursquare::days_at(AgentId a, std::uint32_t venue, Day since) const {
  std::uint32_t days = 0;
  Day last = -1;
  for (const Visit& visit : visits_.of(a))
    if (visit.venue == venue && visit.day >= since && visit.day != last) ++days, last = visit.day;
  return days;
}

bool Foursquare::is_new(AgentId a, std::uint32_t venue) {
  const auto list = known_.of(a);
  const auto place = std::lower_bound(list.begin(), list.end(), venue);
  if (place != list.end() && *place == venue) return false;
  known_.insert(a, static_cast<std::size_t>(place - list.begin()), venue);
  return true;
}

/// Makes `a` mayor if it has been there on more days than who is mayor. True if that takes it from somebody.
bool Foursquare::takes_over(AgentId a, std::uint32_t venue, Day day) {
  const std::uint32_t mayor = mayors_[venue];
  if (mayor == a) return false;
  const Day since = day - kMayorDays + 1;
  const std::uint32_t theirs = mayor == kNobody ? 0 : days_at(mayor, venue, since);
  if (days_at(a, venue, since) <= theirs) return false;
  mayors_[venue] = a;
  return theirs > 0;
}

std::uint32_t Foursquare::points(AgentId a) const {
  std::uint32_t sum = 0;
  const std::size_t n = check_ins_.size();
  for (std::size_t row = 0; row < kBoardDays; ++row) sum += board_[row * n + a];
  return sum;
}

void Foursquare::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (params_.publish == "mayorships") {
    std::fill(scores.begin(), scores.end(), 0.0f);
    for (std::uint32_t venue = 0; venue < mayors_.size(); ++venue) {
      const std::uint32_t mayor = mayors_[venue];
      if (mayor != kNobody && days_at(mayor, venue, view.day_lived() - kMayorDays + 1) > 0) ++scores[mayor];
    }
    return;
  }
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) scores[i] = static_cast<float>(points(static_cast<AgentId>(i)));
  });
}

std::size_t Foursquare::memory_bytes() const {
  return check_ins_.size() * (4 + 4 * kBoardDays + 2 * Lists<Visit>::kBytesPerAgent) + visits_.total() * sizeof(Visit) +
         known_.total() * 4 + mayors_.size() * 5;
}

void Foursquare::visit_state(StateVisitor& v) {
  visits_.visit_state(v, "foursquare.visits");
  known_.visit_state(v, "foursquare.known");
  v.column("foursquare.check_ins", check_ins_);
  v.column("foursquare.board", board_);
  v.column("foursquare.mayors", mayors_);
  v.column("foursquare.found", found_);
}

}  // namespace clout
