#include "sim/cli/explain_verb.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/audit/explain.h"
#include "sim/cli/command.h"
#include "sim/cli/progress.h"
#include "sim/cli/record_world.h"
#include "sim/cli/version.h"
#include "sim/core/nearest.h"
#include "sim/core/table.h"
#include "sim/output/run_reader.h"

namespace clout {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
constexpr std::size_t kPeople = 5;
constexpr const char* kHoursOnline = "hours online";  // a part whose acts are seconds; shown in hours

/// Which world, until when, which of its scores.
struct Question {
  Scenario scenario;
  std::uint64_t seed = 0;
  Day days = 0;
  std::size_t score = 0;
};

/// What `+plugins-89abcdef` stands for in the version of a program; empty of one without plug-ins.
std::string_view plugins_of(std::string_view version) {
  const std::size_t at = version.find("+plugins-");
  return at == version.npos ? "" : version.substr(at);
}

/// The run's worlds can be lived again by this program. @throws FileError  they were lived with other plug-ins.
void require_same_plugins(const RunReader& run) {
  const std::string_view theirs = plugins_of(run.manifest().version), ours = plugins_of(program_version());
  if (theirs.empty() || theirs == ours) return;
  throw FileError(run.folder(), ours.empty() ? "was made with --plugin; name the same plug-in here"
                                             : "was made with other plug-ins than the ones named here (" +
                                                   run.manifest().version + ", this is " + program_version() + ')');
}

/// What is explained is what the run left. @throws FileError  it has been changed, or was never finished.
void require_untouched(const RunReader& run, const Question& q) {
  if (scenario_hash(q.scenario) != run.manifest().scenario_hash)
    throw FileError(run.folder() / run_file::kResolved,
                    "is not the scenario of this run: it, or a data file that it names, has been changed");
  const fs::path world = world_folder(run.folder(), q.seed);
  if (std::find(run.finished().begin(), run.finished().end(), q.seed) == run.finished().end())
    throw FileError(world, "is not there: the world was not finished, or it was deleted; clout run lives it again");
  if (const std::vector<FileError> damages = damages_of(world); !damages.empty()) throw damages.front();
}

Question question_of(const ExplainOptions& options, const RunReader& run, const Catalogue& catalogue) {
  Question q;
  Faults faults;
  q.scenario = read_scenario(run.resolved_yaml(), (run.folder() / run_file::kResolved).string(), {}, catalogue, faults);
  if (!faults.empty()) throw ScenarioError(std::move(faults));
  if (q.scenario.scores.empty()) throw UsageError("the run keeps no score");
  std::vector<std::string> names;
  for (const ScoreSpec& score : q.scenario.scores) names.push_back(score.name);
  const std::string wanted = options.score.empty() ? names.front() : options.score;
  const auto place = std::find(names.begin(), names.end(), wanted);
  if (place == names.end())
    throw UsageError("--score: '" + wanted + "' is not one of " + list_of(names) + did_you_mean(wanted, names));
  q.score = static_cast<std::size_t>(place - names.begin());
  if (q.scenario.scores[q.score].setup->build()->reads().has(ScoreInput::worth))
    throw UsageError("--score: '" + wanted + "' is worth itself, which nobody earns by acts");
  const std::vector<std::uint64_t>& seeds = run.manifest().seeds;
  q.seed = options.seed.value_or(seeds.empty() ? static_cast<std::uint64_t>(q.scenario.worlds.seed) : seeds.front());
  if (!seeds.empty() && std::find(seeds.begin(), seeds.end(), q.seed) == seeds.end())
    throw UsageError("--seed: the run has no world of seed " + std::to_string(q.seed));
  const auto last = static_cast<std::int64_t>(q.scenario.burn_in_days + q.scenario.horizon_days);
  const std::int64_t day = options.day.value_or(last);
  if (day < 1 || day > last) throw UsageError("--day: the run's days go from 1 to " + std::to_string(last));
  q.days = static_cast<Day>(day);
  return q;
}

std::string who(const Question& q, const RecordedWorld& world, AgentId a) {
  return fmt::format("agent {} ({}, {}, city {})", a, q.scenario.strategies[world.strategy[a]].name,
                     world.society->role_names[world.society->role[a]], world.society->city[a]);
}

/// How the points of a table are printed: all with so many decimals that five digits of the largest are shown, or fewer
/// if that changes none of them.
class Points {
 public:
  explicit Points(const std::vector<Explanation>& explained) {
    std::vector<double> all;
    for (const Explanation& e : explained) {
      all.insert(all.end(), {e.score, e.base});
      for (const auto* list : {&e.parts, &e.people})
        for (const Contribution& c : *list) all.push_back(c.points);
    }
    double most = 0;
    for (const double points : all) most = std::max(most, std::fabs(points));
    int needed = 0;
    for (double digits = 1e4; most > 0 && most < digits && needed < kMost; digits /= 10) ++needed;
    const auto changes = [&](double points) { return std::fabs(rounded(points) - points) > 1e-5 * most; };
    for (; decimals_ < needed && std::any_of(all.begin(), all.end(), changes); ++decimals_) unit_ *= 10;
  }

