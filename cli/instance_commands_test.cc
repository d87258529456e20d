#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "api/client/fake_transport.h"
#include "base/time/simulated_clock.h"
#include "cli/run.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sluice/v1/instance_service.pb.h"

// What people do with instances: give secrets, change them, ask the brokers.
namespace sluice::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Lends the one fake to every dial.
class Lent : public client::Transport {
 public:
  explicit Lent(client::Transport& transport) : transport_(transport) {}
  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message* response, absl::Duration timeout) override {
    return transport_.Call(method, request, response, timeout);
  }
  absl::Status Stream(absl::string_view method, const google::protobuf::Message& request,
                      google::protobuf::Message* response, absl::FunctionRef<bool()> take,
                      absl::Duration timeout) override {
    return transport_.Stream(method, request, response, take, timeout);
  }

 private:
  client::Transport& transport_;
};

class InstanceCommands : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "/instance.XXXXXX";
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    transport_.On<v1::CreateInstanceRequest, v1::Instance>(
        Method("CreateInstance"), [this](const v1::CreateInstanceRequest& request) {
          created_ = request;
          return AnswerOf(request.instance_id());
        });
    transport_.On<v1::UpdateInstanceRequest, v1::Instance>(
        Method("UpdateInstance"), [this](const v1::UpdateInstanceRequest& request) {
          updated_ = request;
          return AnswerOf("kafka");
        });
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static std::string Method(const std::string& call) {
    return "/sluice.v1.InstanceService/" + call;
  }
  static v1::Instance AnswerOf(const std::string& id) {
    v1::Instance instance;
    instance.set_name("instances/" + id);
    return instance;
  }

  std::string File(const std::string& name, const std::string& content) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << content;
    return folder_ + "/" + name;
  }

  int Sluicectl(const std::vector<std::string>& words) {
    out_.str("");
    err_.str("");
    return cli::Run(words, {.environment = [](const std::string&) { return ""; },
                            .dial =
                                [this](const std::string&, const client::Access&) {
                                  return std::make_unique<Lent>(transport_);
                                },
                            .clock = clock_,
                            .in = in_,
                            .out = out_,
                            .err = err_});
  }

  std::string folder_;
  client::FakeTransport transport_;
  SimulatedClock clock_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  v1::CreateInstanceRequest created_;
  v1::UpdateInstanceRequest updated_;
};

TEST_F(InstanceCommands, PasswordsAndKeysComeFromFilesWithoutTheLineBreakAtTheirEnd) {
  EXPECT_EQ(Sluicectl({"create",
                       "instance",
                       "kafka",
                       "--bootstrap-servers",
                       "a:1,b:2",
                       "--security-protocol",
                       "sasl-ssl",
                       "--sasl-mechanism",
                       "scram-sha-256",
                       "--sasl-username",
                       "ann",
                       "--sasl-password-file",
                       File("password", "hunter2\r\n"),
                       "--tls-ca-file",
                       File("ca", "ca\nca\n"),
                       "--tls-client-certificate-file",
                       File("certificate", "certificate"),
                       "--tls-client-key-file",
                       File("key", "key\n\n"),
                       "--tls-skip-hostname-verification",
                       "--skip-connection-check"}),
            0)
      << err_.str();
  const v1::Instance& instance = created_.instance();
  EXPECT_EQ(instance.security_protocol(), v1::Instance::SASL_SSL);
  EXPECT_EQ(instance.sasl().mechanism(), v1::SaslLogin::SCRAM_SHA_256);
  EXPECT_EQ(instance.sasl().username(), "ann");
  EXPECT_EQ(instance.sasl().password(), "hunter2");
  EXPECT_EQ(instance.tls().ca_certificates_pem(), "ca\nca");
  EXPECT_EQ(instance.tls().client_certificate_pem(), "certificate");
  EXPECT_EQ(instance.tls().client_key_pem(), "key\n");
  EXPECT_TRUE(instance.tls().skip_hostname_verification());
  EXPECT_TRUE(created_.skip_connection_check());
  EXPECT_EQ(out_.str(), "instance kafka created\n");
}

TEST_F(InstanceCommands, ASecretMayComeFromStandardInput) {
  in_.str("hunter2\n");
  EXPECT_EQ(Sluicectl({"update", "instance", "kafka", "--sasl-password-file", "-"}), 0);
  EXPECT_EQ(updated_.instance().sasl().password(), "hunter2");
}

