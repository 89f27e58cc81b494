// Everybody else. Half of them hardly ever post and a tenth write most of what is written (post_spread): 44 % of
// accounts had never posted in 2014, 49 % of US users post less than five times a month, the top tenth write 80 % (Pew
// 2019-22, Twopcharts 2014). They read, keep up with people they know, and chase nothing.
#pragma once

#include "sim/plugin/strategy.h"

namespace clout {

struct CasualParams : Plan {
  static constexpr const char* kName = "casual";
  static constexpr const char* kSummary = "Reads, mostly; writes to people it knows; few of its agents post much.";
  static constexpr const char* kSource = "split of time assumed; spread of posting after Pew 2019-22, Twopcharts 2014";
  CasualParams();
};

}  // namespace clout
