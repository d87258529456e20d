#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/kafka/cluster_contract.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_producer.h"
#include "base/kafka/kafka_record_reader.h"
#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

ConnectionSettings SharedSettings() {
  return {.bootstrap_servers = cluster::KafkaServer::Shared().bootstrap()};
}

ContractCluster Real() {
  return {KafkaAdmin::Create(SharedSettings()).value(),
          KafkaProducer::Create(SharedSettings(), ProducerOptions()).value(),
          KafkaRecordReader::Create(SharedSettings()).value(), &cluster::FreshName};
}

INSTANTIATE_TEST_SUITE_P(Kafka, ClusterContract, ::testing::Values(&Real));

constexpr absl::Duration kPatience = absl::Seconds(60);

// Nobody listens on port 1.
constexpr char kNobody[] = "127.0.0.1:1";

TEST(KafkaAdmin, GivenNobodyListensThenTheErrorIsRetryableAndNamesTheClusterAndTheCause) {
  const auto admin = KafkaAdmin::Create({.bootstrap_servers = kNobody});
  ASSERT_THAT(admin, IsOk());

  const auto answer = (*admin)->DescribeTopics({"orders"}, absl::Seconds(1));

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kUnavailable,
                               AllOf(HasSubstr("describing topic orders"), HasSubstr(kNobody),
                                     HasSubstr("Connection refused"))));
  EXPECT_THAT(answer, HasReason(reason::kUnreachable));
}

// A broker answers one connection in order: over a single one, whoever asks waits for the topics.
TEST(KafkaAdmin, GivenTopicsAreBeingMadeThenQuestionsAreAnsweredMeanwhile) {
  const auto admin = KafkaAdmin::Create(SharedSettings());
  ASSERT_THAT(admin, IsOk());
  ASSERT_THAT((*admin)->DescribeCluster(kPatience), IsOk());
  std::vector<NewTopic> topics;
  for (int i = 0; i < 8; ++i) {
    topics.push_back({.name = cluster::FreshName("slow"), .partitions = 25});
  }
  std::atomic<bool> made = false;
  std::thread maker([&] {
    EXPECT_THAT((*admin)->CreateTopics(topics, kPatience), IsOk());
    made = true;
  });

  // One may have been sent before the topics were asked for, one may wait until they are there.
  int answered = 0;
  while (!made && answered < 5) {
    EXPECT_THAT((*admin)->DescribeCluster(kPatience), IsOk());
    if (!made) ++answered;
  }
  maker.join();

  EXPECT_EQ(answered, 5);
  std::vector<std::string> names;
  for (const NewTopic& topic : topics) names.push_back(topic.name);
  EXPECT_THAT((*admin)->DeleteTopics(names, kPatience), IsOk());
}

TEST(KafkaAdmin, GivenATlsClientOnAPlaintextPortThenTheErrorIsAboutTheSettings) {
  ConnectionSettings settings = SharedSettings();
  settings.security_protocol = SecurityProtocol::kSsl;
  const auto admin = KafkaAdmin::Create(settings);
  ASSERT_THAT(admin, IsOk());

  EXPECT_THAT((*admin)->DescribeTopics({"orders"}, absl::Seconds(3)),
              HasReason(reason::kTlsFailed));
}

TEST(KafkaProducer, GivenNobodyListensThenTheDeliveryFailsInTime) {
  const auto producer = KafkaProducer::Create(
      {.bootstrap_servers = kNobody},
      {.delivery_timeout = absl::Seconds(1), .close_timeout = absl::Milliseconds(10)});
  ASSERT_THAT(producer, IsOk());

  const auto delivery =
      ProduceAndWait(**producer, {.topic = "orders", .value = "v"}, absl::Seconds(5));

  EXPECT_THAT(delivery, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("orders")));
}

TEST(KafkaProducer, GivenAFullQueueThenTheRecordIsRefusedAndTheOthersAreAnsweredWhenItCloses) {
  int answered = 0;
  {
    const auto producer =
        KafkaProducer::Create({.bootstrap_servers = kNobody},
                              {.queue_records_max = 2, .close_timeout = absl::Milliseconds(10)});
    ASSERT_THAT(producer, IsOk());
    const auto count = [&answered](const auto& delivery) { answered += delivery.ok() ? 0 : 1; };
    ASSERT_THAT((*producer)->Produce({.topic = "orders", .value = "1"}, count), IsOk());
    ASSERT_THAT((*producer)->Produce({.topic = "orders", .value = "2"}, count), IsOk());

    EXPECT_THAT((*producer)->Produce({.topic = "orders", .value = "3"}, count),
                StatusIs(absl::StatusCode::kResourceExhausted));
  }
  EXPECT_EQ(answered, 2);
}

}  // namespace
}  // namespace sluice::kafka
