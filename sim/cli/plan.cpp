#include "sim/cli/plan.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <initializer_list>
#include <vector>

#include "sim/cli/progress.h"
#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/core/numeral.h"
#include "sim/core/parallel.h"
#include "sim/engine/probe_record.h"
#include "sim/engine/run.h"
#include "sim/world/follow_graph.h"
#include "sim/world/ledger.h"

namespace clout {
namespace {

// Of one thread, as kSecondsPerAgentDay.
constexpr double kSecondsPerLinkDrawn = 0.3e-6;
constexpr double kSecondsPerAgentDrawn = 2e-6;
// Beyond 100,000 agents what is drawn falls out of the caches: so much slower for each e-fold.
constexpr double kSlowerPerEfold = 0.2;
// Share of the drawing that more threads do not hasten: on one thread and on two, 10,000 agents took 0.115 and 0.06 to
// 0.08 s, a million 18.5 and 14 s.
constexpr double kDrawnAlone = 0.25;

// Of the tables of margins, on one thread: a strategy and column (measure and horizon), and each world of it. Measured
// with 4 strategies and 10 columns: 10 worlds 4.1 s, 40 worlds 7.0 s.
constexpr double kSecondsPerCurve = 0.08, kSecondsPerCurveWorld = 0.0025;
// Of a point of the box, which is asked at one dose, for each strategy and value model.
constexpr double kSecondsPerPointCurve = 0.02;
constexpr std::size_t kColumnsBesideScoresAndGains = 4;  // sim/engine/probe_record.cpp

// What a world holds at its end, measured in worlds of 300 to 100,000 people and 0 to 1800 days (links, ties and
// engagers as they come out at default mechanisms; more of them where everybody chases). An agent's bytes are those of
// its columns, of empty lists, and 60 of the first that only the society has, which copies of a world share.
constexpr double kBytesPerAgent = 210, kBytesPerAgentScored = 4, kBytesOfSociety = 60;
constexpr double kBytesPerLinkRow = 8;  // both ways, while scores that look at links are published
constexpr double kBytesPerLink = 8.2, kBytesPerTieEnd = 12.1, kBytesPerEngager = 12;
// What people do fills lists and mail boxes, so that it goes by their hours: those drawn, as a share of the default
// ones, and those added to everybody's, of which an hour does more, as most who have the drawn ones have few. Measured
// with 1500 people, 30 to 360 days and 0 to 10 hours added, online, offline and both. Scratch of a day: of anybody; by
// hours online and offline; mail boxes keep the size of the fullest day, and there is the more of them the longer one
// lives; of each hour online added, and of hours offline added, full from the second on.
constexpr double kScratchPerAgent = 40, kScratchOnline = 28, kScratchOffline = 38, kScratchPerDay = 0.08;
constexpr double kScratchMore = 35, kScratchPerHour = 20, kScratchOfflineAdded = 97, kFullHoursOffline = 2;
// Links that an agent with an account makes a day, less those that it leaves, and of each hour added.
constexpr double kLinksPerDay = 0.012, kLinksPerDayHour = 0.017;
// Ties that are made: so many in the end, after a time, in a large world; half of them where there are 60 others; the
// share of hours online. For that time, a day, those of each hour online added, and the most of hours offline added,
// with the hours that bring two thirds of it.
constexpr double kTiesMade = 90, kTieDays = 900, kTiesHalfAt = 60, kTiesOnline = 0.15;
constexpr double kTiesPerDayHour = 0.0125, kTiesPerDayOffline = 0.17, kTieHours = 2.8;
// Engagers of somebody with 36 followers: of day 1, and the exponent with which they become more; by hours added; and
// by the links that were made since.
constexpr double kEngagers = 0.23, kEngagersExponent = 0.65, kEngagerLinks = 36;
constexpr double kEngagersAdded = 0.7, kEngagersHourExponent = 0.58, kEngagersLinkExponent = 0.3;
// Of a score that looks at check-ins and cities, bytes an agent of where people have been: of day 1, and the exponent
// with which they become more; and as a share of that, of each hour offline added. Measured over 60 to 300 days.
constexpr double kPlaces = 40, kPlacesExponent = 0.47, kPlacesPerHour = 0.38;
// Lists that grow one by one leave holes, until they are packed (Lists::pack_if_loose), and their arena is one block
// larger than what was asked for.
constexpr double kHoles = 0.06;
constexpr double kSmallestBlock = 65536, kBlockShare = 1.0 / 32;
// A list of so many agents lies in one piece when it is packed, twice for a moment; a large piece is whole huge pages
// (sim/world/lists.h, sim/core/column.h).
constexpr double kAgentsOfArena = 65536, kHugeFrom = 1.5 * 1048576, kHugePage = 2 * 1048576;
// Of each agent, what is held for a moment when a world is measured at its end.
constexpr double kMeasuring = 620;
// What is freed stays with the process up to here (mallopt in main.cpp).
constexpr double kFreedStays = 4 * 1048576;

// Bytes of the tables and the report of a run without margins, and of those of a strategy's measure at a horizon.
constexpr double kBytesOfTables = 250e3, kBytesPerCurve = 52e3;
// Bytes of an agent in agents.npz but for scores, values and gains (sim/analysis/agent_columns.h), and of an edge in an
// exported graph.
constexpr std::size_t kBytesPerAgentRow = 102;
constexpr double kBytesPerCsvEdge = 20, kBytesPerGraphmlEdge = 120;

/// Lines of an edge list that have an edge; of a large one those of its first 64 MB, and the rest in proportion.
double edges_in(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  double edges = 0, bytes = 0;
  bool first = true;
  for (std::string line; bytes < 64e6 && std::getline(in, line);) {
    bytes += static_cast<double>(line.size() + 1);
    const std::size_t content = line.find_first_not_of(" \t\r");
    if (content == line.npos || line[content] == '#' || line[content] == '%') continue;
    const bool header = first && !is_digit(line[content]);  // ids are whole numbers
    if (!header) ++edges;
    first = false;
  }
  if (in && bytes > 0 && in.seekg(0, std::ios::end)) edges *= static_cast<double>(in.tellg()) / bytes;
  return edges;
}

/// What a score holds per agent, asked of one that serves a thousand.
double score_bytes_per_agent(const ScoreSpec& score) {
  constexpr std::size_t kAgents = 1000;
  ThreadPool pool(1);
  const FollowGraph follows(kAgents);
  const Ledger ledger(kAgents);
  const ScoringView view{0, kAgents, follows, ledger};
  std::vector<float> scores(kAgents);
  const auto algorithm = score.setup->build();
  algorithm->start(view, pool, scores);
  algorithm->update(view, pool, scores);
  return static_cast<double>(algorithm->memory_bytes()) / kAgents + 2 * sizeof(float);  // scores and cues
}

/// Scores that look at all of these.
double readers(const Scenario& s, std::initializer_list<ScoreInput> inputs) {
  return static_cast<double>(std::count_if(s.scores.begin(), s.scores.end(), [&](const ScoreSpec& score) {
    if (score.setup == nullptr) return false;
    const ScoreInputs read = score.setup->build()->reads();
    return std::all_of(inputs.begin(), inputs.end(), [&](ScoreInput input) { return read.has(input); });
  }));
}

/// Bytes of a list of all agents with the block that is begun, if it has grown by an item at all.
double arena_bytes(double bytes, double grown) {
  return bytes + (grown >= 1 ? std::max(kSmallestBlock, bytes * kBlockShare) : 0);
}

/// Mean of a lognormal that is cut off at `most`.
double mean_hours(double median, double sigma, double most) {
  if (!(median > 0) || !(most > 0)) return 0;
  if (!(sigma > 0)) return std::min(median, most);
  const double z = det_log(most / median) / sigma;
  return median * det_exp(sigma * sigma / 2) * normal_cdf(z - sigma) + most * (1 - normal_cdf(z));
}

/// Hours a week of people: mean of those drawn.
struct DrawnHours {
  double online = 0, offline = 0;
};

DrawnHours drawn_hours(const PopulationParams& population) {
  DrawnHours hours;
  double present = 0, share = 0;
  for (const RoleParams& role : population.roles) {
    hours.online += role.share * role.present *
                    mean_hours(role.hours_online_median, role.hours_online_sigma, population.hours_online_max);
    hours.offline +=
        role.share * mean_hours(role.hours_offline_median, role.hours_offline_sigma, population.hours_offline_max);
    present += role.share * role.present;
    share += role.share;
  }
  hours.online = present > 0 ? hours.online / present : 0;
  hours.offline = share > 0 ? hours.offline / share : 0;
  return hours;
}

/// A piece of memory as it lies there.
double piece_bytes(double bytes) { return bytes < kHugeFrom ? bytes : std::ceil(bytes / kHugePage) * kHugePage; }

/// What a world holds when it has been lived: all of it, what a copy of it holds besides, and what its process holds
/// beyond that: whole pages, and for a moment what is packed or measured.
struct HeldBytes {
  double world = 0, copy = 0, beyond = 0;
};

/// @param links     of day 0, of all agents; present: share of agents who have an account; contacts: ties of an agent.
/// @param scores    bytes an agent of all scores.
HeldBytes held_bytes(const Scenario& s, double links, double present, double contacts, double scores) {
  const double n = static_cast<double>(s.population.agents), others = std::max(0.0, n - 1);
  const double days = static_cast<double>(s.burn_in_days + s.horizon_days);
  const DrawnHours drawn = drawn_hours(s.population), usual = drawn_hours(PopulationParams());
  const double online = drawn.online / usual.online, offline = drawn.offline / usual.offline;
  const double online_added = s.population.hours_online_added, offline_added = s.population.hours_offline_added;
  const double links_a_day = kLinksPerDay * online + kLinksPerDayHour * online_added;
  const double links_now = std::min(links + links_a_day * days * n * present, n * others);
  const double made =
      (kTiesMade * (kTiesOnline * online + (1 - kTiesOnline) * offline) * (1 - det_exp(-days / kTieDays)) +
       std::min(days, kTieDays) *
           (kTiesPerDayHour * online_added + kTiesPerDayOffline * (1 - det_exp(-offline_added / kTieHours)))) *
      others / (others + kTiesHalfAt);
  const double most = std::min(others, static_cast<double>(s.mechanisms.ties.cap));
  const double ties_now = std::min(contacts + made, most);
  const double followers = n > 0 ? links / n : 0;
  const double read = online + kEngagersAdded * det_pow(online_added, kEngagersHourExponent);
  const double more_links = links > 0 ? det_pow(links_now / links, kEngagersLinkExponent) : 1;
  const double engagers =
      days > 0 ? std::min({kEngagers * det_pow(days, kEngagersExponent) * read * more_links * followers / kEngagerLinks,
                           others, static_cast<double>(s.mechanisms.react.engagers_kept)})
               : 0;
  const double link_bytes = links_now * kBytesPerLink, tie_bytes = n * ties_now * kBytesPerTieEnd;
  const double engager_bytes = n * engagers * kBytesPerEngager;
  const double lists = (1 + kHoles) * (arena_bytes(link_bytes, links_now - links) +
                                       arena_bytes(tie_bytes, n * ties_now) + arena_bytes(engager_bytes, n * engagers));
  const double places = readers(s, {ScoreInput::check_ins, ScoreInput::bios}) * kPlaces *
                        det_pow(days, kPlacesExponent) * (offline + kPlacesPerHour * offline_added);
  const bool scored = !s.scores.empty();
  const double agent = kBytesPerAgent + (scored ? kBytesPerAgentScored : 0) + scores + places;
  const double scratch = days > 0 ? kScratchPerAgent + kScratchOffline * offline +
                                        online * (kScratchOnline + std::min(kScratchMore, kScratchPerDay * days)) +
                                        kScratchPerHour * online_added +
                                        kScratchOfflineAdded * std::min(1.0, offline_added / kFullHoursOffline)
                                  : 0;
  const double first_ties = contacts * kBytesPerTieEnd;  // as they were on day 0
  const double rows = readers(s, {ScoreInput::links}) > 0 ? links_now * kBytesPerLinkRow : 0;
  const double arenas = std::max(1.0, std::ceil(n / kAgentsOfArena));
  double whole_pages = 0, packed = 0;
  for (const double bytes : {link_bytes, tie_bytes, engager_bytes}) {
    const double piece = piece_bytes(bytes / arenas);
    whole_pages += arenas * piece - bytes;
    if (days > 0) packed = std::max(packed, piece);
  }
  const double measured = n * kMeasuring;
  return {n * (agent + scratch + first_ties) + lists + rows, n * (agent - kBytesOfSociety) + lists,
          whole_pages + std::max(packed, measured) + std::min({packed, measured, kFreedStays})};
}

struct WorldSeconds {
  double drawing = 0, days = 0;
};

/// Of one world, by the clock. Threads share it chunk by chunk, so the busiest of them decides.
WorldSeconds world_seconds(const RunPlan& plan, unsigned threads) {
  const double chunks = std::max(1.0, std::ceil(plan.agents / kDefaultChunk));
  const double busiest = std::ceil(chunks / threads) / chunks;
  const double slower = 1 + kSlowerPerEfold * det_log(std::max(1.0, plan.agents / 1e5));
  const double drawn = (plan.agents * kSecondsPerAgentDrawn + plan.links * kSecondsPerLinkDrawn) * slower;
  return {drawn * (kDrawnAlone + (1 - kDrawnAlone) * busiest), plan.agents * plan.days * kSecondsPerAgentDay * busiest};
}

/// Curves of a scenario's margins: of every measure at every horizon, by strategy.
double curves_of(const Scenario& s) {
  if (s.margins.step_hours <= 0) return 0;
  const std::size_t columns =
      margin_days(s).size() * (s.scores.size() + s.values.size() + kColumnsBesideScoresAndGains);
  return static_cast<double>(s.strategies.size() * columns);
}

/// Seconds that the tables of a scenario's margins take, or of an arm's.
double margin_seconds(const Scenario& s) {
  return curves_of(s) * (kSecondsPerCurve + kSecondsPerCurveWorld * static_cast<double>(s.worlds.count));
}

/// Bytes of the tables of a scenario, or of an arm.
double table_bytes(const Scenario& s) { return kBytesOfTables + kBytesPerCurve * curves_of(s); }

/// Seconds that the conclusions at a point of the box take.
double point_seconds(const Scenario& s) {
  return s.margins.step_hours <= 0 ? 0
                                   : static_cast<double>(s.strategies.size() * s.values.size()) * kSecondsPerPointCurve;
}

/// What the worlds of the scenario itself take.
RunPlan plan_worlds(const Scenario& s, unsigned threads) {
  RunPlan plan;
  plan.threads = std::max(1u, threads);
  plan.worlds = static_cast<double>(s.worlds.count);
  plan.agents = static_cast<double>(s.population.agents);
  double present = 0, contacts = 0;
  const double others = std::max(0.0, plan.agents - 1);
  for (const RoleParams& role : s.population.roles) {
    present += role.share * role.present;
    contacts += role.share * role.offline_contacts_mean;
  }
  if (s.network.kind == "fitness")
    plan.links = plan.agents * std::min(present * s.network.following_mean, others);  // nobody is followed twice
  if (s.network.kind == "edge_list") plan.links = edges_in(s.network.file);
  plan.days = days_lived(s);
  plan.agent_days = plan.worlds * plan.agents * plan.days;
  plan.learns = std::any_of(s.strategies.begin(), s.strategies.end(), [](const StrategySpec& strategy) {
    return strategy.setup->build()->learning().goal != Learning::Goal::none;
  });

  contacts = std::min({contacts, others, static_cast<double>(s.mechanisms.ties.cap)});
  double scores = 0;
  for (const ScoreSpec& score : s.scores)
    if (score.setup != nullptr) scores += score_bytes_per_agent(score);
  const HeldBytes held = held_bytes(s, plan.links, present, contacts, scores);
  plan.memory_bytes = held.world;
  plan.beyond_bytes = held.beyond;
  if (s.margins.step_hours > 0) plan.memory_bytes += held.copy;  // beside the world that waits at the fork

  const OutputParams& output = s.output;
  const double columns = static_cast<double>(kBytesPerAgentRow + 4 * s.scores.size() + 16 * s.values.size());
  const double edges = (plan.links + plan.agents * contacts) *
                       (output.snapshot_format == "graphml" ? kBytesPerGraphmlEdge : kBytesPerCsvEdge);
  plan.disk_bytes =
      (output.agents ? plan.agents * columns : 0) + static_cast<double>(output.snapshot_days.size()) * edges;

  const bool one_each = side_by_side(static_cast<std::size_t>(plan.worlds), s.population.agents, plan.threads);
  plan.worlds_at_once = one_each ? plan.threads : 1;
  const double in_turn = one_each ? std::ceil(plan.worlds / plan.threads) : plan.worlds;
  const WorldSeconds one = world_seconds(plan, one_each ? 1 : plan.threads);
  plan.days_seconds = in_turn * one.days;
  plan.seconds = in_turn * (one.drawing + one.days);
  if (output.checkpoint_every_days > 0)  // the old one stays until the new one is whole
    plan.checkpoint_bytes = 2 * plan.memory_bytes * plan.worlds_at_once;
  return plan;
}

}  // namespace

RunPlan plan_run(const Scenario& s, unsigned threads) {
  RunPlan plan = plan_worlds(s, threads);
  plan.analysis_seconds = margin_seconds(s);
  plan.table_bytes = table_bytes(s);
  const auto add = [&](const Scenario& beside, double& count, double analysis_seconds) {
    const RunPlan other = plan_worlds(beside, threads);
    ++count;
    plan.agent_days += other.agent_days;
    plan.learns = plan.learns || other.learns;
    plan.memory_bytes = std::max(plan.memory_bytes, other.memory_bytes);
    plan.beyond_bytes = std::max(plan.beyond_bytes, other.beyond_bytes);
    plan.checkpoint_bytes = std::max(plan.checkpoint_bytes, other.checkpoint_bytes);
    plan.seconds += other.seconds;
    plan.days_seconds += other.days_seconds;
    plan.analysis_seconds += analysis_seconds;
  };
  for (const ArmSpec& arm : s.arms) {
    add(*arm.scenario, plan.arms, margin_seconds(*arm.scenario));
    plan.table_bytes += table_bytes(*arm.scenario);
  }
  for (const PlausiblePoint& point : s.plausible.points)
    add(*point.scenario, plan.points, point_seconds(*point.scenario));
  plan.seconds += plan.analysis_seconds;
  return plan;
}

std::string count_text(double count) {
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.0f", std::max(0.0, count));
  std::string text = digits;
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return text;
}

std::string counted(double count, const std::string& one, const std::string& several) {
  return count_text(count) + ' ' + (count == 1 ? one : several);
}

std::string counted(double count, const std::string& one) { return counted(count, one, one + 's'); }

std::string bytes_text(double bytes) {
  static constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit < 5) {
    bytes /= 1000;
    ++unit;
  }
  char text[64];
  std::snprintf(text, sizeof text, bytes < 9.95 && unit > 0 ? "%.1f %s" : "%.0f %s", bytes, kUnits[unit]);
  return text;
}

