#include "base/status/reason.h"

#include "base/status/status_macros.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"

namespace sluice {
namespace {

TEST(Reason, TravelsBesideTheMessage) {
  absl::Status status = WithReason(absl::NotFoundError("table t is missing"), "TABLE_NOT_FOUND");

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, "table t is missing"));
  EXPECT_THAT(status, HasReason("TABLE_NOT_FOUND"));
}

TEST(Reason, IsEmptyWhereNoneWasGiven) { EXPECT_EQ(ReasonOf(absl::NotFoundError("x")), ""); }

TEST(Reason, IsNeverOnOk) { EXPECT_EQ(ReasonOf(WithReason(absl::OkStatus(), "X")), ""); }

TEST(Reason, AnAnnotationKeepsCodeReasonAndRemedy) {
  absl::Status status = WithRemedy(
      WithReason(absl::UnavailableError("refused"), "KAFKA_UNREACHABLE"), "start the broker");

  absl::Status annotated = Annotate(status, "listing topics");

  EXPECT_THAT(annotated, StatusIs(absl::StatusCode::kUnavailable, "listing topics: refused"));
  EXPECT_THAT(annotated, HasReason("KAFKA_UNREACHABLE"));
  EXPECT_EQ(RemedyOf(annotated), "start the broker");
}

absl::StatusOr<int> Half(int n) {
  if (n % 2 != 0) return absl::InvalidArgumentError("odd");
  return n / 2;
}

absl::StatusOr<int> Quarter(int n) {
  SLUICE_ASSIGN_OR_RETURN(int half, Half(n));
  SLUICE_ASSIGN_OR_RETURN(half, Half(half));
  return half;
}

TEST(StatusMacros, GoOnWithTheValueOrReturnTheError) {
  EXPECT_THAT(Quarter(12), IsOkAndHolds(3));
  EXPECT_THAT(Quarter(6).status(), StatusIs(absl::StatusCode::kInvalidArgument, "odd"));
}

}  // namespace
}  // namespace sluice
