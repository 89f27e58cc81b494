#include "sim/cli/plugin_loading.h"

#include <cstdio>
#include <cstdlib>

#include "sim/cli/command.h"

namespace clout {
namespace {

const std::string* loading = nullptr;

[[noreturn]] void say_and_end() {
  std::string why = "it threw no std::exception that would say why";
  try {
    if (const std::exception_ptr thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    why = error.what();
  } catch (...) {  // of a type that says nothing
  }
  std::fprintf(stderr, "clout: %s: failed while it was loaded, before it was asked for anything: %s\n",
               loading->c_str(), why.c_str());
  std::_Exit(kResourceError);
}

}  // namespace

PluginLoading::PluginLoading(const std::string& file) {
  loading = &file;
  before_ = std::set_terminate(&say_and_end);
}

}  // namespace clout
