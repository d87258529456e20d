#ifndef SLUICE_TESTS_E2E_PRODUCT_SCENARIO_H_
#define SLUICE_TESTS_E2E_PRODUCT_SCENARIO_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector.pb.h"
#include "sluice/v1/instance.pb.h"
#include "tests/cluster/control_plane.h"
#include "tests/cluster/emulator.h"
#include "tests/cluster/kafka_server.h"
#include "tests/cluster/postgres_server.h"

namespace sluice::e2e {

// The whole product on real Kafka and PostgreSQL: emulator with R0's table and four grants, control
// plane, one instance. Tests start the workers that they need.
class ProductScenario : public ::testing::Test {
 protected:
  // The shared servers; a test that stops them says so with its own.
  virtual cluster::KafkaServer& kafka() { return cluster::KafkaServer::Shared(); }
  virtual std::string FreshDatabase() { return cluster::PostgresServer::Shared().FreshDatabase(); }

  // Of the control plane, beside those that every test has.
  virtual std::vector<std::string> ControlPlaneFlags() { return {}; }

  // The instance that SetUp makes; by default the shared Kafka, without any login.
  virtual v1::Instance InstanceDefinition();

  void SetUp() override;

  void MakeTopic(const std::string& topic, int partitions = 1);
  // For what Kafka's own tools take long to say.
  kafka::Admin& admin() { return *admin_; }
  // Sends one record past Sluice and remembers that it must arrive, when `expected`.
  void Send(int32_t partition = 0, bool expected = true);

  // R0's connector, reading `topic_` into `table_`.
  v1::Connector Definition();
  absl::StatusOr<v1::Connector> Create(const v1::Connector& connector);
  absl::StatusOr<v1::Connector> Create() { return Create(Definition()); }
  absl::StatusOr<v1::Connector> Deploy();
  absl::StatusOr<v1::Connector> Stop();
  absl::StatusOr<v1::Connector> Get();
  // Waits until the connector's state is this one; false after `patience`.
  bool WaitForState(v1::Connector::State state, absl::Duration patience = absl::Seconds(60));

  // Waits up to 60 s until the table holds every record that was sent and expected, each once, and
  // nothing else.
  void ExpectTableEqualsTopic();
  bool WaitFor(const std::function<bool()>& condition, absl::Duration patience = absl::Seconds(60));

  std::string name() const { return instance_ + "/connectors/" + connector_; }

  std::unique_ptr<cluster::Emulator> emulator_;
  std::unique_ptr<cluster::ControlPlane> control_plane_;
  std::unique_ptr<kafka::Producer> producer_;
  std::unique_ptr<kafka::Admin> admin_;
  const std::string table_ = "test_kafka";
  const std::string topic_ = cluster::FreshName("maxcompute-test-input");
  const std::string connector_ = cluster::FreshName("kafka-maxcompute-sink");
  const std::string instance_ = "instances/local";
  std::map<std::pair<int64_t, int64_t>, int> expected_;
};

}  // namespace sluice::e2e

#endif  // SLUICE_TESTS_E2E_PRODUCT_SCENARIO_H_
