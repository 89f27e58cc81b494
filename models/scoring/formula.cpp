#include "models/scoring/formula.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "models/scoring/expression.h"

namespace clout {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::array kColumns = {"posts",         "posts_recent",      "likes",
                                 "reshares",      "replies",           "reshares_made",
                                 "items_read",    "messages_sent",     "messages_received",
                                 "messages_answered", "check_ins",     "hours_online",
                                 "engagers",      "followers",         "followees",
                                 "day"};
using Values = std::array<double, kColumns.size()>;

Values values_of(const ScoringView& view, AgentId a) {
  const Ledger& l = view.ledger;
  return {double(l.posts[a]),
          double(l.posts_recent[a]) / kRecentUnit,
          double(l.likes[a]),
          double(l.reshares[a]),
          double(l.replies[a]),
          double(l.reshares_made[a]),
          double(l.items_read[a]),
          double(l.messages_sent[a]),
          double(l.messages_received[a]),
          double(l.messages_answered[a]),
          double(l.meetings_held[a]) + double(l.meetings_received[a]),
          double(l.seconds_online[a]) / 3600,
          double(l.engagers.of(a).size()),
          double(view.follower_count(a)),
          double(view.followee_count(a)),
          double(view.day)};
}

}  // namespace

std::span<const char* const> formula_columns() { return kColumns; }

std::string formula_fault(const std::string& formula) {
  return expression_fault(formula, kColumns, "followers + likes");
}

void FormulaParams::visit(ParamVisitor& v) {
  const std::string before = formula;
  v.text("formula", formula, {"", "One number an agent, out of what the ledger counts.", "the designer"});
  if (!v.reading()) return;
  const std::string fault = formula_fault(formula);
  if (fault.empty()) return;
  v.refuse("formula", fault);
  formula = before;  // as every faulty value leaves what was there: what is built of it would say the same again
}

Formula::Formula(const FormulaParams& params) : params_(params) {
  const std::string fault = formula_fault(params.formula);
  if (!fault.empty()) throw std::invalid_argument("the formula " + fault);
}

void Formula::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  if (scores.size() != view.agents) throw std::invalid_argument("Formula::start: one score an agent");
  update(view, pool, scores);
}

void Formula::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  pool.for_chunks(view.agents, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    mu::Parser parser;  // a chunk's own: it keeps the variables' values
    Values values;
    make_ready(parser, params_.formula, kColumns, values);
    for (std::size_t i = begin; i < end; ++i) {
      const auto a = static_cast<AgentId>(i);
      values = values_of(view, a);
      scores[i] = static_cast<float>(parser.Eval());
      if (std::isfinite(scores[i])) continue;
      std::string saw;
      for (std::size_t c = 0; c < kColumns.size(); ++c)
        if (params_.formula.find(kColumns[c]) != std::string::npos)
          saw += (saw.empty() ? " with " : ", ") + std::string(kColumns[c]) + " = " + number_text(values[c]);
      throw NoFiniteScore(a, saw);
    }
  });
}

ScoreInputs Formula::reads() const {
  constexpr std::array kInputs = {ScoreInput::posts,
                                  ScoreInput::posts_recent,
                                  ScoreInput::likes,
                                  ScoreInput::reshares,
                                  ScoreInput::replies,
                                  ScoreInput::reshares_made,
                                  ScoreInput::items_read,
                                  ScoreInput::messages_sent,
                                  ScoreInput::messages_received,
                                  ScoreInput::messages_answered,
                                  ScoreInput::check_ins,
                                  ScoreInput::hours_online,
                                  ScoreInput::engagers,
                                  ScoreInput::followers,
                                  ScoreInput::followees};  // in the order of kColumns, whose last is no input
  static_assert(kInputs.size() + 1 == kColumns.size());
  mu::Parser parser;
  Values values = {};
  make_ready(parser, params_.formula, kColumns, values);
  const auto used = parser.GetUsedVar();
  ScoreInputs inputs;
  for (std::size_t c = 0; c < kInputs.size(); ++c)
    if (used.count(kColumns[c]) > 0) inputs.add(kInputs[c]);
  return inputs;
}

void Formula::cues(std::span<const float> scores, std::span<float> cues) const {
  if (scores.empty()) return;
  const auto [lowest, highest] = std::minmax_element(scores.begin(), scores.end());
  const double least = *lowest, whole = *highest - least;
  for (std::size_t i = 0; i < scores.size(); ++i)
    cues[i] = whole > 0 ? static_cast<float>(std::min(1.0, (scores[i] - least) / whole)) : 0.0f;
}

std::unique_ptr<ScoringAlgorithm> Formula::clone() const { return std::make_unique<Formula>(*this); }

}  // namespace clout
