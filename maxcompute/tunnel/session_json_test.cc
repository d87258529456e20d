#include "maxcompute/tunnel/session_json.h"

#include <string>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::SizeIs;

constexpr char kSession[] = R"json({"UploadID":"u1","Status":"closing","MaxFieldSize":4096,
    "Schema":{"IsVirtualView":false,"partitionKeys":[{"name":"pt","type":"string"}],
    "columns":[{"name":"a","type":"bigint","nullable":true,"column_id":"1"}]},
    "UploadedBlockList":[{"BlockID":7,"RecordCount":2,"Date":"d"},{"BlockID":1}],"Extra":[1]})json";

TEST(SessionJson, ReadsASessionAsTheTunnelTellsIt) {
  absl::StatusOr<CreatedUpload> created = ReadCreatedUpload(kSession);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->session.id, "u1");
  EXPECT_EQ(created->field_bytes_max, 4096);
  EXPECT_THAT(created->schema.columns, SizeIs(1));

  absl::StatusOr<UploadState> state = ReadUploadState(kSession);
  ASSERT_THAT(state, IsOk());
  EXPECT_EQ(state->status, SessionStatus::kClosing);
  EXPECT_THAT(state->blocks, ElementsAre(UploadedBlock{1, std::nullopt}, UploadedBlock{7, 2}));
  EXPECT_THAT(state->rows(), Eq(std::nullopt));
}

TEST(SessionJson, EveryStatusWordIsKnownInAnyCase) {
  for (const SessionStatus status :
       {SessionStatus::kInitiating, SessionStatus::kNormal, SessionStatus::kClosing,
        SessionStatus::kCommitting, SessionStatus::kClosed, SessionStatus::kCanceled,
        SessionStatus::kExpired, SessionStatus::kCritical, SessionStatus::kUnknown}) {
    EXPECT_EQ(ParseSessionStatus(SessionStatusName(status)), status);
  }
  EXPECT_EQ(ParseSessionStatus("normal"), SessionStatus::kNormal);
  EXPECT_EQ(ParseSessionStatus("cancelled"), SessionStatus::kCanceled);
  EXPECT_EQ(ParseSessionStatus("something new"), SessionStatus::kUnknown);
  EXPECT_EQ(ParseSessionStatus("NOT_FOUND"), SessionStatus::kUnknown);
}

TEST(SessionJson, AnythingElseIsAnError) {
  for (const char* text : {"", "[]", "{}", "<html>", R"({"UploadID":"","Status":"normal"})",
                           R"({"UploadID":"u"})", R"({"UploadID":"u","Status":1})"}) {
    EXPECT_THAT(ReadCreatedUpload(text), HasReason(kReasonAnswerInvalid)) << text;
    EXPECT_THAT(ReadDownloadState(text), HasReason(kReasonAnswerInvalid)) << text;
  }
  for (const char* text : {"", "{}", R"({"Status":"normal","UploadedBlockList":1})",
                           R"({"Status":"normal","UploadedBlockList":[1]})",
                           R"({"Status":"normal","UploadedBlockList":[{"RecordCount":1}]})"}) {
    EXPECT_THAT(ReadUploadState(text), HasReason(kReasonAnswerInvalid)) << text;
  }
}

}  // namespace
}  // namespace sluice::maxcompute
