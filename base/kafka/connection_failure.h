#ifndef SLUICE_BASE_KAFKA_CONNECTION_FAILURE_H_
#define SLUICE_BASE_KAFKA_CONNECTION_FAILURE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/kafka/connection_settings.h"

namespace sluice::kafka {

// Why one connection to one server came to nothing, as far as librdkafka's complaint about it
// tells: there is no other place where it does. Pure.
struct ConnectionFailure {
  std::string server;        // host:port; empty when the complaint names none.
  absl::string_view reason;  // One of those that ConnectionProbe gives.
  std::string complaint;     // librdkafka's sentence, without what it says of its own threads.

  // The larger, the more it says about what is wrong: an answer that refuses us says more than no
  // answer.
  int telling() const;

  // Whether other settings, not another try, would help.
  bool is_about_settings() const;
};

// `complaint` as the log brings it: `[thrd:ssl://a:1/bootstrap]: ssl://a:1/bootstrap: SSL …`.
ConnectionFailure FailureOf(absl::string_view complaint);

// The status with code and reason as ConnectionProbe promises, what to do as its remedy.
absl::Status StatusOf(const ConnectionFailure& failure, const ConnectionSettings& settings);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_CONNECTION_FAILURE_H_
