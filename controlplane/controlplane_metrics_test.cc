#include "controlplane/controlplane_metrics.h"

#include "base/status/reason.h"
#include "controlplane/store/reconcile_queue.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ControlPlaneMetricsTest : public ::testing::Test {
 protected:
  ControlPlaneView view_;
  ControlPlaneMetrics metrics_{[this] { return view_; }};
};

TEST_F(ControlPlaneMetricsTest, CallsAreCountedByMethodAndCode) {
  metrics_.OnAnswered({.method = "ConnectorService/GetConnector",
                       .code = "NOT_FOUND",
                       .took = absl::Milliseconds(30)});

  EXPECT_THAT(
      metrics_.Text(),
      AllOf(HasSubstr("sluice_controlplane_answered_calls_total{code=\"NOT_FOUND\",method="
                      "\"ConnectorService/GetConnector\"} 1\n"),
            HasSubstr("sluice_controlplane_call_duration_seconds_bucket{method=\"ConnectorService/"
                      "GetConnector\",le=\"0.05\"} 1\n")));
}

TEST_F(ControlPlaneMetricsTest, RequestsOverHttpAreCountedByRouteAndClassOfStatus) {
  metrics_.OnAnswered({.route = "ConnectorService/GetConnector",
                       .status = 404,
                       .took = absl::Milliseconds(30),
                       .body_bytes = 200});
  metrics_.OnEvent("WatchService/Watch", 70);

  EXPECT_THAT(
      metrics_.Text(),
      AllOf(HasSubstr("sluice_controlplane_http_requests_total{route=\"ConnectorService/"
                      "GetConnector\",status=\"4xx\"} 1\n"),
            HasSubstr("sluice_controlplane_http_request_duration_seconds_bucket{route="
                      "\"ConnectorService/GetConnector\",le=\"0.05\"} 1\n"),
            HasSubstr("sluice_controlplane_http_sent_bytes_total{route=\"ConnectorService/"
                      "GetConnector\"} 200\n"),
            HasSubstr("sluice_controlplane_http_sent_bytes_total{route=\"WatchService/Watch\"} "
                      "70\n")));
}

TEST_F(ControlPlaneMetricsTest, RefusalsAreCountedByTheirLimitAndBeginAtZero) {
  metrics_.OnRefused(HttpLimit::kStreams);

  EXPECT_THAT(
      metrics_.Text(),
      AllOf(HasSubstr("sluice_controlplane_http_refusals_total{limit=\"STREAMS\"} 1\n"),
            HasSubstr("sluice_controlplane_http_refusals_total{limit=\"CONNECTIONS\"} 0\n")));
}

TEST_F(ControlPlaneMetricsTest, StepsAreCountedByWhoCanMendThem) {
  metrics_.OnReconciled(absl::OkStatus(), absl::Milliseconds(5));
  metrics_.OnReconciled(WithReason(absl::FailedPreconditionError("x"), "TOPIC_UNFIT"),
                        absl::Milliseconds(5));
  metrics_.OnReconciled(WithReason(absl::AbortedError("another's"), kClaimLost),
                        absl::Milliseconds(5));

  EXPECT_THAT(metrics_.Text(),
              AllOf(HasSubstr("sluice_controlplane_reconcile_steps_total{outcome=\"OK\"} 2\n"),
                    HasSubstr("sluice_controlplane_reconcile_steps_total{outcome=\"USER\"} 1\n")));
}

TEST_F(ControlPlaneMetricsTest, WhatTheReplicaLooksLikeIsAskedAtEachScrape) {
  view_ = {.database_answers = true,
           .workers_connected = 3,
           .calls_waiting_slow = 7,
           .http_connections = 40,
           .http_calls = 5,
           .http_streams = 30,
           .connectors = {{"RUNNING", 12}}};

  EXPECT_THAT(metrics_.Text(),
              AllOf(HasSubstr("sluice_controlplane_database_connected 1\n"),
                    HasSubstr("sluice_controlplane_connected_workers 3\n"),
                    HasSubstr("sluice_controlplane_connectors{state=\"RUNNING\"} 12\n"),
                    HasSubstr("sluice_controlplane_waiting_calls{kind=\"slow\"} 7\n"),
                    HasSubstr("sluice_controlplane_http_connections 40\n"),
                    HasSubstr("sluice_controlplane_http_calls 5\n"),
                    HasSubstr("sluice_controlplane_http_streams 30\n")));
}

TEST_F(ControlPlaneMetricsTest, PlacementsAreCountedByWhatBecameOfTasks) {
  metrics_.OnPlaced({.place = {{{"u", 0}, "w"}, {{"u", 1}, "w"}}, .remove = {{"v", 0}}});

  EXPECT_THAT(metrics_.Text(),
              AllOf(HasSubstr("sluice_controlplane_task_placements_total{what=\"PLACED\"} 2\n"),
                    HasSubstr("sluice_controlplane_task_placements_total{what=\"REMOVED\"} 1\n"),
                    HasSubstr("sluice_controlplane_task_placements_total{what=\"LEAVE\"} 0\n")));
}

}  // namespace
}  // namespace sluice::controlplane
