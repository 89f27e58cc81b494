// S4, second half. Who gets an answer, and what it does to the tie. The more messages wait, the smaller the chance.
// Writes (of the targets): ledger.messages_received. Mails: contacts.
#include "sim/core/math.h"
#include "sim/engine/answer_prob.h"
#include "sim/engine/day.h"
#include "sim/engine/topic_match.h"

namespace clout {

double answer_prob(const MessageParams& params, double relevance, double tie_hours, bool mutual, double cue,
                   double load) {
  const double logit = params.bias + params.relevance * relevance + params.tie * det_log1p(tie_hours) +
                       (mutual ? params.mutual : 0.0) + params.score * cue -
                       (params.infinite_inbox ? 0.0 : params.crowding * det_log1p(load));
  return 1 / (1 + det_exp(-logit));
}

void answer(World& world, const DayContext& context) {
  const MessageParams& params = context.mechanisms.message;
  if (!params.on) return;
  const Society& society = *world.society;
  DayScratch& scratch = context.scratch;
  const auto seconds = static_cast<std::uint32_t>(params.tie_seconds * params.e_online + 0.5);
  const std::size_t lane = scratch.answer_lane;

  auto& mail = scratch.messages;
  mail.deliver(context.pool);
  mail.for_each_target(context.pool, [&](AgentId j, std::span<const Message> messages, std::size_t bucket) {
    world.ledger.messages_received[j] += static_cast<std::uint32_t>(messages.size());
    const double outside = params.outside_demand ? society.outside_messages[j] : 0;
    const double load = (static_cast<double>(messages.size()) + outside) / society.inbox_capacity[j];
    const Key key = make_key(world.seed, Stream::answer, j, static_cast<std::uint64_t>(world.day));
    for (const Message& m : messages) {
      const AgentId i = m.source;
      const HalfTie* tie = world.ties.find(j, i);
      const double hours = tie ? context.clock.hours_on(*tie, world.day) : 0;
      const bool mutual = world.follows.follows(j, i) && world.follows.follows(i, j);
      const double relevance = topic_match(society.topics[i], society.topics[j]);
      const double probability = answer_prob(params, relevance, hours, mutual, context.cue_of(i), load);
      if (!chance(draw(key, std::uint64_t{i} << 8 | m.nth), probability)) continue;
      const std::uint8_t common = hours > 0 ? tie->mutual : world.ties.common_contacts(i, j);
      const std::uint8_t flags = kAnsweredTie | same_city(society, i, j);
      scratch.contacts.post(lane + bucket, {j, i, seconds, common, flags, 0, 1});
      scratch.contacts.post(lane + bucket, {i, j, seconds, common, flags, kNewsAnswered, 1});
    }
  }, [&](const Message& m, bool near) {
    world.ties.prefetch(m.target, m.source, near);
    world.follows.prefetch(m.target, m.source, near);
    world.follows.prefetch(m.source, m.target, near);
  });
}

}  // namespace clout
