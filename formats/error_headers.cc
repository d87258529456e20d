#include "formats/error_headers.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sluice::formats {
namespace {

constexpr char kTopic[] = "__connect.errors.topic";
constexpr char kPartition[] = "__connect.errors.partition";
constexpr char kOffset[] = "__connect.errors.offset";
constexpr char kConnector[] = "__connect.errors.connector.name";
constexpr char kTask[] = "__connect.errors.task.id";
constexpr char kStage[] = "__connect.errors.stage";
constexpr char kClass[] = "__connect.errors.class.name";
constexpr char kExceptionClass[] = "__connect.errors.exception.class.name";
constexpr char kExceptionMessage[] = "__connect.errors.exception.message";
constexpr char kReason[] = "__sluice.errors.reason";
constexpr char kColumn[] = "__sluice.errors.column";
constexpr char kConnectorUid[] = "__sluice.errors.connector.uid";
constexpr char kRecordTimestamp[] = "__sluice.errors.record.timestamp";
constexpr char kWriteTimestamp[] = "__sluice.errors.write.timestamp";

// The values of the context's headers by name; what is missing is empty.
class Found {
 public:
  explicit Found(absl::Span<const HeaderView> headers) : headers_(headers) {}

  std::string Text(absl::string_view name) const {
    for (const HeaderView& header : headers_) {
      if (header.name == name) return std::string(header.value.value_or(""));
    }
    return "";
  }

  template <typename Number>
  std::optional<Number> NotNegative(absl::string_view name) const {
    Number number = 0;
    if (!absl::SimpleAtoi(Text(name), &number) || number < 0) return std::nullopt;
    return number;
  }

 private:
  const absl::Span<const HeaderView> headers_;
};

}  // namespace

std::vector<std::pair<std::string, std::string>> EncodeErrorHeaders(const ErrorContext& context) {
  std::vector<std::pair<std::string, std::string>> headers = {
      {kTopic, context.topic},
      {kPartition, absl::StrCat(context.partition)},
      {kOffset, absl::StrCat(context.offset)},
      {kConnector, context.connector},
      {kTask, absl::StrCat(context.task_index)},
      {kStage, context.stage},
      {kClass, context.class_name},
      {kExceptionClass, context.exception_class_name},
      {kExceptionMessage, absl::StrCat(context.reason, ": ", context.message)},
  };
  if (!context.connector_uid.empty()) headers.emplace_back(kConnectorUid, context.connector_uid);
  if (context.record_timestamp_ms.has_value()) {
    headers.emplace_back(kRecordTimestamp, absl::StrCat(*context.record_timestamp_ms));
  }
  if (context.write_timestamp_ms.has_value()) {
    headers.emplace_back(kWriteTimestamp, absl::StrCat(*context.write_timestamp_ms));
  }
  headers.emplace_back(kReason, context.reason);
  if (!context.column.empty()) headers.emplace_back(kColumn, context.column);
  return headers;
}

std::optional<DecodedErrorHeaders> DecodeErrorHeaders(absl::Span<const HeaderView> headers) {
  size_t begin = headers.size();
  while (begin > 0 && headers[begin - 1].name != kTopic) {
    const absl::string_view name = headers[--begin].name;
    if (!absl::StartsWith(name, "__connect.errors.") && !absl::StartsWith(name, "__sluice.errors."))
      return std::nullopt;
  }
  if (begin == 0) return std::nullopt;
  --begin;
  const Found found(headers.subspan(begin));
  const auto partition = found.NotNegative<int32_t>(kPartition);
  const auto offset = found.NotNegative<int64_t>(kOffset);
  DecodedErrorHeaders decoded = {
      .context = {.topic = found.Text(kTopic),
                  .partition = partition.value_or(0),
                  .offset = offset.value_or(0),
                  .connector = found.Text(kConnector),
                  .task_index = found.NotNegative<int32_t>(kTask).value_or(0),
                  .stage = found.Text(kStage),
                  .class_name = found.Text(kClass),
                  .exception_class_name = found.Text(kExceptionClass),
                  .reason = found.Text(kReason),
                  .column = found.Text(kColumn),
                  .message = found.Text(kExceptionMessage),
                  .connector_uid = found.Text(kConnectorUid),
                  .record_timestamp_ms = found.NotNegative<int64_t>(kRecordTimestamp),
                  .write_timestamp_ms = found.NotNegative<int64_t>(kWriteTimestamp)},
      .own_headers = begin};
  const ErrorContext& context = decoded.context;
  if (!partition.has_value() || !offset.has_value() || context.connector.empty() ||
      context.reason.empty()) {
    return std::nullopt;
  }
  const std::string prefix = absl::StrCat(context.reason, ": ");
  decoded.context.message = std::string(absl::StripPrefix(context.message, prefix));
  return decoded;
}

}  // namespace sluice::formats
