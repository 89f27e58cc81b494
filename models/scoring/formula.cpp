#include "models/scoring/formula.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "models/scoring/expression.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;

// What a formula may name, and what it then reads.
struct FormulaColumn {
  const char* name;
  std::optional<ScoreInput> input;
  double (*of)(const ScoringView& view, AgentId a);
};

template <auto Counts>
double count_of(const ScoringView& view, AgentId a) {
  return static_cast<double>((view.ledger.*Counts)[a]);
}

constexpr std::array kColumns = {
    FormulaColumn{"posts", ScoreInput::posts, count_of<&Ledger::posts>},
    FormulaColumn{"posts_recent", ScoreInput::posts_recent,
                  [](const ScoringView& v, AgentId a) { return double(v.ledger.posts_recent[a]) / kRecentUnit; }},
    FormulaColumn{"likes", ScoreInput::likes, count_of<&Ledger::likes>},
    FormulaColumn{"reshares", ScoreInput::reshares, count_of<&Ledger::reshares>},
    FormulaColumn{"replies", ScoreInput::replies, count_of<&Ledger::replies>},
    FormulaColumn{"reshares_made", ScoreInput::reshares_made, count_of<&Ledger::reshares_made>},
    FormulaColumn{"items_read", ScoreInput::items_read, count_of<&Ledger::items_read>},
    FormulaColumn{"messages_sent", ScoreInput::messages_sent, count_of<&Ledger::messages_sent>},
    FormulaColumn{"messages_received", ScoreInput::messages_received, count_of<&Ledger::messages_received>},
    FormulaColumn{"messages_answered", ScoreInput::messages_answered, count_of<&Ledger::messages_answered>},
    FormulaColumn{"check_ins", ScoreInput::check_ins,
                  [](const ScoringView& v, AgentId a) {
                    return double(v.ledger.meetings_held[a]) + double(v.ledger.meetings_received[a]);
                  }},
    FormulaColumn{"hours_online", ScoreInput::hours_online,
                  [](const ScoringView& v, AgentId a) { return double(v.ledger.seconds_online[a]) / 3600; }},
    FormulaColumn{"engagers", ScoreInput::engagers,
                  [](const ScoringView& v, AgentId a) { return double(v.ledger.engagers.of(a).size()); }},
    FormulaColumn{"followers", ScoreInput::followers,
                  [](const ScoringView& v, AgentId a) { return double(v.follower_count(a)); }},
    FormulaColumn{"followees", ScoreInput::followees,
                  [](const ScoringView& v, AgentId a) { return double(v.followee_count(a)); }},
    FormulaColumn{"day", std::nullopt, [](const ScoringView& v, AgentId) { return double(v.day); }}};

constexpr auto kNames = [] {
  std::array<const char*, kColumns.size()> names{};
  std::transform(kColumns.begin(), kColumns.end(), names.begin(), [](const FormulaColumn& c) { return c.name; });
  return names;
}();

}  // namespace

std::span<const char* const> formula_columns() { return kNames; }

std::string formula_fault(const std::string& formula) { return expression_fault(formula, kNames, "followers + likes"); }

void FormulaParams::visit(ParamVisitor& v) {
  const std::string before = formula;
  v.text("formula", formula, {"", "One number an agent, out of what the ledger counts.", "the designer"});
  if (!v.reading()) return;
  const std::string fault = formula_fault(formula);
  if (fault.empty()) return;
  v.refuse("formula", fault);
  formula = before;  // as every faulty value leaves what was there: what is built of it would say the same again
}

// A worker's own: the parser keeps the values that its variables stand for.
class Formula::Evaluator {
 public:
  explicit Evaluator(const std::string& formula) {
    make_ready(parser_, formula, kNames, values_);
    const auto named = parser_.GetUsedVar();
    for (std::size_t c = 0; c < kColumns.size(); ++c)
      if (named.count(kNames[c]) > 0) used_.push_back(c);
  }

  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  // Of the columns that the formula names.
  std::span<const std::size_t> used() const { return used_; }

  double of(const ScoringView& view, AgentId a) {
    for (const std::size_t c : used_) values_[c] = kColumns[c].of(view, a);
    return parser_.Eval();
  }

  // " with likes = 0, posts = 3": what the last agent had of them.
  std::string seen() const {
    std::string text;
    for (const std::size_t c : used_)
      text += (text.empty() ? " with " : ", ") + std::string(kNames[c]) + " = " + number_text(values_[c]);
    return text;
  }

 private:
  std::array<double, kColumns.size()> values_{};
  std::vector<std::size_t> used_;
  mu::Parser parser_;
};

Formula::Formula(const FormulaParams& params) : params_(params) {
  const std::string fault = formula_fault(params.formula);
  if (!fault.empty()) throw std::invalid_argument("the formula " + fault);
  const Evaluator evaluator(params.formula);
  for (const std::size_t c : evaluator.used())
    if (kColumns[c].input) inputs_.add(*kColumns[c].input);
}

Formula::Formula(const Formula& other) : params_(other.params_), inputs_(other.inputs_) {}

Formula::~Formula() = default;

void Formula::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (scores.size() != view.agents) throw std::invalid_argument("Formula::start: one score an agent");
  update(view, pool, scores);
}

void Formula::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (evaluators_.size() < pool.threads()) evaluators_.resize(pool.threads());
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned worker) {
    auto& evaluator = evaluators_[worker];
    if (!evaluator) evaluator = std::make_unique<Evaluator>(params_.formula);
    for (std::size_t i = begin; i < end; ++i) {
      scores[i] = static_cast<float>(evaluator->of(view, static_cast<AgentId>(i)));
      if (!std::isfinite(scores[i])) throw NoFiniteScore(static_cast<AgentId>(i), evaluator->seen());
    }
  });
}

void Formula::cues(std::span<const float> scores, std::span<float> cues) const {
  if (scores.empty()) return;
  const auto [lowest, highest] = std::minmax_element(scores.begin(), scores.end());
  const double least = *lowest, whole = *highest - least;
  for (std::size_t i = 0; i < scores.size(); ++i)
    cues[i] = whole > 0 ? static_cast<float>(std::min(1.0, (scores[i] - least) / whole)) : 0.0f;
}

std::unique_ptr<ScoringAlgorithm> Formula::clone() const { return std::unique_ptr<Formula>(new Formula(*this)); }

}  // namespace clout
