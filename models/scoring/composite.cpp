#include "models/scoring/composite.h"

#include <algorithm>
#include <stdexcept>

#include "sim/core/nearest.h"
#include "sim/plugin/cues.h"

namespace clout {
namespace {

constexpr float kMost = 100;

/// The same score with the same parameters, whatever the weights.
bool alike(const CompositePart& a, const CompositePart& b) {
  const auto written = [](const CompositePart& part) {
    ParamWriter writer;
    part.setup->visit(writer);
    return writer.yaml();
  };
  return a.name == b.name && written(a) == written(b);
}

}  // namespace

// ---- Parameters ----

CompositeParams::CompositeParams(Rows rows) : rows_(std::make_shared<const Rows>(std::move(rows))) {
  for (const char* name : {"klout", "pagerank"}) parts.push_back(part_of(name));
}

CompositePart CompositeParams::part_of(const std::string& name) const {
  return {name, 1, find_row(*rows_, name)->setup()};
}

void CompositeParams::visit_part(ParamVisitor& v, CompositePart& part) {
  const std::vector<std::string> names = row_names(*rows_);
  if (part.setup == nullptr && !v.reading()) part = part_of(names.front());  // a row made to be listed
  const std::string before = part.name;
  v.choice("name", part.name, names, {"", "The score that goes in; a catalogue row.", "the designer"});
  if (v.reading() && part.name.empty() && !v.given("name"))
    v.refuse("name", "a name is missing; write one of " + list_of(names));
  const bool is_known = !part.name.empty();
  if (!is_known) part = part_of(names.front());  // a fault was told: any score lets the rest be checked
  if (part.name != before) part = part_of(part.name);
  v.real("weight", part.weight, {0, 1e9, true, false}, {"", "Its share is its weight over the sum of all.", "assumed"});
  part.setup->visit(v);
  if (!is_known) part.name.clear();
}

void CompositeParams::visit(ParamVisitor& v) {
  v.rows(
      "parts",
      {"", "Scores that go in, each with `weight` and its own parameters beside its name (here: klout's).",
       "the designer"},
      [&](std::size_t n) { parts.resize(n); }, parts.size(),
      [&](ParamVisitor& in, std::size_t i) {
        visit_part(in, parts[i]);
        const auto same = [&](const CompositePart& other) { return !parts[i].name.empty() && alike(other, parts[i]); };
        if (v.reading() && std::any_of(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i), same))
          in.refuse("name", in_quotes(parts[i].name) +
                                " stands there already with the same parameters; one with the "
                                "sum of the weights would do");
      });
  if (!v.reading() || !parts.empty()) return;
  v.refuse("parts", "there is no part; write one, such as [klout]");
  parts.push_back(part_of("klout"));  // so that the rest can be checked
}

// ---- The score ----

Composite::Composite(const CompositeParams& params) {
  double sum = 0;
  for (const CompositePart& part : params.parts) sum += part.weight;
  if (params.parts.empty()) throw std::invalid_argument("Composite: there is no part");
  for (const CompositePart& part : params.parts) {
    if (part.setup == nullptr) throw std::invalid_argument("Composite: a part without a model");
    parts_.push_back({part.weight / sum, part.setup->build(), {}});
  }
}

Composite::Composite(const Composite& other) {
  for (const Part& part : other.parts_) parts_.push_back({part.weight, part.score->clone(), part.published});
}

void Composite::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  for (Part& part : parts_) {
    part.published.resize(view.agents);
    part.score->start(view, pool, part.published);
  }
  mean_of_parts(scores);
}

void Composite::observe(const ScoringView& view, ThreadPool& pool) {
  for (Part& part : parts_) part.score->observe(view, pool);
}

void Composite::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  for (Part& part : parts_) part.score->update(view, pool, part.published);
  mean_of_parts(scores);
}

void Composite::mean_of_parts(std::span<float> scores) const {
  std::vector<float> cues(scores.size());
  std::vector<double> mean(scores.size());
  for (const Part& part : parts_) {
    part.score->cues(part.published, cues);
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += part.weight * static_cast<double>(cues[i]);
  }
  for (std::size_t i = 0; i < mean.size(); ++i) scores[i] = static_cast<float>(std::clamp(mean[i], 0.0, 1.0)) * kMost;
}

void Composite::cues(std::span<const float> scores, std::span<float> cues) const { linear_cues(scores, cues, kMost); }

ScoreInputs Composite::reads() const {
  ScoreInputs inputs;
  for (const Part& part : parts_) inputs.add(part.score->reads());
  return inputs;
}

double Composite::memory_days(double fade_days) const {
  double longest = 0;
  for (const Part& part : parts_) longest = std::max(longest, part.score->memory_days(fade_days));
  return longest;
}

std::size_t Composite::memory_bytes() const {
  std::size_t bytes = 0;
  for (const Part& part : parts_) bytes += part.score->memory_bytes() + part.published.size() * sizeof(float);
  return bytes;
}

void Composite::visit_state(StateVisitor& v) {
  for (Part& part : parts_) {
    v.column("published", part.published);
    part.score->visit_state(v);
  }
}

std::vector<ScorePart> Composite::parts() const {
  std::vector<ScorePart> all;
  for (std::size_t k = 0; k < parts_.size(); ++k) {
    const auto* const composed = dynamic_cast<const ScoreOfParts*>(parts_[k].score.get());
    if (composed == nullptr) continue;
    for (ScorePart part : composed->parts()) {
      part.path = "parts." + std::to_string(k) + '.' + part.path;
      all.push_back(std::move(part));
    }
  }
  return all;
}

}  // namespace clout
