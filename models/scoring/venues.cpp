#include "models/scoring/venues.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/core/math.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::array<std::size_t, 3> kAhead = {24, 12, 5};  // check-ins, at which what they need is asked for in turn

std::uint32_t check_ins_of(const Ledger& ledger, std::size_t i) {
  return ledger.meetings_held[i] + ledger.meetings_received[i];
}

}  // namespace

/// A check-in of who, in the company of `with`; the nth of the two today, from 0.
struct Venues::Company {
  AgentId who, with;
  std::uint32_t nth;
};

/// A check-in that is still to be made.
struct Venues::Arrival {
  AgentId who;
  std::uint32_t venue, nth_today;
  bool with_friend;
};

// Both sides of each meeting, ascending by who and with.
std::vector<Venues::Company> Venues::companies(std::span<const Meeting> meetings) {
  std::vector<Company> all;
  for (const Meeting& m : meetings) {
    all.push_back({m.target, m.source, 0});
    all.push_back({m.source, m.target, 0});
  }
  std::sort(all.begin(), all.end(),
            [](const Company& x, const Company& y) { return std::pair(x.who, x.with) < std::pair(y.who, y.with); });
  for (std::size_t k = 1; k < all.size(); ++k)
    if (all[k].who == all[k - 1].who && all[k].with == all[k - 1].with) all[k].nth = all[k - 1].nth + 1;
  return all;
}

void VenueParams::visit(ParamVisitor& v) {
  v.whole("venues_a_city", venues_a_city, {1, 6e4}, {"venues", "Where people of a city meet.", "assumed"});
  v.real("venue_exponent", venue_exponent, {0, 5}, {"", "Of the Zipf law by which a venue is drawn.", "assumed"});
  v.real("home_prob", home_prob, Range::probability(),
         {"", "Chance that it is where one of those who meet always goes.", "assumed"});
}

Venues::Venues(const VenueParams& params) : params_(params) {
  double sum = 0;
  for (std::int64_t rank = 1; rank <= params.venues_a_city; ++rank)
    venue_share_.push_back(sum += det_pow(static_cast<double>(rank), -params.venue_exponent));
}

void Venues::start(const ScoringView& view) {
  const std::size_t n = view.agents;
  visits_ = Lists<Visit>(n);
  known_ = Lists<std::uint32_t>(n);
  check_ins_.resize(n);
  for (std::size_t i = 0; i < n; ++i) check_ins_[i] = check_ins_of(view.ledger, i);
  mayors_.clear();  // they grow with the venues that somebody goes to
  found_.clear();
}

// Who goes where does not depend on others; but a check-in may take a place from somebody, so they are made one after
// the other, with what those soon to come look at already asked for.
void Venues::observe(const ScoringView& view, ThreadPool& pool, const std::function<void(const CheckIn&)>& each) {
  const std::vector<Company> known = companies(view.meetings);
  std::vector<std::vector<Arrival>> arrivals((view.agents + kChunk - 1) / kChunk);
  pool.for_chunks(view.agents, kChunk, [&](std::size_t chunk, std::size_t begin, std::size_t end, unsigned) {
    arrivals[chunk] = arrive(view, known, static_cast<AgentId>(begin), static_cast<AgentId>(end));
  });
  for (const std::vector<Arrival>& some : arrivals)
    for (std::size_t k = 0; k < some.size(); ++k) {
      for (std::size_t stage = 0; stage < kAhead.size(); ++stage)
        if (k + kAhead[stage] < some.size()) prefetch(some[k + kAhead[stage]], stage);
      CheckIn made = check_in(some[k].who, some[k].venue, some[k].nth_today, view.day_lived());
      made.with_friend = some[k].with_friend;
      each(made);
    }
}

std::vector<Venues::Arrival> Venues::arrive(const ScoringView& view, std::span<const Company> known, AgentId begin,
                                            AgentId end) {
  std::vector<Arrival> arrivals;
  auto next = std::lower_bound(known.begin(), known.end(), begin,
                               [](const Company& company, AgentId a) { return company.who < a; });
  for (AgentId a = begin; a < end; ++a) {
    const std::uint32_t now = check_ins_of(view.ledger, a), today = now - std::exchange(check_ins_[a], now);
    for (std::uint32_t nth = 1; nth <= today; ++nth) {
      const bool alone = next == known.end() || next->who != a;
      const std::uint32_t venue = alone ? venue_of(view, a, nth) : meeting_place(view, a, next->with, next->nth);
      const bool with_friend = !alone && view.follows.follows(a, next->with) && view.follows.follows(next->with, a);
      arrivals.push_back({a, venue, nth, with_friend});
      if (!alone) ++next;
    }
    while (next != known.end() && next->who == a) ++next;
  }
  return arrivals;
}

// Each stage finds what it looks at where the one before asked for it.
void Venues::prefetch(const Arrival& soon, std::size_t stage) const {
  if (stage < 2) {
    visits_.prefetch(soon.who, stage == 1);
    known_.prefetch(soon.who, stage == 1);
  }
  if (soon.venue >= mayors_.size()) return;
  if (stage == 0) return __builtin_prefetch(&mayors_[soon.venue]);
  if (mayors_[soon.venue] != kNobody) visits_.prefetch(mayors_[soon.venue], stage == 2);
}

