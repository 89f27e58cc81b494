#include "models/scoring/expression.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/core/faults.h"
#include "sim/core/math.h"
#include "sim/core/nearest.h"

namespace clout {
namespace {

constexpr std::size_t kLongest = 19999;  // characters; the parser takes no more

}  // namespace

void make_ready(mu::Parser& parser, const std::string& text, std::span<const char* const> names,
                std::span<double> values) {
  parser.ClearFun();
  parser.DefineFun("abs", [](double x) { return std::abs(x); });
  parser.DefineFun("floor", [](double x) { return std::floor(x); });
  parser.DefineFun("sqrt", [](double x) { return std::sqrt(x); });
  parser.DefineFun("exp", [](double x) { return det_exp(x); });
  parser.DefineFun("log", [](double x) { return det_log(x); });
  parser.DefineFun("log1p", [](double x) { return det_log1p(x); });
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
  try {
    mu::Parser parser;
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
      return "unknown word " + in_quotes(token) + place + did_you_mean(token, words);
    }
    if (error.GetCode() == mu::ecEMPTY_EXPRESSION || text.find_first_not_of(' ') == std::string::npos)
      return "is empty; write one, such as " + example;
    return "cannot be read" + (token.empty() ? std::string() : ": " + in_quotes(token)) + place;
  }
}

}  // namespace clout
