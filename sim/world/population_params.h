// What a population is drawn from. Every constant carries its source or the word `assumed` in its visit() list.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/params.h"

namespace clout {

/// One role. Hours a week are lognormal over agents: median and sd of the log.
struct RoleParams {
  std::string name;
  double share = 1;             ///< of the population; shares over roles sum to 1
  double present = 1;           ///< chance to have an account at all
  double bio_complete = 0.7;    ///< chance that role, city and topics stand in the bio
  double worth_mean = 1;        ///< mean own_worth before the whole is scaled to mean 1
  double worth_sigma = 0.8;     ///< sd of log own_worth
  double hours_online_median = 1.0, hours_online_sigma = 1.2;
  double hours_offline_median = 2.0, hours_offline_sigma = 0.7;
  double open_hours_mean = 2.0;     ///< a week, for meetings others ask for
  double inbox_capacity = 10;       ///< messages a day that get full attention
  double outside_messages = 1;      ///< a day, from outside the simulated world
  double offline_contacts_mean = 12;  ///< initial ties
  void visit(ParamVisitor& v);
};

/// Ordinary people, professionals and executives: the default roles.
std::vector<RoleParams> default_roles();

struct PopulationParams {
  std::int64_t agents = 10000;
  std::string file;               ///< CSV of agents; empty = drawn. Columns not in the file are drawn.
  std::int64_t cities = 20;
  double city_exponent = 1.0;     ///< Zipf exponent of city sizes
  std::int64_t topics = 32;       ///< <= 64
  double topics_mean = 5;         ///< interests an agent has, at least 1
  double quality_alpha = 2, quality_beta = 5;  ///< Beta distribution of quality
  double worth_quality_corr = 0.3;   ///< Gaussian copula
  double activity_fame_corr = 0.85;  ///< latent correlation of hours online and initial followers
  double activity_voice_corr = 0.6;  ///< of hours online and the habit of posting
  double voice_fame_corr = 0.9;      ///< of the habit of posting and initial followers
  double online_offline_corr = 0.2;  ///< of the two doses
  double role_inflation = 0.05;      ///< chance that a bio claims the role of highest mean worth falsely
  double phi = 0.05;                 ///< share of contacts' worth that counts as network_worth
  double hours_online_max = 40, hours_offline_max = 60;
  double hours_online_added = 0, hours_offline_added = 0;  ///< to everybody's of the background, after the maxima
  std::string worth = "drawn";    ///< drawn | permuted | equal
  std::vector<RoleParams> roles = default_roles();
  void visit(ParamVisitor& v);
};

/// The initial ties offline.
struct OfflineParams {
  double same_city = 0.85;         ///< chance that a contact lives in the same city
  double same_role = 0.4;          ///< chance that a contact is sought in the same role
  double contacts_sigma = 0.6;     ///< sd of log number of contacts
  double closure = 0.3;            ///< chance that a contact is sought among contacts' contacts
  double hours_median = 30, hours_sigma = 1.2;
  void visit(ParamVisitor& v);
};

/// The follow graph at day 0.
struct NetworkParams {
  std::string kind = "fitness";    ///< fitness | edge_list | empty
  double following_mean = 40;      ///< followees an agent present
  double following_sigma = 1.3;    ///< sd of log number of followees
  double fame_spread = 2.0;        ///< sd of the log of what draws followers, over all but the most famous
  double fame_tail = 2.2;          ///< exponent of the in-degree tail of links that are sought; returned ones add to it
  double reciprocity = 0.38;       ///< wanted share of links that are returned; the run prints what came out
  double same_city = 0.15;         ///< chance that a link is sought in the own city
  double same_topic = 0.35;        ///< chance that a link is sought within one of the own topics
  double closure = 0.25;           ///< chance that a link is sought among followees of followees
  double following_fame_corr = 0.85; ///< latent correlation of followees and fame
  // edge_list only
  std::string file;
  std::string direction = "source_follows_target";  ///< or target_follows_source
  std::string weights = "ignore";  ///< ignore | check: column 3 must be a number >= 0; it is not used
  double communities_resolution = 1.0;
  double role_by_community = 0.5;  ///< chance that an agent has its community's role; else it draws its own
  void visit(ParamVisitor& v);
};

}  // namespace clout
