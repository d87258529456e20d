#include "maxcompute/tunnel/tunnel_contract.h"

#include <string>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "maxcompute/record/record_encoder.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The rows of offsets [first, end); every third without a key.
EncodedBlock Block(int64_t first, int64_t end) {
  RecordEncoder encoder;
  for (int64_t offset = first; offset < end; ++offset) {
    encoder.Begin();
    encoder.PutString(0, "t");
    encoder.PutBigint(1, 0);
    encoder.PutBigint(2, offset);
    if (offset % 3 != 0) encoder.PutString(3, "k");
    encoder.PutString(4, "héllo");
    encoder.End();
  }
  return encoder.Finish();
}

std::vector<Row> RowsOf(int64_t first, int64_t end) {
  std::vector<Row> rows;
  for (int64_t offset = first; offset < end; ++offset) {
    rows.push_back({Value{std::string("t")}, Value{int64_t{0}}, Value{offset},
                    offset % 3 != 0 ? Value{std::string("k")} : Value(),
                    Value{std::string("héllo")}});
  }
  return rows;
}

}  // namespace

absl::StatusOr<std::vector<Row>> TunnelContract::Read(const PartitionSpec& partition) {
  SLUICE_ASSIGN_OR_RETURN(const DownloadSession session, tunnel_.CreateDownload(table_, partition));
  return tunnel_.ReadRows(session, {0, session.rows}, {});
}

TEST_P(TunnelContract, ANewSessionIsOpenEmptyAndTellsTheSchema) {
  absl::StatusOr<CreatedUpload> created = tunnel_.CreateUpload(table_, a_);

  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->session.table, table_);
  EXPECT_EQ(created->session.partition, a_);
  EXPECT_THAT(created->schema.columns, SizeIs(5));
  EXPECT_EQ(created->schema.columns[4].name, "value");
  EXPECT_GT(created->field_bytes_max, 0);
  absl::StatusOr<UploadState> state = tunnel_.GetUpload(created->session);
  ASSERT_THAT(state, IsOk());
  EXPECT_EQ(state->status, SessionStatus::kNormal);
  EXPECT_THAT(state->blocks, IsEmpty());
}

