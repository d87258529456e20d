#ifndef SLUICE_BASE_KAFKA_IN_MEMORY_CONNECTION_PROBE_H_
#define SLUICE_BASE_KAFKA_IN_MEMORY_CONNECTION_PROBE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/kafka/connection_probe.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "base/sync/mutex.h"

namespace sluice::kafka {

// A probe for tests: a cluster answers as it was told to, one that was not mentioned is not known
// to any DNS. Thread-safe.
class InMemoryConnectionProbe : public ConnectionProbe {
 public:
  void Answer(const std::string& bootstrap_servers, absl::StatusOr<ClusterDescription> answer) {
    MutexLock lock(mu_);
    answers_.insert_or_assign(bootstrap_servers, std::move(answer));
  }

  absl::StatusOr<ClusterDescription> Probe(const ConnectionSettings& settings,
                                           absl::Duration) override {
    SLUICE_RETURN_IF_ERROR(settings.Validate());
    MutexLock lock(mu_);
    probed_.push_back(settings);
    const auto found = answers_.find(settings.bootstrap_servers);
    if (found != answers_.end()) return found->second;
    return WithReason(absl::FailedPreconditionError(absl::StrCat(
                          "no connection to ", settings.Describe(), ": Name or service not known")),
                      reason::kDnsFailed);
  }

  // The settings that were tried, in their order.
  std::vector<ConnectionSettings> probed() const {
    MutexLock lock(mu_);
    return probed_;
  }

 private:
  mutable Mutex mu_;
  std::map<std::string, absl::StatusOr<ClusterDescription>> answers_ SLUICE_GUARDED_BY(mu_);
  std::vector<ConnectionSettings> probed_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_IN_MEMORY_CONNECTION_PROBE_H_
