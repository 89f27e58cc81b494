// The list of everything pluggable, as a value that is passed in. models/catalogue.cpp fills it; no static object
// registers itself, because a static library would drop it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/params.h"
#include "sim/plugin/scoring.h"
#include "sim/plugin/strategy.h"
#include "sim/plugin/value.h"

namespace clout {

/// Parameters of one chosen model and the way to build it: what one catalogue row hands out.
template <class Model>
class ModelSetup {
 public:
  virtual ~ModelSetup() = default;
  virtual void visit(ParamVisitor& v) = 0;
  virtual std::unique_ptr<Model> build() const = 0;
  virtual std::unique_ptr<ModelSetup> clone() const = 0;
};

template <class Model, class Params, class Built>
class SetupOf final : public ModelSetup<Model> {
 public:
  SetupOf() = default;
  explicit SetupOf(Params params) : params_(std::move(params)) {}
  void visit(ParamVisitor& v) override { params_.visit(v); }
  std::unique_ptr<Model> build() const override { return std::make_unique<Built>(params_); }
  std::unique_ptr<ModelSetup<Model>> clone() const override { return std::make_unique<SetupOf>(params_); }

 private:
  Params params_;
};

/// One row: a model's name, what it is in a sentence, where it comes from, and its parameters at their defaults.
template <class Model>
struct Row {
  std::string name, summary, source;
  std::shared_ptr<const ModelSetup<Model>> defaults;
  std::unique_ptr<ModelSetup<Model>> setup() const { return defaults->clone(); }
};

struct Catalogue {
  std::vector<Row<ScoringAlgorithm>> scoring;
  std::vector<Row<Strategy>> strategies;
  std::vector<Row<ValueModel>> value;
};

/// The row called `name`, or nullptr.
template <class Model>
const Row<Model>* find_row(const std::vector<Row<Model>>& rows, std::string_view name) {
  for (const auto& row : rows)
    if (row.name == name) return &row;
  return nullptr;
}

template <class Model>
std::vector<std::string> row_names(const std::vector<Row<Model>>& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(row.name);
  return names;
}

}  // namespace clout
