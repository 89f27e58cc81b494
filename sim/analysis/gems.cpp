#include "sim/analysis/gems.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sim/analysis/inequality.h"

namespace clout {
namespace {

// Tells who is below a quantile of a column.
class Below {
 public:
  Below(std::span<const float> column, double at)
      : limit_(quantile(std::vector<double>(column.begin(), column.end()), at)),
        equal_too_(limit_ == static_cast<double>(*std::min_element(column.begin(), column.end()))) {}
  bool operator()(float value) const { return value < limit_ || (equal_too_ && value == limit_); }

 private:
  double limit_;
  bool equal_too_;
};

}  // namespace

std::vector<AgentId> find_gems(std::span<const float> own_worth, std::span<const float> visibility,
                               GemParams params) {
  const std::size_t n = own_worth.size();
  if (!visibility.empty() && visibility.size() != n)
    throw std::invalid_argument("find_gems: columns of different length");
  std::vector<AgentId> by_worth(n);
  std::iota(by_worth.begin(), by_worth.end(), AgentId{0});
  const auto wanted = std::min(n, static_cast<std::size_t>(std::ceil(params.worth_share * static_cast<double>(n))));
  std::partial_sort(by_worth.begin(), by_worth.begin() + static_cast<std::ptrdiff_t>(wanted), by_worth.end(),
                    [&](AgentId a, AgentId b) {
                      return own_worth[a] != own_worth[b] ? own_worth[a] > own_worth[b] : a < b;
                    });
  by_worth.resize(wanted);
  if (!visibility.empty()) {
    const Below below(visibility, params.visibility_quantile);
    std::erase_if(by_worth, [&](AgentId a) { return !below(visibility[a]); });
  }
  std::sort(by_worth.begin(), by_worth.end());
  return by_worth;
}

std::optional<double> hidden_share(std::span<const std::uint8_t> is_gem, std::span<const float> score,
                                   double visibility_quantile) {
  if (is_gem.size() != score.size()) throw std::invalid_argument("hidden_share: columns of different length");
  std::size_t gems = 0, hidden = 0;
  if (score.empty()) return std::nullopt;
  const Below below(score, visibility_quantile);
  for (std::size_t a = 0; a < score.size(); ++a) {
    if (!is_gem[a]) continue;
    ++gems;
    hidden += below(score[a]);
  }
  if (gems == 0) return std::nullopt;
  return static_cast<double>(hidden) / static_cast<double>(gems);
}

std::optional<double> hours_per_gem(double gems_met, double hours) {
  if (!(gems_met > 0 && hours > 0)) return std::nullopt;
  return hours / gems_met;
}

std::optional<double> gem_lift(double gems_met, double hours, double control_gems_met, double control_hours) {
  if (!(hours > 0 && control_hours > 0 && control_gems_met > 0)) return std::nullopt;
  return gems_met / hours / (control_gems_met / control_hours);
}

double gems_by_chance(std::span<const double> contacts_made, std::span<const double> is_gem, std::size_t gems,
                      std::size_t agents) {
  if (contacts_made.size() != is_gem.size())
    throw std::invalid_argument("gems_by_chance: columns of different length");
  if (agents < 2) return 0;
  double expected = 0;
  for (std::size_t k = 0; k < contacts_made.size(); ++k)
    expected += contacts_made[k] * (static_cast<double>(gems) - is_gem[k]);
  return expected / static_cast<double>(agents - 1);
}

}  // namespace clout
