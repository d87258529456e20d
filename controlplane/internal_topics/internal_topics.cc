#include "controlplane/internal_topics/internal_topics.h"

#include <string>

#include "base/status/status_macros.h"
#include "controlplane/internal_topics/config_records.h"
#include "controlplane/internal_topics/status_records.h"
#include "controlplane/provisioning/connector_group.h"
#include "formats/connect_records.h"

namespace sluice::controlplane {
namespace {

InternalTopic::Place PlaceOf(const ReconcileClaim& claim, const Connector& connector,
                             const Instance& instance, const std::string& topic,
                             bool (*is_ours)(absl::string_view key, absl::string_view connector)) {
  return {.instance = instance,
          .topic = topic,
          .connector_uid = connector.uid,
          .claim = claim.number,
          .is_ours = [is_ours, name = connector.id.connector](absl::string_view key) {
            return is_ours(key, name);
          }};
}

// In a topic that is not there, nothing is left to erase.
absl::Status UnlessMissing(const absl::Status& status) {
  return absl::IsNotFound(status) ? absl::OkStatus() : status;
}

}  // namespace

absl::Status InternalTopics::PublishConfig(const ReconcileClaim& claim, const Connector& connector,
                                           const Instance& instance) {
  const ConnectorResources& resources = connector.spec.resources;
  SLUICE_ASSIGN_OR_RETURN(
      const bool written,
      config_.Update(
          PlaceOf(claim, connector, instance, resources.config_topic, &formats::IsConfigKeyOf),
          [&](const HeldRecords& held) { return ConfigChanges(connector, held); }));
  if (!written || connector.desired_state == DesiredState::kDeleted) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(const auto admin, connections_.AdminOf(instance));
  const kafka::TopicPartition config = {resources.config_topic, 0};
  SLUICE_ASSIGN_OR_RETURN(const auto ends,
                          admin->ListOffsets({config}, kafka::OffsetQuery::End(),
                                             kafka::IsolationLevel::kReadCommitted, call_timeout_));
  return CommitConnectorGroup(*admin, resources, ends.at(config), call_timeout_);
}

absl::Status InternalTopics::PublishStatus(const ReconcileClaim& claim, const Connector& connector,
                                           absl::Span<const Task> tasks, const Instance& instance) {
  return status_
      .Update(PlaceOf(claim, connector, instance, connector.spec.resources.status_topic,
                      &formats::IsStatusKeyOf),
              [&](const HeldRecords& held) {
                return StatusChanges(connector, tasks, clock_.Now(), held);
              })
      .status();
}

absl::Status InternalTopics::Erase(const ReconcileClaim& claim, const Connector& connector,
                                   const Instance& instance) {
  SLUICE_RETURN_IF_ERROR(UnlessMissing(PublishConfig(claim, connector, instance)));
  return UnlessMissing(
      status_
          .Update(PlaceOf(claim, connector, instance, connector.spec.resources.status_topic,
                          &formats::IsStatusKeyOf),
                  [&](const HeldRecords& held) { return StatusErasure(connector, held); })
          .status());
}

void InternalTopics::Forget(const std::string& connector_uid) {
  config_.Forget(connector_uid);
  status_.Forget(connector_uid);
}

}  // namespace sluice::controlplane
