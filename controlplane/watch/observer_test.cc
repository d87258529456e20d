#include "controlplane/watch/observer.h"

#include <string>
#include <vector>

#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const TaskKey kTask = {AConnector().uid, 0};

class Observing : public ::testing::Test {
 protected:
  Observing() {
    EXPECT_THAT(store_.CreateInstance(AnInstance(), {}), IsOk());
    EXPECT_THAT(store_.Hello(AWorker(), absl::Hours(1)), IsOk());
    Connector connector = AConnector();
    connector.spec.tasks = 1;
    EXPECT_THAT(store_.CreateConnector(connector, {}), IsOk());
  }

  void Look(Observer& observer) { EXPECT_THAT(observer.Look(), IsOk()); }

  // It is deployed, and its task is placed.
  void Run() {
    EXPECT_THAT(store_.ChangeDesiredState({.connector_uid = kTask.connector_uid,
                                           .from_generation = 1,
                                           .desired_state = DesiredState::kRunning,
                                           .now = clock_.Now()},
                                          {}),
                IsOk());
    EXPECT_THAT(store_.Place(
                    [](const PlacementView&) {
                      PlacementChanges changes;
                      changes.create = {kTask};
                      changes.place = {{kTask, AWorker().uid}};
                      return changes;
                    },
                    clock_.Now()),
                IsOk());
  }

  void Report(ReportedState state, int64_t rows, std::optional<Problem> problem = std::nullopt) {
    TaskReport report;
    report.assignment_revision = store_.ListTasks(kTask.connector_uid)->at(0).assignment_revision;
    report.state = state;
    report.state_time = clock_.Now();
    report.report_time = clock_.Now();
    report.problem = std::move(problem);
    report.partitions = {{.next_offset = rows,
                          .end_offset = 100,
                          .rows_committed = rows,
                          .progress_time = clock_.Now()}};
    EXPECT_THAT(store_.Report(
                    {.worker_uid = AWorker().uid, .tasks = {{kTask, report}}, .now = clock_.Now()}),
                IsOk());
  }

  std::vector<ConnectorEvent> Events(EventType type) {
    return *store_.ListEvents({.connector_uid = kTask.connector_uid, .types = {type}});
  }

  std::vector<std::string> States() {
    std::vector<std::string> states;
    for (const ConnectorEvent& event : Events(EventType::kState)) states.push_back(event.to_state);
    return states;
  }

  ObservedValues Noted() { return store_.ReadNews("")->observations.at(0).values; }

  SimulatedClock clock_{kT0 + absl::Minutes(1)};
  InMemoryStore store_;
  ChangeBoard board_{"epoch"};
  ChangeBoard other_board_{"other"};
  Observer observer_{store_, store_, store_, store_, board_, clock_, {}};
  Observer other_{store_, store_, store_, store_, other_board_, clock_, {}};
};

TEST_F(Observing, WhatIsSeenIsOnTheBoardAndNotedForLists) {
  Look(observer_);
  Run();
  Look(observer_);
  EXPECT_THAT(Noted().state, Eq(ObservedState::kStarting));
  Report(ReportedState::kRunning, 40);
  Look(observer_);
  EXPECT_THAT(Noted().state, Eq(ObservedState::kRunning));
  EXPECT_THAT(Noted().lag_records, Eq(60));
  EXPECT_THAT(Noted().severity, Eq(10));
  ASSERT_THAT(board_.All(), SizeIs(1));
  EXPECT_THAT(board_.All()[0].seen->values, Eq(Noted()));
}

TEST_F(Observing, EachStateThatItComesToIsAnEventOnceWhoeverLooks) {
  Look(observer_);
  Look(other_);
  Run();
  Look(observer_);
  Look(other_);
  Report(ReportedState::kRunning, 1);
  Look(other_);
  Look(observer_);
  Look(other_);
  EXPECT_THAT(States(), ElementsAre("RUNNING", "STARTING"));
}

