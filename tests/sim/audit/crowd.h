// A crowd small enough to count by hand, and scores to audit on it.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/catalogue.h"
#include "sim/audit/audit.h"
#include "sim/core/section.h"
#include "sim/scenario/score_file.h"

namespace clout::test {

/// 30 people who post and like one another, the same every day: person k has k likes a day, of k people.
inline Crowd crowd_of(const AuditParams& params, Day days = 40) {
  Recording r;
  constexpr AgentId kPeople = 30;
  for (AgentId a = 0; a < kPeople; ++a) r.ids.push_back(std::to_string(a));
  r.follows = FollowGraph(kPeople);
  r.has = ScoreInputs::all();
  r.days = days;
  for (Day day = 0; day < days; ++day) {
    for (AgentId a = 0; a < kPeople; ++a) {
      r.acts.push_back({day, a, a, RecordedActKind::post});
      for (AgentId k = 1; k <= a; ++k)
        r.acts.push_back({day, (a + k) % kPeople, a, RecordedActKind::like, 0, false, day});
      r.counts.push_back({day, a, ScoreInput::hours_online, 3600});
    }
  }
  const std::vector<std::uint8_t> present(kPeople, 1);
  std::vector<float> worth;
  for (AgentId a = 0; a < kPeople; ++a) worth.push_back(static_cast<float>(kPeople - a));
  return make_crowd(std::move(r), present, worth, params);
}

/// @param yaml  of a score, as a file of rules has it.
inline std::shared_ptr<ModelSetup<ScoringAlgorithm>> setup_of_score(const std::string& yaml) {
  Faults faults;
  const Document document = Document::parse(yaml, "score.yaml", faults);
  const Catalogue catalogue = make_catalogue();
  const Row<ScoringAlgorithm>* row = find_row(catalogue.scoring, document.find("model").text());
  REQUIRE(row != nullptr);
  std::shared_ptr<ModelSetup<ScoringAlgorithm>> setup = row->setup();
  ParamReader reader(document.root(), faults);
  reader.raw("model");
  setup->visit(reader);
  reader.finish();
  REQUIRE(faults.text() == "");
  return setup;
}

}  // namespace clout::test
