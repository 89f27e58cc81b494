// `clout models`: tables of what can be chosen and set.
#pragma once

#include <cstddef>
#include <string>

#include "sim/plugin/catalogue.h"

namespace clout {

/// @param name   a model, a group of keys (`react`, `population.network`), a key (`e_online`), or "" for an overview.
/// @param width  columns of the terminal, 0 = any.
/// @throws UsageError  nothing is called like that.
std::string models_text(const Catalogue& catalogue, const std::string& name, std::size_t width);

}  // namespace clout
