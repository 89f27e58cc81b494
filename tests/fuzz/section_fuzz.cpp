// libFuzzer: any bytes are parsed, overridden and read with a visit list that has one of everything. Nothing may crash,
// and what is read without faults must be written and read again to the same text.
//
//     clang++-14 -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -I. tests/fuzz/section_fuzz.cpp \
//         sim/core/{faults,nearest,section,params}.cpp -lyaml-cpp -o section_fuzz && ./section_fuzz -max_total_time=60
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "sim/core/params.h"
#include "sim/core/section.h"

namespace {

using clout::Doc;
using clout::ParamVisitor;
using clout::Range;

const std::vector<std::string> kModels = {"klout", "pagerank", "none"};
constexpr Doc kDoc{"", "", "assumed"};

struct Row {
  std::string name = "klout";
  double damping = 0.85;
  std::string note;
  void visit(ParamVisitor& v) {
    v.choice("name", name, kModels, kDoc);
    v.real("damping", damping, Range::any(), kDoc);
    v.text("note", note, kDoc);
  }
};

struct Everything {
  double a = 0.5;
  std::int64_t b = 1;
  bool c = false;
  std::string d = "x";
  std::vector<double> e;
  std::vector<std::string> f;
  double g = 1;
  Row h;
  std::vector<Row> i;
  void visit(ParamVisitor& v) {
    v.real("a", a, Range::any(), kDoc);
    v.whole("b", b, Range::any(), kDoc);
    v.flag("c", c, kDoc);
    v.text("d", d, kDoc);
    v.reals("e", e, Range::any(), kDoc);
    v.names("f", f, {}, kDoc);
    v.duration("g", g, clout::TimeUnit::hours, Range::any(), kDoc);
    v.group("h", kDoc, [&](ParamVisitor& in) { h.visit(in); });
    v.rows(
        "i", kDoc, [&](std::size_t n) { i.resize(n); }, i.size(),
        [&](ParamVisitor& in, std::size_t row) { i[row].visit(in); });
  }
};

std::string written(Everything& values) {
  clout::ParamWriter writer;
  values.visit(writer);
  return writer.yaml();
}

Everything read(const clout::Document& document, clout::Faults& faults) {
  Everything values;
  clout::ParamReader reader(document.root(), faults);
  values.visit(reader);
  reader.finish();
  return values;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  // What follows a line of three equals signs is an override, path and value by turns.
  std::string path = "i.0.damping";
  std::string value = "0.5";
  const std::size_t cut = text.find("\n===\n");
  if (cut != std::string::npos) {
    const std::string rest = text.substr(cut + 5);
    text.resize(cut);
    const std::size_t equals = rest.find('=');
    path = rest.substr(0, equals);
    value = equals == std::string::npos ? "" : rest.substr(equals + 1);
  }
  clout::Faults faults;
  clout::Document document = clout::Document::parse(text, "fuzz", faults);
  Everything values = read(document, faults);
  document.place_of("i.0.damping");
  document.place_of(path);
  if (faults.empty()) {
    clout::Faults again;
    const std::string first = written(values);
    Everything reread = read(clout::Document::parse(first, "again", again), again);
    if (!again.empty() || written(reread) != first) std::abort();
  }
  clout::Faults later;
  document.set(path, value, later);
  if (later.empty() && !document.find(path).exists()) std::abort();
  read(document, later);
  later.text();
  return 0;
}
