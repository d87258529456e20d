#include "maxcompute/tunnel/upsert_contract.h"

#include "base/status/status_macros.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "maxcompute/record/record_encoder.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

EncodedBlock PackOf(int64_t id, const char* v, RowChange change) {
  RecordEncoder encoder;
  encoder.Begin();
  encoder.PutBigint(0, id);
  if (v != nullptr) encoder.PutString(1, v);
  PutChange(encoder, 2, change);
  encoder.End();
  return encoder.Finish();
}

}  // namespace

absl::Status UpsertContract::Write(OpenedUpsert& upsert, const std::vector<Change>& changes) {
  SLUICE_ASSIGN_OR_RETURN(const KeyHash hash,
                          KeyHash::Of(upsert.schema, upsert.hash_key, upsert.hash_rule));
  for (const Change& change : changes) {
    const EncodedBlock pack = PackOf(change.id, change.v, change.change);
    const int bucket =
        hash.BucketOf({Value{change.id}, Value()}, static_cast<int>(upsert.buckets.size()));
    SLUICE_RETURN_IF_ERROR(
        upserts_.WriteChanges(upsert, bucket, pack.bytes.view(), ContentEncoding::kRaw, 1));
  }
  return absl::OkStatus();
}

void UpsertContract::Commit(const std::vector<Change>& changes) {
  OpenedUpsert upsert = Open();
  ASSERT_THAT(Write(upsert, changes), IsOk());
  ASSERT_THAT(upserts_.CommitUpsert(upsert.session), IsOkAndHolds(SessionStatus::kClosed));
}

TEST_P(UpsertContract, ANewSessionIsOpenAndTellsHowRowsAreShared) {
  const OpenedUpsert upsert = Open();

  EXPECT_EQ(upsert.session.table, table_);
  EXPECT_EQ(upsert.session.partition, a_);
  EXPECT_THAT(upsert.schema.columns, SizeIs(2));
  EXPECT_THAT(upsert.hash_key, ElementsAre("id"));
  EXPECT_THAT(upsert.buckets, Not(IsEmpty()));
  EXPECT_THAT(upserts_.GetUpsert(upsert.session), IsOkAndHolds(SessionStatus::kNormal));
}

TEST_P(UpsertContract, ChangesAreVisibleAllAtOnceAfterTheCommit) {
  OpenedUpsert upsert = Open();
  ASSERT_THAT(Write(upsert, {{1, "one"}, {2, nullptr}}), IsOk());
  EXPECT_THAT(world_->Read(table_, a_), IsEmpty());

  EXPECT_THAT(upserts_.CommitUpsert(upsert.session), IsOkAndHolds(SessionStatus::kClosed));

  EXPECT_THAT(world_->Read(table_, a_), ElementsAre(Pair(1, "one"), Pair(2, "NULL")));
  EXPECT_THAT(world_->Read(table_, b_), IsEmpty());
}

TEST_P(UpsertContract, ALaterSessionChangesAndDeletesRowsByTheirKeys) {
  Commit({{1, "one"}, {2, "two"}, {3, "three"}});
  Commit({{1, "uno"}, {2, nullptr, RowChange::kDelete}, {4, "four"}, {5, "", RowChange::kDelete}});

  EXPECT_THAT(world_->Read(table_, a_),
              ElementsAre(Pair(1, "uno"), Pair(3, "three"), Pair(4, "four")));
}

TEST_P(UpsertContract, SessionsCountInTheOrderOfTheirCommits) {
  OpenedUpsert first = Open();
  OpenedUpsert second = Open();
  ASSERT_THAT(Write(first, {{1, "first"}}), IsOk());
  ASSERT_THAT(Write(second, {{1, "second"}}), IsOk());

  ASSERT_THAT(upserts_.CommitUpsert(second.session), IsOk());
  ASSERT_THAT(upserts_.CommitUpsert(first.session), IsOk());

  EXPECT_THAT(world_->Read(table_, a_), ElementsAre(Pair(1, "first")));
}

