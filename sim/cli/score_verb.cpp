#include "sim/cli/score_verb.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>
#include <span>
#include <system_error>
#include <utility>

#include "sim/analysis/pair_ranking.h"
#include "sim/cli/command.h"
#include "sim/cli/figure_text.h"
#include "sim/cli/input_file.h"
#include "sim/cli/of_score.h"
#include "sim/cli/progress.h"
#include "sim/core/faults.h"
#include "sim/core/table.h"
#include "sim/output/atomic_file.h"
#include "sim/recorded/bios_table.h"
#include "sim/recorded/counts_table.h"
#include "sim/recorded/event_log.h"
#include "sim/scenario/score_file.h"
#include "sim/world/edge_list.h"

namespace clout {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// The data, whatever they came as.
struct Data {
  Recording recording;
  std::vector<std::uint8_t> first_leads;  ///< of judged pairs; else empty
  std::string what;                       ///< "a table of counts"
};

struct Scored {
  std::string name;
  std::vector<float> scores;
};

Recording recording_of(EdgeList list) {
  Recording recording;
  for (const std::uint64_t id : list.ids) recording.ids.push_back(std::to_string(id));
  recording.follows = std::move(list.graph);
  recording.has = {ScoreInput::followers, ScoreInput::followees, ScoreInput::links};
  return recording;
}

Data read_data(const ScoreOptions& options, ThreadPool& pool, Faults& faults, std::ostream& err) {
  Data data;
  if (!options.events.empty()) {
    data.recording = read_event_log(options.events, faults);
    if (!options.bios.empty() && faults.empty()) read_bios(options.bios, data.recording, faults);
    data.what = "this log of acts";
  } else if (!options.edges.empty()) {
    NetworkParams network;
    network.file = options.edges;
    network.direction = options.direction;
    data.recording = recording_of(read_edge_list(network, pool, faults));
    data.what = "a list of links";
  } else {
    CountsTable table = read_counts_table(options.counts, {options.columns, options.judged_by}, faults);
    data.recording = std::move(table.recording);
    data.first_leads = std::move(table.first_leads);
    data.what = "a table of counts";
    if (table.rounded > 0 && faults.empty())
      err << "clout: " << table.rounded << " counts are no whole numbers and were rounded\n";
  }
  faults.change([](Fault& fault) {
    if (fault.path.starts_with("population.")) fault.path.clear();  // where a scenario would name the file
  });
  return data;
}

bool wants_all(const ScoreOptions& options) { return options.scores == std::vector<std::string>{"all"}; }

std::vector<ScoreSpec> read_scores(const ScoreOptions& options, const std::vector<Override>& overrides,
                                   const Catalogue& catalogue, Faults& faults) {
  std::vector<ScoreSpec> scores;
  for (const std::string& word : wants_all(options) ? row_names(catalogue.scoring) : options.scores)
    scores.push_back(read_score(word, overrides, catalogue, faults));
  if (!faults.empty()) return scores;
  for (std::size_t k = 0; k < scores.size(); ++k) {
    const std::string& name = scores[k].name;
    const auto same = [&](const ScoreSpec& other) { return other.name == name; };
    if (name == "id") faults.add({}, "", "'id' is the column of accounts; give the score another name");
    if (std::any_of(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(k), same))
      faults.add({}, "", in_quotes(name) + " stands there already; give it another name or leave it out");
  }
  return scores;
}

/// Before the first day nothing is known of anybody, and a score has to have a number for that.
void require_beginning(const std::vector<ScoreSpec>& scores, ThreadPool& pool, Faults& faults) {
  const FollowGraph nobody_follows(1);
  const Ledger nothing_happened(1);
  const ScoringView view{.agents = 1, .follows = nobody_follows, .ledger = nothing_happened};
  const auto begin = [&](const ScoreSpec& score) {
    try {
      std::vector<float> newcomer(1);
      score.setup->build()->start(view, pool, newcomer);
    } catch (const NoFiniteScore& error) {
      faults.add({}, "",
                 score.name + " gives no finite number to accounts of which nothing is known yet" + error.why());
    }
  };
  for (const ScoreSpec& score : scores) of_score(score.name, [&] { begin(score); });
}

/// Those that the data allow. One that they do not allow is a fault if it was asked for by name.
std::vector<ScoreSpec> possible(std::vector<ScoreSpec> scores, bool asked_by_name, const Data& data, Faults& faults,
                                std::ostream& err) {
  std::erase_if(scores, [&](const ScoreSpec& score) {
    const auto missing =
        of_score(score.name, [&] { return score.setup->build()->reads(); }).missing_in(data.recording.has);
    if (missing.empty()) return false;
    const std::string why = score.name + " looks at " + list_of(missing) + ", which " + data.what + " does not have";
    if (asked_by_name) faults.add({}, "", why);
    if (!asked_by_name) err << "clout: left out: " << why << '\n';
    return true;
  });
  return scores;
}

/// `id,klout,pagerank` and a row for each account, by the first score.
std::string csv_of(const Recording& recording, std::span<const Scored> scored) {
  std::vector<std::size_t> order(recording.agents());
  for (std::size_t a = 0; a < order.size(); ++a) order[a] = a;
  const std::vector<float>& first = scored.front().scores;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return first[a] > first[b]; });
  std::string text = "id";
  for (const Scored& score : scored) text += ',' + score.name;
  text += '\n';
  for (const std::size_t a : order) {
    const std::string& id = recording.ids[a];
    if (id.find_first_of(",\"\r\n") == std::string::npos) {
      text += id;
    } else {
      text += '"';
      for (const char c : id) text += c == '"' ? "\"\"" : std::string(1, c);
      text += '"';
    }
    for (const Scored& score : scored) text += fmt::format(",{}", score.scores[a]);
    text += '\n';
  }
  return text;
}

