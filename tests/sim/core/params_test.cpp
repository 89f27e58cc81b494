// The visit list: what a reader takes and refuses (whole sentences), what a writer writes, what a lister lists.
#include "sim/core/params.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace clout {
namespace {

const std::vector<std::string> kModels = {"klout", "pagerank", "none"};
const std::vector<std::string> kColours = {"red", "green", "blue"};

// A score as a flat row: the name first, then the parameters that this name has.
struct Score {
  std::string name = "klout";
  double half_life_days = 45;
  double damping = 0.85;
  void visit(ParamVisitor& v) {
    v.choice("name", name, kModels, {"", "Which score.", "assumed"});
    if (name == "klout") {
      v.duration("half_life_days", half_life_days, TimeUnit::days, Range::above(0), {"d", "Half-life.", "assumed"});
    }
    if (name == "pagerank") v.real("damping", damping, {0, 1, false, true}, {"", "Damping.", "Page et al. 1999"});
  }
};

struct Ring {
  std::string name = "casual";
  double share = 1;
  void visit(ParamVisitor& v) {
    v.text("name", name, {"", "Name.", "assumed"});
    v.real("share", share, Range::probability(), {"", "Share of the agents.", "assumed"});
  }
};

// One of everything.
struct All {
  double reply_prob = 0.5;
  std::int64_t agents = 1000;
  bool warm = false;
  std::string note = "a note";
  std::string model = "none";
  std::vector<double> levels = {0, 0.5};
  std::vector<std::string> colours = {"red"};
  std::vector<std::string> tags;
  double horizon_days = 180;
  double pause_seconds = 28800;
  Score visible;
  std::vector<Ring> rings = {{"first", 0.25}};
  std::vector<Score> shadow;
  bool has_horizon = false;

