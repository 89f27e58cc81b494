#include "sim/cli/audit_plan.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace clout;

namespace {

struct ReadPlans {
  std::vector<ExploitPlan> plans;
  std::string faults;
};

ReadPlans read(const std::string& yaml) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "clout_audit_plan_test.yaml";
  std::ofstream(path) << yaml;
  Faults faults;
  ReadPlans read{read_exploit_plans(path.string(), AuditParams{}, faults), {}};
  read.faults = faults.text();
  for (std::size_t at; (at = read.faults.find(path.string())) != std::string::npos;)
    read.faults.replace(at, path.string().size(), "plan.yaml");
  std::filesystem::remove(path);
  return read;
}

}  // namespace

TEST_CASE("every plan is read as it is printed, alone and in a list") {
  std::string list = "plans:\n";
  std::vector<ExploitPlan> all;
  for (const ExploitFamily& family : exploit_families())
    for (const ExploitPlan& plan : family.plans) {
      all.push_back(plan);
      list += "  - " + plan.yaml() + "  # " + family.what + "\n";
    }
  const ReadPlans of_list = read(list);
  CHECK(of_list.faults == "");
  REQUIRE(of_list.plans.size() == all.size());
  for (std::size_t k = 0; k < all.size(); ++k) CHECK(of_list.plans[k].yaml() == all[k].yaml());
  const ReadPlans alone = read(all[0].yaml());
  CHECK(alone.faults == "");
  REQUIRE(alone.plans.size() == 1);
  CHECK(alone.plans[0].yaml() == all[0].yaml());
}

TEST_CASE("all faults of plans are told at their places") {
  CHECK(read("plans:\n  - {name: a, acounts: 3, posts: 1}\n  - {name: b, accounts: 65, likes: -1}\n").faults ==
        "plan.yaml:2:15: plans.a: unknown key 'acounts'; did you mean 'accounts'?\n"
        "plan.yaml:3:25: plans.b.accounts: 65 is outside [0, 64]\n"
        "plan.yaml:3:36: plans.b.likes: -1 is outside [0, 100000]\n");
  CHECK(read("{name: a, posts: 1, likes: 2}").faults ==
        "plan.yaml:1:28: likes: there is nobody to do it; write accounts\n");
  CHECK(read("{name: a, accounts: 2, toggle: true}").faults ==
        "plan.yaml:1:32: toggle: nobody follows; write follow: true\n");
  CHECK(read("{name: a}").faults == "plan.yaml:1:8: name: the plan does nothing; write posts, reads or accounts\n");
  CHECK(read("plans: []").faults == "plan.yaml:1:8: plans: there is none; write one at least\n");
  CHECK(read("{name: a, posts: 1, first_day: 90}").faults == "plan.yaml:1:32: first_day: 90 is outside [0, 89]\n");
}
