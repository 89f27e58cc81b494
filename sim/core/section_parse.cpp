// Turns yaml-cpp's events into our tree. Events, because its own nodes hide duplicate keys, quotes and aliases. The
// only file that includes yaml-cpp.
#include "sim/core/section_parse.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/core/section_path.h"
#include "sim/core/utf8.h"

namespace clout {
namespace {

// Thrown by the handler to end the parsing.
struct Stop {
  Place place;
  std::string path;
  std::string message;
};

// Lines of a text, to turn yaml-cpp's zero-based marks in bytes into places in characters.
class Lines {
 public:
  Lines(const std::string& text, std::string file) : text_(text), file_(std::move(file)) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  Place place(std::size_t line, std::size_t column) const {
    if (line >= starts_.size()) line = starts_.size() - 1;
    const std::size_t end = std::min(starts_[line] + column, text_.size());
    if (line != last_line_ || end < last_end_) {
      last_line_ = line;
      last_end_ = starts_[line];
      last_characters_ = 0;
    }
    for (; last_end_ < end; ++last_end_) {
      if ((static_cast<unsigned char>(text_[last_end_]) & 0xc0u) != 0x80u) ++last_characters_;
    }
    return {file_, static_cast<int>(line) + 1, last_characters_ + 1};
  }

  Place place_of_byte(std::size_t byte) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), byte);
    const auto line = static_cast<std::size_t>(after - starts_.begin()) - 1;
    return place(line, byte - starts_[line]);
  }

  std::size_t count() const { return starts_.size(); }
  std::size_t start(std::size_t line) const { return starts_[line]; }
  const std::string& file() const { return file_; }

 private:
  const std::string& text_;
  std::string file_;
  std::vector<std::size_t> starts_;
  // Where the last count of characters ended: a million values on one line must not be a million counts of it.
  mutable std::size_t last_line_ = 0;
  mutable std::size_t last_end_ = 0;
  mutable int last_characters_ = 0;
};

// Builds the tree. Faults that do not hinder it are collected.
class Builder final : public YAML::EventHandler {
 public:
  // `fixed`: the place of everything, for a value from the command line; `path` is where it will stand.
  Builder(const Lines& lines, std::optional<Place> fixed, std::string path, Faults& faults)
      : lines_(lines), fixed_(std::move(fixed)), path_(std::move(path)), faults_(faults) {}

  std::shared_ptr<Node> root() const { return root_; }