  void visit(ParamVisitor& v) {
    v.real("reply_prob", reply_prob, Range::probability(), {"", "Chance of a reply.", "assumed"});
    v.whole("agents", agents, {1, 1e6}, {"agents", "Number of agents.", "assumed"});
    v.flag("warm", warm, {"", "Whether warm.", "assumed"});
    v.text("note", note, {"", "Any text.", "assumed"});
    v.choice("model", model, kModels, {"", "A model.", "assumed"});
    v.reals("levels", levels, {0, 1}, {"", "Levels.", "assumed"});
    v.names("colours", colours, kColours, {"", "Colours.", "assumed"});
    v.names("tags", tags, {}, {"", "Any words.", "assumed"});
    v.duration("horizon", horizon_days, TimeUnit::days, Range{1, 3650}, {"d", "Length.", "assumed"});
    v.duration("pause", pause_seconds, TimeUnit::seconds, Range::at_least(0), {"s", "Pause.", "assumed"});
    v.group("visible", {"", "The score that is seen.", "assumed"}, [&](ParamVisitor& in) { visible.visit(in); });
    v.rows(
        "rings", {"", "Rings.", "assumed"}, [&](std::size_t n) { rings.resize(n); }, rings.size(),
        [&](ParamVisitor& in, std::size_t i) { rings[i].visit(in); });
    v.rows(
        "shadow", {"", "Unseen scores.", "assumed"}, [&](std::size_t n) { shadow.resize(n); }, shadow.size(),
        [&](ParamVisitor& in, std::size_t i) { shadow[i].visit(in); });
    has_horizon = v.given("horizon");
    if (v.reading() && note == "refused") v.refuse("note", "this note does not fit");
    if (v.reading() && note == "missing") v.refuse("warm", "a missing note needs this");
  }
};

struct Result {
  All all;
  std::string faults;
};

Result read(const std::string& text) {
  Result result;
  Faults faults;
  const Document document = Document::parse(text, "f", faults);
  ParamReader reader(document.root(), faults);
  result.all.visit(reader);
  reader.finish();
  result.faults = faults.text();
  return result;
}

std::string faults_of(const std::string& text) { return read(text).faults; }

std::string write(All all) {
  ParamWriter writer;
  all.visit(writer);
  return writer.yaml();
}

TEST_CASE("a range says what it holds") {
  CHECK(Range{0, 1}.text() == "[0, 1]");
  CHECK(Range{0, 1, true}.text() == "(0, 1]");
  CHECK(Range{0, 0.5, false, true}.text() == "[0, 0.5)");
  CHECK(Range::at_least(0).text() == "[0, inf)");
  CHECK(Range::above(-1).text() == "(-1, inf)");
  CHECK(Range::any().text() == "(-inf, inf)");
  CHECK(Range{1, 1e6}.text() == "[1, 1000000]");
  CHECK(Range{0, 30}.text("d") == "[0d, 30d]");
  CHECK(Range{0, 1}.contains(0));
  CHECK(Range{0, 1}.contains(1));
  CHECK_FALSE(Range{0, 1, true}.contains(0));
  CHECK_FALSE(Range{0, 1, false, true}.contains(1));
  CHECK_FALSE(Range{0, 1}.contains(std::nan("")));
  CHECK_FALSE(Range::any().contains(std::numeric_limits<double>::infinity()));
}

TEST_CASE("everything is read") {
  const Result result = read(
      "reply_prob: 0.25\nagents: 1e4\nwarm: true\nnote: 'x: y'\nmodel: klout\nlevels: [1, .5]\ncolours: [blue, red]\n"
      "tags: [7, x]\nhorizon: 2w\npause: 1h30min\nvisible: pagerank\n"
      "rings:\n  - {name: a, share: 0.5}\n  - b\nshadow: [klout, {name: pagerank, damping: 0.9}]\n");
  CHECK(result.faults == "");
  const All& all = result.all;
  CHECK(all.reply_prob == 0.25);
  CHECK(all.agents == 10000);
  CHECK(all.warm);
  CHECK(all.note == "x: y");
  CHECK(all.model == "klout");
  CHECK(all.levels == std::vector<double>{1, 0.5});
  CHECK(all.colours == std::vector<std::string>{"blue", "red"});
  CHECK(all.tags == std::vector<std::string>{"7", "x"});
  CHECK(all.horizon_days == 14);
  CHECK(all.has_horizon);
  CHECK(all.pause_seconds == 5400);
  CHECK(all.visible.name == "pagerank");
  REQUIRE(all.rings.size() == 2);
  CHECK(all.rings[0].share == 0.5);
  CHECK(all.rings[1].name == "b");
  CHECK(all.rings[1].share == 1);
  REQUIRE(all.shadow.size() == 2);
  CHECK(all.shadow[0].name == "klout");
  CHECK(all.shadow[1].damping == 0.9);
}

TEST_CASE("what is not written has its default; rows start from the defaults of a row") {
  const Result result = read("warm: true\nvisible:\n");
  CHECK(result.faults == "");
  CHECK(result.all.reply_prob == 0.5);
  CHECK(result.all.rings.size() == 1);
  CHECK_FALSE(result.all.has_horizon);
  CHECK(read("rings: []\n").all.rings.empty());
  const Result fresh = read("rings: [{name: other}]\n");
  REQUIRE(fresh.all.rings.size() == 1);
  CHECK(fresh.all.rings[0].share == 1);  // not the 0.25 of the default's first row
}

TEST_CASE("a faulty value leaves the default, and all faults of a file come at once") {
  const Result result = read("reply_prob: 1.8\nagents: abc\nwarm: yes\nlevels: [0, 2]\n");
  CHECK(result.faults ==
        "f:1:13: reply_prob: 1.8 is outside [0, 1]\n"
        "f:2:9: agents: expected a whole number, got 'abc'\n"
        "f:3:7: warm: expected true or false, got 'yes'; write true\n"
        "f:4:13: levels.1: 2 is outside [0, 1]\n");
  CHECK(result.all.reply_prob == 0.5);
  CHECK(result.all.levels == std::vector<double>{0, 0.5});
}

TEST_CASE("rows show by name in paths") {
  CHECK(faults_of("rings:\n  - {name: reshare_ring, share: 1.8}\n") ==
        "f:2:33: rings.reshare_ring.share: 1.8 is outside [0, 1]\n");
  CHECK(faults_of("rings:\n  - {share: 1.8}\n") == "f:2:13: rings.0.share: 1.8 is outside [0, 1]\n");
}

TEST_CASE("numbers: what is refused, and what would do") {
  const auto fault = [](const std::string& text) { return faults_of("reply_prob: " + text + "\n"); };
  const std::string at = "f:1:13: reply_prob: ";
  CHECK(fault("abc") == at + "expected a number, got 'abc'\n");
  CHECK(fault("[1]") == at + "expected a number, got a list\n");
  CHECK(fault("{a: 1}") == at + "expected a number, got a mapping\n");
  CHECK(fault("") == "f:1:1: reply_prob: expected a number, got nothing\n");
  CHECK(fault("~") == "f:1:1: reply_prob: expected a number, got nothing\n");
  CHECK(fault("'0.5'") == at + "expected a number, got '0.5' in quotes; write it without\n");
  CHECK(fault(".nan") == at + "expected a number, got '.nan', which is not finite\n");
  CHECK(fault("-.inf") == at + "expected a number, got '-.inf', which is not finite\n");
  CHECK(fault("Infinity") == at + "expected a number, got 'Infinity', which is not finite\n");
  CHECK(fault("010") == at + "expected a number, got '010'; write 10\n");
  CHECK(fault("-00.5") == at + "expected a number, got '-00.5'; write -0.5\n");
  CHECK(fault("1_000") == at + "expected a number, got '1_000'; write 1000\n");
  CHECK(fault("1,000") == at + "expected a number, got '1,000'; write 1000\n");
  CHECK(fault("50%") == at + "expected a number, got '50%'; write 0.5\n");
  CHECK(fault("0x1F") == at + "expected a number, got '0x1F'; write 31\n");
  CHECK(fault("0o17") == at + "expected a number, got '0o17'; write 15\n");
  CHECK(fault("1e400") == at + "'1e400' is too large for a number\n");
  CHECK(fault("-1e400") == at + "'-1e400' is too large for a number\n");
  CHECK(fault("1e-400") == at + "'1e-400' is too small for a number; write 0\n");
  CHECK(fault("1e99999999999999999999") == at + "'1e99999999999999999999' is too large for a number\n");
  CHECK(fault("1 2") == at + "expected a number, got '1 2'; write 12\n");
  CHECK(fault("true") == at + "expected a number, got 'true'\n");
  CHECK(fault("1.2.3") == at + "expected a number, got '1.2.3'\n");
  CHECK(fault("1e") == at + "expected a number, got '1e'\n");
  CHECK(fault(".") == at + "expected a number, got '.'\n");
  CHECK(fault("-0.1") == at + "-0.1 is outside [0, 1]\n");
}

TEST_CASE("numbers: what is taken") {
  const auto value = [](const std::string& text) {
    const Result result = read("reply_prob: " + text + "\n");
    CHECK(result.faults == "");
    return result.all.reply_prob;
  };
  CHECK(value("0.1") == 0.1);
  CHECK(value(".5") == 0.5);
  CHECK(value("1.") == 1);
  CHECK(value("+0.5") == 0.5);
  CHECK(value("5e-1") == 0.5);
  CHECK(value("2.5E-1") == 0.25);
  CHECK_FALSE(std::signbit(value("-0")));
  CHECK_FALSE(std::signbit(value("-0.0")));
}

TEST_CASE("whole numbers") {
  const auto fault = [](const std::string& text) { return faults_of("agents: " + text + "\n"); };
  const std::string at = "f:1:9: agents: ";
  CHECK(fault("1.5") == at + "expected a whole number, got '1.5'\n");
  CHECK(fault("1e-3") == at + "expected a whole number, got '1e-3'\n");
  CHECK(fault("010") == at + "expected a whole number, got '010'; write 10\n");
  CHECK(fault("1_000") == at + "expected a whole number, got '1_000'; write 1000\n");
  CHECK(fault("0x10") == at + "expected a whole number, got '0x10'; write 16\n");
  CHECK(fault("'10'") == at + "expected a whole number, got '10' in quotes; write it without\n");
  CHECK(fault(".inf") == at + "expected a whole number, got '.inf', which is not finite\n");
  CHECK(fault("0") == at + "0 is outside [1, 1000000]\n");
  CHECK(fault("1e30") == at + "'1e30' is too large for a whole number\n");
  CHECK(fault("9223372036854775808") == at + "'9223372036854775808' is too large for a whole number\n");
  CHECK(fault("1e999999999999") == at + "'1e999999999999' is too large for a whole number\n");
  CHECK(read("agents: 1e6\n").all.agents == 1000000);
  CHECK(read("agents: 2.50e1\n").all.agents == 25);
  CHECK(read("agents: 7.0\n").all.agents == 7);
  CHECK(read("agents: +7\n").all.agents == 7);
  Faults faults;
  const Document big = Document::parse("a: 9223372036854775807\nb: -9223372036854775808\nc: -0\nd: 0e5\n", "f", faults);
  CHECK(read_whole(big.find("a"), faults) == std::numeric_limits<std::int64_t>::max());
  CHECK(read_whole(big.find("b"), faults) == std::numeric_limits<std::int64_t>::min());
  CHECK(read_whole(big.find("c"), faults) == 0);
  CHECK(read_whole(big.find("d"), faults) == 0);
  CHECK(faults.empty());
}

TEST_CASE("true and false, and nothing else") {
  const auto fault = [](const std::string& text) { return faults_of("warm: " + text + "\n"); };
  const std::string at = "f:1:7: warm: expected true or false, got ";
  CHECK(fault("yes") == at + "'yes'; write true\n");
  CHECK(fault("On") == at + "'On'; write true\n");
  CHECK(fault("True") == at + "'True'; write true\n");
  CHECK(fault("no") == at + "'no'; write false\n");
  CHECK(fault("off") == at + "'off'; write false\n");
  CHECK(fault("0") == at + "'0'; write false\n");
  CHECK(fault("\"true\"") == at + "'true'; write true\n");
  CHECK(fault("maybe") == at + "'maybe'\n");
  CHECK(fault("[true]") == at + "a list\n");
}

TEST_CASE("durations need a unit") {
  const auto fault = [](const std::string& text) { return faults_of("horizon: " + text + "\n"); };
  const std::string at = "f:1:10: horizon: ";
  const std::string units = "; units are w, d, h, min, s, from large to small\n";
  CHECK(fault("30") == at + "expected a duration with a unit, got '30'; write '30d'\n");
  CHECK(fault("030") == at + "expected a duration with a unit, got '030'; write '30d'\n");
  CHECK(fault("30m") == at + "expected a duration such as '30d', got '30m'" + units);
  CHECK(fault("30min1h") == at + "expected a duration such as '30d', got '30min1h'" + units);
  CHECK(fault("1h1h") == at + "expected a duration such as '30d', got '1h1h'" + units);
  CHECK(fault("d") == at + "expected a duration such as '30d', got 'd'" + units);
  CHECK(fault("\"\"") == at + "expected a duration such as '30d', got ''" + units);
  CHECK(fault("-") != "");
  CHECK(fault("[1d]") == at + "expected a duration such as '30d', got a list\n");
  CHECK(fault(".inf") == at + "expected a duration, got '.inf', which is not finite\n");
  CHECK(fault("1e400d") == at + "'1e400d' is beyond the range of numbers\n");
  CHECK(fault("-3d") == at + "-3d is outside [1d, 3650d]\n");
  CHECK(fault("12h") == at + "12h is outside [1d, 3650d]\n");
  CHECK(faults_of("pause: -1s\n") == "f:1:8: pause: -1s is outside [0s, inf)\n");
  CHECK(faults_of("pause: 30\n") == "f:1:8: pause: expected a duration with a unit, got '30'; write '30s'\n");
}

TEST_CASE("durations in every unit") {
  const auto seconds = [](const std::string& text) {
    const Result result = read("pause: " + text + "\n");
    CHECK(result.faults == "");
    return result.all.pause_seconds;
  };
  CHECK(seconds("10s") == 10);
  CHECK(seconds("90min") == 90 * 60);
  CHECK(seconds("8h") == 8 * 3600);
  CHECK(seconds("30d") == 30 * 86400);
  CHECK(seconds("2w") == 14 * 86400);
  CHECK(seconds("1h30min") == 5400);
  CHECK(seconds("1w 2d 3h 4min 5s") == 604800 + 2 * 86400 + 3 * 3600 + 4 * 60 + 5);
  CHECK(seconds("1.5h") == 5400);
  CHECK(seconds("1e2s") == 100);
  CHECK(seconds("'8h'") == 8 * 3600);
  CHECK(seconds("0s") == 0);
  CHECK(read("horizon: 36h\n").all.horizon_days == 1.5);
  CHECK(read("horizon: 0.1w 1.3d\n").all.horizon_days == doctest::Approx(2));
}

TEST_CASE("choices and names are out of a list") {
  CHECK(faults_of("model: klot\n") ==
        "f:1:8: model: 'klot' is not one of klout, pagerank, none; did you mean 'klout'?\n");
  CHECK(faults_of("model: xyz\n") == "f:1:8: model: 'xyz' is not one of klout, pagerank, none\n");
  CHECK(faults_of("model: [klout]\n") == "f:1:8: model: expected a word or text, got a list\n");
  CHECK(faults_of("model:\n") == "f:1:1: model: expected a word or text, got nothing\n");
  CHECK(faults_of("colours: [red, blu]\n") ==
        "f:1:16: colours.blu: 'blu' is not one of red, green, blue; did you mean 'blue'?\n");
  CHECK(faults_of("colours: red\n") == "f:1:10: colours: expected a list of words, got 'red'; write [red]\n");
  CHECK(faults_of("levels: 0.5\n") == "f:1:9: levels: expected a list of numbers, got '0.5'; write [0.5]\n");
  CHECK(faults_of("levels: [0, [1]]\n") == "f:1:13: levels.1: expected a number, got a list\n");
}

TEST_CASE("unknown keys are reported at the key, with the one that was meant") {
  CHECK(faults_of("visible: {halflife: 3d}\n") ==
        "f:1:11: visible: unknown key 'halflife'; did you mean 'half_life_days'?\n");
  CHECK(faults_of("agent: 3\n") == "f:1:1: unknown key 'agent'; did you mean 'agents'?\n");
  CHECK(faults_of("rings:\n  - name: a\n    zzz: 1\n") ==
        "f:3:5: rings.a: unknown key 'zzz'; the keys here are name, share\n");
  // A parameter of another model is unknown here.
  CHECK(faults_of("visible: {name: klout, damping: 0.5}\n") ==
        "f:1:24: visible: unknown key 'damping'; the keys here are name, half_life_days\n");
}

TEST_CASE("the parameters of an unknown model are not unknown keys") {
  CHECK(faults_of("visible: {name: pagerenk, damping: 0.5}\n") ==
        "f:1:17: visible.name: 'pagerenk' is not one of klout, pagerank, none; did you mean 'pagerank'?\n");
}

TEST_CASE("very many unknown keys are cut short") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "zzzz" + std::to_string(i) + ": 1\n";
  const std::string faults = faults_of(text);
  CHECK(std::count(faults.begin(), faults.end(), '\n') == 51);
  CHECK(faults.ends_with("f: and 950 more faults\n"));
}

