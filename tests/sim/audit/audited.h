// Audits of scores on that crowd.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "tests/sim/audit/crowd.h"

namespace clout::test {

/// Made once for all tests that ask the same.
inline const AuditReport& audited(const std::string& yaml, unsigned threads = 1, std::size_t crowds = 1, Day every = 1,
                                  std::int64_t most_accounts = 32) {
  static std::map<std::tuple<std::string, unsigned, std::size_t, Day, std::int64_t>, AuditReport> made;
  const auto key = std::tuple(yaml, threads, crowds, every, most_accounts);
  if (const auto known = made.find(key); known != made.end()) return known->second;
  AuditParams params;
  params.days = 20;
  params.most_accounts = most_accounts;
  const auto setup = setup_of_score(yaml);
  const std::vector<Crowd> all(crowds, crowd_of(params));
  ThreadPool pool(threads);
  return made
      .emplace(key, audit(
                        "mine", [&] { return setup->build(); }, every, all, params, pool))
      .first->second;
}

/// One plan played against a score on that crowd.
inline ExploitRow played(const std::string& yaml, const ExploitPlan& plan) {
  AuditParams params;
  params.days = 20;
  params.most_accounts = 32;
  const auto setup = setup_of_score(yaml);
  const std::vector<Crowd> crowds(1, crowd_of(params));
  const std::vector<ExploitPlan> plans = {plan};
  ThreadPool pool(1);
  return play_plans(
             "mine", [&] { return setup->build(); }, 1, crowds, plans, params, pool)
      .rows.at(0);
}

inline const ExploitRow& row_of(const AuditReport& report, const std::string& name) {
  const auto row =
      std::find_if(report.rows.begin(), report.rows.end(), [&](const ExploitRow& r) { return r.plan.name == name; });
  REQUIRE(row != report.rows.end());
  return *row;
}

}  // namespace clout::test
