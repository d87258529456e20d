#include "controlplane/preflight/missing_grant.h"

#include <string>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "maxcompute/request/service_error.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;

MaxComputeSink R0Sink() {
  MaxComputeSink sink;
  sink.project = "connector_test";
  sink.table = "test_kafka";
  sink.account_uid = "188";
  sink.role_name = "AliyunKafkaMaxComputeUser1";
  return sink;
}

// As the service refuses, about nothing in particular.
absl::Status Refused(const std::string& action) {
  return maxcompute::ToStatus(
      maxcompute::ServiceError{.http_status = 403,
                               .code = "NoPermission",
                               .message = "You have NO privilege 'odps:" + action +
                                          "' on {acs:odps:*:projects/p/tables/t}."},
      maxcompute::Subject{});
}

TEST(MissingGrant, TheStatementsOfR4AreExact) {
  const std::string user = " to user `RAM$188:role/aliyunkafkamaxcomputeuser1`;";
  const auto remedy = [](const std::string& action) {
    return RemedyOf(WithGrantStatement(Refused(action), R0Sink()));
  };
  EXPECT_THAT(remedy("CreateInstance"),
              Eq("grant CreateInstance on project connector_test" + user));
  EXPECT_THAT(remedy("Describe"), Eq("grant Describe on table test_kafka" + user));
  EXPECT_THAT(remedy("Alter"), Eq("grant Alter on table test_kafka" + user));
  EXPECT_THAT(remedy("Update"), Eq("grant Update on table test_kafka" + user));
  EXPECT_THAT(remedy("Select"), Eq("grant Select on table test_kafka" + user));
}

TEST(MissingGrant, WhoMayNotReadTheProjectIsToBeAddedToIt) {
  EXPECT_THAT(RemedyOf(WithGrantStatement(Refused("Read"), R0Sink())),
              Eq("add user `RAM$188:role/aliyunkafkamaxcomputeuser1`;"));
}

TEST(MissingGrant, OfAnAccessKeyTheServiceKnowsWhoItIs) {
  MaxComputeSink sink = R0Sink();
  sink.role_name = sink.account_uid = "";
  sink.access_key = AccessKey{"id", "secret"};
  EXPECT_THAT(WithGrantStatement(Refused("Update"), sink), Eq(Refused("Update")));
}

TEST(MissingGrant, TheMessageHoldsTheStatementToo) {
  const absl::Status status = WithGrantStatement(Refused("Update"), R0Sink());
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied,
                               HasSubstr("grant Update on table test_kafka to user")));
  EXPECT_THAT(status, HasReason("PERMISSION_MISSING"));
}

TEST(MissingGrant, EverythingElseStaysAsItIs) {
  const absl::Status other =
      WithRemedy(WithReason(absl::NotFoundError("no table"), "TABLE_NOT_FOUND"), "make it");
  EXPECT_THAT(WithGrantStatement(other, R0Sink()), Eq(other));
  EXPECT_THAT(WithGrantStatement(absl::OkStatus(), R0Sink()), IsOk());
}

}  // namespace
}  // namespace sluice::controlplane
