#include "sim/cli/plausible_report.h"

#include <algorithm>

#include "sim/cli/figure_text.h"

namespace clout {
namespace {

std::string last_word(const std::string& path) { return path.substr(path.rfind('.') + 1); }

/// The last word of a path if no other axis ends in it, else the path.
std::string short_name(const std::string& path, const std::vector<PlausibleAxis>& axes) {
  const auto alike = std::count_if(axes.begin(), axes.end(),
                                   [&](const PlausibleAxis& axis) { return last_word(axis.path) == last_word(path); });
  return alike > 1 ? path : last_word(path);
}

std::string count(std::size_t n) { return std::to_string(n); }

std::string about(const Conclusion& conclusion) {
  const std::string what = conclusion.kind == ConclusionKind::next_hour
                               ? "next hour offline less online, " + conclusion.strategy
                               : "gain, " + conclusion.strategy;
  return what + ", " + interval_text(conclusion.interval);
}

std::string box_text(const Scenario& s) {
  const PlausibleBox& box = s.plausible;
  std::string axes;
  for (const PlausibleAxis& axis : box.axes) {
    axes += (axes.empty() ? " (" : "; ") + short_name(axis.path, box.axes);
    for (std::size_t i = 0; i < axis.values.size(); ++i) axes += (i == 0 ? " " : ", ") + axis.values[i];
  }
  if (!axes.empty()) axes += ')';
  const std::size_t values = box.points.front().scenario->values.size();
  return "the plausible box: " + count(box.points.size()) + (box.points.size() == 1 ? " point" : " points") + axes +
         " by " + count(values) + (values == 1 ? " value model, " : " value models, ") + std::to_string(box.worlds) +
         (box.worlds == 1 ? " world of " : " worlds of ") +
         std::to_string(box.points.front().scenario->population.agents) + " agents each\n";
}

}  // namespace

std::string reversal_sentence(const Reversals& r, const std::vector<PlausibleAxis>& axes) {
  if (r.points == 0) return about(r.headline) + ": not known at any point of the plausible box";
  if (answer(r.headline.interval) == Answer::cannot_tell)
    return about(r.headline) + ": we cannot tell, so nothing can reverse; in the plausible box it is above 0 in " +
           count(r.above) + " of " + count(r.points) + " points and below in " + count(r.below);
  std::string text = about(r.headline) + ": the answer reverses in " + count(r.reversed) + " of " + count(r.points) +
                     " points of the plausible box";
  if (r.cannot_tell > 0) text += ", we cannot tell in " + count(r.cannot_tell);
  std::string by;
  for (const Reversals::At& at : r.by) {
    if (at.reversed == 0) continue;
    const bool is_axis =
        std::any_of(axes.begin(), axes.end(), [&](const PlausibleAxis& a) { return a.path == at.parameter; });
    by += (by.empty() ? "; by parameter: " : ", ") + (is_axis ? short_name(at.parameter, axes) + ' ' : std::string()) +
          at.value + ": " + count(at.reversed) + " of " + count(at.points);
  }
  return text + by;
}

std::string plausible_text(const Scenario& scenario, std::span<const Reversals> reversals) {
  if (scenario.plausible.points.empty()) return "";
  std::string text = box_text(scenario);
  for (const Reversals& r : reversals) text += '\n' + reversal_sentence(r, scenario.plausible.axes) + '\n';
  if (reversals.empty())
    text +=
        "\nThe run says nothing that could reverse: it has no margins at the median dose, and not both a klout_chaser "
        "and a balanced_networker.\n";
  return text;
}

}  // namespace clout
