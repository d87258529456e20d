#ifndef SLUICE_FORMATS_ERROR_HEADERS_H_
#define SLUICE_FORMATS_ERROR_HEADERS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sluice::formats {

// Who rejected a record, and what kind of trouble it was: what Kafka Connect names by a Java class.
inline constexpr char kRecordRouter[] = "sluice.RecordRouter";  // It found no table partition.
inline constexpr char kRowConverter[] = "sluice.RowConverter";  // It made no row.
inline constexpr char kUnreadableRecord[] = "sluice.UnreadableRecord";  // Stage *_CONVERTER.
inline constexpr char kUnfitRecord[] = "sluice.UnfitRecord";            // Stage TASK_PUT.

// Where a dead letter comes from, and why it is one. Never holds values of the record.
struct ErrorContext {
  std::string topic;
  int32_t partition = 0;
  int64_t offset = 0;
  std::string connector;  // Its short name.
  int32_t task_index = 0;
  std::string stage;                           // KEY_CONVERTER, VALUE_CONVERTER or TASK_PUT.
  std::string class_name;                      // One of the first two above.
  std::string exception_class_name;            // One of the last two.
  std::string reason;                          // UPPER_SNAKE.
  std::string column;                          // Of the table; empty when it is none.
  std::string message;                         // For people.
  std::string connector_uid;                   // Empty: not told.
  std::optional<int64_t> record_timestamp_ms;  // The record's own; nothing when it has none.
  std::optional<int64_t> write_timestamp_ms;   // When the dead letter was written.

  friend bool operator==(const ErrorContext&, const ErrorContext&) = default;
};

// The headers that follow a dead letter's own. Names, order and text forms are Kafka Connect's
// `__connect.errors.*`, then some of ours: docs/formats/dead_letters.md.
std::vector<std::pair<std::string, std::string>> EncodeErrorHeaders(const ErrorContext& context);

// A header as it lies in a record.
struct HeaderView {
  absl::string_view name;
  std::optional<absl::string_view> value;
};

struct DecodedErrorHeaders {
  ErrorContext context;
  size_t own_headers = 0;  // So many of the record's headers come before these.
};

// Reads what EncodeErrorHeaders wrote at the end of `headers`. Nothing when they do not end so: the
// record is no dead letter of Sluice. Headers of the same names before them are the record's own,
// as when it was read from an error topic.
std::optional<DecodedErrorHeaders> DecodeErrorHeaders(absl::Span<const HeaderView> headers);

}  // namespace sluice::formats

#endif  // SLUICE_FORMATS_ERROR_HEADERS_H_
