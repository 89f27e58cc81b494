// Contacts of one circle (a role in a city) know the same things and open the same doors: the r-th best of a circle
// counts r^(gamma - 1). Linear in worth, so only redundancy is discounted, never a single contact.
#pragma once

#include <vector>

#include "models/value/contacts.h"

namespace clout {

struct CirclesParams {
  static constexpr const char* kName = "circles";
  static constexpr const char* kSummary =
      "Within a circle (role and city of the contact), sorted by access times worth, the r-th counts r^(gamma - 1).";
  static constexpr const char* kSource = "assumed (MODEL.md 5); redundancy after Burt 1992";
  AccessParams access;
  double gamma = 0.7;
  void visit(ParamVisitor& v);
};

/// Cost: see tests/bench/value_bench.cpp; grows with the square of contacts, an eighth of a nanosecond a pair.
class CirclesValue final : public ValueModel {
 public:
  explicit CirclesValue(const CirclesParams& params);
  void evaluate(const ValueView& view, ThreadPool& pool, std::span<const AgentId> agents,
                std::span<double> values) const override;

 private:
  CirclesParams params_;
  std::vector<double> count_of_rank_;  // r^(gamma - 1); entry 0 is unused
};

}  // namespace clout
