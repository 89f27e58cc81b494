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
constexpr const char* kDesign = "design_hours_max";

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

/// The columns of the background, an entry a strategy.
struct BackgroundColumn {
  const char* name;
  double ProbeBackground::* of;
};
constexpr BackgroundColumn kBackgroundColumns[] = {
    {"background_agents", &ProbeBackground::agents},
    {"background_hours_online_low", &ProbeBackground::hours_online_low},
    {"background_hours_online_high", &ProbeBackground::hours_online_high},
    {"background_hours_offline_low", &ProbeBackground::hours_offline_low},
    {"background_hours_offline_high", &ProbeBackground::hours_offline_high}};
constexpr const char* kRoleShare = "background_role_share";
constexpr const char* kMedian = "background_hours_median";

void write_background(NpzWriter& npz, const ProbeOutcomes& probes) {
  for (const BackgroundColumn& column : kBackgroundColumns) {
    std::vector<double> values;
    for (const ProbeBackground& b : probes.background) values.push_back(b.*column.of);
    npz.add(column.name, values);
  }
  std::vector<double> shares;
  for (const ProbeBackground& b : probes.background)
    shares.insert(shares.end(), b.role_share.begin(), b.role_share.end());
  npz.add(kRoleShare, shares);
  npz.add(kMedian, std::vector<double>{probes.hours_online_median, probes.hours_offline_median});
}

void read_background(const NpzReader& npz, const std::filesystem::path& path, ProbeOutcomes& probes) {
  const auto agents = npz.read<double>(kBackgroundColumns[0].name), shares = npz.read<double>(kRoleShare),
             median = npz.read<double>(kMedian);
  const std::size_t strategies = agents.size();
  if (median.size() != 2 || (strategies == 0 ? !shares.empty() : shares.size() % strategies != 0))
    throw FileError(path, "is damaged: its background columns differ in length");
  probes.background.resize(strategies);
  for (const BackgroundColumn& column : kBackgroundColumns) {
    const auto values = npz.read<double>(column.name);
    if (values.size() != strategies) throw FileError(path, "is damaged: its background columns differ in length");
    for (std::size_t s = 0; s < strategies; ++s) probes.background[s].*column.of = values[s];
  }
  const auto roles = static_cast<std::ptrdiff_t>(strategies == 0 ? 0 : shares.size() / strategies);
  auto from = shares.begin();
  for (ProbeBackground& b : probes.background) {
    b.role_share.assign(from, from + roles);
    from += roles;
  }
  probes.hours_online_median = median[0];
  probes.hours_offline_median = median[1];
}

}  // namespace

void write_probes(const std::filesystem::path& path, const ProbeOutcomes& probes) {
  NpzWriter npz(path);
  npz.add("seed", std::vector<std::uint64_t>{probes.seed});
  npz.add("step_hours", std::vector<double>{probes.step_hours});
  npz.add(kDesign, std::vector<double>{probes.hours_online_max, probes.hours_offline_max});
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
  write_background(npz, probes);
  npz.finish();
}

ProbeOutcomes read_probes(const std::filesystem::path& path) {
  const NpzReader npz(path);
  ProbeOutcomes probes;
  probes.seed = only_entry<std::uint64_t>(npz, path, "seed");
  probes.step_hours = only_entry<double>(npz, path, "step_hours");
  const auto design = npz.read<double>(kDesign);
  if (design.size() != 2) throw FileError(path, std::string("is damaged: ") + kDesign + " has not two entries");
  probes.hours_online_max = design[0];
  probes.hours_offline_max = design[1];
  probes.agent = npz.read<std::uint32_t>("agent");
  probes.strategy = npz.read<std::uint8_t>("strategy");
  probes.role = npz.read<std::uint8_t>("role");
  probes.hours_online = npz.read<float>("hours_online");
  probes.hours_offline = npz.read<float>("hours_offline");
  read_background(npz, path, probes);
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
