#include "controlplane/rpc/translate.h"

#include <algorithm>
#include <optional>

#include "controlplane/lifecycle/freshness.h"
#include "controlplane/model/etag.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

constexpr Words<v1::Instance::SecurityProtocol, SecurityProtocol, 4> kSecurityProtocols = {{
    {v1::Instance::PLAINTEXT, SecurityProtocol::kPlaintext},
    {v1::Instance::SSL, SecurityProtocol::kSsl},
    {v1::Instance::SASL_PLAINTEXT, SecurityProtocol::kSaslPlaintext},
    {v1::Instance::SASL_SSL, SecurityProtocol::kSaslSsl},
}};
constexpr Words<v1::SaslLogin::Mechanism, SaslMechanism, 3> kMechanisms = {{
    {v1::SaslLogin::SCRAM_SHA_512, SaslMechanism::kScramSha512},
    {v1::SaslLogin::SCRAM_SHA_256, SaslMechanism::kScramSha256},
    {v1::SaslLogin::PLAIN, SaslMechanism::kPlain},
}};
constexpr Words<v1::Instance::ConnectorFeature, bool, 2> kFeatures = {{
    {v1::Instance::DISABLED, false},
    {v1::Instance::ENABLED, true},
}};
constexpr Words<v1::Task::State, TaskState, 7> kTaskStates = {{
    {v1::Task::UNASSIGNED, TaskState::kUnassigned},
    {v1::Task::STARTING, TaskState::kStarting},
    {v1::Task::RUNNING, TaskState::kRunning},
    {v1::Task::PAUSED, TaskState::kPaused},
    {v1::Task::FAILED, TaskState::kFailed},
    {v1::Task::LOST, TaskState::kLost},
    {v1::Task::DEGRADED, TaskState::kDegraded},
}};
constexpr Words<v1::Condition::ErrorClass, ErrorClass, 5> kErrorClasses = {{
    {v1::Condition::ERROR_CLASS_UNSPECIFIED, ErrorClass::kNone},
    {v1::Condition::USER, ErrorClass::kUser},
    {v1::Condition::SYSTEM, ErrorClass::kSystem},
    {v1::Condition::DESTINATION, ErrorClass::kDestination},
    {v1::Condition::QUOTA, ErrorClass::kQuota},
}};

void AddPartitions(const TaskReport& report, v1::Task& proto) {
  int64_t rows = 0, dead_letters = 0, bytes = 0;
  absl::Time last_commit = absl::InfinitePast();
  FreshnessSum freshness;
  for (const SourcePartitionReport& partition : report.partitions) {
    v1::TaskPartition* out = proto.add_partitions();
    out->set_partition(partition.partition);
    out->set_next_offset(partition.next_offset);
    out->set_end_offset(partition.end_offset);
    freshness.Add(partition);
    bytes += partition.bytes_committed;
    rows += partition.rows_committed;
    dead_letters += partition.dead_letters;
    if (partition.rows_committed > 0) last_commit = std::max(last_commit, partition.progress_time);
  }
  proto.set_rows_committed(rows);
  proto.set_dead_letters(dead_letters);
  proto.set_bytes_committed(bytes);
  proto.set_memory_bytes(report.memory_bytes);
  // How long ago that is, whoever asks knows.
  SetTime(freshness.At(report.report_time).until, [&] { return proto.mutable_fresh_until(); });
  SetTime(last_commit, [&] { return proto.mutable_last_commit_time(); });
  SetTime(report.report_time, [&] { return proto.mutable_report_time(); });
}

void ToProto(const SaslLogin& sasl, v1::SaslLogin& proto) {
  proto.set_mechanism(ToWord(kMechanisms, sasl.mechanism));
  proto.set_username(sasl.username);
  proto.set_password_set(!sasl.password.empty());
}

void ToProto(const TlsIdentity& tls, v1::TlsIdentity& proto) {
  proto.set_ca_certificates_pem(tls.ca_certificates_pem);
  proto.set_client_certificate_pem(tls.client_certificate_pem);
  proto.set_client_key_set(!tls.client_key_pem.empty());
  proto.set_skip_hostname_verification(tls.skip_hostname_verification);
}

void ToProto(const InstanceObservation& observed, v1::InstanceObservation& proto) {
  SetTime(observed.check_time, [&] { return proto.mutable_check_time(); });
  proto.set_reachable(observed.reachable);
  proto.set_reason(observed.reason);
  proto.set_message(observed.message);
  proto.set_remedy(observed.remedy);
  proto.set_broker_version(observed.broker_version);
  proto.set_brokers(observed.brokers);
  proto.set_tiered_storage(observed.tiered_storage);
}

}  // namespace

