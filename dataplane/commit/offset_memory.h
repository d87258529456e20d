#ifndef SLUICE_DATAPLANE_COMMIT_OFFSET_MEMORY_H_
#define SLUICE_DATAPLANE_COMMIT_OFFSET_MEMORY_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/record_reader.h"

namespace sluice::dataplane {

// What connect-offset-<name> says of one source partition.
struct NotedOffset {
  // Whose offsets are noted there; empty: nobody has ever noted any.
  std::string connector_uid;
  // Not set: this source partition has never been begun, as far as the notes go.
  std::optional<int64_t> next_offset;
  absl::Time noted_at = absl::InfinitePast();
};

// The second memory of offsets, for when the group has forgotten them: reads what OffsetNotes and
// the first Deploy have written. Any thread may call.
class OffsetMemory {
 public:
  // Opens a reader for each look: a look is rare.
  using OpenReader = std::function<absl::StatusOr<std::unique_ptr<kafka::RecordReader>>()>;

  // `topic` may be empty: there is no such memory.
  OffsetMemory(OpenReader open, std::string topic, std::string connector, std::string source_topic)
      : open_(std::move(open)),
        topic_(std::move(topic)),
        connector_(std::move(connector)),
        source_topic_(std::move(source_topic)) {}

  // An answer without a uid when topic or notes are gone. Errors: try again.
  absl::StatusOr<NotedOffset> Recall(int32_t partition) const;

  const std::string& topic() const { return topic_; }

 private:
  const OpenReader open_;
  const std::string topic_;
  const std::string connector_;
  const std::string source_topic_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_OFFSET_MEMORY_H_
