// The YAML reader: places, paths, overrides, and each trap of YAML and of yaml-cpp 0.7.
#include "sim/core/section.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace clout {
namespace {

// The faults of a text, as lines.
std::string faults_of(const std::string& text) {
  Faults faults;
  Document::parse(text, "f", faults);
  return faults.text();
}

Document good(const std::string& text) {
  Faults faults;
  Document document = Document::parse(text, "f", faults);
  CHECK(faults.text() == "");
  return document;
}

std::string at(const Section& section) {
  const Place& place = section.place();
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

const char* const kRing =
    "# Does a ring gain?\n"
    "schema: 1\n"
    "population: {agents: 10000, network: {kind: fitness}}\n"
    "strategies:\n"
    "  - {name: casual, share: 0.99}\n"
    "  - name: reshare_ring\n"
    "    share: 0.01\n"
    "scoring:\n"
    "  visible: klout\n"
    "  shadow: [pagerank, follower_count]\n"
    "sweep: {strategies.reshare_ring.share: [0.0, 0.2]}\n";

TEST_CASE("values know their text, place and path") {
  const Document document = good(kRing);
  CHECK(document.root().size() == 5);
  const Section agents = document.find("population.agents");
  CHECK(agents.text() == "10000");
  CHECK(at(agents) == "3:22");
  CHECK(agents.key_place().column == 14);
  CHECK(agents.path() == "population.agents");
  CHECK(at(document.find("population")) == "3:13");  // the brace
  CHECK(at(document.find("strategies")) == "4:1");   // its key, not the first row
  CHECK(at(document.find("scoring")) == "8:1");
  CHECK(at(document.find("scoring.visible")) == "9:12");
}

TEST_CASE("rows are addressed by name or index and show by name") {
  const Document document = good(kRing);
  const Section share = document.find("strategies.reshare_ring.share");
  CHECK(share.text() == "0.01");
  CHECK(at(share) == "7:12");
  CHECK(document.find("strategies.1.share").path() == "strategies.reshare_ring.share");
  CHECK(document.find("scoring.shadow.pagerank").text() == "pagerank");
  CHECK(document.find("scoring.shadow.1").path() == "scoring.shadow.follower_count");
  CHECK(document.find("sweep.strategies.reshare_ring.share.1").text() == "0.2");
  CHECK(document.find("scoring.visible.name").text() == "klout");
  CHECK_FALSE(document.find("strategies.2").exists());
  CHECK_FALSE(document.find("scoring.visible.damping").exists());
  CHECK_FALSE(document.find("").exists());
}

TEST_CASE("rows of one name show by index") {
  const Document document = good("rows: [{name: a, x: 1}, {name: a, x: 2}, {name: b.c}, {name: 7}, 5]\n");
  CHECK(document.find("rows.0.x").path() == "rows.0.x");
  CHECK(document.find("rows.1.x").text() == "2");
  CHECK_FALSE(document.find("rows.a.x").exists());
  CHECK(document.find("rows").at(2).path() == "rows.2");
  CHECK(document.find("rows").at(3).path() == "rows.3");
  CHECK(document.find("rows").at(4).path() == "rows.4");
}

TEST_CASE("the place of what is missing is its nearest ancestor's") {
  const Document document = good(kRing);
  const Place place = document.place_of("strategies.reshare_ring.reshare_prob");
  CHECK(place.line == 6);
  CHECK(place.column == 5);
  CHECK(document.place_of("scoring.hidden.damping").line == 8);
  CHECK(document.place_of("nothing.at.all").line == 2);
  CHECK(document.place_of("strategies.9").line == 4);
}

TEST_CASE("columns count characters, lines count any line end, a byte order mark counts nothing") {
  CHECK(at(good("\xef\xbb\xbf{\"\xc3\xa9\xc3\xa9\": 1}\n").find("\xc3\xa9\xc3\xa9")) == "1:8");
  CHECK(at(good("a: 1\r\nb: 2\r\n").find("b")) == "2:4");
  CHECK(good("a: x\r\nb: 2\r\n").find("a").text() == "x");
  CHECK(at(good("a: 1\rb: 2\r").find("b")) == "2:4");
}

TEST_CASE("quotes make text; a key alone has nothing; a section outlives its document") {
  const Document document = good("a: '5'\nb: 5\nc:\nd: ~\ne: \"\"\nf: [1, 2]\ng: {}\nh: |\n  x\n");
  CHECK(document.find("a").was_quoted());
  CHECK_FALSE(document.find("b").was_quoted());
  CHECK(document.find("c").is_null());
  CHECK(at(document.find("c")) == "3:1");
  CHECK(document.find("d").is_null());
  CHECK(document.find("e").is_scalar());
  CHECK(document.find("a").what() == "'5'");
  CHECK(document.find("c").what() == "nothing");
  CHECK(document.find("f").what() == "a list");
  CHECK(document.find("g").what() == "a mapping");
  CHECK(document.find("h").text() == "x\n");
  Section kept;
  CHECK_FALSE(kept);
  { kept = good("a: {b: c}").find("a"); }
  CHECK(kept.find("b").text() == "c");
}

TEST_CASE("trap: a key given twice") {
  CHECK(faults_of("a: 1\nb: 2\na: 3\n") == "f:3:1: a: key 'a' is given twice, first on line 1; remove one\n");
  CHECK(faults_of("s:\n  - name: x\n    y: 1\n    y: 2\n") ==
        "f:4:5: s.x.y: key 'y' is given twice, first on line 3; remove one\n");
}

TEST_CASE("trap: merge keys, anchors, aliases, tags") {
  CHECK(faults_of("a: 1\n<<: {b: 2}\n") == "f:2:1: merge keys << are not supported; write the keys out\n");
  CHECK(faults_of("a: &x 1\nb: *x\n") ==
        "f:1:4: a: anchors such as &x are not supported; remove it\n"
        "f:2:4: b: aliases such as *a are not supported; write the value out\n");
  CHECK(faults_of("a: !!str 1\n") == "f:1:4: a: tags such as !!str are not supported; remove it\n");
  CHECK(faults_of("a: !x {b: 1}\n") == "f:1:4: a: tags such as !!str are not supported; remove it\n");
}

TEST_CASE("trap: a billion laughs are a few faults") {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string n = std::to_string(i);
    text += "a" + n + ": &a" + n + " [";
    for (int j = 0; j < 9; ++j) text += std::string(j ? ", " : "") + "*a" + std::to_string(i - 1);
    text += "]\n";
  }
  Faults faults;
  Document::parse(text, "f", faults);
  CHECK(faults.size() == 10 + 9 * 9);  // anchors and aliases
  CHECK(faults.text().ends_with("f: and 41 more faults\n"));
}

TEST_CASE("trap: a second document") {
  const std::string message = "a second document begins here; write one to a file\n";
  CHECK(faults_of("a: 1\n---\nb: 2\n") == "f:2:1: " + message);
  CHECK(faults_of("a: 1\n---\n") == "f:2:1: " + message);
  CHECK(faults_of("---\na: 1\n...\n") == "");
}

TEST_CASE("trap: tabs") {
  CHECK(faults_of("a:\n\tb: 1\n") == "f:2:1: a tab in the indentation; write spaces\n");
  CHECK(faults_of("a:\n  \tb: 1\n") == "f:2:3: a tab in the indentation; write spaces\n");
  CHECK(faults_of("a:\t1\n\t\n\t# comment\nb: 2\n") == "");
}

TEST_CASE("trap: keys that are no words, a colon without a space") {
  CHECK(faults_of("[a]: 1\nb: 2\n") == "f:1:1: a key must be a word\n");
  CHECK(faults_of("~: 1\nb: 2\n") == "f:1:1: a key must be a word\n");
  CHECK(faults_of("? {a: 1}\n: 1\nb: 2\n") == "f:1:3: a key must be a word\n");
  CHECK(faults_of("a: {name:casual}\n") == "f:1:5: a.name:casual: a space is missing after the ':' of 'name:casual'\n");
}

TEST_CASE("trap: a file with nothing in it, or without keys") {
  const std::string nothing = "f: there is nothing in it; write at least one key\n";
  CHECK(faults_of("") == nothing);
  CHECK(faults_of("\n# only a comment\n") == nothing);
  CHECK(faults_of("\xef\xbb\xbf") == nothing);
  CHECK(faults_of("{}\n") == nothing);
  CHECK(faults_of("---\n") == nothing);
  CHECK(faults_of("- a\n") == "f:1:1: expected keys with values, such as 'seed: 1', got a list\n");
  CHECK(faults_of("seed:1\n") == "f:1:1: expected keys with values, such as 'seed: 1', got 'seed:1'\n");
}

TEST_CASE("trap: a syntax error is one fault with its place, and what would do") {
  CHECK(faults_of("a: 1\nb: [1, 2\nc: 3\n") ==
        "f:3:2: not YAML: end of sequence flow not found; a ',' or ']' is missing\n");
  CHECK(faults_of("a: {b: 1\n") == "f:2:1: not YAML: end of map flow not found; a ',' or '}' is missing\n");
  CHECK(
      faults_of("a: b: c\n") ==
      "f:1:5: not YAML: illegal map value; a value that contains ': ' must stand in quotes, and keys of a mapping line "
      "up\n");
  CHECK(faults_of("a: 'x\n") == "f:2:2: not YAML: illegal EOF in scalar; a closing quote is missing\n");
  CHECK(faults_of("a: \"\\q\"\n") ==
        "f:1:7: not YAML: unknown escape character: q; in double quotes write \\\\ for a backslash\n");
  CHECK(faults_of("a: &x 1\nb: [*x\n").find("not YAML: end of sequence flow not found") != std::string::npos);
  CHECK(faults_of("a: 1\n}\n") == "f:2:1: not YAML: illegal flow end; there is a ']' or '}' too many\n");
  CHECK(good("a: |\n  x\n\n \n").find("a").text() == "x\n");
  CHECK(good("a: |\n  x").find("a").text() == "x");
}

TEST_CASE("trap: bytes that are not text") {
  CHECK(faults_of("a: x\xff\n") == "f:1:5: byte 0xff is not UTF-8; save the file as UTF-8\n");
  CHECK(faults_of("a: \xc0\xaf\n") == "f:1:4: byte 0xc0 is not UTF-8; save the file as UTF-8\n");      // overlong
  CHECK(faults_of("a: \xed\xa0\x80\n") == "f:1:4: byte 0xed is not UTF-8; save the file as UTF-8\n");  // surrogate
  CHECK(faults_of("a: \xf4\x90\x80\x80\n") == "f:1:4: byte 0xf4 is not UTF-8; save the file as UTF-8\n");
  CHECK(faults_of("a: \xe2\x82") == "f:1:4: byte 0xe2 is not UTF-8; save the file as UTF-8\n");
  CHECK(faults_of(std::string("a: 1\nb\0: 2\n", 11)) == "f:2:2: control character 0x00; remove it\n");
  CHECK(faults_of("a: 1\nb: \x04 2\n") == "f:2:4: control character 0x04; remove it\n");  // yaml-cpp's end of file
  CHECK(faults_of("\xff\xfe"
                  "a") == "f:1:1: byte 0xff is not UTF-8; save the file as UTF-8\n");
  CHECK(good("a: \xf0\x9f\x98\x80\n").find("a").text() == "\xf0\x9f\x98\x80");
  Faults faults;
  good("a: 1\n").set("a", "x\xff", faults);
  CHECK(faults.text() == "--set a=x\\xff: a: byte 0xff is not UTF-8; write it in UTF-8\n");
}

TEST_CASE("trap: depth and size") {
  const auto nested = [](std::size_t depth) { return "a: " + std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(faults_of(nested(63)) == "");
  Faults faults;
  Document::parse(nested(64), "f", faults);
  REQUIRE(faults.size() == 1);
  CHECK(faults.sorted()[0].message == "nested deeper than 64 levels");
  CHECK(faults.sorted()[0].place.column == 67);
  CHECK(faults_of("a: " + std::string(1000000, '[')) != "");
  CHECK(faults_of("a: " + std::string(100000, '{')) != "");
  std::string dashes;
  for (int i = 0; i < 10000; ++i) dashes += "- ";
  CHECK(faults_of(dashes) != "");
  CHECK(faults_of("a: " + std::string(Document::kMaxBytes, 'x')) == "f: larger than 16 MiB\n");
}

TEST_CASE("a hundred thousand values take no hundred thousand passes") {
  std::string row = "a: [";
  std::string column = "b:\n";
  for (int i = 0; i < 100000; ++i) {
    row += "1,";
    column += "- 1\n";
  }
  const Document document = good(row + "]\n" + column);
  CHECK(document.find("a").at(99999).place().column == 4 + 2 * 99999 + 1);
  CHECK(document.find("b").at(99999).place().line == 100002);
}

TEST_CASE("a file that cannot be read is a fault") {
  Faults faults;
  Document::load("/nonexistent/x.yaml", faults);
  Document::load("/tmp", faults);
  CHECK(faults.text() ==
        "/nonexistent/x.yaml: cannot be read: No such file or directory\n/tmp: cannot be read: it is a folder\n");
}

TEST_CASE("a file is read") {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "clout_section_test.yaml";
  std::ofstream(path) << "seed: 7\n";
  Faults faults;
  const Document document = Document::load(path.string(), faults);
  std::filesystem::remove(path);
  CHECK(faults.text() == "");
  CHECK(document.find("seed").text() == "7");
  CHECK(document.find("seed").place().file == path.string());
}

TEST_CASE("an override replaces, adds and keeps the rest") {
  Faults faults;
  Document document = good(kRing);
  const Document before = document;
  document.set("strategies.reshare_ring.share", "0.2", faults);
  document.set("strategies.0.share", "0.8", faults);
  document.set("worlds.count", "20", faults);
  document.set("scoring.visible", "{name: pagerank, damping: 0.9}", faults);
  document.set("scoring.visible.damping", "0.5", faults);
  document.set("scoring.shadow.pagerank.damping", "0.7", faults);
  document.set("sweep.strategies.reshare_ring.share", "[1, 2, 3]", faults);
  document.set("sweep.\"worlds.count\"", "[5]", faults);
  document.set("note", "", faults);
  CHECK(faults.text() == "");
  CHECK(document.find("strategies.reshare_ring.share").text() == "0.2");
  CHECK(document.find("strategies.casual.share").text() == "0.8");
  CHECK(document.find("worlds.count").text() == "20");
  CHECK(document.find("scoring.visible.damping").text() == "0.5");
  CHECK(document.find("scoring.shadow.pagerank.damping").text() == "0.7");
  CHECK(document.find("scoring.shadow.pagerank.name").text() == "pagerank");
  CHECK(document.find("scoring.shadow").size() == 2);
  CHECK(document.find("sweep").size() == 2);
  CHECK(document.find("sweep").find("worlds.count").size() == 1);
  CHECK(document.find("sweep").find("strategies.reshare_ring.share").size() == 3);
  CHECK(document.find("note").is_null());
  CHECK(document.find("schema").text() == "1");
  CHECK(document.place_of("worlds.count") == Place{"--set worlds.count=20", 0, 0});
  CHECK(document.place_of("scoring.visible.name") ==
        Place{"--set scoring.visible={name: pagerank, damping: 0.9}", 0, 0});
  CHECK(before.find("strategies.reshare_ring.share").text() == "0.01");
}

TEST_CASE("an override of a row acts on the default list where nothing is written, and on what is written elsewhere") {
  Faults faults;
  const Document defaults = good("people: {roles: [{name: a, share: 1}, {name: b, share: 0}], n: 3}\nlist: [x, y]\n");
  Document document = good("list: [{name: z}]\n");
  document.set("people.roles.b.share", "0.5", faults, defaults);
  document.set("people.roles.0.share", "0.25", faults, defaults);
  document.set("list.z.share", "1", faults, defaults);
  CHECK(faults.text() == "");
  CHECK(document.find("people.roles").size() == 2);
  CHECK(document.find("people.roles.a.share").text() == "0.25");
  CHECK(document.find("people.roles.b.share").text() == "0.5");
  CHECK(document.place_of("people.roles") == Place{"--set people.roles.b.share=0.5", 0, 0});
  CHECK_FALSE(document.find("people.n").exists());
  CHECK(document.find("list").size() == 1);
  document.set("list.x.share", "1", faults, defaults);
  CHECK(faults.text() == "--set list.x.share=1: list.x.share: no row 'x'; the list has 1 row, 0\n");
}

TEST_CASE("an override that renames a row moves its path") {
  Faults faults;
  Document document = good(kRing);
  document.set("strategies.casual.name", "quiet", faults);
  CHECK(document.find("strategies.quiet.share").text() == "0.99");
  CHECK(faults.text() == "");
}

TEST_CASE("overrides that cannot be") {
  const auto fault = [](const std::string& path, const std::string& value) {
    Faults faults;
    Document document = good(std::string(kRing) + "twins: [{name: a}, {name: a}]\nnone: []\n");
    document.set(path, value, faults);
    return faults.text();
  };
  CHECK(fault("strategies.reshare_rng.share", "1") ==
        "--set strategies.reshare_rng.share=1: strategies.reshare_rng.share: no row 'reshare_rng'; did you mean "
        "'reshare_ring'?\n");
  CHECK(fault("strategies.2.share", "1") ==
        "--set strategies.2.share=1: strategies.2.share: no row '2'; the list has 2 rows, 0 to 1\n");
  CHECK(fault("none.0", "1") == "--set none.0=1: none.0: no row '0'; the list has no rows\n");
  CHECK(fault("twins.a.x", "1") == "--set twins.a.x=1: twins.a.x: 2 rows are named 'a'; write the index of one\n");
  CHECK(fault("a..b", "1") == "--set a..b=1: 'a..b' is not a path; write keys with single dots between them\n");
  CHECK(fault("", "1") == "--set =1: '' is not a path; write keys with single dots between them\n");
  CHECK(fault("a", "[1") == "--set a=[1: a: not YAML: end of sequence flow not found; a ',' or ']' is missing\n");
  CHECK(fault("a", "{b: 1, b: 2}") == "--set a={b: 1, b: 2}: a.b: key 'b' is given twice; remove one\n");
  CHECK(fault("a", "*x") ==
        "--set a=*x: a: not YAML: the referenced anchor is not defined; a value that begins with * must stand in "
        "quotes\n");
  std::string deep = "a";
  for (int i = 0; i < 64; ++i) deep += ".a";
  CHECK(fault(deep, "1").find("is not a path") != std::string::npos);
}

TEST_CASE("a value on one line of YAML parses to the same value") {
  Faults faults;
  const Document document = Document::parse(
      "a: 1\nb: '1'\nc: [x, {y: 2d, 'k: 1': \"a, b\"}, [], {}]\nd:\ne: a, b\nf: true\ng: -0.5\nh: '-'\n", "t.yaml",
      faults);
  const std::string line = document.root().flow_yaml();
  CHECK(line ==
        "{a: 1, b: \"1\", c: [x, {\"y\": 2d, \"k: 1\": \"a, b\"}, [], {}], d: ~, e: \"a, b\", f: true, g: -0.5, "
        "h: \"-\"}");
  const Document again = Document::parse(line, "t.yaml", faults);
  CHECK(faults.text() == "");
  CHECK(again.root().flow_yaml() == line);
  CHECK(again.find("d").is_null());
  CHECK(again.find("b").was_quoted());
}

TEST_CASE("a value that is set with a place has that place, and so have its faults") {
  Faults faults;
  Document document = Document::parse("a: {b: 1}\n", "t.yaml", faults);
  const Place place{"t.yaml", 7, 3};
  document.set("a.c", "{d: 2}", place, faults);
  CHECK(document.place_of("a.c.d") == place);
  document.set("a.c", "[1", place, faults);
  REQUIRE(faults.size() == 1);
  CHECK(faults.sorted()[0].place == place);
}

}  // namespace
}  // namespace clout