void print_judgement(const Data& data, std::span<const Scored> scored, bool json, std::ostream& out) {
  Table table({"score", "agreement [95 %]", "AUC [95 %]"});
  Json rows = Json::array();
  for (const Scored& score : scored) {
    std::vector<float> first, second;
    for (std::size_t k = 0; k < data.first_leads.size(); ++k) {
      first.push_back(score.scores[2 * k]);
      second.push_back(score.scores[2 * k + 1]);
    }
    const PairRanking r = judge_pairs(first, second, data.first_leads);
    table.add({score.name, interval_text(r.agreement), r.auc ? interval_text(*r.auc) : "-"});
    Json row = {{"score", score.name},
                {"agreement", r.agreement.estimate},
                {"agreement_low", r.agreement.low},
                {"agreement_high", r.agreement.high}};
    if (r.auc) row.update({{"auc", r.auc->estimate}, {"auc_low", r.auc->low}, {"auc_high", r.auc->high}});
    rows.push_back(std::move(row));
  }
  if (json) {
    out << Json{{"pairs", data.first_leads.size()}, {"scores", rows}}.dump(2) << '\n';
    return;
  }
  out << table.text(stdout_columns()) << "\nagreement: share of " << data.first_leads.size()
      << " pairs whose higher score was judged ahead, equal scores half. AUC: of the difference of the two scores.\n"
         "Nothing was fitted to these pairs.\n";
}

/// @throws FileError  the table would go where something is that must stay.
void require_place(const ScoreOptions& options, bool overwrite) {
  if (options.table.empty() || !fs::exists(options.table)) return;
  std::vector<std::string> inputs = options.scores;
  inputs.insert(inputs.end(), {options.events, options.bios, options.edges, options.counts});
  std::error_code none;  // most are no files
  for (const std::string& input : inputs)
    if (fs::equivalent(options.table, input, none))
      throw FileError(options.table, "is what is read; another name would do");
  if (!overwrite) throw FileError(options.table, "is there already; --overwrite would replace it");
}

std::vector<float> scores_of(const Recording& recording, const ScoreSpec& spec, const RecordingParams& params,
                             ThreadPool& pool) {
  const auto algorithm = spec.setup->build();
  try {
    return score_recording(recording, *algorithm, static_cast<Day>(spec.update_every_days), params, pool);
  } catch (const NoFiniteScore& error) {  // the data know accounts by their ids
    throw ModelError("score " + spec.name + ": gives " + in_quotes(recording.ids[error.agent()]) + " no finite number" +
                     error.why());
  }
}

}  // namespace

int score_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  const ScoreOptions& score = options.score;
  require_place(score, options.overwrite);
  require_score_files(score.scores);
  for (const std::string& file : {score.events, score.bios, score.counts})
    if (!file.empty()) require_readable(file);
  if (!score.edges.empty()) require_regular_file(score.edges);
  ThreadPool pool(options.threads > 0 ? options.threads : usable_threads());
  Faults faults;
  std::vector<ScoreSpec> specs = read_scores(score, options.overrides, catalogue, faults);
  const Data data = read_data(score, pool, faults, err);
  if (faults.empty()) specs = possible(std::move(specs), !wants_all(score), data, faults, err);
  if (faults.empty()) require_beginning(specs, pool, faults);
  if (!faults.empty()) throw ScenarioError(std::move(faults));
  const RecordingParams params{score.fade_days, score.selectivity, static_cast<std::size_t>(score.engagers_kept)};
  std::vector<Scored> scored;
  for (const ScoreSpec& spec : specs) {
    scored.push_back({spec.name, of_score(spec.name, [&] { return scores_of(data.recording, spec, params, pool); })});
  }
  if (scored.empty()) {
    err << "clout: no score of the catalogue can be reckoned from these data\n";
    return kScenarioFaults;
  }
  if (!score.table.empty()) write_file(score.table, csv_of(data.recording, scored));
  if (!data.first_leads.empty()) {
    print_judgement(data, scored, options.json, out);
  } else if (score.table.empty()) {
    out << csv_of(data.recording, scored);
  }
  return kDone;
}

}  // namespace clout
