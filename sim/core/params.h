// The one list of a model's parameters, and what is done with it: reading, writing, listing.
//
// A struct of parameters has one function visit(ParamVisitor&) that names each of its members with range, unit, meaning
// and source. The same list fills the struct from a file (ParamReader), writes the resolved scenario (ParamWriter) and
// makes the tables of `clout models` (ParamLister). Defaults are the member initialisers.
// Sources: params_read.cpp, params_write.cpp (which lists too), params_scalar.cpp (Range, and scalars as text).
//
//     struct Params {
//       double half_life_days = 45;
//       void visit(ParamVisitor& v) {
//         v.real("half_life_days", half_life_days, Range::above(0), {"days", "Age at which a post counts half.",
//         "assumed"});
//       }
//     };
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/core/faults.h"
#include "sim/core/section.h"

namespace clout {

/// An interval of numbers. An infinite end is open: no range contains infinity or NaN.
struct Range {
  double low;
  double high;
  bool low_open = false;
  bool high_open = false;

  static Range any();                 ///< (-inf, inf)
  static Range at_least(double low);  ///< [low, inf)
  static Range above(double low);     ///< (low, inf)
  static Range probability();         ///< [0, 1]

  bool contains(double value) const;
  /// "[0, 1]", "(0, 1]", "[0, inf)".
  std::string text() const;
  /// The same with a unit behind every finite end: "[0d, 30d]".
  std::string text(std::string_view unit) const;
};

/// The unit a duration is kept in, by the member's name: half_life_days is stored in days.
enum class TimeUnit { seconds, minutes, hours, days };

/// What a table says about a parameter.
struct Doc {
  const char* unit;    ///< "" if it has none
  const char* text;    ///< meaning, one or two sentences
  const char* source;  ///< a citation or the word "assumed"
};

/// One call per parameter. Names are string literals, as they are written in YAML.
class ParamVisitor {
 public:
  virtual ~ParamVisitor() = default;

  virtual void real(const char* name, double& value, Range range, Doc doc) = 0;
  virtual void whole(const char* name, std::int64_t& value, Range range, Doc doc) = 0;
  virtual void flag(const char* name, bool& value, Doc doc) = 0;
  virtual void text(const char* name, std::string& value, Doc doc) = 0;
  /// One of the options.
  virtual void choice(const char* name, std::string& value, std::span<const std::string> options, Doc doc) = 0;
  virtual void reals(const char* name, std::vector<double>& values, Range each, Doc doc) = 0;
  /// A list of words out of the options; no options = any words.
  virtual void names(const char* name, std::vector<std::string>& values, std::span<const std::string> options,
                     Doc doc) = 0;
  /// Written `8h`, `30d`, `90min`, `10s`, `2w`, `1h30min`; a bare number is refused. The range is in the unit it is
  /// stored in.
  virtual void duration(const char* name, double& value, TimeUnit stored_in, Range range, Doc doc) = 0;
  /// A nested mapping; missing or empty = defaults. If the first parameter that the body visits is "name", the plain
  /// word `visible: klout` may stand for `visible: {name: klout}`.
  virtual void group(const char* name, Doc doc, const std::function<void(ParamVisitor&)>& body) = 0;
  /// A list of mappings (or plain words, as in a group). `size` is the number of rows there are. A reader that finds
  /// the key calls resize(0) and then resize(n), so that rows start from the defaults of a row; a lister may make a row
  /// for a moment.
  virtual void rows(const char* name, Doc doc, const std::function<void(std::size_t)>& resize, std::size_t size,
                    const std::function<void(ParamVisitor&, std::size_t)>& row) = 0;

  /// True if visits may change values.
  virtual bool reading() const { return false; }
  /// True if reading and the key was written: for keys that have no default.
  virtual bool given(const char* /*name*/) const { return false; }
  /// Reports a fault that a visit found itself, at a parameter or in one (`points.0.act`). Nothing unless reading.
  virtual void refuse(const char* /*name*/, const std::string& /*message*/) {}
  /// Faults found so far, here and in all that is read along: what hangs on a part in which some came up is not
  /// reported again. 0 unless reading.
  virtual std::size_t faults() const { return 0; }
};

/// Fills parameters from a section. Faulty values leave the default.
class ParamReader final : public ParamVisitor {
 public:
  /// Reports a section that is no mapping. A missing one gives the defaults.
  ParamReader(Section section, Faults& faults);

  void real(const char* name, double& value, Range range, Doc doc) override;
  void whole(const char* name, std::int64_t& value, Range range, Doc doc) override;
  void flag(const char* name, bool& value, Doc doc) override;
  void text(const char* name, std::string& value, Doc doc) override;
  void choice(const char* name, std::string& value, std::span<const std::string> options, Doc doc) override;
  void reals(const char* name, std::vector<double>& values, Range each, Doc doc) override;
  void names(const char* name, std::vector<std::string>& values, std::span<const std::string> options,
             Doc doc) override;
  void duration(const char* name, double& value, TimeUnit stored_in, Range range, Doc doc) override;
  void group(const char* name, Doc doc, const std::function<void(ParamVisitor&)>& body) override;
  void rows(const char* name, Doc doc, const std::function<void(std::size_t)>& resize, std::size_t size,
            const std::function<void(ParamVisitor&, std::size_t)>& row) override;
  bool reading() const override { return true; }
  bool given(const char* name) const override;
  void refuse(const char* name, const std::string& message) override;
  std::size_t faults() const override { return faults_->size(); }

