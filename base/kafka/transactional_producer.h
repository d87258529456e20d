#ifndef SLUICE_BASE_KAFKA_TRANSACTIONAL_PRODUCER_H_
#define SLUICE_BASE_KAFKA_TRANSACTIONAL_PRODUCER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/connection_settings.h"

namespace sluice::kafka {

// Writes records in Kafka's transactions, for tests: the product itself has none. One thread.
//
// Open, and the calls that begin with Try, are for tests in which brokers die: after an error the
// producer is of no more use, and what became of its transaction only the topic tells. The other
// calls end the test's process when they fail.
class TransactionalProducer {
 public:
  struct Timeouts {
    absl::Duration call = absl::Seconds(20);
    // After so long the broker itself aborts a transaction.
    absl::Duration transaction = absl::Seconds(60);
  };

  // Aborts what an earlier producer of this id has left open.
  static absl::StatusOr<std::unique_ptr<TransactionalProducer>> Open(
      const ConnectionSettings& settings, const std::string& transactional_id,
      const Timeouts& timeouts);
  TransactionalProducer(const ConnectionSettings& settings, const std::string& transactional_id);

  void Begin();
  // Stored, but not committed, when it returns.
  void Write(const std::string& topic, int32_t partition, const std::vector<std::string>& values);
  void Commit();
  void Abort();

  absl::Status TryBegin();
  // Takes one record into the producer's queue. `timestamp` not set: now.
  absl::Status TryWrite(const std::string& topic, int32_t partition, absl::string_view key,
                        absl::string_view value, std::optional<absl::Time> timestamp);
  absl::Status TryFlush();
  absl::Status TryCommit();
  absl::Status TryAbort();

 private:
  explicit TransactionalProducer(const Timeouts& timeouts) : timeouts_(timeouts) {}
  absl::Status Connect(const ConnectionSettings& settings, const std::string& transactional_id);
  int call_ms() const { return static_cast<int>(absl::ToInt64Milliseconds(timeouts_.call)); }

  const Timeouts timeouts_;
  std::unique_ptr<ClientHandle> client_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_TRANSACTIONAL_PRODUCER_H_
