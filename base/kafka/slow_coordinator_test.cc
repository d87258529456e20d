// A coordinator that is not ready, as after a start of its broker. The client's own stand-in of a
// cluster gives the answer on demand, which a broker gives for some milliseconds.

// Before its stand-in, which does not say that it needs it.
#include <librdkafka/rdkafka.h>
//
#include <librdkafka/rdkafka_mock.h>

#include <memory>

#include "base/kafka/kafka_admin.h"
#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"

namespace sluice::kafka {
namespace {

constexpr int16_t kOffsetCommit = 8;  // Kafka's number of the request.

class SlowCoordinator : public testing::Test {
 protected:
  void SetUp() override {
    rd_kafka_mock_topic_create(cluster_.get(), "orders", 1, 1);
    auto admin =
        KafkaAdmin::Create({.bootstrap_servers = rd_kafka_mock_cluster_bootstraps(cluster_.get())});
    ASSERT_THAT(admin, IsOk());
    admin_ = *std::move(admin);
  }

  void RefuseCommits(const std::vector<rd_kafka_resp_err_t>& errors) {
    rd_kafka_mock_push_request_errors_array(cluster_.get(), kOffsetCommit, errors.size(),
                                            errors.data());
  }

  absl::Status Commit(absl::Duration timeout) {
    const auto answers = admin_->CommitOffsets("connect-task", {{orders_, {7, "note"}}}, timeout);
    return answers.ok() ? FirstRefusal(*answers) : answers.status();
  }

  const TopicPartition orders_ = {"orders", 0};
  // Any client can run a cluster.
  const std::unique_ptr<rd_kafka_t, decltype(&rd_kafka_destroy)> client_{
      rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), nullptr, 0), &rd_kafka_destroy};
  const std::unique_ptr<rd_kafka_mock_cluster_t, decltype(&rd_kafka_mock_cluster_destroy)> cluster_{
      rd_kafka_mock_cluster_new(client_.get(), 1), &rd_kafka_mock_cluster_destroy};
  std::unique_ptr<Admin> admin_;
};

TEST_F(SlowCoordinator, ACommitWaitsUntilItIsReady) {
  RefuseCommits({RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
                 RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS});

  EXPECT_THAT(Commit(absl::Seconds(20)), IsOk());
}

TEST_F(SlowCoordinator, AfterItsTimeoutACommitSaysThatKafkaIsBusy) {
  RefuseCommits(std::vector(1000, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS));

  EXPECT_THAT(Commit(absl::Seconds(1)), HasReason(reason::kBusy));
}

// It may have been written, and whoever reads the group first decides.
TEST_F(SlowCoordinator, AnAnswerThatSaysNothingIsNotRepeated) {
  RefuseCommits({RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT});

  EXPECT_THAT(Commit(absl::Seconds(20)), HasReason(reason::kBusy));
}

}  // namespace
}  // namespace sluice::kafka
