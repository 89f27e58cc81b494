// What is wrong with a file the user wrote, and where. Faults are collected, so that one reading reports all of them;
// they become an exception only when the reading is over.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace clout {

/// A position in a file, or the command line option that a value came from.
struct Place {
  std::string file;  ///< path as the user wrote it; an override is its own file, `--set scoring.visible=klot`
  int line = 0;      ///< 1-based; 0 = unknown
  int column = 0;    ///< 1-based, counted in characters, not bytes; 0 = unknown

  bool operator==(const Place&) const = default;
};

/// One thing that is wrong.
struct Fault {
  Place place;
  std::string path;     ///< dotted path of the key, `strategies.reshare_ring.reshare_prob`; empty = the whole file
  std::string message;  ///< what is wrong; what would do

  /// `file:line:column: path: message`, leaving out what is not known.
  std::string text() const;
};

/// A list of faults in the order of their finding.
class Faults {
 public:
  void add(Place place, std::string path, std::string message);

  bool empty() const { return faults_.empty(); }
  std::size_t size() const { return faults_.size(); }

  /// The faults by file, line and column; those of one place stay in the order of their finding.
  std::vector<Fault> sorted() const;

  /// The sorted faults, one line each, every line ended by a newline.
  std::string text() const;

 private:
  std::vector<Fault> faults_;
};

/// Text for a message: in single quotes, shortened when it is long, line breaks and control characters as escapes.
std::string in_quotes(std::string_view text);

/// Thrown when a scenario was read to its end and had faults. what() is faults().text().
class ScenarioError : public std::runtime_error {
 public:
  explicit ScenarioError(Faults faults);

  const Faults& faults() const { return faults_; }

 private:
  Faults faults_;
};

}  // namespace clout
