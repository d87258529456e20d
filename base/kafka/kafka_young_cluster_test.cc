// A cluster whose groups have no coordinator yet, as every new one is and as any is for a moment
// when brokers change: questions about groups are answered with a Status then.

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

TEST(YoungCluster, TheFirstQuestionAboutAGroupIsAnswered) {
  std::unique_ptr<cluster::KafkaServer> server = cluster::KafkaServer::StartOwn();
  absl::StatusOr<std::unique_ptr<Admin>> admin =
      KafkaAdmin::Create({.bootstrap_servers = server->bootstrap()});
  ASSERT_THAT(admin, IsOk());

  // Groups of all coordinators, each asked as soon as it is known and before it has loaded what it
  // keeps.
  for (int group = 0; group < 16; ++group) {
    const std::string name = absl::StrCat("connect-task-", group);
    absl::StatusOr<CommittedOffsets> offsets = (*admin)->FetchOffsets(name, absl::Seconds(20));
    for (int i = 0; i < 100 && absl::IsUnavailable(offsets.status()); ++i) {
      absl::SleepFor(absl::Milliseconds(100));
      offsets = (*admin)->FetchOffsets(name, absl::Seconds(20));
    }
    EXPECT_THAT(offsets, IsOkAndHolds(CommittedOffsets()));
  }
}

}  // namespace
}  // namespace sluice::kafka
