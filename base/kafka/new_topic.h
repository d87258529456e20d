#ifndef SLUICE_BASE_KAFKA_NEW_TOPIC_H_
#define SLUICE_BASE_KAFKA_NEW_TOPIC_H_

#include <librdkafka/rdkafka.h>

#include <memory>

#include "absl/status/statusor.h"
#include "base/kafka/admin.h"

namespace sluice::kafka {

struct NewTopicDeleter {
  void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
};
using NewTopicPtr = std::unique_ptr<rd_kafka_NewTopic_t, NewTopicDeleter>;

// `topic` as librdkafka asks for it. INVALID_ARGUMENT: what no broker would take.
absl::StatusOr<NewTopicPtr> NewTopicOf(const NewTopic& topic);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_NEW_TOPIC_H_
