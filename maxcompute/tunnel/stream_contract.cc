#include "maxcompute/tunnel/stream_contract.h"

#include <string>
#include <vector>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "maxcompute/record/record_encoder.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

EncodedBlock Pack(int64_t first, int64_t end) {
  RecordEncoder encoder;
  for (int64_t offset = first; offset < end; ++offset) {
    encoder.Begin();
    encoder.PutString(0, "t");
    encoder.PutBigint(1, 0);
    encoder.PutBigint(2, offset);
    encoder.End();
  }
  return encoder.Finish();
}

absl::Status Write(StreamTunnel& streams, StreamSession& session, const EncodedBlock& pack) {
  return streams.WritePack(session, pack.bytes.view(), ContentEncoding::kRaw, pack.rows);
}

}  // namespace

std::vector<int64_t> StreamContract::Offsets(const PartitionSpec& partition) {
  const absl::StatusOr<DownloadSession> session =
      world_->tunnel().CreateDownload(table_, partition);
  EXPECT_THAT(session, IsOk());
  if (!session.ok()) return {};
  const std::vector<Row> rows = world_->tunnel().ReadRows(*session, {0, session->rows}, {}).value();
  std::vector<int64_t> offsets;
  for (const Row& row : rows) offsets.push_back(std::get<int64_t>(row[2].data));
  return offsets;
}

TEST_P(StreamContract, ANewSessionTellsTheColumnsAndItsSlots) {
  const absl::StatusOr<StreamSession> session = streams_.OpenStream(table_, a_);

  ASSERT_THAT(session, IsOk());
  EXPECT_EQ(session->table, table_);
  EXPECT_EQ(session->partition, a_);
  EXPECT_THAT(session->schema.columns, SizeIs(5));
  EXPECT_THAT(session->slots, Not(IsEmpty()));
  EXPECT_THAT(Offsets(a_), IsEmpty());
}

TEST_P(StreamContract, EveryPackIsVisibleWhenItIsAcknowledged) {
  StreamSession session = *streams_.OpenStream(table_, a_);

  ASSERT_THAT(Write(streams_, session, Pack(0, 2)), IsOk());
  EXPECT_THAT(Offsets(a_), ElementsAre(0, 1));
  ASSERT_THAT(Write(streams_, session, Pack(2, 3)), IsOk());
  EXPECT_THAT(Offsets(a_), ElementsAre(0, 1, 2));
  EXPECT_THAT(Offsets(b_), IsEmpty());
}

TEST_P(StreamContract, PackedPacksHoldTheSameRows) {
  StreamSession session = *streams_.OpenStream(table_, a_);
  BlockBuffer packed;
  Deflate(Pack(0, 1000).bytes.view(), packed);

  ASSERT_THAT(streams_.WritePack(session, packed.view(), ContentEncoding::kDeflate, 1000), IsOk());

  EXPECT_THAT(Offsets(a_), SizeIs(1000));
}

TEST_P(StreamContract, APackThatIsSentTwiceIsThereTwice) {
  StreamSession session = *streams_.OpenStream(table_, a_);

  ASSERT_THAT(Write(streams_, session, Pack(7, 8)), IsOk());
  ASSERT_THAT(Write(streams_, session, Pack(7, 8)), IsOk());

  EXPECT_THAT(Offsets(a_), ElementsAre(7, 7));
}

TEST_P(StreamContract, ADamagedPackIsRefusedAndNotStored) {
  StreamSession session = *streams_.OpenStream(table_, a_);
  std::string bytes(Pack(0, 3).bytes.view());
  bytes[2] ^= 1;

  const absl::Status status = streams_.WritePack(session, bytes, ContentEncoding::kRaw, 3);

  EXPECT_THAT(status, HasReason(kReasonBlockDamaged));
  EXPECT_TRUE(IsClearRefusal(status));
  EXPECT_THAT(Offsets(a_), IsEmpty());
}

TEST_P(StreamContract, ASessionOfFormerColumnsIsOver) {
  StreamSession session = *streams_.OpenStream(table_, a_);
  world_->AddColumn();

  const absl::Status status = Write(streams_, session, Pack(0, 1));

  EXPECT_THAT(status, HasReason(kReasonSchemaModified));
  EXPECT_TRUE(IsClearRefusal(status));
  StreamSession another = *streams_.OpenStream(table_, a_);
  EXPECT_THAT(another.schema.columns, SizeIs(6));
  EXPECT_THAT(Write(streams_, another, Pack(1, 2)), IsOk());
  EXPECT_THAT(Offsets(a_), ElementsAre(1));
}

TEST_P(StreamContract, ASessionThatTheTunnelDoesNotKnowIsClearlyRefused) {
  StreamSession session = *streams_.OpenStream(table_, a_);
  session.id = "20240102030405aaaaaaaaaaaaaaaaaa";

  const absl::Status status = Write(streams_, session, Pack(0, 1));

  EXPECT_THAT(status, HasReason(kReasonSessionNotFound));
  EXPECT_TRUE(IsClearRefusal(status));
}

TEST_P(StreamContract, WhatDoesNotExistOrTakesOnlyUpsertsIsClearlyRefused) {
  const absl::Status partition =
      streams_.OpenStream(table_, PartitionSpec{{"pt", "none"}}).status();
  EXPECT_THAT(partition, HasReason(kReasonPartitionNotFound));
  EXPECT_TRUE(IsClearRefusal(partition));
  EXPECT_THAT(streams_.OpenStream({table_.project, table_.schema, "no_such_table"}, a_),
              HasReason(kReasonTableNotFound));
  EXPECT_THAT(streams_.OpenStream(world_->delta_table(), {}), HasReason(kReasonRequestRefused));
}

}  // namespace sluice::maxcompute
