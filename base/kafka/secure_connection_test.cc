// Every way to log in, and every way to fail at it, on a real Kafka.

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/kafka_connection_probe.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kUser[] = "reader";
constexpr char kPassword[] = "word-of-the-reader";
constexpr absl::Duration kTimeout = absl::Seconds(20);

cluster::KafkaServer& Server() {
  static std::unique_ptr<cluster::KafkaServer> server = cluster::KafkaServer::StartOwn(
      {.secure = true, .users = {{kUser, kPassword}, {"nobody", "word-of-nobody"}}, .acls = true});
  return *server;
}

ConnectionSettings Plain() { return {.bootstrap_servers = Server().bootstrap()}; }

ConnectionSettings Sasl(SecurityProtocol protocol, SaslMechanism mechanism) {
  const bool tls = protocol == SecurityProtocol::kSaslSsl;
  return {.bootstrap_servers = Server().listener(tls ? "SASL_SSL" : "SASL_PLAINTEXT"),
          .security_protocol = protocol,
          .sasl_mechanism = mechanism,
          .username = kUser,
          .password = kPassword,
          .ca_certificates_pem = tls ? Server().certificate("ca.pem") : ""};
}

ConnectionSettings Tls(const std::string& listener) {
  return {.bootstrap_servers = Server().listener(listener),
          .security_protocol = SecurityProtocol::kSsl,
          .ca_certificates_pem = Server().certificate("ca.pem")};
}

ConnectionSettings MutualTls() {
  ConnectionSettings settings = Tls("MUTUAL_TLS");
  settings.client_certificate_pem = Server().certificate("client.crt");
  settings.client_key_pem = Server().certificate("client.key");
  return settings;
}

class SecureConnectionTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    for (const std::string& principal :
         {absl::StrCat("User:", kUser), std::string("User:CN=sluice-client,O=tests")}) {
      Server().Acls({"--add", "--allow-principal", principal, "--operation", "Describe",
                     "--operation", "DescribeConfigs", "--cluster"});
    }
  }

  absl::StatusOr<ClusterDescription> Probe(const ConnectionSettings& settings,
                                           absl::Duration timeout = kTimeout) {
    const absl::Time began = absl::Now();
    absl::StatusOr<ClusterDescription> answer = probe_.Probe(settings, timeout);
    EXPECT_LT(absl::Now() - began, timeout);
    return answer;
  }

  KafkaConnectionProbe probe_;
};

TEST_F(SecureConnectionTest, EveryWayToLogInReachesTheCluster) {
  std::vector<ConnectionSettings> ways = {Plain(), Tls("TLS"), MutualTls()};
  for (const SecurityProtocol protocol :
       {SecurityProtocol::kSaslPlaintext, SecurityProtocol::kSaslSsl}) {
    for (const SaslMechanism mechanism :
         {SaslMechanism::kPlain, SaslMechanism::kScramSha256, SaslMechanism::kScramSha512}) {
      ways.push_back(Sasl(protocol, mechanism));
    }
  }
  for (const ConnectionSettings& way : ways) {
    const auto cluster = Probe(way);

    ASSERT_THAT(cluster, IsOk()) << way.Describe();
    EXPECT_THAT(cluster->brokers, Eq(1));
    EXPECT_THAT(cluster->default_replication_factor, Eq(1));
    EXPECT_THAT(cluster->broker_version, Eq("4.1"));
  }
}

