#include "tests/e2e/worker_scenario.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_producer.h"
#include "base/status/status_matchers.h"
#include "formats/intent.h"
#include "sluice/v1/worker.pb.h"
#include "tests/cluster/assignment_file.h"

namespace sluice::e2e {
namespace {

constexpr absl::Duration kKafkaTimeout = absl::Seconds(30);

void Pause(absl::Duration duration) {
  std::this_thread::sleep_for(absl::ToChronoMilliseconds(duration));
}

}  // namespace

void WorkerScenario::SetUp() {
  emulator_ = cluster::Emulator::Start();
  ASSERT_THAT(emulator_->MakeScenario(table_), IsOk());
  const kafka::ConnectionSettings connection{.bootstrap_servers = kafka_.bootstrap()};
  auto admin = kafka::KafkaAdmin::Create(connection);
  ASSERT_THAT(admin, IsOk());
  admin_ = *std::move(admin);
  auto producer = kafka::KafkaProducer::Create(connection, {});
  ASSERT_THAT(producer, IsOk());
  producer_ = *std::move(producer);
}

void WorkerScenario::MakeSource(int partitions) {
  auto answers = admin_->CreateTopics({{.name = topic_, .partitions = partitions},
                                       {.name = "connect-offset-" + connector_, .partitions = 2},
                                       {.name = "connect-error-" + connector_, .partitions = 1}},
                                      kKafkaTimeout);
  ASSERT_THAT(answers, IsOk());
  for (const auto& [topic, answer] : *answers) ASSERT_THAT(answer, IsOk());
  kafka::CommittedOffsets start;
  for (int32_t p = 0; p < partitions; ++p) {
    start[{.topic = topic_, .partition = p}] = {
        .next_offset = 0,
        .metadata = formats::EncodeIntent(
            {.connector_uid = uid_, .connector_revision = 1, .next_offset = 0})};
  }
  auto pinned = admin_->CommitOffsets(group_, start, kKafkaTimeout);
  ASSERT_THAT(pinned, IsOk());
  ASSERT_THAT(kafka::FirstRefusal(*pinned), IsOk());
}

void WorkerScenario::Send(int32_t partition, int count) {
  for (int i = 0; i < count; ++i) SendOne(partition, "1", absl::StrCat("value-", i));
}

void WorkerScenario::SendOne(int32_t partition, const std::string& key,
                             const std::optional<std::string>& value) {
  absl::StatusOr<kafka::RecordPosition> position = kafka::ProduceAndWait(
      *producer_,
      {.topic = topic_,
       .partition = partition,
       .key = key,
       .value = value.has_value() ? std::optional<absl::string_view>(*value) : std::nullopt,
       .timestamp = std::nullopt,
       .headers = {}},
      kKafkaTimeout);
  ASSERT_THAT(position, IsOk());
  sent_[{position->partition, position->offset}] = 1;
}

cluster::ChildProcess WorkerScenario::StartWorker(const std::string& name,
                                                  int64_t assignment_revision) {
  std::string& state = state_dirs_[name];
  if (state.empty()) state = cluster::FreshFolder(name);
  v1::Assignment assignment;
  assignment.set_revision(assignment_revision);
  v1::TaskAssignment& task = *assignment.add_tasks();
  task.set_connector("instances/i/connectors/" + connector_);
  task.set_connector_uid(uid_);
  task.set_task_count(1);
  task.set_assignment_revision(assignment_revision);
  task.mutable_kafka()->add_bootstrap_servers(kafka_.bootstrap());
  task.set_group_id(group_);
  task.set_offset_topic("connect-offset-" + connector_);
  task.set_dead_letter_topic("connect-error-" + connector_);
  task.set_abnormal_data_topic("connect-error-" + connector_);
  task.set_connector_revision(1);
  v1::ConnectorRevisionSpec& spec = *task.add_revisions();
  spec.set_revision(1);
  spec.mutable_source()->set_topic(topic_);
  v1::MaxComputeSink& sink = *spec.mutable_sink();
  sink.set_endpoint(emulator_->endpoint());
  sink.set_project(cluster::Emulator::kProject);
  sink.set_table(table_);
  sink.set_account_uid(cluster::Emulator::kOwnerUid);
  sink.set_role_name(cluster::Emulator::kRole);
  sink.set_mode(v1::MaxComputeSink::DEFAULT);
  sink.set_format(v1::MaxComputeSink::TEXT);
  sink.set_partition_granularity(v1::MaxComputeSink::HOUR);
  sink.set_time_zone("GMT 08:00");
  sink.MergeFrom(sink_);
  EXPECT_THAT(cluster::WriteAssignment(assignment, state, name), IsOk());
  std::ofstream(state + "/key") << cluster::Emulator::kServiceKeySecret;
  std::vector<std::string> command = {
      cluster::Runfile("dataplane/sluice-worker"),
      "--state_dir=" + state,
      "--worker_name=" + name,
      std::string("--service_access_key_id=") + cluster::Emulator::kServiceKeyId,
      "--service_access_key_secret_file=" + state + "/key",
      "--sts_endpoint=" + emulator_->sts_endpoint(),
      "--group_session_timeout=6s"};
  command.insert(command.end(), worker_flags_.begin(), worker_flags_.end());
  absl::StatusOr<cluster::ChildProcess> worker =
      cluster::ChildProcess::Start(command, state + "/log");
  EXPECT_THAT(worker, IsOk());
  return *std::move(worker);
}

bool WorkerScenario::WaitForRows(size_t rows) {
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  while (absl::Now() < give_up) {
    auto found = emulator_->RowsByOffset(table_);
    if (found.ok() && found->size() >= rows) return true;
    Pause(absl::Milliseconds(100));
  }
  return false;
}

bool WorkerScenario::WaitForLog(const cluster::ChildProcess& worker, const std::string& text) {
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  while (absl::Now() < give_up) {
    if (absl::StrContains(worker.LogTail(), text)) return true;
    Pause(absl::Milliseconds(100));
  }
  return false;
}

void WorkerScenario::ExpectTableEqualsTopic() {
  EXPECT_TRUE(WaitForRows(sent_.size()));
  // Rows too many would come from somebody who is late.
  Pause(absl::Seconds(3));
  EXPECT_THAT(emulator_->RowsByOffset(table_), IsOkAndHolds(sent_));
}

}  // namespace sluice::e2e