Instance InstanceFromProto(const v1::Instance& proto, const std::string& id,
                           Violations& violations) {
  Instance instance;
  instance.id = id;
  instance.labels = {proto.labels().begin(), proto.labels().end()};
  instance.annotations = {proto.annotations().begin(), proto.annotations().end()};
  instance.display_name = proto.display_name();
  instance.bootstrap_servers = {proto.bootstrap_servers().begin(), proto.bootstrap_servers().end()};
  instance.region = proto.region();
  instance.vpc_id = proto.vpc_id();
  instance.vswitch_ids = {proto.vswitch_ids().begin(), proto.vswitch_ids().end()};
  instance.kafka_version = proto.kafka_version();
  instance.connector_feature_enabled =
      FromWord(kFeatures, proto.connector_feature(), "instance.connector_feature", violations);
  instance.security_protocol = FromWord(kSecurityProtocols, proto.security_protocol(),
                                        "instance.security_protocol", violations);
  if (proto.has_sasl()) {
    instance.sasl = SaslLogin{
        FromWord(kMechanisms, proto.sasl().mechanism(), "instance.sasl.mechanism", violations),
        proto.sasl().username(), proto.sasl().password()};
  }
  if (proto.has_tls()) {
    instance.tls =
        TlsIdentity{proto.tls().ca_certificates_pem(), proto.tls().client_certificate_pem(),
                    proto.tls().client_key_pem(), proto.tls().skip_hostname_verification()};
  }
  return instance;
}

v1::Instance ToProto(const Instance& instance) {
  v1::Instance proto;
  proto.set_name(InstanceName(instance.id));
  proto.set_uid(instance.uid);
  proto.set_etag(EtagOf(instance.uid, instance.generation));
  SetTime(instance.create_time, [&] { return proto.mutable_create_time(); });
  SetTime(instance.update_time, [&] { return proto.mutable_update_time(); });
  proto.mutable_labels()->insert(instance.labels.begin(), instance.labels.end());
  proto.mutable_annotations()->insert(instance.annotations.begin(), instance.annotations.end());
  proto.set_display_name(instance.display_name);
  for (const std::string& server : instance.bootstrap_servers) proto.add_bootstrap_servers(server);
  proto.set_region(instance.region);
  proto.set_vpc_id(instance.vpc_id);
  for (const std::string& vswitch : instance.vswitch_ids) proto.add_vswitch_ids(vswitch);
  proto.set_kafka_version(instance.kafka_version);
  proto.set_connector_feature(ToWord(kFeatures, instance.connector_feature_enabled));
  proto.set_security_protocol(ToWord(kSecurityProtocols, instance.security_protocol));
  if (instance.sasl.has_value()) ToProto(*instance.sasl, *proto.mutable_sasl());
  if (instance.tls.has_value()) ToProto(*instance.tls, *proto.mutable_tls());
  if (instance.observed.check_time != absl::InfinitePast()) {
    ToProto(instance.observed, *proto.mutable_observed());
  }
  return proto;
}

v1::Task ToProto(const Task& task, const TaskHealth& health, const ConnectorId& connector,
                 const std::string& worker) {
  v1::Task proto;
  proto.set_name(TaskName(connector, task.key.index));
  proto.set_index(task.key.index);
  if (!worker.empty()) proto.set_worker(WorkerName(worker));
  proto.set_epoch(task.assignment_revision);
  proto.set_state(ToWord(kTaskStates, health.state));
  proto.set_reason(health.problem.reason);
  proto.set_message(health.problem.message);
  proto.set_remedy(health.problem.remedy);
  proto.set_error_class(ToWord(kErrorClasses, health.problem.error_class));
  if (const std::optional<Trouble> trouble = TroubleOf(task.key.index, health))
    *proto.mutable_trouble() = ToProto(*trouble);
  proto.set_restarts(task.restarts());
  SetTime(task.create_time, [&] { return proto.mutable_create_time(); });
  if (task.report.has_value()) AddPartitions(*task.report, proto);
  return proto;
}

v1::Trouble ToProto(const Trouble& trouble) {
  v1::Trouble proto;
  proto.set_reason(trouble.problem.reason);
  proto.set_error_class(ToWord(kErrorClasses, trouble.problem.error_class));
  proto.set_message(trouble.problem.message);
  proto.set_remedy(trouble.problem.remedy);
  SetTime(trouble.since, [&] { return proto.mutable_since(); });
  proto.set_count(trouble.count);
  SetTime(trouble.next_attempt_time, [&] { return proto.mutable_next_attempt_time(); });
  for (int32_t task : trouble.tasks) proto.add_tasks(task);
  return proto;
}

v1::Worker ToProto(const Worker& worker, int tasks, absl::Duration lease, absl::Time now) {
  v1::Worker proto;
  proto.set_name(WorkerName(worker.name));
  proto.set_uid(worker.uid);
  proto.set_state(IsLost(worker, lease, now) ? v1::Worker::LOST
                  : worker.draining          ? v1::Worker::DRAINING
                                             : v1::Worker::CONNECTED);
  proto.set_vpc_id(worker.vpc_id);
  proto.set_vswitch_id(worker.vswitch_id);
  proto.set_tasks_max(worker.tasks_max);
  proto.set_tasks(tasks);
  proto.set_version(worker.build_version);
  proto.set_assignment_revision(worker.assignment_revision);
  proto.set_acknowledged_revision(worker.acknowledged_revision);
  SetTime(worker.create_time, [&] { return proto.mutable_create_time(); });
  SetTime(worker.heartbeat_time, [&] { return proto.mutable_heartbeat_time(); });
  return proto;
}

}  // namespace sluice::controlplane