TEST_F(Observing, GivenTwoWhoHaveReadTheSameNewsThenOneNoteCounts) {
  Look(observer_);
  const auto before = store_.ReadNews("")->observations.at(0);
  ObservationNote note{before.connector_uid, before.version, before.values, {}};
  note.values.state = ObservedState::kFailed;
  note.events = {{.connector_uid = before.connector_uid, .type = EventType::kState}};
  EXPECT_THAT(store_.NoteObservations({note}, clock_.Now()), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(store_.NoteObservations({note}, clock_.Now()), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Events(EventType::kState), SizeIs(1));
}

TEST_F(Observing, TroubleBeginsBecomesSomethingElseAndEnds) {
  Run();
  Report(ReportedState::kRunning, 1);
  Look(observer_);
  Report(ReportedState::kDegraded, 1,
         Problem{ErrorClass::kQuota, "QUOTA_EXCEEDED", "too much", ""});
  Look(observer_);
  Report(ReportedState::kFailed, 1, Problem{ErrorClass::kUser, "TABLE_NOT_FOUND", "no table", ""});
  Look(observer_);
  Report(ReportedState::kFailed, 1, Problem{ErrorClass::kUser, "TABLE_NOT_FOUND", "no table!", ""});
  Look(observer_);
  Report(ReportedState::kRunning, 2);
  Look(observer_);

  const auto events = Events(EventType::kTrouble);
  ASSERT_THAT(events, SizeIs(3));
  EXPECT_THAT(events[2].reason, Eq("QUOTA_EXCEEDED"));
  EXPECT_THAT(events[1].reason, Eq("TABLE_NOT_FOUND"));
  EXPECT_THAT(events[1].message, Eq("no table"));
  EXPECT_THAT(events[0].message, Eq("TABLE_NOT_FOUND is over"));
}

TEST_F(Observing, TimeAloneChangesWhatAConnectorIs) {
  Run();
  Report(ReportedState::kRunning, 100);
  Look(observer_);
  clock_.Advance(absl::Seconds(11));  // Its worker is silent.
  Look(observer_);
  EXPECT_THAT(Noted().state, Eq(ObservedState::kDegraded));
  EXPECT_THAT(Noted().trouble_reason, Eq("WORKER_SILENT"));
}

TEST_F(Observing, AConnectorThatIsGoneLeavesTheBoard) {
  Look(observer_);
  EXPECT_THAT(store_.ChangeDesiredState({.connector_uid = kTask.connector_uid,
                                         .from_generation = 1,
                                         .desired_state = DesiredState::kDeleted,
                                         .now = clock_.Now()},
                                        {}),
              IsOk());
  const auto claims = store_.Claim(1, absl::Minutes(1), clock_.Now());
  ASSERT_THAT(store_.RemoveConnector(claims->at(0), clock_.Now()), IsOk());
  Look(observer_);
  EXPECT_THAT(board_.All(), IsEmpty());
  // What happened to it stays.
  EXPECT_THAT(Events(EventType::kByItself),
              ElementsAre(Field(&ConnectorEvent::verb, Eq("remove"))));
}

TEST_F(Observing, OneSampleAMinuteIsTakenWhoeverLooks) {
  Run();
  Report(ReportedState::kRunning, 10);
  Look(observer_);
  Look(other_);
  for (int minute = 0; minute < 3; ++minute) {
    clock_.Advance(absl::Minutes(1));
    Report(ReportedState::kRunning, 10 + 30 * (minute + 1));
    Look(observer_);
    Look(other_);
  }
  const auto samples = *store_.ListSamples(kTask.connector_uid, kT0, clock_.Now());
  ASSERT_THAT(samples, SizeIs(3));
  EXPECT_THAT(samples[0].since, Eq(absl::ZeroDuration()));
  EXPECT_THAT(samples[1].rows, Eq(30));
  EXPECT_THAT(samples[2].rows, Eq(30));
  EXPECT_THAT(samples[2].lag_records, Eq(0));
}

TEST_F(Observing, GivenTheStoreIsAwayThenTheNextLookMakesUpForIt) {
  store_.FailNext(absl::UnavailableError("away"));
  EXPECT_THAT(observer_.Look(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(board_.ready());
  Look(observer_);
  EXPECT_TRUE(board_.ready());
}

}  // namespace
}  // namespace sluice::controlplane
