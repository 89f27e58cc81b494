// Foursquare: points for checking in, and mayors.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"
#include "sim/world/lists.h"

namespace clout {

struct FoursquareParams {
  static constexpr const char* kName = "foursquare";
  static constexpr const char* kSummary =
      "Foursquare: points of a week for check-ins, which are meetings held, before or after version 3 (March 2011); or "
      "the "
      "number of places one is mayor of.";
  static constexpr const char* kSource =
      "neilturner.me.uk 17 Mar 2011, gstylemag Mar 2011, whenwillibemayor FAQ; where people meet is assumed";
  std::string version = "v3", publish = "points";
  std::int64_t venues_a_city = 100;
  double venue_exponent = 1, home_prob = 0.5;
  void visit(ParamVisitor& v);
};

/// A check-in is a meeting held, asked for or accepted. The model does not say where people meet: each check-in draws a
/// venue, with home_prob the one that the agent always goes to, else one of its city by a Zipf law.
///
/// before_v3: the n-th check-in of a day gives n points; 5 more for a venue the agent has never been to, 5 more if
/// nobody has; a third and later one at one venue on a day gives none. The board begins anew every Sunday (day 0 is
/// one). v3: 1 a check-in; 2 more when it is the third day of the last 7 at the venue; 3 more for who is its mayor
/// already; 5 more for who becomes mayor by it in the place of another. The board is that of the last 7 days. Mayor is
/// who checked in on most of the last 60 days, a day counting once; who has it keeps it until somebody has more. A
/// mayor who has not been there for 60 days is none.
///
/// Cost of a day: O(agents + check-ins of 60 days of those who check in); 8 bytes a check-in of the last 60 days, 4 a
/// venue visited, 48 an agent.
/// Example, v3: the third day in a week at a venue with another mayor who has 2 days: 1 + 2 + 5.
class Foursquare final : public ScoringAlgorithm {
 public:
  explicit Foursquare(const FoursquareParams& params);
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues); }
  ScoreInputs reads() const override { return {ScoreInput::check_ins, ScoreInput::bios}; }
  /// 60, of mayors; but which places are new is never forgotten.
  double memory_days(double) const override { return 60; }
  std::size_t memory_bytes() const override;
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<Foursquare>(*this); }
  void visit_state(StateVisitor& v) override;

  static constexpr std::uint32_t kNobody = 0xffffffffu;
  /// An agent checks in at a venue today; observe() calls it. Returns its points.
  std::uint32_t check_in(AgentId who, std::uint32_t venue, std::uint32_t nth_today, Day day);
  std::uint32_t mayor(std::uint32_t venue) const { return mayors_[venue]; }
  std::uint32_t points(AgentId a) const;  ///< of the board

 private:
  struct Visit {
    std::int32_t day;
    std::uint32_t venue;
  };
  std::uint32_t venue_of(const ScoringView& view, AgentId a, std::uint32_t nth) const;
  std::uint32_t days_at(AgentId a, std::uint32_t venue, Day since) const;
  bool is_new(AgentId a, std::uint32_t venue);
  bool takes_over(AgentId a, std::uint32_t venue, Day day);

  static constexpr int kBoardDays = 7;
  FoursquareParams params_;
  bool v3_;
  std::vector<double> venue_share_;  // cumulative, by rank in a city
  Lists<Visit> visits_;              // of the last 60 days, ascending by day
  Lists<std::uint32_t> known_;       // venues that an agent has been to, ascending
  Column<std::uint32_t> check_ins_;  // the ledger's totals as they were yesterday
  Column<std::uint32_t> board_;      // points by (day of the week, agent)
  Column<std::uint32_t> mayors_;     // by venue; kNobody
  Column<std::uint8_t> found_;       // by venue: somebody has been there
};

}  // namespace clout
