// The only file that sees Boost.Program_options. Its traps are closed: no guessing of prefixes, and numbers are read by
// us, because it turns --threads=-1 into 4294967295.
#include "sim/cli/options.h"

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <charconv>
#include <sstream>
#include <utility>

#include "sim/cli/usage_pages.h"
#include "sim/core/nearest.h"
#include "sim/core/parallel.h"

namespace clout {
namespace {

namespace po = boost::program_options;

constexpr int kStyle = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;

const std::array<std::pair<const char*, Verb>, 10> kVerbs = {{{"run", Verb::run},
                                                             {"check", Verb::check},
                                                             {"models", Verb::models},
                                                             {"compare", Verb::compare},
                                                             {"calibrate", Verb::calibrate},
                                                             {"sweep", Verb::sweep},
                                                             {"score", Verb::score},
                                                             {"audit", Verb::audit},
                                                             {"explain", Verb::explain},
                                                              {"export", Verb::export_}}};

const std::array<std::pair<const char*, SweepAct>, 6> kSweepActs = {{{"extend", SweepAct::extend},
                                                                     {"status", SweepAct::status},
                                                                     {"merge", SweepAct::merge},
                                                                     {"export", SweepAct::export_},
                                                                     {"report", SweepAct::report},
                                                                     {"verify", SweepAct::verify}}};

void add_sweep_options(po::options_description& d) {
  const auto text = [] { return po::value<std::string>(); };
  d.add_options()("vary", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUES"),
                  "an axis: KEY=1,2,3, KEY=range(FROM,TO,STEP), KEY=log(FROM,TO,N), for sampled designs also "
                  "KEY=uniform(FROM,TO), KEY=loguniform(FROM,TO); may be repeated")(
      "design", text()->value_name("NAME"),
      "as sweep.design: grid, zip, random, latin_hypercube, sobol, morris, saltelli")(
      "points", text()->value_name("N"), "as sweep.points")(
      "jobs", text()->value_name("N"), "worker processes; default: one a processor")(
      "output,o", text()->value_name("DIR"), "folder of the sweep; default sweeps/NAME-HASH")(
      "plan", "only say what the sweep takes: runs, agent-days, memory, disk, time, first runs")(
      "fail-fast", "stop at the first run that fails; without it the rest goes on")(
      "keep-going", "the default: a run that fails is noted, the rest goes on")(
      "max-seconds", text()->value_name("S"), "stop a run that takes longer: it has failed")(
      "max-memory", text()->value_name("MB"), "that a worker may hold; default: its part of what is free")(
      "shard", text()->value_name("K/N"), "only the K-th of N parts, into a file of its own; `sweep merge` joins")(
      "attempt", text()->value_name("A"), "of a shard: which time it is begun; each writes a file of its own")(
      "slurm", po::value<std::string>()->implicit_value("")->value_name("=OPTIONS"),
      "submit the sweep as a job array and a merge after it; OPTIONS are for sbatch: --slurm='--time=1:00:00'")(
      "tasks", text()->value_name("N"), "of the job array; default 2")(
      "sample", text()->value_name("N"), "verify: runs to live again, default 10")(
      "overwrite", "delete the store that is there first, and its tables")(
      "quiet,q", "no messages and no progress, only results and errors")("json", "status: as JSON");
}

void add_run_options(po::options_description& d) {
  const auto text = [] { return po::value<std::string>(); };
  d.add_options()("output,o", text()->value_name("DIR"), "folder for the results; default runs/NAME-HASH")(
      "overwrite", "remove what stands in that folder first; without it, finished worlds in it are kept")(
      "quiet,q", "no messages and no progress, only results and errors")("json", "print all that a run says as JSON");
}

void add_compare_options(po::options_description& d) {
  d.add_options()("all", "every measure of every cohort, not the main ones alone")(
      "output,o", po::value<std::string>()->value_name("FILE.csv"), "every row as a table of this file too")(
      "overwrite", "replace that file if it is there")("json", "print everything as JSON");
}

void add_calibrate_options(po::options_description& d) {
  const auto text = [] { return po::value<std::string>(); };
  d.add_options()("strategy", text()->value_name("NAME"), "plans, learned: only this strategy")(
      "repetitions", text()->value_name("N"), "estimators: made-up samples a line of the table; default 200")(
      "quiet,q", "no messages and no progress, only results and errors");
}

void add_score_options(po::options_description& d) {
  const auto text = [] { return po::value<std::string>(); };
  d.add_options()("events", text()->value_name("LOG.csv"),
                  "what people did: day,actor,act,target and, if known, post; acts are post, like, reshare, reply, "
                  "follow, unfollow, message, meeting, read")(
      "fade-days", text()->value_name("DAYS"), "of --events: half-life of reactions, as mechanisms.react.fade_days")(
      "selectivity", text()->value_name("X"), "of --events: as mechanisms.react.selectivity")(
      "engagers-kept", text()->value_name("N"),
      "of --events: people who reacted that are known of each account, 1 to 65,535 (4096); a world keeps 128 unless "
      "mechanisms.react.engagers_kept says else")(
      "bios", text()->value_name("BIOS.csv"),
      "of --events: id,city,topics of every account, topics between semicolons")(
      "edges", text()->value_name("FILE"), "who follows whom: two whole numbers a line")(
      "direction", text()->value_name("WORD"),
      "of --edges, which has to say so: source_follows_target or target_follows_source")(
      "counts", text()->value_name("TABLE.csv"),
      "an account a row, with columns such as followers, posts, likes, reshares (score COUNTS below)")(
      "columns", text()->value_name("OURS=THEIRS,..."), "what --counts calls them: followers=follower_count")(
      "judged-by", text()->value_name("COLUMN"),
      "every row of --counts is a pair: columns A_... and B_...; COLUMN is 1 if people say that A leads, else 0")(
      "set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"),
      "a parameter of the score, as --set damping=0.9; may be repeated")(
      "threads", text()->value_name("N"), "threads to use; default: all processors this process may use")(
      "output,o", text()->value_name("FILE.csv"), "where the scores go; default stdout")(
      "overwrite", "replace that file if it is there")("json", "with --judged-by: print the table as JSON");
}

void add_audit_options(po::options_description& d) {
  const auto text = [] { return po::value<std::string>(); };
  d.add_options()("scenario", text()->value_name("FILE"),
                  "whose people are the crowd, burn-in and horizon; its scores are left out; default: 2000 people, "
                  "90 days before the attack and 90 of it")(
      "hours", text()->value_name("H"), "a week that an attacker may spend; default 10")(
      "plan", text()->value_name("PLAN.yaml"), "play the plans of this file and look for no others")(
      "set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"),
      "a parameter of the score, as --set window_days=30; may be repeated")(
      "seed", text()->value_name("N"), "seed of the first crowd")(
      "worlds", text()->value_name("N"), "number of crowds; default 3")(
      "threads", text()->value_name("N"), "threads to use; default: all processors this process may use")(
      "quiet,q", "no messages, only results and errors")("json", "print the report as JSON");
}

