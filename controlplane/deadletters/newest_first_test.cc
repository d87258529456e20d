#include "controlplane/deadletters/newest_first.h"

#include <string>

#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Pair;

const kafka::TopicPartition kA0 = {"a", 0}, kA1 = {"a", 1}, kB0 = {"b", 0};

DeadLetter Letter(const kafka::TopicPartition& partition, int64_t offset, int second) {
  return {.place = {partition.topic, partition.partition, offset},
          .write_time = absl::FromUnixSeconds(second)};
}

std::vector<int64_t> TakeAll(NewestFirst& merge) {
  std::vector<int64_t> seconds;
  while (const std::optional<DeadLetter> letter = merge.Take())
    seconds.push_back(absl::ToUnixSeconds(letter->write_time));
  return seconds;
}

TEST(NewestFirst, PartitionsAreMergedByWhenTheirLettersWereWritten) {
  NewestFirst merge({{kA0, {0, 3}}, {kA1, {0, 1}}, {kB0, {0, 2}}});
  EXPECT_THAT(merge.Wanted(10), ElementsAre(Pair(kA0, Eq(kafka::OffsetRange{0, 3})),
                                            Pair(kA1, Eq(kafka::OffsetRange{0, 1})),
                                            Pair(kB0, Eq(kafka::OffsetRange{0, 2}))));
  merge.Add(kA0, {0, 3}, {Letter(kA0, 0, 1), Letter(kA0, 1, 4), Letter(kA0, 2, 6)});
  merge.Add(kA1, {0, 1}, {Letter(kA1, 0, 5)});
  merge.Add(kB0, {0, 2}, {Letter(kB0, 0, 2), Letter(kB0, 1, 3)});

  EXPECT_THAT(TakeAll(merge), ElementsAre(6, 5, 4, 3, 2, 1));
  EXPECT_THAT(merge.Wanted(10), IsEmpty());
  EXPECT_THAT(merge.positions(), IsEmpty());
}

TEST(NewestFirst, LettersOfOneMomentComeAsTheirSourcePartitionHasThem) {
  const auto of = [](const kafka::TopicPartition& partition, int64_t source_offset) {
    DeadLetter letter = Letter(partition, 0, 7);
    letter.context.topic = "orders";
    letter.context.offset = source_offset;
    return letter;
  };
  NewestFirst merge({{kA0, {0, 1}}, {kA1, {0, 1}}, {kB0, {0, 1}}});
  merge.Add(kA0, {0, 1}, {of(kA0, 11)});
  merge.Add(kA1, {0, 1}, {of(kA1, 13)});
  merge.Add(kB0, {0, 1}, {of(kB0, 12)});

  std::vector<int64_t> offsets;
  while (const std::optional<DeadLetter> letter = merge.Take())
    offsets.push_back(letter->context.offset);
  EXPECT_THAT(offsets, ElementsAre(13, 12, 11));
}

TEST(NewestFirst, NothingIsToldBeforeEveryPartitionHasShownItsNext) {
  NewestFirst merge({{kA0, {0, 8}}, {kB0, {5, 9}}});
  merge.Add(kA0, {6, 8}, {Letter(kA0, 7, 7)});
  EXPECT_THAT(merge.Wanted(2), ElementsAre(Pair(kB0, Eq(kafka::OffsetRange{7, 9}))));
  EXPECT_FALSE(merge.Take().has_value());
  merge.Add(kB0, {7, 9}, {});  // Records of others.
  EXPECT_FALSE(merge.Take().has_value());
  merge.Add(kB0, {5, 7}, {Letter(kB0, 5, 9), Letter(kB0, 6, 10)});

  // Behind 7 there may be newer ones than 6 in the other partition's earlier offsets.
  EXPECT_THAT(TakeAll(merge), ElementsAre(10, 9, 7));
  EXPECT_THAT(merge.Wanted(2), ElementsAre(Pair(kA0, Eq(kafka::OffsetRange{4, 6}))));
}

TEST(NewestFirst, APageGoesOnBehindWhatWasTaken) {
  NewestFirst merge({{kA0, {0, 100}}, {kA1, {0, 100}}, {kB0, {3, 100}}});
  merge.Add(kA0, {90, 100}, {Letter(kA0, 91, 1), Letter(kA0, 95, 2), Letter(kA0, 97, 9)});
  merge.Add(kA1, {80, 100}, {});
  merge.Add(kB0, {3, 100}, {Letter(kB0, 50, 8)});
  merge.Add(kA1, {60, 80}, {Letter(kA1, 70, 7)});

  EXPECT_TRUE(merge.Take().has_value());
  EXPECT_THAT(merge.positions(), ElementsAre(Pair(kA0, 96), Pair(kA1, 71), Pair(kB0, 51)));
  EXPECT_THAT(TakeAll(merge), ElementsAre(8, 7));
  EXPECT_THAT(merge.positions(), ElementsAre(Pair(kA0, 96), Pair(kA1, 60)));
}

}  // namespace
}  // namespace sluice::controlplane
