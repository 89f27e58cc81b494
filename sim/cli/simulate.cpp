// One run from its order to what is printed: worlds are lived (live_worlds.h), tables made of them (finish_arms.h).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "sim/cli/command.h"
#include "sim/cli/figure_text.h"
#include "sim/cli/finish_arms.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/live_worlds.h"
#include "sim/cli/progress.h"
#include "sim/cli/report_json.h"
#include "sim/cli/run_verb.h"

namespace clout {
namespace {

/// How fast it went and what a world held, for whoever sizes the next run.
std::string speed_text(double agent_days, const Done& done, double seconds) {
  const MemoryUse& memory = done.memory;
  const auto millions_a_second = [&](double n) { return n / std::max(seconds, 1e-9) / 1e6; };
  const auto each = [](std::uint64_t bytes, std::uint64_t things) {
    return things ? static_cast<double>(bytes) / static_cast<double>(things) : 0.0;
  };
  return fmt::format(
      "clout: {} million agent-days a second; {} million posts offered and {} million read a second\n"
      "clout: a world held {} MB: {:.0f} bytes an agent, {:.1f} a link, {:.1f} a tie end, {:.1f} an engager; "
      "scores {:.0f} and scratch {:.0f} an agent\n",
      short_number(millions_a_second(agent_days)),
      short_number(millions_a_second(static_cast<double>(done.counts.items_offered))),
      short_number(millions_a_second(static_cast<double>(done.counts.items_read))),
      short_number(static_cast<double>(memory.total()) / 1e6), each(memory.agent_bytes, memory.agents),
      each(memory.link_bytes, memory.links), each(memory.tie_bytes, memory.tie_ends),
      each(memory.engager_bytes, memory.engagers), each(memory.score_bytes, memory.agents),
      each(memory.scratch_bytes, memory.agents));
}

/// Worlds asked for in all arms and points, and what of them is still to be lived.
struct Work {
  std::size_t worlds = 0, missing = 0;
  double agent_days = 0;
};

Work work_of(std::span<const ArmRun> arms) {
  Work work;
  for (const ArmRun& arm : arms) {
    work.worlds += arm.identity.seeds.size();
    work.missing += arm.seeds.size();
    work.agent_days += static_cast<double>(arm.seeds.size()) * static_cast<double>(arm.scenario.population.agents) *
                       days_lived(arm.scenario);
  }
  return work;
}

/// Says what is in the folder already, of this run and besides.
void print_what_is_there(const RunOrder& order, const ArmRun& base, const Work& work, std::ostream& err) {
  if (work.missing < work.worlds)
    err << "clout: " << work.worlds - work.missing << " of " << work.worlds << " worlds are in "
        << escaped(order.folder) << " already\n";
  if (const std::size_t more = base.folder->kept_besides().size(); more > 0)
    err << "clout: " << more << " more in " << escaped(order.folder)
        << " were not asked for; they are kept, and tables are of the " << base.identity.seeds.size()
        << " worlds from seed " << order.scenario.worlds.seed << " on\n";
}

/// False if interrupted.
bool live_all(std::span<const ArmRun> arms, std::span<const ArmRun> points, unsigned threads, Progress& progress,
              Done& done) {
  for (const ArmRun& arm : arms)
    if (!live_worlds(arm, threads, progress, done)) return false;
  // Worlds of points are too small to be lived by several threads.
  for (const ArmRun& point : points) {
    const auto worlds = static_cast<unsigned>(std::max<std::size_t>(point.seeds.size(), 1));
    if (!live_worlds(point, std::min(threads, worlds), progress, done)) return false;
  }
  return true;
}

void print_results(const RunOrder& order, const KeptReport& report, std::ostream& out) {
  if (order.json) {
    out << with_folder(report.json, order.folder);
  } else {
    out << report.page.text(stdout_columns()) << "\nresults: " << escaped(order.folder) << '\n';
  }
}

}  // namespace

int simulate(const RunOrder& order, std::ostream& out, std::ostream& err) {
  const std::vector<ArmRun> all = open_arms(order);
  const std::size_t in_box = order.scenario.plausible.points.size();
  const std::span<const ArmRun> arms = std::span(all).first(all.size() - in_box), points = std::span(all).last(in_box);
  const Work work = work_of(all);
  if (!order.quiet) print_what_is_there(order, arms.front(), work, err);
  const double checkpoints = work.missing > 0 ? order.checkpoint_bytes : 0;
  require_folder(order.folder, static_cast<std::uint64_t>(order.world_bytes * static_cast<double>(work.missing) +
                                                          order.table_bytes + checkpoints));

  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
  Progress progress(err, !order.quiet && stderr_is_terminal(), work.agent_days, work.worlds - work.missing,
                    work.worlds);
  Done done;
  const bool whole = live_all(arms, points, order.threads, progress, done);
  progress.clear();
  if (!whole) {
    err << "clout: interrupted; " << put_down_arms(arms, points) << " of " << work.worlds << " worlds are in "
        << escaped(order.folder) << ", " << goes_on_text(order.overwrite) << '\n';
    return kInterrupted;
  }
  let_interrupts_end(order.overwrite);  // the worlds are in the folder; an analysis goes again
  print_results(order, finish_arms(arms, points, order.threads), out);
  if (!order.quiet && work.missing > 0)
    err << "clout: " << work.missing << (work.missing == 1 ? " world in " : " worlds in ") << seconds_text(seconds())
        << '\n'
        << speed_text(progress.agent_days(), done, seconds());
  return kDone;
}

}  // namespace clout