void add_explain_options(po::options_description& d) {
  const auto text = [] { return po::value<std::string>(); };
  d.add_options()("agent", text()->value_name("N"), "whose score, by the number in agents.npz")(
      "than", text()->value_name("N"), "a second agent: why does one stand above the other?")(
      "day", text()->value_name("N"), "of the world, burn-in included; default: the last")(
      "score", text()->value_name("NAME"), "which of the run's scores; default: the visible one, or the first")(
      "seed", text()->value_name("N"), "of which world; default: the run's first")(
      "threads", text()->value_name("N"), "threads to use; default: all processors this process may use")(
      "json", "print it as JSON");
}

void add_export_options(po::options_description& d) {
  const auto text = [] { return po::value<std::string>(); };
  d.add_options()("seed", text()->value_name("N"), "of which world; default: all that are finished")(
      "output,o", text()->value_name("FILE.csv"), "where the table goes; default stdout")(
      "overwrite", "replace that file if it is there");
}

po::options_description visible_options(Verb verb) {
  po::options_description d("Options", 100, 50);
  const auto text = [] { return po::value<std::string>(); };
  if (verb == Verb::run || verb == Verb::check || verb == Verb::calibrate || verb == Verb::sweep)
    d.add_options()("set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"),
                    "put VALUE, written in YAML, at the dotted path KEY: --set population.agents=1000, "
                    "--set strategies.casual.share=0.5, --set scoring.visible=none; may be repeated")(
        "seed", text()->value_name("N"), "seed of the first world, as --set worlds.seed=N")(
        "worlds", text()->value_name("N"), "number of worlds, as --set worlds.count=N");
  if (verb != Verb::none && verb != Verb::compare && verb != Verb::export_)
    d.add_options()("plugin", po::value<std::vector<std::string>>()->composing()->value_name("FILE.so"),
                    "a shared library that adds models (models/README.md); may be repeated");
  if (verb == Verb::run || verb == Verb::check || verb == Verb::calibrate)  // a sweep has --jobs
    d.add_options()(
        "threads", text()->value_name("N"),
        "threads to use, at most 4 for each processor, or 16; default: all processors this process may use");
  if (verb == Verb::run) add_run_options(d);
  if (verb == Verb::sweep) add_sweep_options(d);
  if (verb == Verb::compare) add_compare_options(d);
  if (verb == Verb::calibrate) add_calibrate_options(d);
  if (verb == Verb::score) add_score_options(d);
  if (verb == Verb::audit) add_audit_options(d);
  if (verb == Verb::explain) add_explain_options(d);
  if (verb == Verb::export_) add_export_options(d);
  d.add_options()("help,h", "this page");
  if (verb == Verb::none) d.add_options()("version", "the version and the commit it was built from");
  return d;
}

