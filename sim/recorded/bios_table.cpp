#include "sim/recorded/bios_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "sim/recorded/table_reader.h"
#include "sim/world/csv_rows.h"

namespace clout {
namespace {

constexpr std::size_t kMostCities = 65536, kMostTopics = 64;

using Numbers = std::map<std::string, std::size_t>;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(';', begin), text.size());
    if (std::string word = trimmed(std::string_view(text).substr(begin, end - begin)); !word.empty())
      words.push_back(std::move(word));
    begin = end + 1;
  }
  return words;
}

void number_by_name(Numbers& numbers) {
  std::size_t next = 0;
  for (auto& [name, number] : numbers) number = next++;
}

class BiosReader {
 public:
  BiosReader(TableReader& table, const std::string& path, Recording& recording, Faults& faults)
      : table_(table), path_(path), recording_(recording), faults_(faults) {}

  void read() {
    const std::size_t before = faults_.size();
    const auto id = table_.require("id"), city = table_.require("city"), topics = table_.require("topics");
    if (faults_.size() > before) return;
    find_rows(*id);
    for (const auto& [agent, row] : rows_) {
      note(row, *city, {table_.at(row, *city).text}, cities_, kMostCities);
      note(row, *topics, words_of(table_.at(row, *topics).text), topics_, kMostTopics);
    }
    if (faults_.size() > before) return;
    number_by_name(cities_);
    number_by_name(topics_);
    recording_.city.assign(recording_.agents(), 0);
    recording_.topics.assign(recording_.agents(), 0);
    for (const auto& [agent, row] : rows_) {
      recording_.city[agent] = static_cast<std::uint16_t>(cities_.at(table_.at(row, *city).text));
      for (const std::string& topic : words_of(table_.at(row, *topics).text))
        recording_.topics[agent] |= std::uint64_t{1} << topics_.at(topic);
    }
    recording_.has.add(ScoreInput::bios);
  }

 private:
  /// Of every account of the recording.
  void find_rows(std::size_t id) {
    std::unordered_map<std::string, AgentId> agents;
    for (std::size_t a = 0; a < recording_.agents(); ++a) agents[recording_.ids[a]] = static_cast<AgentId>(a);
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const auto agent = agents.find(table_.at(row, id).text);
      if (agent == agents.end()) continue;
      if (!rows_.try_emplace(agent->second, row).second)
        table_.fault(row, id, in_quotes(agent->first) + " has a row already");
    }
    std::vector<std::string> missing;
    for (std::size_t a = 0; a < recording_.agents(); ++a)
      if (!rows_.contains(static_cast<AgentId>(a))) missing.push_back(recording_.ids[a]);
    if (!missing.empty()) faults_.add({path_, 1, 1}, "id", "there is no row for " + list_of(missing));
  }

  void note(std::size_t row, std::size_t column, const std::vector<std::string>& words, Numbers& numbers,
            std::size_t most) {
    if (words.empty() || words.front().empty()) return table_.fault(row, column, "is empty; a word would do");
    table_.require_utf8(row, column);
    for (const std::string& word : words) {
      if (numbers.size() >= most && !numbers.contains(word))
        return table_.fault(row, column,
                            in_quotes(word) + " is one too many; " + std::to_string(most) + " different ones would do");
      numbers.try_emplace(word, 0);
    }
  }

  TableReader& table_;
  const std::string& path_;
  Recording& recording_;
  Faults& faults_;
  std::map<AgentId, std::size_t> rows_;
  Numbers cities_, topics_;
};

}  // namespace

void read_bios(const std::string& path, Recording& recording, Faults& faults) {
  TableReader table(path, faults);
  if (table.ok()) BiosReader(table, path, recording, faults).read();
}

}  // namespace clout
