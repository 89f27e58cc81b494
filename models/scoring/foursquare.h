// Foursquare: points for checking in, and mayors.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/scoring/venues.h"
#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"

namespace clout {

struct FoursquareParams {
  static constexpr const char* kName = "foursquare";
  static constexpr const char* kSummary =
      "Foursquare: points of a week for check-ins before or after version 3 (March 2011), or the number of places "
      "one is mayor of.\n"
      "What stands for what (assumed):\n"
      "  check-in = a meeting held: both who met check in\n"
      "  venue = one that is drawn, the same for both: where one of them always goes, or another of its city\n"
      "  friend who is there too (version 3) = who was met, if the two follow each other; the number of points is "
      "assumed\n"
      "  photo, which a mayor has to have = none: nobody needs one";
  static constexpr const char* kSource =
      "neilturner.me.uk 17 Mar 2011, gstylemag Mar 2011, whenwillibemayor FAQ; where people meet is assumed";
  std::string version = "v3", publish = "points";
  std::int64_t friend_points = 1;
  VenueParams venues = {};
  void visit(ParamVisitor& v);
};

/// Check-ins, venues and mayors are those of Venues.
///
/// before_v3: the n-th check-in of a day gives n points; 5 more for a venue the agent has never been to, 5 more if
/// nobody has; a third and later one at one venue on a day gives none. The board begins anew every Sunday (day 0 is
/// one). v3: 1 a check-in; 2 more when it is the third day of the last 7 at the venue; 3 more for who is its mayor
/// already; 5 more for who becomes mayor by it in the place of another; friend_points more in the company of a friend,
/// a bonus that the sources name without its number. The board is that of the last 7 days.
/// scenarios/rules/foursquare.yaml says v3 in YAML. Cost of a day: that of Venues; 28 bytes an agent more.
/// Example, v3: the third day in a week at a venue with another mayor who has 2 days: 1 + 2 + 5.
class Foursquare final : public ScoringAlgorithm {
 public:
  explicit Foursquare(const FoursquareParams& params);
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues); }
  ScoreInputs reads() const override;
  /// 60, of mayors; but which places are new is never forgotten.
  double memory_days(double) const override { return 60; }
  std::size_t memory_bytes() const override;
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<Foursquare>(*this); }
  void visit_state(StateVisitor& v) override;

  /// An agent checks in at a venue today. Returns its points.
  std::uint32_t check_in(AgentId who, std::uint32_t venue, std::uint32_t nth_today, Day day);
  std::uint32_t mayor(std::uint32_t venue) const { return venues_.mayor(venue); }
  std::uint32_t points(AgentId a) const;  ///< of the board

 private:
  std::uint32_t points_of(const CheckIn& check_in) const;

  static constexpr int kBoardDays = 7;
  FoursquareParams params_;
  bool v3_;
  Venues venues_;
  std::size_t agents_ = 0;
  Column<std::uint32_t> board_;  // points by (day of the week, agent)
};

}  // namespace clout
