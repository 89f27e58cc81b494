#include "sim/world/population_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "sim/core/ids.h"
#include "sim/core/nearest.h"
#include "sim/core/readable.h"
#include "sim/world/csv_rows.h"

namespace clout {
namespace {

const std::vector<std::string>& known_columns() {
  static const std::vector<std::string> names = {"role",          "city",    "topics",       "quality",
                                                 "own_worth",     "present", "bio_complete", "hours_online",
                                                 "hours_offline", "strategy"};
  return names;
}

class AgentReader {
 public:
  AgentReader(const std::string& path, const PopulationParams& params, Faults& faults)
      : path_(path), params_(params), faults_(faults), before_(faults.size()) {}

  GivenAgents read() {
    std::string why;
    const std::optional<std::string> text = contents_of(path_, why);
    if (!text) {
      faults_.add({path_, 0, 0}, "population.file", "cannot be read: " + why);
      return {};
    }
    rows_ = csv_rows(*text, [&](int line, int column, const std::string& what) { fault(line, column, what); });
    if (rows_.empty()) {
      fault(1, 1, "the file is empty; a header row with names of columns would do");
      return {};
    }
    read_header();
    if (faults_.size() > before_) return {};
    out_.agents = rows_.size() - 1;
    if (out_.agents == 0) fault(rows_[0].line, 1, "there is no agent below the header");
    for (std::size_t i = 1; i < rows_.size(); ++i)
      if (rows_[i].fields.size() != names_.size())
        fault(rows_[i].line, 1,
              "the row has " + std::to_string(rows_[i].fields.size()) + " fields, the header has " +
                  std::to_string(names_.size()));
    // Of the others all faults are told beside it.
    std::erase_if(rows_, [&](const CsvRow& row) { return row.fields.size() != names_.size(); });
    for (std::size_t c = 0; c < names_.size(); ++c) read_column(c);
    check_weeks();
    return std::move(out_);
  }

 private:
  void fault(int line, int column, const std::string& message, const std::string& name = "") {
    faults_.add({path_, line, column}, name.empty() ? "population.file" : "population.file." + name, message);
  }

  void read_header() {
    std::set<std::string> seen;
    for (const CsvField& f : rows_[0].fields) {
      const auto& known = known_columns();
      if (std::find(known.begin(), known.end(), f.text) == known.end())
        fault(rows_[0].line, f.column, "unknown column " + in_quotes(f.text) + did_you_mean(f.text, known));
      else if (!seen.insert(f.text).second)
        fault(rows_[0].line, f.column, "column " + in_quotes(f.text) + " stands twice in the header");
      names_.push_back(f.text);
    }
  }

  template <class F>
  void each(std::size_t c, F&& f) {
    for (std::size_t i = 1; i < rows_.size(); ++i) f(rows_[i].fields[c], rows_[i].line);
  }
  void refuse(const CsvField& f, int line, const std::string& name, const std::string& wanted) {
    fault(line, f.column,
          (f.text.empty() ? std::string("the field is empty") : in_quotes(f.text) + " is not " + wanted) +
              (f.text.empty() ? "; " + wanted + " would do" : ""),
          name);
  }

