#include "sim/world/edge_list.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

#include "sim/core/readable.h"
#include "sim/world/gather_rows.h"

namespace clout {
namespace {

constexpr std::uint64_t kIdMax = 0x7fffffffffffffffu;

/// A file in memory, read only; the pages come from the file as they are looked at.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path) : error_(why_no_regular_file(path)) {
    if (!error_.empty()) return;
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0) {
      error_ = std::strerror(errno);
    } else if (info.st_size > 0) {
      size_ = static_cast<std::size_t>(info.st_size);
      void* at = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
      if (at == MAP_FAILED) {
        error_ = std::strerror(errno);
        size_ = 0;
      } else {
        madvise(at, size_, MADV_SEQUENTIAL);
        data_ = static_cast<const char*>(at);
      }
    }
    if (fd >= 0) close(fd);
  }
  ~MappedFile() {
    if (data_ != nullptr) munmap(const_cast<char*>(data_), size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::string_view text() const { return {data_, size_}; }
  const std::string& error() const { return error_; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  std::string error_;
};

struct RawEdge {
  std::uint64_t source, target;
};

/// True for a field of a header: a word that edge lists call a column of ids, in any case and with or without quotes,
/// `_` and the word id: Source, "from_node_id", FromNodeId, id2.
bool names_ids(std::string_view field) {
  static constexpr std::string_view kWords[] = {
      "source", "src",    "from", "start",       "tail",   "follower", "user",     "u",         "i", "a", "x",
      "1",      "target", "dst",  "to",          "end",    "head",     "followee", "following", "v", "j", "b",
      "y",      "2",      "dest", "destination", "friend", "followed", "agent",    "contact",   ""};
  std::string word;
  bool has_letters = false;  // "1" in quotes is an id, not the column of that name
  for (const char c : field) {
    if (c >= 'A' && c <= 'Z') word += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) word += c;
    has_letters = has_letters || (!word.empty() && word.back() >= 'a');
  }
  std::string_view rest = word;
  for (const std::string_view end : {"id", "node"})
    if (rest.ends_with(end)) rest.remove_suffix(end.size());
  for (const std::string_view start : {"node", "id"})
    if (rest.starts_with(start)) rest.remove_prefix(start.size());
  return has_letters && std::find(std::begin(kWords), std::end(kWords), rest) != std::end(kWords);
}

class EdgeReader {
 public:
  EdgeReader(const NetworkParams& params, Faults& faults)
      : params_(params), faults_(faults), before_(faults.size()), check_weights_(params.weights == "check") {}

  bool failed() const { return faults_.size() > before_; }

  void read(std::string_view text, EdgeListReport& report, std::vector<RawEdge>& edges) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    report.ends_without_newline = !text.empty() && text.back() != '\n';
    bool first = true;
    int line = 0;
    for (std::size_t at = 0; at < text.size();) {
      const void* found = std::memchr(text.data() + at, '\n', text.size() - at);
      const std::size_t end =
          found != nullptr ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : text.size();
      std::string_view row = text.substr(at, end - at);
      at = end + 1;
      ++line;
      while (!row.empty() && (row.back() == '\r' || row.back() == ' ')) row.remove_suffix(1);
      const std::size_t content = row.find_first_not_of(" \t");
      if (content == row.npos || row[content] == '#' || row[content] == '%') {
        ++report.skipped;
        continue;
      }
      if (first) {
        first = false;
        separator_ = separator_of(row);
        separator_line_ = line;
        report.header = names_columns(row, line);
        if (report.header) continue;
      }
      read_row(row, line, found == nullptr, report, edges);
    }
    report.lines = static_cast<std::uint64_t>(line);
    if (!failed() && edges.empty() && report.self_loops == 0)
      faults_.add({params_.file, 0, 0}, "population.network.file", "there is no edge in the file");
  }

 private:
  static char separator_of(std::string_view row) {
    for (const char c : {'\t', ',', ';'})
      if (row.find(c) != row.npos) return c;
    return ' ';
  }

  static const char* name_of(char separator) {
    return separator == '\t' ? "a tab" : separator == ',' ? "a comma" : separator == ';' ? "a semicolon" : "a space";
  }
  static bool separates(char c) { return c == '\t' || c == ',' || c == ';' || c == ' '; }

  // The next field of `row` from `at` on, without blanks around it; `at` moves behind its separator.
  std::string_view field(std::string_view row, std::size_t& at) const {
    while (at < row.size() && (row[at] == ' ' || (row[at] == '\t' && separator_ != '\t'))) ++at;
    std::size_t end = at;
    if (separator_ == ' ') {
      while (end < row.size() && row[end] != ' ' && row[end] != '\t') ++end;
    } else {
      while (end < row.size() && row[end] != separator_) ++end;
    }
    std::string_view f = row.substr(at, end - at);
    while (!f.empty() && f.back() == ' ') f.remove_suffix(1);
    begin_ = at;
    at = std::min(row.size(), end + 1);
    return f;
  }

  /// A first line whose first two fields are words and no ids has to name the columns.
  bool names_columns(std::string_view row, int line) {
    const auto is_word = [](std::string_view f) {
      const char c = f.empty() ? '1' : f[0];
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '"' || c == '_';
    };
    std::size_t at = 0;
    const std::string_view one = field(row, at);
    const std::size_t begin = begin_;
    const std::string_view two = field(row, at);
    if (!is_word(one) || !is_word(two)) return false;
    if (names_ids(one) && names_ids(two) && one != two) return true;
    begin_ = begin;
    fault(line, row,
          "the first line has " + in_quotes(one) + " and " + in_quotes(two) +
              ": neither two whole numbers nor a header such as source,target; # before it makes it a comment");
    return true;
  }

  void fault(int line, std::string_view row, std::string message) {
    int column = 1;
    for (std::size_t i = 0; i < begin_; ++i) column += (row[i] & 0xC0) != 0x80;
    faults_.add({params_.file, line, column}, "population.network.file", std::move(message));
  }

  /// Another separator than that of the first line, at this byte of a row.
  void mixed(int line, std::string_view row, std::size_t at) {
    begin_ = at;
    fault(line, row,
          std::string(name_of(row[at])) + " between columns, and line " + std::to_string(separator_line_) + " has " +
              name_of(separator_) + "; one separator in the whole file would do");
  }

  bool read_id(std::string_view row, std::size_t& at, int line, bool last_line, const char* what, std::uint64_t& id) {
    const std::string_view f = field(row, at);
    const auto [end, error] = std::from_chars(f.data(), f.data() + f.size(), id);
    if (error == std::errc() && end == f.data() + f.size() && id <= kIdMax) return true;
    if (error == std::errc() && end < f.data() + f.size() && separates(*end)) {
      mixed(line, row, static_cast<std::size_t>(end - row.data()));
    } else if (f.empty()) {
      fault(line, row,
            std::string("the ") + what + " is missing; " +
                (last_line ? "the last line seems to be cut off" : "a line has two ids, source and target"));
    } else if (f[0] == '-' && f.size() > 1 && f[1] >= '0' && f[1] <= '9') {
      fault(line, row, "the " + std::string(what) + " " + in_quotes(f) + " is negative; ids run from 0 to 2^63 - 1");
    } else if (error == std::errc::result_out_of_range || (error == std::errc() && end == f.data() + f.size())) {
      fault(line, row, "the " + std::string(what) + " " + in_quotes(f) + " is too large; ids run from 0 to 2^63 - 1");
    } else {
      fault(line, row,
            "the " + std::string(what) + " " + in_quotes(f) + " is not a whole number; ids run from 0 to 2^63 - 1");
    }
    return false;
  }

  void read_row(std::string_view row, int line, bool last_line, EdgeListReport& report, std::vector<RawEdge>& edges) {
    std::size_t at = 0;
    RawEdge e;
    if (!read_id(row, at, line, last_line, "source", e.source)) return;
    const std::size_t after_source = at - 1;
    if (!read_id(row, at, line, last_line, "target", e.target)) return;
    if (check_weights_) {
      const std::string_view f = field(row, at);
      double weight = 0;
      const auto [end, error] = std::from_chars(f.data(), f.data() + f.size(), weight);
      if (f.empty()) return fault(line, row, "the weight is missing; with `weights: check` a line has three columns");
      if (error != std::errc() || end != f.data() + f.size() || !(weight - weight == 0) || weight < 0)
        return fault(line, row, "the weight " + in_quotes(f) + " is not a number >= 0");
    }
    if (separator_ == ' ')  // a field ends at a tab too
      if (const std::size_t tab = row.substr(0, begin_).find('\t', after_source); tab != row.npos)
        return mixed(line, row, tab);
    ++report.rows;
    edges.push_back(e);
  }

  const NetworkParams& params_;
  Faults& faults_;
  const std::size_t before_;
  const bool check_weights_;
  char separator_ = ' ';
  int separator_line_ = 0;         // which showed it
  mutable std::size_t begin_ = 0;  // of the field last looked at, in bytes
};

