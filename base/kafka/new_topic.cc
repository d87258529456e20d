#include "base/kafka/new_topic.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/error.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {

absl::StatusOr<NewTopicPtr> NewTopicOf(const NewTopic& topic) {
  char error[512];
  NewTopicPtr made(rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions,
                                         topic.replication_factor, error, sizeof(error)));
  if (made == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("topic ", topic.name, ": ", error));
  }
  for (const auto& [key, value] : topic.configs) {
    SLUICE_RETURN_IF_ERROR(
        ToStatus(rd_kafka_NewTopic_set_config(made.get(), key.c_str(), value.c_str()),
                 absl::StrCat("setting ", key, " of topic ", topic.name)));
  }
  return made;
}

}  // namespace sluice::kafka
