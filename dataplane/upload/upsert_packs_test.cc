#include "dataplane/upload/upsert_packs.h"

#include <map>
#include <set>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/record/record_decoder.h"
#include "maxcompute/record/row_change.h"

namespace sluice::dataplane {
namespace {

using maxcompute::RowChange;
using maxcompute::TypeKind;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kBuckets = 8;

const maxcompute::TableSchema kSchema{.columns = {{"country", {.kind = TypeKind::kString}},
                                                  {"number", {.kind = TypeKind::kBigint}},
                                                  {"name", {.kind = TypeKind::kString}}},
                                      .partition_keys = {},
                                      .primary_key = {"country", "number"}};

class UpsertPacksTest : public ::testing::Test {
 protected:
  void Change(const std::string& country, int64_t number, const std::string& name,
              RowChange change = RowChange::kUpsert) {
    encoder_.Begin();
    encoder_.PutString(0, country);
    encoder_.PutBigint(1, number);
    if (change == RowChange::kUpsert) encoder_.PutString(2, name);
    maxcompute::PutChange(encoder_, 3, change);
    encoder_.End();
  }

  void EndStream() { streams_.push_back(encoder_.Finish()); }

  absl::StatusOr<std::vector<BucketPack>> Pack() {
    std::vector<absl::string_view> views;
    for (const maxcompute::EncodedBlock& stream : streams_) views.push_back(stream.bytes.view());
    return PackByBucket(views, kSchema, Hash(), kBuckets);
  }

  static maxcompute::KeyHash Hash() {
    return *maxcompute::KeyHash::Of(kSchema, kSchema.primary_key, maxcompute::HashRule::kDefault);
  }

  // What the packs say of each key: the name, or `-` where it is deleted. Each row is in the pack
  // of its bucket.
  std::map<std::string, std::string> Said() {
    std::map<std::string, std::string> said;
    const absl::StatusOr<std::vector<BucketPack>> packs = Pack();
    EXPECT_THAT(packs, IsOk());
    std::set<int> buckets;
    for (const BucketPack& pack : *packs) {
      EXPECT_TRUE(buckets.insert(pack.bucket).second) << "one pack for each bucket";
      const auto rows = maxcompute::DecodeRecords(maxcompute::ChangeTypes(kSchema),
                                                  pack.block.bytes.view(), 1'000'000);
      EXPECT_THAT(rows, IsOk());
      EXPECT_THAT(*rows, SizeIs(pack.block.rows));
      for (const maxcompute::Row& row : *rows) {
        EXPECT_EQ(Hash().BucketOf(row, kBuckets), pack.bucket);
        const bool deletes =
            std::get<int64_t>(row[maxcompute::ChangeColumn(3)].data) == int64_t{'D'};
        const std::string key =
            absl::StrCat(std::get<std::string>(row[0].data), "/", std::get<int64_t>(row[1].data));
        EXPECT_TRUE(
            said.try_emplace(key, deletes ? "-" : std::get<std::string>(row[2].data)).second)
            << "two changes of " << key;
      }
    }
    return said;
  }

  maxcompute::RecordEncoder encoder_;
  std::vector<maxcompute::EncodedBlock> streams_;
};

TEST_F(UpsertPacksTest, OfEachKeyTheLastChangeIsKeptAcrossStreams) {
  Change("DE", 1, "first");
  Change("DE", 2, "only");
  EndStream();
  Change("DE", 1, "second");
  Change("FR", 1, "");
  Change("DE", 1, "third");
  EndStream();

  EXPECT_EQ(Said(), (std::map<std::string, std::string>{
                        {"DE/1", "third"}, {"DE/2", "only"}, {"FR/1", ""}}));
}

TEST_F(UpsertPacksTest, ADeletionIsAChangeLikeOthers) {
  Change("DE", 1, "a");
  Change("DE", 1, "", RowChange::kDelete);
  Change("DE", 2, "", RowChange::kDelete);
  Change("DE", 2, "back");
  EndStream();

  EXPECT_EQ(Said(), (std::map<std::string, std::string>{{"DE/1", "-"}, {"DE/2", "back"}}));
}

TEST_F(UpsertPacksTest, KeysOfSeveralColumnsAreToldApart) {
  // The same bytes behind each other, were it not for lengths and types.
  Change("A", 1, "x");
  Change("A1", 1, "y");
  Change("", 1, "z");
  EndStream();

  EXPECT_THAT(Said(), SizeIs(3));
}

TEST_F(UpsertPacksTest, ManyKeysFindTheirBuckets) {
  for (int64_t number = 0; number < 2000; ++number)
    Change(absl::StrCat("c", number % 7), number, absl::StrCat(number));
  EndStream();

  EXPECT_THAT(Said(), SizeIs(2000));
  EXPECT_THAT(*Pack(), SizeIs(kBuckets));
}

TEST_F(UpsertPacksTest, NothingIsNoPack) {
  EXPECT_THAT(Pack(), IsOkAndHolds(IsEmpty()));
  EndStream();
  EXPECT_THAT(Pack(), IsOkAndHolds(IsEmpty()));
}

TEST_F(UpsertPacksTest, ADamagedStreamIsNotPacked) {
  Change("DE", 1, "a");
  const maxcompute::EncodedBlock block = encoder_.Finish();
  std::string bytes(block.bytes.view());
  bytes[1] ^= 1;

  EXPECT_THAT(PackByBucket({bytes}, kSchema, Hash(), kBuckets),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace sluice::dataplane
