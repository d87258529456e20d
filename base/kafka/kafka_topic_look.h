#ifndef SLUICE_BASE_KAFKA_KAFKA_TOPIC_LOOK_H_
#define SLUICE_BASE_KAFKA_KAFKA_TOPIC_LOOK_H_

#include <librdkafka/rdkafka.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/connection_settings.h"
#include "base/kafka/topic_look.h"

namespace sluice::kafka {

// TopicLook at a real cluster. librdkafka's consumer by partition is used: it knows no groups.
class KafkaTopicLook : public TopicLook {
 public:
  struct Options {
    int64_t bytes_max = 16 << 20;      // Of records that the client fetches ahead.
    std::optional<int32_t> partition;  // Not set: all.
  };

  // Asks for the topic's partitions and bounds, with `admin`, which is not needed afterwards.
  static absl::StatusOr<std::unique_ptr<KafkaTopicLook>> Begin(const ConnectionSettings& settings,
                                                               Admin& admin,
                                                               const std::string& topic,
                                                               const Options& options,
                                                               absl::Time deadline);
  ~KafkaTopicLook() override;

  const OffsetRanges& bounds() const override { return bounds_; }
  absl::StatusOr<std::set<int32_t>> Read(const OffsetRanges& ranges, absl::Duration timeout,
                                         const std::function<void(StoredRecord)>& show) override;

  // What a broker's answer to a reader of this topic means.
  absl::Status StatusOf(rd_kafka_resp_err_t code) const;

 private:
  KafkaTopicLook(std::unique_ptr<ClientHandle> client, const std::string& topic);

  absl::Status FindBounds(Admin& admin, std::optional<int32_t> only, absl::Time deadline);
  absl::Status Take(const rd_kafka_message_t& message,
                    const std::function<void(StoredRecord)>& show, std::set<int32_t>& seen);
  void Stop(int32_t partition);
  void StopAll();

  const std::unique_ptr<ClientHandle> client_;
  const std::string topic_;
  rd_kafka_topic_t* const handle_;
  rd_kafka_queue_t* const queue_;
  OffsetRanges bounds_;
  std::map<int32_t, int64_t> reading_;  // Where each partition that is being read ends.
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_KAFKA_TOPIC_LOOK_H_
