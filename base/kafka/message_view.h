#ifndef SLUICE_BASE_KAFKA_MESSAGE_VIEW_H_
#define SLUICE_BASE_KAFKA_MESSAGE_VIEW_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/kafka/group_consumer.h"

// What lies in librdkafka's messages, without copying it. Only base/kafka includes this.
namespace sluice::kafka {

// A null pointer is absent, not empty.
std::optional<absl::string_view> ViewOf(const void* data, size_t size);

// The headers of a rd_kafka_message_t, in their order; as short-lived as it is.
std::vector<ConsumedHeader> ReadHeaders(const void* native);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_MESSAGE_VIEW_H_
