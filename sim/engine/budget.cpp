// S1. What plans and doses come to: seconds a day online, on the days on which somebody is, and the share that goes to
// posts; daily_time() (day.h) splits them.
#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/core/random.h"
#include "sim/engine/constants.h"
#include "sim/engine/day.h"

namespace clout {
namespace {

// A lognormal factor with median 1 over agents on the posting share; the other acts share what is left.
double own_post_share(const PlanRow& plan, double voice) {
  if (voice < plan.least_voice) return 0;
  return std::min(std::max<double>(kPostShareSpreadMax.value, plan.post),
                  plan.post * det_exp(plan.post_spread * voice));
}

// As many days of each seven as `days`, evenly spread, from a day of the week on that differs between agents.
bool is_online_day(const World& world, AgentId a, unsigned days) {
  if (days >= 7) return true;
  const std::uint32_t phase = bounded(draw(make_key(world.seed, Stream::plan, a), 0), 7);
  const unsigned today = (static_cast<unsigned>(world.day) + phase) % 7;
  return (today + 1) * days / 7 > today * days / 7;
}

template <std::size_t n>
void accumulate(std::array<float, n>& out, const std::array<double, n>& weights, const char* what) {
  double sum = 0;
  for (const double w : weights) sum += w;
  if (!(sum > 0)) throw std::invalid_argument(std::string("a plan has no weight at all for ") + what);
  double upto = 0;
  for (std::size_t i = 0; i < n; ++i) {
    upto += weights[i];
    out[i] = static_cast<float>(upto / sum);
  }
  // Rounding must not leave a gap at the end, nor give weight to what has none.
  for (std::size_t i = n; i-- > 0;) {
    out[i] = 1;
    if (weights[i] > 0) break;
  }
}

}  // namespace

PlanRow compile_plan(const Plan& plan, std::span<const std::string> role_names) {
  PlanRow row{};
  const double online = plan.read + plan.post + plan.engage + plan.discover;
  if (!(online > 0)) throw std::invalid_argument("a plan spends no time online");
  const double rest = std::max(1e-9 * online, online - plan.post);
  row.post = static_cast<float>(plan.post / online);
  row.read = static_cast<float>(plan.read / rest);
  row.engage = static_cast<float>(plan.engage / rest);
  row.discover = static_cast<float>(plan.discover / rest);
  accumulate<5>(row.approach, {plan.by_score, plan.by_affinity, plan.by_bio, plan.among_ties, plan.at_random},
                "whom to approach");
  accumulate<4>(row.meet, {plan.meet_ties, plan.meet_introduced, plan.meet_answered, plan.meet_event}, "whom to meet");
  row.post_spread = static_cast<float>(plan.post_spread);
  row.least_voice = plan.never_post_share > 0 ? static_cast<float>(normal_quantile(plan.never_post_share))
                                              : -std::numeric_limits<float>::infinity();
  row.follow_back_prob = static_cast<float>(plan.follow_back_prob);
  row.follow_prob = static_cast<float>(plan.follow_prob);
  row.reply_prob = static_cast<float>(plan.reply_prob);
  row.reshare_prob = static_cast<float>(plan.reshare_prob);
  row.bio_own_city = plan.bio_own_city;
  row.move_online = static_cast<float>(plan.move_online);
  row.online_days = static_cast<std::uint8_t>(plan.online_days);
  const auto role = std::find(role_names.begin(), role_names.end(), plan.bio_role);
  if (role == role_names.end() && plan.by_bio > 0)
    throw std::invalid_argument("a plan searches bios for the role '" + plan.bio_role + "', which nobody has");
  row.bio_role = role == role_names.end() ? 0 : static_cast<std::uint8_t>(role - role_names.begin());
  return row;
}

void fill_budget(const World& world, std::span<const PlanRow> plans, std::span<const std::uint32_t> plan_of,
                 std::span<const Day> silent_until, ThreadPool& pool, Budget& budget, std::span<const float> effort) {
  const std::size_t n = world.agents();
  const bool some_move = std::any_of(plans.begin(), plans.end(), [](const PlanRow& p) { return p.move_online != 0; });
  budget.by_the_day = std::any_of(plans.begin(), plans.end(), [](const PlanRow& p) { return p.online_days < 7; });
  budget.online_seconds.resize(n);
  budget.post_share.resize(n);
  budget.offline_seconds.resize(some_move ? n : 0);
  const Society& society = *world.society;
  constexpr float kDay = 24 * 3600;
  pool.for_chunks(n, kDefaultChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t a = begin; a < end; ++a) {
      const PlanRow& plan = plans[plan_of[a]];
      const bool has_account = (society.flags[a] & kPresent) != 0;
      const bool silent = !silent_until.empty() && silent_until[a] > world.day;
      float online = world.hours_online[a], offline = world.hours_offline[a];
      if (has_account) {
        const float moved = plan.move_online * (plan.move_online > 0 ? offline : online);
        online += moved;
        offline -= moved;
      }
      const bool on_line = has_account && !silent && is_online_day(world, static_cast<AgentId>(a), plan.online_days);
      budget.online_seconds[a] = on_line ? static_cast<float>(online * kSecondsPerHour / plan.online_days) : 0;
      if (!effort.empty()) budget.online_seconds[a] = std::min(kDay, budget.online_seconds[a] * effort[a]);
      budget.post_share[a] = static_cast<float>(own_post_share(plan, society.voice[a]));
      if (some_move) budget.offline_seconds[a] = static_cast<float>(offline * kSecondsPerHour / 7);
    }
  });
}

}  // namespace clout
