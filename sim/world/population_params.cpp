#include "sim/world/population_params.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace clout {
namespace {

constexpr double kLatentMax = 0.99;  // correlations nearer to 1 are as good as 1, and no longer positive definite

Range correlation() { return {-kLatentMax, kLatentMax}; }

}  // namespace

void RoleParams::visit(ParamVisitor& v) {
  v.text("name", name, {"", "Name of the role, as it stands in bios.", "assumed"});
  v.real("share", share, Range::probability(), {"", "Share of the population; shares sum to 1.", "assumed"});
  v.real("present", present, Range::probability(),
         {"", "Chance to have an account at all.",
          "executives: 60-70 % of Fortune 500 CEOs on no network, CEO.com 2012-2016; others assumed"});
  v.real("bio_complete", bio_complete, Range::probability(),
         {"", "Chance that role, city and topics stand in the bio.", "assumed"});
  v.real("worth_mean", worth_mean, {0, 1e6, true},
         {"average persons", "Mean own_worth, before the whole population is scaled to mean 1.", "assumed"});
  v.real("worth_sigma", worth_sigma, {0, 4}, {"", "Standard deviation of log own_worth.", "assumed"});
  v.real("hours_online_median", hours_online_median, {0, 168},
         {"hours a week", "Median time online of those who have an account.",
          "30-35 minutes a day for users of Twitter, eMarketer (recalled); by role assumed"});
  v.real("hours_online_sigma", hours_online_sigma, {0, 4},
         {"", "Standard deviation of the log of the hours online.", "assumed"});
  v.real(
      "hours_offline_median", hours_offline_median, {0, 168},
      {"hours a week", "Median time kept for meetings that one asks for.",
       "executives: 38 h of 62 face to face, of which a part is free to choose, Porter, Nohria 2018; others assumed"});
  v.real("hours_offline_sigma", hours_offline_sigma, {0, 4},
         {"", "Standard deviation of the log of the hours offline.", "assumed"});
  v.real("open_hours_mean", open_hours_mean, {0, 168},
         {"hours a week", "Mean time open to meetings that others ask for.", "assumed"});
  v.real("inbox_capacity", inbox_capacity, {0, 1e6, true},
         {"messages a day", "Mean number of messages a day that get full attention.",
          "replies fall with load: Kooti et al. 2015; the number assumed"});
  v.real("outside_messages", outside_messages, {0, 1e6},
         {"messages a day", "Mean number of messages a day from outside the simulated world.", "assumed"});
  v.real("offline_contacts_mean", offline_contacts_mean, {0, 1e4},
         {"contacts", "Mean number of initial ties offline.",
          "kept-up ties 100-200, strong ones 10-20 (Dunbar; Miritello et al. 2013); by role assumed"});
}

std::vector<RoleParams> default_roles() {
  RoleParams ordinary;
  ordinary.name = "ordinary";
  ordinary.share = 0.80;
  ordinary.present = 0.92;
  ordinary.bio_complete = 0.5;
  ordinary.worth_mean = 0.6;
  ordinary.worth_sigma = 0.8;
  ordinary.hours_online_median = 1.0;
  ordinary.hours_online_sigma = 1.0;
  ordinary.hours_offline_median = 2.0;
  ordinary.hours_offline_sigma = 0.7;
  ordinary.open_hours_mean = 2;
  ordinary.inbox_capacity = 10;
  ordinary.outside_messages = 0.5;
  ordinary.offline_contacts_mean = 12;

  RoleParams professional = ordinary;
  professional.name = "professional";
  professional.share = 0.17;
  professional.present = 0.90;
  professional.bio_complete = 0.75;
  professional.worth_mean = 1.6;
  professional.hours_online_median = 1.5;
  professional.hours_offline_median = 3.0;
  professional.open_hours_mean = 4;
  professional.inbox_capacity = 15;
  professional.outside_messages = 4;
  professional.offline_contacts_mean = 20;

  RoleParams executive = ordinary;
  executive.name = "executive";
  executive.share = 0.03;
  executive.present = 0.38;
  executive.bio_complete = 0.8;
  executive.worth_mean = 8;
  executive.worth_sigma = 1.0;
  executive.hours_online_median = 0.5;
  executive.hours_online_sigma = 1.0;
  executive.hours_offline_median = 12;
  executive.hours_offline_sigma = 0.5;
  executive.open_hours_mean = 6;
  executive.inbox_capacity = 8;
  executive.outside_messages = 40;
  executive.offline_contacts_mean = 60;
  return {ordinary, professional, executive};
}

