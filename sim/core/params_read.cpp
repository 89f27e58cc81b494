// Parameters out of a section: each value checked, each key that nobody asked for reported.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/core/nearest.h"
#include "sim/core/numeral.h"
#include "sim/core/params_scalar.h"
#include "sim/core/section_path.h"

namespace clout {
namespace {

constexpr std::size_t kBrief = 40;  // longer texts are not repeated in suggestions

std::string outside(const std::string& written, const std::string& range) {
  return (written.size() <= kBrief ? written : in_quotes(written)) + " is outside " + range;
}

// "; write [klout]" for a lone word where a list is wanted.
std::string list_hint(const Section& at) {
  return at.is_scalar() && at.text().size() <= kBrief ? "; write [" + yaml_quoted(at.text()) + ']' : "";
}

std::string not_an_option(const std::string& word, std::span<const std::string> options) {
  return in_quotes(word) + " is not one of " + list_of(options) + did_you_mean(word, options);
}

bool is_name(const char* name) { return std::string_view(name) == "name"; }

}  // namespace

ParamReader::ParamReader(Section section, Faults& faults) : section_(std::move(section)), faults_(&faults) {
  shorthand_ = section_.is_scalar();
  broken_ = section_.is_set_aside();
  if (section_.is_list()) {
    broken_ = true;
    faults_->add(section_.place(), section_.path(), "expected a mapping, got a list");
  }
}

Section ParamReader::take(const char* name) {
  visited_.emplace_back(name);
  if (!shorthand_) return section_.find(name);
  if (is_name(name) && !broken_) return section_;
  if (visited_.size() == 1) {
    broken_ = true;
    faults_->add(section_.place(), section_.path(), "expected a mapping, got " + section_.what());
  }
  return section_.find(name);  // missing
}

bool ParamReader::given(const char* name) const {
  if (broken_) return true;  // as far as anybody knows
  if (shorthand_) return is_name(name);
  return section_.find(name).exists();
}

void ParamReader::refuse(const char* name, const std::string& message) {
  Section at = section_;
  if (!shorthand_ || !is_name(name))
    for (const std::string& step : split_path(name))
      at = at.is_list() ? at.at(static_cast<std::size_t>(std::stoul(step))) : at.find(step);
  faults_->add(at.place(), at.path(), message);
}

Section ParamReader::raw(const char* name) { return take(name); }

void ParamReader::real(const char* name, double& value, Range range, Doc) {
  const Section at = take(name);
  if (!at) return;
  const std::optional<double> read = read_real(at, *faults_);
  if (!read) return;
  if (range.contains(*read)) {
    value = *read;
  } else {
    faults_->add(at.place(), at.path(), outside(at.text(), range.text()));
  }
}

void ParamReader::whole(const char* name, std::int64_t& value, Range range, Doc) {
  const Section at = take(name);
  if (!at) return;
  const std::optional<std::int64_t> read = read_whole(at, *faults_);
  if (!read) return;
  if (range.contains(static_cast<double>(*read))) {
    value = *read;
  } else {
    faults_->add(at.place(), at.path(), outside(at.text(), range.text()));
  }
}

void ParamReader::flag(const char* name, bool& value, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (const std::optional<bool> read = read_flag(at, *faults_)) value = *read;
}

void ParamReader::text(const char* name, std::string& value, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (const std::optional<std::string> read = read_text(at, *faults_)) value = *read;
}

bool ParamReader::read_choice(const Section& at, std::string& value, std::span<const std::string> options) {
  const std::optional<std::string> read = read_text(at, *faults_);
  if (!read) return false;
  if (std::find(options.begin(), options.end(), *read) == options.end()) {
    faults_->add(at.place(), at.path(), not_an_option(*read, options));
    return false;
  }
  value = *read;
  return true;
}

void ParamReader::choice(const char* name, std::string& value, std::span<const std::string> options, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (!read_choice(at, value, options) && is_name(name)) name_refused_ = true;
}

void ParamReader::reals(const char* name, std::vector<double>& values, Range each, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (!at.is_list()) {
    faults_->add(
        at.place(), at.path(),
        "expected a list of numbers, got " + at.what() +
            (at.is_scalar() && parse_numeral(at.text()) ? "; write [" + without_leading_zeros(at.text()) + ']' : ""));
    return;
  }
  std::vector<double> read;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Section row = at.at(i);
    const std::optional<double> value = read_real(row, *faults_);
    if (!value) continue;
    if (each.contains(*value)) {
      read.push_back(*value);
    } else {
      faults_->add(row.place(), row.path(), outside(row.text(), each.text()));
    }
  }
  if (read.size() == at.size()) values = std::move(read);
}

void ParamReader::names(const char* name, std::vector<std::string>& values, std::span<const std::string> options, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (!at.is_list()) {
    faults_->add(at.place(), at.path(), "expected a list of words, got " + at.what() + list_hint(at));
    return;
  }
  std::vector<std::string> read;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Section row = at.at(i);
    std::string word;
    if (!options.empty()) {
      if (read_choice(row, word, options)) read.push_back(word);
    } else if (const std::optional<std::string> any = read_text(row, *faults_)) {
      read.push_back(*any);
    }
  }
  if (read.size() == at.size()) values = std::move(read);
}

void ParamReader::duration(const char* name, double& value, TimeUnit stored_in, Range range, Doc) {
  const Section at = take(name);
  if (!at) return;
  const std::optional<double> read = read_duration(at, stored_in, *faults_);
  if (!read) return;
  if (range.contains(*read)) {
    value = *read;
  } else {
    faults_->add(at.place(), at.path(), outside(at.text(), range.text(unit_name(stored_in))));
  }
}

void ParamReader::group(const char* name, Doc, const std::function<void(ParamVisitor&)>& body) {
  ParamReader inside(take(name), *faults_);
  body(inside);
  inside.finish();
}

void ParamReader::rows(const char* name, Doc, const std::function<void(std::size_t)>& resize, std::size_t,
                       const std::function<void(ParamVisitor&, std::size_t)>& row) {
  const Section at = take(name);
  if (!at) return;
  if (!at.is_list()) {
    const char* hint = at.is_null()  ? "; write [] for none"
                       : at.is_map() ? "; begin each row with '- '"
                                     : "; write [...] around it";
    faults_->add(at.place(), at.path(), "expected a list, got " + at.what() + hint);
    return;
  }
  resize(0);
  resize(at.size());
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Section section = at.at(i);
    if (section.is_null()) {
      faults_->add(section.place(), section.path(), "expected a mapping, got nothing");
      continue;
    }
    ParamReader inside(section, *faults_);
    row(inside, i);
    inside.finish();
  }
}

void ParamReader::finish() {
  if (broken_ || name_refused_) return;
  if (shorthand_) {
    if (visited_.empty()) faults_->add(section_.place(), section_.path(), "expected a mapping, got " + section_.what());
    return;
  }
  std::vector<std::string> known;  // once each, in the order of the visits
  for (const std::string& name : visited_) {
    if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
  }
  for (std::size_t i = 0; i < section_.size(); ++i) {
    const Section at = section_.at(i);
    if (std::find(known.begin(), known.end(), at.key()) != known.end()) continue;
    if (faults_->full(at.key_place().file)) {
      faults_->add(at.key_place(), "", "");
      continue;
    }
    std::string hint = did_you_mean(at.key(), known);
    if (hint.empty()) hint = known.empty() ? "; there are no keys here" : "; the keys here are " + list_of(known);
    faults_->add(at.key_place(), section_.path(), "unknown key " + in_quotes(at.key()) + hint);
  }
}

}  // namespace clout
