// Edit distance and the nearest of several words.
#include "sim/core/nearest.h"

#include <algorithm>
#include <vector>

#include "sim/core/faults.h"

namespace clout {
namespace {

// Longer words than any key: what follows is not worth its cost.
constexpr std::size_t kLongestWord = 80;

std::string without_style(std::string_view word) {
  std::string result;
  for (const char c : word.substr(0, kLongestWord)) {
    if (c == '_' || c == '-' || c == ' ') continue;
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  const std::string plain = without_style(word);
  if (plain.empty()) return "";
  const std::size_t limit = plain.size() <= 5 ? 1 : plain.size() <= 8 ? 2 : 3;
  const std::string* best = nullptr;
  std::size_t best_cost = 0;
  // Worse kinds of closeness cost more than any edits.
  constexpr std::size_t kBegins = 100;
  constexpr std::size_t kContains = 1000;
  for (const std::string& candidate : candidates) {
    const std::string other = without_style(candidate);
    if (other.empty()) continue;
    const std::size_t shorter = std::min(plain.size(), other.size());
    const std::size_t difference = std::max(plain.size(), other.size()) - shorter;
    std::size_t cost = difference <= limit ? edit_distance(plain, other) : limit + 1;
    if (cost > limit || cost >= shorter) {
      const std::string& longer = plain.size() > other.size() ? plain : other;
      const std::size_t found = longer.find(plain.size() > other.size() ? other : plain);
      if (found == 0 && shorter >= 3) {
        cost = kBegins + difference;
      } else if (found != std::string::npos && shorter >= 4) {
        cost = kContains + difference;
      } else {
        continue;
      }
    }
    if (best == nullptr || cost < best_cost) {
      best = &candidate;
      best_cost = cost;
    }
  }
  return best == nullptr ? "" : *best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::string meant = nearest(word, candidates);
  return meant.empty() ? "" : "; did you mean " + in_quotes(meant) + "?";
}

}  // namespace clout
