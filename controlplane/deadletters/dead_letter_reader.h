#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_READER_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_READER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/deadletters/dead_letter.h"
#include "controlplane/deadletters/dead_letter_choice.h"
#include "controlplane/deadletters/error_topics.h"
#include "controlplane/deadletters/newest_first.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/store/dead_letter_mark_store.h"

namespace sluice::controlplane {

// What one call may take. Whatever ends first, the page ends there and says where to go on.
struct DeadLetterLimits {
  absl::Duration open_timeout = absl::Seconds(5);  // Finding partitions and bounds of a topic.
  absl::Duration read_timeout = absl::Seconds(6);
  int64_t offsets_max = 50'000;            // Looked at for a page, others' records included.
  int64_t read_bytes_max = 64 << 20;       // Of records, as they lie in the topic.
  int64_t page_bytes_max = 2 << 20;        // Of letters in the answer, and at hand for it.
  int64_t counted_per_partition = 10'000;  // The newest records that counts are about.
};

struct DeadLetterQuery {
  DeadLetterChoice choice;
  std::optional<DeadLetterPositions> after;  // Nothing: from the newest on.
  int letters_max = 50;
  size_t payload_bytes_max = 0;  // Each of key and value.
};

struct DeadLetterPage {
  std::vector<DeadLetter> letters;  // The newest first.
  DeadLetterPositions next;         // Empty: there are no more.
};

// Reads the dead letters of connectors, with their marks. Borrows its arguments. Thread-safe;
// blocks as Kafka and the store do. Errors as RecordReader's; UNAVAILABLE, KAFKA_UNAVAILABLE also
// when time passed without getting anywhere.
class DeadLetterReader {
 public:
  DeadLetterReader(ClusterConnections& clusters, DeadLetterMarkStore& marks, Clock& clock,
                   const DeadLetterLimits& limits)
      : clusters_(clusters), marks_(marks), clock_(clock), limits_(limits) {}

  // Forgets, on a first page, the marks of records that are gone.
  absl::StatusOr<DeadLetterPage> List(const Connector& connector, const Instance& instance,
                                      const DeadLetterQuery& query);

  // How many there are by reason among the newest records; fewer where limits ended first.
  absl::StatusOr<std::map<std::string, int64_t>> CountByReason(const Connector& connector,
                                                               const Instance& instance,
                                                               const DeadLetterChoice& choice);

  // The letters at `places`, without payload, ordered by place. NOT_FOUND, DEAD_LETTER_NOT_FOUND
  // when one is missing.
  absl::StatusOr<std::vector<DeadLetter>> Find(const Connector& connector, const Instance& instance,
                                               const std::set<DeadLetterPlace>& places,
                                               absl::Duration timeout);

  // NOT_FOUND, DEAD_LETTER_NOT_FOUND.
  absl::StatusOr<DeadLetter> Get(const Connector& connector, const Instance& instance,
                                 const DeadLetterPlace& place, size_t payload_bytes_max);

 private:
  struct Budget;

  absl::StatusOr<ErrorTopics> Begin(const Connector& connector, const Instance& instance);
  // Fills what `merge` wants with letters that `query` means. Whether anything was seen whole.
  absl::StatusOr<bool> Fill(ErrorTopics& topics, const Connector& connector,
                            const DeadLetterQuery& query, const ErrorRanges& wanted, Budget& budget,
                            NewestFirst& merge);

  ClusterConnections& clusters_;
  DeadLetterMarkStore& marks_;
  Clock& clock_;
  const DeadLetterLimits limits_;
};

// What there is to look at for `choice`.
ErrorRanges RangesFor(const DeadLetterChoice& choice, const ErrorRanges& bounds);

// `ranges` as the store takes them.
std::vector<DeadLetterRange> MarkRanges(const ErrorRanges& ranges);

// NOT_FOUND, DEAD_LETTER_NOT_FOUND.
absl::Status DeadLetterNotFound(const DeadLetterPlace& place);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_READER_H_
