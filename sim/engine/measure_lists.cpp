#include "sim/engine/measure_lists.h"

#include <algorithm>
#include <cstddef>

#include "sim/analysis/precision.h"
#include "sim/core/random.h"
#include "sim/engine/answer_prob.h"
#include "sim/engine/constants.h"
#include "sim/engine/topic_match.h"
#include "sim/scenario/list_names.h"

namespace clout {
namespace {

// Someone who may be listed: the greatest go first.
struct Candidate {
  double merit;
  std::uint64_t lot;  // decides between equals
  AgentId who;
};
bool before(const Candidate& a, const Candidate& b) {
  if (a.merit != b.merit) return a.merit > b.merit;
  return a.lot != b.lot ? a.lot < b.lot : a.who < b.who;
}

// The best kListLength of those who are offered one after the other.
class BestOf {
 public:
  double least_merit() const { return full() ? best_.front().merit : -1; }
  void offer(const Candidate& c) {
    if (full()) {
      if (!before(c, best_.front())) return;
      std::pop_heap(best_.begin(), best_.end(), before);  // the worst of the best is in front
      best_.back() = c;
    } else {
      best_.push_back(c);
    }
    std::push_heap(best_.begin(), best_.end(), before);
  }
  std::vector<AgentId> list() {
    std::sort_heap(best_.begin(), best_.end(), before);
    std::vector<AgentId> who;
    for (const Candidate& c : best_) who.push_back(c.who);
    best_.clear();
    return who;
  }

 private:
  bool full() const { return best_.size() == kListLength; }
  std::vector<Candidate> best_;
};

// The role that a search asks for: of the highest mean own_worth.
std::uint8_t worthiest_role(const Society& society) {
  std::vector<double> worth(society.role_names.size()), people(society.role_names.size());
  for (std::size_t a = 0; a < society.agents(); ++a) {
    worth[society.role[a]] += society.own_worth[a];
    people[society.role[a]] += 1;
  }
  std::size_t best = 0;
  for (std::size_t r = 1; r < worth.size(); ++r)
    if (people[r] > 0 && (people[best] == 0 || worth[r] / people[r] > worth[best] / people[best])) best = r;
  return static_cast<std::uint8_t>(best);
}

// The first kListLength + 1 by a score, since a user may have to be left out of its own list.
std::vector<AgentId> leaders(const Society& society, std::span<const float> score) {
  std::vector<AgentId> order = society.present;
  const auto count = std::min(order.size(), kListLength + 1);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    [&](AgentId a, AgentId b) { return score[a] != score[b] ? score[a] > score[b] : a < b; });
  order.resize(count);
  return order;
}

// What a user would have on its lists, and how many users' messages a person on one gets.
class ListMaker {
 public:
  ListMaker(const World& world, std::span<const ListedScore> scores) : world_(world), role_(worthiest_role(society())) {
    for (const ListedScore& s : scores) leaders_.push_back(leaders(society(), s.scores));
    users_in_city_.resize(society().cities);
    for (const AgentId a : society().present) ++users_in_city_[society().city[a]];
  }
  // Lists by score, then kListNames.
  std::size_t kinds() const { return leaders_.size() + kListNames.size(); }
  std::size_t affinity() const { return leaders_.size(); }
  std::size_t bio() const { return leaders_.size() + 1; }

  std::vector<AgentId> of(std::size_t kind, AgentId user) const {
    if (kind < leaders_.size()) return by_score(kind, user);
    const auto& people = society().present;
    const auto city = society().city[user];
    if (kind == affinity()) return by_affinity(user);
    return by_lot(user, kind, kind == bio() ? society().bio.find(role_, city) : std::span<const AgentId>(people));
  }
  // u L_j for those lists of which it is known without looking at others' lists.
  double users_of(std::size_t kind, AgentId user) const {
    const auto all = static_cast<double>(society().present.size());
    if (kind < leaders_.size()) return all / static_cast<double>(std::min(leaders_[kind].size(), kListLength));
    if (kind != bio()) return 1;
    const auto city = society().city[user];
    return users_in_city_[city] / static_cast<double>(society().bio.find(role_, city).size());
  }

 private:
  const Society& society() const { return *world_.society; }
  std::vector<AgentId> by_score(std::size_t score, AgentId user) const {
    std::vector<AgentId> list = leaders_[score];
    std::erase(list, user);
    if (list.size() > kListLength) list.resize(kListLength);
    return list;
  }
  Key key(AgentId user, std::size_t kind) const { return make_key(world_.seed, Stream::measure, user, kind); }
  std::vector<AgentId> by_affinity(AgentId user) const {
    const Key lots = key(user, affinity());
    BestOf best;
    for (const AgentId j : society().present) {
      if (j == user) continue;
      const double match = topic_match(society().topics[user], society().topics[j]);
      if (match >= best.least_merit()) best.offer({match, draw(lots, j), j});
    }
    return best.list();
  }
  std::vector<AgentId> by_lot(AgentId user, std::size_t kind, std::span<const AgentId> people) const {
    const Key lots = key(user, kind);
    BestOf best;
    for (const AgentId j : people)
      if (j != user) best.offer({0, draw(lots, j), j});
    return best.list();
  }

