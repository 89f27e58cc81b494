// The control of value models: contacts add up, whoever else one knows.
#pragma once

#include "models/value/contacts.h"

namespace clout {

struct LinearParams {
  static constexpr const char* kName = "linear";
  static constexpr const char* kSummary = "Sum over contacts of access times worth: no redundancy, no audience.";
  static constexpr const char* kSource = "assumed; circles with gamma = 1";
  AccessParams access;
  void visit(ParamVisitor& v) { access.visit(v); }
};

class LinearValue final : public ValueModel {
 public:
  explicit LinearValue(const LinearParams& params) : params_(params) {}
  void evaluate(const ValueView& view, ThreadPool& pool, std::span<const AgentId> agents,
                std::span<double> values) const override;

 private:
  LinearParams params_;
};

}  // namespace clout
