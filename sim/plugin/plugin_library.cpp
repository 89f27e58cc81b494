#include "sim/plugin/plugin_library.h"

#include <dlfcn.h>
#include <elf.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>
#include <system_error>

#include "sim/core/readable.h"
#include "sim/plugin/plugin.h"
#include "sim/plugin/plugin_guard.h"

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

/// Whether the file ends before what its program headers say is to be loaded, as that of a copy cut short. The loader
/// does not look, and whoever touches the missing pages dies of it.
bool is_cut_short(const std::filesystem::path& file) {
  const std::uintmax_t bytes = std::filesystem::file_size(file);
  std::ifstream in(file, std::ios::binary);
  Elf64_Ehdr header;
  if (!in.read(reinterpret_cast<char*>(&header), sizeof header)) return false;
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64) return false;
  const auto reaches_beyond = [&](std::uint64_t begin, std::uint64_t size) {
    return begin > bytes || size > bytes - begin;
  };
  for (std::uint64_t k = 0; k < header.e_phnum; ++k) {
    Elf64_Phdr segment;
    in.seekg(static_cast<std::streamoff>(header.e_phoff + k * header.e_phentsize));
    if (!in.read(reinterpret_cast<char*>(&segment), sizeof segment)) return true;
    if (segment.p_type == PT_LOAD && reaches_beyond(segment.p_offset, segment.p_filesz)) return true;
  }
  return false;
}

void* open_library(const std::string& file) {
  // A bare name would be looked for among the system's libraries.
  const std::unique_ptr<char, decltype(&std::free)> path(::realpath(file.c_str(), nullptr), &std::free);
  if (!path) throw PluginError(file + ": cannot be opened; the path of a shared library would do");
  if (const std::string why = why_no_regular_file(path.get()); !why.empty())
    throw PluginError(file + ": cannot be loaded: " + why);
  if (is_cut_short(path.get()))
    throw PluginError(file + ": ends before its last segment; a whole copy of the file would do");
  void* const library = ::dlopen(path.get(), RTLD_NOW | RTLD_LOCAL);
  if (library != nullptr) return library;
  std::string why = ::dlerror();
  if (why.rfind(path.get(), 0) == 0) why = why.substr(std::string_view(path.get()).size() + 2);
  throw PluginError(file + ": cannot be loaded: " + why);
}

void add_models(const Plugin& plugin, const std::string& file, Catalogue& catalogue) {
  try {
    plugin.add(catalogue);
  } catch (const std::exception& error) {
    throw PluginError(file + ": failed while it added its models: " + error.what());
  } catch (...) {  // of a type that says nothing
    throw PluginError(file + ": failed while it added its models, and threw no std::exception that would say why");
  }
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
  void* const library = open_library(file);
  const auto* const plugin = static_cast<const Plugin*>(::dlsym(library, "clout_plugin"));
  if (plugin == nullptr) throw PluginError(file + ": is no plug-in of Clout: it does not export clout_plugin");
  if (!(plugin->abi == PluginAbi())) throw PluginError(file + ": " + difference(plugin->abi));
  if (plugin->name == nullptr || plugin->add == nullptr)
    throw PluginError(file + ": its clout_plugin has no " + (plugin->name == nullptr ? "name" : "function `add`") +
                      "; CLOUT_PLUGIN(name, add) sets both");
  const std::size_t scores = catalogue.scoring.size(), strategies = catalogue.strategies.size(),
                    values = catalogue.value.size();
  add_models(*plugin, file, catalogue);
  check_names(catalogue.scoring, scores, file);
  check_names(catalogue.strategies, strategies, file);
  check_names(catalogue.value, values, file);
  guard_models(catalogue, scores, strategies, values);
  return plugin->name;
}

}  // namespace clout
