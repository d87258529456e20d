// On brokers with ACLs every missing right is named: who may not do what with which resource.

#include <map>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_producer.h"
#include "base/kafka/kafka_record_reader.h"
#include "base/kafka/reasons.h"
#include "base/kafka/recording_member.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr absl::Duration kTimeout = absl::Seconds(20);

cluster::KafkaServer& Server() {
  static std::unique_ptr<cluster::KafkaServer> server = cluster::KafkaServer::StartOwn(
      {.secure = true,
       .users = {{"nobody", "word"}, {"viewer", "word"}, {"sluice", "word"}},
       .acls = true});
  return *server;
}

ConnectionSettings As(const std::string& user) {
  return {.bootstrap_servers = Server().listener("SASL_PLAINTEXT"),
          .security_protocol = SecurityProtocol::kSaslPlaintext,
          .sasl_mechanism = SaslMechanism::kPlain,
          .username = user,
          .password = "word"};
}

// All that a connector takes: its source, a topic of its own that exists and one that does not yet,
// its groups, and what the cluster is asked.
const std::vector<Right>& Needed() {
  static const auto& needed = *new std::vector<Right>{
      OnTopic(Operation::kRead, "source"),
      OnTopic(Operation::kDescribe, "source"),
      OnTopic(Operation::kDescribeConfigs, "source"),
      OnTopic(Operation::kWrite, "own"),
      OnTopic(Operation::kCreate, "own"),
      OnTopic(Operation::kDelete, "own"),
      OnTopic(Operation::kCreate, "own-new"),
      OnTopic(Operation::kDescribe, "own-new"),
      OnTopic(Operation::kDescribeConfigs, "own-new"),
      OnGroup(Operation::kRead, "own-group"),
      OnGroup(Operation::kDescribe, "own-group"),
      OnGroup(Operation::kDelete, "own-group"),
      OnCluster(Operation::kDescribe),
      OnCluster(Operation::kDescribeConfigs),
      OnCluster(Operation::kCreate),
  };
  return needed;
}

class AclTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto owner = KafkaAdmin::Create({.bootstrap_servers = Server().bootstrap()});
    ASSERT_THAT(owner, IsOk());
    for (const char* topic : {"source", "own"}) {
      const auto made = (*owner)->CreateTopics({{.name = topic}}, kTimeout);
      ASSERT_THAT(made, IsOk());
      ASSERT_THAT(made->at(topic), IsOk());
    }
    const auto producer = KafkaProducer::Create({.bootstrap_servers = Server().bootstrap()}, {});
    ASSERT_THAT(producer, IsOk());
    ASSERT_THAT(ProduceAndWait(**producer, {.topic = "source", .value = "v"}, kTimeout), IsOk());
    // May look at the source, and read as the group, but not the records.
    Server().Acls({"--add", "--allow-principal", "User:viewer", "--operation", "Describe",
                   "--topic", "source"});
    Server().Acls({"--add", "--allow-principal", "User:viewer", "--operation", "Read", "--group",
                   "own-group"});
  }

  absl::StatusOr<std::vector<MissingRight>> Missing(const std::string& user) {
    return KafkaAdmin::Create(As(user)).value()->FindMissingRights(Needed(), kTimeout);
  }

  // What `user` lacks of Needed(), given what it has.
  static std::vector<MissingRight> AllBut(const std::string& user, std::set<Right> has) {
    std::vector<MissingRight> missing;
    for (const Right& right : Needed()) {
      if (has.count(right) == 0) missing.push_back({absl::StrCat("User:", user), right});
    }
    return missing;
  }
};

TEST_F(AclTest, WhoHasNoRightsLacksEveryOneOfThem) {
  EXPECT_THAT(Missing("nobody"), IsOkAndHolds(ElementsAreArray(AllBut("nobody", {}))));
}

TEST_F(AclTest, WhoHasSomeLacksTheOthers) {
  EXPECT_THAT(Missing("viewer"), IsOkAndHolds(ElementsAreArray(AllBut(
                                     "viewer", {OnTopic(Operation::kDescribe, "source"),
                                                OnGroup(Operation::kRead, "own-group"),
                                                OnGroup(Operation::kDescribe, "own-group")}))));
}

