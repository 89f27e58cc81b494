#include "sim/output/sweep_merge.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "sim/output/sweep_inside.h"
#include "sim/output/sweep_store_reader.h"

namespace clout {
namespace fs = std::filesystem;

/// A merge that is going on.
class SweepMerge {
 public:
  explicit SweepMerge(fs::path into) : into_(std::move(into)) {}

  /// Opens the store, which is made with this identity if it is not there.
  void open(const SweepIdentity& identity) {
    if (store_) return;
    identity_ = identity_there().value_or(identity);
    store_ = std::make_unique<SweepStore>(into_, identity_, StoredDesign{}, SweepStore::Opening::go_on);
  }

  /// @throws FileError  the part is of another sweep, version or design.
  void refuse_unfit(const SweepStoreReader& part) const {
    refuse_other(part.path(), part.identity(), identity_, kAdvice + into_.string());
    const StoredDesign design = part.design(), there = store_->reader().design();
    if (!fit_together(there.points, design.points))
      throw FileError(part.path(), "was planned with another design (" +
                                       std::to_string(points_beyond(there.points, design.points).size()) + " of its " +
                                       std::to_string(design.points.size()) + " points are not in " + into_.string() +
                                       ", which has others)" + kAdvice + into_.string());
  }

  void add(const SweepStoreReader& part) {
    adopt(part);
    std::set<std::string> seen;  // hashes: points of equal hash have the same runs
    part.each_point([&](std::size_t number, const StoredPoint& point) {
      if (seen.insert(point.hash).second) add_runs(part, number, point.hash);
    });
    commit();
    ++report.parts;
  }

  void close() {
    if (store_) store_->close();
  }

  SweepMergeReport report;

 private:
  // So many runs in a transaction: enough that its cost does not count, few enough that a kill costs little.
  static constexpr std::size_t kRunsTogether = 200;
  inline static const std::string kAdvice = "; it cannot be merged into ";

  std::optional<SweepIdentity> identity_there() const {
    std::error_code ec;
    if (!fs::exists(into_, ec)) return std::nullopt;
    try {
      return SweepStoreReader(into_).identity();
    } catch (const EmptySweep&) {
      return std::nullopt;
    }
  }

  SweepFile& file() { return store_->inside_->file; }
  SweepLanding& landing() { return store_->inside_->landing; }

  /// Of two designs the one that holds all points of the other, as after an extension, is that of the merged store.
  void adopt(const SweepStoreReader& part) {
    const StoredDesign design = part.design(), before = store_->reader().design();
    SweepTransaction transaction(file(), SweepTransaction::Kind::write);
    if (design.points.size() >= before.points.size()) {
      if (design.points != before.points) landing().put_points(design.points);
      landing().put_meta("design", design.text);
    }
    landing().want(design.points, design.wanted);
    transaction.commit();
  }

  void add_runs(const SweepStoreReader& part, std::size_t point, const std::string& hash) {
    part.each_run_of(point, SweepStoreReader::With::figures, [&](const StoredRun& run) {
      if (!transaction_) {
        transaction_.emplace(file(), SweepTransaction::Kind::write);
        together_ = 0;
      }
      const SweepStore::Landed landed =
          landing().land(landing().setting(hash).value(), run, SweepLanding::IfBothFailed::later, part.path().string());
      if (landed == SweepStore::Landed::already)
        ++report.known;
      else if (run.status == StoredRunStatus::failed)
        ++report.failed;
      else
        ++report.added;
      if (++together_ == kRunsTogether) commit();
    });
  }

  void commit() {
    if (!transaction_) return;
    transaction_->commit();
    transaction_.reset();
  }

  fs::path into_;
  SweepIdentity identity_;
  std::unique_ptr<SweepStore> store_;
  std::optional<SweepTransaction> transaction_;  ///< after store_: it ends first
  std::size_t together_ = 0;
};

static bool is_of_version(const fs::path& part, const std::string& version) {
  try {
    return !writer_of(part).present && SweepStoreReader(part).identity().version == version;
  } catch (const FileError&) {
    return false;  // is told when its turn comes
  }
}

SweepMergeReport merge_sweeps(const fs::path& into, std::span<const fs::path> parts, const std::string& version) {
  std::vector<fs::path> in_turn(parts.begin(), parts.end());
  std::stable_partition(in_turn.begin(), in_turn.end(),
                        [&](const fs::path& part) { return is_of_version(part, version); });
  SweepMerge merge(into);
  for (const fs::path& part : in_turn) {
    if (true_path(part) == true_path(into)) continue;
    if (writer_of(part).present) {
      merge.report.in_use.push_back(part);
      continue;
    }
    std::optional<SweepStoreReader> reader;
    try {
      reader.emplace(part);
      reader->check();
    } catch (const EmptySweep&) {
      merge.report.empty.push_back(part);
      continue;
    } catch (const FileError& error) {
      merge.report.refused.push_back(error);
      continue;
    }
    merge.open(reader->identity());
    try {
      merge.refuse_unfit(*reader);
    } catch (const FileError& error) {
      merge.report.refused.push_back(error);
      continue;
    }
    merge.add(*reader);
  }
  merge.close();
  return merge.report;
}

}  // namespace clout