  const World& world_;
  std::uint8_t role_;
  std::vector<std::vector<AgentId>> leaders_;
  std::vector<double> users_in_city_;
};

// The lists of some users, spread evenly over the people present.
class SampledLists {
 public:
  SampledLists(const World& world, const ListMaker& maker, ThreadPool& pool) : kinds_(maker.kinds()) {
    const auto& present = world.society->present;
    const std::size_t users = std::min(kListUsers, present.size());
    for (std::size_t k = 0; k < users; ++k) users_.push_back(present[k * present.size() / users]);
    lists_.resize(users * kinds_);
    pool.for_chunks(users, 1, [&](std::size_t k, std::size_t, std::size_t, unsigned) {
      for (std::size_t kind = 0; kind < kinds_; ++kind) lists_[k * kinds_ + kind] = maker.of(kind, users_[k]);
    });
  }
  std::span<const AgentId> users() const { return users_; }
  const std::vector<AgentId>& of(std::size_t k, std::size_t kind) const { return lists_[k * kinds_ + kind]; }

 private:
  std::size_t kinds_;
  std::vector<AgentId> users_;
  std::vector<std::vector<AgentId>> lists_;  // [user][kind]
};

// How likely those on a list answer when everybody uses lists of that kind.
class CrowdedAnswers {
 public:
  CrowdedAnswers(const World& world, const TieClock& clock, const MessageParams& message, std::span<const float> cue,
                 const ListMaker& maker, const SampledLists& lists)
      : world_(world), clock_(clock), message_(message), cue_(cue), maker_(maker), listed_(world.agents()) {
    for (std::size_t k = 0; k < lists.users().size(); ++k) {
      const auto& of_user = lists.of(k, maker.affinity());
      for (const AgentId j : of_user) listed_[j] += 1 / static_cast<double>(of_user.size());
    }
    const std::size_t users = lists.users().size(), people = world.society->present.size();
    others_scale_ = users < 2 ? 0 : static_cast<double>(people - 1) / static_cast<double>(users - 1);
  }

  std::vector<double> operator()(std::size_t kind, AgentId i, std::span<const AgentId> who) const {
    const Society& society = *world_.society;
    std::vector<double> probability;
    for (const AgentId j : who) {
      // A user's own message is one of those that crowd; of the others' lists those of the sample stand for all.
      const double own = 1 / static_cast<double>(who.size());
      const double writers =
          kind == maker_.affinity() ? own + (listed_[j] - own) * others_scale_ : maker_.users_of(kind, i);
      const double outside = message_.outside_demand ? society.outside_messages[j] : 0;
      const double load = (writers * kApproachesPerWeek.value / 7 + outside) / society.inbox_capacity[j];
      const HalfTie* tie = world_.ties.find(j, i);
      const double hours = tie ? clock_.hours_on(*tie, world_.day) : 0;
      const bool mutual = world_.follows.follows(j, i) && world_.follows.follows(i, j);
      probability.push_back(answer_prob(message_, topic_match(society.topics[i], society.topics[j]), hours, mutual,
                                        cue_.empty() ? 0.0 : cue_[i], load));
    }
    return probability;
  }

 private:
  const World& world_;
  const TieClock& clock_;
  const MessageParams& message_;
  std::span<const float> cue_;
  const ListMaker& maker_;
  // In how many of the users' lists by affinity somebody stands, each counted with the chance of being written to.
  std::vector<double> listed_;
  double others_scale_ = 0;
};

}  // namespace

std::vector<Measure> list_precision(const World& world, const TieClock& clock, const MessageParams& message,
                                    std::span<const ListedScore> scores, std::span<const float> cue,
                                    std::span<const AgentId> gems, ThreadPool& pool) {
  const Society& society = *world.society;
  if (society.present.size() < 2) return {};
  const ListMaker maker(world, scores);
  const SampledLists lists(world, maker, pool);
  const CrowdedAnswers answers(world, clock, message, cue, maker, lists);
  std::vector<std::uint8_t> is_gem(world.agents());
  for (const AgentId g : gems) is_gem[g] = 1;
  const std::vector<std::uint8_t> is_top = top_flags(society.network_worth, kTopWorth);

  std::vector<Measure> rows;
  for (std::size_t kind = 0; kind < maker.kinds(); ++kind) {
    Precision of_gems, of_worth;
    double made = 0;
    for (std::size_t k = 0; k < lists.users().size(); ++k) {
      const auto& who = lists.of(k, kind);
      if (who.empty()) continue;
      made += 1;
      const std::vector<double> probability = answers(kind, lists.users()[k], who);
      const Precision g = precision_at_k(who, is_gem, kListLength, probability);
      const Precision w = precision_at_k(who, is_top, kListLength, probability);
      of_gems.precision += g.precision;
      of_gems.crowded += g.crowded;
      of_worth.precision += w.precision;
      of_worth.crowded += w.crowded;
    }
    if (made == 0) continue;
    const std::string name = kind < scores.size() ? scores[kind].name : kListNames[kind - scores.size()];
    const auto add = [&](const std::string& measure, double sum) {
      rows.push_back({kEveryone, kAllStrategies, measure, "share", sum / made});
    };
    add("precision_gems_" + name, of_gems.precision);
    add("precision_gems_" + name + "_crowded", of_gems.crowded);
    add("precision_worth_" + name, of_worth.precision);
    add("precision_worth_" + name + "_crowded", of_worth.crowded);
  }
  return rows;
}

}  // namespace clout
