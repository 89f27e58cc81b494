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

#include "sim/output/sweep_response_table.h"

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
struct Family {
  std::tuple<std::string, std::string, std::string, std::string> key;  // form, strategy, than, cohort
  std::vector<std::size_t> members;
  std::vector<std::string> models;
};

std::vector<Family> families(const std::vector<ResponseAnswers>& responses, const std::set<std::string>& models) {
  std::vector<Family> found;
  for (std::size_t k = 0; k < responses.size(); ++k) {
    const SweepResponse& r = responses[k].response;
    const auto measure = by_model(r.measure, models);
    if (!measure) continue;
    const auto key = std::tuple(measure->form, r.strategy, r.than, r.cohort);
    auto at = std::find_if(found.begin(), found.end(), [&](const Family& f) { return f.key == key; });
    if (at == found.end()) at = found.insert(found.end(), Family{key, {}, {}});
    if (std::find(at->models.begin(), at->models.end(), measure->model) != at->models.end()) continue;
    at->members.push_back(k);
    at->models.push_back(measure->model);
  }
  std::erase_if(found, [](const Family& f) { return f.members.size() < 2; });
  return found;
}

ModelSplit split_of(const SweepStoreReader& store, const std::vector<ResponseAnswers>& responses,
                    const Family& family) {
  std::vector<RunFigures> figures;
  std::string unit;
  for (const std::size_t k : family.members) figures.push_back(figures_of_response(store, responses[k].response, unit));
  // Tables of the same worlds: only what all models have.
  for (const RunFigures& other : figures)
    std::erase_if(figures.front(), [&](const auto& figure) { return !other.contains(figure.first); });
  std::vector<ResponseTable> tables;
  for (RunFigures& f : figures) {
    std::erase_if(f, [&](const auto& figure) { return !figures.front().contains(figure.first); });
    tables.push_back(table_of(f, responses.front().at.size()));
  }
  std::vector<Responses> views;
  for (const ResponseTable& table : tables) views.push_back(table.responses());
  return model_split(views);
}

}  // namespace

std::vector<ModelAnswers> answers_over_models(const SweepStoreReader& store, const SweepSpec& spec,
                                              const std::vector<ResponseAnswers>& responses) {
  std::vector<ModelAnswers> answers;
  for (const Family& family : families(responses, value_models(store))) {
    const ResponseAnswers& first = responses[family.members.front()];
    ModelAnswers a{name_over_models(first.response.name, family.models.front()), first.unit, family.models, {}, {}};
    const double draws = sign_draws(spec) / static_cast<double>(family.models.size());
    for (const std::size_t k : family.members)
      for (const Interval& at : responses[k].at)
        if (at.worlds > 0) a.signs.add(at, draws);
    a.split = split_of(store, responses, family);
    answers.push_back(std::move(a));
  }
  return answers;
}

}  // namespace clout
