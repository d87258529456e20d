// R11: topics in tiered storage, on a Kafka that has it. Without it: cluster_contract.cc.

#include "base/kafka/kafka_admin.h"
#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

using ::testing::Contains;
using ::testing::Pair;

constexpr absl::Duration kTimeout = absl::Seconds(20);

TEST(TieredStorage, ATopicThatAsksForItGetsItUnlessItIsCompacted) {
  const auto server = cluster::KafkaServer::StartOwn({.tiered_storage = true});
  const auto admin = KafkaAdmin::Create({.bootstrap_servers = server->bootstrap()});
  ASSERT_THAT(admin, IsOk());
  const auto cluster = (*admin)->DescribeCluster(kTimeout);
  ASSERT_THAT(cluster, IsOk());
  EXPECT_TRUE(cluster->tiered_storage);

  const auto answers = (*admin)->CreateTopics(
      {{.name = "cloud", .configs = {{"remote.storage.enable", "true"}}},
       {.name = "local"},
       {.name = "compacted",
        .configs = {{"remote.storage.enable", "true"}, {"cleanup.policy", "compact"}}}},
      kTimeout);

  ASSERT_THAT(answers, IsOk());
  EXPECT_THAT(answers->at("cloud"), IsOk());
  EXPECT_THAT(answers->at("local"), IsOk());
  EXPECT_THAT(answers->at("compacted"), HasReason(reason::kRefusedByBroker));
  const auto topics = (*admin)->DescribeTopics({"cloud", "local"}, kTimeout);
  ASSERT_THAT(topics, IsOk());
  EXPECT_THAT(topics->at("cloud").configs, Contains(Pair("remote.storage.enable", "true")));
  EXPECT_THAT(topics->at("local").configs, Contains(Pair("remote.storage.enable", "false")));
}

}  // namespace
}  // namespace sluice::kafka