std::uint32_t Venues::venue_of(const ScoringView& view, AgentId a, std::uint32_t nth) const {
  Rng today(view.seed, Stream::scoring, a, static_cast<std::uint64_t>(view.day), nth);
  return place_of(view, a, today);
}

// The same for both, whoever asks.
std::uint32_t Venues::meeting_place(const ScoringView& view, AgentId a, AgentId b, std::uint32_t nth) const {
  const auto [first, second] = std::minmax(a, b);
  Rng today(view.seed, Stream::scoring, first, static_cast<std::uint64_t>(view.day),
            std::uint64_t{nth + 1} << 32 | second);
  return place_of(view, today.below(2) == 0 ? first : second, today);
}

std::uint32_t Venues::place_of(const ScoringView& view, AgentId host, Rng& lot) const {
  const std::uint32_t city = view.bios.city.empty() ? 0 : view.bios.city[host];
  const auto drawn = [&](Rng& rng) {
    const double place = rng.uniform() * venue_share_.back();
    const auto rank = std::lower_bound(venue_share_.begin(), venue_share_.end(), place) - venue_share_.begin();
    const auto last = static_cast<std::ptrdiff_t>(venue_share_.size()) - 1;
    return static_cast<std::uint32_t>(city * venue_share_.size() + static_cast<std::size_t>(std::min(rank, last)));
  };
  Rng always(view.seed, Stream::scoring, host, ~std::uint64_t{0});
  return lot.uniform() < params_.home_prob ? drawn(always) : drawn(lot);
}

CheckIn Venues::check_in(AgentId who, std::uint32_t venue, std::uint32_t nth_today, Day day) {
  while (visits_.size(who) > 0 && visits_.of(who)[0].day <= day - kMayorDays) visits_.erase(who, 0);
  visits_.push_back(who, {day, venue});
  const auto visits = visits_.of(who);
  const auto here_today = std::count_if(visits.begin(), visits.end(),
                                        [&](const Visit& visit) { return visit.day == day && visit.venue == venue; });
  if (venue >= mayors_.size()) mayors_.resize(venue + 1, kNobody), found_.resize(venue + 1, 0);
  const bool is_first = here_today == 1;
  CheckIn made = {};
  made.who = who;
  made.venue = venue;
  made.nth_today = nth_today;
  made.here_today = static_cast<std::uint32_t>(here_today);
  made.is_mayor = mayors_[venue] == who;
  made.takes_over = is_first && takes_over(who, venue, day);
  made.found = std::exchange(found_[venue], std::uint8_t{1}) == 0;
  made.new_here = is_new(who, venue);
  made.third_day = is_first && days_at(who, venue, day - 6) == 3;
  return made;
}

std::uint32_t Venues::days_at(AgentId a, std::uint32_t venue, Day since, std::uint32_t enough) const {
  std::uint32_t days = 0;
  Day last = -1;
  for (const Visit& visit : visits_.of(a)) {
    if (days == enough) break;
    if (visit.venue == venue && visit.day >= since && visit.day != last) ++days, last = visit.day;
  }
  return days;
}

bool Venues::is_new(AgentId a, std::uint32_t venue) {
  const auto list = known_.of(a);
  const auto place = std::lower_bound(list.begin(), list.end(), venue);
  if (place != list.end() && *place == venue) return false;
  known_.insert(a, static_cast<std::size_t>(place - list.begin()), venue);
  return true;
}

/// Makes `a` mayor if it has been there on more days than who is mayor. True if that takes it from somebody.
bool Venues::takes_over(AgentId a, std::uint32_t venue, Day day) {
  const std::uint32_t mayor = mayors_[venue];
  if (mayor == a) return false;
  const Day since = day - kMayorDays + 1;
  const std::uint32_t mine = days_at(a, venue, since);
  const std::uint32_t theirs = mayor == kNobody ? 0 : days_at(mayor, venue, since, mine);
  if (mine <= theirs) return false;
  mayors_[venue] = a;
  return theirs > 0;
}

void Venues::count_mayorships(Day day, std::span<float> mayorships) const {
  std::fill(mayorships.begin(), mayorships.end(), 0.0f);
  for (std::uint32_t venue = 0; venue < mayors_.size(); ++venue) {
    const std::uint32_t mayor = mayors_[venue];
    if (mayor != kNobody && days_at(mayor, venue, day - kMayorDays + 1, 1) > 0) ++mayorships[mayor];
  }
}

std::size_t Venues::memory_bytes() const {
  return check_ins_.size() * 4 + visits_.memory_bytes() + known_.memory_bytes() + mayors_.size() * 5;
}

void Venues::visit_state(StateVisitor& v) {
  visits_.visit_state(v, "venues.visits");
  known_.visit_state(v, "venues.known");
  v.column("venues.check_ins", check_ins_);
  v.column("venues.mayors", mayors_);
  v.column("venues.found", found_);
}

}  // namespace clout