std::string known_verbs() {
  std::string text;
  for (const auto& [name, verb] : kVerbs) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

std::int64_t whole(const po::variables_map& given, const char* name, std::int64_t low, std::int64_t high) {
  const std::string& text = given[name].as<std::string>();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < low || value > high)
    throw UsageError("--" + std::string(name) + ": expected a whole number from " + std::to_string(low) + " to " +
                     std::to_string(high) + ", got '" + text + "'");
  return value;
}

/// More threads than processors only cost memory; some more are let be, for whoever tries what depends on their number.
std::int64_t threads_max() { return std::min(1024u, std::max(16u, 4 * usable_threads())); }

Override override_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos)
    throw UsageError("--set: expected KEY=VALUE, got '" + text + "'; write --set population.agents=1000");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

/// An option whose value is missing takes the next option for it.
void refuse_eaten(const po::option& option) {
  if (option.position_key >= 0 || option.original_tokens.size() < 2) return;
  const std::string& value = option.original_tokens[1];
  if (value.size() < 2 || value[0] != '-' || (value[1] >= '0' && value[1] <= '9')) return;  // -1 is no option
  throw UsageError(option.original_tokens[0] + ": a value is missing before " + value +
                   "; if that is the value, write --" + option.string_key + '=' + value);
}

po::variables_map parse(const std::vector<std::string>& arguments, Verb verb) {
  po::options_description all = visible_options(verb);
  all.add_options()("argument", po::value<std::vector<std::string>>(), "");
  po::positional_options_description positional;
  positional.add("argument", -1);
  po::variables_map given;
  try {
    const po::parsed_options parsed =
        po::command_line_parser(arguments).options(all).positional(positional).style(kStyle).run();
    for (const auto& option : parsed.options) refuse_eaten(option);
    po::store(parsed, given);
  } catch (const po::unknown_option& error) {
    std::vector<std::string> known;
    const po::options_description options = visible_options(verb);
    for (const auto& option : options.options()) known.push_back("--" + option->long_name());
    throw UsageError("unknown option " + error.get_option_name() + did_you_mean(error.get_option_name(), known));
  } catch (const po::invalid_command_line_syntax& error) {
    if (error.kind() != po::invalid_syntax::empty_adjacent_parameter) throw UsageError(error.what());
    const bool may_stand_alone = error.get_option_name() == "--slurm";
    throw UsageError(error.get_option_name() + "=: a value is missing behind the sign" +
                     (may_stand_alone ? "; leave the sign out, or write --slurm='--time=1:00:00'" : ""));
  } catch (const po::error& error) {
    throw UsageError(error.what());
  }
  return given;
}