TEST_F(SecureConnectionTest, EveryFailureHasItsReasonAndSaysWhatToDo) {
  ConnectionSettings unknown_host = Plain();
  unknown_host.bootstrap_servers = "no-such-host.invalid:9092";
  ConnectionSettings nobody_listens = Plain();
  nobody_listens.bootstrap_servers = "localhost:1";
  ConnectionSettings stranger = Sasl(SecurityProtocol::kSaslSsl, SaslMechanism::kScramSha512);
  stranger.ca_certificates_pem = Server().certificate("stranger-ca.pem");
  ConnectionSettings other_name = Tls("TLS");
  other_name.bootstrap_servers.replace(0, 9, "127.0.0.1");
  ConnectionSettings tls_to_plain = Tls("TLS");
  tls_to_plain.bootstrap_servers = Server().bootstrap();
  ConnectionSettings plain_to_tls = Plain();
  plain_to_tls.bootstrap_servers = Server().listener("SASL_SSL");
  ConnectionSettings plain_to_sasl = Plain();
  plain_to_sasl.bootstrap_servers = Server().listener("SASL_PLAINTEXT");
  ConnectionSettings sasl_to_plain =
      Sasl(SecurityProtocol::kSaslPlaintext, SaslMechanism::kScramSha256);
  sasl_to_plain.bootstrap_servers = Server().bootstrap();
  ConnectionSettings wrong_scram = Sasl(SecurityProtocol::kSaslSsl, SaslMechanism::kScramSha256);
  wrong_scram.password = "a-guess";
  ConnectionSettings wrong_plain = Sasl(SecurityProtocol::kSaslPlaintext, SaslMechanism::kPlain);
  wrong_plain.username = "a-stranger";
  ConnectionSettings astray = Plain();
  astray.bootstrap_servers = Server().listener("ASTRAY");
  ConnectionSettings no_rights = Sasl(SecurityProtocol::kSaslSsl, SaslMechanism::kPlain);
  no_rights.username = "nobody";
  no_rights.password = "word-of-nobody";
  // Of several servers, the most telling failure.
  ConnectionSettings mixed = wrong_scram;
  mixed.bootstrap_servers =
      absl::StrCat("no-such-host.invalid:9092,localhost:1,", wrong_scram.bootstrap_servers);
  const struct {
    ConnectionSettings settings;
    absl::string_view reason;
    const char* remedy;
  } cases[] = {
      {unknown_host, reason::kDnsFailed, "spelling"},
      {nobody_listens, reason::kConnectionRefused, "port"},
      {stranger, reason::kTlsFailed, "the CA that signed"},
      {other_name, reason::kTlsFailed, "for another name"},
      {tls_to_plain, reason::kTlsFailed, "does not speak TLS"},
      {Tls("MUTUAL_TLS"), reason::kTlsFailed, "want a client certificate"},
      {plain_to_tls, reason::kProtocolMismatch, "does not speak PLAINTEXT"},
      {plain_to_sasl, reason::kProtocolMismatch, "does not speak PLAINTEXT"},
      {sasl_to_plain, reason::kProtocolMismatch, "does not speak SASL_PLAINTEXT"},
      {wrong_scram, reason::kAuthenticationFailed, "offers SCRAM-SHA-256"},
      {wrong_plain, reason::kAuthenticationFailed, "offers PLAIN"},
      {mixed, reason::kAuthenticationFailed, "user name and password"},
      {astray, reason::kConnectionRefused, "advertised.listeners"},
      {no_rights, reason::kAuthorizationFailed, "--allow-principal User:nobody"},
  };
  // All at once: each takes a second or two to be sure.
  std::vector<std::future<absl::Status>> answers;
  for (const auto& one : cases) {
    answers.push_back(std::async(std::launch::async, [&] { return Probe(one.settings).status(); }));
  }
  for (size_t i = 0; i < answers.size(); ++i) {
    const absl::Status status = answers[i].get();

    EXPECT_THAT(status, HasReason(cases[i].reason)) << cases[i].settings.Describe();
    EXPECT_THAT(RemedyOf(status), HasSubstr(cases[i].remedy)) << status;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("a-guess")));
  }
}

TEST_F(SecureConnectionTest, WhereNoAnswerComesBackThatIsSaidInTime) {
  // The kernel takes the connection, nobody accepts it.
  const int silent = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(silent, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(silent, 8), 0);
  getsockname(silent, reinterpret_cast<sockaddr*>(&address), &size);

  const absl::Status status =
      Probe({.bootstrap_servers = absl::StrCat("127.0.0.1:", ntohs(address.sin_port))},
            absl::Seconds(3))
          .status();
  close(silent);

  EXPECT_THAT(status, HasReason(reason::kConnectionTimedOut)) << status;
}

}  // namespace
}  // namespace sluice::kafka
