// What is wrong with a file the user wrote, and where. Faults are collected, so that one reading reports all of them;
// they become an exception only when the reading is over.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <span>
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

  /// `file:line:column`, leaving out what is not known; not escaped.
  std::string text() const;
};

/// One thing that is wrong.
struct Fault {
  Place place;
  std::string path;     ///< dotted path of the key, `strategies.reshare_ring.reshare_prob`; empty = the whole file
  std::string message;  ///< what is wrong; what would do

  /// `file:line:column: path: message`, leaving out what is not known; one line that is safe to print (escaped).
  std::string text() const;
};

/// A list of faults in the order of their finding. Of one file the first kKept are kept and the others counted: a
/// million wrong lines are one mistake.
class Faults {
 public:
  static constexpr std::size_t kKept = 50;

  void add(Place place, std::string path, std::string message);
  /// Adds the faults of another list, and what it only counted.
  void append(const Faults& other);

  bool empty() const { return size_ == 0; }
  /// Of all, also of those that were only counted.
  std::size_t size() const { return size_; }
  /// Lets `change` give each fault that is kept another place, path or message. What was only counted of a file of
  /// which no fault is left there is counted where its last one went.
  void change(const std::function<void(Fault&)>& change);
  /// True if a further fault of this file will only be counted: its message need not be made.
  bool full(const std::string& file) const;

  /// The faults by file, line and column; those of one place stay in the order of their finding.
  std::vector<Fault> sorted() const;

  /// The sorted faults, one line each, every line ended by a newline. Below those of a file `FILE: and 12 more faults`,
  /// if some were only counted.
  std::string text() const;

 private:
  std::vector<Fault> faults_;
  struct Count {
    std::size_t kept = 0, left_out = 0;
  };
  std::map<std::string, Count> files_;
  std::size_t size_ = 0;
};

/// Text that may come from anywhere, safe for a terminal and of one line: line breaks, control characters, marks that
/// change the direction of writing and bytes that are no UTF-8 become escapes such as \n, \x1b, \u202e.
std::string escaped(std::string_view text);

/// Text for a message: in single quotes, shortened when it is long, escaped.
std::string in_quotes(std::string_view text);

/// "a, b, c" for a message; of more than 32 words "a, b, ... and 3 more".
std::string list_of(std::span<const std::string> words);

/// Thrown when a model that a scenario asks for fails in a world: "score mine on day 10: why".
class ModelError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown when a scenario was read to its end and had faults. what() is faults().text().
class ScenarioError : public std::runtime_error {
 public:
  explicit ScenarioError(Faults faults);

  const Faults& faults() const { return faults_; }

 private:
  Faults faults_;
};

}  // namespace clout
