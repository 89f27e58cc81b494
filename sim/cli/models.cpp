#include "sim/cli/models.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/cli/options.h"
#include "sim/core/nearest.h"
#include "sim/core/table.h"
#include "sim/engine/constants.h"
#include "sim/scenario/scenario.h"
#include "sim/world/constants.h"

namespace clout {
namespace {

constexpr std::size_t kChoicesWidth = 40;  // longer lists of words stand below the meaning

bool is_group(const ParamRow& row) { return row.type == "mapping" || row.type == "list"; }

/// `react` of `mechanisms.react`, `roles` of `population.roles`.
std::string last_of(const std::string& path) { return path.substr(path.rfind('.') + 1); }

/// A path as the user writes it: without the `*` of lists.
std::string plain(const std::string& path) {
  std::string text = path;
  for (std::size_t at = text.find(".*"); at != std::string::npos; at = text.find(".*")) text.erase(at, 2);
  return text;
}

std::string params_table(const std::vector<ParamRow>& rows, std::size_t prefix, std::size_t width) {
  Table table({"key", "default", "range", "unit", "meaning [source]"});
  for (const ParamRow& row : rows) {
    std::string meaning = row.doc;
    std::string range = row.range.empty() ? row.type : row.range;
    if (!row.options.empty() && display_width(range) > kChoicesWidth) {
      meaning += (row.type == "names" ? " Any of: " : " One of: ") + range + '.';
      range = row.type;
    }
    if (!row.source.empty()) meaning += " [" + row.source + ']';
    table.add({plain(row.path.substr(prefix)), row.default_text, range, row.unit, meaning});
  }
  return table.text(width);
}

/// The first line of a summary; what stands for what comes after it.
std::string first_line(const std::string& summary) { return summary.substr(0, summary.find('\n')); }

template <class Model>
void add_rows(Table& table, const char* kind, const std::vector<Row<Model>>& rows) {
  for (const Row<Model>& row : rows) table.add({row.name, kind, first_line(row.summary)});
}

/// The page of one model, appended; nothing if `rows` has none of that name.
template <class Model>
void add_page(std::string& page, const char* kind, const std::vector<Row<Model>>& rows, const std::string& name,
              std::size_t width) {
  const Row<Model>* row = find_row(rows, name);
  if (row == nullptr) return;
  ParamLister lister;
  row->setup()->visit(lister);
  page += row->name + " (" + kind + ")\n" + row->summary + "\nSource: " + row->source + "\n\n";
  page += lister.list().empty() ? "No parameters.\n" : params_table(lister.list(), 0, width);
}

/// Numbers of people, ties and days that no parameter changes.
std::string constants_page(std::size_t width) {
  Table table({"constant", "value", "unit", "meaning [source]"});
  const auto add = [&](const auto& constants) {
    for (const Constant* c : constants)
      table.add({c->name, number_text(c->value), c->unit, std::string(c->meaning) + " [" + c->source + ']'});
  };
  add(kWorldConstants);
  add(kEngineConstants);
  return table.text(width);
}

std::string overview(const Catalogue& catalogue, const std::vector<ParamRow>& rows, std::size_t width) {
  Table models({"model", "kind", "what it is"});
  add_rows(models, "score", catalogue.scoring);
  add_rows(models, "strategy", catalogue.strategies);
  add_rows(models, "value", catalogue.value);
  Table groups({"group", "keys", "what it is"});
  for (const ParamRow& row : rows) {
    if (!is_group(row)) continue;
    const auto keys = std::count_if(rows.begin(), rows.end(), [&](const ParamRow& other) {
      return !is_group(other) && other.path.rfind(row.path + '.', 0) == 0;
    });
    groups.add({plain(row.path), std::to_string(keys), row.doc});
  }
  return models.text(width) + '\n' + groups.text(width) +
         "\nclout models NAME shows the parameters of one of them, "
         "clout models constants the numbers that are fixed.\n";
}

}  // namespace

std::string models_text(const Catalogue& catalogue, const std::string& name, std::size_t width) {
  const std::vector<ParamRow> rows = scenario_parameters(catalogue);
  if (name.empty()) return overview(catalogue, rows, width);
  if (name == "constants") return constants_page(width);

  std::string page;
  add_page(page, "score", catalogue.scoring, name, width);
  add_page(page, "strategy", catalogue.strategies, name, width);
  add_page(page, "value model", catalogue.value, name, width);
  if (!page.empty()) return page;

  std::vector<ParamRow> found;
  for (const ParamRow& group : rows) {
    if (!is_group(group) || (plain(group.path) != name && last_of(group.path) != name)) continue;
    for (const ParamRow& row : rows)
      if (!is_group(row) && row.path.rfind(group.path + '.', 0) == 0) found.push_back(row);
    const bool list = group.type == "list";
    page += (page.empty() ? "" : "\n") + plain(group.path) + "\n" + group.doc + "\n\n" +
            params_table(found, group.path.size() + (list ? 3 : 1), width);
    found.clear();
  }
  if (!page.empty()) return page;
  for (const ParamRow& row : rows)
    if (!is_group(row) && (plain(row.path) == name || last_of(row.path) == name)) found.push_back(row);
  if (!found.empty()) return params_table(found, 0, width);

  std::vector<std::string> known = row_names(catalogue.scoring);
  for (const auto& more : {row_names(catalogue.strategies), row_names(catalogue.value)})
    known.insert(known.end(), more.begin(), more.end());
  for (const ParamRow& row : rows) known.push_back(last_of(row.path));
  known.emplace_back("constants");
  throw UsageError("nothing is called '" + name + "'; clout models lists what there is" + did_you_mean(name, known));
}

}  // namespace clout
