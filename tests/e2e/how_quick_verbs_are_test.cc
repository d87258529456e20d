// How long it takes until what a person asked for is observed, on a system that does nothing else.
// Prints medians; its bounds are far above them, for machines that are busy.

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/cluster/kafka_server.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

class HowQuickVerbsAre : public ProductScenario {
 protected:
  // From the call until the state is observed.
  template <typename Call>
  void Measure(const std::string& what, Call call, v1::Connector::State goal) {
    const absl::Time begun = absl::Now();
    ASSERT_THAT(call(), IsOk());
    const absl::Time give_up = begun + absl::Seconds(60);
    while (true) {
      const auto connector = Get();
      ASSERT_THAT(connector, IsOk());
      if (connector->state() == goal) break;
      ASSERT_LT(absl::Now(), give_up) << connector->DebugString();
      absl::SleepFor(absl::Milliseconds(5));
    }
    times_[what].push_back(absl::Now() - begun);
  }

  absl::Duration Median(const std::string& what) {
    std::vector<absl::Duration>& times = times_[what];
    std::sort(times.begin(), times.end());
    return times.at(times.size() / 2);
  }

  absl::Status CreateRunning() {
    v1::CreateConnectorRequest request;
    request.set_parent(instance_);
    request.set_connector_id(connector_);
    *request.mutable_connector() = Definition();
    request.set_initial_state(v1::Connector::Desired::RUNNING);
    return control_plane_->api().CreateConnector(request).status();
  }

  template <typename Request>
  Request Named() {
    Request request;
    request.set_name(name());
    return request;
  }

  void Delete(v1::DeleteConnectorRequest::Policy topics) {
    auto request = Named<v1::DeleteConnectorRequest>();
    request.set_topics_policy(topics);
    ASSERT_THAT(control_plane_->api().DeleteConnector(request), IsOk());
    ASSERT_TRUE(WaitFor([&] { return absl::IsNotFound(Get().status()); }));
  }

  void MeasureAll(int rounds);

  std::map<std::string, std::vector<absl::Duration>> times_;
};

// By its default a broker gives the members of a new group time to come before it shares anything.
class HowQuickVerbsAreByTheBrokersDefault : public HowQuickVerbsAre {
 protected:
  cluster::KafkaServer& kafka() override { return *kafka_; }

 private:
  const std::unique_ptr<cluster::KafkaServer> kafka_ =
      cluster::KafkaServer::StartOwn({.rebalance_delay_ms = 3000});
};

void HowQuickVerbsAre::MeasureAll(int rounds) {
  MakeTopic(topic_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  client::Client& api = control_plane_->api();
  for (int round = 0; round < rounds; ++round) {
    Measure(
        "create, topics are made", [&] { return CreateRunning(); }, v1::Connector::RUNNING);
    Delete(v1::DeleteConnectorRequest::KEEP);
    Measure(
        "create, topics exist", [&] { return CreateRunning(); }, v1::Connector::RUNNING);
    Measure(
        "pause", [&] { return api.PauseConnector(Named<v1::PauseConnectorRequest>()).status(); },
        v1::Connector::PAUSED);
    Measure(
        "resume", [&] { return api.ResumeConnector(Named<v1::ResumeConnectorRequest>()).status(); },
        v1::Connector::RUNNING);
    Measure(
        "restart",
        [&] { return api.RestartConnector(Named<v1::RestartConnectorRequest>()).status(); },
        v1::Connector::RUNNING);
    Measure(
        "update of the table's zone",
        [&] {
          v1::UpdateConnectorRequest request;
          request.mutable_connector()->set_name(name());
          request.mutable_connector()->mutable_sink()->set_time_zone("UTC");
          return api.UpdateConnector(request).status();
        },
        v1::Connector::RUNNING);
    Delete(v1::DeleteConnectorRequest::DROP);
    if (HasFatalFailure()) return;
  }
  for (const auto& [what, times] : times_) {
    std::cout << what << " -> "
              << absl::FormatDuration(absl::Trunc(Median(what), absl::Milliseconds(1)))
              << " (median of " << times.size() << ")\n";
    EXPECT_LT(Median(what), absl::Seconds(20)) << what;
  }
}

TEST_F(HowQuickVerbsAre, TheMedians) { MeasureAll(7); }

TEST_F(HowQuickVerbsAreByTheBrokersDefault, TheMedians) {
  MeasureAll(3);
  EXPECT_GE(Median("create, topics exist"), absl::Seconds(3));
}

}  // namespace
}  // namespace sluice::e2e
