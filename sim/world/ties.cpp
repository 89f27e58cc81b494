#include "sim/world/ties.h"

#include <algorithm>
#include <limits>

#include "sim/core/math.h"

namespace clout {
namespace {

constexpr double kDaysPerYear = 365;

// Solves x + ln x = level for x > 0 by Newton's method on ln x.
double x_of_level(double level) {
  double x = level > 1 ? level : det_exp(level);
  for (int i = 0; i < 30; ++i) {
    const double next = x * (1 + level - det_log(x)) / (1 + x);
    const bool done = next - x < 1e-15 * x && x - next < 1e-15 * x;
    x = next;
    if (done) break;
  }
  return x;
}

}  // namespace

void TieParams::visit(ParamVisitor& v) {
  v.real("lambda0_per_year", lambda0_per_year, Range{0, 100},
         {"1/year", "Rate at which a faint tie without common contacts fades when it is not kept up.",
          "Burt 2002: nine of ten bridges are gone a year later, so ln 10 = 2.3"});
  v.real(
      "strong_hours", strong_hours, Range{0.1, 1000},
      {"hours", "Strength w_s at which a tie fades half as fast as a faint one.",
       "derived: a close friend's 200 h (Hall 2019) then fade at .018 a year, within the .01-.04 of core ties (Roy et "
       "al. 2022)"});
  v.real("embedding_contacts", embedding_contacts, Range{0.01, 1000},
         {"", "Common contacts m_s with which a tie fades half as fast as a bridge.",
          "assumed; that embedded ties outlast bridges: Burt 2002"});
  v.real("forget_hours", forget_hours, Range{0.0001, 10},
         {"hours", "Strength below which a tie counts as none.", "assumed"});
  v.whole("cap", cap, Range{2, 100000},
          {"", "Ties an agent keeps at most; the weakest goes. A technical limit, time being the real one.",
           "100-200 ties are kept up: Miritello et al. 2013"});
  v.flag("decay", decay, {"", "Whether ties fade at all.", "a switch for control arms"});
}

TieClock::TieClock(const TieParams& params) : strong_hours_(params.strong_hours), forget_level_(0) {
  fall_per_day_.resize(256);
  for (int mutual = 0; mutual < 256; ++mutual) {
    const double per_day =
        params.lambda0_per_year / kDaysPerYear / (1 + mutual / params.embedding_contacts) * (params.decay ? 1 : 0);
    fall_per_day_[static_cast<std::size_t>(mutual)] = static_cast<std::int64_t>(per_day * 0x1p36 + 0.5);
  }
  hours_of_level_.resize(kFineEntries + kCoarseEntries + 1);
  for (std::size_t i = 0; i < hours_of_level_.size(); ++i) {
    const double at = i < kFineEntries ? -8 + static_cast<double>(i) / (1 << kFineBits)
                                       : 24 + static_cast<double>(i - kFineEntries);
    hours_of_level_[i] = static_cast<float>(strong_hours_ * x_of_level(at));
  }
  forget_level_ = level(params.forget_hours);
}

std::int32_t TieClock::level(double hours) const {
  const double x = hours / strong_hours_;
  if (!(x > 0)) return kForgotten;
  const double units = (x + det_log(x)) * 0x1p20;
  if (units >= std::numeric_limits<std::int32_t>::max()) return std::numeric_limits<std::int32_t>::max();
  if (units <= kForgotten) return kForgotten;
  const auto down = static_cast<std::int32_t>(units);  // towards zero; the rest rounds to the nearest
  const double rest = units - down;
  return down + (rest >= 0.5 ? 1 : 0) - (rest < -0.5 ? 1 : 0);
}

double TieClock::exact_hours(std::int32_t level) const {
  const double at = level * 0x1p-20;
  const double x = hours(level) / strong_hours_;
  return strong_hours_ * (x * (1 + at - det_log(x)) / (1 + x));  // one step of Newton's method doubles the digits
}

double TieClock::faint_hours(std::int32_t level) const {
  const double e = det_exp(level * 0x1p-20);
  return strong_hours_ * e * (1 - e);  // x e^x = e, and x < 4e-4
}

void PackedTies::visit_state(StateVisitor& v) {
  v.column("ties_begin", begin_);
  if (v.loading()) records_.resize(begin_.empty() ? 0 : begin_.back());
  v.raw("ties", records_.data(), records_.size() * sizeof(HalfTie));
}

Ties::Ties(const PackedTies& packed) : lists_(packed.agents()) {
  for (std::size_t a = 0; a < agents(); ++a) assign(static_cast<AgentId>(a), packed.of(static_cast<AgentId>(a)));
}

PackedTies Ties::packed() const {
  Column<std::uint32_t> begin(agents() + 1);
  for (std::size_t a = 0; a < agents(); ++a)
    begin[a + 1] = begin[a] + static_cast<std::uint32_t>(of(static_cast<AgentId>(a)).size());
  RawColumn<HalfTie> records(begin.back());
  for (std::size_t a = 0; a < agents(); ++a)
    std::copy_n(of(static_cast<AgentId>(a)).data(), begin[a + 1] - begin[a], records.data() + begin[a]);
  return {std::move(begin), std::move(records)};
}

bool Ties::renew(AgentId a, AgentId b, std::uint32_t seconds, std::uint8_t mutual, std::uint8_t flags, Day day,
                 const TieClock& clock) {
  const std::span<HalfTie> ties = lists_.of(a);
  const std::size_t at = place_in(std::span<const HalfTie>(ties), b, agents());
  if (at == ties.size() || ties[at].other != b) return false;
  HalfTie& tie = ties[at];
  const double added = seconds / kSecondsPerHour;
  const std::int32_t now = clock.level_on(tie, day);
  if (now >= clock.forget_level()) {
    tie.flags |= flags;
    if (seconds == 0) return true;
    tie.level = clock.level(clock.exact_hours(now) + added);
    tie.day = static_cast<std::uint16_t>(day);
    return true;
  }
  const HalfTie fresh{b, clock.level(added), static_cast<std::uint16_t>(day), mutual, flags};
  if (fresh.level >= clock.forget_level()) tie = fresh;
  return true;
}

AgentId Ties::touch(AgentId a, AgentId b, std::uint32_t seconds, std::uint8_t mutual, std::uint8_t flags, Day day,
                    const TieClock& clock, std::size_t cap) {
  if (renew(a, b, seconds, mutual, flags, day, clock)) return kNoAgent;
  const HalfTie fresh{b, clock.level(seconds / kSecondsPerHour), static_cast<std::uint16_t>(day), mutual, flags};
  if (fresh.level < clock.forget_level()) return kNoAgent;

  std::span<HalfTie> ties = lists_.of(a);
  AgentId dropped = kNoAgent;
  if (ties.size() >= cap) {
    std::size_t kept = 0;
    for (const HalfTie& tie : ties)
      if (!clock.forgotten(tie, day)) ties[kept++] = tie;
    lists_.truncate(a, kept);
    ties = ties.first(kept);
    if (kept >= cap) {
      std::size_t weakest = kept;
      std::int32_t least = std::numeric_limits<std::int32_t>::max();
      for (std::size_t i = 0; i < kept; ++i) {
        if (ties[i].day == fresh.day) continue;
        const std::int32_t level = clock.level_on(ties[i], day);
        if (weakest < kept && level >= least) continue;
        weakest = i;
        least = level;
      }
      if (weakest < kept) {
        dropped = ties[weakest].other;
        lists_.erase(a, weakest);
      }
    }
  }
  lists_.insert(a, place_in(of(a), b, agents()), fresh);
  return dropped;
}

void Ties::drop(AgentId a, AgentId b) {
  const std::span<const HalfTie> ties = lists_.of(a);
  const std::size_t at = place_in(std::span<const HalfTie>(ties), b, agents());
  if (at < ties.size() && ties[at].other == b) lists_.erase(a, at);
}

std::uint8_t Ties::common_contacts(AgentId a, AgentId b) const {
  const std::span<const HalfTie> of_a = lists_.of(a);
  const std::span<const HalfTie> of_b = lists_.of(b);
  const HalfTie *p = of_a.data(), *p_end = p + of_a.size();
  const HalfTie *q = of_b.data(), *q_end = q + of_b.size();
  int common = 0;
  while (p != p_end && q != q_end) {
    const AgentId x = p->other, y = q->other;
    common += x == y;
    p += x <= y;
    q += y <= x;
  }
  return static_cast<std::uint8_t>(std::min(common, 255));
}

}  // namespace clout
