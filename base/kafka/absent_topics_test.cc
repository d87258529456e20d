// A broker that makes every topic that somebody asks about with leave to do so, as brokers do by
// default. What was deleted would be there again, with settings that nobody chose.

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "base/kafka/admin.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_producer.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

using ::testing::Contains;
using ::testing::Not;

constexpr absl::Duration kPatience = absl::Seconds(60);

TEST(AbsentTopics, AreMadeByNobodyWhoWritesOrAsks) {
  const auto server = cluster::KafkaServer::StartOwn({.auto_create_topics = true});
  const ConnectionSettings settings = {.bootstrap_servers = server->bootstrap()};
  const std::unique_ptr<Admin> admin = KafkaAdmin::Create(settings).value();
  const std::unique_ptr<Producer> producer = KafkaProducer::Create(settings, {}).value();
  const std::string topic = cluster::FreshName("absent");

  EXPECT_THAT(ProduceAllAndWait(*producer, {{.topic = topic, .value = "v"}}, kPatience),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(DescribeTopic(*admin, topic, kPatience), StatusIs(absl::StatusCode::kNotFound));

  const auto names = admin->ListTopics(kPatience);
  ASSERT_THAT(names, IsOk());
  EXPECT_THAT(*names, Not(Contains(topic)));
}

}  // namespace
}  // namespace sluice::kafka
