#include "dataplane/task/offset_notes.h"

#include <utility>

#include "base/log/log.h"
#include "dataplane/commit/recovery_plan.h"
#include "formats/connect_records.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kNotesApart = absl::Seconds(1);

}  // namespace

OffsetNotes::OffsetNotes(kafka::Producer& producer, Clock& clock, std::string offset_topic,
                         std::string connector, std::string source_topic)
    : producer_(producer),
      clock_(clock),
      offset_topic_(std::move(offset_topic)),
      connector_(std::move(connector)),
      source_topic_(std::move(source_topic)) {}

void OffsetNotes::Advanced(int32_t partition, int64_t next_offset) {
  const auto [found, first] = notes_.try_emplace(partition);
  Note& note = found->second;
  if (!first && note.next_offset == next_offset) return;
  note.next_offset = next_offset;
  note.written = false;
}

void OffsetNotes::Serve(bool everything) {
  if (offset_topic_.empty()) return;
  const absl::Duration now = clock_.Monotonic();
  for (auto& [partition, note] : notes_) {
    const absl::Duration age = now - note.written_at;
    const bool due = note.written ? age >= kNotedAtLeastEvery : everything || age >= kNotesApart;
    if (!due) continue;
    const std::string key = formats::EncodeOffsetKey(connector_, source_topic_, partition);
    const std::string value = formats::EncodeOffsetValue(note.next_offset);
    const absl::Status taken = producer_.Produce(
        {.topic = offset_topic_,
         .partition = std::nullopt,
         .key = key,
         .value = value,
         .timestamp = std::nullopt,
         .headers = {}},
        [](absl::StatusOr<kafka::RecordPosition> position) {
          if (!position.ok())
            log::Debug("an offset note was not stored", {{"error", position.status()}});
        });
    // A full queue: the next call finds the note still unwritten.
    if (!taken.ok()) return;
    note.written = true;
    note.written_at = now;
  }
}

}  // namespace sluice::dataplane