TEST_P(TunnelContract, RowsAreVisibleAllAtOnceAfterTheCommit) {
  const UploadSession session = tunnel_.CreateUpload(table_, a_)->session;
  ASSERT_THAT(tunnel_.PutBlock(session, 0, Block(0, 3).bytes.view(), ContentEncoding::kRaw),
              IsOk());
  ASSERT_THAT(tunnel_.PutBlock(session, 1, Block(3, 5).bytes.view(), ContentEncoding::kRaw),
              IsOk());
  EXPECT_THAT(Read(a_), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(tunnel_.GetUpload(session)->blocks,
              ElementsAre(UploadedBlock{0, 3}, UploadedBlock{1, 2}));
  EXPECT_THAT(tunnel_.GetUpload(session)->rows(), Eq(5));

  absl::StatusOr<UploadState> committed = tunnel_.CommitUpload(session);

  ASSERT_THAT(committed, IsOk());
  EXPECT_EQ(tunnel_.GetUpload(session)->status, SessionStatus::kClosed);
  EXPECT_THAT(Read(a_), IsOkAndHolds(RowsOf(0, 5)));
  EXPECT_THAT(Read(b_), IsOkAndHolds(IsEmpty()));
}

TEST_P(TunnelContract, TheLastBlockOfAnIdCounts) {
  const UploadSession session = tunnel_.CreateUpload(table_, a_)->session;
  ASSERT_THAT(tunnel_.PutBlock(session, 7, Block(0, 3).bytes.view(), ContentEncoding::kRaw),
              IsOk());
  ASSERT_THAT(tunnel_.PutBlock(session, 7, Block(9, 10).bytes.view(), ContentEncoding::kRaw),
              IsOk());

  ASSERT_THAT(tunnel_.CommitUpload(session), IsOk());

  EXPECT_THAT(Read(a_), IsOkAndHolds(RowsOf(9, 10)));
}

TEST_P(TunnelContract, PackedBlocksHoldTheSameRows) {
  const UploadSession session = tunnel_.CreateUpload(table_, a_)->session;
  BlockBuffer packed;
  Deflate(Block(0, 1000).bytes.view(), packed);

  ASSERT_THAT(tunnel_.PutBlock(session, 0, packed.view(), ContentEncoding::kDeflate), IsOk());
  ASSERT_THAT(tunnel_.CommitUpload(session), IsOk());

  EXPECT_THAT(Read(a_), IsOkAndHolds(RowsOf(0, 1000)));
}

TEST_P(TunnelContract, ADamagedBlockIsRefusedAndNotStored) {
  const UploadSession session = tunnel_.CreateUpload(table_, a_)->session;
  std::string bytes(Block(0, 3).bytes.view());
  const std::string cut = bytes.substr(0, bytes.size() - 1);
  bytes[2] ^= 1;

  for (const std::string& damaged : {bytes, cut}) {
    const absl::Status status = tunnel_.PutBlock(session, 0, damaged, ContentEncoding::kRaw);
    EXPECT_THAT(status, HasReason(kReasonBlockDamaged));
    EXPECT_TRUE(IsClearRefusal(status));
  }
  EXPECT_THAT(tunnel_.GetUpload(session)->blocks, IsEmpty());
}

TEST_P(TunnelContract, BlocksAndSessionsMayBeEmpty) {
  const UploadSession session = tunnel_.CreateUpload(table_, a_)->session;
  ASSERT_THAT(tunnel_.PutBlock(session, 0, Block(0, 0).bytes.view(), ContentEncoding::kRaw),
              IsOk());
  EXPECT_THAT(tunnel_.CommitUpload(session), IsOk());
  EXPECT_THAT(tunnel_.CommitUpload(tunnel_.CreateUpload(table_, a_)->session), IsOk());

  EXPECT_THAT(Read(a_), IsOkAndHolds(IsEmpty()));
}

TEST_P(TunnelContract, ASecondCommitWritesNothingTwice) {
  const UploadSession session = tunnel_.CreateUpload(table_, a_)->session;
  ASSERT_THAT(tunnel_.PutBlock(session, 0, Block(0, 3).bytes.view(), ContentEncoding::kRaw),
              IsOk());
  ASSERT_THAT(tunnel_.CommitUpload(session), IsOk());

  const absl::StatusOr<UploadState> again = tunnel_.CommitUpload(session);

  if (again.ok()) {
    EXPECT_EQ(again->status, SessionStatus::kClosed);
  } else {
    EXPECT_THAT(again, HasReason(kReasonSessionConflict));
    EXPECT_FALSE(IsClearRefusal(again.status()));
  }
  EXPECT_EQ(tunnel_.GetUpload(session)->status, SessionStatus::kClosed);
  EXPECT_THAT(Read(a_), IsOkAndHolds(RowsOf(0, 3)));
}

TEST_P(TunnelContract, ABlockAfterTheCommitIsRefused) {
  const UploadSession session = tunnel_.CreateUpload(table_, a_)->session;
  ASSERT_THAT(tunnel_.CommitUpload(session), IsOk());

  EXPECT_THAT(tunnel_.PutBlock(session, 0, Block(0, 3).bytes.view(), ContentEncoding::kRaw),
              HasReason(kReasonSessionConflict));
  EXPECT_THAT(Read(a_), IsOkAndHolds(IsEmpty()));
}

TEST_P(TunnelContract, ASessionThatTheTunnelDoesNotKnowIsAStatus) {
  const UploadSession unknown{table_, a_, "20240102030405aaaaaaaaaaaaaaaaaa"};

  EXPECT_EQ(tunnel_.GetUpload(unknown)->status, SessionStatus::kNotFound);
  EXPECT_EQ(tunnel_.CommitUpload(unknown)->status, SessionStatus::kNotFound);
  const absl::Status put =
      tunnel_.PutBlock(unknown, 0, Block(0, 1).bytes.view(), ContentEncoding::kRaw);
  EXPECT_THAT(put, HasReason(kReasonSessionNotFound));
  EXPECT_TRUE(IsClearRefusal(put));
}

TEST_P(TunnelContract, WhatDoesNotExistIsClearlyRefused) {
  const absl::Status partition =
      tunnel_.CreateUpload(table_, PartitionSpec{{"pt", "none"}}).status();
  EXPECT_THAT(partition, HasReason(kReasonPartitionNotFound));
  EXPECT_TRUE(IsClearRefusal(partition));

  const absl::Status table =
      tunnel_.CreateUpload({table_.project, table_.schema, "no_such_table"}, a_).status();
  EXPECT_THAT(table, HasReason(kReasonTableNotFound));
  EXPECT_TRUE(IsClearRefusal(table));

  EXPECT_THAT(tunnel_.CreateUpload(table_, {}), HasReason(kReasonPartitionSpecInvalid));
  EXPECT_THAT(tunnel_.CreateDownload(table_, PartitionSpec{{"pt", "none"}}),
              HasReason(kReasonPartitionNotFound));
}

TEST_P(TunnelContract, SessionsDoNotKnowOfEachOther) {
  const UploadSession first = tunnel_.CreateUpload(table_, a_)->session;
  const UploadSession second = tunnel_.CreateUpload(table_, a_)->session;
  ASSERT_NE(first.id, second.id);
  ASSERT_THAT(tunnel_.PutBlock(first, 0, Block(0, 2).bytes.view(), ContentEncoding::kRaw), IsOk());
  ASSERT_THAT(tunnel_.PutBlock(second, 0, Block(2, 4).bytes.view(), ContentEncoding::kRaw), IsOk());

  ASSERT_THAT(tunnel_.CommitUpload(second), IsOk());

  EXPECT_EQ(tunnel_.GetUpload(first)->status, SessionStatus::kNormal);
  EXPECT_THAT(Read(a_), IsOkAndHolds(RowsOf(2, 4)));
}

TEST_P(TunnelContract, ADownloadSeesWhatWasThereAtItsBeginning) {
  UploadSession session = tunnel_.CreateUpload(table_, a_)->session;
  ASSERT_THAT(tunnel_.PutBlock(session, 0, Block(0, 10).bytes.view(), ContentEncoding::kRaw),
              IsOk());
  ASSERT_THAT(tunnel_.CommitUpload(session), IsOk());
  const DownloadSession download = *tunnel_.CreateDownload(table_, a_);
  session = tunnel_.CreateUpload(table_, a_)->session;
  ASSERT_THAT(tunnel_.PutBlock(session, 0, Block(10, 12).bytes.view(), ContentEncoding::kRaw),
              IsOk());
  ASSERT_THAT(tunnel_.CommitUpload(session), IsOk());

  EXPECT_EQ(download.rows, 10);
  EXPECT_THAT(tunnel_.ReadRows(download, {0, 100}, {}), IsOkAndHolds(RowsOf(0, 10)));
  EXPECT_THAT(tunnel_.ReadRows(download, {7, 2}, {}), IsOkAndHolds(RowsOf(7, 9)));
  EXPECT_THAT(tunnel_.ReadRows(download, {10, 5}, {}), IsOkAndHolds(IsEmpty()));
}

TEST_P(TunnelContract, ColumnsAreReadInTheOrderOfTheirNames) {
  const UploadSession session = tunnel_.CreateUpload(table_, a_)->session;
  ASSERT_THAT(tunnel_.PutBlock(session, 0, Block(0, 2).bytes.view(), ContentEncoding::kRaw),
              IsOk());
  ASSERT_THAT(tunnel_.CommitUpload(session), IsOk());
  const DownloadSession download = *tunnel_.CreateDownload(table_, a_);

  EXPECT_THAT(tunnel_.ReadRows(download, {0, 2}, {"key", "offset"}),
              IsOkAndHolds(ElementsAre(Row{Value(), Value{int64_t{0}}},
                                       Row{Value{std::string("k")}, Value{int64_t{1}}})));
  EXPECT_THAT(tunnel_.ReadRows(download, {0, 2}, {"none"}), HasReason(kReasonColumnNotFound));
}

}  // namespace sluice::maxcompute
