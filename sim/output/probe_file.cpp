#include "sim/output/probe_file.h"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/output/npz.h"

namespace clout {
namespace {

constexpr std::string_view kOthers = "others_";

std::string array_name(const std::string& measure, Day days, std::size_t branch) {
  return measure + '_' + std::to_string(days) + "d_" + kForkBranchNames[branch];
}

/// The parts of MEASURE_Nd_BRANCH.
struct ArrayName {
  std::string measure;
  Day days = 0;
  std::size_t branch = 0;
};

std::optional<ArrayName> parse_name(std::string_view text) {
  ArrayName name;
  for (; name.branch < kForkBranchNames.size(); ++name.branch) {
    const std::string ending = std::string("d_") + kForkBranchNames[name.branch];
    if (!text.ends_with(ending)) continue;
    text.remove_suffix(ending.size());
    const std::size_t dash = text.rfind('_');
    if (dash == text.npos) return std::nullopt;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + dash + 1, end, name.days);
    if (error != std::errc() || stop != end) return std::nullopt;
    name.measure = std::string(text.substr(0, dash));
    return name;
  }
  return std::nullopt;
}

/// The entry of `rows` for a measure after so many days, made if it is not there.
template <class Row>
Row& row_of(std::vector<Row>& rows, const ArrayName& name) {
  for (Row& row : rows)
    if (row.measure == name.measure && row.horizon_days == name.days) return row;
  rows.push_back({name.measure, measure_unit(name.measure), name.days, {}});
  return rows.back();
}

template <class T>
T only_entry(const NpzReader& npz, const std::filesystem::path& path, const std::string& name) {
  const auto values = npz.read<T>(name);
  if (values.size() != 1) throw FileError(path, "is damaged: " + name + " has not one entry");
  return values.front();
}

}  // namespace

void write_probes(const std::filesystem::path& path, const ProbeOutcomes& probes) {
  NpzWriter npz(path);
  npz.add("seed", std::vector<std::uint64_t>{probes.seed});
  npz.add("step_hours", std::vector<double>{probes.step_hours});
  npz.add("agent", probes.agent);
  npz.add("strategy", probes.strategy);
  npz.add("role", probes.role);
  npz.add("hours_online", probes.hours_online);
  npz.add("hours_offline", probes.hours_offline);
  for (const ProbeColumn& column : probes.columns)
    for (std::size_t b = 0; b < column.outcome.size(); ++b)
      npz.add(array_name(column.measure, column.horizon_days, b), column.outcome[b]);
  for (const OthersTotal& total : probes.others)
    for (std::size_t b = 0; b < total.outcome.size(); ++b)
      npz.add(std::string(kOthers) + array_name(total.measure, total.horizon_days, b),
              std::vector<double>{total.outcome[b]});
  npz.finish();
}

ProbeOutcomes read_probes(const std::filesystem::path& path) {
  const NpzReader npz(path);
  ProbeOutcomes probes;
  probes.seed = only_entry<std::uint64_t>(npz, path, "seed");
  probes.step_hours = only_entry<double>(npz, path, "step_hours");
  probes.agent = npz.read<std::uint32_t>("agent");
  probes.strategy = npz.read<std::uint8_t>("strategy");
  probes.role = npz.read<std::uint8_t>("role");
  probes.hours_online = npz.read<float>("hours_online");
  probes.hours_offline = npz.read<float>("hours_offline");
  for (const std::string& array : npz.names()) {
    const bool of_others = array.starts_with(kOthers);
    const auto name = parse_name(of_others ? std::string_view(array).substr(kOthers.size()) : array);
    if (!name) continue;
    if (of_others) {
      row_of(probes.others, *name).outcome[name->branch] = only_entry<double>(npz, path, array);
    } else {
      row_of(probes.columns, *name).outcome[name->branch] = npz.read<double>(array);
    }
  }
  const std::size_t n = probes.probes();
  bool whole = probes.strategy.size() == n && probes.role.size() == n && probes.hours_online.size() == n &&
               probes.hours_offline.size() == n;
  for (const ProbeColumn& column : probes.columns)
    for (const auto& outcome : column.outcome) whole = whole && outcome.size() == n;
  if (!whole) throw FileError(path, "is damaged: columns differ in length");
  return probes;
}

}  // namespace clout
