#include "formats/error_headers.h"

#include "absl/strings/str_cat.h"

namespace sluice::formats {

std::vector<std::pair<std::string, std::string>> EncodeErrorHeaders(const ErrorContext& context) {
  std::vector<std::pair<std::string, std::string>> headers = {
      {"__connect.errors.topic", context.topic},
      {"__connect.errors.partition", absl::StrCat(context.partition)},
      {"__connect.errors.offset", absl::StrCat(context.offset)},
      {"__connect.errors.connector.name", context.connector},
      {"__connect.errors.task.id", absl::StrCat(context.task_index)},
      {"__connect.errors.stage", context.stage},
      {"__connect.errors.class.name", context.class_name},
      {"__connect.errors.exception.class.name", context.exception_class_name},
      {"__connect.errors.exception.message", absl::StrCat(context.reason, ": ", context.message)},
      {"__sluice.errors.reason", context.reason},
  };
  if (!context.column.empty()) headers.emplace_back("__sluice.errors.column", context.column);
  return headers;
}

}  // namespace sluice::formats
