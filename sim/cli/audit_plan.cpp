#include "sim/cli/audit_plan.h"

#include <cstddef>
#include <cstdint>

#include "sim/core/params.h"
#include "sim/core/section.h"

namespace clout {
namespace {

/// More of an act on a day is a slip of the pen.
constexpr double kMostActs = 1e5;

void visit_exploit_plan(ParamVisitor& v, ExploitPlan& plan, const AuditParams& params) {
  const auto days = static_cast<double>(params.days);
  const Range acts{0, kMostActs};
  v.text("name", plan.name, {"", "What the plan is called.", "the designer"});
  v.whole("accounts", plan.accounts, {0, static_cast<double>(params.most_accounts)},
          {"accounts", "Besides the attacker's.", "the designer"});
  v.flag("own", plan.own, {"", "The attacker runs them; else they are people.", "the designer"});
  v.flag("returned", plan.returned, {"", "The attacker does the same to each of them.", "the designer"});
  v.flag("follow", plan.follow, {"", "They follow the attacker.", "the designer"});
  v.flag("toggle", plan.toggle, {"", "Each unfollows and follows again every every_days.", "the designer"});
  v.whole("posts", plan.posts, acts, {"posts", "Of the attacker on an active day.", "the designer"});
  v.flag("reposts", plan.reposts, {"", "The posts are copies: a click each.", "the designer"});
  v.whole("reads", plan.reads, acts, {"items", "That the attacker scrolls past on an active day.", "the designer"});
  v.whole("likes", plan.likes, acts, {"acts", "Of each account on an active day.", "the designer"});
  v.whole("reshares", plan.reshares, acts, {"acts", "Of each account on an active day.", "the designer"});
  v.whole("replies", plan.replies, acts, {"acts", "Of each account on an active day.", "the designer"});
  v.whole("messages", plan.messages, acts, {"acts", "Of each account on an active day.", "the designer"});
  v.whole("meetings", plan.meetings, acts, {"acts", "Of each account on an active day.", "the designer"});
  v.whole("every_days", plan.every_days, {1, kMostActs}, {"days", "Active on the first of so many.", "the designer"});
  v.whole("first_day", plan.first_day, {0, days - 1}, {"days", "Nothing happens before.", "the designer"});
  v.whole("follows_a_day", plan.follows_a_day, acts,
          {"accounts", "So many begin to follow on a day; 0 = all on the first.", "the designer"});
  v.whole("stop_after_days", plan.stop_after_days, {0, days},
          {"days", "After so many nothing happens, and only what grows then counts; 0 = goes on.", "the designer"});
}

/// What a plan says and nobody would do. Of a number that is written the reader says itself what is wrong with it.
void refuse_idle_acts(ParamVisitor& v, const ExploitPlan& plan) {
  constexpr const char* kNames[] = {"likes", "reshares", "replies", "messages", "meetings"};
  for (std::size_t k = 0; k < kFavours.size(); ++k)
    if (!v.given("accounts") && plan.*kFavours[k] > 0) v.refuse(kNames[k], "there is nobody to do it; write accounts");
  if (plan.follow && !v.given("accounts")) v.refuse("follow", "there is nobody to follow; write accounts");
  if (plan.toggle && !plan.follow) v.refuse("toggle", "nobody follows; write follow: true");
  if (plan.reposts && !v.given("posts")) v.refuse("reposts", "there are no posts to copy; write posts");
}

void read_exploit_plan(ParamVisitor& v, ExploitPlan& plan, const AuditParams& params) {
  visit_exploit_plan(v, plan, params);
  refuse_idle_acts(v, plan);
  if (!v.given("posts") && !v.given("reads") && !v.given("accounts"))
    v.refuse("name", "the plan does nothing; write posts, reads or accounts");
}

}  // namespace

std::vector<ExploitPlan> read_exploit_plans(const std::string& path, const AuditParams& params, Faults& faults) {
  const std::size_t before = faults.size();
  const Document document = Document::load(path, faults);
  if (faults.size() > before) return {};
  ParamReader reader(document.root(), faults);
  std::vector<ExploitPlan> plans;
  if (document.find("plans").exists()) {
    reader.rows(
        "plans", {"", "Plans that are played one by one.", "the designer"}, [&](std::size_t n) { plans.resize(n); },
        plans.size(), [&](ParamVisitor& row, std::size_t k) { read_exploit_plan(row, plans[k], params); });
    if (plans.empty() && faults.size() == before) reader.refuse("plans", "there is none; write one at least");
  } else {
    read_exploit_plan(reader, plans.emplace_back(), params);
  }
  reader.finish();
  for (ExploitPlan& plan : plans)
    if (plan.name.empty()) plan.name = "plan";
  return plans;
}

}  // namespace clout
