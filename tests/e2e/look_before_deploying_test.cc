// Looking before deploying, and trying after it: what a person sees who has not run anything yet.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/instance_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Lt;
using ::testing::Not;

// Takes connections and never says a word.
class BlackHole {
 public:
  BlackHole() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(socket_, any, size), 0);
    EXPECT_EQ(listen(socket_, 64), 0);
    EXPECT_EQ(getsockname(socket_, any, &size), 0);
    address_ = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  }
  ~BlackHole() { close(socket_); }
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;

  const std::string& address() const { return address_; }

 private:
  const int socket_;
  std::string address_;
};

class LookBeforeDeploying : public ProductScenario {
 protected:
  v1::ValidateConnectorResponse Validate(const v1::Connector& connector,
                                         const std::string& instance = "instances/local") {
    v1::ValidateConnectorRequest request;
    request.set_parent(instance);
    request.set_connector_id(connector_);
    *request.mutable_connector() = connector;
    auto response = control_plane_->api().ValidateConnector(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *std::move(response) : v1::ValidateConnectorResponse();
  }

  // "REASON field: remedy" of all findings of a severity.
  static std::vector<std::string> Found(const v1::ValidateConnectorResponse& response,
                                        v1::Finding::Severity severity) {
    std::vector<std::string> found;
    for (const v1::Finding& finding : response.findings()) {
      if (finding.severity() != severity) continue;
      found.push_back(
          absl::StrCat(finding.reason(), " ", finding.field(), ": ",
                       severity == v1::Finding::INFO ? finding.message() : finding.remedy()));
    }
    return found;
  }

  absl::Status Select(const std::string& verb, const std::string& to) {
    return emulator_
        ->Sql(absl::StrCat(verb, " Select on table ", table_, " ", to, " user `",
                           emulator_->principal(), "`;"))
        .status();
  }
};

TEST_F(LookBeforeDeploying, WithTheFourGrantsAllIsCheckedAndTheOptionalOneIsAWarning) {
  MakeTopic(topic_, 3);

  const v1::ValidateConnectorResponse four = Validate(Definition());

  EXPECT_TRUE(four.deployable()) << four.DebugString();
  EXPECT_THAT(Found(four, v1::Finding::ERROR), IsEmpty());
  EXPECT_THAT(Found(four, v1::Finding::WARNING),
              ElementsAre(AllOf(HasSubstr("PERMISSION_MISSING connector.sink.role_name"),
                                HasSubstr("grant Select on table test_kafka to user `"))));
  EXPECT_THAT(Found(four, v1::Finding::INFO),
              IsSupersetOf<testing::Matcher<std::string>>(
                  {HasSubstr("instance local answers: 1 broker(s)"), HasSubstr("3 partition(s)"),
                   HasSubstr("is not there yet"), HasSubstr("is free"),
                   HasSubstr("every right that it needs"), HasSubstr("MaxCompute answers"),
                   HasSubstr("fits this mode and format"), HasSubstr("holds Describe"),
                   HasSubstr("holds CreateInstance"), HasSubstr("holds Update")}));

  ASSERT_THAT(Select("grant", "to"), IsOk());
  EXPECT_THAT(Found(Validate(Definition()), v1::Finding::WARNING), IsEmpty());
  // Nothing was left behind.
  EXPECT_THAT(emulator_->Sql(absl::StrCat("show partitions ", table_, ";")),
              IsOkAndHolds(Not(HasSubstr("pt="))));
}

TEST_F(LookBeforeDeploying, TheStatementForAMissingTableMakesATableThatFits) {
  MakeTopic(topic_);
  v1::Connector connector = Definition();
  v1::MaxComputeSink& sink = *connector.mutable_sink();
  sink.set_table("fresh");
  const struct {
    v1::MaxComputeSink::Mode mode;
    v1::MaxComputeSink::Format format;
  } cases[] = {{v1::MaxComputeSink::DEFAULT, v1::MaxComputeSink::TEXT},
               {v1::MaxComputeSink::DEFAULT, v1::MaxComputeSink::JSON},
               {v1::MaxComputeSink::KEY, v1::MaxComputeSink::BINARY},
               {v1::MaxComputeSink::VALUE, v1::MaxComputeSink::CSV}};
  for (const auto& [mode, format] : cases) {
    sink.set_mode(mode);
    sink.set_format(format);
    const v1::ValidateConnectorResponse missing = Validate(connector);
    ASSERT_THAT(Found(missing, v1::Finding::ERROR),
                ElementsAre(HasSubstr("TABLE_NOT_FOUND connector.sink.table: CREATE TABLE")));

    ASSERT_THAT(emulator_->Sql(missing.findings(0).remedy()), IsOk());

    for (const std::string& error : Found(Validate(connector), v1::Finding::ERROR)) {
      EXPECT_THAT(error, HasSubstr("PERMISSION_MISSING")) << missing.findings(0).remedy();
    }
    ASSERT_THAT(emulator_->Sql("drop table fresh;"), IsOk());
  }
}

TEST_F(LookBeforeDeploying, RecordsAreShownAsTheRowsThatTheyWillBe) {
  MakeTopic(topic_);
  Send();
  Send();
  v1::PreviewRecordsRequest request;
  request.set_parent(instance_);
  *request.mutable_connector() = Definition();

  const auto preview = control_plane_->api().PreviewRecords(request);

  ASSERT_THAT(preview, IsOk());
  EXPECT_THAT(preview->columns(), ElementsAre("topic", "partition", "offset", "key", "value"));
  ASSERT_EQ(preview->records_size(), 2);
  const v1::PreviewedRecord& newest = preview->records(0);
  EXPECT_EQ(newest.offset(), 1);
  EXPECT_EQ(newest.row().values(0).string_value(), topic_);
  EXPECT_EQ(newest.row().values(4).string_value(), "1");
  EXPECT_THAT(newest.table_partition(), HasSubstr("pt="));
}

TEST_F(LookBeforeDeploying, ATestRecordIsWaitedForUntilItsRowIsInTheTable) {
  MakeTopic(topic_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_THAT(Create(), IsOk());
  v1::SendTestRecordRequest record;
  record.set_name(name());
  record.set_key("1");
  record.set_value("1");
  record.mutable_wait()->set_seconds(25);
  EXPECT_THAT(control_plane_->api().SendTestRecord(record), HasReason("VERB_NOT_ALLOWED"));
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));

