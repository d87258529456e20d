#include "controlplane/kafka/kafka_connections.h"

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::Ne;

Instance InstanceOf(const std::string& uid, const std::string& server = "127.0.0.1:1") {
  Instance instance;
  instance.uid = uid;
  instance.bootstrap_servers = {server};
  return instance;
}

TEST(KafkaConnections, GivenTheSameInstanceThenItsConnectionIsTheSame) {
  KafkaConnections connections({});

  const auto first = connections.AdminOf(InstanceOf("a"));

  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(connections.AdminOf(InstanceOf("a")).value(), Eq(*first));
  EXPECT_THAT(connections.AdminOf(InstanceOf("b")).value(), Ne(*first));
}

TEST(KafkaConnections, GivenItsServersChangedOrItWasDroppedThenTheConnectionIsANewOne) {
  KafkaConnections connections({});
  const auto first = connections.AdminOf(InstanceOf("a")).value();

  const auto second = connections.AdminOf(InstanceOf("a", "127.0.0.1:2")).value();
  EXPECT_THAT(second, Ne(first));

  connections.Drop(InstanceOf("a"));
  EXPECT_THAT(connections.AdminOf(InstanceOf("a", "127.0.0.1:2")).value(), Ne(second));
}

TEST(KafkaConnections, GivenMoreClustersThanTheBoundThenTheOneUsedLongestAgoIsClosed) {
  KafkaConnections connections({.clusters_max = 2});
  std::weak_ptr<kafka::Admin> a = connections.AdminOf(InstanceOf("a")).value();
  std::weak_ptr<kafka::Admin> b = connections.AdminOf(InstanceOf("b")).value();
  ASSERT_THAT(connections.AdminOf(InstanceOf("a")), IsOk());

  ASSERT_THAT(connections.AdminOf(InstanceOf("c")), IsOk());

  EXPECT_FALSE(a.expired());
  EXPECT_TRUE(b.expired());
}

TEST(KafkaConnections, GivenSettingsThatNoClientTakesThenItIsAnError) {
  KafkaConnections connections({});
  EXPECT_THAT(connections.AdminOf(InstanceOf("a", "no port")),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sluice::controlplane
