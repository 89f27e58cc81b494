#include "sim/audit/audit.h"

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include "sim/audit/search.h"
#include "sim/audit/stage.h"

namespace clout {
namespace {

constexpr double kCapMatters = 0.9;  // a cap that leaves more of the points than this is none

std::vector<ExploitRow> best_rows(Search& search) {
  std::vector<ExploitRow> rows;
  for (const ExploitFamily& family : exploit_families()) {
    const auto best = search.best_of(family);
    if (!best) continue;
    rows.emplace_back();
    rows.back().plan = best->plan;
    rows.back().what = family.what;
  }
  return rows;
}

void fill(ExploitRow& row, std::span<const std::unique_ptr<Stage>> stages, std::span<const double> honest,
          ThreadPool& pool) {
  std::vector<double> points, rates, times, ahead;
  for (std::size_t k = 0; k < stages.size(); ++k) {
    const Outcome outcome = stages[k]->play(row.plan, pool);
    row.hours = outcome.hours;
    points.push_back(outcome.points);
    rates.push_back(outcome.points_an_hour());
    if (honest[k] > 0) times.push_back(rates.back() / honest[k]);
    ahead.push_back(outcome.ahead_of);
  }
  row.points = mean_interval(points);
  row.points_an_hour = mean_interval(rates);
  row.times_honest = mean_interval(times);
  row.ahead_of = mean_interval(ahead);
}

/// The first crowd under a cap.
struct CappedStage {
  Caps cap;
  std::unique_ptr<Stage> stage;
};

/// The cap that leaves least of what the row's plan brings; nullptr if none takes a tenth.
const CappedStage* suggest_cap(ExploitRow& row, double points, std::span<const CappedStage> capped, ThreadPool& pool) {
  const CappedStage* best = nullptr;
  for (const CappedStage& c : capped) {
    if (points <= 0 || !c.stage->binds(row.plan)) continue;
    const double left = std::max(0.0, c.stage->play(row.plan, pool).points / points);
    if (left >= std::min(kCapMatters, row.points_left)) continue;
    best = &c;
    row.points_left = left;
  }
  if (best == nullptr) return nullptr;
  row.cap = best->cap;
  row.honest_loss = best->stage->honest_loss();
  return best;
}

/// What cheats make of the plan who know the cap.
void adapt(ExploitRow& row, double points, const CappedStage& capped, AuditParams params, ThreadPool& pool) {
  constexpr double kAsMany = 1 + 1e-9;  // rounding must not forbid the plan itself
  params.hours_a_week = kAsMany * row.hours * 7 / params.days;
  row.adapted = row.plan;
  row.points_left_adapted = row.points_left;
  for (ExploitFamily family : exploit_families()) {
    if (family.name != row.plan.name) continue;
    family.plans.push_back(row.plan);
    const auto best = Search(*capped.stage, params, pool).best_of(family);
    if (!best || best->outcome.points <= row.points_left * points) continue;
    row.adapted = best->plan;
    row.points_left_adapted = std::min(1.0, best->outcome.points / points);
  }
}

void put_caps(std::span<ExploitRow> rows, const Crowd& crowd, const Stage& free, const MakeAlgorithm& make, Day every,
              const AuditParams& params, ThreadPool& pool) {
  std::vector<CappedStage> capped;
  for (const Caps& cap : usual_caps(crowd.recording, params.days))
    capped.push_back({cap, std::make_unique<Stage>(crowd, make, every, cap, params, pool)});
  for (ExploitRow& row : rows) {
    const double points = free.play(row.plan, pool).points;
    if (const CappedStage* const cap = suggest_cap(row, points, capped, pool)) adapt(row, points, *cap, params, pool);
  }
}

}  // namespace

Crowd make_crowd(Recording recording, std::span<const std::uint8_t> present, std::span<const float> worth,
                 const AuditParams& params) {
  Crowd crowd;
  crowd.people = recording.agents();
  crowd.present.assign(present.begin(), present.end());
  crowd.worth.assign(worth.begin(), worth.end());
  const std::size_t n = crowd.people + 1 + static_cast<std::size_t>(params.most_accounts) + 1;
  FollowGraph follows(n);
  for (AgentId a = 0; a < crowd.people; ++a) follows.assign(a, recording.follows.followees(a));
  recording.follows = std::move(follows);
  for (std::size_t a = crowd.people; a + 1 < n; ++a)
    recording.ids.push_back("attacker " + std::to_string(a - crowd.people));
  recording.ids.emplace_back("idle");
  if (!recording.city.empty()) {
    recording.claimed_role.resize(n, 0);
    recording.city.resize(n, 0);
    recording.topics.resize(n, 1);
  }
  crowd.recording = std::move(recording);
  return crowd;
}

const ExploitRow* AuditReport::shortest_climb() const {
  const ExploitRow* shortest = nullptr;
  for (const ExploitRow& row : rows)
    if (row.ahead_of.estimate >= kAhead && row.points.estimate > 0 &&
        (shortest == nullptr || row.hours < shortest->hours))
      shortest = &row;
  return shortest;
}

AuditReport audit(const std::string& score, const MakeAlgorithm& make, Day update_every_days,
                  std::span<const Crowd> crowds, const AuditParams& params, ThreadPool& pool) {
  if (crowds.empty()) throw std::invalid_argument("audit: no crowd");
  if (params.days < 1) throw std::invalid_argument("audit: the attack has no day");
  for (const Crowd& crowd : crowds)
    if (crowd.recording.days < params.days)
      throw std::invalid_argument("audit: the attack is longer than the recording");
  std::vector<std::unique_ptr<Stage>> stages;
  std::vector<double> honest, medians, hours, validity;
  for (const Crowd& crowd : crowds) {
    stages.push_back(std::make_unique<Stage>(crowd, make, update_every_days, Caps{}, params, pool));
    const HonestPeople people = stages.back()->honest(pool);
    honest.push_back(people.points_an_hour);
    medians.push_back(people.median);
    hours.push_back(people.top_tenth_hours);
    if (people.validity) validity.push_back(*people.validity);
  }
  AuditReport report;
  report.score = score;
  report.crowds = crowds.size();
  report.people = crowds.front().people;
  report.honest_points_an_hour = mean_interval(honest);
  report.honest_median = mean_interval(medians);
  report.top_tenth_hours = mean_interval(hours);
  report.validity = mean_interval(validity);
  Search search(*stages.front(), params, pool);
  report.rows = best_rows(search);
  report.plans_tried = search.tried();
  for (ExploitRow& row : report.rows) fill(row, stages, honest, pool);
  put_caps(report.rows, crowds.front(), *stages.front(), make, update_every_days, params, pool);
  std::stable_sort(report.rows.begin(), report.rows.end(), [](const ExploitRow& a, const ExploitRow& b) {
    return a.points_an_hour.estimate > b.points_an_hour.estimate;
  });
  return report;
}

}  // namespace clout
