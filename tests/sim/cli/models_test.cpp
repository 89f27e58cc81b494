#include "sim/cli/models.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "models/catalogue.h"
#include "sim/cli/options.h"
#include "sim/core/table.h"
#include "sim/engine/constants.h"
#include "sim/world/constants.h"

using namespace clout;

namespace {

std::string page(const std::string& name, std::size_t width = 0) { return models_text(make_catalogue(), name, width); }
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the overview names every model and every group") {
  const std::string all = page("");
  for (const char* name : {"klout", "follower_count", "pagerank", "casual", "klout_chaser", "circles",
                           "population.roles", "mechanisms.react", "interventions"})
    CHECK_MESSAGE(has(all, std::string("\n") + name), name);
}

TEST_CASE("a model's page has its source and its parameters") {
  const std::string text = page("pagerank");
  CHECK(has(text, "pagerank (score)\n"));
  CHECK(has(text, "Source: Page, Brin, Motwani, Winograd 1999"));
  CHECK(has(text, "\ndamping "));
}

TEST_CASE("what stands for what is in one table, the same as on the models' pages and not in the overview") {
  std::ifstream readme(CLOUT_SOURCE_DIR "/models/README.md");
  std::string line, table, pages;
  while (std::getline(readme, line) && line != "| model | there | here |") continue;
  std::getline(readme, line);  // the rule below the head
  while (std::getline(readme, line) && !line.empty()) table += line + '\n';
  for (const Row<ScoringAlgorithm>& row : make_catalogue().scoring) {
    const std::string text = page(row.name);
    std::istringstream lines(text.substr(0, text.find("\nSource: ")));
    while (std::getline(lines, line) && line != "What stands for what (assumed):") continue;
    while (std::getline(lines, line))
      if (const std::size_t stands_for = line.find(" = "); line.starts_with("  ") && stands_for != std::string::npos)
        pages +=
            "| " + row.name + " | " + line.substr(2, stands_for - 2) + " | " + line.substr(stands_for + 3) + " |\n";
  }
  CHECK(pages == table);
  for (const char* name : {"klout", "klout_2011", "kred", "peerindex", "twitter_grader", "foursquare",
                           "world_of_warcraft", "stack_overflow"})
    CHECK_MESSAGE(has(table, std::string("| ") + name + " | "), name);
  CHECK(!has(page(""), "What stands for what"));
}

TEST_CASE("numbers that were never published are marked") {
  const auto marked = [](const std::string& model, const std::string& key) {
    const std::string text = page(model);
    const std::size_t at = text.find('\n' + key + ' ');
    REQUIRE(at != std::string::npos);
    CHECK_MESSAGE(has(text.substr(at, text.find('\n', at + 1) - at), "assumed"), key);
  };
  marked("kred", "famous_points");
  marked("kred", "follower_points");
  marked("klout_2011", "prior_posts");
  marked("foursquare", "friend_points");
}

TEST_CASE("a group is found by its name or its path, a parameter by its name") {
  CHECK(page("react") == page("mechanisms.react"));
  CHECK(has(page("react"), "[assumed]"));
  CHECK(has(page("roles"), "\nhours_online_median "));
  CHECK(has(page("e_online"), "mechanisms.message.e_online"));
}

TEST_CASE("words to choose from are all shown, in the range or behind the meaning") {
  CHECK(has(page("network"), " fitness | edge_list | empty "));
  CHECK(has(page("direction"),
            "of no other kind is it read. One of: source_follows_target | target_follows_source. [assumed]"));
  CHECK(has(page("snapshot_format"), "edge_list | graphml"));
  CHECK(has(page("interventions.kind"),
            "One of: hide_score | show_score | reset_score | permute_score | cap_score | buy_followers | newcomers | "
            "silence."));
}

TEST_CASE("what nothing is called is a usage error with a suggestion") {
  CHECK_THROWS_WITH_AS(page("pagrank"),
                       "nothing is called 'pagrank'; clout models lists what there is; did you mean 'pagerank'?",
                       UsageError);
}

TEST_CASE("what no parameter changes has a page too: value, unit, meaning and source of each number") {
  const std::string text = page("constants");
  CHECK(has(text, "\nplan_every_days "));
  CHECK(has(text, "\nfavour_hours "));
  CHECK(std::count(text.begin(), text.end(), '\n') == kWorldConstants.size() + kEngineConstants.size() + 1);
  for (std::size_t at = text.find('\n') + 1, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    CHECK_MESSAGE(text[end - 1] == ']', text.substr(at, end - at));
}

TEST_CASE("on a terminal no line is wider than it") {
  for (const char* name : {"", "klout", "react", "constants"}) {
    const std::string text = page(name, 120);
    std::size_t begin = text.find("\n\n");  // summaries above the table are not broken
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
      CHECK_MESSAGE(display_width(text.substr(begin, end - begin)) <= 120, text.substr(begin, end - begin));
  }
}
