#include "controlplane/kafka/kafka_connections.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/kafka/connection_settings_of.h"
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

TEST(KafkaConnections, GivenItsPasswordChangedThenTheConnectionIsANewOne) {
  KafkaConnections connections({});
  Instance instance = InstanceOf("a");
  instance.security_protocol = SecurityProtocol::kSaslPlaintext;
  instance.sasl = SaslLogin{SaslMechanism::kPlain, "ann", "one"};
  const auto first = connections.AdminOf(instance).value();
  EXPECT_THAT(connections.AdminOf(instance).value(), Eq(first));

  instance.sasl->password = "two";

  EXPECT_THAT(connections.AdminOf(instance).value(), Ne(first));
}

TEST(KafkaConnections, GivenASecretThatCannotBeReadThenThatIsTheErrorAndNobodyIsAsked) {
  KafkaConnections connections({});
  Instance instance = InstanceOf("a");
  instance.secrets_status = WithReason(absl::DataLossError("broken"), "SECRET_UNREADABLE");
  EXPECT_THAT(connections.AdminOf(instance), HasReason("SECRET_UNREADABLE"));
  EXPECT_THAT(connections.ProducerOf(instance), HasReason("SECRET_UNREADABLE"));
  EXPECT_THAT(connections.ReaderOf(instance), HasReason("SECRET_UNREADABLE"));
}

TEST(ConnectionSettingsOf, EverythingThatTheInstanceSaysOfItsConnectionIsInTheSettings) {
  Instance instance = InstanceOf("a", "x:1");
  instance.bootstrap_servers.push_back("y:2");
  instance.security_protocol = SecurityProtocol::kSaslSsl;
  instance.sasl = SaslLogin{SaslMechanism::kScramSha256, "ann", "hunter2"};
  instance.tls = TlsIdentity{"ca", "certificate", "key", true};
  EXPECT_THAT(ConnectionSettingsOf(instance),
              Eq(kafka::ConnectionSettings{
                  .bootstrap_servers = "x:1,y:2",
                  .security_protocol = kafka::SecurityProtocol::kSaslSsl,
                  .sasl_mechanism = kafka::SaslMechanism::kScramSha256,
                  .username = "ann",
                  .password = "hunter2",
                  .ca_certificates_pem = "ca",
                  .client_certificate_pem = "certificate",
                  .client_key_pem = "key",
                  .verify_hostname = false,
              }));
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
