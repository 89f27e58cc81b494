#include "sim/output/foreign_files.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <system_error>

#include "sim/output/atomic_file.h"
#include "sim/output/report_file.h"
#include "sim/output/run_reader.h"

namespace clout {
namespace fs = std::filesystem;
using namespace run_file;
namespace {

class Search {
 public:
  void in_run(const fs::path& run) {
    each(run / kWorlds, [&](const fs::path& entry, const std::string& name) { in_worlds(entry, name); });
    for (const char* folder : {kArms, kPoints})
      each(run / folder, [&](const fs::path& entry, const std::string&) { in_run_below(entry); });
  }

  std::vector<fs::path> found;

 private:
  template <class F>
  void each(const fs::path& folder, F&& look_at) {
    std::error_code ec;
    for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
      const std::string name = it->path().filename().string();
      if (!name.starts_with(kTemporaryPrefix)) look_at(it->path(), name);
    }
    if (ec && ec != std::errc::no_such_file_or_directory) throw FileError(folder, "cannot be read: " + ec.message());
  }

  static bool is_folder(const fs::path& path) {
    std::error_code ec;
    return fs::is_directory(fs::symlink_status(path, ec));
  }

  void in_run_below(const fs::path& run) {
    if (!is_folder(run)) return found.push_back(run);
    each(run, [&](const fs::path& entry, const std::string& name) {
      static constexpr const char* kTop[] = {kManifest, kResolved, kSummary,    kDaily, kCourse,
                                             kLearned,  kLikeness, kReportFile, kLock};
      const bool file = std::find(std::begin(kTop), std::end(kTop), name) != std::end(kTop) ||
                        std::find(std::begin(kAnswers), std::end(kAnswers), name) != std::end(kAnswers);
      const bool folder = name == kWorlds || name == kArms || name == kPoints;
      if (is_folder(entry) ? !folder : !file) found.push_back(entry);
    });
    in_run(run);
  }

  void in_worlds(const fs::path& entry, const std::string& name) {
    const std::string stem = entry.stem().string();  // 0001.checkpoint, .0001.part
    const bool part = name.starts_with('.') && name.ends_with(".part");
    if (is_folder(entry)) {
      if (seed_of_folder(part ? stem.substr(1) : name)) return in_world(entry);
    } else if (name.ends_with(".checkpoint") && seed_of_folder(stem)) {
      return;
    }
    found.push_back(entry);
  }

  void in_world(const fs::path& world) {
    each(world, [&](const fs::path& entry, const std::string& name) {
      static constexpr const char* kFiles[] = {kAgentFile, kProbeFile, kMeasures, kDaily,
                                               kCourse,    kLearned,   kLikeness, kChecksums};
      const bool ours = std::find(std::begin(kFiles), std::end(kFiles), name) != std::end(kFiles) ||
                        name.starts_with("follows_day_") || name.starts_with("ties_day_");  // graph_export.h
      if (is_folder(entry) || !ours) found.push_back(entry);
    });
  }
};

}  // namespace

std::vector<fs::path> foreign_files(const fs::path& run) {
  Search search;
  search.in_run(run);
  std::sort(search.found.begin(), search.found.end());
  return search.found;
}

}  // namespace clout
