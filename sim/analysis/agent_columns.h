// What one world says of each of its agents at the end: the columns of agents.npz and the input of every measure.
// Names are the words of the YAML. Flows are counted over the horizon (from the end of burn-in on), not since day 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace clout {

/// Words behind the indices and the order of scores and values.
struct AgentColumnNames {
  std::vector<std::string> strategies, roles, scores, values;
};

/// One entry an agent in every column. A column that was not measured may be left empty and is then left out.
struct AgentColumns {
  double weeks = 0;  ///< of the horizon, over which flows are counted; no column

  std::vector<std::uint32_t> agent;       ///< id
  std::vector<std::uint8_t> strategy;     ///< index into AgentColumnNames::strategies
  std::vector<std::uint8_t> role;         ///< index into AgentColumnNames::roles
  std::vector<std::uint16_t> city;
  std::vector<std::uint8_t> probe;        ///< 1 = of the probe cohort
  std::vector<std::uint8_t> present;      ///< 1 = has an account
  std::vector<std::uint8_t> newcomer;     ///< 1 = has opened it while the world ran; empty if nobody has
  std::vector<float> hours_online, hours_offline;              ///< dose, hours a week
  std::vector<float> hours_online_spent, hours_offline_spent;  ///< hours a week, mean over the horizon; none of no days

  std::vector<std::vector<float>> score;  ///< [score][agent], at the end
  std::vector<std::vector<float>> past_score;  ///< [score][agent], 90 days before the end; empty if there are none
  std::vector<std::vector<double>> value, gain;  ///< [value model][agent], mean of the last 28 days

  std::vector<std::uint32_t> followers, followees;  ///< at the end
  std::vector<std::uint32_t> initial_followers;     ///< on day 0
  std::vector<std::uint32_t> posts, items_read;     ///< flows from here on
  std::vector<std::uint32_t> likes, reshares, replies;  ///< received
  std::vector<std::uint32_t> messages_sent, messages_received, messages_answered;
  std::vector<std::uint32_t> meetings_asked, meetings_held, meetings_received;

  std::vector<std::uint32_t> contacts;   ///< ties not forgotten, at the end
  std::vector<float> diversity;          ///< effective circles of the contacts (diversity.h)
  std::vector<std::uint32_t> contacts_made;  ///< contacts with access >= .1 at the end that were none on day 0
  std::vector<std::uint32_t> gems_met;   ///< gems among contacts_made (gems.h)
  std::vector<std::uint8_t> gem;         ///< 1 = is one
  std::vector<float> days_online;        ///< a week, mean over the horizon; empty without mechanisms.motivation
  std::vector<std::uint8_t> left;        ///< 1 = has left the site by the end; empty without mechanisms.motivation
  std::vector<float> exposure;           ///< effective authors read (engine/measure_contacts.h); 0 = reads nothing
  std::vector<float> own_worth, network_worth, quality;

  std::size_t agents() const { return agent.size(); }
};

/// Calls f(name, column) for every column that is not empty, in a fixed order; scores, values and gains are named
/// score_NAME, past_score_NAME, value_NAME, gain_NAME. `probe`, `present`, `newcomer` and `gem` hold 0 and 1.
/// @throws std::invalid_argument  a column has another length than `agent`, or names do not fit the columns.
template <class F>
void for_each_column(const AgentColumns& c, const AgentColumnNames& names, F&& f) {
  const auto visit = [&](const std::string& name, const auto& column) {
    if (column.empty()) return;
    if (column.size() != c.agents()) throw std::invalid_argument("column " + name + " has another length than `agent`");
    f(name, column);
  };
  const auto visit_all = [&](const std::string& prefix, const auto& columns, const std::vector<std::string>& which) {
    if (columns.empty()) return;
    if (columns.size() != which.size()) throw std::invalid_argument(prefix + " columns and names differ in number");
    for (std::size_t k = 0; k < columns.size(); ++k) visit(prefix + "_" + which[k], columns[k]);
  };
  visit("agent", c.agent);
  visit("strategy", c.strategy);
  visit("role", c.role);
  visit("city", c.city);
  visit("probe", c.probe);
  visit("present", c.present);
  visit("newcomer", c.newcomer);
  visit("hours_online", c.hours_online);
  visit("hours_offline", c.hours_offline);
  visit("hours_online_spent", c.hours_online_spent);
  visit("hours_offline_spent", c.hours_offline_spent);
  visit_all("score", c.score, names.scores);
  visit_all("past_score", c.past_score, names.scores);
  visit_all("value", c.value, names.values);
  visit_all("gain", c.gain, names.values);
  visit("followers", c.followers);
  visit("followees", c.followees);
  visit("initial_followers", c.initial_followers);
  visit("posts", c.posts);
  visit("items_read", c.items_read);
  visit("likes", c.likes);
  visit("reshares", c.reshares);
  visit("replies", c.replies);
  visit("messages_sent", c.messages_sent);
  visit("messages_received", c.messages_received);
  visit("messages_answered", c.messages_answered);
  visit("meetings_asked", c.meetings_asked);
  visit("meetings_held", c.meetings_held);
  visit("meetings_received", c.meetings_received);
  visit("contacts", c.contacts);
  visit("diversity", c.diversity);
  visit("contacts_made", c.contacts_made);
  visit("gems_met", c.gems_met);
  visit("gem", c.gem);
  visit("days_online", c.days_online);
  visit("left", c.left);
  visit("exposure", c.exposure);
  visit("own_worth", c.own_worth);
  visit("network_worth", c.network_worth);
  visit("quality", c.quality);
}

}  // namespace clout
