// Scores with names of their own, and scores whose parameters stand in a file of their own.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/scenario/score_file.h"
#include "tests/sim/output/scratch.h"
#include "tests/sim/scenario/reading.h"

using namespace clout;
using namespace clout::test;

namespace {

Read load(const std::filesystem::path& file, const std::vector<Override>& overrides = {}) {
  Faults faults;
  Read read;
  read.scenario = load_scenario(file.string(), overrides, catalogue(), faults);
  read.faults = faults.text();
  return read;
}

void write(const std::filesystem::path& path, const std::string& text) { std::ofstream(path) << text; }

std::string score_yaml(const ScoreSpec& score) {
  ParamWriter writer;
  score.setup->visit(writer);
  return writer.yaml();
}

}  // namespace

TEST_CASE("two scores of one model have names of their own, which tables use") {
  const Scratch dir;
  write(dir.path() / "two.yaml",
        "schema: 1\nburn_in: 180d\n"
        "scoring:\n  visible: {name: fast, model: klout, window_days: 9}\n"
        "  shadow: [klout, {name: mine, model: rules}]\n");
  const Read r = load(dir.path() / "two.yaml");
  CHECK(r.faults == "");
  REQUIRE(r.scenario.scores.size() == 3);
  CHECK(r.scenario.visible == "fast");
  CHECK(r.scenario.scores[0].model == "klout");
  CHECK(score_yaml(r.scenario.scores[0]).find("window_days: 9\n") != std::string::npos);
  CHECK(score_yaml(r.scenario.scores[1]).find("window_days: 90\n") != std::string::npos);
  CHECK(r.scenario.scores[2].model == "rules");
  Faults faults;
  const Scenario again = read_scenario(resolved_yaml(r.scenario), "two.yaml", {}, make_catalogue(), faults);
  CHECK(faults.text() == "");
  CHECK(resolved_yaml(again) == resolved_yaml(r.scenario));
}

TEST_CASE("a score without a name is called as its model") {
  const Scratch dir;
  write(dir.path() / "s.yaml", "schema: 1\nscoring: {visible: {model: pagerank}, shadow: [{model: follower_count}]}\n");
  const Read r = load(dir.path() / "s.yaml");
  CHECK(r.faults == "");
  CHECK(r.scenario.visible == "pagerank");
  CHECK(r.scenario.scores[1].name == "follower_count");
}

TEST_CASE("a name of a score's own fits into tables, is no other's, and is not none") {
  const Scratch dir;
  const auto says = [&](const std::string& scoring, const std::string& what) {
    write(dir.path() / "s.yaml", "schema: 1\nscoring: " + scoring + "\n");
    const std::string said = load(dir.path() / "s.yaml").faults;
    INFO(said);
    CHECK(said.find(what) != std::string::npos);
  };
  says("{visible: {name: 'a b', model: klout}}", "'a b' cannot be a name");
  says("{visible: {name: none, model: klout}}", "'none' means that no score is visible");
  says("{visible: {name: mine, model: klot}}", "did you mean 'klout'");
  says("{visible: mine}", "'mine' is not one of");
  write(dir.path() / "s.yaml", "schema: 1\nscoring: {visible: kluot, shadow: [klout]}\n");
  CHECK(load(dir.path() / "s.yaml").faults.find("is the visible score") == std::string::npos);
  says("{visible: none, shadow: [{name: a, model: klout}, {name: a, model: rules}]}", "a");
}

TEST_CASE("a formula that cannot be read is told once, at its place") {
  const Scratch dir;
  write(dir.path() / "s.yaml",
        "schema: 1\nscoring:\n  visible: {name: f, model: formula, formula: lkes + 1}\n"
        "  shadow: [{name: g, model: composite, parts: [{name: formula, formula: 2 * psots}]}]\n");
  const std::string file = (dir.path() / "s.yaml").string(), said = load(dir.path() / "s.yaml").faults;
  CHECK(said.find(file + ":3:47: scoring.visible.formula: unknown word 'lkes' at 1; did you mean 'likes'?\n") == 0);
  CHECK(std::ranges::count(said, '\n') == 2);
}