TEST_CASE("a plain word stands for {name: word} where the first parameter is the name") {
  CHECK(faults_of("visible: klot\n") ==
        "f:1:10: visible: 'klot' is not one of klout, pagerank, none; did you mean 'klout'?\n");
  CHECK(faults_of("shadow: [pagerank, klot]\n") ==
        "f:1:20: shadow.klot: 'klot' is not one of klout, pagerank, none; did you mean 'klout'?\n");
  struct Plain {
    double x = 1;
    void visit(ParamVisitor& v) {
      v.group("g", {"", "", ""}, [&](ParamVisitor& in) { in.real("x", x, Range::any(), {"", "", ""}); });
    }
  } plain;
  Faults faults;
  const Document document = Document::parse("g: word\n", "f", faults);
  ParamReader reader(document.root(), faults);
  plain.visit(reader);
  reader.finish();
  CHECK(faults.text() == "f:1:4: g: expected a mapping, got 'word'\n");
}

TEST_CASE("groups and rows of the wrong kind") {
  CHECK(faults_of("visible: [klout]\n") == "f:1:10: visible: expected a mapping, got a list\n");
  CHECK(faults_of("rings: {name: a}\n") == "f:1:8: rings: expected a list, got a mapping; begin each row with '- '\n");
  CHECK(faults_of("rings:\n") == "f:1:1: rings: expected a list, got nothing; write [] for none\n");
  CHECK(faults_of("rings: a\n") == "f:1:8: rings: expected a list, got 'a'; write [...] around it\n");
  CHECK(faults_of("rings: [~]\n") == "f:1:9: rings.0: expected a mapping, got nothing\n");
  CHECK(faults_of("rings: [[a]]\n") == "f:1:9: rings.0: expected a mapping, got a list\n");
}

