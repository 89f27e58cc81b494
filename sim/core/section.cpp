// A tree as readers hold it, and as overrides change it. It is made in section_parse.cpp.
#include "sim/core/section.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <span>
#include <utility>

#include "sim/core/params.h"
#include "sim/core/readable.h"
#include "sim/core/section_parse.h"
#include "sim/core/section_path.h"

namespace clout {
namespace {

// The value of a key of a map; null if there is none. Rows of a list have no default of their own: what a row that was
// written leaves out is not what the default row of that name says.
NodePtr child_of(const NodePtr& node, std::string_view key) {
  if (node == nullptr || node->kind != NodeKind::map) return nullptr;
  for (const Entry& entry : node->entries) {
    if (entry.key == key) return entry.value;
  }
  return nullptr;
}

// A copy of `node` of which every part has this place.
NodePtr moved_to(const Place& place, const NodePtr& node) {
  Node result = *node;
  result.place = place;
  for (Entry& entry : result.entries) {
    entry.key_place = place;
    entry.value = moved_to(place, entry.value);
  }
  return std::make_shared<const Node>(std::move(result));
}

// `node` with `value` at the path; sets `error` if the path leads nowhere. `by_default` is what is meant if there is no
// `node`, null if nothing is.
NodePtr put(const NodePtr& node, const NodePtr& by_default, std::span<const std::string> segments, const NodePtr& value,
            const Place& place, std::string& error) {
  if (segments.empty()) return value;
  Node result;
  if (node == nullptr && by_default && by_default->kind == NodeKind::list) {
    result = *moved_to(place, by_default);
  } else if (node == nullptr || node->kind == NodeKind::null) {
    result.kind = NodeKind::map;
    result.place = place;
  } else if (node->kind == NodeKind::scalar) {
    result.kind = NodeKind::map;
    result.place = node->place;
    result.entries.push_back({"name", node->place, node});
  } else {
    result = *node;
  }
  const PathStep next = step_along(result, segments);
  if (next.child != PathStep::kNone) {
    Entry& entry = result.entries[next.child];
    const NodePtr inner = child_of(by_default, entry.key);
    entry.value = put(entry.value, inner, segments.subspan(next.used), value, place, error);
  } else if (result.kind == NodeKind::map) {
    const NodePtr inner = child_of(by_default, segments[0]);
    result.entries.push_back({segments[0], place, put(nullptr, inner, segments.subspan(1), value, place, error)});
  } else {
    error = no_such_row(result, segments[0], next.matches);
  }
  if (result.kind == NodeKind::list) label_rows(result);
  return std::make_shared<const Node>(std::move(result));
}

const std::string kNoText;

}  // namespace

Section::Section(NodePtr node, std::string path, std::string key, Place key_place)
    : node_(std::move(node)), path_(std::move(path)), key_(std::move(key)), key_place_(std::move(key_place)) {}

NodeKind Section::kind() const { return node_ ? node_->kind : NodeKind::null; }
const std::string& Section::text() const { return node_ ? node_->text : kNoText; }
bool Section::was_quoted() const { return node_ && node_->was_quoted; }
const Place& Section::place() const { return node_ ? node_->place : key_place_; }
std::size_t Section::size() const { return node_ ? node_->entries.size() : 0; }

Section Section::at(std::size_t i) const {
  const Entry& entry = node_->entries.at(i);
  return {entry.value, child_path(path_, entry.key), entry.key, entry.key_place};
}

Section Section::find(std::string_view key) const {
  if (is_map()) {
    for (std::size_t i = 0; i < node_->entries.size(); ++i) {
      if (node_->entries[i].key == key) return at(i);
    }
  }
  return {nullptr, child_path(path_, key), std::string(key), place()};
}

std::string Section::flow_yaml() const {
  if (!exists() || is_null()) return "~";
  if (is_scalar()) {
    constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-";
    const bool plain = !was_quoted() && text() != "-" && text().find_first_not_of(kPlain) == std::string::npos;
    return plain ? text() : yaml_quoted(text());
  }
  std::string inside;
  for (std::size_t i = 0; i < size(); ++i)
    inside += (i > 0 ? ", " : "") + (is_map() ? yaml_quoted(at(i).key()) + ": " : "") + at(i).flow_yaml();
  return is_map() ? '{' + inside + '}' : '[' + inside + ']';
}

std::string Section::what() const {
  switch (kind()) {
    case NodeKind::map:
      return "a mapping";
    case NodeKind::list:
      return "a list";
    case NodeKind::scalar:
      return in_quotes(text());
    case NodeKind::null:
      break;
  }
  return "nothing";
}

Document::Document() {
  auto root = std::make_shared<Node>();
  root->kind = NodeKind::map;
  root_ = std::move(root);
}

Document Document::parse(std::string text, std::string file, Faults& faults) {
  Document document;
  const Place top{file, 1, 1};
  auto empty = std::make_shared<Node>();
  empty->kind = NodeKind::map;
  empty->place = top;
  document.root_ = std::move(empty);
  if (text.size() > kMaxBytes) {
    faults.add({file, 0, 0}, "", "larger than " + std::to_string(kMaxBytes >> 20) + " MiB");
    return document;
  }
  const std::size_t faults_before = faults.size();
  const NodePtr root = parse_yaml(std::move(text), file, std::nullopt, "", faults);
  if (root == nullptr && faults.size() > faults_before) return document;
  if (root == nullptr || root->kind == NodeKind::null || (root->kind == NodeKind::map && root->entries.empty())) {
    if (faults.size() == faults_before) faults.add({file, 0, 0}, "", "there is nothing in it; write at least one key");
  } else if (root->kind != NodeKind::map) {
    faults.add(root->place, "",
               "expected keys with values, such as 'seed: 1', got " + Section(root, "", "", root->place).what());
  } else {
    document.root_ = root;
  }
  return document;
}

Document Document::load(const std::string& path, Faults& faults) {
  const auto unreadable = [&](const std::string& cause) {
    faults.add({path, 0, 0}, "", "cannot be read: " + cause);
    Faults ignored;
    return parse("", path, ignored);
  };
  if (const std::string cause = why_unreadable(path); !cause.empty()) return unreadable(cause);
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  // Piece by piece: room for the largest file at once would be most of what a process holds that lives a small world.
  constexpr std::size_t kPiece = std::size_t{1} << 16;
  std::string text;
  std::size_t length = 0;
  while (in && length <= kMaxBytes) {
    text.resize(length + kPiece);
    in.read(text.data() + length, static_cast<std::streamsize>(kPiece));
    length += static_cast<std::size_t>(in.gcount());
  }
  if (in.bad()) return unreadable(errno != 0 ? std::strerror(errno) : "reading failed");
  text.resize(length);
  return parse(std::move(text), path, faults);
}

Place Document::place_of_override(std::string_view dotted_path, std::string_view yaml_value) {
  const std::string shown = in_quotes(yaml_value);
  return {"--set " + escaped(dotted_path) + '=' + shown.substr(1, shown.size() - 2), 0, 0};
}

void Document::set(std::string_view dotted_path, std::string_view yaml_value, Faults& faults,
                   const Document& defaults) {
  set(dotted_path, yaml_value, place_of_override(dotted_path, yaml_value), faults, defaults);
}

void Document::set(std::string_view dotted_path, std::string_view yaml_value, const Place& place, Faults& faults,
                   const Document& defaults) {
  const std::string path(dotted_path);
  const std::vector<std::string> segments = split_path(dotted_path);
  if (segments.empty()) {
    faults.add(place, "", in_quotes(path) + " is not a path; write keys with single dots between them");
    return;
  }
  if (yaml_value.size() > kMaxBytes) {
    faults.add(place, path, "larger than " + std::to_string(kMaxBytes >> 20) + " MiB");
    return;
  }
  const std::size_t faults_before = faults.size();
  NodePtr value = parse_yaml(std::string(yaml_value), place.file, place, path, faults);
  if (faults.size() > faults_before) return;
  if (value == nullptr) {
    auto nothing = std::make_shared<Node>();
    nothing->place = place;
    value = std::move(nothing);
  }
  std::string error;
  NodePtr changed = put(root_, defaults.root_, segments, value, place, error);
  if (error.empty()) {
    root_ = std::move(changed);
  } else {
    faults.add(place, path, error);
  }
}

void Document::include(std::string_view dotted_path, const Document& other, std::string_view instead_of) {
  const Section here = find(dotted_path);
  if (!here.is_map()) return;
  Node whole;
  whole.kind = NodeKind::map;
  whole.place = here.place();
  const auto add = [&](const Section& section) {
    for (std::size_t i = 0; i < section.size(); ++i) {
      const Section value = section.at(i);
      const auto same = [&](const Entry& entry) { return entry.key == value.key(); };
      if (std::none_of(whole.entries.begin(), whole.entries.end(), same))
        whole.entries.push_back({value.key(), value.key_place(), value.node_});
    }
  };
  add(here);
  std::erase_if(whole.entries, [&](const Entry& entry) { return entry.key == instead_of; });
  add(other.root());
  std::string error;
  NodePtr changed =
      put(root_, nullptr, split_path(dotted_path), std::make_shared<const Node>(std::move(whole)), here.place(), error);
  if (error.empty()) root_ = std::move(changed);
}

void Document::set_aside(std::string_view dotted_path) {
  Node nothing;
  nothing.kind = NodeKind::map;
  nothing.place = place_of(dotted_path);
  nothing.is_set_aside = true;
  const Place place = nothing.place;
  std::string error;
  NodePtr changed =
      put(root_, nullptr, split_path(dotted_path), std::make_shared<const Node>(std::move(nothing)), place, error);
  if (error.empty()) root_ = std::move(changed);
}

Section Document::root() const { return {root_, "", "", root_->place}; }

Section Document::find(std::string_view dotted_path) const {
  const std::vector<std::string> segments = split_path(dotted_path);
  Section at = root();
  if (segments.empty()) return {nullptr, std::string(dotted_path), "", at.place()};
  NodePtr node = root_;
  std::span<const std::string> rest(segments);
  while (!rest.empty()) {
    const PathStep next = node ? step_along(*node, rest) : PathStep{};
    if (next.child == PathStep::kNone) {
      // A plain word stands for {name: word}.
      if (node && node->kind == NodeKind::scalar && rest.size() == 1 && rest[0] == "name") return at;
      at = at.find(rest[0]);
      node = nullptr;
    } else {
      node = node->entries[next.child].value;
      at = at.at(next.child);
    }
    rest = rest.subspan(next.used);
  }
  return at;
}

Place Document::place_of(std::string_view dotted_path) const { return find(dotted_path).place(); }

}  // namespace clout
