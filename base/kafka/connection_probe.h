#ifndef SLUICE_BASE_KAFKA_CONNECTION_PROBE_H_
#define SLUICE_BASE_KAFKA_CONNECTION_PROBE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "base/kafka/connection_settings.h"

namespace sluice::kafka {

// Tries whether a Kafka cluster can be used with given settings, and if not, says why in a way that
// a person can act on. Thread-safe.
class ConnectionProbe {
 public:
  virtual ~ConnectionProbe() = default;

  // Connects, logs in, and talks to every broker that the cluster advertises. Answers within
  // `timeout`, mostly much sooner. The message names the server, the remedy what to do:
  //
  //     INVALID_ARGUMENT                                  the settings do not fit together
  //     FAILED_PRECONDITION  KAFKA_DNS_FAILED             the host name is not known
  //     FAILED_PRECONDITION  KAFKA_CONNECTION_REFUSED     nobody listens at that port
  //     UNAVAILABLE          KAFKA_CONNECTION_TIMED_OUT   no packet came back
  //     FAILED_PRECONDITION  KAFKA_TLS_FAILED             certificate not trusted, of another name,
  //                                                       ours missing or refused
  //     FAILED_PRECONDITION  KAFKA_PROTOCOL_MISMATCH      the listener speaks another protocol: TLS
  //                                                       or SASL on one side only
  //     FAILED_PRECONDITION  KAFKA_AUTHENTICATION_FAILED  user, password or mechanism
  //     PERMISSION_DENIED    KAFKA_AUTHORIZATION_FAILED   the user may do nothing at all there
  //     UNAVAILABLE          KAFKA_UNAVAILABLE            anything else
  //
  // When several servers fail in different ways, the most telling one is reported: somebody who
  // answers wrongly tells more than somebody who does not answer.
  virtual absl::StatusOr<ClusterDescription> Probe(const ConnectionSettings& settings,
                                                   absl::Duration timeout) = 0;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_CONNECTION_PROBE_H_