TEST_CASE("an override names itself as the place") {
  Faults faults;
  Document document = Document::parse("rings: [{name: a, share: 0.5}]\n", "f", faults);
  document.set("rings.a.share", "1.8", faults);
  document.set("visible", "klot", faults);
  ParamReader reader(document.root(), faults);
  All all;
  all.visit(reader);
  reader.finish();
  CHECK(faults.text() ==
        "--set rings.a.share=1.8: rings.a.share: 1.8 is outside [0, 1]\n"
        "--set visible=klot: visible: 'klot' is not one of klout, pagerank, none; did you mean 'klout'?\n");
}

TEST_CASE("a visit refuses at the key, or where the key would stand") {
  CHECK(faults_of("agents: 5\nnote: refused\n") == "f:2:7: note: this note does not fit\n");
  CHECK(faults_of("agents: 5\nnote: missing\n") == "f:1:1: warm: a missing note needs this\n");
}

TEST_CASE("a raw section is known and unread") {
  Faults faults;
  const Document document = Document::parse("sweep: {a.b: [1, 2]}\n", "f", faults);
  ParamReader reader(document.root(), faults);
  const Section sweep = reader.raw("sweep");
  reader.finish();
  CHECK(faults.text() == "");
  CHECK(sweep.at(0).path() == "sweep.a.b");
}