TEST_CASE("faults of a file of rules are shown at their place in it, whatever sets the file: an arm, a box, a sweep") {
  const Scratch dir;
  write(dir.path() / "bad.yaml", "model: rules\npoints:\n  - {act: psot, points: 2}\nfloor: low\n");
  const std::string bad = (dir.path() / "bad.yaml").string(), file = (dir.path() / "s.yaml").string();
  const auto at_their_place = [&](const std::string& more, const std::string& path) {
    write(dir.path() / "s.yaml", "schema: 1\n" + more + "\n");
    const std::string said = load(dir.path() / "s.yaml").faults;
    INFO(said);
    CHECK(said.find(bad + ":3:11: " + path + ".points.0.act: 'psot' is not one of") == 0);
    CHECK(said.find('\n' + bad + ":4:8: " + path + ".floor: expected a number, got 'low'\n") != std::string::npos);
    CHECK(std::ranges::count(said, '\n') == 2);
  };
  const std::string visible = "scoring.visible: {name: bad, file: bad.yaml}";
  at_their_place("arms: [{name: b, set: {" + visible + "}}]", "arms.b.set.scoring.visible");
  at_their_place("arms: [{name: b, set: {scoring.visible.name: bad, scoring.visible.file: bad.yaml}}]",
                 "arms.b.set.scoring.visible");
  at_their_place("plausible: {set: {" + visible + "}, axes: {value.theta: [0.2, 0.5]}}",
                 "plausible.set.scoring.visible");
  at_their_place("sweep: {axes: {scoring.visible: [klout, {name: bad, file: bad.yaml}]}}", "sweep.scoring.visible");
  // What an arm says beside the file is its own, and so is a fault that it makes of a file of the scenario's.
  write(dir.path() / "good.yaml",
        "name: good\nmodel: rules\npoints: [{act: post}]\npublish: level\nlevels: {at: [5]}\n");
  write(dir.path() / "s.yaml",
        "schema: 1\nscoring: {visible: {file: good.yaml}}\narms:\n  - {name: b, set: {scoring.visible.floor: low}}\n"
        "  - {name: c, set: {scoring.visible.levels: {}}}\n");
  const std::string said = load(dir.path() / "s.yaml").faults;
  INFO(said);
  CHECK(said.find(file + ":4:21: arms.b.set.scoring.visible.floor: expected a number, got 'low'\n") == 0);
  CHECK(said.find('\n' + file + ":5:5: arms.c.set.scoring.visible.publish: there are no levels") != std::string::npos);
}

TEST_CASE("a score's parameters may stand in a file beside the scenario, which says more or less of it") {
  const Scratch dir;
  std::filesystem::create_directory(dir.path() / "rules");
  write(dir.path() / "rules" / "game.yaml", "name: game\nmodel: rules\npoints: [{act: post, points: 2}]\nfloor: -5\n");
  write(dir.path() / "s.yaml",
        "schema: 1\nscoring:\n  visible: {file: rules/game.yaml, floor: -7}\n"
        "  shadow: [{name: other, file: rules/game.yaml}]\n");
  const Read r = load(dir.path() / "s.yaml");
  CHECK(r.faults == "");
  CHECK(r.scenario.visible == "game");
  const std::string yaml = score_yaml(r.scenario.scores[0]);
  CHECK(yaml.find("floor: -7\n") != std::string::npos);
  CHECK(yaml.find("act: post\n") != std::string::npos);
  CHECK(r.scenario.scores[1].name == "other");
  CHECK(score_yaml(r.scenario.scores[1]).find("floor: -5\n") != std::string::npos);
  const Read changed = load(dir.path() / "s.yaml", {{"scoring.visible.start", "3"}});
  CHECK(changed.faults == "");
  CHECK(score_yaml(changed.scenario.scores[0]).find("start: 3\n") != std::string::npos);
  // What ran is whole: it reads again where there is no such file.
  Faults faults;
  const Scenario again = read_scenario(resolved_yaml(r.scenario), "elsewhere/s.yaml", {}, make_catalogue(), faults);
  CHECK(faults.text() == "");
  CHECK(resolved_yaml(again) == resolved_yaml(r.scenario));
}

TEST_CASE("a score in a scenario has a name, and not the one that compare gives to whichever is seen") {
  const auto faults = [](const char* name) {
    return read("schema: 1\nscoring: {visible: {model: follower_count, name: " + std::string(name) + "}}\n").faults;
  };
  CHECK(faults("mine") == "");
  CHECK(faults("''").find(":2:50: scoring.visible.name: '' cannot be a name; letters, digits, _ and - would do\n") !=
        std::string::npos);
  CHECK(faults("visible").find(":2:50: scoring.visible.name: 'visible' is what clout compare calls") !=
        std::string::npos);
}

