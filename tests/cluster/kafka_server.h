#ifndef SLUICE_TESTS_CLUSTER_KAFKA_SERVER_H_
#define SLUICE_TESTS_CLUSTER_KAFKA_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace sluice::cluster {

// A real Apache Kafka.
class KafkaServer {
 public:
  // The one that all tests of a run share (environment variable SLUICE_TEST_KAFKA, a bootstrap
  // address); without it, one that this process starts at the first call and stops at its end.
  static KafkaServer& Shared();

  // One of one's own, for tests that stop or kill it. Stopped by the destructor.
  static std::unique_ptr<KafkaServer> StartOwn();

  ~KafkaServer();
  KafkaServer(const KafkaServer&) = delete;
  KafkaServer& operator=(const KafkaServer&) = delete;

  // host:port.
  const std::string& bootstrap() const { return bootstrap_; }

  // Only for one of one's own. Start keeps port and data.
  void Stop();
  void Start();

  // Runs one of Kafka's command line classes with `--bootstrap-server` and `arguments`; its output.
  absl::StatusOr<std::string> Tool(const std::string& java_class,
                                   std::vector<std::string> arguments) const;

 private:
  KafkaServer(std::string folder, std::string bootstrap)
      : folder_(std::move(folder)), bootstrap_(std::move(bootstrap)) {}

  std::string folder_;  // Empty: somebody else's.
  std::string bootstrap_;
};

// A name that no other test uses, such as orders-3f9a1c.
std::string FreshName(const std::string& stem);

}  // namespace sluice::cluster

#endif  // SLUICE_TESTS_CLUSTER_KAFKA_SERVER_H_
