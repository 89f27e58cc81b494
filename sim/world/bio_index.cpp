#include "sim/world/bio_index.h"

namespace clout {

BioIndex::BioIndex(std::span<const std::uint8_t> claimed_role, std::span<const std::uint16_t> city,
                   std::span<const std::uint8_t> listed, std::size_t roles, std::size_t cities)
    : roles_(roles), begin_(roles * cities + 1) {
  const auto cell_of = [&](std::size_t a) { return std::size_t{city[a]} * roles + claimed_role[a]; };
  for (std::size_t a = 0; a < listed.size(); ++a)
    if (listed[a] != 0) ++begin_[cell_of(a) + 1];
  for (std::size_t cell = 0; cell < roles * cities; ++cell) begin_[cell + 1] += begin_[cell];
  agents_.resize(begin_.back());
  std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
  for (std::size_t a = 0; a < listed.size(); ++a)
    if (listed[a] != 0) agents_[next[cell_of(a)]++] = static_cast<AgentId>(a);
}

}  // namespace clout
