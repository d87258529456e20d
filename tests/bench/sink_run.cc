#include "tests/bench/sink_run.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "base/status/status_macros.h"
#include "formats/intent.h"
#include "sluice/v1/worker.pb.h"
#include "tests/cluster/assignment_file.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::bench {
namespace {

using cluster::Emulator;

constexpr char kTable[] = "bench_rows";
constexpr absl::Duration kKafkaTimeout = absl::Seconds(30);
constexpr absl::Duration kLookApart = absl::Milliseconds(250);

}  // namespace

absl::StatusOr<std::unique_ptr<SinkRun>> SinkRun::Start(SourceTopic& source,
                                                        const SinkRunOptions& options) {
  std::unique_ptr<SinkRun> run(new SinkRun(source));
  run->connector_ = cluster::FreshName("bench");
  run->folder_ = cluster::FreshFolder("worker");
  run->emulator_ = Emulator::Start();
  SLUICE_RETURN_IF_ERROR(run->emulator_->MakeScenario(kTable));
  SLUICE_ASSIGN_OR_RETURN(
      const kafka::TopicAnswers answers,
      source.admin().CreateTopics({{.name = "connect-offset-" + run->connector_, .partitions = 2},
                                   {.name = "connect-error-" + run->connector_, .partitions = 1}},
                                  kKafkaTimeout));
  for (const auto& [topic, answer] : answers) SLUICE_RETURN_IF_ERROR(answer);
  for (int task = 0; task < options.tasks; ++task) SLUICE_RETURN_IF_ERROR(run->MakeGroup(task));
  SLUICE_RETURN_IF_ERROR(run->StartWorker(options));
  return run;
}

SinkRun::~SinkRun() {
  if (worker_.has_value()) worker_->Terminate();
  std::string emulators;
  if (emulator_ != nullptr) {
    emulator_->Kill();
    emulators = emulator_->folder();
  }
  // Gigabytes, most of it blocks.
  std::error_code ignored;
  for (const std::string& folder : {folder_, emulators})
    if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
}

std::string SinkRun::group(int task) const {
  return absl::StrCat("connect-task-", connector_, "-", task);
}

// As the first Deploy does.
absl::Status SinkRun::MakeGroup(int task) {
  kafka::CommittedOffsets start;
  for (int32_t partition = 0; partition < source_.shape().partitions; ++partition) {
    start[{.topic = source_.name(), .partition = partition}] = {
        .next_offset = 0,
        .metadata =
            formats::EncodeIntent({.connector_uid = absl::StrCat("uid-", connector_, "-", task),
                                   .connector_revision = 1,
                                   .next_offset = 0})};
  }
  SLUICE_ASSIGN_OR_RETURN(const kafka::PartitionAnswers answers,
                          source_.admin().CommitOffsets(group(task), start, kKafkaTimeout));
  return kafka::FirstRefusal(answers);
}

absl::Status SinkRun::StartWorker(const SinkRunOptions& options) {
  v1::Assignment assignment;
  assignment.set_revision(1);
  for (int number = 0; number < options.tasks; ++number) {
    v1::TaskAssignment& task = *assignment.add_tasks();
    task.set_connector(absl::StrCat("instances/i/connectors/", connector_, "-", number));
    task.set_connector_uid(absl::StrCat("uid-", connector_, "-", number));
    task.set_task_count(1);
    task.set_assignment_revision(1);
    task.mutable_kafka()->add_bootstrap_servers(source_.bootstrap());
    task.set_group_id(group(number));
    task.set_offset_topic("connect-offset-" + connector_);
    task.set_dead_letter_topic("connect-error-" + connector_);
    task.set_abnormal_data_topic("connect-error-" + connector_);
    task.set_connector_revision(1);
    v1::ConnectorRevisionSpec& spec = *task.add_revisions();
    spec.set_revision(1);
    spec.mutable_source()->set_topic(source_.name());
    v1::MaxComputeSink& sink = *spec.mutable_sink();
    sink.set_endpoint(emulator_->endpoint());
    sink.set_project(Emulator::kProject);
    sink.set_table(kTable);
    sink.set_account_uid(Emulator::kOwnerUid);
    sink.set_role_name(Emulator::kRole);
    sink.set_time_zone("GMT 08:00");
  }
  SLUICE_RETURN_IF_ERROR(cluster::WriteAssignment(assignment, folder_, "bench"));
  std::ofstream(folder_ + "/key") << Emulator::kServiceKeySecret;
  std::vector<std::string> command = {
      cluster::Runfile("dataplane/sluice-worker"),
      "--state_dir=" + folder_,
      "--worker_name=bench",
      std::string("--service_access_key_id=") + Emulator::kServiceKeyId,
      "--service_access_key_secret_file=" + folder_ + "/key",
      "--sts_endpoint=" + emulator_->sts_endpoint()};
  command.insert(command.end(), options.worker_flags.begin(), options.worker_flags.end());
  SLUICE_ASSIGN_OR_RETURN(cluster::ChildProcess started,
                          cluster::ChildProcess::Start(command, folder_ + "/log"));
  worker_.emplace(std::move(started));
  return absl::OkStatus();
}

absl::StatusOr<int64_t> SinkRun::Committed() {
  SLUICE_ASSIGN_OR_RETURN(const kafka::CommittedOffsets offsets,
                          source_.admin().FetchOffsets(group(0), kKafkaTimeout));
  int64_t sum = 0;
  for (const auto& [partition, committed] : offsets) sum += committed.next_offset;
  return sum;
}

absl::Status SinkRun::WaitFor(int64_t records, absl::Duration patience) {
  const absl::Time give_up = absl::Now() + patience;
  int64_t committed = 0;
  while (committed < records) {
    if (absl::Now() > give_up || !worker_->IsRunning()) {
      return absl::DeadlineExceededError(absl::StrCat("the worker has brought ", committed, " of ",
                                                      records, " records\n", LogTail()));
    }
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(kLookApart));
    SLUICE_ASSIGN_OR_RETURN(committed, Committed());
  }
  return absl::OkStatus();
}

absl::Status SinkRun::Truncate() {
  SLUICE_ASSIGN_OR_RETURN(const std::string listed,
                          emulator_->Sql(absl::StrCat("SHOW PARTITIONS ", kTable, ";")));
  std::vector<std::string> clauses;
  for (absl::string_view line : absl::StrSplit(listed, '\n')) {
    if (!absl::ConsumePrefix(&line, "pt=")) continue;
    clauses.push_back(absl::StrCat("PARTITION (pt='", absl::StripAsciiWhitespace(line), "')"));
  }
  if (clauses.empty()) return absl::OkStatus();
  return emulator_
      ->Sql(absl::StrCat("TRUNCATE TABLE ", kTable, " ", absl::StrJoin(clauses, ", "), ";"))
      .status();
}

absl::StatusOr<size_t> SinkRun::CountRows() {
  SLUICE_ASSIGN_OR_RETURN(const auto rows, emulator_->RowsByOffset(kTable));
  size_t once = 0;
  for (const auto& [place, times] : rows) once += times == 1 ? 1 : 0;
  return once;
}

}  // namespace sluice::bench