  /// The section under a key, unread, for what no visit describes (what an arm sets). The key then counts as known.
  Section raw(const char* name);

  /// Reports every key that no visit named. To be called once, after the last visit; groups and rows do it themselves.
  void finish();

 private:
  Section take(const char* name);
  bool read_choice(const Section& at, std::string& value, std::span<const std::string> options);

  Section section_;
  Faults* faults_;
  std::vector<std::string> visited_;
  bool shorthand_ = false;     // the section is a plain word that stands for {name: word}
  bool broken_ = false;        // already reported as a whole: what is in it is not read
  bool name_refused_ = false;  // nobody knows which keys an unknown model has: they are not reported
};

/// Writes parameters as YAML in block style. Read again, the text gives the same values and the same text.
/// (Flat model choices need nothing special: the body visits the parameters that the name has.)
class ParamWriter final : public ParamVisitor {
 public:
  explicit ParamWriter(int indent = 0) : indent_(indent) {}

  void real(const char* name, double& value, Range range, Doc doc) override;
  void whole(const char* name, std::int64_t& value, Range range, Doc doc) override;
  void flag(const char* name, bool& value, Doc doc) override;
  void text(const char* name, std::string& value, Doc doc) override;
  void choice(const char* name, std::string& value, std::span<const std::string> options, Doc doc) override;
  void reals(const char* name, std::vector<double>& values, Range each, Doc doc) override;
  void names(const char* name, std::vector<std::string>& values, std::span<const std::string> options,
             Doc doc) override;
  void duration(const char* name, double& value, TimeUnit stored_in, Range range, Doc doc) override;
  void group(const char* name, Doc doc, const std::function<void(ParamVisitor&)>& body) override;
  void rows(const char* name, Doc doc, const std::function<void(std::size_t)>& resize, std::size_t size,
            const std::function<void(ParamVisitor&, std::size_t)>& row) override;

  /// What was written so far.
  const std::string& yaml() const { return out_; }

 private:
  void line(const char* name, const std::string& value);

  int indent_;
  std::string out_;
};

/// A parameter as a row of a table.
struct ParamRow {
  std::string path;  ///< `scoring.visible.damping`; the rows of a list are `*`: `strategies.*.share`
  std::string type;  ///< number, whole number, true or false, text, choice, numbers, names, duration, mapping, list
  std::string default_text;  ///< as YAML; empty for mappings and lists of mappings
  std::string range;         ///< "[0, 1]", "klout | pagerank | none" or ""
  std::string unit;
  std::string doc;
  std::string source;
  std::vector<std::string> options;  ///< of a choice or names
};

/// Lists parameters with the values they have, normally the defaults. Of a list of mappings the first row is listed; if
/// there is none, one is made and taken away again.
class ParamLister final : public ParamVisitor {
 public:
  explicit ParamLister(std::string prefix = "") : prefix_(std::move(prefix)) {}

  void real(const char* name, double& value, Range range, Doc doc) override;
  void whole(const char* name, std::int64_t& value, Range range, Doc doc) override;
  void flag(const char* name, bool& value, Doc doc) override;
  void text(const char* name, std::string& value, Doc doc) override;
  void choice(const char* name, std::string& value, std::span<const std::string> options, Doc doc) override;
  void reals(const char* name, std::vector<double>& values, Range each, Doc doc) override;
  void names(const char* name, std::vector<std::string>& values, std::span<const std::string> options,
             Doc doc) override;
  void duration(const char* name, double& value, TimeUnit stored_in, Range range, Doc doc) override;
  void group(const char* name, Doc doc, const std::function<void(ParamVisitor&)>& body) override;
  void rows(const char* name, Doc doc, const std::function<void(std::size_t)>& resize, std::size_t size,
            const std::function<void(ParamVisitor&, std::size_t)>& row) override;

  const std::vector<ParamRow>& list() const { return list_; }

 private:
  ParamRow& add(const char* name, const char* type, Doc doc);

  std::string prefix_;
  std::vector<ParamRow> list_;
};

/// The value of a section as a number, whole number, ...; on a fault, which is added, nothing. For what has no visit
/// list, such as the name of an arm.
std::optional<double> read_real(const Section& section, Faults& faults);
std::optional<std::int64_t> read_whole(const Section& section, Faults& faults);
std::optional<bool> read_flag(const Section& section, Faults& faults);
std::optional<std::string> read_text(const Section& section, Faults& faults);
std::optional<double> read_duration(const Section& section, TimeUnit stored_in, Faults& faults);

/// The shortest text that reads back as the same number; whole numbers without a point, no exponent between 1e-5 and
/// 1e15.
std::string number_text(double value);
/// A duration in the largest of d, h, min, s that it is a whole number of, else in the unit it is stored in.
std::string duration_text(double value, TimeUnit stored_in);
/// A string as a YAML scalar, in double quotes if it would be read as something else without.
std::string yaml_quoted(std::string_view text);

}  // namespace clout