TEST_CASE("numbers are written in the shortest form that reads back") {
  CHECK(number_text(0) == "0");
  CHECK(number_text(-0.0) == "0");
  CHECK(number_text(45) == "45");
  CHECK(number_text(1e6) == "1000000");
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(-0.00001) == "-0.00001");
  CHECK(number_text(1e-9) == "1.0e-09");
  CHECK(number_text(1.0 / 3) == "0.3333333333333333");
  CHECK(number_text(1e15) == "1.0e+15");
  CHECK(number_text(1.5e300) == "1.5e+300");
}

TEST_CASE("durations are written in the largest unit that fits") {
  CHECK(duration_text(30, TimeUnit::days) == "30d");
  CHECK(duration_text(14, TimeUnit::days) == "14d");
  CHECK(duration_text(1.5, TimeUnit::days) == "36h");
  CHECK(duration_text(28800, TimeUnit::seconds) == "8h");
  CHECK(duration_text(5400, TimeUnit::seconds) == "90min");
  CHECK(duration_text(61, TimeUnit::seconds) == "61s");
  CHECK(duration_text(0.25, TimeUnit::seconds) == "0.25s");
  CHECK(duration_text(0, TimeUnit::hours) == "0h");
  CHECK(duration_text(1.0 / 3, TimeUnit::days) == "8h");
  CHECK(duration_text(0.1234567, TimeUnit::days) == "0.1234567d");
}

