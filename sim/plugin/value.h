// Contract of a value model: what an agent's connections are worth. Nobody can observe it, hence pluggable.
#pragma once

#include <span>

#include "sim/core/ids.h"
#include "sim/core/parallel.h"
#include "sim/world/ledger.h"
#include "sim/world/society.h"
#include "sim/world/ties.h"

namespace clout {

struct ValueView {
  Day day = 0;
  const Society& society;
  TieRows ties;           ///< the world's, or Society::offline for the value of ties left untouched
  const TieClock& clock;
  const Ledger* ledger;   ///< nullptr where only ties count (the base of a gain)
};

class ValueModel {
 public:
  virtual ~ValueModel() = default;
  /// values[k] = value of agents[k], in units of one fully accessible average person. Const and parallel over agents.
  virtual void evaluate(const ValueView& view, ThreadPool& pool, std::span<const AgentId> agents,
                        std::span<double> values) const = 0;
};

}  // namespace clout
