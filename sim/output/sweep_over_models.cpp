#include "sim/output/sweep_over_models.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace clout {
namespace {

constexpr std::string_view kAllModels = "all value models";

std::set<std::string> value_models(const SweepStoreReader& store) {
  constexpr std::string_view kPrefix = "value_";
  std::set<std::string> models;
  for (const SweepMeasure& m : store.measures())
    if (m.measure.starts_with(kPrefix)) models.insert(m.measure.substr(kPrefix.size()));
  return models;
}

/// A text with its last occurrence of `word`, which no letter or digit touches, replaced; nothing if there is none.
std::optional<std::string> with_word_replaced(const std::string& text, const std::string& word, std::string_view by) {
  const auto touches = [&](std::size_t at) {
    return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
  };
  for (std::size_t at = text.rfind(word); at != std::string::npos; at = at == 0 ? text.npos : text.rfind(word, at - 1))
    if (!(at > 0 && touches(at - 1)) && !touches(at + word.size()))
      return text.substr(0, at) + std::string(by) + text.substr(at + word.size());
  return std::nullopt;
}

/// A measure of value, split: `gain_circles` is `gain_*` by circles.
struct MeasureByModel {
  std::string form, model;
};

/// The longest name counts: `reach_2` is not `reach`.
std::optional<MeasureByModel> by_model(const std::string& measure, const std::set<std::string>& models) {
  std::optional<MeasureByModel> found;
  for (const std::string& model : models) {
    if (found && found->model.size() >= model.size()) continue;
    for (const char* prefix : {"gain_", "value_"})
      if (const auto form = with_word_replaced(measure, prefix + model, std::string(prefix) + '*'))
        found = MeasureByModel{*form, model};
  }
  return found;
}

std::string name_over_models(const std::string& name, const std::string& model) {
  const auto replaced = with_word_replaced(name, model, kAllModels);
  return replaced ? *replaced : name + ", " + std::string(kAllModels);
}

/// Responses of one form; indices into the responses.
struct ModelFamily {
  std::tuple<std::string, std::string, std::string, std::string> key;  // form, strategy, than, cohort
  std::vector<std::size_t> members;
  std::vector<std::string> models;
};

std::vector<ModelFamily> families(const std::vector<ResponseAnswers>& responses, const std::set<std::string>& models) {
  std::vector<ModelFamily> found;
  for (std::size_t k = 0; k < responses.size(); ++k) {
    const SweepResponse& r = responses[k].response;
    const auto measure = by_model(r.measure, models);
    if (!measure) continue;
    const auto key = std::tuple(measure->form, r.strategy, r.than, r.cohort);
    auto at = std::find_if(found.begin(), found.end(), [&](const ModelFamily& f) { return f.key == key; });
    if (at == found.end()) at = found.insert(found.end(), ModelFamily{key, {}, {}});
    if (std::find(at->models.begin(), at->models.end(), measure->model) != at->models.end()) continue;
    at->members.push_back(k);
    at->models.push_back(measure->model);
  }
  std::erase_if(found, [](const ModelFamily& f) { return f.members.size() < 2; });
  return found;
}

/// The worlds of these seeds, which the table has.
ResponseTable worlds_of(const ResponseTable& table, const std::vector<std::uint64_t>& seeds) {
  ResponseTable picked{table.points, seeds.size(), seeds, {}};
  for (std::size_t point = 0; point < table.points; ++point)
    for (const std::uint64_t seed : seeds) {
      const auto at = std::lower_bound(table.seeds.begin(), table.seeds.end(), seed) - table.seeds.begin();
      picked.values.push_back(table.values[point * table.worlds + static_cast<std::size_t>(at)]);
    }
  return picked;
}

ModelSplit split_of(const std::vector<ResponseTable>& tables, const ModelFamily& family) {
  std::vector<std::uint64_t> seeds = tables[family.members.front()].seeds;
  for (const std::size_t k : family.members)
    std::erase_if(seeds, [&](std::uint64_t seed) {
      return !std::binary_search(tables[k].seeds.begin(), tables[k].seeds.end(), seed);
    });
  std::vector<ResponseTable> of_models;
  std::vector<Responses> views;
  for (const std::size_t k : family.members) of_models.push_back(worlds_of(tables[k], seeds));
  for (const ResponseTable& table : of_models) views.push_back(table.responses());
  return model_split(views);
}

}  // namespace

std::vector<ModelAnswers> answers_over_models(const SweepStoreReader& store, const SweepSpec& spec,
                                              const std::vector<ResponseAnswers>& responses,
                                              const std::vector<ResponseTable>& tables) {
  std::vector<ModelAnswers> answers;
  for (const ModelFamily& family : families(responses, value_models(store))) {
    const ResponseAnswers& first = responses[family.members.front()];
    ModelAnswers a{name_over_models(first.response.name, family.models.front()), first.unit, family.models, {}, {}};
    const double draws = sign_draws(spec) / static_cast<double>(family.models.size());
    for (const std::size_t k : family.members)
      for (const Interval& at : responses[k].at)
        if (at.worlds > 0) a.signs.add(at, draws);
    a.split = split_of(tables, family);
    answers.push_back(std::move(a));
  }
  return answers;
}

}  // namespace clout
