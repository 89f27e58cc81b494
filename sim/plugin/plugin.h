// What a shared library outside this tree exports to add models of its own: tests/plugin_example is one.
//
//     #include "sim/plugin/plugin.h"
//     namespace {
//     void add(clout::Catalogue& catalogue) { catalogue.scoring.push_back(clout::make_row<...>()); }
//     }
//     CLOUT_PLUGIN("my_models", add)
//
// It is built against the installed package (find_package(clout), target clout::plugin) and named with --plugin.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/plugin/catalogue.h"

namespace clout {

/// Counts up whenever what a plug-in includes changes its meaning or layout.
inline constexpr std::uint32_t kPluginInterface = 6;

/// What must be alike in Clout and a plug-in, because they hand each other C++ objects.
struct PluginAbi {
  std::uint32_t interface = kPluginInterface;
  std::uint32_t compiler = __GNUC__;
#ifdef _GLIBCXX_ASSERTIONS
  std::uint32_t checked = 1;
#else
  std::uint32_t checked = 0;
#endif
  std::uint32_t view_bytes = sizeof(ScoringView);
  std::uint32_t ledger_bytes = sizeof(Ledger);
  bool operator==(const PluginAbi&) const = default;
};

struct Plugin {
  PluginAbi abi;
  const char* name;
  void (*add)(Catalogue&);  ///< appends rows; names that are there already are refused
};

/// A catalogue row of a model with parameters, as models/catalogue.cpp makes them.
template <class Model, class Params, class Built>
Row<Model> make_row() {
  return {Params::kName, Params::kSummary, Params::kSource, std::make_shared<SetupOf<Model, Params, Built>>()};
}

}  // namespace clout

/// The one symbol that is looked for.
#define CLOUT_PLUGIN(name, add) \
  extern "C" __attribute__((visibility("default"))) const ::clout::Plugin clout_plugin = { \
      ::clout::PluginAbi{}, name, add};
