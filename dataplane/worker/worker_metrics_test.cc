#include "dataplane/worker/worker_metrics.h"

#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class WorkerMetricsTest : public ::testing::Test {
 protected:
  WorkerMetricsTest() {
    TaskView& view = view_.tasks.emplace_back();
    view.definition.connector = "instances/local/connectors/orders";
    view.definition.task_index = 1;
    view.snapshot.state = TaskState::kRunning;
    view.snapshot.partitions[0] = {.next_offset = 90,
                                   .end_offset = 100,
                                   .rows_committed = 80,
                                   .dead_letters = {{"CSV_SYNTAX", 2}},
                                   .progress_time = clock_.Now() - absl::Seconds(5),
                                   .bytes_committed = 4096};
    view.snapshot.partitions[3] = {.next_offset = 7,
                                   .end_offset = -1,  // Not known yet.
                                   .rows_committed = 7,
                                   .dead_letters = {{"CSV_SYNTAX", 1}},
                                   .progress_time = clock_.Now() - absl::Seconds(3)};
  }

  SimulatedClock clock_;
  WorkerView view_;
  WorkerMetrics metrics_{[this] { return view_; }, clock_};
};

constexpr char kTask[] = R"({connector="instances/local/connectors/orders",task="1"})";

TEST_F(WorkerMetricsTest, ATaskTellsTheSumsOfItsSourcePartitions) {
  EXPECT_THAT(
      metrics_.Text(),
      AllOf(HasSubstr(std::string("sluice_worker_rows_committed_total") + kTask + " 87\n"),
            HasSubstr(std::string("sluice_worker_committed_bytes_total") + kTask + " 4096\n"),
            HasSubstr(std::string("sluice_worker_lag_records") + kTask + " 10\n"),
            HasSubstr(std::string("sluice_worker_since_progress_seconds") + kTask + " 3\n"),
            HasSubstr("sluice_worker_dead_letters_total{connector=\"instances/local/connectors/"
                      "orders\",reason=\"CSV_SYNTAX\",task=\"1\"} 3\n"),
            HasSubstr("state=\"RUNNING\",task=\"1\"} 1\n"),
            HasSubstr("state=\"FAILED\",task=\"1\"} 0\n")));
}

TEST_F(WorkerMetricsTest, WhatIsNotKnownIsNotTold) {
  EXPECT_THAT(metrics_.Text(), Not(HasSubstr("sluice_worker_newest_row_timestamp_seconds{")));
}

TEST_F(WorkerMetricsTest, ATaskThatIsGoneIsToldNoMore) {
  view_.tasks.clear();

  EXPECT_THAT(metrics_.Text(),
              AllOf(Not(HasSubstr("orders")), HasSubstr("sluice_worker_running_tasks 0\n")));
}

TEST_F(WorkerMetricsTest, BatchesAndTroublesAreCounted) {
  metrics_.OnCommitted(500, absl::Milliseconds(300));
  metrics_.OnBeginAgain(absl::NotFoundError("no such table"));

  EXPECT_THAT(metrics_.Text(),
              AllOf(HasSubstr("sluice_worker_commit_duration_seconds_bucket{le=\"0.25\"} 0\n"),
                    HasSubstr("sluice_worker_commit_duration_seconds_bucket{le=\"0.5\"} 1\n"),
                    HasSubstr("sluice_worker_commit_rows_sum 500\n"),
                    HasSubstr("sluice_worker_task_restarts_total{error_class=\"USER\"} 1\n"),
                    HasSubstr("sluice_worker_task_restarts_total{error_class=\"QUOTA\"} 0\n")));
}

}  // namespace
}  // namespace sluice::dataplane