TEST_F(AclTest, WhoRunsTheCommandsThatAreTheRemedyLacksNoneAfterwards) {
  const auto missing = Missing("sluice");
  ASSERT_THAT(missing, IsOk());
  ASSERT_THAT(*missing, ElementsAreArray(AllBut("sluice", {})));
  std::vector<std::vector<std::string>> grants;
  for (const MissingRight& one : *missing) {
    std::vector<std::string> arguments;
    // Behind `kafka-acls.sh --bootstrap-server ADDRESS`; no name here needs a shell.
    std::istringstream words(one.GrantCommand("x"));
    for (std::string word; words >> word;) arguments.push_back(word);
    arguments.erase(arguments.begin(), arguments.begin() + 3);
    grants.push_back(arguments);
  }
  // The tool takes two seconds for each, so those of one resource go together.
  std::map<std::string, std::vector<std::string>> together;
  for (const auto& grant : grants) {
    std::vector<std::string>& one = together[grant.back()];
    if (one.empty()) {
      one = grant;
    } else {
      one.insert(one.end(), {"--operation", grant[4]});
    }
  }
  for (const auto& [resource, grant] : together) Server().Acls(grant);

  EXPECT_THAT(Missing("sluice"), IsOkAndHolds(IsEmpty()));
}

MATCHER_P2(Lacks, user, right, "") {
  *result_listener << arg;
  return ReasonOf(arg) == reason::kAuthorizationFailed && absl::IsPermissionDenied(arg) &&
         absl::StrContains(arg.message(), absl::StrCat("User:", user, " may not ", right)) &&
         absl::StrContains(RemedyOf(arg), absl::StrCat("--allow-principal User:", user));
}

TEST_F(AclTest, EveryCallThatIsDeniedNamesTheRightThatItTakes) {
  const auto admin = KafkaAdmin::Create(As("nobody"));
  ASSERT_THAT(admin, IsOk());
  Admin& a = **admin;

  EXPECT_THAT(a.DescribeTopics({"source"}, kTimeout).status(),
              Lacks("nobody", "Describe on Topic:source"));
  EXPECT_THAT(a.CreateTopics({{.name = "own-new"}}, kTimeout)->at("own-new"),
              Lacks("nobody", "Create on Topic:own-new"));
  EXPECT_THAT(a.DeleteTopics({"own"}, kTimeout)->at("own"), Lacks("nobody", "Delete on Topic:own"));
  EXPECT_THAT(
      a.ListOffsets({{"source", 0}}, OffsetQuery::End(), IsolationLevel::kReadCommitted, kTimeout)
          .status(),
      Lacks("nobody", "Describe on Topic:source"));
  EXPECT_THAT(a.DescribeGroup("own-group", kTimeout).status(),
              Lacks("nobody", "Describe on Group:own-group"));
  EXPECT_THAT(a.FetchOffsets("own-group", kTimeout).status(),
              Lacks("nobody", "Describe on Group:own-group"));
  const auto committed = a.CommitOffsets("own-group", {{{"source", 0}, {1, ""}}}, kTimeout);
  EXPECT_THAT(committed.ok() ? FirstRefusal(*committed) : committed.status(),
              Lacks("nobody", "Read on Group:own-group"));
  EXPECT_THAT(a.DeleteGroup("own-group", kTimeout), Lacks("nobody", "Delete on Group:own-group"));
  EXPECT_THAT(a.ListTopics(kTimeout), IsOkAndHolds(IsEmpty()));

  const auto producer = KafkaProducer::Create(As("nobody"), {.close_timeout = absl::Seconds(1)});
  ASSERT_THAT(producer, IsOk());
  EXPECT_THAT(ProduceAndWait(**producer, {.topic = "own", .value = "v"}, kTimeout).status(),
              Lacks("nobody", "Write on Topic:own"));
  EXPECT_THAT((*KafkaRecordReader::Create(As("nobody")))->ReadLast("source", {}).status(),
              Lacks("nobody", "Read on Topic:source"));
}

TEST_F(AclTest, WhoMayDescribeAndNotReadIsToldSoByThoseWhoRead) {
  EXPECT_THAT((*KafkaRecordReader::Create(As("viewer")))->ReadLast("source", {}).status(),
              Lacks("viewer", "Read on Topic:source"));
}

TEST_F(AclTest, AMemberOfAGroupIsToldWhatItLacks) {
  const auto error_of = [](const std::string& user) {
    RecordingMember member({.connection = As(user),
                            .topic = "source",
                            .group_id = "own-group",
                            .group_instance_id = "task-0"});
    EXPECT_THAT(member.PollUntil([&] {
      for (const auto& [partition, one] : member.assigned) member.consumer->Resume(partition);
      return !member.errors.empty();
    }),
                IsOk());
    return member.errors.empty() ? absl::OkStatus() : member.errors.front();
  };
  EXPECT_THAT(error_of("nobody"), Lacks("nobody", "Read on Group:own-group"));
  EXPECT_THAT(error_of("viewer"), Lacks("viewer", "Read on Topic:source"));
}

}  // namespace
}  // namespace sluice::kafka
