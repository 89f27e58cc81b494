// S4, second half. Who gets an answer, and what it does to the tie. The more messages wait, the smaller the chance.
// Writes (of the targets): ledger.messages_received. Mails: contacts.
#include <algorithm>

#include "sim/core/math.h"
#include "sim/engine/answer_prob.h"
#include "sim/engine/day.h"
#include "sim/engine/topic_match.h"

namespace clout {

namespace {

double logistic(double logit) { return 1 / (1 + det_exp(-logit)); }

// What the load takes from the logit, >= 0.
double answer_crowd(const MessageParams& params, double load) {
  return params.infinite_inbox ? 0.0 : params.crowding * det_log1p(load);
}

// Logit where the two do not follow each other; params.mutual is what that would add.
double answer_logit(const MessageParams& params, double relevance, double tie_hours, double cue, double crowd) {
  const double tie = tie_hours > 0 ? params.tie * det_log1p(tie_hours) : 0.0;
  return params.bias + params.relevance * relevance + tie + params.score * cue - crowd;
}

// Decides on the messages to one agent. Most are not answered, and mostly that is clear before all is known of who
// wrote: what lies far away in memory is looked at last, and only where it could still change the decision.
class AnswerStage {
 public:
  AnswerStage(World& world, const DayContext& context)
      : world_(world),
        context_(context),
        params_(context.mechanisms.message),
        society_(*world.society),
        most_of_stranger_(params_.bias + std::max(0.0, params_.relevance) + std::max(0.0, params_.mutual) +
                          std::max(0.0, params_.score)),
        seconds_(static_cast<std::uint32_t>(params_.tie_seconds * params_.e_online + 0.5)) {}

  void answer(AgentId j, std::span<const Message> messages, std::size_t lane) {
    world_.ledger.messages_received[j] += static_cast<std::uint32_t>(messages.size());
    const double outside = params_.outside_demand ? society_.outside_messages[j] : 0;
    const double load = (static_cast<double>(messages.size()) + outside) / society_.inbox_capacity[j];
    const double crowd = answer_crowd(params_, load);
    const double most_of_stranger = logistic(most_of_stranger_ - crowd);
    const Key key = make_key(world_.seed, Stream::answer, j, static_cast<std::uint64_t>(world_.day));
    for (const Message& m : messages) {
      const AgentId i = m.source;
      const double unit = to_unit(draw(key, std::uint64_t{i} << 8 | m.nth));
      const HalfTie* tie = world_.ties.find(j, i);
      const double hours = tie ? context_.clock.hours_on(*tie, world_.day) : 0;
      if (hours == 0 && unit >= most_of_stranger) continue;
      if (!answers(j, i, unit, hours, crowd)) continue;
      const std::uint8_t common = hours > 0 ? tie->mutual : world_.ties.common_contacts(i, j);
      const std::uint8_t flags = kAnsweredTie | same_city(society_, i, j);
      const std::uint8_t first = hours > 0 ? 0 : kNewsFirst;
      context_.scratch.contacts.post(lane, {j, i, seconds_, common, flags, first, 1});
      const auto answered = static_cast<std::uint8_t>(kNewsAnswered | first);
      context_.scratch.contacts.post(lane, {i, j, seconds_, common, flags, answered, 1});
    }
  }

  void ask_ahead(const Message& m, bool near) const {
    world_.ties.prefetch(m.target, m.source, near);
    if (near) return;
    __builtin_prefetch(&society_.topics[m.source]);
    if (!context_.cue.empty()) __builtin_prefetch(&context_.cue[m.source]);
  }

 private:
  bool answers(AgentId j, AgentId i, double unit, double hours, double crowd) const {
    const double relevance = topic_match(society_.topics[i], society_.topics[j]);
    const double logit = answer_logit(params_, relevance, hours, context_.cue_of(i), crowd);
    const bool if_not_mutual = unit < logistic(logit), if_mutual = unit < logistic(logit + params_.mutual);
    if (if_not_mutual == if_mutual) return if_mutual;
    const bool mutual = world_.follows.follows(j, i) && world_.follows.follows(i, j);
    return mutual ? if_mutual : if_not_mutual;
  }

  World& world_;
  const DayContext& context_;
  const MessageParams& params_;
  const Society& society_;
  const double most_of_stranger_;  // logit of the best one without a tie, into an empty inbox
  const std::uint32_t seconds_;
};

}  // namespace

double answer_prob(const MessageParams& params, double relevance, double tie_hours, bool mutual, double cue,
                   double load) {
  return logistic(answer_logit(params, relevance, tie_hours, cue, answer_crowd(params, load)) +
                  (mutual ? params.mutual : 0.0));
}

void answer(World& world, const DayContext& context) {
  if (!context.mechanisms.message.on) return;
  AnswerStage stage(world, context);
  const std::size_t lane = context.scratch.answer_lane;
  auto& mail = context.scratch.messages;
  mail.deliver(context.pool);
  mail.for_each_target(
      context.pool,
      [&](AgentId j, std::span<const Message> messages, std::size_t bucket) {
        stage.answer(j, messages, lane + bucket);
      },
      [&](const Message& m, bool near) { stage.ask_ahead(m, near); });
}

}  // namespace clout
