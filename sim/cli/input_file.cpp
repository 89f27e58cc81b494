#include "sim/cli/input_file.h"

#include "sim/core/readable.h"
#include "sim/output/atomic_file.h"
#include "sim/scenario/score_file.h"

namespace clout {

void require_readable(const std::string& path) {
  if (const std::string why = why_unreadable(path); !why.empty()) throw FileError(path, "cannot be read: " + why);
}

void require_regular_file(const std::string& path) {
  if (const std::string why = why_no_regular_file(path); !why.empty()) throw FileError(path, "cannot be read: " + why);
}

void require_score_files(std::span<const std::string> words) {
  for (const std::string& word : words)
    if (is_score_file(word)) require_readable(word);
}

}  // namespace clout
