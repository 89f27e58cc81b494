// Draws who the people are, their offline network, and the doses of the background.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/parallel.h"
#include "sim/world/population_file.h"
#include "sim/world/population_params.h"
#include "sim/world/society.h"
#include "sim/world/ties.h"

namespace clout {

/// A population with its offline network, indexed and with network_worth filled in.
///
/// own_worth is lognormal by role and has mean 1 over all; within a role it is correlated with quality by a Gaussian
/// copula. activity, voice and fame are normal with the correlations of the parameters, and independent of role, worth
/// and quality. Every column has draws of its own, so a column that is given changes no other one.
/// The offline network is that of draw_offline_ties (offline_generator.h).
/// @param theta  share of information in access, for network_worth (ties.h).
/// @param given  columns that are not drawn, or null. If null and population.file is set, that file is read.
/// @throws ScenarioError          the file has faults.
/// @throws std::invalid_argument  latent correlations that contradict each other, no roles.
/// Cost: about 2 us an agent and 1 us an offline tie, spread over the threads; the same content on any number of them.
[[nodiscard]] std::shared_ptr<Society> generate_society(const PopulationParams& population,
                                                        const OfflineParams& offline, const TieParams& ties,
                                                        double theta, std::uint64_t seed, ThreadPool& pool,
                                                        const GivenAgents* given = nullptr);

/// Roles of agents in groups: with chance `by_group` that of the group, which is drawn once from the shares of
/// `population.roles`; else a draw of the agent's own from the same shares, the one that generate_society makes. So
/// shares hold in expectation, and vary the more from seed to seed the fewer groups there are.
///
/// @param group     group of each agent; any numbers.
/// @param by_group  in [0, 1]; 0: nobody has the role of a group.
/// @throws std::invalid_argument  no roles.
/// Cost: some 10 ns an agent.
[[nodiscard]] std::vector<std::uint8_t> draw_roles(const PopulationParams& population,
                                                   std::span<const std::uint32_t> group, double by_group,
                                                   std::uint64_t seed);

/// Control arms: who is worth what, changed after all else is drawn, so that nothing else changes.
///
/// @param how  `drawn`: nothing is done. `permuted`: pairs (own_worth, network_worth) are dealt out anew over all
///             agents, absent ones too, in the order of a keyed hash: the same worths, and nothing goes with them any
///             more.
///             `equal`: own_worth 1 for all; network_worth is 1 + phi * sum of access to the contacts.
/// @param theta  share of information in access, for network_worth.
/// Cost: O(agents log agents) or O(ties).
void reassign_worth(Society& society, const std::string& how, const TieParams& ties, double phi, double theta,
                    std::uint64_t seed);

/// Doses of the background, hours a week: lognormal by role, those online from `activity`, so busy people are those
/// with more followers at the start; those offline correlated by online_offline_corr. Clamped to their maxima. Absent
/// agents have no hours online. The given columns, or the file's, win over what is drawn, for present agents. What
/// hours_online_added and hours_offline_added say comes on top of either.
void draw_doses(const Society& society, const PopulationParams& population, std::uint64_t seed,
                Column<float>& hours_online, Column<float>& hours_offline, const GivenAgents* given = nullptr);

}  // namespace clout
