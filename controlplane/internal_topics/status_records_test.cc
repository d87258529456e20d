#include "controlplane/internal_topics/status_records.h"

#include "absl/strings/str_cat.h"
#include "controlplane/provisioning/testing_connector.h"
#include "formats/connect_records.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;

const absl::Time kNow = absl::FromUnixSeconds(1'605'580'000);

HeldRecords After(HeldRecords held, const std::vector<RecordChange>& changes) {
  for (const RecordChange& change : changes) {
    held.erase(change.key);
    if (change.value.has_value()) held[change.key] = {*change.value, 0};
  }
  return held;
}

Connector Desired(DesiredState state) {
  Connector connector = TestingConnector();
  connector.desired_state = state;
  connector.desired_state_time = kNow;
  connector.provisioning.done = true;
  connector.start_pin = StartPin{.time = kNow, .offsets = {{0, 7}}};
  return connector;
}

Task Reported(ReportedState state, int64_t next_offset = 7) {
  Task task;
  task.key = {"uid-a", 0};
  task.worker_uid = "uid-w";
  task.assignment_revision = 3;
  task.report = TaskReport{.assignment_revision = 3,
                           .state = state,
                           .state_time = kNow,
                           .partitions = {{.partition = 0, .next_offset = next_offset}},
                           .report_time = kNow};
  return task;
}

struct Seen {
  DesiredState desired;
  std::optional<ReportedState> task;  // Nothing: it has no task.
  std::string connector;
  std::string task_says;
};

TEST(StatusChanges, B16WhatIsObservedIsSaidInConnectsStates) {
  const Seen table[] = {
      {DesiredState::kDraft, std::nullopt, "STOPPED", ""},
      {DesiredState::kRunning, std::nullopt, "UNASSIGNED", ""},
      {DesiredState::kRunning, ReportedState::kStarting, "UNASSIGNED", "UNASSIGNED"},
      {DesiredState::kRunning, ReportedState::kRunning, "RUNNING", "RUNNING"},
      {DesiredState::kRunning, ReportedState::kDegraded, "RUNNING", "RUNNING"},
      {DesiredState::kRunning, ReportedState::kFailed, "FAILED", "FAILED"},
      {DesiredState::kPaused, ReportedState::kRunning, "RUNNING", "RUNNING"},
      {DesiredState::kPaused, ReportedState::kPaused, "PAUSED", "PAUSED"},
      {DesiredState::kStopped, ReportedState::kRunning, "UNASSIGNED", "RUNNING"},
      {DesiredState::kStopped, std::nullopt, "STOPPED", ""},
      {DesiredState::kDeleted, ReportedState::kRunning, "UNASSIGNED", "RUNNING"},
  };
  for (const Seen& seen : table) {
    std::vector<Task> tasks;
    if (seen.task.has_value()) tasks.push_back(Reported(*seen.task));

    const HeldRecords held = After({}, StatusChanges(Desired(seen.desired), tasks, kNow, {}));

    EXPECT_EQ(formats::StateOfStatus(held.at("status-connector-a").value), seen.connector)
        << NameOf(seen.desired);
    const auto task = held.find("status-task-a-0");
    EXPECT_EQ(task == held.end() ? "" : *formats::StateOfStatus(task->second.value),
              seen.task_says);
  }
}

TEST(StatusChanges, AFailureCarriesItsFirstCauseWhereConnectHasATrace) {
  Task task = Reported(ReportedState::kFailed);
  task.report->problem =
      Problem{ErrorClass::kUser, "TABLE_NOT_FOUND", "table t is gone", "make it"};

  const auto changes = StatusChanges(Desired(DesiredState::kRunning), {task}, kNow, {});

  const auto traced = Field(&RecordChange::value,
                            Optional(HasSubstr(R"("trace":"TABLE_NOT_FOUND: table t is gone")")));
  EXPECT_THAT(changes, Contains(AllOf(Field(&RecordChange::key, "status-connector-a"), traced)));
  EXPECT_THAT(changes, Contains(AllOf(Field(&RecordChange::key, "status-task-a-0"), traced)));
}

TEST(StatusChanges, AKilledWorkerIsNotRunningForLongerThanItsReportCounts) {
  const Task task = Reported(ReportedState::kRunning);

  const auto changes =
      StatusChanges(Desired(DesiredState::kRunning), {task}, kNow + absl::Seconds(11), {});

  EXPECT_EQ(formats::StateOfStatus(After({}, changes).at("status-task-a-0").value), "UNASSIGNED");
}

TEST(StatusChanges, GivenNobodyTakesItsTasksThenItNeverRuns) {
  for (absl::Duration waited : {absl::Seconds(1), absl::Hours(1)}) {
    const auto changes = StatusChanges(Desired(DesiredState::kRunning), {}, kNow + waited, {});
    EXPECT_EQ(formats::StateOfStatus(After({}, changes).at("status-connector-a").value),
              "UNASSIGNED");
  }
}

TEST(StatusChanges, GivenNothingChangedThenNothingIsWritten) {
  const Connector connector = Desired(DesiredState::kRunning);
  const Task task = Reported(ReportedState::kRunning, 9);
  const HeldRecords held = After({}, StatusChanges(connector, {task}, kNow, {}));

  EXPECT_THAT(StatusChanges(connector, {task}, kNow + absl::Seconds(5), held), IsEmpty());
}

TEST(StatusChanges, GivenATaskIsGoneThenItIsUnassignedAndThenErased) {
  const HeldRecords held = After({}, StatusChanges(Desired(DesiredState::kRunning),
                                                   {Reported(ReportedState::kRunning)}, kNow, {}));

  const auto changes = StatusChanges(Desired(DesiredState::kStopped), {}, kNow, held);

  const auto about = [](const char* key) { return Field(&RecordChange::key, key); };
  EXPECT_THAT(
      changes,
      ElementsAre(about("status-connector-a"),
                  AllOf(about("status-task-a-0"),
                        Field(&RecordChange::value, Optional(HasSubstr("UNASSIGNED")))),
                  AllOf(about("status-task-a-0"), Field(&RecordChange::value, Eq(std::nullopt)))));
}

TEST(StatusChanges, ThatATopicIsReadIsSaidOnceAtTheFirstRecordAndStays) {
  const Connector connector = Desired(DesiredState::kRunning);
  const std::string key = "status-topic-orders:connector-a";

  HeldRecords held =
      After({}, StatusChanges(connector, {Reported(ReportedState::kRunning)}, kNow, {}));
  EXPECT_FALSE(held.contains(key)) << "no record was taken yet";
  held = After(held, StatusChanges(connector, {Reported(ReportedState::kRunning, 8)}, kNow, held));
  EXPECT_EQ(
      held.at(key).value,
      R"({"topic":{"name":"orders","connector":"a","task":0,"discoverTimestamp":1605580000000}})");
  held = After(held, StatusChanges(connector, {Reported(ReportedState::kRunning, 9)},
                                   kNow + absl::Seconds(1), held));
  held = After(held, StatusChanges(Desired(DesiredState::kStopped), {}, kNow, held));
  EXPECT_THAT(held.at(key).value, HasSubstr("1605580000000"));
}

TEST(StatusErasure, LeavesNothing) {
  const Connector connector = Desired(DesiredState::kRunning);
  const HeldRecords held =
      After({}, StatusChanges(connector, {Reported(ReportedState::kRunning, 9)}, kNow, {}));
  ASSERT_EQ(held.size(), 3);

  EXPECT_THAT(After(held, StatusErasure(connector, held)), IsEmpty());
}

}  // namespace
}  // namespace sluice::controlplane