  const auto sent = control_plane_->api().SendTestRecord(record);

  ASSERT_THAT(sent, IsOk());
  ASSERT_TRUE(sent->arrived()) << worker.LogTail();
  // At once: that is what the answer says.
  EXPECT_THAT(
      emulator_->RowsByOffset(table_),
      IsOkAndHolds(testing::ElementsAre(testing::Pair(testing::Pair(0, sent->offset()), 1))));
  EXPECT_THAT(emulator_->Sql(absl::StrCat("show partitions ", table_, ";")),
              IsOkAndHolds(absl::StrCat(sent->table_partition(), "\n")));
}

TEST_F(LookBeforeDeploying, DestinationsThatNeverAnswerAreSaidInTimeAndSlowNobodyElse) {
  const BlackHole hole;
  MakeTopic(topic_);
  v1::Connector connector = Definition();
  connector.mutable_sink()->set_endpoint(absl::StrCat("http://", hole.address(), "/api"));

  const absl::Time began = absl::Now();
  v1::ValidateConnectorResponse response;
  std::thread validating([&] { response = Validate(connector); });
  absl::Duration slowest;
  for (int i = 0; i < 20; ++i) {
    const absl::Time asked = absl::Now();
    EXPECT_THAT(Get(), HasReason("CONNECTOR_NOT_FOUND"));
    slowest = std::max(slowest, absl::Now() - asked);
  }
  validating.join();

  EXPECT_THAT(absl::Now() - began, Lt(absl::Seconds(10)));
  EXPECT_THAT(slowest, Lt(absl::Seconds(2)));
  EXPECT_FALSE(response.deployable());
  EXPECT_THAT(Found(response, v1::Finding::ERROR),
              ElementsAre(HasSubstr("NOT_ANSWERED connector.sink.endpoint")));
  EXPECT_THAT(Found(response, v1::Finding::INFO), Contains(HasSubstr("source topic")));
}

TEST_F(LookBeforeDeploying, BrokersThatNeverAnswerAreSaidInTimeAndTheTableIsLookedAt) {
  const BlackHole hole;
  v1::CreateInstanceRequest instance;
  instance.set_instance_id("hole");
  instance.set_skip_connection_check(true);
  instance.mutable_instance()->add_bootstrap_servers(hole.address());
  instance.mutable_instance()->set_connector_feature(v1::Instance::ENABLED);
  const auto made = control_plane_->api().CreateInstance(instance);
  ASSERT_THAT(made, IsOk());

  const absl::Time began = absl::Now();
  const v1::ValidateConnectorResponse response = Validate(Definition(), "instances/hole");

  EXPECT_THAT(absl::Now() - began, Lt(absl::Seconds(10)));
  EXPECT_THAT(Found(response, v1::Finding::ERROR), ElementsAre(HasSubstr(" parent: ")));
  EXPECT_THAT(Found(response, v1::Finding::INFO), Contains(HasSubstr("holds Update")));
}

}  // namespace
}  // namespace sluice::e2e
