#include "sim/cli/calibrate.h"

#include <algorithm>
#include <atomic>
#include <ostream>

#include "sim/cli/calibrate_estimators.h"
#include "sim/cli/calibrate_klout.h"
#include "sim/cli/calibrate_learned.h"
#include "sim/cli/calibrate_plans.h"
#include "sim/cli/command.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/progress.h"
#include "sim/cli/run_verb.h"

namespace clout {
namespace {

// Enough probes that each plan of the widest round has some twenty a world; most people are still the background.
constexpr double kProbeShare = 0.3;

// How many agent-days were lived: how many are to come depends on what is found.
class Lived {
 public:
  Lived(const Scenario& scenario, bool quiet, std::ostream& err)
      : world_(static_cast<double>(scenario.population.agents) * (scenario.burn_in_days + scenario.horizon_days)),
        line_(err, !quiet && stderr_is_terminal(), stderr_has_colour()) {
    hooks.stop = &interrupted();
    hooks.progress = [this](std::uint64_t more) {
      const double worlds = static_cast<double>(agent_days_ += more) / world_;
      line_.show(0, std::to_string(static_cast<long long>(worlds)) + " worlds lived");
    };
  }
  void clear() { line_.clear(); }

  RunHooks hooks;

 private:
  double world_;
  std::atomic<std::uint64_t> agent_days_{0};
  ProgressLine line_;
};

void need(const Scenario& scenario, const std::string& measure) {
  for (const ScoreSpec& score : scenario.scores)
    if ("score_" + score.name == measure) return;
  for (const ValueSpec& value : scenario.values)
    if ("gain_" + value.name == measure) return;
  throw UsageError("the scenario does not measure " + measure);
}

int calibrate_klout_verb(const Options& options, const Scenario& scenario, std::ostream& out, std::ostream& err) {
  need(scenario, "score_klout");
  Lived lived(scenario, options.quiet, err);
  const KloutFit fit = calibrate_klout(scenario, threads_of(options), lived.hooks);
  lived.clear();
  if (interrupted()) return kInterrupted;
  if (fit.sample.raw.size() < kKloutAgentsMin) {
    err << "clout: " << escaped(options.scenario) << ": " << klout_fit_text(fit);
    return kScenarioFaults;
  }
  out << klout_fit_text(fit);
  return kDone;
}

/// Looks for the best plan of each goal and prints what `text` makes of it. False if it was interrupted.
template <class Search, class Text>
bool search_each(const Options& options, const std::vector<PlanGoal>& goals, Lived& lived, std::ostream& out,
                 std::ostream& err, Search search, Text text) {
  for (const PlanGoal& goal : goals) {
    const PlanSearch found = search(goal, [&](const std::string& round) {
      lived.clear();
      if (!options.quiet) err << "clout: " << round << std::endl;
    });
    lived.clear();
    if (interrupted()) return false;
    out << text(goal, found) << '\n' << std::flush;
  }
  return true;
}

/// Those of --strategy, or all.
void keep_asked(const Options& options, std::vector<PlanGoal>& goals) {
  if (options.strategy.empty()) return;
  std::erase_if(goals, [&](const PlanGoal& goal) { return goal.strategy != options.strategy; });
  if (goals.empty()) throw UsageError("--strategy: '" + options.strategy + "' is no strategy with a goal");
}

int calibrate_learned_verb(const Options& options, const Scenario& scenario, std::ostream& out, std::ostream& err) {
  const std::vector<std::size_t> learning = learning_strategies(scenario);
  if (learning.empty())
    throw UsageError(
        "nobody learns in this scenario; value_learner does, and score_learner if there is a score to see");
  std::vector<PlanGoal> goals;
  for (const std::size_t strategy : learning) goals.push_back(goal_of(scenario, strategy));
  keep_asked(options, goals);
  Lived lived(scenario, options.quiet, err);
  const TrialOrder order{scenario, 0, threads_of(options), lived.hooks};
  LearnedWorlds learned(order);
  const auto search = [&](const PlanGoal& goal, const auto& told) {
    const auto is_it = [&](std::size_t s) { return scenario.strategies[s].name == goal.strategy; };
    const std::size_t strategy = *std::find_if(learning.begin(), learning.end(), is_it);
    const PlanTrials trials = [&](const std::vector<Candidate>& candidates, const std::vector<std::uint64_t>& seeds,
                                  std::size_t rotations) {
      return learned.try_plans(strategy, candidates, seeds, rotations);
    };
    return search_plan(order, trials, goal, static_cast<std::size_t>(scenario.worlds.count), told);
  };
  return search_each(options, goals, lived, out, err, search, learned_search_text) ? kDone : kInterrupted;
}

int calibrate_plans_verb(const Options& options, const Scenario& scenario, std::ostream& out, std::ostream& err) {
  std::vector<PlanGoal> goals = plan_goals();
  keep_asked(options, goals);
  for (const PlanGoal& goal : goals) need(scenario, goal.measure);
  Lived lived(scenario, options.quiet, err);
  const TrialOrder order{scenario, std::max(kProbeShare, scenario.probes.share), threads_of(options), lived.hooks};
  const auto search = [&](const PlanGoal& goal, const auto& told) {
    return search_plan(order, goal, static_cast<std::size_t>(scenario.worlds.count), told);
  };
  if (!search_each(options, goals, lived, out, err, search, plan_search_text)) return kInterrupted;
  if (options.strategy.empty())
    out << "casual has no goal: its plan is fitted to how people post (sim/MODEL.md 8; clout run shows how well).\n";
  return kDone;
}

int calibrate_estimators_verb(const Options& options, std::ostream& out, std::ostream& err) {
  ProgressLine line(err, !options.quiet && stderr_is_terminal(), stderr_has_colour());
  ThreadPool pool(threads_of(options));
  const std::vector<EstimatorRow> rows =
      estimator_rows(options.repetitions, options.seed, pool, [&](double done, const std::string& what) {
        line.show(done, what);
        return !interrupted();
      });
  line.clear();
  if (interrupted()) return kInterrupted;
  out << estimator_table_text(rows);
  return kDone;
}

}  // namespace

int calibrate_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  if (options.calibrate == "estimators") {
    catch_interrupts();
    return calibrate_estimators_verb(options, out, err);
  }
  int exit_code = kDone;
  Scenario scenario = read_checked(options, catalogue, err, exit_code);
  if (exit_code != kDone) return exit_code;
  scenario.margins.step_hours = 0;  // what one more hour brings is not asked here
  catch_interrupts();
  if (options.calibrate == "klout") return calibrate_klout_verb(options, scenario, out, err);
  if (options.calibrate == "learned") return calibrate_learned_verb(options, scenario, out, err);
  return calibrate_plans_verb(options, scenario, out, err);
}

}  // namespace clout
