#include "dataplane/task/error_class.h"

#include <string>

#include "base/status/reason.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using Code = absl::StatusCode;

struct Example {
  const char* reason;
  Code code;
  ErrorClass error_class;
};

class ErrorClassTest : public testing::TestWithParam<Example> {};

TEST_P(ErrorClassTest, IsOfWhoCanMendIt) {
  const absl::Status error =
      WithReason(absl::Status(GetParam().code, "something"), GetParam().reason);
  EXPECT_EQ(ClassOf(error), GetParam().error_class);
}

INSTANTIATE_TEST_SUITE_P(
    Every, ErrorClassTest,
    testing::Values(
        Example{"PERMISSION_MISSING", Code::kPermissionDenied, ErrorClass::kUser},
        Example{"TABLE_NOT_FOUND", Code::kNotFound, ErrorClass::kUser},
        Example{"TABLE_UNFIT", Code::kFailedPrecondition, ErrorClass::kUser},
        Example{"SOURCE_TOPIC_GONE", Code::kNotFound, ErrorClass::kUser},
        Example{"SOURCE_RECREATED", Code::kFailedPrecondition, ErrorClass::kUser},
        Example{"RECORDS_EXPIRED", Code::kOutOfRange, ErrorClass::kUser},
        Example{"CREDENTIALS_REJECTED", Code::kUnauthenticated, ErrorClass::kUser},
        Example{"CREDENTIALS_EXPIRED", Code::kUnauthenticated, ErrorClass::kDestination},
        Example{"SESSION_CONFLICT", Code::kFailedPrecondition, ErrorClass::kDestination},
        Example{"MAXCOMPUTE_UNREACHABLE", Code::kUnavailable, ErrorClass::kDestination},
        Example{"STS_UNAVAILABLE", Code::kUnavailable, ErrorClass::kDestination},
        Example{"COMMIT_PENDING", Code::kUnavailable, ErrorClass::kDestination},
        Example{"QUOTA_EXCEEDED", Code::kResourceExhausted, ErrorClass::kQuota},
        Example{"KAFKA_PRODUCER_QUEUE_FULL", Code::kResourceExhausted, ErrorClass::kSystem},
        Example{"KAFKA_CONNECTION_REFUSED", Code::kFailedPrecondition, ErrorClass::kSystem},
        Example{"KAFKA_UNAVAILABLE", Code::kUnavailable, ErrorClass::kSystem},
        Example{"KAFKA_AUTHORIZATION_FAILED", Code::kPermissionDenied, ErrorClass::kUser}),
    [](const auto& info) { return std::string(info.param.reason); });

}  // namespace
}  // namespace sluice::dataplane