TEST_F(InstanceCommands, AFileThatCannotBeReadIsNamedAndNothingIsSent) {
  EXPECT_NE(Sluicectl({"create", "instance", "kafka", "--sasl-password-file", "/none"}), 0);
  EXPECT_THAT(err_.str(), HasSubstr("/none"));
  EXPECT_THAT(created_.instance_id(), IsEmpty());
}

TEST_F(InstanceCommands, AManifestHoldsThemToo) {
  in_.str(R"(kind: Instance
name: instances/kafka
bootstrapServers: [a:1]
securityProtocol: SASL_SSL
sasl: {username: ann, password: hunter2}
tls:
  caCertificatesPem: |
    -----BEGIN CERTIFICATE-----
    AAAA
)");
  EXPECT_EQ(Sluicectl({"create", "-f", "-"}), 0) << err_.str();
  EXPECT_EQ(created_.instance().sasl().password(), "hunter2");
  EXPECT_EQ(created_.instance().tls().ca_certificates_pem(), "-----BEGIN CERTIFICATE-----\nAAAA\n");
}

TEST_F(InstanceCommands, AnUpdateNamesExactlyTheFieldsThatWereGiven) {
  EXPECT_EQ(Sluicectl({"update", "instance", "kafka", "--connector-feature", "enabled",
                       "--sasl-password-file", File("password", "hunter2"), "--region", "",
                       "--etag", "e1", "--validate-only"}),
            0)
      << err_.str();
  EXPECT_EQ(updated_.instance().name(), "instances/kafka");
  EXPECT_EQ(updated_.instance().etag(), "e1");
  EXPECT_TRUE(updated_.validate_only());
  EXPECT_EQ(updated_.instance().connector_feature(), v1::Instance::ENABLED);
  EXPECT_THAT(updated_.update_mask().paths(),
              ElementsAre("connector_feature", "region", "sasl.password"));
  EXPECT_THAT(out_.str(), HasSubstr("nothing was stored"));
  EXPECT_THAT(out_.str() + err_.str(), Not(HasSubstr("hunter2")));
}

TEST_F(InstanceCommands, AnUpdateOfNothingIsAMistakeOfWhoTypedIt) {
  EXPECT_EQ(Sluicectl({"update", "instance", "kafka"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--connector-feature enabled"));
}

TEST_F(InstanceCommands, ACheckSaysWhatTheBrokersAreOrFailsWithWhyNot) {
  v1::Instance instance = AnswerOf("kafka");
  v1::InstanceObservation& observed = *instance.mutable_observed();
  transport_.On<v1::CheckInstanceRequest, v1::Instance>(
      Method("CheckInstance"), [&](const v1::CheckInstanceRequest&) { return instance; });
  observed.set_reachable(true);
  observed.set_brokers(3);
  observed.set_broker_version("3.9");
  observed.set_tiered_storage(true);
  EXPECT_EQ(Sluicectl({"check", "instance", "kafka"}), 0);
  EXPECT_EQ(out_.str(), "instance kafka answers: 3 brokers, version 3.9, tiered storage\n");

  observed.set_reachable(false);
  observed.set_reason("KAFKA_AUTHENTICATION_FAILED");
  observed.set_message("the brokers do not take user ann");
  observed.set_remedy("give the right password");
  EXPECT_NE(Sluicectl({"check", "instance", "kafka"}), 0);
  EXPECT_THAT(err_.str(), HasSubstr("the brokers do not take user ann"));
  EXPECT_THAT(err_.str(), HasSubstr("give the right password"));
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_NE(Sluicectl({"check", "instance", "kafka", "-o", "json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("KAFKA_AUTHENTICATION_FAILED"));
}

TEST_F(InstanceCommands, ADescriptionTellsWhatIsStoredAndWhatTheBrokersSaid) {
  v1::Instance instance = AnswerOf("kafka");
  instance.mutable_sasl()->set_username("ann");
  instance.mutable_sasl()->set_password_set(true);
  instance.mutable_tls()->set_ca_certificates_pem("-----BEGIN CERTIFICATE-----");
  instance.mutable_tls()->set_client_key_set(true);
  instance.mutable_observed()->set_reason("VERSION_DIFFERS");
  instance.mutable_observed()->set_reachable(true);
  transport_.On<v1::GetInstanceRequest, v1::Instance>(
      Method("GetInstance"), [&](const v1::GetInstanceRequest&) { return instance; });
  EXPECT_EQ(Sluicectl({"describe", "instance", "kafka"}), 0);
  for (const char* part : {"ann", "Client key", "stored", "VERSION_DIFFERS", "Tiered storage"}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
  EXPECT_THAT(out_.str(), Not(HasSubstr("BEGIN CERTIFICATE")));
}

}  // namespace
}  // namespace sluice::cli