Options compare_options(const po::variables_map& given, const std::vector<std::string>& words, Options o) {
  if (words.size() < 2) throw UsageError("compare what? write the folders of two runs: clout compare RUN RUN");
  if (words.size() > 2) throw UsageError("one argument too many: '" + words[2] + "'");
  o.first = words[0];
  o.second = words[1];
  o.all = given.count("all") > 0;
  o.json = given.count("json") > 0;
  o.overwrite = given.count("overwrite") > 0;
  if (given.count("output")) o.table = given["output"].as<std::string>();
  if (given.count("output") && o.table.empty()) throw UsageError("--output: the file's name is empty");
  return o;
}

/// A number above 0 and at most `most`, which is there to keep sums of them finite.
double positive(const po::variables_map& given, const char* name, double most = 1e15) {
  const std::string& text = given[name].as<std::string>();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value > 0))
    throw UsageError("--" + std::string(name) + ": expected a number above 0, got '" + text + "'");
  if (value > most) {
    std::ostringstream bound;
    bound << most;
    throw UsageError("--" + std::string(name) + ": " + text + " is more than " + bound.str() + ", the most it takes");
  }
  return value;
}

/// "followers=follower_count,posts=tweets".
std::map<std::string, std::string> columns_of(const std::string& text) {
  std::map<std::string, std::string> columns;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) {
    const std::size_t equals = part.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == part.size())
      throw UsageError("--columns: expected OURS=THEIRS,..., got '" + part + "'; write --columns followers=NAME");
    if (!columns.emplace(part.substr(0, equals), part.substr(equals + 1)).second)
      throw UsageError("--columns: '" + part.substr(0, equals) + "' is given twice");
  }
  return columns;
}

Options score_options(const po::variables_map& given, const std::vector<std::string>& words, Options o) {
  ScoreOptions& score = o.score;
  if (words.empty())
    throw UsageError("score by what? write names of `clout models`, a file of rules, or all: clout score klout "
                     "--events LOG.csv");
  score.scores = words;
  int sources = 0;
  const auto take = [&](const char* name, std::string& value) {
    if (!given.count(name)) return false;
    value = given[name].as<std::string>();
    if (value.empty()) throw UsageError("--" + std::string(name) + ": is empty");
    return true;
  };
  using Source = std::pair<const char*, std::string*>;
  for (const auto& [name, path] : {Source{"events", &score.events}, {"edges", &score.edges}, {"counts", &score.counts}})
    sources += take(name, *path);
  if (sources != 1) throw UsageError("one of --events, --edges and --counts says whom to score");
  if (take("direction", score.direction)) {
    const std::vector<std::string> known{"source_follows_target", "target_follows_source"};
    if (score.edges.empty()) throw UsageError("--direction: only with --edges");
    if (std::find(known.begin(), known.end(), score.direction) == known.end())
      throw UsageError("--direction: expected source_follows_target or target_follows_source, got '" +
                       score.direction + "'" + did_you_mean(score.direction, known));
  } else if (!score.edges.empty()) {
    throw UsageError("--edges: who follows whom is not said; write --direction source_follows_target or "
                     "--direction target_follows_source");
  }
  std::string columns;
  if (take("columns", columns)) score.columns = columns_of(columns);
  take("judged-by", score.judged_by);
  take("output", score.table);
  for (const auto& [name, value] : {std::pair{"fade-days", &score.fade_days}, {"selectivity", &score.selectivity}}) {
    if (!given.count(name)) continue;
    if (score.events.empty()) throw UsageError("--" + std::string(name) + ": only with --events");
    *value = positive(given, name);
  }
  if (take("bios", score.bios) && score.events.empty()) throw UsageError("--bios: only with --events");
  if (given.count("engagers-kept")) {
    if (score.events.empty()) throw UsageError("--engagers-kept: only with --events");
    score.engagers_kept = whole(given, "engagers-kept", 1, 65535);
  }
  if (score.counts.empty() && (!score.columns.empty() || !score.judged_by.empty()))
    throw UsageError("--columns and --judged-by: only with --counts");
  if (score.scores.size() > 1 && std::find(score.scores.begin(), score.scores.end(), "all") != score.scores.end())
    throw UsageError("all: names none beside it");
  if (given.count("set"))
    for (const std::string& text : given["set"].as<std::vector<std::string>>())
      o.overrides.push_back(override_of(text));
  if (!o.overrides.empty() && (score.scores.size() > 1 || score.scores[0] == "all"))
    throw UsageError("--set: for one score; of several nobody knows which is meant");
  if (given.count("threads")) o.threads = static_cast<unsigned>(whole(given, "threads", 1, threads_max()));
  o.overwrite = given.count("overwrite") > 0;
  o.json = given.count("json") > 0;
  if (o.json && score.judged_by.empty()) throw UsageError("--json: only with --judged-by; scores are CSV");
  return o;
}

