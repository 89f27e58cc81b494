// What a sweep says, as text for a terminal.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "sim/output/sweep_answers.h"

namespace clout {

/// Analyses a store, writes the tables of sweep_answers.h into `folder`, and says what is in them: in how many points
/// the sign of each response is known, responses at a few points or the effect of each axis, sensitivity, where the
/// variance comes from and how many worlds would be enough. @throws FileError
std::string sweep_report(const SweepStoreReader& store, const SweepSpec& spec, const std::filesystem::path& folder,
                         std::size_t width);

/// The text alone.
std::string sweep_answers_text(const SweepAnswers& answers, std::size_t width);

}  // namespace clout
