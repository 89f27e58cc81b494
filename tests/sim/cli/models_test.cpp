#include "sim/cli/models.h"

#include <doctest/doctest.h>

#include <string>

#include "models/catalogue.h"
#include "sim/cli/options.h"
#include "sim/core/table.h"

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

TEST_CASE("a group is found by its name or its path, a parameter by its name") {
  CHECK(page("react") == page("mechanisms.react"));
  CHECK(has(page("react"), "[assumed]"));
  CHECK(has(page("roles"), "\nhours_online_median "));
  CHECK(has(page("e_online"), "mechanisms.message.e_online"));
}

TEST_CASE("words to choose from are all shown, in the range or behind the meaning") {
  CHECK(has(page("network"), " fitness | edge_list | empty "));
  CHECK(has(page("direction"), "means. One of: source_follows_target | target_follows_source. [assumed]"));
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

TEST_CASE("on a terminal no line is wider than it") {
  for (const char* name : {"", "klout", "react"}) {
    const std::string text = page(name, 120);
    std::size_t begin = text.find("\n\n");  // summaries above the table are not broken
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
      CHECK_MESSAGE(display_width(text.substr(begin, end - begin)) <= 120, text.substr(begin, end - begin));
  }
}