Options audit_options(const po::variables_map& given, const std::vector<std::string>& words, Options o) {
  if (words.empty())
    throw UsageError("audit what? write a name of `clout models` or a file of rules: clout audit klout");
  o.audit.scores = words;
  const bool all = std::find(words.begin(), words.end(), "all") != words.end();
  if (words.size() > 1 && all) throw UsageError("all: names none beside it");
  if (given.count("set") && (words.size() > 1 || all))
    throw UsageError("--set: for one score; of several nobody knows which is meant");
  if (given.count("scenario")) o.scenario = given["scenario"].as<std::string>();
  if (given.count("hours")) o.audit.hours_a_week = positive(given, "hours", 168);
  if (given.count("plan")) {
    o.audit.plan = given["plan"].as<std::string>();
    if (words.size() > 1 || all) throw UsageError("--plan: played against one score; name one");
    if (given.count("hours")) throw UsageError("--hours: a plan of --plan takes the hours that it takes; leave one out");
  }
  if (given.count("set"))
    for (const std::string& text : given["set"].as<std::vector<std::string>>())
      o.overrides.push_back(override_of(text));
  if (given.count("seed"))
    o.overrides.push_back({"worlds.seed", std::to_string(whole(given, "seed", 0, 9000000000000000))});
  if (given.count("worlds"))
    o.overrides.push_back({"worlds.count", std::to_string(whole(given, "worlds", 1, 1000))});
  if (given.count("threads")) o.threads = static_cast<unsigned>(whole(given, "threads", 1, threads_max()));
  o.quiet = given.count("quiet") > 0;
  o.json = given.count("json") > 0;
  return o;
}

Options explain_options(const po::variables_map& given, const std::vector<std::string>& words, Options o) {
  ExplainOptions& e = o.explain;
  if (words.empty()) throw UsageError("explain what? write the folder of a run: clout explain RUN --agent 42");
  if (words.size() > 1) throw UsageError("one argument too many: '" + words[1] + "'");
  e.run = words[0];
  if (!given.count("agent")) throw UsageError("--agent: whose score? agents.npz of a world has their numbers");
  constexpr std::int64_t kMost = 4294967294;
  e.agent = static_cast<AgentId>(whole(given, "agent", 0, kMost));
  if (given.count("than")) e.than = static_cast<AgentId>(whole(given, "than", 0, kMost));
  if (e.than == e.agent) throw UsageError("--than: is the agent itself");
  if (given.count("day")) e.day = whole(given, "day", 1, 100000);
  if (given.count("seed")) e.seed = static_cast<std::uint64_t>(whole(given, "seed", 0, 9000000000000000));
  if (given.count("score")) e.score = given["score"].as<std::string>();
  if (given.count("threads")) o.threads = static_cast<unsigned>(whole(given, "threads", 1, threads_max()));
  o.json = given.count("json") > 0;
  return o;
}

