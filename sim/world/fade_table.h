// What is left of a weight after so many days, looked up.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "sim/core/ids.h"
#include "sim/core/math.h"

namespace clout {

class FadeTable {
 public:
  /// @param half_life_days  > 0.
  explicit FadeTable(double half_life_days) : half_life_days_(half_life_days) {}

  double half_life_days() const { return half_life_days_; }
  /// Afterwards ages up to `age` can be asked. O(days that are new), 8 bytes a day.
  void grow_to(Day age) {
    for (auto next = static_cast<Day>(left_.size()); next <= age; ++next)
      left_.push_back(det_exp2(-next / half_life_days_));
  }
  /// 2^(-age / half-life); 1 of what is of today or of a day to come.
  /// @param age  days, at most as grow_to() was told; 0 can always be asked.
  double of(Day age) const { return left_[static_cast<std::size_t>(std::max(age, Day{0}))]; }

 private:
  double half_life_days_;
  std::vector<double> left_ = {1};  // by age
};

}  // namespace clout