  static std::optional<double> number(const std::string& s) {
    double x;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), x);
    if (error != std::errc() || end != s.data() + s.size() || !(x - x == 0)) return std::nullopt;
    return x;
  }
  static std::optional<std::uint64_t> whole(const std::string& s) {
    std::uint64_t x;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), x);
    if (error != std::errc() || end != s.data() + s.size()) return std::nullopt;
    return x;
  }

  void numbers(std::size_t c, std::vector<float>& to, double low, double high, bool open) {
    const std::string wanted = std::string("a number in ") + (open ? "(" : "[") + number_text(low) + ", " +
                               number_text(high) + (open ? ")" : "]");
    each(c, [&](const CsvField& f, int line) {
      const auto x = number(f.text);
      const auto kept = static_cast<float>(x.value_or(0));  // the range is asked of what is kept
      if (!x || !(open ? kept > low && kept < high : kept >= low && kept <= high))
        return refuse(f, line, names_[c], wanted);
      to.push_back(kept);
    });
  }
  void flags(std::size_t c, std::vector<std::uint8_t>& to) {
    each(c, [&](const CsvField& f, int line) {
      const bool yes = f.text == "true" || f.text == "yes" || f.text == "1";
      if (!yes && f.text != "false" && f.text != "no" && f.text != "0")
        return refuse(f, line, names_[c], "true, false, yes, no, 1 or 0");
      to.push_back(yes);
    });
  }
  /// True if a column has numbers and no names: if no more of its fields are words. Those of the other kind are faults.
  bool has_numbers(std::size_t c) {
    std::size_t numbers = 0, words = 0;
    each(c, [&](const CsvField& f, int) {
      if (!f.text.empty()) ++(number(f.text) ? numbers : words);
    });
    return numbers >= words;
  }
  /// Of a column of names: a fault if the field is a number.
  bool refuse_number(const CsvField& f, int line, const std::string& name) {
    if (!number(f.text)) return false;
    fault(line, f.column, in_quotes(f.text) + " is a number, and most of the column are names; one of both would do",
          name);
    return true;
  }

  void read_roles(std::size_t c) {
    std::vector<std::string> names;
    for (const RoleParams& r : params_.roles) names.push_back(r.name);
    each(c, [&](const CsvField& f, int line) {
      const auto at = std::find(names.begin(), names.end(), f.text);
      if (at == names.end())
        return fault(line, f.column, "no role has the name " + in_quotes(f.text) + did_you_mean(f.text, names), "role");
      out_.role.push_back(static_cast<std::uint8_t>(at - names.begin()));
    });
  }

  void read_cities(std::size_t c) {
    if (has_numbers(c)) {
      out_.cities = static_cast<std::uint16_t>(params_.cities);
      each(c, [&](const CsvField& f, int line) {
        const auto x = whole(f.text);
        if (!x || *x >= static_cast<std::uint64_t>(params_.cities))
          return refuse(f, line, "city", "a whole number in [0, " + std::to_string(params_.cities - 1) + "]");
        out_.city.push_back(static_cast<std::uint16_t>(*x));
      });
      return;
    }
    std::map<std::string, std::size_t> count;
    each(c, [&](const CsvField& f, int line) {
      if (f.text.empty()) return refuse(f, line, "city", "the name of a city");
      if (!refuse_number(f, line, "city")) ++count[f.text];
    });
    std::vector<std::pair<std::string, std::size_t>> order(count.begin(), count.end());
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    if (order.size() > 65535) {
      fault(rows_[0].line, rows_[0].fields[c].column,
            "there are " + std::to_string(order.size()) + " cities; at most 65535 would do", "city");
      return;
    }
    std::map<std::string, std::uint16_t> index;
    for (const auto& [name, size] : order) {
      index[name] = static_cast<std::uint16_t>(out_.city_names.size());
      out_.city_names.push_back(name);
    }
    out_.cities = static_cast<std::uint16_t>(order.size());
    each(c, [&](const CsvField& f, int) {
      if (!f.text.empty()) out_.city.push_back(index[f.text]);
    });
  }

  void read_topics(std::size_t c) {
    if (has_numbers(c)) {
      const std::uint64_t all = params_.topics >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << params_.topics) - 1;
      each(c, [&](const CsvField& f, int line) {
        const auto x = whole(f.text);
        if (!x || *x == 0 || *x > all)
          return refuse(
              f, line, "topics",
              "a set of up to " + std::to_string(params_.topics) + " bits, in [1, " + std::to_string(all) + "]");
        out_.topics.push_back(*x);
      });
      return;
    }
    std::map<std::string, int> bit;
    const auto words = [&](const std::string& text, auto&& f) {
      for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        const std::string word = trimmed(std::string_view(text).substr(at, end - at));
        if (!word.empty()) f(word);
        at = end + 1;
      }
    };
    each(c, [&](const CsvField& f, int line) {
      bool any = refuse_number(f, line, "topics");
      words(f.text, [&](const std::string& w) { bit[w] = 0, any = true; });
      if (!any)
        fault(line, f.column, "an agent has at least one topic; names with `;` between them would do", "topics");
    });
    if (bit.size() > static_cast<std::size_t>(params_.topics)) {
      fault(rows_[0].line, rows_[0].fields[c].column,
            "there are " + std::to_string(bit.size()) + " topics; population.topics allows " +
                std::to_string(params_.topics),
            "topics");
      return;
    }
    for (auto& [name, b] : bit) {
      b = static_cast<int>(out_.topic_names.size());
      out_.topic_names.push_back(name);
    }
    each(c, [&](const CsvField& f, int) {
      std::uint64_t set = 0;
      words(f.text, [&](const std::string& w) { set |= std::uint64_t{1} << bit[w]; });
      out_.topics.push_back(set);
    });
  }

  void read_strategies(std::size_t c) {
    std::map<std::string, std::uint16_t> index;
    each(c, [&](const CsvField& f, int line) {
      if (f.text.empty()) return refuse(f, line, "strategy", "the name of a strategy");
      const auto [at, is_new] = index.emplace(f.text, static_cast<std::uint16_t>(out_.strategy_names.size()));
      if (is_new) {
        out_.strategy_names.push_back(f.text);
        out_.strategy_places.push_back({path_, line, f.column});
      }
      out_.strategy.push_back(at->second);
    });
  }

  void read_column(std::size_t c) {
    const std::string& name = names_[c];
    if (name == "role") read_roles(c);
    if (name == "city") read_cities(c);
    if (name == "topics") read_topics(c);
    if (name == "strategy") read_strategies(c);
    if (name == "quality") numbers(c, out_.quality, 0, 1, true);
    if (name == "own_worth") numbers(c, out_.own_worth, 0, 1e30, true);
    if (name == "present") flags(c, out_.present);
    if (name == "bio_complete") flags(c, out_.bio_complete);
    if (name == "hours_online") numbers(c, out_.hours_online, 0, kHoursPerWeek, false);
    if (name == "hours_offline") numbers(c, out_.hours_offline, 0, kHoursPerWeek, false);
  }

  /// Nobody has more hours than a week, whether both doses are given or the other one is drawn up to its maximum.
  void check_weeks() {
    const auto index = [&](const char* name) {
      const auto at = std::find(names_.begin(), names_.end(), name);
      return at == names_.end() ? std::optional<std::size_t>() : static_cast<std::size_t>(at - names_.begin());
    };
    const auto online = index("hours_online"), offline = index("hours_offline");
    if (!online && !offline) return;
    const std::size_t last = std::max(online.value_or(0), offline.value_or(0));
    const double added = params_.hours_online_added + params_.hours_offline_added;
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      const auto& fields = rows_[i].fields;
      const auto hours = [&](std::optional<std::size_t> c, double drawn) {
        return c ? number(fields[*c].text).value_or(0) : drawn;  // what is no number is a fault already
      };
      const double on = hours(online, params_.hours_online_max), off = hours(offline, params_.hours_offline_max);
      if (on > kHoursPerWeek || off > kHoursPerWeek || on + off + added <= kHoursPerWeek) continue;
      const std::string& name = names_[last];
      const bool both = online && offline;
      const double other = name == "hours_online" ? off : on;
      fault(rows_[i].line, fields[last].column,
            number_text(on) + " h online and " + number_text(off) + " h offline" +
                (both      ? ""
                 : offline ? " (online up to population.hours_online_max)"
                           : " (offline up to population.hours_offline_max)") +
                (added > 0 ? ", and " + number_text(added) + " h that population.hours_*_added adds," : "") +
                " are more than the 168 h of a week; " + number_text(std::max(0.0, kHoursPerWeek - other - added)) +
                " or less would do",
            name);
    }
  }

  const std::string& path_;
  const PopulationParams& params_;
  Faults& faults_;
  const std::size_t before_;
  std::vector<CsvRow> rows_;
  std::vector<std::string> names_;
  GivenAgents out_;
};

}  // namespace

GivenAgents read_population_file(const std::string& path, const PopulationParams& params, Faults& faults) {
  return AgentReader(path, params, faults).read();
}

}  // namespace clout
