#include "controlplane/provisioning/witness_bounds.h"

#include "base/kafka/in_memory_admin.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/provisioning/testing_connector.h"
#include "formats/intent.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr absl::Duration kTimeout = absl::Seconds(1);

class WitnessBoundsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(admin_.CreateTopics({{.name = "orders", .partitions = 4}}, kTimeout), IsOk());
    for (int32_t partition : {0, 0, 0, 1, 2, 2, 3}) {
      ASSERT_THAT(cluster_.Append("orders", partition, {.value = "v"}), IsOk());
    }
    connector_.start_pin = StartPin{.offsets = {{0, 0}, {1, 0}}, .asked_until = {{0, 1}, {1, 1}}};
  }

  kafka::InMemoryCluster cluster_;
  kafka::InMemoryAdmin admin_{cluster_};
  InMemoryConnections connections_{cluster_};
  SimulatedClock clock_;
  WitnessBounds bounds_{connections_, clock_, kTimeout};
  Connector connector_ = TestingConnector();
  const Instance instance_;
};

TEST_F(WitnessBoundsTest, TheyAreTheEndsOfWhatWasThereAtTheFirstDeploy) {
  EXPECT_THAT(bounds_.Ask(connector_, instance_),
              IsOkAndHolds(ElementsAre(Pair(0, 3), Pair(1, 1))));
}

// One that was added later and was never read begins at 0; with a bound it would count as lost.
TEST_F(WitnessBoundsTest, APartitionThatWasAddedLaterHasOneOnceItWasRead) {
  const std::string entry = formats::EncodeIntent({.connector_uid = "uid-a", .next_offset = 1});
  ASSERT_THAT(admin_.CommitOffsets("connect-task-a", {{{"orders", 2}, {1, entry}}}, kTimeout),
              IsOk());

  EXPECT_THAT(bounds_.Ask(connector_, instance_),
              IsOkAndHolds(ElementsAre(Pair(0, 3), Pair(1, 1), Pair(2, 2))));
}

TEST(WritesElsewhere, AnotherTableProjectSchemaEndpointOrPromiseIsElsewhere) {
  const MaxComputeSink before{.endpoint = "e", .project = "p", .table = "t"};
  EXPECT_FALSE(WritesElsewhere(before, before));

  MaxComputeSink same = before;
  same.time_zone = "UTC";
  same.role_name = "other";
  EXPECT_FALSE(WritesElsewhere(before, same));

  const auto with = [&](auto change) {
    MaxComputeSink after = before;
    change(after);
    return after;
  };
  EXPECT_TRUE(WritesElsewhere(before, with([](auto& sink) { sink.table = "u"; })));
  EXPECT_TRUE(WritesElsewhere(before, with([](auto& sink) { sink.schema = "s"; })));
  EXPECT_TRUE(WritesElsewhere(before, with([](auto& sink) { sink.project = "q"; })));
  EXPECT_TRUE(WritesElsewhere(before, with([](auto& sink) { sink.endpoint = "f"; })));
  EXPECT_TRUE(WritesElsewhere(before, with([](auto& sink) { sink.tunnel_endpoint = "f"; })));
  EXPECT_TRUE(WritesElsewhere(before, with([](auto& sink) { sink.delivery = Delivery::kStream; })));
}

}  // namespace
}  // namespace sluice::controlplane
