// Opens a plug-in and lets it add its models.
#pragma once

#include <stdexcept>
#include <string>

#include "sim/plugin/catalogue.h"

namespace clout {

/// Why a plug-in cannot be used: "FILE: what is wrong; what would do".
class PluginError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Appends the models of the shared library `file` to the catalogue. It stays open till the program ends.
/// @return  the plug-in's name.
/// @throws PluginError  no such file, cut short, none of Clout's, made for another version or compiler, a missing
///                      symbol, a name that there is already, no name or function, a throw while it added its models.
/// What its static initialisers throw does not come through the loader and calls std::terminate.
std::string add_plugin(const std::string& file, Catalogue& catalogue);

}  // namespace clout
