// Bio search ("CTO, Chicago"): who claims which role in which city. Fixed for a world, since bios do not change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/ids.h"

namespace clout {

class BioIndex {
 public:
  BioIndex() = default;
  /// `claimed_role`, `city` and `listed` (nonzero = can be found) are columns over all agents.
  BioIndex(std::span<const std::uint8_t> claimed_role, std::span<const std::uint16_t> city,
           std::span<const std::uint8_t> listed, std::size_t roles, std::size_t cities);

  /// Listed agents who claim `role` in `city`, by id.
  std::span<const AgentId> find(std::uint8_t role, std::uint16_t city) const {
    const std::size_t cell = std::size_t{city} * roles_ + role;
    return std::span(agents_).subspan(begin_[cell], begin_[cell + 1] - begin_[cell]);
  }
  std::size_t memory_bytes() const { return begin_.size() * 4 + agents_.size() * 4; }

 private:
  std::size_t roles_ = 1;
  std::vector<std::uint32_t> begin_ = {0, 0};
  std::vector<AgentId> agents_;
};

}  // namespace clout