TEST_CASE("strings are quoted when they would be read as something else") {
  CHECK(yaml_quoted("klout") == "klout");
  CHECK(yaml_quoted("a note") == "a note");
  CHECK(yaml_quoted("data/graph-1.csv") == "data/graph-1.csv");
  for (const char* word :
       {"",   "5",  "1e6", "true", "Yes", "off", "null", "~",  "-x", "a: b", "a #b", " a", "a ",        "#a",
        "[a", "{a", "*a",  "&a",   "!a",  "%a",  "@a",   "`a", "|",  ">",    "a,b",  "a]", "2020-01-01"}) {
    CHECK(yaml_quoted(word) == "\"" + std::string(word) + "\"");
  }
  CHECK(yaml_quoted("a\"b\\c\nd\te\x01") == "\"a\\\"b\\\\c\\nd\\te\\x01\"");
}

TEST_CASE("what is written is block style in the order of the visits") {
  All all;
  all.shadow = {{"klout", 1.5, 0.85}, {"pagerank", 45, 0.9}};
  CHECK(write(all) ==
        "reply_prob: 0.5\n"
        "agents: 1000\n"
        "warm: false\n"
        "note: a note\n"
        "model: none\n"
        "levels: [0, 0.5]\n"
        "colours: [red]\n"
        "tags: []\n"
        "horizon: 180d\n"
        "pause: 8h\n"
        "visible:\n"
        "  name: klout\n"
        "  half_life_days: 45d\n"
        "rings:\n"
        "  - name: first\n"
        "    share: 0.25\n"
        "shadow:\n"
        "  - name: klout\n"
        "    half_life_days: 36h\n"
        "  - name: pagerank\n"
        "    damping: 0.9\n");
}

