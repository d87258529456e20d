// All that is done with a cluster, done with SCRAM over TLS, on both generations of Kafka.

#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_connection_probe.h"
#include "base/kafka/kafka_producer.h"
#include "base/kafka/kafka_record_reader.h"
#include "base/kafka/recording_member.h"
#include "base/log/log.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kPassword[] = "word-of-the-reader";
constexpr absl::Duration kTimeout = absl::Seconds(20);

class ScramOverTls : public ::testing::TestWithParam<const char*> {};

TEST_P(ScramOverTls, EverythingWorksAndThePasswordIsInNoLog) {
  const auto server = cluster::KafkaServer::StartOwn(
      {.version = GetParam(), .secure = true, .users = {{"reader", kPassword}}});
  ConnectionSettings settings = {.bootstrap_servers = server->listener("SASL_SSL"),
                                 .security_protocol = SecurityProtocol::kSaslSsl,
                                 .sasl_mechanism = SaslMechanism::kScramSha512,
                                 .username = "reader",
                                 .password = kPassword,
                                 .ca_certificates_pem = server->certificate("ca.pem")};
  log::SetLevel("debug");
  testing::internal::CaptureStderr();
  for (const SaslMechanism mechanism : {SaslMechanism::kScramSha256, SaslMechanism::kScramSha512}) {
    settings.sasl_mechanism = mechanism;
    const auto cluster = KafkaConnectionProbe().Probe(settings, kTimeout);
    ASSERT_THAT(cluster, IsOk());
    EXPECT_THAT(cluster->broker_version, HasSubstr(GetParam()));
  }

  const auto admin = KafkaAdmin::Create(settings);
  ASSERT_THAT(admin, IsOk());
  const auto made = (*admin)->CreateTopics({{.name = "orders"}}, kTimeout);
  ASSERT_THAT(made, IsOk());
  ASSERT_THAT(made->at("orders"), IsOk());
  const auto producer = KafkaProducer::Create(settings, {});
  ASSERT_THAT(producer, IsOk());
  ASSERT_THAT(ProduceAndWait(**producer, {.topic = "orders", .key = "k", .value = "v"}, kTimeout),
              IsOk());
  const GroupConsumerOptions member = {
      .connection = settings, .topic = "orders", .group_id = "g", .group_instance_id = "task-0"};
  {
    RecordingMember first(member);
    ASSERT_TRUE(first.HoldsPartitions(1));
    first.consumer->Resume(0);
    ASSERT_THAT(first.PollUntil([&] { return first.ends[0] == 1; }), IsOk());
    EXPECT_THAT(first.values, ElementsAre("0:0=v"));
    EXPECT_THAT(first.Commit(0, 1, "mine").verdict, Eq(CommitVerdict::kAccepted));
  }
  RecordingMember second(member);
  ASSERT_TRUE(second.HoldsPartitions(1));
  EXPECT_THAT(second.assigned[0].committed, Eq(CommittedOffset{1, "mine"}));
  EXPECT_THAT((*admin)->FetchOffsets("g", kTimeout),
              IsOkAndHolds(ElementsAre(Pair(TopicPartition{"orders", 0}, testing::_))));
  const auto reader = KafkaRecordReader::Create(settings);
  ASSERT_THAT(reader, IsOk());
  const auto last = (*reader)->ReadLast("orders", {});
  ASSERT_THAT(last, IsOk());
  EXPECT_THAT(last->records, SizeIs(1));

  log::SetLevel("info");
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("kafka client"));
  EXPECT_THAT(log, Not(HasSubstr(kPassword)));
}

INSTANTIATE_TEST_SUITE_P(Kafka, ScramOverTls, ::testing::Values("4.1", "3.9"));

}  // namespace
}  // namespace sluice::kafka