void PopulationParams::visit(ParamVisitor& v) {
  v.whole("agents", agents, {1, 2e9},
          {"agents", "Size of the population; with a file, its rows count, with an edge list its ids.", "assumed"});
  v.text("file", file, {"", "CSV of agents; columns that are not in it are drawn. Empty: all are drawn.", "assumed"});
  v.whole("cities", cities, {1, 65535}, {"", "Number of cities.", "assumed"});
  v.real("city_exponent", city_exponent, {0, 5}, {"", "Exponent of the sizes of cities by rank.", "1: Zipf 1949"});
  v.whole("topics", topics, {1, 64}, {"", "Number of topics.", "assumed"});
  v.real("topics_mean", topics_mean, {1, 64},
         {"topics", "Mean number of interests of an agent, who has at least one.", "assumed"});
  v.real("quality_alpha", quality_alpha, {0.5, 1000},
         {"", "First parameter of the Beta distribution of quality.", "assumed"});
  v.real("quality_beta", quality_beta, {0.5, 1000},
         {"", "Second parameter of the Beta distribution of quality.", "assumed"});
  v.real(
      "worth_quality_corr", worth_quality_corr, {-1, 1},
      {"", "Correlation of the normal scores of own_worth, within a role, and quality. 0: no score can know of worth.",
       "prior: swept"});
  v.real("activity_fame_corr", activity_fame_corr, correlation(),
         {"", "Correlation of the latents of hours online and of followers at the start.",
          "Spearman tweets-followers .76, cresci2015"});
  v.real("activity_voice_corr", activity_voice_corr, correlation(),
         {"", "Correlation of the latents of hours online and of the habit of posting.", "assumed"});
  v.real("voice_fame_corr", voice_fame_corr, correlation(),
         {"", "Correlation of the latents of the habit of posting and of followers at the start.",
          "Spearman tweets-followers .76, cresci2015"});
  // A correlation matrix of three has to be positive definite: determinant above 0.
  const double a = activity_fame_corr, b = activity_voice_corr, c = voice_fame_corr;
  if (1 + 2 * a * b * c - a * a - b * b - c * c < 1e-4)
    v.refuse("activity_fame_corr",
             "activity_fame_corr, activity_voice_corr and voice_fame_corr contradict each other: no three variables "
             "have these correlations; bring the largest nearer to 0");
  v.real("online_offline_corr", online_offline_corr, {-1, 1},
         {"", "Correlation of the normal scores of the two doses.", "assumed"});
  v.real("role_inflation", role_inflation, Range::probability(),
         {"", "Chance that a bio claims the role of highest mean worth falsely.", "assumed"});
  v.real("phi", phi, Range::probability(),
         {"", "Share of the worth of contacts that counts as network_worth.", "assumed"});
  v.real("hours_online_max", hours_online_max, {0, 168}, {"hours a week", "Most hours online.", "assumed"});
  v.real("hours_offline_max", hours_offline_max, {0, 168}, {"hours a week", "Most hours offline.", "assumed"});
  v.real("hours_online_added", hours_online_added, {0, 168},
         {"hours a week",
          "Hours online more for everybody who has an account and is no probe, on top of the most: what an hour is "
          "worth when all take it.",
          "assumed"});
  v.real("hours_offline_added", hours_offline_added, {0, 168},
         {"hours a week", "Hours offline more for everybody who is no probe, on top of the most.", "assumed"});
  static const std::array<std::string, 3> worths = {"drawn", "permuted", "equal"};
  v.choice("worth", worth, worths,
           {"",
            "Who is worth what. Control arms: permuted deals the pairs of own_worth and network_worth out anew over "
            "all agents, when all else is drawn; equal gives everybody an own_worth of 1, so that network_worth "
            "differs by contacts alone. Nothing but value, gems and a score called oracle can tell.",
            "assumed"});
  v.rows(
      "roles", {"", "The roles; the index in this list is the number of the role.", "assumed"},
      [&](std::size_t n) { roles.resize(n); }, roles.size(),
      [&](ParamVisitor& row, std::size_t i) {
        roles[i].visit(row);
        if (!row.reading()) return;
        const std::string& name = roles[i].name;
        if (name.empty()) row.refuse("name", "a role has no name; write one");
        const auto here = roles.begin() + static_cast<std::ptrdiff_t>(i);
        if (!name.empty() &&
            std::any_of(roles.begin(), here, [&](const RoleParams& role) { return role.name == name; }))
          row.refuse("name", "two roles have the name " + in_quotes(name));
      });
  if (roles.empty() || roles.size() > 255)
    v.refuse("roles", "there are " + std::to_string(roles.size()) + " roles; between 1 and 255 would do");
}

