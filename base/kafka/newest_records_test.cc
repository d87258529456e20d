#include "base/kafka/newest_records.h"

#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<int64_t> OffsetsOf(const LastRecords& last) {
  std::vector<int64_t> offsets;
  for (const StoredRecord& record : last.records) offsets.push_back(record.offset);
  return offsets;
}

TEST(NewestRecords, KeepsTheNewestInWhateverOrderTheyCome) {
  NewestRecords newest({.records_max = 3});
  for (const int64_t offset : {4, 1, 5, 2, 3}) {
    newest.Show({.offset = offset, .timestamp_ms = 100 * offset});
  }

  const LastRecords last = newest.Take();

  EXPECT_THAT(OffsetsOf(last), ElementsAre(5, 4, 3));
  EXPECT_FALSE(last.cut_short);
}

TEST(NewestRecords, OfOneInstantTheLaterOffsetIsNewer) {
  NewestRecords newest({.records_max = 2});
  for (const int64_t offset : {1, 2, 3}) newest.Show({.offset = offset, .timestamp_ms = 7});
  EXPECT_THAT(OffsetsOf(newest.Take()), ElementsAre(3, 2));
}

TEST(NewestRecords, BytesEndItWithTheOldestLeftOut) {
  NewestRecords newest({.records_max = 10, .bytes_max = 25});
  for (const int64_t offset : {1, 2, 3}) {
    newest.Show({.offset = offset, .timestamp_ms = offset, .value = std::string(10, 'x')});
  }

  const LastRecords last = newest.Take();

  EXPECT_THAT(OffsetsOf(last), ElementsAre(3, 2));
  EXPECT_TRUE(last.cut_short);
}

TEST(NewestRecords, ARecordLargerThanAllowedIsLeftOutAlone) {
  NewestRecords newest({.bytes_max = 25});
  newest.Show({.offset = 1, .value = "small"});
  newest.Show({.offset = 2, .headers = {{"h", std::string(30, 'x')}}});

  const LastRecords last = newest.Take();

  EXPECT_THAT(OffsetsOf(last), ElementsAre(1));
  EXPECT_TRUE(last.cut_short);
  EXPECT_THAT(newest.Take().records, IsEmpty());
}

}  // namespace
}  // namespace sluice::kafka
