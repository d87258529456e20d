#include "controlplane/preflight/instance_check.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/kafka/connection_settings_of.h"
#include "controlplane/provisioning/broker_version.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kTextBytesMax = 1024;

// Without what only Kafka's developers read: `3.9`, not `3.9-IV0`.
std::string WithoutInterim(const std::string& version) {
  return version.substr(0, version.find('-'));
}

void CompareVersion(const std::string& declared, const std::string& answered,
                    InstanceObservation& observed) {
  if (!VersionsDiffer(declared, answered)) return;
  observed.reason = "VERSION_DIFFERS";
  observed.message = absl::StrCat("kafka_version says ", declared, ", the brokers answer as ",
                                  observed.broker_version);
  observed.remedy =
      absl::StrCat("set kafka_version to ", observed.broker_version, ", or leave it empty");
}

}  // namespace

absl::StatusOr<kafka::ClusterDescription> InstanceCheck::Ask(const Instance& instance) {
  SLUICE_RETURN_IF_ERROR(instance.secrets_status);
  return probe_.Probe(ConnectionSettingsOf(instance), timeout_);
}

CheckedInstance InstanceCheck::Check(const Instance& instance) {
  CheckedInstance checked;
  const absl::StatusOr<kafka::ClusterDescription> cluster = Ask(instance);
  InstanceObservation& observed = checked.observed;
  // Microseconds are what is stored: an answer shows the same time before and after.
  observed.check_time = absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now()));
  observed.reachable = cluster.ok();
  checked.connection = cluster.status();
  if (!cluster.ok()) {
    observed.reason = ReasonOf(cluster.status());
    observed.message = std::string(cluster.status().message().substr(0, kTextBytesMax));
    observed.remedy = RemedyOf(cluster.status()).substr(0, kTextBytesMax);
    return checked;
  }
  observed.broker_version = WithoutInterim(cluster->broker_version);
  observed.brokers = cluster->brokers;
  observed.tiered_storage = cluster->tiered_storage;
  CompareVersion(instance.kafka_version, cluster->broker_version, observed);
  return checked;
}

}  // namespace sluice::controlplane
