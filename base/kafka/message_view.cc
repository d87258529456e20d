#include "base/kafka/message_view.h"

#include <librdkafka/rdkafka.h>

namespace sluice::kafka {

std::optional<absl::string_view> ViewOf(const void* data, size_t size) {
  if (data == nullptr) return std::nullopt;
  return absl::string_view(static_cast<const char*>(data), size);
}

std::vector<ConsumedHeader> ReadHeaders(const void* native) {
  std::vector<ConsumedHeader> all;
  rd_kafka_headers_t* headers = nullptr;
  const auto* message = static_cast<const rd_kafka_message_t*>(native);
  if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return all;
  const char* name;
  const void* value;
  size_t size;
  for (size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    all.push_back({.key = name, .value = ViewOf(value, size)});
  }
  return all;
}

}  // namespace sluice::kafka
