#include "emulator/store/uploads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <string>

#include "base/status/status_macros.h"
#include "base/status/status_matchers.h"
#include "emulator/store/catalog.h"

namespace sluice::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'600'000'000);
constexpr absl::Duration kLife = absl::Hours(24);

// A table with one partition and one NORMAL session on it.
class UploadsTest : public testing::Test {
 protected:
  UploadsTest() {
    std::string path = testing::TempDir() + "/uploads.db";
    for (const char* end : {"", "-wal", "-shm"}) std::remove((path + end).c_str());
    database_ = *Database::Open(path);
    Do([&](Sql& sql) -> absl::Status {
      Catalog catalog(sql);
      SLUICE_RETURN_IF_ERROR(catalog.CreateTable({.project = "p", .name = "t", .created = kNow}));
      SLUICE_ASSIGN_OR_RETURN(Table table, catalog.GetTable("p", "t"));
      SLUICE_ASSIGN_OR_RETURN(Partition partition, catalog.GetPartition(table, {}));
      upload_ = {.id = "u", .table_id = table.id, .partition_id = partition.id, .created = kNow};
      return Uploads(sql, kLife, kNow).Create(upload_);
    });
  }

  void Do(absl::FunctionRef<absl::Status(Sql&)> work) {
    ASSERT_THAT(database_->Transact(work), IsOk());
  }

  UploadState StateAt(absl::Time now, absl::Duration life = kLife) {
    return database_
        ->TransactFor<Upload>([&](Sql& sql) { return Uploads(sql, life, now).Get("u"); })
        ->state;
  }

  std::vector<Segment> Published() {
    return *database_->TransactFor<std::vector<Segment>>(
        [&](Sql& sql) { return Catalog(sql).ListSegments(upload_.partition_id); });
  }

  std::unique_ptr<Database> database_;
  Upload upload_;
};

TEST_F(UploadsTest, BlocksAreSeenAfterTheCommitOnlyInTheOrderOfTheirIds) {
  Do([&](Sql& sql) -> absl::Status {
    Uploads uploads(sql, kLife, kNow);
    SLUICE_RETURN_IF_ERROR(uploads.PutBlock("u", {.block_id = 7, .file = "b", .rows = 1}).status());
    SLUICE_RETURN_IF_ERROR(uploads.PutBlock("u", {.block_id = 0, .file = "a", .rows = 2}).status());
    return uploads.PutBlock("u", {.block_id = 3, .file = "empty", .rows = 0}).status();
  });
  EXPECT_THAT(Published(), IsEmpty());

  Do([&](Sql& sql) { return Uploads(sql, kLife, kNow).Commit(upload_).status(); });

  EXPECT_THAT(Published(), ElementsAre(Field(&Segment::file, "a"), Field(&Segment::file, "b")));
  EXPECT_EQ(StateAt(kNow), UploadState::kClosed);
}

TEST_F(UploadsTest, ABlockOfTheSameIdReplacesTheEarlierOne) {
  Do([&](Sql& sql) -> absl::Status {
    Uploads uploads(sql, kLife, kNow);
    SLUICE_RETURN_IF_ERROR(
        uploads.PutBlock("u", {.block_id = 0, .file = "old", .rows = 1}).status());
    SLUICE_ASSIGN_OR_RETURN(std::string replaced,
                            uploads.PutBlock("u", {.block_id = 0, .file = "new", .rows = 1}));
    EXPECT_EQ(replaced, "old");
    return uploads.Commit(upload_).status();
  });
  EXPECT_THAT(Published(), ElementsAre(Field(&Segment::file, "new")));
}

TEST_F(UploadsTest, AnOverwriteReplacesWhatWasThere) {
  Do([&](Sql& sql) -> absl::Status {
    Uploads uploads(sql, kLife, kNow);
    SLUICE_RETURN_IF_ERROR(
        uploads.PutBlock("u", {.block_id = 0, .file = "old", .rows = 1}).status());
    SLUICE_RETURN_IF_ERROR(uploads.Commit(upload_).status());
    Upload second = upload_;
    second.id = "second";
    second.overwrite = true;
    SLUICE_RETURN_IF_ERROR(uploads.Create(second));
    SLUICE_RETURN_IF_ERROR(
        uploads.PutBlock("second", {.block_id = 0, .file = "new", .rows = 1}).status());
    SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> replaced, uploads.Commit(second));
    EXPECT_THAT(replaced, ElementsAre("old"));
    return absl::OkStatus();
  });
  EXPECT_THAT(Published(), ElementsAre(Field(&Segment::file, "new")));
}

