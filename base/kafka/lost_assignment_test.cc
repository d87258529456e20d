// A member that the group has given up, as after a process slept through its session. The client's
// own stand-in of a cluster says so at the moment that a test names.

// Before its stand-in, which does not say that it needs it.
#include <librdkafka/rdkafka.h>
//
#include <librdkafka/rdkafka_mock.h>

#include <cstdlib>
#include <memory>

#include "base/kafka/reasons.h"
#include "base/kafka/recording_member.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"

namespace sluice::kafka {
namespace {

// Kafka's numbers of the requests.
constexpr int16_t kJoinGroup = 11;
constexpr int16_t kHeartbeat = 12;

class LostAssignment : public testing::Test {
 protected:
  void SetUp() override {
    rd_kafka_mock_topic_create(cluster_.get(), "orders", 1, 1);
    member_ = std::make_unique<RecordingMember>(GroupConsumerOptions{
        .connection = {.bootstrap_servers = rd_kafka_mock_cluster_bootstraps(cluster_.get())},
        .topic = "orders",
        .group_id = "connect-task",
        .group_instance_id = "task-0",
        .session_timeout = absl::Seconds(6)});
    ASSERT_TRUE(member_->HoldsPartitions(1));
    rd_kafka_mock_start_request_tracking(cluster_.get());
  }

  absl::Status PollAfterHeartbeatIsAnswered(rd_kafka_resp_err_t error) {
    rd_kafka_mock_push_request_errors(cluster_.get(), kHeartbeat, 1, error);
    return member_->PollUntil([] { return false; });
  }

  int JoinRequests() {
    size_t count = 0;
    rd_kafka_mock_request_t** requests = rd_kafka_mock_get_requests(cluster_.get(), &count);
    int joins = 0;
    for (size_t i = 0; i < count; ++i) {
      if (rd_kafka_mock_request_api_key(requests[i]) == kJoinGroup) ++joins;
      rd_kafka_mock_request_destroy(requests[i]);
    }
    std::free(requests);
    return joins;
  }

  // Any client can run a cluster.
  const std::unique_ptr<rd_kafka_t, decltype(&rd_kafka_destroy)> client_{
      rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), nullptr, 0), &rd_kafka_destroy};
  const std::unique_ptr<rd_kafka_mock_cluster_t, decltype(&rd_kafka_mock_cluster_destroy)> cluster_{
      rd_kafka_mock_cluster_new(client_.get(), 1), &rd_kafka_mock_cluster_destroy};
  std::unique_ptr<RecordingMember> member_;
};

// Joining would fence a successor, which whoever makes the next member looks for first.
TEST_F(LostAssignment, TheMemberIsOverAndDoesNotJoinAnewByItself) {
  EXPECT_THAT(PollAfterHeartbeatIsAnswered(RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID),
              HasReason(reason::kRejoin));

  EXPECT_TRUE(member_->assigned.empty());
  absl::SleepFor(absl::Seconds(1));  // The client has a thread of its own.
  EXPECT_EQ(JoinRequests(), 0);
}

TEST_F(LostAssignment, AMemberWhosePlaceWasTakenSaysSo) {
  EXPECT_THAT(PollAfterHeartbeatIsAnswered(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID),
              HasReason(reason::kFenced));
}

}  // namespace
}  // namespace sluice::kafka
