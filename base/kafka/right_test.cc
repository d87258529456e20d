#include "base/kafka/right.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;

TEST(MissingRight, IsToldAsPrincipalOperationAndResourceWithTheCommandThatGrantsIt) {
  const MissingRight missing = {"User:sluice", OnTopic(Operation::kCreate, "connect-offset-x")};

  const absl::Status denied = DeniedStatus(missing, "kafka:9092");

  EXPECT_THAT(denied, StatusIs(absl::StatusCode::kPermissionDenied,
                               Eq("User:sluice may not Create on Topic:connect-offset-x")));
  EXPECT_THAT(denied, HasReason(reason::kAuthorizationFailed));
  EXPECT_THAT(RemedyOf(denied),
              HasSubstr("kafka-acls.sh --bootstrap-server kafka:9092 --add --allow-principal "
                        "User:sluice --operation Create --topic connect-offset-x"));
}

TEST(MissingRight, TheCommandNamesGroupAndClusterAsTheToolWantsThem) {
  const struct {
    Right right;
    const char* expected;
  } cases[] = {
      {OnGroup(Operation::kRead, "connect-x"), "--operation Read --group connect-x"},
      {OnCluster(Operation::kDescribeConfigs), "--operation DescribeConfigs --cluster"},
      {OnTopic(Operation::kIdempotentWrite, "t"), "--operation IdempotentWrite --topic t"},
  };
  for (const auto& one : cases) {
    EXPECT_THAT((MissingRight{"User:u", one.right}.GrantCommand("k:1")), HasSubstr(one.expected));
  }
}

TEST(MissingRight, WhatAShellWouldReadIsQuoted) {
  EXPECT_THAT(
      (MissingRight{"User:CN=a b,O=it's; rm", OnCluster(Operation::kDescribe)}.GrantCommand("k:1")),
      HasSubstr(R"(--allow-principal 'User:CN=a b,O=it'\''s; rm' --operation)"));
}

}  // namespace
}  // namespace sluice::kafka
