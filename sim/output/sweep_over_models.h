// Responses that are alike but for the value model that they are read by, taken together.
#pragma once

#include <vector>

#include "sim/output/sweep_answers.h"
#include "sim/output/sweep_response_table.h"

namespace clout {

/// One entry for each set of two or more of the responses that name the same strategies and cohort and a gain or value
/// that differs in its model alone (gain_circles, gain_reach; difference_gain_circles_90d, ...); in the order of their
/// first ones. Payoffs are not joined.
/// @param tables  of the responses, one each.
/// Example: "gain (circles), networker > chaser" and "gain (reach), networker > chaser" are one, "gain (all value
/// models), networker > chaser".
std::vector<ModelAnswers> answers_over_models(const SweepStoreReader& store, const SweepSpec& spec,
                                              const std::vector<ResponseAnswers>& responses,
                                              const std::vector<ResponseTable>& tables);

}  // namespace clout
