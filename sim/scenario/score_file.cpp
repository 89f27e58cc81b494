#include "sim/scenario/score_file.h"

#include "sim/core/section.h"
#include "sim/scenario/scenario_visit.h"

namespace clout {

ScoreSpec read_score(const std::string& word, const std::vector<Override>& overrides, const Catalogue& catalogue,
                     Faults& faults) {
  const std::size_t before = faults.size();
  Document document = word.ends_with(".yaml") || word.ends_with(".yml")
                          ? Document::load(word, faults)
                          : Document::parse("name: '" + escaped(word) + "'", "the score's name", faults);
  if (faults.size() > before) return {};
  for (const Override& o : overrides) document.set(o.path, o.value, faults);
  ScoreSpec score;
  ParamReader reader(document.root(), faults);
  visit_score(reader, score, false, catalogue);
  reader.finish();
  return score;
}

}  // namespace clout
