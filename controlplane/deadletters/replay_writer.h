#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_REPLAY_WRITER_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_REPLAY_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/producer.h"
#include "base/time/clock.h"
#include "controlplane/deadletters/dead_letter.h"

namespace sluice::controlplane {

// Writes records of dead letters to the source topic again: into the partition they came from, with
// key, value, headers and timestamp as they were, and with the headers of formats/replay_headers.h
// behind their own. Borrows its arguments.
class ReplayWriter {
 public:
  ReplayWriter(kafka::Producer& producer, Clock& clock) : producer_(producer), clock_(clock) {}

  // For each letter its new offset, or why it has none. INVALID_ARGUMENT, KAFKA_RECORD_REFUSED and
  // NOT_FOUND: it was certainly not written, and trying again does not help. After any other error
  // it may be there all the same. Begins nothing after `end`, by Clock::Monotonic, and returns soon
  // after it.
  std::vector<absl::StatusOr<int64_t>> Write(const std::vector<const DeadLetter*>& letters,
                                             const std::string& operation, absl::Duration end);

 private:
  std::vector<absl::StatusOr<int64_t>> WriteTogether(const std::vector<const DeadLetter*>& letters,
                                                     const std::string& operation,
                                                     absl::Duration end);

  kafka::Producer& producer_;
  Clock& clock_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_REPLAY_WRITER_H_
