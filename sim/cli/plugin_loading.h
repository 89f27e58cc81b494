// What is said when a plug-in ends the program while it is loaded.
#pragma once

#include <exception>
#include <string>

namespace clout {

/// As long as it lives, std::terminate says on stderr that this file failed while it was loaded, and why, and ends the
/// program with kResourceError: static initialisers of a library run before it is asked for anything, and the loader
/// lets nothing through that they throw. One at a time.
class PluginLoading {
 public:
  /// @param file  must outlive it.
  explicit PluginLoading(const std::string& file);
  ~PluginLoading() { std::set_terminate(before_); }
  PluginLoading(const PluginLoading&) = delete;
  PluginLoading& operator=(const PluginLoading&) = delete;

 private:
  std::terminate_handler before_;
};

}  // namespace clout
