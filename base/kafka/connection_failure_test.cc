// The sentences are librdkafka's, as it said them to brokers of 3.9 and 4.1.

#include "base/kafka/connection_failure.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::AllOf;
using ::testing::Eq;
using ::testing::HasSubstr;

const struct {
  const char* complaint;
  absl::string_view reason;
  const char* remedy;
} kComplaints[] = {
    {"Failed to resolve 'kafka:9092': Name or service not known (after 3ms in state CONNECT)",
     reason::kDnsFailed, "spelling"},
    {"Connect to ipv4#127.0.0.1:1 failed: Connection refused (after 0ms in state CONNECT)",
     reason::kConnectionRefused, "port"},
    {"Connection setup timed out in state CONNECT (after 5001ms in state CONNECT)",
     reason::kConnectionTimedOut, "firewalls"},
    {"SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker "
     "certificate could not be verified, verify that ssl.ca.location is correctly configured or "
     "root CA certificates are installed",
     reason::kTlsFailed, "the CA that signed"},
    {"SSL certificate of the broker is not accepted: unable to get local issuer certificate",
     reason::kTlsFailed, "the CA that signed"},
    {"SSL certificate of the broker is not accepted: hostname mismatch", reason::kTlsFailed,
     "for another name"},
    {"Receive failed: ../ssl/record/rec_layer_s3.c:1601:ssl3_read_bytes error:0A000412:SSL "
     "routines::sslv3 alert bad certificate: SSL alert number 42",
     reason::kTlsFailed, "want a client certificate"},
    {"SSL handshake failed: Disconnected: connecting to a PLAINTEXT broker listener?",
     reason::kTlsFailed, "does not speak TLS"},
    {"Disconnected (after 1ms in state SSL_HANDSHAKE)", reason::kTlsFailed, "does not speak TLS"},
    {"Disconnected: check client SSL credentials and broker logs", reason::kTlsFailed,
     "want a client certificate"},
    {"Connection setup timed out in state SSL_HANDSHAKE (after 5001ms in state SSL_HANDSHAKE)",
     reason::kConnectionTimedOut, "firewalls"},
    {"Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol "
     "configuration (connecting to a SSL listener?) or broker version is < 0.10",
     reason::kProtocolMismatch, "does not speak SASL_SSL"},
    {"SASL SCRAM-SHA-512 mechanism handshake failed: Broker: Request not valid in current SASL "
     "state: broker's supported mechanisms: ",
     reason::kProtocolMismatch, "does not speak SASL_SSL"},
    {"SASL authentication error: Authentication failed during authentication due to invalid "
     "credentials with SASL mechanism SCRAM-SHA-512",
     reason::kAuthenticationFailed, "SCRAM-SHA-512"},
    {"SASL PLAIN mechanism handshake failed: Broker: Unsupported SASL mechanism: broker's "
     "supported mechanisms: SCRAM-SHA-512",
     reason::kAuthenticationFailed, "check user name and password"},
    {"Receive failed: Connection reset by peer", reason::kUnreachable, "their log"},
};

TEST(ConnectionFailure, IsToldFromTheClientsComplaint) {
  const ConnectionSettings settings = {.bootstrap_servers = "a:1,b:2",
                                       .security_protocol = SecurityProtocol::kSaslSsl,
                                       .username = "u",
                                       .password = "p"};
  for (const auto& one : kComplaints) {
    const ConnectionFailure failure = FailureOf(
        std::string("[thrd:sasl_ssl://a:1/bootstrap]: sasl_ssl://a:1/bootstrap: ") + one.complaint);

    EXPECT_THAT(failure.server, Eq("a:1"));
    EXPECT_THAT(failure.complaint, Eq(one.complaint));
    const absl::Status status = StatusOf(failure, settings);
    EXPECT_THAT(status, HasReason(one.reason)) << one.complaint;
    EXPECT_THAT(status.message(), AllOf(HasSubstr("a:1"), HasSubstr(one.complaint)));
    EXPECT_THAT(RemedyOf(status), HasSubstr(one.remedy)) << one.complaint;
  }
}

TEST(ConnectionFailure, TheServerIsFoundWithAndWithoutASchemeAndMayBeMissing) {
  EXPECT_THAT(FailureOf("[thrd:k.example:1/bootstrap]: k.example:1/1: Connect to x failed").server,
              Eq("k.example:1"));
  EXPECT_THAT(FailureOf("sasl_ssl://[::1]:9/2: SSL handshake failed").server, Eq("[::1]:9"));
  EXPECT_THAT(FailureOf("[thrd:main]: 1/1 brokers: gone").server, Eq(""));
}

TEST(ConnectionFailure, AnAnswerThatRefusesTellsMoreThanNone) {
  EXPECT_GT(FailureOf("SASL authentication error: x").telling(),
            FailureOf("Connection refused").telling());
  EXPECT_GT(FailureOf("Connection refused").telling(), FailureOf("timed out").telling());
  EXPECT_GT(FailureOf("timed out").telling(), FailureOf("1/1 brokers are down").telling());
}

}  // namespace
}  // namespace sluice::kafka
