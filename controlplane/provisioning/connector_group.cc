#include "controlplane/provisioning/connector_group.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {

absl::Status ShowConnectorGroup(kafka::Admin& admin, const ConnectorResources& resources,
                                absl::Duration call_timeout) {
  const kafka::TopicPartition config = {resources.config_topic, 0};
  const auto ends = admin.ListOffsets({config}, kafka::OffsetQuery::End(),
                                      kafka::IsolationLevel::kReadCommitted, call_timeout);
  // A topic that was just made has no leader for a moment, and nothing in it.
  const bool just_made = ReasonOf(ends.status()) == kafka::reason::kBusy;
  if (!just_made) SLUICE_RETURN_IF_ERROR(ends.status());
  SLUICE_ASSIGN_OR_RETURN(const auto committed,
                          admin.FetchOffsets(resources.connector_group, call_timeout));
  const auto found = committed.find(config);
  const int64_t end = just_made ? 0 : ends->at(config);
  if (found != committed.end() && (just_made || found->second.next_offset == end)) {
    return absl::OkStatus();
  }
  return CommitConnectorGroup(admin, resources, end, call_timeout);
}

absl::Status CommitConnectorGroup(kafka::Admin& admin, const ConnectorResources& resources,
                                  int64_t end, absl::Duration call_timeout) {
  const kafka::TopicPartition config = {resources.config_topic, 0};
  SLUICE_ASSIGN_OR_RETURN(
      const auto answers,
      admin.CommitOffsets(resources.connector_group, {{config, {end, ""}}}, call_timeout));
  const absl::Status status = kafka::FirstRefusal(answers);
  // A group with members can be seen already.
  return ReasonOf(status) == kafka::reason::kFenced ? absl::OkStatus() : status;
}

absl::Status DeleteConnectorGroup(kafka::Admin& admin, const ConnectorResources& resources,
                                  absl::Duration call_timeout) {
  const kafka::TopicPartition config = {resources.config_topic, 0};
  SLUICE_ASSIGN_OR_RETURN(const auto committed,
                          admin.FetchOffsets(resources.connector_group, call_timeout));
  if (committed.size() != 1 || !committed.contains(config)) return absl::OkStatus();
  const absl::Status status = DeleteGroupIfThere(admin, resources.connector_group, call_timeout);
  return ReasonOf(status) == kafka::reason::kGroupNotEmpty ? absl::OkStatus() : status;
}

absl::Status DeleteGroupIfThere(kafka::Admin& admin, const std::string& group,
                                absl::Duration call_timeout) {
  const absl::Status status = admin.DeleteGroup(group, call_timeout);
  return absl::IsNotFound(status) ? absl::OkStatus() : status;
}

}  // namespace sluice::controlplane