Options export_options(const po::variables_map& given, const std::vector<std::string>& words, Options o) {
  ExportOptions& e = o.export_;
  if (words.empty()) throw UsageError("export what? write the folder of a run: clout export RUN -o agents.csv");
  if (words.size() > 1) throw UsageError("one argument too many: '" + words[1] + "'");
  e.run = words[0];
  if (given.count("seed")) e.seed = static_cast<std::uint64_t>(whole(given, "seed", 0, 9000000000000000));
  if (given.count("output")) e.table = given["output"].as<std::string>();
  if (given.count("output") && e.table.empty()) throw UsageError("--output: the file's name is empty");
  o.overwrite = given.count("overwrite") > 0;
  return o;
}

// `calibrate estimators` makes its worlds up: nothing that is of a scenario has a meaning for it.
Options estimator_options(const po::variables_map& given, const std::vector<std::string>& words, Options o) {
  if (!words.empty()) throw UsageError("calibrate estimators takes no scenario: '" + words[0] + "'");
  for (const char* name : {"set", "worlds", "strategy"})
    if (given.count(name)) throw UsageError("--" + std::string(name) + ": calibrate estimators does not take it");
  if (given.count("repetitions")) o.repetitions = static_cast<std::size_t>(whole(given, "repetitions", 1, 100000));
  if (given.count("seed")) o.seed = static_cast<std::uint64_t>(whole(given, "seed", 0, 9000000000000000));
  if (given.count("threads")) o.threads = static_cast<unsigned>(whole(given, "threads", 1, threads_max()));
  o.quiet = given.count("quiet") > 0;
  return o;
}

std::string name_of(SweepAct act) {
  const auto known = std::find_if(kSweepActs.begin(), kSweepActs.end(), [&](const auto& a) { return a.second == act; });
  return known == kSweepActs.end() ? "" : known->first;
}

/// "3/8".
void set_shard(const std::string& text, SweepOptions& sweep) {
  const std::size_t slash = text.find('/');
  const auto number = [&](std::string_view part) -> std::uint32_t {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    return error == std::errc() && end == part.data() + part.size() && value <= 100000 ? value : 0;
  };
  if (slash != std::string::npos) {
    sweep.shard = number(std::string_view(text).substr(0, slash));
    sweep.shards = number(std::string_view(text).substr(slash + 1));
  }
  if (sweep.shard == 0 || sweep.shards == 0 || sweep.shard > sweep.shards)
    throw UsageError("--shard: expected K/N with K from 1 to N, got '" + text + "'; write --shard 1/8");
}

/// The act of a sweep, if the first word is one and no file; takes the words that belong to it.
void set_sweep_act(std::vector<std::string>& words, SweepOptions& sweep) {
  const auto known = std::find_if(kSweepActs.begin(), kSweepActs.end(),
                                  [&](const auto& act) { return !words.empty() && words[0] == act.first; });
  if (known == kSweepActs.end()) return;
  sweep.act = known->second;
  words.erase(words.begin());
  if (sweep.act == SweepAct::extend) return;
  if (words.empty())
    throw UsageError("sweep " + std::string(known->first) +
                     " what? write the folder of a sweep, such as sweeps/NAME-HASH");
  sweep.store = words[0];
  words.erase(words.begin());
  if (sweep.act == SweepAct::merge) sweep.parts = std::exchange(words, {});
  if (!words.empty()) throw UsageError("one argument too many: '" + words[0] + "'");
}

