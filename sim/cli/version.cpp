// The only file that is compiled again with every commit.
#include "sim/cli/version.h"

#include <fmt/format.h>

#include "sim/cli/commit.h"
#include "sim/core/state.h"
#include "sim/output/atomic_file.h"

namespace clout {
namespace {

std::string& version_text() {
  static std::string text = kVersion;
  return text;
}
StateDigest plugins;

}  // namespace

const char* const kCommit = CLOUT_COMMIT;
const char* const kVersion = CLOUT_VERSION "+" CLOUT_COMMIT;

const std::string& program_version() { return version_text(); }

void mark_version(const std::string& plugin_file) {
  std::string bytes = read_file(plugin_file);
  plugins.raw("plugin", bytes.data(), bytes.size());
  version_text() = fmt::format("{}+plugins-{:08x}", kVersion, plugins.digest() >> 32);
}

}  // namespace clout
