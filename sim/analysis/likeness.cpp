#include "sim/analysis/likeness.h"

#include <limits>
#include <optional>
#include <stdexcept>

#include "sim/analysis/inequality.h"
#include "sim/analysis/rank.h"
#include "sim/analysis/tail.h"

namespace clout {
namespace {

constexpr double kOpen = std::numeric_limits<double>::infinity();
constexpr double kLurkerPosts = 5;  // a month; Pew 2022
constexpr double kNeverPosts = 0.5;

std::optional<double> ratio(double above, double below) {
  return below > 0 ? std::optional(above / below) : std::nullopt;
}

std::optional<double> median(std::span<const double> values) {
  return values.empty() ? std::nullopt : std::optional(quantile(values, 0.5));
}

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

void judge(LikenessRow& row) { row.inside = row.known && row.value >= row.low && row.value <= row.high; }

}  // namespace

std::vector<LikenessRow> twitter_likeness(const LikenessInput& input) {
  const std::size_t n = input.followers.size();
  if (input.posts_month.size() != n || input.reshares_received.size() != n || input.replies_received.size() != n)
    throw std::invalid_argument("twitter_likeness: columns of different length");

  const std::vector<double> followers(input.followers.begin(), input.followers.end());
  std::vector<double> followers_of_active, followers_of_lurkers, posts_of_active;
  double links = 0, posts = 0, never = 0;
  for (std::size_t k = 0; k < n; ++k) {
    links += followers[k];
    posts += input.posts_month[k];
    if (input.posts_month[k] < kNeverPosts) ++never;
    if (input.posts_month[k] < kLurkerPosts) {
      followers_of_lurkers.push_back(followers[k]);
    } else {
      followers_of_active.push_back(followers[k]);
      posts_of_active.push_back(input.posts_month[k] / 30);
    }
  }
  const auto agents = static_cast<double>(n);
  const bool any_links = links > 0, any_posts = posts > 0;
  const auto if_any = [](bool any, auto&& f) { return any ? std::optional<double>(f()) : std::nullopt; };

  std::vector<LikenessRow> rows;
  const auto add = [&](const char* number, const char* quantity, std::optional<double> value, double low, double high,
                       bool hard, const char* definition) {
    LikenessRow row{number, quantity, value.value_or(0), low, high, false, hard, value.has_value(), definition};
    judge(row);
    rows.push_back(std::move(row));
  };

  add("1", "mutual pair share", if_any(any_links, [&] { return input.mutual_pair_share; }), 0.18, 0.36, true,
      "mutual pairs / connected pairs");
  add("2", "link reciprocity", if_any(any_links, [&] { return input.link_reciprocity; }), 0.30, 0.53, true,
      "links returned / links");
  const TailFit tail = power_law_tail_ks(input.followers);
  add("3", "follower tail exponent", if_any(tail.known, [&] { return tail.alpha; }), 1.9, 2.6, n >= 10000,
      "maximum likelihood, xmin >= 20 by Kolmogorov-Smirnov");
  add("4", "followers Gini", if_any(any_links, [&] { return gini(followers); }), 0.60, 0.90, true,
      "Gini coefficient of followers");
  add("4", "followers top 1 % share", if_any(any_links, [&] { return top_share(followers, 0.01); }), 0.12, 0.65, true,
      "followers of the top 1 % / all");
  add("4", "followers top 10 % share", if_any(any_links, [&] { return top_share(followers, 0.10); }), 0.45, 0.90, true,
      "followers of the top 10 % / all");
  add("5", "followers mean / median", ratio(mean(followers), median(followers).value_or(0)), 2, kOpen, true,
      "mean followers / median followers");
  add("8", "degree assortativity", if_any(any_links, [&] { return input.assortativity; }), -0.25, 0.05, true,
      "Pearson correlation of degrees over links");
  add("9", "posts top 10 % share", if_any(any_posts, [&] { return top_share(input.posts_month, 0.10); }), 0.57, 0.85,
      true, "posts of the top 10 % of posters / all, 30 days");
  add("9", "posts top 25 % share", if_any(any_posts, [&] { return top_share(input.posts_month, 0.25); }), 0.80, 0.98,
      true, "posts of the top 25 % of posters / all, 30 days");
  add("10", "never post", ratio(never, agents), 0.25, 0.50, true, "share with less than half a post in 30 days");
  add("10", "lurkers", ratio(static_cast<double>(followers_of_lurkers.size()), agents), 0.40, 0.60, true,
      "share with less than 5 posts in 30 days");
  const auto median_posts = median(input.posts_month);
  add("11", "median posts a day, all", if_any(median_posts.has_value(), [&] { return *median_posts / 30; }), -kOpen,
      0.15, true, "median of posts in 30 days / 30");
  add("11", "median posts a day, active", median(posts_of_active), 0.4, 1.5, true,
      "the same over those with 5 posts or more in 30 days");
  add("12", "followers active : lurker",
      ratio(median(followers_of_active).value_or(0), median(followers_of_lurkers).value_or(0)), 5, 25, true,
      "median followers of active agents / of lurkers");
  add("13", "Spearman followers, reshares", spearman(followers, input.reshares_received), 0.50, 0.87, true,
      "followers and reshares received, all present");
  add("13", "Spearman followers, replies", spearman(followers, input.replies_received), 0.55, 0.87, true,
      "followers and replies received, all present");
  add("13", "Spearman reshares, replies", spearman(input.reshares_received, input.replies_received), 0.55, 0.95, true,
      "reshares and replies received, all present");
  return rows;
}

std::vector<LikenessRow> likeness_over_worlds(std::span<const std::vector<LikenessRow>> worlds) {
  if (worlds.empty()) return {};
  std::vector<LikenessRow> rows = worlds.front();
  for (std::size_t k = 0; k < rows.size(); ++k) {
    double sum = 0;
    std::size_t known = 0;
    for (const auto& world : worlds) {
      if (world.size() != rows.size() || world[k].quantity != rows[k].quantity)
        throw std::invalid_argument("likeness_over_worlds: worlds with different rows");
      if (!world[k].known) continue;
      sum += world[k].value;
      ++known;
    }
    rows[k].known = known > 0;
    rows[k].value = known ? sum / static_cast<double>(known) : 0;
    judge(rows[k]);
  }
  return rows;
}

std::string_view likeness_note() {
  return "Agents present only. Posts: the last 30 days; active = 5 posts or more in them, lurker = fewer, never = less "
         "than half a post. Followers: at the end. Reshares and replies received: over the time observed. Bands: "
         "published samples of Twitter.";
}

}  // namespace clout
