#ifndef SLUICE_CONTROLPLANE_INTERNAL_TOPICS_INTERNAL_TOPIC_H_
#define SLUICE_CONTROLPLANE_INTERNAL_TOPICS_INTERNAL_TOPIC_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "controlplane/internal_topics/held_records.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// One of a connector's compacted topics, of every connector: knows what it holds and writes only
// what differs, so that a step that was interrupted between two records is finished by the next one
// and a quiet connector writes nothing.
//
// What a topic holds is read once and remembered, and read again when somebody else may have
// written: when another runner had the connector in between, and now and then anyhow, the topic's
// end is compared with the one that our own writes led to.
//
// Borrows its arguments. Thread-safe.
class InternalTopic {
 public:
  InternalTopic(ClusterConnections& connections, Clock& clock, absl::Duration call_timeout,
                absl::Duration trust)
      : connections_(connections), clock_(clock), call_timeout_(call_timeout), trust_(trust) {}

  // Whose records, and where.
  struct Place {
    const Instance& instance;
    std::string topic;
    std::string connector_uid;
    int64_t claim = 0;  // Grows by one with each look at this connector, whoever looks.
    std::function<bool(absl::string_view key)> is_ours;
  };
  using Decide = std::function<std::vector<RecordChange>(const HeldRecords& held)>;

  // Writes what `decide` makes of what the topic holds; whether that was anything. NOT_FOUND,
  // TOPIC_NOT_FOUND; UNAVAILABLE: the next call goes on from there.
  absl::StatusOr<bool> Update(const Place& place, const Decide& decide);

  // The connector is gone.
  void Forget(const std::string& connector_uid);

 private:
  struct Knowledge {
    bool known = false;
    HeldRecords held;
    int64_t end = 0;  // The next offsets of all partitions together.
    int64_t claim = 0;
    absl::Duration verified = -absl::InfiniteDuration();  // Monotonic.
  };

  Knowledge Recall(const std::string& connector_uid);
  void Remember(const std::string& connector_uid, Knowledge knowledge);
  absl::Status Verify(const Place& place, Knowledge& knowledge);
  absl::StatusOr<int64_t> EndOf(const Place& place);
  absl::StatusOr<HeldRecords> Read(const Place& place);
  absl::Status Write(const Place& place, const std::vector<RecordChange>& changes);

  ClusterConnections& connections_;
  Clock& clock_;
  const absl::Duration call_timeout_;
  const absl::Duration trust_;  // How long it is taken for granted that nobody else writes.
  Mutex mu_;
  std::map<std::string, Knowledge> knowledge_ SLUICE_GUARDED_BY(mu_);  // By connector uid.
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_INTERNAL_TOPICS_INTERNAL_TOPIC_H_
