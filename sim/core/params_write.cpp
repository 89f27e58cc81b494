// Parameters as text: a resolved YAML file, or rows of a table.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/params_scalar.h"

namespace clout {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string result = "[";
  for (std::size_t i = 0; i < words.size(); ++i) result += (i > 0 ? ", " : "") + words[i];
  return result + ']';
}

std::string reals_text(const std::vector<double>& values) {
  std::vector<std::string> words;
  for (const double value : values) words.push_back(number_text(value));
  return joined(words);
}

std::string names_text(const std::vector<std::string>& values) {
  std::vector<std::string> words;
  for (const std::string& value : values) words.push_back(yaml_quoted(value));
  return joined(words);
}

}  // namespace

// ---- YAML ----

void ParamWriter::line(const char* name, const std::string& value) {
  out_.append(static_cast<std::size_t>(indent_), ' ').append(name).append(": ").append(value).append("\n");
}

void ParamWriter::real(const char* name, double& value, Range, Doc) { line(name, number_text(value)); }
void ParamWriter::whole(const char* name, std::int64_t& value, Range, Doc) { line(name, std::to_string(value)); }
void ParamWriter::flag(const char* name, bool& value, Doc) { line(name, value ? "true" : "false"); }
void ParamWriter::text(const char* name, std::string& value, Doc) { line(name, yaml_quoted(value)); }
void ParamWriter::choice(const char* name, std::string& value, std::span<const std::string>, Doc) {
  line(name, yaml_quoted(value));
}
void ParamWriter::reals(const char* name, std::vector<double>& values, Range, Doc) { line(name, reals_text(values)); }
void ParamWriter::names(const char* name, std::vector<std::string>& values, std::span<const std::string>, Doc) {
  line(name, names_text(values));
}
void ParamWriter::duration(const char* name, double& value, TimeUnit stored_in, Range, Doc) {
  line(name, duration_text(value, stored_in));
}

void ParamWriter::group(const char* name, Doc, const std::function<void(ParamVisitor&)>& body) {
  ParamWriter inside(indent_ + 2);
  body(inside);
  if (inside.out_.empty()) {
    line(name, "{}");
  } else {
    out_.append(static_cast<std::size_t>(indent_), ' ').append(name).append(":\n").append(inside.out_);
  }
}

void ParamWriter::rows(const char* name, Doc, const std::function<void(std::size_t)>&, std::size_t size,
                       const std::function<void(ParamVisitor&, std::size_t)>& row) {
  if (size == 0) {
    line(name, "[]");
    return;
  }
  out_.append(static_cast<std::size_t>(indent_), ' ').append(name).append(":\n");
  for (std::size_t i = 0; i < size; ++i) {
    ParamWriter inside(indent_ + 4);
    row(inside, i);
    const auto indent = static_cast<std::size_t>(indent_ + 2);
    out_.append(indent, ' ').append("- ");
    out_.append(inside.out_.empty() ? "{}\n" : inside.out_.substr(indent + 2));
  }
}

// ---- Rows of a table ----

ParamRow& ParamLister::add(const char* name, const char* type, Doc doc) {
  ParamRow row;
  row.path = prefix_ + name;
  row.type = type;
  row.unit = doc.unit;
  row.doc = doc.text;
  row.source = doc.source;
  list_.push_back(std::move(row));
  return list_.back();
}

void ParamLister::real(const char* name, double& value, Range range, Doc doc) {
  ParamRow& row = add(name, "number", doc);
  row.default_text = number_text(value);
  row.range = range.text();
}

void ParamLister::whole(const char* name, std::int64_t& value, Range range, Doc doc) {
  ParamRow& row = add(name, "whole number", doc);
  row.default_text = std::to_string(value);
  row.range = range.text();
}

void ParamLister::flag(const char* name, bool& value, Doc doc) {
  add(name, "true or false", doc).default_text = value ? "true" : "false";
}

void ParamLister::text(const char* name, std::string& value, Doc doc) {
  add(name, "text", doc).default_text = yaml_quoted(value);
}

void ParamLister::choice(const char* name, std::string& value, std::span<const std::string> options, Doc doc) {
  ParamRow& row = add(name, "choice", doc);
  row.default_text = yaml_quoted(value);
  row.options.assign(options.begin(), options.end());
  for (const std::string& option : options) row.range += (row.range.empty() ? "" : " | ") + option;
}

void ParamLister::reals(const char* name, std::vector<double>& values, Range each, Doc doc) {
  ParamRow& row = add(name, "numbers", doc);
  row.default_text = reals_text(values);
  row.range = each.text();
}

void ParamLister::names(const char* name, std::vector<std::string>& values, std::span<const std::string> options,
                        Doc doc) {
  ParamRow& row = add(name, "names", doc);
  row.default_text = names_text(values);
  row.options.assign(options.begin(), options.end());
  for (const std::string& option : options) row.range += (row.range.empty() ? "" : " | ") + option;
}

void ParamLister::duration(const char* name, double& value, TimeUnit stored_in, Range range, Doc doc) {
  ParamRow& row = add(name, "duration", doc);
  row.default_text = duration_text(value, stored_in);
  row.range = range.text(unit_name(stored_in));
}

void ParamLister::group(const char* name, Doc doc, const std::function<void(ParamVisitor&)>& body) {
  add(name, "mapping", doc);
  ParamLister inside(prefix_ + name + '.');
  body(inside);
  list_.insert(list_.end(), inside.list_.begin(), inside.list_.end());
}

void ParamLister::rows(const char* name, Doc doc, const std::function<void(std::size_t)>& resize, std::size_t size,
                       const std::function<void(ParamVisitor&, std::size_t)>& row) {
  add(name, "list", doc);
  ParamLister inside(prefix_ + name + ".*.");
  if (size == 0) resize(1);
  row(inside, 0);
  if (size == 0) resize(0);
  list_.insert(list_.end(), inside.list_.begin(), inside.list_.end());
}

}  // namespace clout
