#ifndef SLUICE_BASE_KAFKA_CLIENT_HANDLE_H_
#define SLUICE_BASE_KAFKA_CLIENT_HANDLE_H_

#include <librdkafka/rdkafka.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/api_versions.h"
#include "base/kafka/connection_failure.h"
#include "base/kafka/connection_settings.h"
#include "base/kafka/right.h"
#include "base/sync/mutex.h"

namespace sluice::kafka {

using ClientProperties = std::vector<std::pair<std::string, std::string>>;

// One librdkafka client, and what it complained about since a broker last answered.
//
// librdkafka reports "wrong password" or "connection refused" beside the call that then merely
// times out; Explain() brings the two together. Thread-safe. Only base/kafka includes this.
class ClientHandle {
 public:
  // Starts a client; connects to nobody yet. `properties` are librdkafka's own and win over ours.
  // `configure`, when given, registers callbacks; rd_kafka_opaque() belongs to the handle.
  // INVALID_ARGUMENT: settings that librdkafka refuses.
  static absl::StatusOr<std::unique_ptr<ClientHandle>> Create(
      rd_kafka_type_t type, const ConnectionSettings& settings, const ClientProperties& properties,
      const std::function<void(rd_kafka_conf_t*)>& configure = nullptr);

  // Closes the connections. A consumer leaves without a word: what it has not sent is never sent.
  ~ClientHandle();

  ClientHandle(const ClientHandle&) = delete;
  ClientHandle& operator=(const ClientHandle&) = delete;

  rd_kafka_t* get() const { return rk_; }

  // Whoever is built around this handle, for callbacks that only get the handle.
  void set_owner(void* owner) { owner_ = owner; }
  void* owner() const { return owner_; }

  // `status` with the most telling complaint, when it says that nobody answered. What is wrong with
  // the settings becomes FAILED_PRECONDITION: trying again would not help.
  absl::Status Explain(absl::Status status) const;

  // The Status for an answer, as ToStatus() and Explain() together give it. A denial names the user
  // and the first of `needs` that the broker can have meant.
  absl::Status StatusOf(rd_kafka_resp_err_t code, absl::string_view doing,
                        const std::vector<Right>& needs, absl::string_view detail = "") const;

  const std::string& principal() const { return principal_; }
  const ConnectionSettings& settings() const { return settings_; }

  // A call was answered: what was complained about before is over.
  void Heard();

  // Takes a complaint that does not come by the log: with an error callback, librdkafka gives it
  // there instead.
  void Complained(absl::string_view complaint);

  // One for each server and reason.
  std::vector<ConnectionFailure> Failures() const;
  // When the last of them came for the first time.
  absl::Time last_new_failure() const;

  // The release of the brokers by what they know, for a client with debug=feature; empty before one
  // has answered.
  std::string BrokerRelease() const;

 private:
  explicit ClientHandle(const ConnectionSettings& settings)
      : settings_(settings), principal_(settings.Principal()) {}
  static void OnLog(const rd_kafka_t* rk, int level, const char* facility, const char* text);

  const ConnectionSettings settings_;
  const std::string principal_;
  mutable Mutex mu_;
  std::map<std::pair<std::string, absl::string_view>, ConnectionFailure> failures_
      SLUICE_GUARDED_BY(mu_);
  absl::Time last_new_failure_ SLUICE_GUARDED_BY(mu_) = absl::InfinitePast();
  ApiVersions api_versions_ SLUICE_GUARDED_BY(mu_);
  rd_kafka_t* rk_ = nullptr;
  void* owner_ = nullptr;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_CLIENT_HANDLE_H_
