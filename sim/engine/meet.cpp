// S6, second half. Who is asked says yes or no, in the order of a keyed hash, while open hours are left.
// An attempt costs the one who asks its price in any case; the hour of the one who is asked comes out of open hours,
// not of its dose, so a dose never depends on popularity.
// Writes (of the targets): balances.open, ledger.meetings_received; scratch: met. Mails: contacts.
#include <algorithm>
#include <tuple>

#include "sim/engine/day.h"

namespace clout {

void meet(World& world, const DayContext& context) {
  const MeetParams& params = context.mechanisms.meet;
  if (!params.on) return;
  DayScratch& scratch = context.scratch;
  const double hours = context.mechanisms.prices.meeting_hours;
  const auto length = std::max(1, static_cast<int>(hours * kSecondsPerHour + 0.5));
  const auto together = static_cast<std::uint32_t>(hours * params.effective_hours * kSecondsPerHour + 0.5);
  const std::size_t lane = scratch.meet_lane;

  auto& mail = scratch.invitations;
  mail.deliver(context.pool);
  mail.for_each_target(context.pool, [&](AgentId j, std::span<Invitation> asked, std::size_t bucket) {
    std::sort(asked.begin(), asked.end(), [](const Invitation& a, const Invitation& b) {
      return std::tie(a.order, a.source, a.nth) < std::tie(b.order, b.source, b.nth);
    });
    const Key key = make_key(world.seed, Stream::accept, j, static_cast<std::uint64_t>(world.day));
    for (const Invitation& invitation : asked) {
      if (world.balances.open[j] < length) break;
      const AgentId i = invitation.source;
      const HalfTie* tie = world.ties.find(j, i);
      if (tie && context.clock.forgotten(*tie, world.day)) tie = nullptr;
      const double yes = tie ? params.tie_prob
                             : invitation.via == kViaIntroduction ? params.introduced_prob : params.cold_prob;
      if (!chance(draw(key, std::uint64_t{i} << 8 | invitation.nth), yes)) continue;
      world.balances.open[j] -= length;
      ++world.ledger.meetings_received[j];
      scratch.met[bucket].push_back({j, i});
      const std::uint8_t common = tie ? tie->mutual : world.ties.common_contacts(i, j);
      const std::uint8_t flags = kMetTie | same_city(*world.society, i, j);
      const std::uint8_t first = tie ? 0 : kNewsFirst;
      const auto held = static_cast<std::uint8_t>(kNewsMeetingHeld | first);
      scratch.contacts.post(lane + bucket, {j, i, together, common, flags, first, 0});
      scratch.contacts.post(lane + bucket, {i, j, together, common, flags, held, 0});
    }
  }, [&](const Invitation& invitation, bool near) {
    if (invitation.via == kViaTies) return world.ties.prefetch(invitation.target, invitation.source, near);
    world.ties.prefetch(invitation.target, near);  // all of both, to count common contacts
    world.ties.prefetch(invitation.source, near);
  });
}

}  // namespace clout
