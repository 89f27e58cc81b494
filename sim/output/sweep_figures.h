// The figures of a run: their order, what is wrong with them, and whether two runs agree.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/analysis/summary.h"

namespace clout {

/// Orders by cohort, strategy, measure, unit, byte by byte: the order of everything that is read out of a store.
void sort_figures(std::vector<Measure>& figures);

/// What is the matter with the figures of a run: one that is not finite, or one that is there twice; empty if nothing.
/// Example: "score_klout of casual (background, points) is nan; figures have to be finite, and what is not known is
/// left out".
std::string figures_fault(std::span<const Measure> figures);

/// The first figure by order in which two runs differ, as a sentence; empty if they agree. 0 and -0 are equal.
/// Example: "followers of casual (background, average people) is 10 and 11".
std::string figures_difference(std::vector<Measure> one, std::vector<Measure> other);

/// Name of a figure for people: "followers of casual (background, average people)".
std::string figure_name(const Measure& figure);

}  // namespace clout
