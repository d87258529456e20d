#include "dataplane/worker/definition.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "dataplane/worker/sink_rules.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

absl::Status Unreadable(const v1::TaskAssignment& assignment, absl::string_view why) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(absl::StrCat(
                                   "the assignment of task ", assignment.task_index(), " of ",
                                   assignment.connector(), " cannot be run: ", why)),
                               "ASSIGNMENT_UNREADABLE"),
                    "run workers of the control plane's version or newer");
}

absl::StatusOr<RevisionDefinition> ReadRevision(const v1::TaskAssignment& assignment,
                                                const v1::ConnectorRevisionSpec& spec) {
  const v1::MaxComputeSink& sink = spec.sink();
  const absl::StatusOr<conversion::ConversionDefinition> conversion = ReadConversion(sink);
  if (!conversion.ok()) return Unreadable(assignment, conversion.status().message());
  const absl::StatusOr<DeliveryMode> delivery = ReadDelivery(sink);
  if (!delivery.ok()) return Unreadable(assignment, delivery.status().message());
  const absl::StatusOr<ErrorPolicy> errors = ReadErrorPolicy(spec.error_policy());
  if (!errors.ok()) return Unreadable(assignment, errors.status().message());
  return RevisionDefinition{.source_topic = spec.source().topic(),
                            .endpoint = sink.endpoint(),
                            .tunnel_endpoint = sink.tunnel_endpoint(),
                            .project = sink.project(),
                            .schema = sink.schema(),
                            .table = sink.table(),
                            .account_uid = sink.account_uid(),
                            .role_name = sink.role_name(),
                            .access_key_id = sink.access_key().access_key_id(),
                            .access_key_secret = sink.access_key().access_key_secret(),
                            .conversion = *conversion,
                            .errors = *errors,
                            .delivery = *delivery};
}

absl::StatusOr<kafka::SecurityProtocol> ReadProtocol(const v1::TaskAssignment& assignment) {
  switch (assignment.kafka().security_protocol()) {
    case v1::Instance::SECURITY_PROTOCOL_UNSPECIFIED:
    case v1::Instance::PLAINTEXT:
      return kafka::SecurityProtocol::kPlaintext;
    case v1::Instance::SSL:
      return kafka::SecurityProtocol::kSsl;
    case v1::Instance::SASL_PLAINTEXT:
      return kafka::SecurityProtocol::kSaslPlaintext;
    case v1::Instance::SASL_SSL:
      return kafka::SecurityProtocol::kSaslSsl;
    default:
      return Unreadable(assignment, "its security protocol is not known");
  }
}

absl::StatusOr<kafka::SaslMechanism> ReadMechanism(const v1::TaskAssignment& assignment) {
  switch (assignment.kafka().sasl().mechanism()) {
    case v1::SaslLogin::MECHANISM_UNSPECIFIED:
    case v1::SaslLogin::SCRAM_SHA_512:
      return kafka::SaslMechanism::kScramSha512;
    case v1::SaslLogin::SCRAM_SHA_256:
      return kafka::SaslMechanism::kScramSha256;
    case v1::SaslLogin::PLAIN:
      return kafka::SaslMechanism::kPlain;
    default:
      return Unreadable(assignment, "its SASL mechanism is not known");
  }
}

absl::StatusOr<kafka::ConnectionSettings> ReadConnection(const v1::TaskAssignment& assignment) {
  const v1::KafkaConnection& connection = assignment.kafka();
  kafka::ConnectionSettings settings;
  settings.bootstrap_servers = absl::StrJoin(connection.bootstrap_servers(), ",");
  SLUICE_ASSIGN_OR_RETURN(settings.security_protocol, ReadProtocol(assignment));
  SLUICE_ASSIGN_OR_RETURN(settings.sasl_mechanism, ReadMechanism(assignment));
  settings.username = connection.sasl().username();
  settings.password = connection.sasl().password();
  settings.ca_certificates_pem = connection.tls().ca_certificates_pem();
  settings.client_certificate_pem = connection.tls().client_certificate_pem();
  settings.client_key_pem = connection.tls().client_key_pem();
  settings.verify_hostname = !connection.tls().skip_hostname_verification();
  return settings;
}

}  // namespace

void CompleteFrom(const v1::Assignment& before, v1::Assignment& assignment) {
  for (v1::TaskAssignment& task : *assignment.mutable_tasks()) {
    if (!task.has_unreadable()) continue;
    for (const v1::TaskAssignment& known : before.tasks()) {
      const bool same = known.connector_uid() == task.connector_uid() &&
                        known.task_index() == task.task_index() && !known.has_unreadable();
      if (!same) continue;
      v1::TaskAssignment completed = known;
      completed.set_paused(task.paused());
      completed.set_assignment_revision(task.assignment_revision());
      completed.set_log_level(task.log_level());
      *completed.mutable_log_level_until() = task.log_level_until();
      task.Swap(&completed);
      break;
    }
  }
}

absl::StatusOr<TaskDefinition> ReadDefinition(const v1::TaskAssignment& assignment) {
  if (assignment.has_unreadable()) {
    const v1::TaskError& why = assignment.unreadable();
    return WithRemedy(WithReason(absl::FailedPreconditionError(why.message()), why.reason()),
                      why.remedy());
  }
  TaskDefinition definition{.connector = assignment.connector(),
                            .connector_uid = assignment.connector_uid(),
                            .task_index = assignment.task_index(),
                            .task_count = assignment.task_count(),
                            .assignment_revision = assignment.assignment_revision(),
                            .paused = assignment.paused()};
  if (definition.connector_uid.empty() || definition.task_count < 1 || definition.task_index < 0 ||
      definition.task_index >= definition.task_count) {
    return Unreadable(assignment, "its uid, index or count is missing");
  }
  SLUICE_ASSIGN_OR_RETURN(definition.kafka, ReadConnection(assignment));
  definition.group_id = assignment.group_id();
  definition.source_topic_id = assignment.source_topic_id();
  definition.offset_topic = assignment.offset_topic();
  definition.dead_letter_topic = assignment.dead_letter_topic();
  definition.abnormal_data_topic = assignment.abnormal_data_topic();
  definition.connector_revision = assignment.connector_revision();
  for (const v1::ConnectorRevisionSpec& spec : assignment.revisions()) {
    SLUICE_ASSIGN_OR_RETURN(definition.revisions[spec.revision()], ReadRevision(assignment, spec));
  }
  for (const v1::AskedUntil& asked : assignment.asked_until())
    definition.asked_until[asked.partition()] = asked.offset();
  if (definition.revision(definition.connector_revision) == nullptr) {
    return Unreadable(assignment, "it does not hold the revision that it names");
  }
  return definition;
}

}  // namespace sluice::dataplane
