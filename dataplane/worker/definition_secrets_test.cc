#include "base/status/status_matchers.h"
#include "dataplane/worker/definition.h"
#include "gmock/gmock.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;

v1::TaskAssignment AnAssignment() {
  v1::TaskAssignment assignment;
  assignment.set_connector("instances/i/connectors/c");
  assignment.set_connector_uid("uid");
  assignment.set_task_count(1);
  assignment.mutable_kafka()->add_bootstrap_servers("a:1");
  assignment.mutable_kafka()->add_bootstrap_servers("b:2");
  assignment.set_connector_revision(1);
  v1::ConnectorRevisionSpec& spec = *assignment.add_revisions();
  spec.set_revision(1);
  spec.mutable_source()->set_topic("orders");
  v1::MaxComputeSink& sink = *spec.mutable_sink();
  sink.set_mode(v1::MaxComputeSink::DEFAULT);
  sink.set_format(v1::MaxComputeSink::TEXT);
  sink.set_partition_granularity(v1::MaxComputeSink::HOUR);
  sink.set_time_zone("GMT 08:00");
  return assignment;
}

TEST(ReadDefinition, WithoutAProtocolTheConnectionIsAPlainOne) {
  const auto definition = ReadDefinition(AnAssignment());
  ASSERT_THAT(definition, IsOk());
  EXPECT_THAT(definition->kafka, Eq(kafka::ConnectionSettings{.bootstrap_servers = "a:1,b:2"}));
}

TEST(ReadDefinition, LoginCertificatesAndAccessKeyComeWithTheAssignment) {
  v1::TaskAssignment assignment = AnAssignment();
  v1::KafkaConnection& connection = *assignment.mutable_kafka();
  connection.set_security_protocol(v1::Instance::SASL_SSL);
  connection.mutable_sasl()->set_mechanism(v1::SaslLogin::PLAIN);
  connection.mutable_sasl()->set_username("ann");
  connection.mutable_sasl()->set_password("hunter2");
  connection.mutable_tls()->set_ca_certificates_pem("ca");
  connection.mutable_tls()->set_client_certificate_pem("certificate");
  connection.mutable_tls()->set_client_key_pem("key");
  connection.mutable_tls()->set_skip_hostname_verification(true);
  v1::AccessKey& key = *assignment.mutable_revisions(0)->mutable_sink()->mutable_access_key();
  key.set_access_key_id("LTAI");
  key.set_access_key_secret("secret");

  const auto definition = ReadDefinition(assignment);

  ASSERT_THAT(definition, IsOk());
  EXPECT_THAT(definition->kafka, Eq(kafka::ConnectionSettings{
                                     .bootstrap_servers = "a:1,b:2",
                                     .security_protocol = kafka::SecurityProtocol::kSaslSsl,
                                     .sasl_mechanism = kafka::SaslMechanism::kPlain,
                                     .username = "ann",
                                     .password = "hunter2",
                                     .ca_certificates_pem = "ca",
                                     .client_certificate_pem = "certificate",
                                     .client_key_pem = "key",
                                     .verify_hostname = false,
                                 }));
  EXPECT_THAT(definition->revision(1)->access_key_id, Eq("LTAI"));
  EXPECT_THAT(definition->revision(1)->access_key_secret, Eq("secret"));
}

TEST(ReadDefinition, WhatANewerControlPlaneSaysOfAConnectionIsNotGuessed) {
  v1::TaskAssignment protocol = AnAssignment();
  protocol.mutable_kafka()->set_security_protocol(static_cast<v1::Instance::SecurityProtocol>(77));
  v1::TaskAssignment mechanism = AnAssignment();
  mechanism.mutable_kafka()->mutable_sasl()->set_mechanism(
      static_cast<v1::SaslLogin::Mechanism>(77));
  mechanism.mutable_kafka()->mutable_sasl()->set_password("hunter2");
  for (const v1::TaskAssignment& assignment : {protocol, mechanism}) {
    const auto definition = ReadDefinition(assignment);
    EXPECT_THAT(definition, HasReason("ASSIGNMENT_UNREADABLE"));
    EXPECT_THAT(definition.status().ToString(), Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace sluice::dataplane
