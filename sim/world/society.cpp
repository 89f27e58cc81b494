#include "sim/world/society.h"

#include <algorithm>
#include <stdexcept>

namespace clout {
namespace {

// The one list of the columns that are drawn; everything else follows from them (index_society).
template <class S, class Body>
void each_society_column(S& society, Body&& body) {
  body("role", society.role);
  body("claimed_role", society.claimed_role);
  body("city", society.city);
  body("topics", society.topics);
  body("quality", society.quality);
  body("own_worth", society.own_worth);
  body("network_worth", society.network_worth);
  body("open_seconds_week", society.open_seconds_week);
  body("inbox_capacity", society.inbox_capacity);
  body("outside_messages", society.outside_messages);
  body("activity", society.activity);
  body("voice", society.voice);
  body("fame", society.fame);
  body("flags", society.flags);
}

}  // namespace

std::size_t Society::memory_bytes() const {
  std::size_t n = offline.memory_bytes() + 4 * (offline.agents() + 1) + bio.memory_bytes() +
                  4 * (present.size() + city_begin.size() + by_city.size());
  each_society_column(*this, [&](const char*, const auto& column) { n += column.size() * sizeof(column[0]); });
  return n;
}

void Society::visit_state(StateVisitor& v) {
  std::uint64_t roles = role_names.size();
  v.value("roles", roles);
  role_names.resize(roles);
  for (std::string& name : role_names) {
    std::uint64_t length = name.size();
    v.value("role_name", length);
    name.resize(length);
    v.raw("role_name", name.data(), length);
  }
  v.value("cities", cities);
  each_society_column(*this, [&](const char* name, auto& column) { v.column(name, column); });
  offline.visit_state(v);
  if (v.loading()) index_society(*this);
}

void index_society(Society& society) {
  const std::size_t n = society.agents();
  const std::size_t roles = society.role_names.size();
  for (std::size_t a = 0; a < n; ++a) {
    if (society.city[a] >= society.cities) throw std::invalid_argument("index_society: a city is out of range");
    if (society.claimed_role[a] >= roles) throw std::invalid_argument("index_society: a claimed role is out of range");
  }

  society.present.clear();
  Column<std::uint8_t> listed(n);
  for (std::size_t a = 0; a < n; ++a) {
    const auto id = static_cast<AgentId>(a);
    if (!society.has(id, kPresent)) continue;
    society.present.push_back(id);
    listed[a] = society.has(id, kBioComplete);
  }
  society.bio = BioIndex(society.claimed_role, society.city, listed, roles, society.cities);

  society.city_begin.assign(std::size_t{society.cities} + 1, 0);
  for (std::size_t a = 0; a < n; ++a) ++society.city_begin[society.city[a] + std::size_t{1}];
  for (std::size_t c = 0; c < society.cities; ++c) society.city_begin[c + 1] += society.city_begin[c];
  std::vector<std::uint32_t> next(society.city_begin.begin(), society.city_begin.end() - 1);
  society.by_city.resize(n);
  for (std::size_t a = 0; a < n; ++a) society.by_city[next[society.city[a]]++] = static_cast<AgentId>(a);
}

void fill_network_worth(Society& society, const TieClock& clock, double phi, double theta) {
  const std::size_t n = society.agents();
  society.network_worth.resize(n);
  for (std::size_t j = 0; j < n; ++j) {
    double reached = 0;
    for (const HalfTie& tie : society.offline.of(static_cast<AgentId>(j)))
      reached += tie_access(clock.hours_on(tie, 0), theta) * static_cast<double>(society.own_worth[tie.other]);
    society.network_worth[j] = static_cast<float>(static_cast<double>(society.own_worth[j]) + phi * reached);
  }
}

}  // namespace clout
