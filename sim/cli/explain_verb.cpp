#include "sim/cli/explain_verb.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>
#include <vector>

#include "sim/audit/explain.h"
#include "sim/cli/command.h"
#include "sim/cli/figure_text.h"
#include "sim/cli/progress.h"
#include "sim/cli/record_world.h"
#include "sim/core/nearest.h"
#include "sim/core/table.h"
#include "sim/output/run_reader.h"

namespace clout {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kPeople = 5;

/// Which world, until when, which of its scores.
struct Question {
  Scenario scenario;
  std::uint64_t seed = 0;
  Day days = 0;
  std::size_t score = 0;
};

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
  const auto seeds = read_manifest(run.folder()).seeds;
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

/// Points, or nothing where the part did not happen.
std::string points_text(const Explanation& e, const std::string& part) {
  for (const Contribution& c : e.parts)
    if (c.part == part) return fmt::format("{:.3g}", c.points);
  return "";
}

std::string count_text(const Explanation& e, const std::string& part) {
  for (const Contribution& c : e.parts)
    if (c.part == part)
      return part == "hours online" ? fmt::format("{:.1f}", static_cast<double>(c.acts) / 3600)
                                    : std::to_string(c.acts);
  return "";
}

void print_text(const Question& q, const RecordedWorld& world, const std::vector<AgentId>& agents,
                const std::vector<Explanation>& explained, std::ostream& out) {
  const std::string name = q.scenario.scores[q.score].name;
  for (std::size_t k = 0; k < agents.size(); ++k) {
    const auto& all = world.scores[q.score];
    std::size_t below = 0;
    for (const AgentId a : world.society->present) below += all[a] < all[agents[k]];
    out << fmt::format("{}: {} {} on day {} of the world of seed {}, ahead of {:.0f} % of people\n",
                       who(q, world, agents[k]), name, short_number(explained[k].score), q.days, q.seed,
                       100.0 * static_cast<double>(below) /
                           static_cast<double>(std::max<std::size_t>(1, world.society->present.size())));
  }
  std::vector<std::string> header = {"without"};
  for (const AgentId a : agents) header.push_back(fmt::format("{}", a)), header.emplace_back("points");
  if (agents.size() == 2) header.emplace_back("difference");
  Table table(header);
  for (const std::string& part : explained_parts()) {
    std::vector<std::string> row = {part};
    double difference = 0;
    for (std::size_t k = 0; k < agents.size(); ++k) {
      row.push_back(count_text(explained[k], part));
      row.push_back(points_text(explained[k], part));
      for (const Contribution& c : explained[k].parts)
        if (c.part == part) difference += (k == 0 ? 1 : -1) * c.points;
    }
    if (row[1].empty() && (agents.size() == 1 || row[3].empty())) continue;
    if (agents.size() == 2) row.push_back(fmt::format("{:.3g}", difference));
    table.add(std::move(row));
  }
  const auto total = [&](const char* part, double (*of)(const Explanation&)) {
    std::vector<std::string> row = {part};
    for (const Explanation& e : explained) row.emplace_back(), row.push_back(fmt::format("{:.3g}", of(e)));
    if (agents.size() == 2) row.push_back(fmt::format("{:.3g}", of(explained[0]) - of(explained[1])));
    table.add(std::move(row));
  };
  total("what they do together", [](const Explanation& e) { return e.together; });
  total("doing nothing", [](const Explanation& e) { return e.base; });
  total("score", [](const Explanation& e) { return e.score; });
  out << '\n' << table.text(stdout_columns()) << '\n';
  const bool adds_up =
      std::all_of(explained.begin(), explained.end(), [](const Explanation& e) { return e.adds_up(); });
  out << (adds_up ? "The parts sum to the score.\n"
                  : "Points of a part: the score less the score if it had not happened and all else had. Parts that "
                    "need or\n"
                    "replace each other do not sum to the score; the line above `doing nothing` is what is left.\n");
  for (std::size_t k = 0; k < agents.size(); ++k) {
    if (explained[k].people.empty()) continue;
    out << fmt::format("Who reacted most to {}:", agents[k]);
    for (const Contribution& c : explained[k].people)
      out << fmt::format(" {} ({} acts, {:.3g} points)", c.part, c.acts, c.points);
    out << '\n';
  }
}

Json json_of(const std::vector<Contribution>& contributions) {
  Json rows = Json::array();
  for (const Contribution& c : contributions)
    rows.push_back({{"part", c.part}, {"acts", c.acts}, {"points", c.points}});
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
  const Question q = question_of(options.explain, run, catalogue);
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
