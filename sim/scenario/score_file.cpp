#include "sim/scenario/score_file.h"

#include <algorithm>
#include <filesystem>

#include "sim/core/section.h"
#include "sim/scenario/scenario_check.h"
#include "sim/scenario/scenario_visit.h"

namespace clout {

// Where faults of a name stand that no file holds.
static constexpr const char* kTheWord = "score";

bool is_score_file(const std::string& word) { return word.ends_with(".yaml") || word.ends_with(".yml"); }

ScoreSpec read_score(const std::string& word, const std::vector<Override>& overrides, const Catalogue& catalogue,
                     Faults& faults) {
  const std::size_t before = faults.size();
  const bool is_file = is_score_file(word);
  Document document =
      is_file ? Document::load(word, faults) : Document::parse("name: '" + escaped(word) + "'", kTheWord, faults);
  if (faults.size() > before) return {};
  for (const Override& o : overrides) document.set(o.path, o.value, faults);
  if (is_file && !document.find("name").exists() && !document.find("model").exists()) {
    faults.add(document.root().place(), "model",
               "is missing; write model: rules for points, badges and levels, else the name of a model");
    return {};
  }
  ScoreSpec score;
  ParamReader reader(document.root(), faults);
  visit_score(reader, score, false, catalogue);
  reader.finish();
  const bool is_named = document.find("name").exists();
  if (is_file && !is_named) {
    score.name = std::filesystem::path(word).stem().string();
    std::replace_if(
        score.name.begin(), score.name.end(), [](char c) { return !fits_name(c); }, '_');
  }
  if (const std::string fault = name_fault(score.name); is_file && !fault.empty() && faults.size() == before)
    faults.add(is_named ? document.place_of("name") : Place{word, 0, 0}, is_named ? "name" : "", fault);
  faults.change([](Fault& fault) {
    if (fault.place.file == kTheWord) fault.place = {}, fault.path = "";
  });
  return score;
}

}  // namespace clout
