#include "controlplane/deadletters/dead_letter.h"

#include <utility>

namespace sluice::controlplane {
namespace {

constexpr int64_t kFixedBytes = 512;  // About what all else takes.
constexpr size_t kHeadersMax = 32;
constexpr size_t kHeaderBytesMax = 1024;

int64_t LengthOf(const std::optional<std::string>& bytes) {
  return bytes.has_value() ? static_cast<int64_t>(bytes->size()) : -1;
}

absl::Time TimeOf(int64_t timestamp_ms) {
  return timestamp_ms < 0 ? absl::InfinitePast() : absl::FromUnixMillis(timestamp_ms);
}

void Cut(size_t bytes_max, std::optional<std::string>& bytes) {
  if (!bytes.has_value()) return;
  if (bytes_max == 0) {
    bytes.reset();
  } else if (bytes->size() > bytes_max) {
    bytes.emplace(bytes->substr(0, bytes_max));  // A copy: what is cut off gives its memory back.
  }
}

}  // namespace

int64_t DeadLetter::bytes() const {
  size_t bytes = key.value_or("").size() + value.value_or("").size() + context.message.size();
  for (const kafka::StoredHeader& header : headers)
    bytes += header.key.size() + header.value.value_or("").size();
  return kFixedBytes + static_cast<int64_t>(bytes);
}

std::optional<DeadLetter> ReadDeadLetter(kafka::StoredRecord record, const std::string& topic,
                                         const Connector& connector) {
  std::vector<formats::HeaderView> views;
  for (const kafka::StoredHeader& header : record.headers)
    views.push_back({header.key, header.value});
  std::optional<formats::DecodedErrorHeaders> decoded = formats::DecodeErrorHeaders(views);
  if (!decoded.has_value()) return std::nullopt;
  const formats::ErrorContext& context = decoded->context;
  if (context.connector != connector.id.connector || context.topic != connector.spec.source.topic ||
      (!context.connector_uid.empty() && context.connector_uid != connector.uid)) {
    return std::nullopt;
  }
  DeadLetter letter = {.place = {topic, record.partition, record.offset}};
  record.headers.resize(decoded->own_headers);
  letter.headers = std::move(record.headers);
  letter.key_bytes = LengthOf(record.key);
  letter.value_bytes = LengthOf(record.value);
  letter.key = std::move(record.key);
  letter.value = std::move(record.value);
  letter.write_time = TimeOf(
      context.write_timestamp_ms.value_or(record.broker_timestamp ? record.timestamp_ms : -1));
  // The topic may stamp what it gets with its own clock.
  const bool told =
      context.record_timestamp_ms.has_value() || context.write_timestamp_ms.has_value();
  letter.source_time = TimeOf(context.record_timestamp_ms.value_or(
      told || record.broker_timestamp ? -1 : record.timestamp_ms));
  letter.context = std::move(decoded->context);
  return letter;
}

bool IsOf(const DeadLetterMark& mark, const DeadLetter& letter) {
  const bool times_known =
      mark.source_time != absl::InfinitePast() && letter.source_time != absl::InfinitePast();
  return mark.source_partition == letter.context.partition &&
         mark.source_offset == letter.context.offset &&
         (!times_known || mark.source_time == letter.source_time);
}

void CutForPeople(size_t payload_bytes_max, DeadLetter& letter) {
  Cut(payload_bytes_max, letter.key);
  Cut(payload_bytes_max, letter.value);
  if (letter.headers.size() > kHeadersMax) letter.headers.resize(kHeadersMax);
  for (kafka::StoredHeader& header : letter.headers) {
    if (header.key.size() > kHeaderBytesMax) header.key = header.key.substr(0, kHeaderBytesMax);
    Cut(kHeaderBytesMax, header.value);
  }
}

}  // namespace sluice::controlplane
