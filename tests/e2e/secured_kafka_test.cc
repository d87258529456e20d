// A Kafka with logins, TLS and ACLs: rows arrive, a changed login is taken over while tasks run,
// and no secret is found anywhere.

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/fleet_service.pb.h"
#include "sluice/v1/instance_service.pb.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/kafka_server.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kFirst[] = "first-user";
constexpr char kFirstPassword[] = "planted-password-of-the-first";
constexpr char kSecond[] = "second-user";
constexpr char kSecondPassword[] = "planted-password-of-the-second";
constexpr char kWrongPassword[] = "planted-password-that-is-wrong";

cluster::KafkaServer& SecureKafka() {
  static std::unique_ptr<cluster::KafkaServer> server = cluster::KafkaServer::StartOwn(
      {.secure = true,
       .users = {{kFirst, kFirstPassword}, {kSecond, kSecondPassword}},
       .acls = true});
  return *server;
}

// What files hold, by path.
std::map<std::string, std::string> FilesBelow(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    std::stringstream content;
    content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    files[entry.path()] = content.str();
  }
  return files;
}

class SecuredKafka : public ProductScenario {
 protected:
  cluster::KafkaServer& kafka() override { return SecureKafka(); }

  v1::Instance InstanceDefinition() override {
    v1::Instance instance = ProductScenario::InstanceDefinition();
    instance.clear_bootstrap_servers();
    instance.add_bootstrap_servers(kafka().listener("SASL_SSL"));
    instance.set_security_protocol(v1::Instance::SASL_SSL);
    instance.mutable_sasl()->set_username(kFirst);
    instance.mutable_sasl()->set_password(kFirstPassword);
    v1::TlsIdentity& tls = *instance.mutable_tls();
    tls.set_ca_certificates_pem(kafka().certificate("ca.pem"));
    tls.set_client_certificate_pem(kafka().certificate("client.crt"));
    tls.set_client_key_pem(kafka().certificate("client.key"));
    return instance;
  }

  void SetUp() override {
    for (const char* user : {kFirst, kSecond}) SetRights("--add", user);
    ProductScenario::SetUp();
  }

  // All rights of `user`, given or taken.
  void SetRights(const std::string& change, const std::string& user) {
    std::vector<std::string> arguments = {change,
                                          "--allow-principal",
                                          "User:" + user,
                                          "--operation",
                                          "All",
                                          "--topic",
                                          "*",
                                          "--group",
                                          "*",
                                          "--cluster"};
    if (change == "--remove") arguments.push_back("--force");
    kafka().Acls(arguments);
  }

  // Remembers an answer, or an error, of the API.
  template <typename Answer>
  const absl::StatusOr<Answer>& Heard(const absl::StatusOr<Answer>& answer) {
    absl::StrAppend(&heard_, answer.ok() ? answer->DebugString() : "", answer.status().ToString(),
                    RemedyOf(answer.status()), "\n");
    return answer;
  }

  absl::StatusOr<v1::Instance> LoginAs(const std::string& user, const std::string& password) {
    v1::UpdateInstanceRequest request;
    request.mutable_instance()->set_name(instance_);
    request.mutable_instance()->mutable_sasl()->set_username(user);
    request.mutable_instance()->mutable_sasl()->set_password(password);
    return control_plane_->api().UpdateInstance(request);
  }

  // Everything that people can ask, and what they get.
  void AskForEverything() {
    client::Client& api = control_plane_->api();
    v1::GetInstanceRequest instance;
    instance.set_name(instance_);
    Heard(api.GetInstance(instance));
    Heard(api.ListInstances(v1::ListInstancesRequest()));
    v1::CheckInstanceRequest check;
    check.set_name(instance_);
    Heard(api.CheckInstance(check));
    Heard(Get());
    v1::ListConnectorsRequest connectors;
    connectors.set_parent("instances/-");
    Heard(api.ListConnectors(connectors));
    v1::ListTasksRequest tasks;
    tasks.set_parent(name());
    Heard(api.ListTasks(tasks));
    Heard(api.ListWorkers(v1::ListWorkersRequest()));
    Heard(Create(Definition()));  // It exists already.
    v1::CreateInstanceRequest wrong;
    wrong.set_instance_id("wrong");
    *wrong.mutable_instance() = InstanceDefinition();
    wrong.mutable_instance()->mutable_sasl()->set_password(kWrongPassword);
    Heard(api.CreateInstance(wrong));
    wrong.mutable_instance()->mutable_sasl()->set_password(absl::StrCat(kWrongPassword, "\n"));
    Heard(api.CreateInstance(wrong));
  }