/// What an act of a sweep does not look at is not given to it.
void refuse_idle(const po::variables_map& given, const SweepOptions& sweep) {
  static const std::map<std::string, SweepAct> kOfOneAct = {{"json", SweepAct::status}, {"sample", SweepAct::verify}};
  static const std::vector<std::string> kOfAll = {"argument", "plugin", "quiet"};
  for (const auto& [name, value] : given) {
    if (std::find(kOfAll.begin(), kOfAll.end(), name) != kOfAll.end()) continue;
    const auto of_one = kOfOneAct.find(name);
    if (of_one != kOfOneAct.end() && of_one->second != sweep.act)
      throw UsageError("--" + name + ": only sweep " + name_of(of_one->second) + " takes it");
    const bool lives = sweep.act == SweepAct::run || sweep.act == SweepAct::extend;
    const bool takes = lives || of_one != kOfOneAct.end() || (sweep.act == SweepAct::export_ && name == "output");
    if (!takes) throw UsageError("--" + name + ": sweep " + name_of(sweep.act) + " does not take it");
  }
}

void set_sweep(const po::variables_map& given, SweepOptions& sweep) {
  refuse_idle(given, sweep);
  if (given.count("vary")) sweep.vary = given["vary"].as<std::vector<std::string>>();
  if (given.count("jobs")) sweep.jobs = static_cast<unsigned>(whole(given, "jobs", 1, threads_max()));
  if (given.count("max-seconds")) sweep.max_seconds = positive(given, "max-seconds");
  if (given.count("max-memory")) sweep.max_memory_mb = positive(given, "max-memory", 1e9);
  if (given.count("shard")) set_shard(given["shard"].as<std::string>(), sweep);
  if (given.count("attempt")) sweep.attempt = static_cast<std::uint32_t>(whole(given, "attempt", 0, 100000));
  if (given.count("tasks")) sweep.tasks = static_cast<std::uint32_t>(whole(given, "tasks", 1, 10000));
  if (given.count("sample")) sweep.sample = static_cast<std::size_t>(whole(given, "sample", 1, 1000000));
  sweep.plan = given.count("plan") > 0;
  sweep.fail_fast = given.count("fail-fast") > 0;
  if (sweep.fail_fast && given.count("keep-going"))
    throw UsageError("--fail-fast and --keep-going contradict each other; leave one out");
  sweep.slurm = given.count("slurm") > 0;
  if (sweep.slurm) sweep.slurm_options = given["slurm"].as<std::string>();
  if (given.count("attempt") && sweep.shards == 0) throw UsageError("--attempt: only with --shard");
  if (given.count("tasks") && !sweep.slurm) throw UsageError("--tasks: only with --slurm");
  if (sweep.act == SweepAct::extend && given.count("overwrite"))
    throw UsageError("--overwrite: deletes what extend is to keep; leave one out");
  if (sweep.slurm && given.count("overwrite"))
    throw UsageError("--overwrite: not with --slurm, whose tasks begin at different times; delete the folder first");
  if (sweep.slurm && sweep.shards > 0) throw UsageError("--slurm makes the shards itself; leave --shard out");
}

// The verb, which is the first word; none if that is an option.
Verb take_verb(std::vector<std::string>& words) {
  if (words.empty() || words[0].empty() || words[0][0] == '-') return Verb::none;
  const std::string word = words[0];
  words.erase(words.begin());
  std::vector<std::string> names;
  for (const auto& [name, verb] : kVerbs) {
    if (word == name) return verb;
    names.emplace_back(name);
  }
  throw UsageError("'" + word + "' is no verb; there are " + known_verbs() + did_you_mean(word, names));
}

