// Expressions that a designer writes, read by muParser with this project's own functions.
#pragma once

#include <muParser.h>

#include <span>
#include <string>

namespace clout {

/// Makes a parser ready to evaluate `text`, in which names[k] stands for values[k]. Functions are abs, min, max, sqrt,
/// floor, exp, log, log1p, pow(a, b) and if(condition, then, else): those of sim/core/math.h in the place of the C
/// library's, which differ between processors.
void make_ready(mu::Parser& parser, const std::string& text, std::span<const char* const> names,
                std::span<double> values);

/// What is wrong with an expression, and where: "unknown word 'lieks' at 5; did you mean 'likes'?"; "" if nothing.
/// @param example  what might be written instead of nothing.
std::string expression_fault(const std::string& text, std::span<const char* const> names, const std::string& example);

}  // namespace clout