/// Distinct ids, ascending, and each edge's ends replaced by their rank.
std::vector<std::uint64_t> relabel(std::vector<RawEdge>& edges, ThreadPool& pool) {
  std::uint64_t largest = 0;
  for (const RawEdge& e : edges) largest = std::max({largest, e.source, e.target});
  std::vector<std::uint64_t> ids;
  if (largest < 16 * edges.size() + 1'000'000) {  // ids are dense: a table of ranks
    std::vector<AgentId> rank(largest + 1);
    for (const RawEdge& e : edges) rank[e.source] = rank[e.target] = 1;
    for (std::uint64_t id = 0; id <= largest; ++id)
      if (rank[id] != 0) {
        rank[id] = static_cast<AgentId>(ids.size());
        ids.push_back(id);
      }
    for (RawEdge& e : edges) e = {rank[e.source], rank[e.target]};
    return ids;
  }
  ids.reserve(2 * edges.size());
  for (const RawEdge& e : edges) {
    ids.push_back(e.source);
    ids.push_back(e.target);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  ids.shrink_to_fit();
  const auto rank = [&](std::uint64_t id) {
    return static_cast<std::uint64_t>(std::lower_bound(ids.begin(), ids.end(), id) - ids.begin());
  };
  pool.for_chunks(edges.size(), 4096, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) edges[i] = {rank(edges[i].source), rank(edges[i].target)};
  });
  return ids;
}

}  // namespace

