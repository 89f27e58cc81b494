#include "sim/analysis/likeness.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sim/analysis/inequality.h"
#include "sim/analysis/mean.h"
#include "sim/analysis/rank.h"
#include "sim/analysis/tail.h"
#include "sim/core/math.h"

namespace clout {
namespace {

constexpr double kMonthDays = 30;
constexpr double kLurkerPosts = 5;  // a month; Pew 2022
constexpr double kNeverPosts = 0.5;

std::optional<double> ratio(double above, double below) {
  return below > 0 ? std::optional(above / below) : std::nullopt;
}

std::optional<double> median(std::span<const double> values) {
  return values.empty() ? std::nullopt : std::optional(quantile(values, 0.5));
}

void judge(LikenessRow& row) { row.inside = row.known && row.value >= row.low && row.value <= row.high; }

struct Band {
  double low, high;
};

// Rows in the making.
class Rows {
 public:
  void add(const char* number, const char* quantity, std::optional<double> value, Band band, const char* definition,
           bool hard = true) {
    LikenessRow row{number, quantity, value.value_or(0), band.low,  band.high,
                    false,  hard,     value.has_value(), definition};
    judge(row);
    rows_.push_back(std::move(row));
  }
  std::vector<LikenessRow> take() { return std::move(rows_); }

 private:
  std::vector<LikenessRow> rows_;
};

// Rows 1 to 8.
void add_network(Rows& rows, const LikenessInput& input, std::span<const double> followers) {
  const bool any_links = std::ranges::any_of(followers, [](double f) { return f > 0; });
  const auto if_linked = [&](auto&& f) { return any_links ? std::optional<double>(f()) : std::nullopt; };
  rows.add("1", "mutual pair share", if_linked([&] { return input.mutual_pair_share; }), {0.18, 0.36},
           "mutual pairs / connected pairs");
  rows.add("2", "link reciprocity", if_linked([&] { return input.link_reciprocity; }), {0.30, 0.53},
           "links returned / links");
  const TailFit tail = power_law_tail_ks(input.followers);
  rows.add("3", "follower tail exponent", tail.known ? std::optional(tail.alpha) : std::nullopt, {1.9, 2.6},
           "maximum likelihood, xmin >= 20 by Kolmogorov-Smirnov", followers.size() >= 10000);
  rows.add("4", "followers Gini", if_linked([&] { return gini(followers); }), {0.60, 0.90},
           "Gini coefficient of followers");
  rows.add("4", "followers top 1 % share", if_linked([&] { return top_share(followers, 0.01); }), {0.12, 0.65},
           "followers of the top 1 % / all");
  rows.add("4", "followers top 10 % share", if_linked([&] { return top_share(followers, 0.10); }), {0.45, 0.90},
           "followers of the top 10 % / all");
  rows.add("5", "followers mean / median", ratio(mean_of(followers), median(followers).value_or(0)), {2, kInfinity},
           "mean followers / median followers");
  rows.add("8", "degree assortativity", if_linked([&] { return input.assortativity; }), {-0.25, 0.05},
           "Pearson correlation of degrees over links");
}

struct MonthOfPosts {
  std::optional<double> top_tenth, top_quarter, never, lurkers, median_all, median_active, active_to_lurkers;
};

MonthOfPosts month_of(std::span<const double> posts, std::span<const double> followers) {
  std::vector<double> followers_of_active, followers_of_lurkers, posts_of_active;
  double never = 0;
  for (std::size_t k = 0; k < posts.size(); ++k) {
    if (posts[k] < kNeverPosts) ++never;
    if (posts[k] < kLurkerPosts) {
      followers_of_lurkers.push_back(followers[k]);
    } else {
      followers_of_active.push_back(followers[k]);
      posts_of_active.push_back(posts[k] / kMonthDays);
    }
  }
  const auto agents = static_cast<double>(posts.size());
  MonthOfPosts month;
  if (std::ranges::any_of(posts, [](double p) { return p > 0; })) {
    month.top_tenth = top_share(posts, 0.10);
    month.top_quarter = top_share(posts, 0.25);
  }
  month.never = ratio(never, agents);
  month.lurkers = ratio(static_cast<double>(followers_of_lurkers.size()), agents);
  month.median_all = median(posts);
  if (month.median_all) *month.median_all /= kMonthDays;
  month.median_active = median(posts_of_active);
  month.active_to_lurkers = ratio(median(followers_of_active).value_or(0), median(followers_of_lurkers).value_or(0));
  return month;
}

// Rows 9 to 12.
void add_posts(Rows& rows, const MonthOfPosts& month) {
  rows.add("9", "posts top 10 % share", month.top_tenth, {0.57, 0.85},
           "posts of the top 10 % of posters / all, 30 days");
  rows.add("9", "posts top 25 % share", month.top_quarter, {0.80, 0.98},
           "posts of the top 25 % of posters / all, 30 days");
  rows.add("10", "never post", month.never, {0.25, 0.50}, "share with less than half a post in 30 days");
  rows.add("10", "lurkers", month.lurkers, {0.40, 0.60}, "share with less than 5 posts in 30 days");
  rows.add("11", "median posts a day, all", month.median_all, {-kInfinity, 0.15}, "median of posts in 30 days / 30");
  rows.add("11", "median posts a day, active", month.median_active, {0.4, 1.5},
           "the same over those with 5 posts or more in 30 days");
  rows.add("12", "followers active : lurker", month.active_to_lurkers, {5, 25},
           "median followers of active agents / of lurkers");
}

// Row 13.
void add_reactions(Rows& rows, const LikenessInput& input, std::span<const double> followers) {
  rows.add("13", "Spearman followers, reshares", spearman(followers, input.reshares_received), {0.50, 0.87},
           "followers and reshares received, all present");
  rows.add("13", "Spearman followers, replies", spearman(followers, input.replies_received), {0.55, 0.87},
           "followers and replies received, all present");
  rows.add("13", "Spearman reshares, replies", spearman(input.reshares_received, input.replies_received), {0.55, 0.95},
           "reshares and replies received, all present");
}

}  // namespace

std::vector<LikenessRow> twitter_likeness(const LikenessInput& input) {
  const std::size_t n = input.followers.size();
  if ((input.posts_month && input.posts_month->size() != n) || input.reshares_received.size() != n ||
      input.replies_received.size() != n)
    throw std::invalid_argument("twitter_likeness: columns of different length");
  const std::vector<double> followers(input.followers.begin(), input.followers.end());
  Rows rows;
  add_network(rows, input, followers);
  add_posts(rows, input.posts_month ? month_of(*input.posts_month, followers) : MonthOfPosts{});
  add_reactions(rows, input, followers);
  return rows.take();
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

}  // namespace clout
