#include "sim/plugin/plugin_guard.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/core/faults.h"
#include "sim/core/params.h"
#include "sim/plugin/score_parts.h"

namespace clout {
namespace {

constexpr const char* kSaysNothing = "it threw no std::exception that would say why";

/// What `body` gives; whoever calls says whose failure it was.
template <class Body>
auto readable(Body&& body) {
  try {
    return body();
  } catch (const std::exception&) {
    throw;
  } catch (...) {
    throw std::runtime_error(kSaysNothing);
  }
}

/// Names what its methods do wrong.
class Named {
 public:
  explicit Named(std::string model) : model_(std::move(model)) {}
  const std::string& model() const { return model_; }

  [[noreturn]] void blame(const char* method, const std::string& why) const {
    throw ModelError("model " + model_ + " of a plug-in: " + method + "() " + why);
  }

  template <class Body>
  auto ask(const char* method, Body&& body) const {
    try {
      return body();
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const ModelError&) {  // of a model inside
      throw;
    } catch (const std::exception& error) {
      blame(method, std::string("failed: ") + error.what());
    } catch (...) {
      blame(method, std::string("failed: ") + kSaysNothing);
    }
  }

  template <class Model>
  std::unique_ptr<Model> copy_of(const Model& inside) const {
    std::unique_ptr<Model> copy = ask("clone", [&] { return inside.clone(); });
    if (copy == nullptr) blame("clone", "gave nothing");
    return copy;
  }

 private:
  std::string model_;
};

class GuardedScore final : public ScoringAlgorithm, public ScoreOfParts {
 public:
  GuardedScore(Named named, std::unique_ptr<ScoringAlgorithm> inside)
      : named_(std::move(named)), inside_(std::move(inside)) {}

  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override {
    readable([&] { inside_->start(view, pool, scores); });
  }
  void observe(const ScoringView& view, ThreadPool& pool) override {
    readable([&] { inside_->observe(view, pool); });
  }
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override {
    readable([&] { inside_->update(view, pool, scores); });
  }
  void cues(std::span<const float> scores, std::span<float> cues) const override {
    named_.ask("cues", [&] { inside_->cues(scores, cues); });
    const auto wrong = std::find_if(cues.begin(), cues.end(), [](float cue) { return !(cue >= 0 && cue <= 1); });
    if (wrong != cues.end())
      named_.blame("cues", "gave agent " + std::to_string(wrong - cues.begin()) + " " + number_text(double{*wrong}) +
                               "; a number from 0 to 1 would do");
  }
  ScoreInputs reads() const override {
    return named_.ask("reads", [&] { return inside_->reads(); });
  }
  double memory_days(double fade_days) const override {
    const double days = named_.ask("memory_days", [&] { return inside_->memory_days(fade_days); });
    if (!(days >= 0 && std::isfinite(days)))
      named_.blame("memory_days", "gave " + number_text(days) + "; a number of days from 0 on would do");
    return days;
  }
  std::size_t memory_bytes() const override {
    return named_.ask("memory_bytes", [&] { return inside_->memory_bytes(); });
  }
  std::unique_ptr<ScoringAlgorithm> clone() const override {
    return std::make_unique<GuardedScore>(named_, named_.copy_of(*inside_));
  }
  void visit_state(StateVisitor& v) override {
    named_.ask("visit_state", [&] { inside_->visit_state(v); });
  }
  std::vector<ScorePart> parts() const override {
    const auto* const composed = dynamic_cast<const ScoreOfParts*>(inside_.get());
    return composed == nullptr ? std::vector<ScorePart>{} : named_.ask("parts", [&] { return composed->parts(); });
  }

 private:
  Named named_;
  std::unique_ptr<ScoringAlgorithm> inside_;
};

class GuardedStrategy final : public Strategy {
 public:
  GuardedStrategy(Named named, std::unique_ptr<Strategy> inside)
      : named_(std::move(named)), inside_(std::move(inside)) {}

  void plan(std::span<const AgentId> agents, const Observed& yesterday, std::vector<Plan>& plans,
            std::span<std::uint32_t> plan_of) override {
    named_.ask("plan", [&] { inside_->plan(agents, yesterday, plans, plan_of); });
  }
  Learning learning() const override {
    return named_.ask("learning", [&] { return inside_->learning(); });
  }
  void learn(const Review& review) override {
    named_.ask("learn", [&] { inside_->learn(review); });
  }
  std::vector<LearnedFigure> learned() const override {
    return named_.ask("learned", [&] { return inside_->learned(); });
  }
  std::unique_ptr<Strategy> clone() const override {
    return std::make_unique<GuardedStrategy>(named_, named_.copy_of(*inside_));
  }
  void visit_state(StateVisitor& v) override {
    named_.ask("visit_state", [&] { inside_->visit_state(v); });
  }

 private:
  Named named_;
  std::unique_ptr<Strategy> inside_;
};

class GuardedValue final : public ValueModel {
 public:
  GuardedValue(Named named, std::unique_ptr<ValueModel> inside)
      : named_(std::move(named)), inside_(std::move(inside)) {}

  void evaluate(const ValueView& view, ThreadPool& pool, std::span<const AgentId> agents,
                std::span<double> values) const override {
    named_.ask("evaluate", [&] { inside_->evaluate(view, pool, agents, values); });
    const auto wrong = std::find_if(values.begin(), values.end(), [](double value) { return !std::isfinite(value); });
    if (wrong == values.end()) return;
    const AgentId agent = agents[static_cast<std::size_t>(wrong - values.begin())];
    named_.blame("evaluate", "gave agent " + std::to_string(agent) + " no finite number");
  }

 private:
  Named named_;
  std::unique_ptr<ValueModel> inside_;
};

template <class Model, class Guarded>
class GuardedSetup final : public ModelSetup<Model> {
 public:
  GuardedSetup(Named named, std::unique_ptr<ModelSetup<Model>> inside)
      : named_(std::move(named)), inside_(std::move(inside)) {}

  void visit(ParamVisitor& v) override {
    readable([&] { inside_->visit(v); });
  }
  std::unique_ptr<Model> build() const override {
    std::unique_ptr<Model> built = readable([&] { return inside_->build(); });
    if (built == nullptr) named_.blame("build", "gave nothing");
    return std::make_unique<Guarded>(named_, std::move(built));
  }
  std::unique_ptr<ModelSetup<Model>> clone() const override {
    return std::make_unique<GuardedSetup>(named_, named_.copy_of(*inside_));
  }

 private:
  Named named_;
  std::unique_ptr<ModelSetup<Model>> inside_;
};

template <class Guarded, class Model>
void guard_rows(std::vector<Row<Model>>& rows, std::size_t from) {
  for (std::size_t k = from; k < rows.size(); ++k)
    rows[k].defaults = std::make_shared<GuardedSetup<Model, Guarded>>(Named(rows[k].name), rows[k].setup());
}

}  // namespace

void guard_models(Catalogue& catalogue, std::size_t scores, std::size_t strategies, std::size_t values) {
  guard_rows<GuardedScore>(catalogue.scoring, scores);
  guard_rows<GuardedStrategy>(catalogue.strategies, strategies);
  guard_rows<GuardedValue>(catalogue.value, values);
}

}  // namespace clout