EdgeList read_edge_list(const NetworkParams& params, ThreadPool& pool, Faults& faults) {
  EdgeList out;
  std::vector<RawEdge> edges;
  {
    const MappedFile file(params.file);
    if (!file.error().empty()) {
      faults.add({params.file, 0, 0}, "population.network.file", "cannot be read: " + file.error());
      return out;
    }
    EdgeReader reader(params, faults);
    reader.read(file.text(), out.report, edges);
    if (reader.failed()) return out;
  }
  out.ids = relabel(edges, pool);
  if (out.ids.size() >= kNoAgent) {
    faults.add({params.file, 0, 0}, "population.network.file",
               "has " + std::to_string(out.ids.size()) + " agents; fewer than 2^32 - 1 would do");
    return out;
  }
  const bool forward = params.direction != "target_follows_source";
  const std::size_t n = out.ids.size();
  const Csr rows = gather_rows(pool, edges.size(), n, [&](std::size_t i, auto&& send) {
    const auto source = static_cast<AgentId>(edges[i].source), target = static_cast<AgentId>(edges[i].target);
    if (forward) {
      send(source, target);
    } else {
      send(target, source);
    }
  });
  edges = {};
  out.graph = FollowGraph(n);
  std::atomic<std::uint64_t> kept{0}, loops{0};
  pool.for_chunks(n, 1024, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    std::vector<Follow> list;
    for (std::size_t a = begin; a < end; ++a) {
      list.clear();
      std::uint64_t own = 0;
      for (const AgentId b : rows.row(a)) {
        if (b == a) {
          ++own;
        } else if (list.empty() || list.back().who != b) {
          list.push_back({b, 0});
        }
      }
      out.graph.assign(static_cast<AgentId>(a), list);
      kept += list.size();
      loops += own;
    }
  });
  out.report.agents = n;
  out.report.edges = kept;
  out.report.self_loops = loops;
  out.report.duplicates = out.report.rows - kept - loops;
  return out;
}

}  // namespace clout
