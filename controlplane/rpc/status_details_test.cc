#include "controlplane/rpc/status_details.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::StartsWith;

// The details of this type; the test fails unless there are exactly `count`.
template <typename Detail>
Detail Only(const google::rpc::Status& status, int count = 1) {
  Detail found;
  int seen = 0;
  for (const auto& any : status.details()) {
    if (any.Is<Detail>() && any.UnpackTo(&found)) ++seen;
  }
  EXPECT_THAT(seen, Eq(count)) << status.DebugString();
  return found;
}

TEST(StatusDetails, EveryErrorHasExactlyOneErrorInfoOfOurDomain) {
  for (int code = 1; code <= 16; ++code) {
    const auto info = Only<google::rpc::ErrorInfo>(
        DetailsOf(absl::Status(static_cast<absl::StatusCode>(code), "m")));
    EXPECT_THAT(info.domain(), Eq("sluice"));
    EXPECT_FALSE(info.reason().empty());
  }
}

TEST(StatusDetails, ReasonAndRemedyTravel) {
  const absl::Status status =
      WithRemedy(WithReason(absl::NotFoundError("no table"), "TABLE_NOT_FOUND"), "make it");
  const auto info = Only<google::rpc::ErrorInfo>(DetailsOf(status));
  EXPECT_THAT(info.reason(), Eq("TABLE_NOT_FOUND"));
  EXPECT_THAT(info.metadata().at("remedy"), Eq("make it"));
}

TEST(StatusDetails, EveryViolationTravelsWithItsFieldAndReason) {
  Violations violations;
  violations.Add("connector_id", "NAME_INVALID", "is \"A\"");
  violations.Add("connector.sink.table", "FIELD_REQUIRED", "is empty");
  const google::rpc::Status wire = DetailsOf(InvalidRequest(violations));
  EXPECT_THAT(wire.code(), Eq(3));
  EXPECT_THAT(wire.message(), Eq("connector_id is \"A\"; and 1 more"));
  const auto request = Only<google::rpc::BadRequest>(wire);
  ASSERT_THAT(request.field_violations_size(), Eq(2));
  EXPECT_THAT(request.field_violations(1).field(), Eq("connector.sink.table"));
  EXPECT_THAT(request.field_violations(1).reason(), Eq("FIELD_REQUIRED"));
  EXPECT_THAT(Only<google::rpc::ErrorInfo>(wire).metadata().at("violations"), Eq("2"));
}

TEST(StatusDetails, FindingsTravelWithTheirRemedies) {
  const google::rpc::Status wire = DetailsOf(WorldUnfit(
      {{Severity::kError, "", "TABLE_NOT_FOUND", "projects/p/tables/t", "there is none", "make it"},
       {Severity::kError, "", "PERMISSION_MISSING", "projects/p", "may not", "grant Alter …"}}));
  EXPECT_THAT(wire.code(), Eq(9));
  EXPECT_THAT(Only<google::rpc::ErrorInfo>(wire).reason(), Eq("PREFLIGHT_FAILED"));
  const auto failure = Only<google::rpc::PreconditionFailure>(wire);
  ASSERT_THAT(failure.violations_size(), Eq(2));
  EXPECT_THAT(failure.violations(1).type(), Eq("PERMISSION_MISSING"));
  EXPECT_THAT(failure.violations(1).description(), Eq("may not\ngrant Alter …"));
}

TEST(StatusDetails, ARetryIsSuggestedOnlyWhereItMayHelp) {
  Only<google::rpc::RetryInfo>(DetailsOf(absl::UnavailableError("away")));
  Only<google::rpc::RetryInfo>(DetailsOf(absl::NotFoundError("none")), 0);
}

// What the answer takes of the 8 KiB that clients allow: the details as base64, and the message,
// whose other bytes than ASCII are written as three.
size_t MetadataBytes(const google::rpc::Status& wire) {
  size_t bytes = wire.ByteSizeLong() * 4 / 3;
  for (unsigned char c : wire.message()) bytes += c < 0x80 && c != '%' ? 1 : 3;
  return bytes;
}

TEST(StatusDetails, AsManyViolationsAsAreKeptTravelEachCutToItsShare) {
  Violations violations;
  for (int i = 0; i < 45; ++i) {
    violations.Add(absl::StrCat("connector.sink.a_field_", i), "FIELD_OUT_OF_RANGE",
                   std::string(300, 'm'));
  }
  const google::rpc::Status wire = DetailsOf(InvalidRequest(violations));
  const auto request = Only<google::rpc::BadRequest>(wire);
  ASSERT_THAT(request.field_violations_size(), Eq(32));
  EXPECT_THAT(request.field_violations(31).field(), Eq("connector.sink.a_field_31"));
  EXPECT_THAT(request.field_violations(31).description().size(), Ge(40));
  EXPECT_THAT(Only<google::rpc::ErrorInfo>(wire).metadata().at("violations"), Eq("45"));
  EXPECT_THAT(MetadataBytes(wire), Le(7680));
}

TEST(StatusDetails, HoweverMuchIsWrongTheAnswerStaysSmall) {
  const std::string megabyte(1 << 20, '\xff');
  Violations violations;
  for (int i = 0; i < 1000; ++i) violations.Add(megabyte, "R", megabyte);
  Findings findings(100, {Severity::kError, "", "R", megabyte, megabyte, megabyte});
  for (const absl::Status& status : {InvalidRequest(violations), WorldUnfit(findings),
                                     WithRemedy(absl::InternalError(megabyte), megabyte),
                                     About(absl::NotFoundError(megabyte), "t", megabyte)}) {
    const google::rpc::Status wire = DetailsOf(status);
    EXPECT_THAT(wire.message().size(), Le(1024));
    EXPECT_THAT(MetadataBytes(wire), Le(7680));
  }
  EXPECT_THAT(
      Only<google::rpc::BadRequest>(DetailsOf(InvalidRequest(violations))).field_violations_size(),
      Ge(1));
}

TEST(StatusDetails, WhatIsNoUtf8IsReplacedAndWhatIsStays) {
  const google::rpc::Status wire =
      DetailsOf(absl::InternalError("ä € 😀 \xff \xc3 \xed\xa0\x80 end"));
  EXPECT_THAT(wire.message(), StartsWith("ä € 😀 ? ?"));
  EXPECT_THAT(wire.message(), HasSubstr("end"));
}

}  // namespace
}  // namespace sluice::controlplane
