// The real parts that every other test stands on.

#include "absl/time/clock.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/kafka_server.h"
#include "tests/cluster/postgres_server.h"

namespace sluice::cluster {
namespace {

using ::testing::HasSubstr;

constexpr char kTopicCommand[] = "org.apache.kafka.tools.TopicCommand";

TEST(KafkaServer, KeepsATopicThatItsOwnToolMade) {
  KafkaServer& kafka = KafkaServer::Shared();
  const std::string topic = FreshName("orders");

  ASSERT_THAT(kafka.Tool(kTopicCommand, {"--create", "--topic", topic, "--partitions", "3"}),
              IsOk());

  EXPECT_THAT(kafka.Tool(kTopicCommand, {"--describe", "--topic", topic}),
              IsOkAndHolds(HasSubstr("PartitionCount: 3")));
}

TEST(KafkaServer, RefusesATopicThatIsNotThere) {
  EXPECT_THAT(KafkaServer::Shared()
                  .Tool(kTopicCommand, {"--describe", "--topic", FreshName("none")})
                  .status(),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("does not exist")));
}

TEST(PostgresServer, GivesEachTestADatabaseOfItsOwn) {
  PostgresServer& postgres = PostgresServer::Shared();
  const std::string one = postgres.FreshDatabase();
  const std::string other = postgres.FreshDatabase();

  PostgresServer::Query(one, "CREATE TABLE t (n int); INSERT INTO t VALUES (1)");

  EXPECT_EQ(PostgresServer::Query(one, "SELECT n FROM t"), "1");
  EXPECT_EQ(PostgresServer::Query(other, "SELECT count(*) FROM pg_tables WHERE tablename = 't'"),
            "0");
}

TEST(ChildProcess, AKilledProcessIsGone) {
  absl::StatusOr<ChildProcess> sleeper =
      ChildProcess::Start({"/bin/sleep", "60"}, FreshFolder("sleeper") + "/log");
  ASSERT_THAT(sleeper, IsOk());
  ASSERT_TRUE(sleeper->IsRunning());

  sleeper->Kill();

  EXPECT_FALSE(sleeper->IsRunning());
}

TEST(CpuTimeOf, GrowsWithWhatAProcessDoes) {
  absl::StatusOr<ChildProcess> busy = ChildProcess::Start(
      {"/bin/bash", "-c", "while true; do :; done"}, FreshFolder("busy") + "/log");
  ASSERT_THAT(busy, IsOk());
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  while (CpuTimeOf(busy->pid()) < absl::Milliseconds(50)) ASSERT_LT(absl::Now(), give_up);

  busy->Kill();

  EXPECT_EQ(CpuTimeOf(busy->pid()), absl::ZeroDuration());
}

TEST(RunToEnd, TellsWhatAFailedCommandSaid) {
  EXPECT_THAT(RunToEnd({"/bin/bash", "-c", "echo oh no >&2; exit 3"}).status(),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("exit code 3\noh no")));
}

}  // namespace
}  // namespace sluice::cluster