  double rounded(double points) const { return std::floor(points * unit_ + 0.5) / unit_; }
  std::string text(double points) const { return fmt::format("{:.{}f}", rounded(points), decimals_); }
  /// As it is printed: `together` is what the printed numbers leave, so that whoever adds them up gets the score.
  Explanation printed(Explanation e) const {
    e.score = rounded(e.score);
    e.base = rounded(e.base);
    e.together = e.score - e.base;
    for (Contribution& part : e.parts) e.together -= part.points = rounded(part.points);
    return e;
  }

 private:
  static constexpr int kMost = 12;
  int decimals_ = 0;
  double unit_ = 1;  // 10^decimals_
};

/// Points of a part, 0 where it did not happen.
double points_of(const Explanation& e, const std::string& part) {
  for (const Contribution& c : e.parts)
    if (c.part == part) return c.points;
  return 0;
}

std::string count_text(const Explanation& e, const std::string& part) {
  for (const Contribution& c : e.parts)
    if (c.part == part)
      return part == kHoursOnline ? fmt::format("{:.1f}", static_cast<double>(c.acts) / 3600) : std::to_string(c.acts);
  return "";
}

void print_text(const Question& q, const RecordedWorld& world, const std::vector<AgentId>& agents,
                const std::vector<Explanation>& exact, std::ostream& out) {
  const Points points(exact);
  std::vector<Explanation> explained;
  for (const Explanation& e : exact) explained.push_back(points.printed(e));
  const std::string name = q.scenario.scores[q.score].name;
  for (std::size_t k = 0; k < agents.size(); ++k) {
    const auto& all = world.scores[q.score];
    std::size_t below = 0;
    for (const AgentId a : world.society->present) below += all[a] < all[agents[k]];
    out << fmt::format("{}: {} {} on day {} of the world of seed {}, ahead of {:.0f} % of people\n",
                       who(q, world, agents[k]), name, points.text(explained[k].score), q.days, q.seed,
                       100.0 * static_cast<double>(below) /
                           static_cast<double>(std::max<std::size_t>(1, world.society->present.size())));
  }
  std::vector<std::string> header = {"without"};
  for (const AgentId a : agents) header.push_back(fmt::format("{}", a)), header.emplace_back("points");
  if (agents.size() == 2) header.emplace_back("difference");
  Table table(header);
  for (const std::string& part : explained_parts()) {
    std::vector<std::string> row = {part};
    for (const Explanation& e : explained) {
      row.push_back(count_text(e, part));
      row.push_back(row.back().empty() ? "" : points.text(points_of(e, part)));
    }
    if (row[1].empty() && (agents.size() == 1 || row[3].empty())) continue;
    if (agents.size() == 2) row.push_back(points.text(points_of(explained[0], part) - points_of(explained[1], part)));
    table.add(std::move(row));
  }
  const auto total = [&](const char* part, double (*of)(const Explanation&)) {
    std::vector<std::string> row = {part};
    for (const Explanation& e : explained) row.emplace_back(), row.push_back(points.text(of(e)));
    if (agents.size() == 2) row.push_back(points.text(of(explained[0]) - of(explained[1])));
    table.add(std::move(row));
  };
  total("what they do together", [](const Explanation& e) { return e.together; });
  total("doing nothing", [](const Explanation& e) { return e.base; });
  total("score", [](const Explanation& e) { return e.score; });
  out << '\n' << table.text(stdout_columns()) << '\n';
  const bool adds_up = std::all_of(exact.begin(), exact.end(), [](const Explanation& e) { return e.adds_up(); });
  out << (adds_up ? "The parts sum to the score.\n"
                  : "Points of a part: the score less the score if it had not happened and all else had. Parts that "
                    "need or\n"
                    "replace each other do not sum to the score; the line above `doing nothing` is what is left.\n");
  for (std::size_t k = 0; k < agents.size(); ++k) {
    if (explained[k].people.empty()) continue;
    out << fmt::format("Who did most to {}:", agents[k]);
    for (const Contribution& c : explained[k].people)
      out << fmt::format(" {} ({} {}, {} points)", c.part, c.acts, c.acts == 1 ? "act" : "acts", points.text(c.points));
    out << '\n';
  }
}

Json json_of(const std::vector<Contribution>& contributions) {
  Json rows = Json::array();
  for (const Contribution& c : contributions) {
    Json row = {{"part", c.part}};
    if (c.part == kHoursOnline)
      row["hours"] = static_cast<double>(c.acts) / 3600;
    else
      row["acts"] = c.acts;
    row["points"] = c.points;
    rows.push_back(std::move(row));
  }
  return rows;
}

void print_json(const Question& q, const std::vector<AgentId>& agents, const std::vector<Explanation>& explained,
                std::ostream& out) {
  Json rows = Json::array();
  for (std::size_t k = 0; k < agents.size(); ++k) {
    const Explanation& e = explained[k];
    rows.push_back({{"agent", agents[k]},
                    {"score", e.score},
                    {"base", e.base},
                    {"together", e.together},
                    {"parts", json_of(e.parts)},
                    {"people", json_of(e.people)}});
  }
  out << Json{{"score", q.scenario.scores[q.score].name}, {"seed", q.seed}, {"day", q.days}, {"agents", rows}}.dump(2)
      << '\n';
}

}  // namespace

