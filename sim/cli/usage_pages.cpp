#include "sim/cli/usage_pages.h"

namespace clout {
namespace {

constexpr const char* kProgram = R"(Clout simulates people on a social network that scores them, and asks who gains what.

usage: clout run SCENARIO [OPTION...]     simulate, write results to a folder, print a summary
       clout check SCENARIO [OPTION...]   find faults; print the whole scenario and what a run takes
       clout models [NAME]                what can be chosen and set: defaults, ranges, sources
       clout compare RUN RUN              two runs side by side, with intervals of what differs
       clout calibrate klout [SCENARIO]   fit the constants of Klout's map
       clout calibrate plans SCENARIO     look for the best plan of each strategy for its own goal
       clout calibrate learned SCENARIO   how far what people learned is from the best there is
       clout calibrate estimators         how often intervals hold a truth that is known
       clout sweep SCENARIO [OPTION...]   a study of many points: run, resume, spread, merge, export
       clout score SCORE... --events LOG  algorithms on data of real people, to CSV
       clout audit SCORE... [OPTION...]   what cheating pays under a score, and which cap stops it
       clout explain RUN --agent N        where the points of an agent of a run come from
       clout export RUN [OPTION...]       the agents of a run as one CSV table
       clout VERB --help                  the options of a verb
)";

constexpr const char* kRun = R"(usage: clout run SCENARIO [OPTION...]

Simulates every world of a scenario, writes results to a folder and prints a summary. Finished worlds
that are in the folder already are not simulated again; so the same command goes on after Ctrl-C.
)";

constexpr const char* kCheck = R"(usage: clout check SCENARIO [OPTION...]

Prints all faults of a scenario, or else the scenario with all defaults filled in, which can be run,
and below it, as comments, what a run takes. Writes no file.
)";

constexpr const char* kModels = R"(usage: clout models [NAME]

Prints what can be chosen, or the parameters of one model (klout), of one group of keys (react,
population, roles) or one parameter (e_online). Constants that somebody made up are marked `assumed`.
)";

constexpr const char* kCompare = R"(usage: clout compare RUN RUN [OPTION...]

Sets two runs side by side, each the folder of one: which parameters differ, the means of both, and
the difference, second less first, with its 95 % interval. Worlds of one seed are compared in pairs;
runs without a seed in common are compared unpaired. Finished worlds of a run that goes on are
enough.
)";

constexpr const char* kSweep = R"(usage: clout sweep SCENARIO [OPTION...]         live every run that is missing, then report
       clout sweep extend SCENARIO [OPTION...]  the same with more points or worlds than before
       clout sweep status DIR                   what is done, what failed and why
       clout sweep merge DIR [PART...]          join the parts in DIR/parts, and others
       clout sweep export DIR                   runs.csv and metrics.csv, tidy
       clout sweep report DIR                   response tables, effects, sensitivity
       clout sweep verify DIR                   live some runs again and compare every figure

Lives the points of a scenario's section `sweep`, and of --vary, each on the worlds of the scenario,
and keeps figures in DIR/sweep.sqlite as they land. The same command goes on after Ctrl-C or a kill;
runs that failed are tried again. Where one has failed, a sweep, a shard or a merge ends with 4, after
all else is done; so does a merge that leaves out a part that is damaged or does not belong to it.
)";

constexpr const char* kScore = R"(usage: clout score SCORE... (--events LOG.csv | --edges FILE --direction WORD | --counts TABLE.csv)
                         [OPTION...]

Scores real people by the algorithms that score simulated ones, and prints id and scores as CSV, highest
first. SCORE is a name of `clout models`, a YAML file as scenarios/rules/ has them, or `all`: every one
that the data allow. With --judged-by it prints instead how often each score agrees with people.

COUNTS: followers, followees, posts, posts_recent, likes, reshares, replies, reshares_made, items_read,
messages_sent, messages_received, messages_answered, check_ins, hours_online; `id` names the account.
They are taken for the acts of one day.
)";

constexpr const char* kAudit = R"(usage: clout audit SCORE... [OPTION...]
       clout audit SCORE --plan PLAN.yaml [OPTION...]

Lives people who see no score, plays exploits of SCORE (a name of `clout models`, or a file as
scenarios/rules/ has them) against what they did, and looks for the best plan of each: own accounts,
bought followers, toggled follows, rings, bursts, absence, copied posts, a second account, check-ins from
the couch, chatter. Prints what each pays an hour beside honest people, which cap would stop it at what
cost to them, and the plan as YAML; and the card of the score: how valid it is, how newcomers fare and how
long people stay, once nobody sees it and once all do. Of several scores, or of `all`, it prints a line
each: how valid it is, how cheaply it is cheated, what being seen does; of `all`, those of the follow graph
are published once a week.

With --plan it plays the plans of a file as they are and prints what each pays, which is what the audit
that printed them says of them: PLAN.yaml is `plans:` and all below it, as an audit ends, or one plan,
{name: ring, accounts: 6, posts: 1, likes: 7, own: false, returned: true, follow: true}.
)";

constexpr const char* kExplain = R"(usage: clout explain RUN --agent N [OPTION...]

Lives a world of a run again and prints where the score of an agent comes from on a day: the score less
the score if one kind of what happened had not, kind by kind, and the same of who did most to it. With
--than two agents stand side by side.
)";

constexpr const char* kExport = R"(usage: clout export RUN [OPTION...]

Prints the agents of a run as CSV, a row an agent of each finished world: the columns of agents.npz
behind one of seeds, `world`, with strategies and roles by name. scenarios/README.md says what they
mean. The folder of an arm, RUN/arms/NAME, is a run too.
)";

constexpr const char* kCalibrate = R"(usage: clout calibrate klout [SCENARIO] [OPTION...]
       clout calibrate plans SCENARIO [OPTION...]
       clout calibrate learned SCENARIO [OPTION...]
       clout calibrate estimators [--repetitions N] [--seed N] [--threads N]

klout  lives the worlds of a scenario (default scenarios/calibration.yaml) and prints the centre and
       spread under which Klout has mean 20 and 95th percentile 50, as in 2012. They stand in
       models/scoring/klout_map.h.
plans  gives the probes of a scenario's worlds plans of a grid, in turn, and prints for each
       hand-written strategy which are best for its goal, and where the present one stands. Takes some
       minutes; --worlds says how many worlds the last comparison has, and earlier rounds grow with
       it.
learned  lives the worlds of a scenario in which people learn to the end of the burn-in, then gives
       some of them other plans in copies of the world, and prints how far what they learned is from
       the best plan found. --worlds as for plans; three times as many worlds learn, once each, and
       the last third is for the last comparison. Four rounds of trials, however much is still gained.
       Worlds that have learned are kept in memory, up to 2 GiB of them; others are lived again.
estimators  makes up worlds whose truth is known, at three levels of noise with 10, 20 and 30 worlds,
       and prints how often the 95 % interval of each estimator holds it, and how far off it is.

Nothing is written: who likes what is printed puts it into the sources.
)";

}  // namespace

const char* usage_page(Verb verb) {
  switch (verb) {
    case Verb::none: return kProgram;
    case Verb::run: return kRun;
    case Verb::check: return kCheck;
    case Verb::models: return kModels;
    case Verb::compare: return kCompare;
    case Verb::sweep: return kSweep;
    case Verb::score: return kScore;
    case Verb::audit: return kAudit;
    case Verb::explain: return kExplain;
    case Verb::export_: return kExport;
    case Verb::calibrate: return kCalibrate;
  }
  return kProgram;
}

}  // namespace clout
