// How Twitter-like a world is: measured quantities beside the bands that published samples span.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace clout {

/// What the rows are computed from. Columns have one entry per agent who is present, in one order.
struct LikenessInput {
  double mutual_pair_share = 0;  ///< of connected pairs
  double link_reciprocity = 0;   ///< of links
  double assortativity = 0;      ///< Pearson's correlation of degrees over links
  std::span<const std::uint32_t> followers;
  /// Own posts in the last 30 days; nothing if fewer days were observed.
  std::optional<std::span<const double>> posts_month;
  std::span<const double> reshares_received;  ///< over the time observed
  std::span<const double> replies_received;   ///< public replies (mentions), over the time observed
};

/// One quantity. A band open to one side has -infinity or +infinity there. `known` is false where the quantity has no
/// value in this world (nobody posts, a median of 0 below a fraction bar, less than a month observed); such a row is
/// not inside.
struct LikenessRow {
  std::string number, quantity;
  double value = 0, low = 0, high = 0;
  bool inside = false;
  bool hard = false;  ///< outside fails; else it warns
  bool known = false;
  std::string definition;
};

/// Rows are numbered as in sim/MODEL.md (1-5 and 8-13), which names their sources. Definitions, over agents present:
///   1  mutual pairs / connected pairs         2  links that are returned / links
///   3  exponent of followers, maximum likelihood, xmin >= 20 chosen by Kolmogorov-Smirnov (tail.h)
///   4  Gini, share of the top 1 % and of the top 10 % of followers (inequality.h)
///   5  mean / median followers                8  degree assortativity
///   9  share of the last 30 days' posts by the top 10 % and 25 % of posters, of all present
///   10 share with less than half a post, and with less than 5 posts, in 30 days (lurkers)
///   11 median posts a day of all, and of active agents: those with 5 posts or more in 30 days
///   12 median followers of active agents / median followers of lurkers
///   13 Spearman's correlation of followers, reshares received and replies received, over all (ties share ranks)
/// Rows 9 to 12 need a month: who posts rarely looks like a lurker in a week. Without one they are not known.
/// Row 3 is soft below 10,000 agents (the band is stated for more); all others are hard.
/// @throws std::invalid_argument  columns of different length.
/// Cost: O(n log n).
std::vector<LikenessRow> twitter_likeness(const LikenessInput& input);

/// The mean over worlds of each row, judged anew: a row is inside if its mean is. Worlds in which a row is not known do
/// not count for it.
/// @throws std::invalid_argument  worlds with different rows.
std::vector<LikenessRow> likeness_over_worlds(std::span<const std::vector<LikenessRow>> worlds);

}  // namespace clout
