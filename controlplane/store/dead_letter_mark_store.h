#ifndef SLUICE_CONTROLPLANE_STORE_DEAD_LETTER_MARK_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_DEAD_LETTER_MARK_STORE_H_

#include <compare>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/dead_letter_mark.h"
#include "controlplane/store/operation_store.h"
#include "controlplane/store/request.h"

namespace sluice::controlplane {

// A record by its place in the source topic.
struct SourcePlace {
  int32_t partition = 0;
  int64_t offset = 0;

  friend auto operator<=>(const SourcePlace&, const SourcePlace&) = default;
};

// What was done about dead letters: the letters themselves stay in Kafka. Marks go with their
// connector. Thread-safe; UNAVAILABLE as everywhere in store/.
class DeadLetterMarkStore {
 public:
  virtual ~DeadLetterMarkStore() = default;

  // Those in `ranges`, ordered by place.
  virtual absl::StatusOr<std::vector<DeadLetterMark>> FindMarks(
      absl::string_view connector_uid, const std::vector<DeadLetterRange>& ranges) = 0;

  // Those of these records, whichever of their dead letters has it, that say kReplaying or
  // kReplayed; ordered by place.
  virtual absl::StatusOr<std::vector<DeadLetterMark>> FindMarksOfSources(
      absl::string_view connector_uid, const std::vector<SourcePlace>& sources) = 0;

  // Marks each place that has no mark yet, or one of before `replace_before` that is not
  // kReplaying, or one of another record, which lay there before the topic was made anew; others
  // keep theirs. What a kReplaying mark replaces is kept beside it, for TakeBackMarks. One
  // transaction. Returns the places that were marked, ordered.
  // NOT_FOUND, CONNECTOR_NOT_FOUND.
  virtual absl::StatusOr<std::vector<DeadLetterPlace>> AddMarks(
      absl::string_view connector_uid, const std::vector<DeadLetterMark>& marks,
      absl::Time replace_before, const Request& request, absl::Time now) = 0;

  // The same for the operation that holds `claim`. ABORTED, CLAIM_LOST: another runner has it.
  virtual absl::StatusOr<std::vector<DeadLetterPlace>> AddMarksOf(
      const OperationClaim& claim, absl::string_view connector_uid,
      const std::vector<DeadLetterMark>& marks, absl::Time replace_before) = 0;

  // What became of places that are kReplaying by the same operation; others keep theirs. One
  // transaction. CLAIM_LOST as above.
  virtual absl::Status FinishMarks(const OperationClaim& claim, absl::string_view connector_uid,
                                   const std::vector<DeadLetterMark>& marks) = 0;

  // Those that are kReplaying, ordered by place: of a portion that is being written, or was
  // interrupted.
  virtual absl::StatusOr<std::vector<DeadLetterMark>> ListUnfinished(
      absl::string_view connector_uid) = 0;

  // These are what they were before, or no more, while they are kReplaying by the same operation:
  // nothing was written, and they may be chosen again. CLAIM_LOST as above.
  virtual absl::Status TakeBackMarks(const OperationClaim& claim, absl::string_view connector_uid,
                                     const std::vector<DeadLetterMark>& marks) = 0;

  // Forgets marks in the named partitions below where they begin: retention has deleted their
  // records. In portions, so that no lock is held for long.
  virtual absl::Status ForgetBelow(absl::string_view connector_uid,
                                   const std::vector<DeadLetterRange>& bounds) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_DEAD_LETTER_MARK_STORE_H_
