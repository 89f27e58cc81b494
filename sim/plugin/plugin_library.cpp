#include "sim/plugin/plugin_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <string_view>

#include "sim/core/readable.h"
#include "sim/plugin/plugin.h"

namespace clout {
namespace {

// Which of the things that must be alike are not.
std::string difference(const PluginAbi& theirs) {
  const PluginAbi ours;
  if (theirs.interface != ours.interface)
    return "is made for version " + std::to_string(theirs.interface) + " of the plug-in interface, and this is " +
           std::to_string(ours.interface) + "; build it against the package that this clout installs";
  if (theirs.compiler != ours.compiler)
    return "was built by gcc " + std::to_string(theirs.compiler) + ", and this clout by gcc " +
           std::to_string(ours.compiler) + "; build it with the same";
  if (theirs.checked != ours.checked)
    return "and this clout differ in _GLIBCXX_ASSERTIONS; build both with it or without";
  return "was built against headers of another clout; build it against the package that this one installs";
}

template <class Model>
void check_names(const std::vector<Row<Model>>& rows, std::size_t before, const std::string& file) {
  for (std::size_t k = before; k < rows.size(); ++k) {
    if (find_row(rows, rows[k].name) != &rows[k] || rows[k].name == "none")
      throw PluginError(file + ": adds a model called '" + rows[k].name + "', which there is already; rename it");
    if (rows[k].defaults == nullptr)
      throw PluginError(file + ": model '" + rows[k].name + "' has no parameters to read");
  }
}

}  // namespace

std::string add_plugin(const std::string& file, Catalogue& catalogue) {
  // A bare name would be looked for among the system's libraries.
  const std::unique_ptr<char, decltype(&std::free)> path(::realpath(file.c_str(), nullptr), &std::free);
  if (!path) throw PluginError(file + ": cannot be opened; the path of a shared library would do");
  if (const std::string why = why_no_regular_file(path.get()); !why.empty())
    throw PluginError(file + ": cannot be loaded: " + why);
  void* const library = ::dlopen(path.get(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::string why = ::dlerror();
    if (why.rfind(path.get(), 0) == 0) why = why.substr(std::string_view(path.get()).size() + 2);
    throw PluginError(file + ": cannot be loaded: " + why);
  }
  const auto* const plugin = static_cast<const Plugin*>(::dlsym(library, "clout_plugin"));
  if (plugin == nullptr) throw PluginError(file + ": is no plug-in of Clout: it does not export clout_plugin");
  if (!(plugin->abi == PluginAbi())) throw PluginError(file + ": " + difference(plugin->abi));
  const std::size_t scores = catalogue.scoring.size(), strategies = catalogue.strategies.size(),
                    values = catalogue.value.size();
  try {
    plugin->add(catalogue);
  } catch (const std::exception& error) {
    throw PluginError(file + ": failed while it added its models: " + error.what());
  }
  check_names(catalogue.scoring, scores, file);
  check_names(catalogue.strategies, strategies, file);
  check_names(catalogue.value, values, file);
  return plugin->name;
}

}  // namespace clout
