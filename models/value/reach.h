// Contacts, and an audience: attentive readers may be worth something without being contacts. With beta = 0 this is
// `linear`.
#pragma once

#include "models/value/contacts.h"

namespace clout {

struct ReachParams {
  static constexpr const char* kName = "reach";
  static constexpr const char* kSummary =
      "Linear, plus beta log(1 + worth of the distinct people who lately reacted to what the agent wrote).";
  static constexpr const char* kSource = "assumed (MODEL.md 5)";
  AccessParams access;
  double beta = 1;
  double attentive_weight = 0.25;
  void visit(ParamVisitor& v);
};

/// Where there is no ledger (the base of a gain), the audience is empty.
class ReachValue final : public ValueModel {
 public:
  explicit ReachValue(const ReachParams& params) : params_(params) {}
  void evaluate(const ValueView& view, ThreadPool& pool, std::span<const AgentId> agents,
                std::span<double> values) const override;

 private:
  double audience(const ValueView& view, AgentId agent) const;

  ReachParams params_;
};

}  // namespace clout