// What is to be calibrated: the first of `words`.
std::string take_calibration(const po::variables_map& given, std::vector<std::string>& words) {
  const std::vector<std::string> kinds{"klout", "plans", "learned", "estimators"};
  if (words.empty() || std::find(kinds.begin(), kinds.end(), words[0]) == kinds.end())
    throw UsageError("calibrate what? write calibrate klout, plans, learned or estimators" +
                     (words.empty() ? "" : did_you_mean(words[0], kinds)));
  const std::string kind = words[0];
  words.erase(words.begin());
  if (kind != "estimators" && given.count("repetitions"))
    throw UsageError("--repetitions: only calibrate estimators takes it");
  if (words.empty() && kind == "klout") words.emplace_back("scenarios/calibration.yaml");
  return kind;
}

// Of the verbs that read a scenario: run, check, calibrate, sweep.
Options scenario_options(const po::variables_map& given, const std::vector<std::string>& words, Options o) {
  if (o.sweep.store.empty()) {
    if (words.empty()) throw UsageError("a scenario is missing; write a path such as scenarios/smoke.yaml");
    o.scenario = words[0];
  }
  if (given.count("set"))
    for (const std::string& text : given["set"].as<std::vector<std::string>>())
      o.overrides.push_back(override_of(text));
  if (given.count("seed"))
    o.overrides.push_back({"worlds.seed", std::to_string(whole(given, "seed", 0, 9000000000000000))});
  if (given.count("worlds"))
    o.overrides.push_back({"worlds.count", std::to_string(whole(given, "worlds", 1, 1000000))});
  if (given.count("design")) o.overrides.push_back({"sweep.design", given["design"].as<std::string>()});
  if (given.count("points"))
    o.overrides.push_back({"sweep.points", std::to_string(whole(given, "points", 1, 1000000))});
  if (given.count("threads")) o.threads = static_cast<unsigned>(whole(given, "threads", 1, threads_max()));
  if (given.count("output")) o.folder = given["output"].as<std::string>();
  if (given.count("output") && o.folder.empty()) throw UsageError("--output: the folder's name is empty");
  o.overwrite = given.count("overwrite") > 0;
  o.quiet = given.count("quiet") > 0;
  if (given.count("strategy")) o.strategy = given["strategy"].as<std::string>();
  o.json = given.count("json") > 0;
  return o;
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options o;
  std::vector<std::string> rest = arguments;
  o.verb = take_verb(rest);
  const po::variables_map given = parse(rest, o.verb);
  o.help = given.count("help") > 0;
  o.version = given.count("version") > 0;
  if (o.help || o.version) return o;
  if (o.verb == Verb::none) throw UsageError("a verb is missing; there are " + known_verbs());

  if (given.count("plugin")) o.plugins = given["plugin"].as<std::vector<std::string>>();
  std::vector<std::string> words;
  if (given.count("argument")) words = given["argument"].as<std::vector<std::string>>();
  if (o.verb == Verb::export_) return export_options(given, words, std::move(o));
  if (o.verb == Verb::explain) return explain_options(given, words, std::move(o));
  if (o.verb == Verb::audit) return audit_options(given, words, std::move(o));
  if (o.verb == Verb::score) return score_options(given, words, std::move(o));
  if (o.verb == Verb::compare) return compare_options(given, words, std::move(o));
  if (o.verb == Verb::calibrate) o.calibrate = take_calibration(given, words);
  if (o.calibrate == "estimators") return estimator_options(given, words, std::move(o));
  if (o.verb == Verb::sweep) {
    set_sweep_act(words, o.sweep);
    set_sweep(given, o.sweep);
  }
  if (words.size() > 1) throw UsageError("one argument too many: '" + words[1] + "'");
  if (o.verb == Verb::models) {
    if (!words.empty()) o.model = words[0];
    return o;
  }
  return scenario_options(given, words, std::move(o));
}

std::string help_text(Verb verb) {
  std::ostringstream page;
  page << usage_page(verb) << '\n'
       << visible_options(verb)
       << "\nExit codes: 0 done, 1 internal error, 2 usage, 3 faults in the scenario, 4 files or resources,\n"
          "130 interrupted. Data goes to stdout, messages to stderr; NO_COLOR and TERM=dumb are honoured.\n";
  return page.str();
}

}  // namespace clout
