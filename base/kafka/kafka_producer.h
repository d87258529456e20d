#ifndef SLUICE_BASE_KAFKA_KAFKA_PRODUCER_H_
#define SLUICE_BASE_KAFKA_KAFKA_PRODUCER_H_

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/connection_settings.h"
#include "base/kafka/producer.h"

namespace sluice::kafka {

struct ProducerOptions {
  int64_t queue_records_max = 10'000;
  int64_t queue_bytes_max = 16 << 20;  // Rounded up to KiB.
  // From Produce() to the delivery report, retries included.
  absl::Duration delivery_timeout = absl::Seconds(30);
  // How long records wait for others to share a request with.
  absl::Duration linger = absl::ZeroDuration();
  std::string compression = "none";  // none, lz4, zstd, snappy or gzip.
  // How long the destructor waits for records that are still under way.
  absl::Duration close_timeout = absl::Seconds(5);
};

// Producer of a real cluster: idempotent, acks=all. Owns one thread, which calls the callbacks.
class KafkaProducer : public Producer {
 public:
  // Does not connect yet. INVALID_ARGUMENT: bad settings.
  static absl::StatusOr<std::unique_ptr<Producer>> Create(const ConnectionSettings& settings,
                                                          const ProducerOptions& options);

  // What is not delivered within `close_timeout` fails with UNAVAILABLE, KAFKA_CLIENT_CLOSING.
  ~KafkaProducer() override;

  absl::Status Produce(const ProducerRecord& record, DeliveryCallback delivered) override;
  bool CanSend() const override;
  absl::Status Flush(absl::Duration timeout) override;

 private:
  explicit KafkaProducer(absl::Duration close_timeout) : close_timeout_(close_timeout) {}

  static void OnDelivery(rd_kafka_t* rk, const rd_kafka_message_t* message, void* opaque);
  void Serve();

  const absl::Duration close_timeout_;
  std::unique_ptr<ClientHandle> client_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_KAFKA_PRODUCER_H_
