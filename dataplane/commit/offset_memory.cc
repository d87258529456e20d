#include "dataplane/commit/offset_memory.h"

#include "absl/status/status.h"
#include "base/status/status_macros.h"
#include "formats/connect_records.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kRecallBound = absl::Seconds(60);

}  // namespace

absl::StatusOr<NotedOffset> OffsetMemory::Recall(int32_t partition) const {
  NotedOffset noted;
  if (topic_.empty()) return noted;
  const std::string source_key = formats::EncodeSourceKey(connector_, source_topic_);
  const std::string key = formats::EncodeOffsetKey(connector_, source_topic_, partition);
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<kafka::RecordReader> reader, open_());
  const absl::StatusOr<kafka::NewestByKey> newest =
      reader->ReadNewest(topic_, {source_key, key}, kRecallBound);
  if (absl::IsNotFound(newest.status())) return noted;
  SLUICE_RETURN_IF_ERROR(newest.status());
  if (const auto found = newest->find(source_key);
      found != newest->end() && found->second.value.has_value()) {
    SLUICE_ASSIGN_OR_RETURN(const formats::SourceValue source,
                            formats::ParseSourceValue(*found->second.value));
    noted.connector_uid = source.connector_uid;
  }
  if (const auto found = newest->find(key);
      found != newest->end() && found->second.value.has_value()) {
    SLUICE_ASSIGN_OR_RETURN(noted.next_offset, formats::ParseOffsetValue(*found->second.value));
    noted.noted_at = absl::FromUnixMillis(found->second.timestamp_ms);
  }
  return noted;
}

}  // namespace sluice::dataplane
