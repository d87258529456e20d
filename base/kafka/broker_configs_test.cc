#include "base/kafka/broker_configs.h"

#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::Eq;
using ::testing::IsNull;
using ::testing::Pointee;

const absl::Time kNow = absl::FromUnixSeconds(1'600'000'000);
const TopicConfigs kOne = {{"default.replication.factor", "3"}};
const TopicConfigs kOther = {{"default.replication.factor", "1"}};

TEST(BrokerConfigs, WhatABrokerSaidIsKnownForAWhile) {
  BrokerConfigs configs;
  EXPECT_THAT(configs.Find("1", kNow), IsNull());
  configs.Remember("1", kOne, kNow);

  EXPECT_THAT(configs.Find("1", kNow + absl::Seconds(19)), Pointee(Eq(kOne)));
  EXPECT_THAT(configs.Find("1", kNow + absl::Seconds(20)), IsNull());
}

TEST(BrokerConfigs, WhatItSaidLastCounts) {
  BrokerConfigs configs;
  configs.Remember("1", kOne, kNow);
  configs.Remember("1", kOther, kNow + absl::Seconds(10));

  EXPECT_THAT(configs.Find("1", kNow + absl::Seconds(25)), Pointee(Eq(kOther)));
}

TEST(BrokerConfigs, OneSaysNothingOfAnother) {
  BrokerConfigs configs;
  configs.Remember("1", kOne, kNow);

  EXPECT_THAT(configs.Find("2", kNow), IsNull());
}

TEST(BrokerConfigs, GivenTheClockWasSetBackThenItIsAskedAgain) {
  BrokerConfigs configs;
  configs.Remember("1", kOne, kNow);

  EXPECT_THAT(configs.Find("1", kNow - absl::Hours(1)), IsNull());
}

}  // namespace
}  // namespace sluice::kafka
