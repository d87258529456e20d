#include "emulator/error/service_error.h"

#include <gtest/gtest.h>

namespace sluice::emulator {
namespace {

TEST(ServiceError, CarriesItsCodeAndAnswersWithItsStatus) {
  absl::Status error = ServiceError("NoSuchTable", "no table t");

  EXPECT_EQ(error.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(CodeOf(error), "NoSuchTable");
  EXPECT_EQ(HttpStatusOf(error), 404);
}

TEST(ServiceError, TellsThoseOfSignaturesApart) {
  EXPECT_EQ(HttpStatusOf(ServiceError("InvalidAccessKeyId", "")), 401);
  EXPECT_EQ(HttpStatusOf(ServiceError("InvalidAccessKeyId.NotFound", "")), 404);
  EXPECT_EQ(HttpStatusOf(ServiceError("InvalidArgument", "")), 400);
}

TEST(ServiceError, CarriesWhatProgramsReadBesideTheCode) {
  absl::Status error = WithHold(
      WithHeader(ServiceError("FlowExceeded", "too fast"), "odps-version", "7"), absl::Seconds(2));

  EXPECT_EQ(HttpStatusOf(error), 429);
  EXPECT_EQ(HeadersOf(error),
            (std::vector<std::pair<std::string, std::string>>{{"odps-version", "7"}}));
  EXPECT_EQ(HoldOf(error), absl::Seconds(2));
  EXPECT_EQ(HoldOf(ServiceError("FlowExceeded", "")), std::nullopt);
  EXPECT_TRUE(HeadersOf(ServiceError("FlowExceeded", "")).empty());
}

TEST(ServiceError, GivenAnErrorOfOursIsAnInternalOne) {
  EXPECT_EQ(CodeOf(absl::UnknownError("disk")), "InternalServerError");
  EXPECT_EQ(HttpStatusOf(absl::UnknownError("disk")), 500);
}

}  // namespace
}  // namespace sluice::emulator