MachineMemory machine_memory() {
  const double page = static_cast<double>(::sysconf(_SC_PAGE_SIZE));
  MachineMemory memory{static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * page,
                       static_cast<double>(::sysconf(_SC_AVPHYS_PAGES)) * page};
  std::ifstream meminfo("/proc/meminfo");
  for (std::string line; std::getline(meminfo, line);)
    if (double kilobytes = 0; std::sscanf(line.c_str(), "MemAvailable: %lf kB", &kilobytes) == 1)
      memory.free = kilobytes * 1024;
  double limit = 0;
  if (std::ifstream group("/sys/fs/cgroup/memory.max"); group >> limit) memory.bytes = std::min(memory.bytes, limit);
  struct rlimit space {};
  if (::getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY)
    memory.bytes = std::min(memory.bytes, static_cast<double>(space.rlim_cur));
  memory.free = std::min(memory.free, memory.bytes);
  return memory;
}

MemoryAdvice memory_advice(const RunPlan& plan, const MachineMemory& machine) {
  const double needed = plan.peak_bytes() * plan.worlds_at_once;
  if (needed <= machine.free) return {};
  MemoryAdvice advice;
  advice.hopeless = needed > machine.bytes;
  std::string& text = advice.text = "the run takes about " + bytes_text(needed) + " of memory";
  if (plan.worlds_at_once > 1) text += " for " + count_text(plan.worlds_at_once) + " worlds at a time";
  text += advice.hopeless ? " and this machine has " + bytes_text(machine.bytes)
                          : " and " + bytes_text(machine.free) + " are free";
  text += plan.worlds_at_once > 1 ? "; fewer --threads or population.agents would do"
                                  : "; fewer population.agents would do";
  return advice;
}