TEST_CASE("faults of a file of rules are shown at their place in it") {
  const Scratch dir;
  write(dir.path() / "game.yaml", "name: game\nmodel: rules\npoints:\n  - {act: psot}\n  - {act: post, points: 0}\n");
  write(dir.path() / "s.yaml", "schema: 1\nscoring: {visible: {file: game.yaml}}\n");
  const std::string game = (dir.path() / "game.yaml").string();
  const std::string said = load(dir.path() / "s.yaml").faults;
  INFO(said);
  CHECK(said.find(game + ":4:11: scoring.visible.points.0.act: 'psot' is not one of") != std::string::npos);
  CHECK(said.find(game + ":5:25: scoring.visible.points.1.points: a rule that gives 0 points") != std::string::npos);
  // Of what cannot be read nothing more is said, and nothing is compared with it.
  write(dir.path() / "s.yaml",
        "schema: 1\nscoring: {visible: {file: gone.yaml, floor: 4}, shadow: [klout, {file: lost.yaml}]}\n");
  CHECK(load(dir.path() / "s.yaml").faults ==
        (dir.path() / "s.yaml").string() +
            ":2:27: scoring.visible.file: 'gone.yaml' cannot be read: No such file or directory; paths start at the "
            "scenario's folder\n" +
            (dir.path() / "s.yaml").string() +
            ":2:72: scoring.shadow.1.file: 'lost.yaml' cannot be read: No such file or directory; paths start at the "
            "scenario's folder\n");
  write(dir.path() / "s.yaml", "schema: 1\nscoring: {visible: {file: [a]}}\n");
  CHECK(load(dir.path() / "s.yaml").faults ==
        (dir.path() / "s.yaml").string() + ":2:27: scoring.visible.file: got a list; the name of a file would do\n");
}

TEST_CASE("a file of a score that is read alone has a name that tables can hold, its own or the file's") {
  const Scratch dir;
  const auto read = [&](const std::string& file, const std::string& text) {
    write(dir.path() / file, text);
    Faults faults;
    const ScoreSpec score = read_score((dir.path() / file).string(), {}, make_catalogue(), faults);
    return faults.empty() ? score.name : faults.text().substr(dir.path().string().size() + 1);
  };
  CHECK(read("two words.yaml", "model: klout\n") == "two_words");
  CHECK(read("a.yaml", "name: b\nmodel: klout\n") == "b");
  CHECK(read("a.yaml", "name: \"x,y\\n\"\nmodel: klout\n") ==
        "a.yaml:1:7: name: 'x,y\\n' cannot be a name; letters, digits, _ and - would do\n");
  CHECK(read("a.yaml", "name: ''\nmodel: klout\n") ==
        "a.yaml:1:7: name: '' cannot be a name; letters, digits, _ and - would do\n");
}

TEST_CASE("a file that says neither model nor name is told so, and nothing of its keys") {
  const Scratch dir;
  write(dir.path() / "mine.yaml", "points: [{act: post}]\n");
  Faults faults;
  CHECK(read_score((dir.path() / "mine.yaml").string(), {}, make_catalogue(), faults).setup == nullptr);
  CHECK(faults.text() == (dir.path() / "mine.yaml").string() +
                             ":1:1: model: is missing; write model: rules for points, badges and levels, else the name "
                             "of a model\n");
}

TEST_CASE("a formula that has no number for a newcomer is refused where it stands") {
  const Scratch dir;
  write(dir.path() / "s.yaml",
        "schema: 1\nscoring:\n  visible: {name: ratio, model: formula, formula: likes / posts}\n"
        "  shadow: [{name: fine, model: formula, formula: likes / (posts + 1)}]\n");
  CHECK(load(dir.path() / "s.yaml").faults ==
        (dir.path() / "s.yaml").string() +
            ":3:12: scoring.visible: ratio cannot begin: gives agent 0 no finite number with posts = 0, likes = 0\n");
}

TEST_CASE("arms and points of a box read files of rules too") {
  const Scratch dir;
  write(dir.path() / "game.yaml", "name: game\nmodel: rules\n");
  write(dir.path() / "s.yaml",
        "schema: 1\nscoring: {visible: none}\narms: [{name: shown, set: {scoring.visible: {file: game.yaml}}}]\n");
  const Read r = load(dir.path() / "s.yaml");
  CHECK(r.faults == "");
  REQUIRE(r.scenario.arms.size() == 1);
  CHECK(r.scenario.arms[0].scenario->visible == "game");
}

TEST_CASE("every set of rules that ships can be a scenario's score and says where it comes from") {
  const std::filesystem::path folder = std::filesystem::path(CLOUT_SOURCE_DIR) / "scenarios" / "rules";
  const Scratch dir;
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    INFO(entry.path().string());
    write(dir.path() / "s.yaml", "schema: 1\nscoring: {visible: {file: '" + entry.path().string() + "'}}\n");
    CHECK(load(dir.path() / "s.yaml").faults == "");
    std::ifstream in(entry.path());
    std::string line, comment;
    while (std::getline(in, line) && line.rfind("# ", 0) == 0) comment += line;
    CHECK(comment.find("Source: ") != std::string::npos);
    ++count;
  }
  CHECK(count >= 4);
}
