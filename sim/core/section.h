// A YAML file as a tree of our own, in which every key and value knows where it was written, with the traps of YAML
// taken out: no duplicate or merge keys, no anchors, no tags, one document. Values stay text until somebody asks for a
// number (sim/core/params.h); nothing here knows what the keys mean.
//
// Nodes are immutable and shared: a Document is cheap to copy, an override rebuilds only the nodes above it, and a
// Section stays valid when its Document is gone. Text becomes a tree in section_parse.cpp; section_path.cpp knows how
// its parts are addressed.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/faults.h"

namespace clout {

enum class NodeKind { null, scalar, list, map };

struct Node;
using NodePtr = std::shared_ptr<const Node>;

/// One key with its value, or one row of a list.
struct Entry {
  std::string key;  ///< of a row: its `name` if no other row of the list has it, else its index
  Place key_place;
  NodePtr value;
};

/// One value of a YAML document.
struct Node {
  NodeKind kind = NodeKind::null;
  std::string text;           ///< of a scalar, after unquoting
  bool was_quoted = false;    ///< "5" and '5' are text, 5 is a number
  bool is_set_aside = false;  ///< Document::set_aside
  Place place;  ///< of the value; a block mapping, block list or null below a key has the place of the key
  std::vector<Entry> entries;  ///< of a map or list, in the order of the file
};

/// A node together with its path: what readers hold. A Section may be missing; then it has a path, but no children and
/// no text.
class Section {
 public:
  Section() = default;
  Section(NodePtr node, std::string path, std::string key, Place key_place);

  /// False for what is not in the file.
  bool exists() const { return node_ != nullptr; }
  explicit operator bool() const { return exists(); }

  NodeKind kind() const;
  bool is_map() const { return exists() && kind() == NodeKind::map; }
  bool is_list() const { return exists() && kind() == NodeKind::list; }
  bool is_scalar() const { return exists() && kind() == NodeKind::scalar; }
  bool is_null() const { return exists() && kind() == NodeKind::null; }

  const std::string& text() const;
  bool was_quoted() const;
  /// A fault of it as a whole was told: there is nothing in it, and nothing is missing.
  bool is_set_aside() const { return exists() && node_->is_set_aside; }
  /// Where the value was written; of a missing one, its nearest ancestor that exists.
  const Place& place() const;
  const Place& key_place() const { return key_place_; }
  const std::string& path() const { return path_; }
  const std::string& key() const { return key_; }

  /// Number of keys or rows; 0 for scalars.
  std::size_t size() const;
  /// The i-th key's value or row, i < size().
  Section at(std::size_t i) const;
  /// The value of a key of a map, or missing.
  Section find(std::string_view key) const;

  /// The value as YAML on one line, which parses to the same value: {name: klout, window_days: 9}.
  std::string flow_yaml() const;

  /// For messages: "a mapping", "a list", "nothing" or the quoted text, shortened when it is long.
  std::string what() const;

 private:
  friend class Document;

  NodePtr node_;
  std::string path_;
  std::string key_;
  Place key_place_;
};

/// A parsed file and the overrides put on it.
class Document {
 public:
  /// Limits of a file. More is a fault.
  static constexpr std::size_t kMaxBytes = std::size_t{16} << 20;
  static constexpr std::size_t kMaxDepth = 64;
  static constexpr std::size_t kMaxNodes = 1'000'000;

  /// An empty mapping.
  Document();

  /// Parses YAML text. `file` is only for the places. The top must be a mapping with at least one key.
  /// A syntax error is one fault and gives an empty document; duplicate keys, tags, anchors ... are collected.
  static Document parse(std::string text, std::string file, Faults& faults);

  /// Parses a file; one that cannot be read is a fault.
  static Document load(const std::string& path, Faults& faults);

  /// Puts a value, written in YAML, at a path: `--set strategies.klout_chaser.share=0.2`.
  ///
  /// Rows of a list are addressed by their `name` or by index from 0. Missing maps are made. A scalar on the way
  /// becomes {name: scalar}, so that `scoring.visible.damping` works on `visible: pagerank`. A key that itself contains
  /// dots is found if it exists; to make one, quote it: `plausible.axes."value.theta"`. What was set has the
  /// place `--set path=value`.
  ///
  /// @param defaults  what stands where nothing is written: a list that is missing on the way is copied from there, so
  ///                  that `population.roles.executive.share=0.05` acts on the default roles.
  void set(std::string_view dotted_path, std::string_view yaml_value, Faults& faults,
           const Document& defaults = Document());
  /// The same for a value that stands somewhere in a file: what was set has that place.
  void set(std::string_view dotted_path, std::string_view yaml_value, const Place& place, Faults& faults,
           const Document& defaults = Document());

  /// Puts the keys of another document into the mapping at a path, behind those that stand there, which win. What is
  /// put there keeps its places; the key `instead_of` of the mapping goes. Nothing if there is no mapping.
  void include(std::string_view dotted_path, const Document& other, std::string_view instead_of);

  /// Takes what stands at a path out of the reading, because a fault of it as a whole was told.
  void set_aside(std::string_view dotted_path);

  /// The place of what such an override puts there: `--set path=value`, escaped, a long value cut.
  static Place place_of_override(std::string_view dotted_path, std::string_view yaml_value);

  Section root() const;

  /// The value at a path, or missing.
  Section find(std::string_view dotted_path) const;

  /// Where the value at a path was written, for faults found later; of what is missing, the nearest ancestor that
  /// exists.
  Place place_of(std::string_view dotted_path) const;

 private:
  NodePtr root_;
};

}  // namespace clout
