// Topics that others delete and make again under their names, as a connector's are when it is
// deleted with them and created anew. A client remembers topics by name and by id.

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "base/kafka/kafka_admin.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

using ::testing::SizeIs;

constexpr absl::Duration kPatience = absl::Seconds(60);

std::unique_ptr<Admin> NewAdmin() {
  return KafkaAdmin::Create({.bootstrap_servers = cluster::KafkaServer::Shared().bootstrap()})
      .value();
}

TEST(RecreatedTopics, AClientThatKnewTheFormerOnesGoesOn) {
  const std::unique_ptr<Admin> reader = NewAdmin();
  const std::unique_ptr<Admin> writer = NewAdmin();
  std::vector<NewTopic> topics;
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) {
    names.push_back(cluster::FreshName("recreated"));
    topics.push_back({.name = names.back()});
  }
  for (int round = 0; round < 5; ++round) {
    const auto made = writer->CreateTopics(topics, kPatience);
    ASSERT_THAT(made, IsOk());
    for (const auto& [topic, answer] : *made) ASSERT_THAT(answer, IsOk()) << topic;

    EXPECT_THAT(reader->DescribeTopics(names, kPatience), IsOkAndHolds(SizeIs(names.size())));

    ASSERT_THAT(writer->DeleteTopics(names, kPatience), IsOk());
  }
}

}  // namespace
}  // namespace sluice::kafka