  std::string heard_;
};

TEST_F(SecuredKafka, RowsArriveAndAChangedLoginIsTakenOverByTheTasksThatRun) {
  MakeTopic(topic_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_THAT(Create(), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  Send();
  ExpectTableEqualsTopic();

  // A login that does not work is refused, and the one that works stays.
  const auto refused = LoginAs(kSecond, kWrongPassword);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("KAFKA_AUTHENTICATION_FAILED"));
  ASSERT_THAT(LoginAs(kSecond, kSecondPassword), IsOk());
  SetRights("--remove", kFirst);
  Send();

  // Nobody but the second user may read now.
  ExpectTableEqualsTopic();
  EXPECT_TRUE(WaitForState(v1::Connector::RUNNING));
}

TEST_F(SecuredKafka, NoSecretIsInDatabaseOnDisksInTopicsInLogsOrInAnswers) {
  const std::string key = kafka().certificate("client.key");
  const std::string key_line = key.substr(key.find('\n') + 1, 40);
  const std::string access_key_secret = cluster::Emulator::kOwnerKeySecret;
  MakeTopic(topic_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  v1::Connector connector = Definition();
  connector.mutable_sink()->clear_account_uid();
  connector.mutable_sink()->clear_role_name();
  connector.mutable_sink()->mutable_access_key()->set_access_key_id(cluster::Emulator::kOwnerKeyId);
  connector.mutable_sink()->mutable_access_key()->set_access_key_secret(access_key_secret);
  ASSERT_THAT(Heard(Create(connector)), IsOk());
  ASSERT_THAT(Heard(Deploy()), IsOk());
  Send();
  ExpectTableEqualsTopic();
  AskForEverything();
  Heard(LoginAs(kSecond, kSecondPassword));
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));

  std::map<std::string, std::string> places = FilesBelow(control_plane_->folder());
  places["answers"] = heard_;
  places["emulator's log"] = FilesBelow(std::filesystem::path(emulator_->process().log_file())
                                            .parent_path())[emulator_->process().log_file()];
  const auto dump = cluster::RunToEnd({"pg_dump", "--inserts", control_plane_->database_url()});
  ASSERT_THAT(dump, IsOk());
  places["database"] = *dump;
  // It ends when nothing comes for so long; a busy machine may not even have begun by then.
  for (const char* silence : {"4000", "30000"}) {
    if (!places["topics"].empty()) break;
    const auto topics =
        kafka().Tool("org.apache.kafka.tools.consumer.ConsoleConsumer",
                     {"--include", "connect-.*", "--from-beginning", "--timeout-ms", silence,
                      "--property", "print.key=true", "--property", "print.headers=true"});
    places["topics"] = topics.value_or("");
  }

  // They were looked at: each holds what it should.
  EXPECT_THAT(places["answers"], HasSubstr("password_set: true"));
  EXPECT_THAT(places["database"], HasSubstr("sasl.password"));
  EXPECT_THAT(places["topics"], HasSubstr(topic_));
  EXPECT_THAT(places[control_plane_->folder() + "/worker/assignment.sealed"], Not(IsEmpty()));
  EXPECT_THAT(places[worker.log_file()], HasSubstr("assignment"));
  for (const auto& [place, content] : places) {
    for (const std::string& secret :
         {std::string("planted-password"), key_line, access_key_secret}) {
      EXPECT_FALSE(absl::StrContains(content, secret)) << place << " holds " << secret;
    }
  }
}

}  // namespace
}  // namespace sluice::e2e