std::string more_by_learning(bool learns) { return learns ? "; more if those who learn come to follow many" : ""; }

std::string plan_text(const RunPlan& plan, const MachineMemory& machine) {
  const std::string points =
      plan.points > 0 ? "\n#   and " + counted(plan.points, "point") + " of the plausible box" : "";
  const std::string arms = plan.arms > 1 ? count_text(plan.arms) + " arms of " : "";
  std::string memory = bytes_text(plan.peak_bytes()) + " a world";
  if (plan.worlds_at_once > 1) {
    memory += ", " + count_text(plan.worlds_at_once) + " at a time: ";
    memory += bytes_text(plan.peak_bytes() * plan.worlds_at_once);
  }
  return "# plan\n#   " + arms + counted(plan.worlds, "world") + " of " + counted(plan.agents, "agent") + " and " +
         counted(plan.links, "link") + ", " + counted(plan.days, "day") + ": " + counted(plan.agent_days, "agent-day") +
         points + "\n#   memory: about " + memory + " of the " + bytes_text(machine.bytes) + " here" +
         more_by_learning(plan.learns) +
         "\n#   time:   " + (plan.seconds < 1 ? "under a second" : "about " + seconds_text(plan.seconds)) + " on " +
         counted(plan.threads, "thread") + '\n';
}

}  // namespace clout
