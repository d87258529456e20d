#ifndef SLUICE_TESTS_CLUSTER_KAFKA_SERVER_H_
#define SLUICE_TESTS_CLUSTER_KAFKA_SERVER_H_

#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace sluice::cluster {

// How a Kafka of one's own shall be.
struct KafkaServerOptions {
  std::string version = "4.1";  // Or 3.9.
  // Has the other listeners too, with certificates made for it; see KafkaServer::listener.
  bool secure = false;
  // Who may log in there: name and password, by every mechanism.
  std::map<std::string, std::string> users;
  // Nobody may do anything without an ACL, except over bootstrap().
  bool acls = false;
  bool tiered_storage = false;
  // Whoever asks about a topic makes it, unless they say otherwise; Kafka's default.
  bool auto_create_topics = false;
  // How long a new group waits for more members before its first rebalance; Kafka's default: 3000.
  int rebalance_delay_ms = 0;
  // Above 0: has the listener PROXIED too, whose clients are sent to this port of loopback. Not
  // with `secure`.
  int proxied_port = 0;
};

// A real Apache Kafka.
class KafkaServer {
 public:
  // The one that all tests of a run share (environment variable SLUICE_TEST_KAFKA, a bootstrap
  // address); without it, one that this process starts at the first call and stops at its end.
  static KafkaServer& Shared();

  // One of one's own, for tests that stop or kill it. Stopped by the destructor.
  static std::unique_ptr<KafkaServer> StartOwn(const KafkaServerOptions& options = {});

  ~KafkaServer();
  KafkaServer(const KafkaServer&) = delete;
  KafkaServer& operator=(const KafkaServer&) = delete;

  // host:port.
  const std::string& bootstrap() const { return bootstrap_; }

  // Of a secure one: host:port of SASL_SSL, SASL_PLAINTEXT, TLS, MUTUAL_TLS (wants a certificate of
  // the client) or ASTRAY (plain; advertises a port where nobody listens). The certificate is for
  // `localhost`. Of one with `proxied_port`: PROXIED.
  std::string listener(const std::string& name) const;

  // Of a secure one, PEM text: ca.pem, client.crt, client.key (CN=sluice-client,O=tests) or
  // stranger-ca.pem (signed nobody).
  std::string certificate(const std::string& name) const;

  // Runs Kafka's tool for ACLs with `arguments`.
  void Acls(const std::vector<std::string>& arguments) const;

  // Only for one of one's own. Start keeps port and data.
  void Stop();
  void Start();
  void Kill();     // SIGKILL, and waits until it is gone.
  void Suspend();  // SIGSTOP.
  void Resume();   // SIGCONT.

  // What retention does: the records of the partition below this offset are gone.
  void DeleteRecords(const std::string& topic, int32_t partition, int64_t before_offset) const;

  // Runs one of Kafka's command line classes with `--bootstrap-server` and `arguments`; its output.
  absl::StatusOr<std::string> Tool(const std::string& java_class,
                                   std::vector<std::string> arguments) const;

 private:
  KafkaServer(std::string folder, std::string bootstrap)
      : folder_(std::move(folder)), bootstrap_(std::move(bootstrap)) {}
  pid_t pid() const;

  KafkaServerOptions options_;
  std::string folder_;  // Empty: somebody else's.
  std::string bootstrap_;
};

// A name that no other test uses, such as orders-3f9a1c.
std::string FreshName(const std::string& stem);

}  // namespace sluice::cluster

#endif  // SLUICE_TESTS_CLUSTER_KAFKA_SERVER_H_