int explain_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  const RunReader run(options.explain.run);
  require_same_plugins(run);
  const Question q = question_of(options.explain, run, catalogue);
  require_untouched(run, q);
  if (run.manifest().version != program_version())
    err << "clout: the run is of another version (" << run.manifest().version << ", this is " << program_version()
        << "), which may have lived other worlds\n";
  ThreadPool pool(options.threads > 0 ? options.threads : usable_threads());
  const RecordedWorld world = record_world(q.scenario, q.seed, q.days, pool);
  std::vector<AgentId> agents = {options.explain.agent};
  if (options.explain.than) agents.push_back(*options.explain.than);
  for (const AgentId a : agents)
    if (a >= world.recording.agents())
      throw UsageError("the run has agents 0 to " + std::to_string(world.recording.agents() - 1) + ", not " +
                       std::to_string(a));
  const ScoreSpec& spec = q.scenario.scores[q.score];
  std::vector<Explanation> explained;
  for (const AgentId a : agents) {
    explained.push_back(explain(
        world.recording, a, [&] { return spec.setup->build(); }, static_cast<Day>(spec.update_every_days), kPeople,
        recording_params(q.scenario, q.seed), pool));
    if (explained.back().score != double{world.scores[q.score][a]}) {
      err << "clout: the score of the run was changed from outside (interventions), which cannot be told by acts\n";
      return kScenarioFaults;
    }
  }
  if (options.json) {
    print_json(q, agents, explained, out);
  } else {
    print_text(q, world, agents, explained, out);
  }
  return kDone;
}

}  // namespace clout
