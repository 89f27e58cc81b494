#include "models/scoring/expression.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <vector>

#include "sim/core/faults.h"
#include "sim/core/math.h"
#include "sim/core/nearest.h"

namespace clout {
namespace {

constexpr std::size_t kLongest = 19999;  // characters; the parser takes no more

/// A word that stands for nothing, and where it first does.
struct Unknown {
  std::size_t at;
  std::string word;
};

bool is_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::size_t place_of_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_of_word(text[at - 1])) && (end == text.size() || !is_of_word(text[end]))) return at;
  }
  return 0;
}

/// All of them, from left to right; of a text that cannot be read to its end the first alone.
std::vector<Unknown> unknown_words(mu::Parser& parser, const std::string& text, std::span<const char* const> names,
                                   const Unknown& first) {
  std::vector<Unknown> all;
  try {
    for (const auto& [word, value] : parser.GetUsedVar())
      if (std::find(names.begin(), names.end(), word) == names.end()) all.push_back({place_of_word(text, word), word});
  } catch (const mu::ParserError&) {
    return {first};
  }
  std::sort(all.begin(), all.end(), [](const Unknown& a, const Unknown& b) { return a.at < b.at; });
  return all.empty() ? std::vector{first} : all;
}

/// What would do, for mistakes of form that the parser tells apart.
std::string remedy(mu::EErrorCodes code) {
  switch (code) {
    case mu::ecMISSING_PARENS:
      return "; it ends before its last ')'";
    case mu::ecUNEXPECTED_PARENS:
      return "; a '(' or ')' too many, or an operator before it is missing";
    case mu::ecUNEXPECTED_EOF:
      return "; it ends where a number or a word should come";
    case mu::ecUNEXPECTED_OPERATOR:
      return "; a number or a word should stand before it";
    case mu::ecUNEXPECTED_VAL:
    case mu::ecUNEXPECTED_VAR:
    case mu::ecUNEXPECTED_FUN:
      return "; an operator such as + or * before it is missing";
    case mu::ecTOO_MANY_PARAMS:
      return "; the function takes fewer numbers";
    case mu::ecTOO_FEW_PARAMS:
      return "; the function takes more numbers";
    default:
      return "";
  }
}

constexpr std::size_t kTabled = 1024;

/// F(x), looked up where x is a small whole number: formulas take logarithms of counts above all, and most counts are.
template <double (*F)(double) noexcept>
double of_count(double x) {
  static const auto table = [] {
    std::array<double, kTabled> all;
    for (std::size_t k = 0; k < kTabled; ++k) all[k] = F(static_cast<double>(k));
    return all;
  }();
  if (!(x >= 1 && x < kTabled)) return F(x);
  const auto k = static_cast<std::size_t>(x);
  return static_cast<double>(k) == x ? table[k] : F(x);
}

}  // namespace

void make_ready(mu::Parser& parser, const std::string& text, std::span<const char* const> names,
                std::span<double> values) {
  parser.ClearFun();
  parser.ClearConst();
  parser.DefineFun("abs", [](double x) { return std::abs(x); });
  parser.DefineFun("floor", [](double x) { return std::floor(x); });
  parser.DefineFun("sqrt", [](double x) { return std::sqrt(x); });
  parser.DefineFun("exp", [](double x) { return det_exp(x); });
  parser.DefineFun("log", of_count<det_log>);
  parser.DefineFun("log1p", of_count<det_log1p>);
  parser.DefineFun("pow", [](double x, double y) { return det_pow(x, y); });
  parser.DefineFun("min", [](double x, double y) { return std::min(x, y); });
  parser.DefineFun("max", [](double x, double y) { return std::max(x, y); });
  parser.DefineFun("if", [](double condition, double yes, double no) { return condition != 0 ? yes : no; });
  for (std::size_t c = 0; c < names.size(); ++c) parser.DefineVar(names[c], &values[c]);
  parser.SetExpr(text);
}

std::string expression_fault(const std::string& text, std::span<const char* const> names, const std::string& example) {
  if (text.size() > kLongest)
    return "is " + std::to_string(text.size()) + " characters long; at most " + std::to_string(kLongest) + " would do";
  if (text.find('^') != std::string::npos)
    return "has '^' at " + std::to_string(text.find('^') + 1) + "; pow(a, b) would do";
  if (text.find('=') != std::string::npos && text.find("==") == std::string::npos &&
      text.find("<=") == std::string::npos && text.find(">=") == std::string::npos &&
      text.find("!=") == std::string::npos)
    return "sets a value at " + std::to_string(text.find('=') + 1) + "; a formula only reckons";
  mu::Parser parser;
  try {
    std::vector<double> values(names.size());
    make_ready(parser, text, names, values);
    parser.Eval();
    if (parser.GetNumResults() > 1) return "has several results; one would do";
    return "";
  } catch (const mu::ParserError& error) {
    const std::string token = error.GetToken();
    const std::string place = " at " + std::to_string(error.GetPos() + 1);
    if (error.GetCode() == mu::ecUNASSIGNABLE_TOKEN) {
      std::vector<std::string> words(names.begin(), names.end());
      for (const char* function : {"abs", "floor", "sqrt", "exp", "log", "log1p", "pow", "min", "max", "if"})
        words.emplace_back(function);
      std::string fault;
      for (const auto& [at, word] :
           unknown_words(parser, text, names, {static_cast<std::size_t>(error.GetPos()), token}))
        fault += (fault.empty() ? "unknown word " : " and unknown word ") + in_quotes(word) + " at " +
                 std::to_string(at + 1) + did_you_mean(word, words);
      return fault;
    }
    if (error.GetCode() == mu::ecEMPTY_EXPRESSION || text.find_first_not_of(' ') == std::string::npos)
      return "is empty; write one, such as " + example;
    return "cannot be read" + (token.empty() ? std::string() : ": " + in_quotes(token)) + place +
           remedy(error.GetCode());
  }
}

}  // namespace clout
