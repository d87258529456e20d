#include "base/kafka/error.h"

#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::HasSubstr;

TEST(ToStatus, SuccessIsOk) { EXPECT_THAT(ToStatus(RD_KAFKA_RESP_ERR_NO_ERROR, "x"), IsOk()); }

TEST(ToStatus, AnAbsentBrokerIsRetryable) {
  const absl::Status status = ToStatus(RD_KAFKA_RESP_ERR__TRANSPORT, "listing topics");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("listing topics: ")));
  EXPECT_THAT(status, HasReason(reason::kUnreachable));
}

TEST(ToStatus, AMissingRightIsNotRetryableAndRepeatsTheBrokersWords) {
  EXPECT_THAT(ToStatus(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "creating topic a", "No ACL."),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("No ACL.")));
}

TEST(ToStatus, AnUnexpectedCodeNamesItself) {
  const absl::Status status = ToStatus(RD_KAFKA_RESP_ERR_INVALID_TXN_STATE, "x");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInternal, HasSubstr("INVALID_TXN_STATE")));
  EXPECT_THAT(status, HasReason(reason::kUnexpected));
}

}  // namespace
}  // namespace sluice::kafka
