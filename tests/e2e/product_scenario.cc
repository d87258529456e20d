#include "tests/e2e/product_scenario.h"

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_producer.h"
#include "base/status/status_matchers.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/instance_service.pb.h"

namespace sluice::e2e {
namespace {

void Pause(absl::Duration duration) {
  std::this_thread::sleep_for(absl::ToChronoMilliseconds(duration));
}

}  // namespace

v1::Instance ProductScenario::InstanceDefinition() {
  v1::Instance instance;
  instance.add_bootstrap_servers(kafka().bootstrap());
  instance.set_connector_feature(v1::Instance::ENABLED);
  return instance;
}

void ProductScenario::SetUp() {
  emulator_ = cluster::Emulator::Start();
  ASSERT_THAT(emulator_->MakeScenario(table_), IsOk());
  control_plane_ =
      std::make_unique<cluster::ControlPlane>(*emulator_, FreshDatabase(), ControlPlaneFlags());
  control_plane_->Start();
  auto producer = kafka::KafkaProducer::Create({.bootstrap_servers = kafka().bootstrap()}, {});
  ASSERT_THAT(producer, IsOk());
  producer_ = *std::move(producer);
  auto admin = kafka::KafkaAdmin::Create({.bootstrap_servers = kafka().bootstrap()});
  ASSERT_THAT(admin, IsOk());
  admin_ = *std::move(admin);
  v1::CreateInstanceRequest request;
  request.set_instance_id("local");
  *request.mutable_instance() = InstanceDefinition();
  ASSERT_THAT(control_plane_->api().CreateInstance(request), IsOk());
}

void ProductScenario::MakeTopic(const std::string& topic, int partitions) {
  // Not by Kafka's tool: it does not wait until the broker knows the topic, and whoever asks for it
  // next may be told that it is not there.
  constexpr absl::Duration kTimeout = absl::Seconds(20);
  const auto made = admin_->CreateTopics({{.name = topic, .partitions = partitions}}, kTimeout);
  ASSERT_THAT(made, IsOk());
  ASSERT_THAT(made->at(topic), IsOk());
}

void ProductScenario::Send(int32_t partition, bool expected) {
  absl::StatusOr<kafka::RecordPosition> position = kafka::ProduceAndWait(*producer_,
                                                                         {.topic = topic_,
                                                                          .partition = partition,
                                                                          .key = "1",
                                                                          .value = "1",
                                                                          .timestamp = std::nullopt,
                                                                          .headers = {}},
                                                                         absl::Seconds(30));
  ASSERT_THAT(position, IsOk());
  if (expected) expected_[{position->partition, position->offset}] = 1;
}

v1::Connector ProductScenario::Definition() {
  v1::Connector connector;
  connector.set_task_type(v1::Connector::KAFKA2ODPS);
  connector.mutable_source()->set_topic(topic_);
  connector.mutable_source()->set_start_offset(v1::KafkaSource::LATEST);
  v1::MaxComputeSink& sink = *connector.mutable_sink();
  sink.set_endpoint(emulator_->endpoint());
  sink.set_project(cluster::Emulator::kProject);
  sink.set_table(table_);
  sink.set_account_uid(cluster::Emulator::kOwnerUid);
  sink.set_role_name(cluster::Emulator::kRole);
  sink.set_mode(v1::MaxComputeSink::DEFAULT);
  sink.set_format(v1::MaxComputeSink::TEXT);
  sink.set_partition_granularity(v1::MaxComputeSink::HOUR);
  sink.set_time_zone("GMT 08:00");
  return connector;
}

absl::StatusOr<v1::Connector> ProductScenario::Create(const v1::Connector& connector) {
  v1::CreateConnectorRequest request;
  request.set_parent(instance_);
  request.set_connector_id(connector_);
  *request.mutable_connector() = connector;
  return control_plane_->api().CreateConnector(request);
}

absl::StatusOr<v1::Connector> ProductScenario::Deploy() {
  v1::DeployConnectorRequest request;
  request.set_name(name());
  return control_plane_->api().DeployConnector(request);
}

absl::StatusOr<v1::Connector> ProductScenario::Stop() {
  v1::StopConnectorRequest request;
  request.set_name(name());
  return control_plane_->api().StopConnector(request);
}

absl::StatusOr<v1::Connector> ProductScenario::Get() {
  v1::GetConnectorRequest request;
  request.set_name(name());
  return control_plane_->api().GetConnector(request);
}

bool ProductScenario::WaitFor(const std::function<bool()>& condition, absl::Duration patience) {
  const absl::Time give_up = absl::Now() + patience;
  while (absl::Now() < give_up) {
    if (condition()) return true;
    Pause(absl::Milliseconds(50));
  }
  return condition();
}

bool ProductScenario::WaitForState(v1::Connector::State state, absl::Duration patience) {
  absl::StatusOr<v1::Connector> last;
  const bool reached = WaitFor(
      [&] {
        last = Get();
        return last.ok() && last->state() == state;
      },
      patience);
  if (!reached) {
    ADD_FAILURE() << (last.ok() ? last->DebugString() : last.status().ToString())
                  << control_plane_->process().LogTail();
  }
  return reached;
}

void ProductScenario::ExpectTableEqualsTopic() {
  const bool all_there = WaitFor([&] {
    auto rows = emulator_->RowsByOffset(table_);
    return rows.ok() && rows->size() >= expected_.size();
  });
  if (!all_there) {
    absl::StatusOr<v1::Connector> connector = Get();
    ADD_FAILURE() << (connector.ok() ? connector->DebugString() : connector.status().ToString());
  }
  Pause(absl::Seconds(2));  // Rows too many would come now.
  EXPECT_THAT(emulator_->RowsByOffset(table_), IsOkAndHolds(expected_));
}

}  // namespace sluice::e2e
