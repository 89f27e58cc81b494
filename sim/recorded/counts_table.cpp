#include "sim/recorded/counts_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "sim/core/nearest.h"
#include "sim/recorded/table_reader.h"

namespace clout {
namespace {

constexpr std::array kCounts = {ScoreInput::followers,
                                ScoreInput::followees,
                                ScoreInput::posts,
                                ScoreInput::posts_recent,
                                ScoreInput::likes,
                                ScoreInput::reshares,
                                ScoreInput::replies,
                                ScoreInput::reshares_made,
                                ScoreInput::items_read,
                                ScoreInput::messages_sent,
                                ScoreInput::messages_received,
                                ScoreInput::messages_answered,
                                ScoreInput::check_ins,
                                ScoreInput::hours_online};

/// One column of the file for one account of a row.
struct Source {
  ScoreInput input;
  std::size_t column;
};

class CountsReader {
 public:
  CountsReader(TableReader& table, const std::string& path, const CountsTableParams& params, Faults& faults)
      : table_(table), path_(path), params_(params), faults_(faults) {}

  CountsTable read() {
    const std::size_t before = faults_.size();
    check_names();
    const bool pairs = !params_.pairs_judged_by.empty();
    const std::vector<Source> first = sources(pairs ? "A_" : ""),
                              second = pairs ? sources("B_") : std::vector<Source>();
    if (first.empty() && second.empty() && faults_.size() == before)
      faults_.add({path_, 1, 1}, "",
                  "has none of the columns " + list_of(counts_table_columns()) +
                      (pairs ? " with A_ and B_ before them" : "") +
                      "; --columns followers=NAME,... says what they are called");
    if (pairs) require_both(first, second);
    const std::size_t judged = pairs ? table_.require(params_.pairs_judged_by).value_or(0) : 0;
    if (faults_.size() > before) return {};
    const std::size_t accounts = pairs ? 2 : 1;
    open(table_.rows() * accounts, first);
    std::optional<std::size_t> id;
    if (!pairs) id = table_.find("id");
    if (id) check_ids(*id);
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::string name = id ? table_.at(row, *id).text : std::to_string(row + 1);
      fill(row, row * accounts, first, pairs ? name + "A" : name);
      if (!pairs) continue;
      fill(row, row * accounts + 1, second, name + "B");
      const std::string& text = table_.at(row, judged).text;
      if (text != "0" && text != "1")
        table_.fault(row, judged, "expected 1 (the first leads) or 0, got " + in_quotes(text));
      out_.first_leads.push_back(text == "1");
    }
    return std::move(out_);
  }

 private:
  void check_names() {
    const std::vector<std::string> ours = counts_table_columns();
    for (const auto& [name, theirs] : params_.columns)
      if (std::find(ours.begin(), ours.end(), name) == ours.end())
        faults_.add({"--columns " + name + "=" + theirs, 0, 0}, "",
                    in_quotes(name) + " is not one of " + list_of(ours) + did_you_mean(name, ours));
  }

  /// Whoever reads the scores has to know whose they are.
  void check_ids(std::size_t column) {
    std::unordered_map<std::string_view, std::size_t> rows;
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::string& id = table_.at(row, column).text;
      if (id.empty()) {
        table_.fault(row, column, "is empty; each account needs an id of its own");
      } else if (const auto [place, is_new] = rows.try_emplace(id, row); !is_new) {
        table_.fault(row, column,
                     in_quotes(id) + " stands in line " + std::to_string(table_.line(place->second)) +
                         " already; each account needs an id of its own");
      } else {
        table_.require_utf8(row, column);
      }
    }
  }

  std::vector<Source> sources(const std::string& begin) {
    std::vector<Source> found;
    for (const ScoreInput input : kCounts) {
      const auto renamed = params_.columns.find(name_of(input));
      const bool asked = renamed != params_.columns.end();
      const std::string name = begin + (asked ? renamed->second : name_of(input));
      const auto column = asked ? table_.require(name) : table_.find(name);
      if (column) found.push_back({input, *column});
    }
    return found;
  }

  /// A column that one of a pair has is no 0 of the other's.
  void require_both(const std::vector<Source>& first, const std::vector<Source>& second) {
    const auto has = [](const std::vector<Source>& sources, ScoreInput input) {
      return std::any_of(sources.begin(), sources.end(), [&](const Source& s) { return s.input == input; });
    };
    for (const ScoreInput input : kCounts) {
      if (params_.columns.contains(name_of(input)) || has(first, input) == has(second, input)) continue;
      const std::string missing = has(first, input) ? "B_" : "A_", there = has(first, input) ? "A_" : "B_";
      faults_.add({path_, 1, 1}, missing + name_of(input),
                  "this column is missing, and " + there + name_of(input) + " is there");
    }
  }

  void open(std::size_t agents, const std::vector<Source>& sources) {
    Recording& r = out_.recording;
    r.follows = FollowGraph(agents);
    r.followers.assign(agents, 0);
    r.followees.assign(agents, 0);
    for (const Source& source : sources) r.has.add(source.input);
  }

  std::uint32_t count(std::size_t row, std::size_t column, double unit) {
    const double value = table_.number(row, column).value_or(0);
    constexpr double kMost = std::numeric_limits<std::uint32_t>::max();
    if (value * unit > kMost) {
      table_.fault(row, column, "is too large: at most 4294967295 fit");
      return 0;
    }
    const double whole = std::floor(value * unit + 0.5);
    if (unit == 1 && whole != value) ++out_.rounded;
    return static_cast<std::uint32_t>(whole);
  }

  void fill(std::size_t row, std::size_t agent, const std::vector<Source>& sources, const std::string& id) {
    out_.recording.ids.push_back(id);
    for (const Source& source : sources) {
      const double unit = source.input == ScoreInput::posts_recent   ? kRecentUnit
                          : source.input == ScoreInput::hours_online ? 3600
                                                                     : 1;
      out_.recording.counts.push_back({0, static_cast<AgentId>(agent), source.input, count(row, source.column, unit)});
    }
  }

  TableReader& table_;
  const std::string& path_;
  const CountsTableParams& params_;
  Faults& faults_;
  CountsTable out_;
};

}  // namespace

std::vector<std::string> counts_table_columns() {
  std::vector<std::string> names;
  for (const ScoreInput input : kCounts) names.emplace_back(name_of(input));
  return names;
}

CountsTable read_counts_table(const std::string& path, const CountsTableParams& params, Faults& faults) {
  TableReader table(path, faults);
  if (!table.ok()) return {};
  return CountsReader(table, path, params, faults).read();
}

}  // namespace clout