TEST_CASE("what was written reads back to the same values and the same text") {
  std::vector<All> cases(1);
  for (const double x : {0.1, 1.0 / 3, 5e-324, 1e-9, 0.30000000000000004, 1.0}) {
    All all;
    all.reply_prob = x;
    all.pause_seconds = x * 1e7;
    all.horizon_days = 1 + x;
    cases.push_back(all);
  }
  for (const char* note :
       {"",  "5",  "yes", "~",  "a: b", "- a",      " x ",  "a\nb\n", "\t",           "\xc3\xa9 \xe2\x80\xa8",
        "'", "\"", "\\",  "<<", "#",    "\x01\x7f", "null", "1e5",    "\xef\xbb\xbf", "\xc2\x85"}) {
    All all;
    all.note = note;
    all.tags = {note, "x", note};
    all.rings = {{note, 0.5}, {"b", 1}};
    cases.push_back(all);
  }
  for (const All& before : cases) {
    const std::string text = write(before);
    const Result again = read(text);
    CHECK(again.faults == "");
    CHECK(again.all.reply_prob == before.reply_prob);
    CHECK(again.all.pause_seconds == before.pause_seconds);
    CHECK(again.all.horizon_days == before.horizon_days);
    CHECK(again.all.note == before.note);
    CHECK(again.all.tags == before.tags);
    REQUIRE(again.all.rings.size() == before.rings.size());
    CHECK(again.all.rings[0].name == before.rings[0].name);
    CHECK(write(again.all) == text);
  }
}

TEST_CASE("a lister has a row for every parameter, and makes a row of an empty list only for a moment") {
  All all;
  ParamLister lister;
  all.visit(lister);
  CHECK(all.shadow.empty());
  std::vector<std::string> lines;
  for (const ParamRow& row : lister.list()) {
    lines.push_back(row.path + ", " + row.type + ", " + row.default_text + ", " + row.range);
  }
  const std::vector<std::string> expected = {"reply_prob, number, 0.5, [0, 1]",
                                             "agents, whole number, 1000, [1, 1000000]",
                                             "warm, true or false, false, ",
                                             "note, text, a note, ",
                                             "model, choice, none, klout | pagerank | none",
                                             "levels, numbers, [0, 0.5], [0, 1]",
                                             "colours, names, [red], red | green | blue",
                                             "tags, names, [], ",
                                             "horizon, duration, 180d, [1d, 3650d]",
                                             "pause, duration, 8h, [0s, inf)",
                                             "visible, mapping, , ",
                                             "visible.name, choice, klout, klout | pagerank | none",
                                             "visible.half_life_days, duration, 45d, (0d, inf)",
                                             "rings, list, , ",
                                             "rings.*.name, text, first, ",
                                             "rings.*.share, number, 0.25, [0, 1]",
                                             "shadow, list, , ",
                                             "shadow.*.name, choice, klout, klout | pagerank | none",
                                             "shadow.*.half_life_days, duration, 45d, (0d, inf)"};
  CHECK(lines == expected);
  CHECK(lister.list()[0].doc == "Chance of a reply.");
  CHECK(lister.list()[0].source == "assumed");
  CHECK(lister.list()[1].unit == "agents");
  CHECK(lister.list()[4].options == kModels);
}

}  // namespace
}  // namespace clout
