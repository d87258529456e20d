#ifndef SLUICE_BASE_KAFKA_TRANSACTIONAL_PRODUCER_H_
#define SLUICE_BASE_KAFKA_TRANSACTIONAL_PRODUCER_H_

#include <memory>
#include <string>
#include <vector>

#include "base/kafka/client_handle.h"
#include "base/kafka/connection_settings.h"

namespace sluice::kafka {

// Writes records in Kafka's transactions, for tests: the product itself has none. What fails ends
// the test's process. One thread.
class TransactionalProducer {
 public:
  TransactionalProducer(const ConnectionSettings& settings, const std::string& transactional_id);

  void Begin();
  // Stored, but not committed, when it returns.
  void Write(const std::string& topic, int32_t partition, const std::vector<std::string>& values);
  void Commit();
  void Abort();

 private:
  std::unique_ptr<ClientHandle> client_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_TRANSACTIONAL_PRODUCER_H_