  Place place(const YAML::Mark& mark) const {
    if (fixed_) return *fixed_;
    if (mark.is_null() || mark.line < 0 || mark.column < 0) return {lines_.file(), 0, 0};
    return lines_.place(static_cast<std::size_t>(mark.line), static_cast<std::size_t>(mark.column));
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) throw Stop{place(mark), "", "a second document begins here; write one to a file"};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    if (expects_key()) return bad_key(place(mark));
    add(std::make_shared<Node>(), mark, true);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    collect(place(mark), "aliases such as *a are not supported; write the value out");
    OnNull(mark, 0);
  }

  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    collect(place(mark), "anchors such as &" + name.substr(0, 40) + " are not supported; remove it");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value) override {
    refuse_tag(mark, tag);
    const bool quoted = tag != "?";
    if (expects_key()) {
      if (value == "<<" && !quoted) {
        collect(place(mark), "merge keys << are not supported; write the keys out");
        return bad_key({});
      }
      Frame& frame = frames_.back();
      frame.key = value;
      frame.key_place = place(mark);
      frame.key_quoted = quoted;
      frame.has_key = true;
      return;
    }
    auto node = std::make_shared<Node>();
    node->kind = NodeKind::scalar;
    node->text = value;
    node->was_quoted = quoted;
    add(std::move(node), mark, false);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value style) override {
    begin(mark, tag, NodeKind::list, style);
  }
  void OnSequenceEnd() override {
    label_rows(*frames_.back().node);
    end();
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value style) override {
    begin(mark, tag, NodeKind::map, style);
  }
  void OnMapEnd() override { end(); }

 private:
  // A list or map that is being read.
  struct Frame {
    std::shared_ptr<Node> node;
    std::string key;
    Place key_place;
    bool key_quoted = false;
    bool has_key = false;  // of a map: the next value belongs to `key`
    bool dropped = false;  // the next value belongs to a key that was refused
    bool is_key = false;   // the list or map is itself a key, which was refused
  };

  bool expects_key() const {
    return !frames_.empty() && frames_.back().node->kind == NodeKind::map && !frames_.back().has_key;
  }

  std::string path() const {
    std::string result = path_;
    for (const Frame& frame : frames_) {
      if (frame.node->kind == NodeKind::list) {
        result = child_path(result, std::to_string(frame.node->entries.size()));
      } else if (frame.has_key && !frame.dropped) {
        result = child_path(result, frame.key);
      }
    }
    return result;
  }

  void collect(Place where, std::string message) { faults_.add(std::move(where), path(), std::move(message)); }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.size() > 1) collect(place(mark), "tags such as !!str are not supported; remove it");
  }

  // With a place, reports the key; without, it was reported.
  void bad_key(const Place& where) {
    if (!where.file.empty()) collect(where, "a key must be a word");
    Frame& frame = frames_.back();
    frame.has_key = true;
    frame.dropped = true;
  }

  void count(const YAML::Mark& mark) {
    if (++nodes_ > Document::kMaxNodes) {
      throw Stop{place(mark), path(), "more than " + std::to_string(Document::kMaxNodes) + " values in a file"};
    }
  }

  void begin(const YAML::Mark& mark, const std::string& tag, NodeKind kind, YAML::EmitterStyle::value style) {
    refuse_tag(mark, tag);
    count(mark);
    if (frames_.size() >= Document::kMaxDepth) {
      throw Stop{place(mark), path(), "nested deeper than " + std::to_string(Document::kMaxDepth) + " levels"};
    }
    Frame frame;
    frame.node = std::make_shared<Node>();
    frame.node->kind = kind;
    frame.node->place = place(mark);
    if (expects_key()) {
      bad_key(place(mark));
      frame.is_key = true;
    } else if (style != YAML::EmitterStyle::Flow && !frames_.empty() && frames_.back().node->kind == NodeKind::map) {
      frame.node->place = frames_.back().key_place;  // yaml-cpp's mark is that of the first key or row inside
    }
    frames_.push_back(std::move(frame));
  }

  void end() {
    const Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (!frame.is_key) attach(frame.node);
  }

  void add(std::shared_ptr<Node> node, const YAML::Mark& mark, bool null) {
    count(mark);
    // The mark of nothing is that of what follows it.
    const bool below_key = !frames_.empty() && frames_.back().node->kind == NodeKind::map;
    node->place = null && below_key ? frames_.back().key_place : place(mark);
    attach(std::move(node));
  }

  void attach(std::shared_ptr<Node> node) {
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node->kind == NodeKind::list) {
      Place where = node->place;
      frame.node->entries.push_back({"", std::move(where), std::move(node)});
      return;
    }
    if (!frame.dropped) {
      const std::size_t colon = frame.key.find(':');
      if (node->kind == NodeKind::null && !frame.key_quoted && colon != std::string::npos && colon > 0) {
        faults_.add(frame.key_place, path(), "a space is missing after the ':' of " + in_quotes(frame.key));
      } else {
        frame.node->entries.push_back({std::move(frame.key), std::move(frame.key_place), std::move(node)});
      }
    }
    frame.key.clear();
    frame.has_key = false;
    frame.dropped = false;
  }

  const Lines& lines_;
  std::optional<Place> fixed_;
  std::string path_;
  Faults& faults_;
  std::shared_ptr<Node> root_;
  std::vector<Frame> frames_;
  int documents_ = 0;
  std::size_t nodes_ = 0;
};

// Reports and removes the second of two equal keys. The tree is still ours alone, hence the const_cast.
void refuse_duplicates(Node& node, const std::string& path, Faults& faults) {
  if (node.kind == NodeKind::map) {
    std::unordered_map<std::string_view, const Place*> first;
    std::vector<bool> twice(node.entries.size(), false);
    bool any = false;
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
      const Entry& entry = node.entries[i];
      const auto [found, is_new] = first.emplace(entry.key, &entry.key_place);
      if (is_new) continue;
      twice[i] = any = true;
      const int line = found->second->line;
      faults.add(entry.key_place, child_path(path, entry.key),
                 "key " + in_quotes(entry.key) + " is given twice" +
                     (line > 0 ? ", first on line " + std::to_string(line) : "") + "; remove one");
    }
    if (any) {
      std::vector<Entry> kept;
      for (std::size_t i = 0; i < node.entries.size(); ++i) {
        if (!twice[i]) kept.push_back(std::move(node.entries[i]));
      }
      node.entries = std::move(kept);
    }
  }
  for (Entry& entry : node.entries) {
    if (entry.value->entries.empty()) continue;
    refuse_duplicates(const_cast<Node&>(*entry.value), child_path(path, entry.key), faults);
  }
}