TEST_F(UploadsTest, ACommitThatTakesItsTimeIsSeenOnceTheTimeHasCome) {
  const absl::Time closes = kNow + absl::Seconds(2);
  Do([&](Sql& sql) -> absl::Status {
    Uploads uploads(sql, kLife, kNow);
    SLUICE_RETURN_IF_ERROR(uploads.PutBlock("u", {.block_id = 0, .file = "a", .rows = 1}).status());
    SLUICE_RETURN_IF_ERROR(uploads.BeginCommit(upload_, closes));
    return uploads.CommitDue(closes - absl::Milliseconds(1)).status();
  });
  EXPECT_EQ(StateAt(kNow + 100 * kLife), UploadState::kClosing);
  EXPECT_THAT(Published(), IsEmpty());

  for (int times = 0; times < 2; ++times) {
    Do([&](Sql& sql) { return Uploads(sql, kLife, kNow).CommitDue(closes).status(); });
  }

  EXPECT_THAT(Published(), ElementsAre(Field(&Segment::file, "a")));
  EXPECT_EQ(StateAt(kNow), UploadState::kClosed);
}

TEST_F(UploadsTest, GivenThePartitionWentWhileItWasCommittedTheSessionIsCritical) {
  Do([&](Sql& sql) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(Uploads(sql, kLife, kNow).BeginCommit(upload_, kNow));
    SLUICE_RETURN_IF_ERROR(Catalog(sql).DropPartition(upload_.partition_id).status());
    return Uploads(sql, kLife, kNow).CommitDue(kNow).status();
  });
  EXPECT_EQ(StateAt(kNow), UploadState::kCritical);
}

TEST_F(UploadsTest, EndsOnlyFromStatesThatLeadThere) {
  const UploadState all[] = {UploadState::kNormal,  UploadState::kClosing,  UploadState::kClosed,
                             UploadState::kExpired, UploadState::kCanceled, UploadState::kCritical};
  for (UploadState from : all) {
    for (UploadState to : all) {
      const bool from_normal = from == UploadState::kNormal &&
                               (to == UploadState::kExpired || to == UploadState::kCanceled ||
                                to == UploadState::kCritical);
      const bool leads_there =
          from_normal || (from == UploadState::kClosing && to == UploadState::kCritical);
      Upload upload = upload_;
      upload.state = from;
      absl::Status ended = database_->Transact(
          [&](Sql& sql) { return Uploads(sql, kLife, kNow).End(upload, to).status(); });
      EXPECT_EQ(ended.ok(), leads_there) << ToString(from) << " to " << ToString(to);
      if (ended.ok()) {
        EXPECT_EQ(StateAt(kNow), to);
      }
    }
  }
}

TEST_F(UploadsTest, OpenAreThoseThatAreNormalTheOldestFirst) {
  Do([&](Sql& sql) {
    Uploads uploads(sql, kLife, kNow);
    for (const char* id : {"younger", "closed", "too-old"}) {
      Upload other = upload_;
      other.id = id;
      other.created = id == std::string("too-old") ? kNow - kLife : kNow + absl::Seconds(1);
      SLUICE_RETURN_IF_ERROR(uploads.Create(other));
      if (other.id == "closed") SLUICE_RETURN_IF_ERROR(uploads.Commit(other).status());
    }
    absl::StatusOr<std::vector<Upload>> open = uploads.ListOpen();
    SLUICE_RETURN_IF_ERROR(open.status());
    EXPECT_EQ(open->size(), 2u);
    EXPECT_EQ(open->front().id, "u");
    EXPECT_EQ(open->back().id, "younger");
    return absl::OkStatus();
  });
}

TEST_F(UploadsTest, ASessionExpiresAndStaysSoEvenIfLivesBecomeLonger) {
  EXPECT_EQ(StateAt(kNow + kLife - absl::Seconds(1)), UploadState::kNormal);
  EXPECT_EQ(StateAt(kNow + kLife), UploadState::kExpired);
  EXPECT_EQ(StateAt(kNow, 100 * kLife), UploadState::kExpired);
}

TEST_F(UploadsTest, AClosedSessionNeverExpires) {
  Do([&](Sql& sql) { return Uploads(sql, kLife, kNow).Commit(upload_).status(); });
  EXPECT_EQ(StateAt(kNow + 100 * kLife), UploadState::kClosed);
}

TEST_F(UploadsTest, GivenAnUnknownSessionSaysSo) {
  EXPECT_THAT(
      database_->Transact([](Sql& sql) { return Uploads(sql, kLife, kNow).Get("x").status(); }),
      HasReason("NoSuchUpload"));
}

}  // namespace
}  // namespace sluice::emulator
