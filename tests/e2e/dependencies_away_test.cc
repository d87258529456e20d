// Kafka, PostgreSQL, the destination or the control plane go away while connectors run, and come
// back: clear errors meanwhile, recovery by itself, and nothing lost or repeated.

#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

class DependenciesAway : public ProductScenario {
 protected:
  cluster::KafkaServer& kafka() override { return *kafka_; }
  std::string FreshDatabase() override { return postgres_->FreshDatabase(); }

  void RunConnector() {
    MakeTopic(topic_);
    worker_.emplace(control_plane_->StartWorker("worker"));
    ASSERT_THAT(Create(), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
    ASSERT_THAT(Deploy(), IsOk());
    Send();
    ExpectTableEqualsTopic();
  }

  const std::unique_ptr<cluster::KafkaServer> kafka_ = cluster::KafkaServer::StartOwn();
  const std::unique_ptr<cluster::PostgresServer> postgres_ = cluster::PostgresServer::StartOwn();
  std::optional<cluster::ChildProcess> worker_;
};

TEST_F(DependenciesAway, WithDatabaseAndControlPlaneGoneRunningTasksGoOnAndAWorkerRestarts) {
  RunConnector();

  postgres_->Stop();
  EXPECT_THAT(Get().status(), StatusIs(absl::StatusCode::kUnavailable));
  control_plane_->Kill();
  Send();
  ExpectTableEqualsTopic();
  worker_->Kill();
  Send();
  worker_.emplace(control_plane_->StartWorker("worker"));
  ExpectTableEqualsTopic();

  control_plane_->Start(/*until_it_serves=*/false);
  postgres_->Start();
  EXPECT_TRUE(WaitForState(v1::Connector::RUNNING));
  Send();
  ExpectTableEqualsTopic();
}

TEST_F(DependenciesAway, AfterAnOutageOfKafkaTheConnectorGoesOn) {
  RunConnector();

  kafka_->Stop();
  EXPECT_TRUE(WaitFor([&] {
    absl::StatusOr<v1::Connector> connector = Get();
    return connector.ok() && connector->state() != v1::Connector::RUNNING;
  }));
  kafka_->Start();

  Send();
  ExpectTableEqualsTopic();
  EXPECT_TRUE(WaitForState(v1::Connector::RUNNING));
}

TEST_F(DependenciesAway, AfterAnOutageOfTheDestinationTheConnectorGoesOn) {
  RunConnector();

  emulator_->Kill();
  Send();
  EXPECT_TRUE(WaitForState(v1::Connector::DEGRADED));
  emulator_->Restart();

  Send();
  ExpectTableEqualsTopic();
  EXPECT_TRUE(WaitForState(v1::Connector::RUNNING));
}

}  // namespace
}  // namespace sluice::e2e