void OfflineParams::visit(ParamVisitor& v) {
  v.real("same_city", same_city, Range::probability(),
         {"", "Chance that a contact is sought in the same city; else anywhere.", "assumed"});
  v.real("same_role", same_role, Range::probability(),
         {"", "Chance that a contact is sought in the same role; else in any.", "assumed"});
  v.real("contacts_sigma", contacts_sigma, {0, 3},
         {"", "Standard deviation of the log of the number of contacts.", "assumed"});
  v.real("closure", closure, {0, 0.95}, {"", "Chance that a contact is sought among contacts' contacts.", "assumed"});
  v.real("hours_median", hours_median, {0.1, 1000},
         {"hours", "Median strength of an initial tie, in effective hours together.",
          "50 h to a casual friend, 90 h to a friend: Hall 2019; the median assumed"});
  v.real("hours_sigma", hours_sigma, {0, 4}, {"", "Standard deviation of the log of the strength.", "assumed"});
}

void NetworkParams::visit(ParamVisitor& v) {
  static const std::array<std::string, 3> kinds = {"fitness", "edge_list", "empty"};
  static const std::array<std::string, 2> directions = {"source_follows_target", "target_follows_source"};
  static const std::array<std::string, 2> weight_uses = {"ignore", "check"};
  v.choice("kind", kind, kinds,
           {"", "Drawn by fitness, homophily, closure and return of links; read from a file; or without links.",
            "fitness: Caldarelli et al. 2002"});
  v.real("following_mean", following_mean, {0, 1e5},
         {"followees", "Mean number of followees of an agent present, links that are returned included.",
          "35.2: Kwak et al. 2010; 67: Twopcharts 2014"});
  v.real("following_sigma", following_sigma, {0, 3},
         {"", "Standard deviation of the log of the number of followees.",
          "Gini of followees .64 in SNAP ego-Twitter would be 1.3; assumed"});
  v.real("fame_spread", fame_spread, {0, 4},
         {"", "Standard deviation of the log of what draws followers, over all but the most famous twentieth.",
          "assumed; set so that active agents have 5-25 times the followers of lurkers (Pew 2019-22)"});
  v.real("fame_tail", fame_tail, {1.5, 6},
         {"",
          "Exponent of the tail of the number of followers by links that are sought; links that are returned make the "
          "tail of all a little steeper.",
          "set so that 2.2-2.4 comes out: 2.276 in Kwak et al. 2010, 2.17-2.57 in SNAP ego-Twitter"});
  v.real("reciprocity", reciprocity, Range::probability(),
         {"",
          "Wanted share of links that are returned. Approximate: pairs that are mutual by chance come on top, and "
          "people return no more than they have followers.",
          ".36: Kwak et al. 2010; .42: Myers et al. 2014; .48: SNAP ego-Twitter"});
  v.real("same_city", same_city, Range::probability(),
         {"", "Chance that a link is sought in the own city.", "assumed"});
  v.real("same_topic", same_topic, Range::probability(),
         {"", "Chance that a link is sought within one of the own topics.", "assumed"});
  v.real("closure", closure, Range::probability(),
         {"", "Chance that a link is sought among followees of followees.", "assumed, to meet the band of clustering"});
  if (same_city + same_topic + closure > 1 + 1e-9)
    v.refuse("closure", "same_city, same_topic and closure sum to " + number_text(same_city + same_topic + closure) +
                            "; at most 1 would do: the rest is sought anywhere");
  v.real("following_fame_corr", following_fame_corr, {-1, 1},
         {"", "Correlation of the latents of followees and fame.", "Spearman followers-friends .78, cresci2015"});
  v.text("file", file, {"", "Edge list, for kind edge_list.", "assumed"});
  if (kind == "edge_list" && file.empty()) v.refuse("file", "a network of kind edge_list needs a file");
  v.choice("direction", direction, directions,
           {"",
            "What a line `source target` of the edge list means. Has to be written with kind: edge_list; of no other "
            "kind is it read.",
            "assumed"});
  if (v.reading() && kind == "edge_list" && !v.given("direction"))
    v.refuse("direction",
             "is missing: does a line `1 2` mean that 1 follows 2 (source_follows_target) or that 2 follows 1 "
             "(target_follows_source)?");
  v.choice(
      "weights", weights, weight_uses,
      {"", "Whether the third column of an edge list has to be a number of at least 0. It is not used.", "assumed"});
  v.real(
      "communities_resolution", communities_resolution, Range::above(0),
      {"", "Resolution of the communities of an edge list, which serve as cities and share roles; higher gives more.",
       "1: Blondel et al. 2008; Reichardt, Bornholdt 2006"});
  v.real("role_by_community", role_by_community, Range::probability(),
         {"",
          "Chance that an agent of an edge list has the role of its community, which is drawn once by the shares of "
          "roles; else the role is its own draw by the same shares. 0: all draw their own.",
          "assumed"});
}

}  // namespace clout