std::string hex_byte(char c) {
  constexpr char kHex[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("0x") + kHex[byte >> 4] + kHex[byte & 15];
}

// True if nothing or a comment follows the indentation that ends at `first`.
bool is_blank(const std::string& text, std::size_t first) {
  return first == std::string::npos || text[first] == '\n' || text[first] == '#';
}

// What yaml-cpp would misread or explain badly. True if the text may go on to it.
bool check_text(const std::string& text, const Lines& lines, const std::optional<Place>& fixed, const std::string& path,
                Faults& faults) {
  const auto refuse = [&](std::size_t at, std::string message) {
    faults.add(fixed ? *fixed : lines.place_of_byte(at), path, std::move(message));
  };
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::size_t length = utf8_length(text, i);
    if (length == 0) {
      refuse(i, "byte " + hex_byte(c) + " is not UTF-8; " + (fixed ? "write it in UTF-8" : "save the file as UTF-8"));
      return false;
    }
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) {
      refuse(i, "control character " + hex_byte(c) + "; remove it");
      return false;
    }
    i += length;
  }
  bool tabs = false;
  for (std::size_t line = 0; line < lines.count(); ++line) {
    const std::size_t first = text.find_first_not_of(" \t", lines.start(line));
    if (is_blank(text, first)) continue;
    const std::size_t tab = std::string_view(text).substr(lines.start(line), first - lines.start(line)).find('\t');
    if (tab == std::string_view::npos) continue;
    refuse(lines.start(line) + tab, "a tab in the indentation; write spaces");
    tabs = true;
  }
  return !tabs;
}

std::string explain(const std::string& message) {
  const std::pair<const char*, const char*> kHints[] = {
      {"illegal map value", "; a value that contains ': ' must stand in quotes, and keys of a mapping line up"},
      {"end of map not found", "; the keys of a mapping must line up, and text after a closing quote is not allowed"},
      {"end of map flow not found", "; a ',' or '}' is missing"},
      {"end of sequence not found", "; the '- ' of a list must line up"},
      {"end of sequence flow not found", "; a ',' or ']' is missing"},
      {"illegal EOF in scalar", "; a closing quote is missing"},
      {"unknown token", "; a value that begins with @, `, % or | must stand in quotes"},
      {"illegal flow end", "; there is a ']' or '}' too many"},
      {"the referenced anchor is not defined", "; a value that begins with * must stand in quotes"},
      {"illegal block entry", "; a list begins on a line of its own"},
      {"unknown escape character", "; in double quotes write \\\\ for a backslash"},
  };
  for (const auto& [start, hint] : kHints) {
    if (message.rfind(start, 0) == 0) return message + hint;
  }
  return message;
}

}  // namespace

std::shared_ptr<Node> parse_yaml(std::string text, std::string file, const std::optional<Place>& fixed,
                                 const std::string& path, Faults& faults) {
  if (text.rfind("\xef\xbb\xbf", 0) == 0) text.erase(0, 3);
  std::string unix_text;
  unix_text.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_newline = i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] != '\r') {
      unix_text += text[i];
    } else if (!before_newline) {
      unix_text += '\n';
    }
  }
  text.swap(unix_text);
  const Lines lines(text, std::move(file));
  if (!check_text(text, lines, fixed, path, faults)) return nullptr;
  for (std::size_t line = 0; line < lines.count(); ++line) {
    const std::size_t first = std::min(text.find_first_not_of(" \t", lines.start(line)), text.size());
    if (!is_blank(text, first < text.size() ? first : std::string::npos)) continue;
    std::replace(text.begin() + static_cast<std::ptrdiff_t>(lines.start(line)),
                 text.begin() + static_cast<std::ptrdiff_t>(first), '\t', ' ');  // yaml-cpp refuses tabs here
  }
  // yaml-cpp takes an open quote for closed if the file ends with white space, as it should. A comment ends it
  // otherwise.
  if (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '\t')) text += "\n#";
  Faults found;
  Builder builder(lines, fixed, path, found);
  bool whole = false;
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);  // there must be no second one
    whole = true;
  } catch (const Stop& stop) {
    found = Faults();
    found.add(stop.place, stop.path, stop.message);
  } catch (const YAML::Exception& error) {
    found = Faults();  // what was found on the way may come of the same mistake
    found.add(builder.place(error.mark), path, "not YAML: " + explain(error.msg));
  }
  const std::shared_ptr<Node> root = builder.root();
  if (whole && root) refuse_duplicates(*root, path, found);
  faults.append(found);
  return whole ? root : nullptr;
}

}  // namespace clout