TEST_P(UpsertContract, APackThatIsSentTwiceChangesNothing) {
  Commit({{1, "one"}, {2, nullptr, RowChange::kDelete}, {1, "one"}});

  EXPECT_THAT(world_->Read(table_, a_), ElementsAre(Pair(1, "one")));
}

TEST_P(UpsertContract, ASecondCommitChangesNothingAndIsNoError) {
  OpenedUpsert upsert = Open();
  ASSERT_THAT(Write(upsert, {{1, "one"}}), IsOk());
  ASSERT_THAT(upserts_.CommitUpsert(upsert.session), IsOk());
  Commit({{1, "later"}});

  const absl::StatusOr<SessionStatus> again = upserts_.CommitUpsert(upsert.session);

  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(*again == SessionStatus::kClosed || *again == SessionStatus::kNotFound);
  EXPECT_THAT(world_->Read(table_, a_), ElementsAre(Pair(1, "later")));
}

TEST_P(UpsertContract, NothingIsAddedToACommittedSession) {
  OpenedUpsert upsert = Open();
  ASSERT_THAT(upserts_.CommitUpsert(upsert.session), IsOk());

  EXPECT_THAT(Write(upsert, {{1, "late"}}), HasReason(kReasonSessionConflict));
  EXPECT_THAT(world_->Read(table_, a_), IsEmpty());
}

TEST_P(UpsertContract, ASessionThatTheTunnelDoesNotKnowIsAStatus) {
  OpenedUpsert unknown = Open();
  unknown.session.id = "20240102030405aaaaaaaaaaaaaaaaaa";

  EXPECT_THAT(upserts_.GetUpsert(unknown.session), IsOkAndHolds(SessionStatus::kNotFound));
  EXPECT_THAT(upserts_.CommitUpsert(unknown.session), IsOkAndHolds(SessionStatus::kNotFound));
  const absl::Status write = Write(unknown, {{1, "x"}});
  EXPECT_THAT(write, HasReason(kReasonSessionNotFound));
  EXPECT_TRUE(IsClearRefusal(write));
}

TEST_P(UpsertContract, ADamagedPackIsRefusedAndNotStored) {
  OpenedUpsert upsert = Open();
  std::string bytes(PackOf(1, "one", RowChange::kUpsert).bytes.view());
  bytes[1] ^= 1;

  EXPECT_THAT(upserts_.WriteChanges(upsert, 0, bytes, ContentEncoding::kRaw, 1),
              HasReason(kReasonBlockDamaged));
  ASSERT_THAT(upserts_.CommitUpsert(upsert.session), IsOk());
  EXPECT_THAT(world_->Read(table_, a_), IsEmpty());
}

TEST_P(UpsertContract, ATableWithoutPartitionsHasOneRowOfAKey) {
  OpenedUpsert upsert = upserts_.OpenUpsert(world_->flat_table(), {}).value();
  ASSERT_THAT(Write(upsert, {{1, "one"}}), IsOk());
  ASSERT_THAT(upserts_.CommitUpsert(upsert.session), IsOk());

  EXPECT_THAT(world_->Read(upsert.session.table, {}), ElementsAre(Pair(1, "one")));
}

TEST_P(UpsertContract, WhatDoesNotExistOrHasNoPrimaryKeyIsClearlyRefused) {
  const absl::Status partition =
      upserts_.OpenUpsert(table_, PartitionSpec{{"pt", "none"}}).status();
  EXPECT_THAT(partition, HasReason(kReasonPartitionNotFound));
  EXPECT_TRUE(IsClearRefusal(partition));
  EXPECT_THAT(upserts_.OpenUpsert({table_.project, table_.schema, "no_such_table"}, a_),
              HasReason(kReasonTableNotFound));
  EXPECT_THAT(upserts_.OpenUpsert(world_->plain_table(), {}), HasReason(kReasonRequestRefused));
}

}  // namespace sluice::maxcompute
