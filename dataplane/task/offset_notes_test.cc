#include "dataplane/task/offset_notes.h"

#include <string>

#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_producer.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "dataplane/commit/recovery_plan.h"
#include "dataplane/task/membership_scenario.h"
#include "gmock/gmock.h"

namespace sluice::dataplane {
namespace {

using ::testing::SizeIs;

// What a task notes down as it lives.
class OffsetNotesOfATask : public MembershipScenario {};

constexpr char kNoteKey[] = R"(["c",{"kafka_topic":"orders","kafka_partition":0}])";

// The newest note about source partition 0.
std::string Noted(const kafka::InMemoryCluster& cluster) {
  std::string value;
  for (const auto& record : cluster.Records("offsets")) {
    if (record.key == kNoteKey) value = record.value.value_or("");
  }
  return value;
}

TEST_F(OffsetNotesOfATask, OffsetsAreNotedDownInKafkaConnectsForm) {
  Send(0, 4);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  EXPECT_EQ(Noted(cluster_), R"({"kafka_offset":4})");
}

TEST_F(OffsetNotesOfATask, WhatALastOwnerDidNotNoteDownIsNotedByTheNextOneThoughNoRecordComes) {
  Send(0, 4);
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  // As if it had died before its last note.
  ASSERT_THAT(
      cluster_.Append("offsets", std::nullopt, {.key = kNoteKey, .value = R"({"kafka_offset":3})"}),
      IsOk());

  EXPECT_THAT(Live([&] { return Noted(cluster_) == R"({"kafka_offset":4})"; }), IsOk());
}

TEST(OffsetNotes, WhatDoesNotMoveIsNotedAgainAfterAnHourWhileItIsOwned) {
  kafka::InMemoryCluster cluster;
  kafka::InMemoryAdmin admin(cluster);
  ASSERT_THAT(admin.CreateTopics({{.name = "offsets", .partitions = 1}}, absl::Seconds(1)), IsOk());
  kafka::InMemoryProducer producer(cluster);
  SimulatedClock clock;
  OffsetNotes notes(producer, clock, "offsets", "c", "orders");
  notes.Advanced(0, 4);
  notes.Advanced(1, 7);
  notes.Serve();
  EXPECT_THAT(cluster.Records("offsets"), SizeIs(2));

  notes.Lets(1);
  clock.Advance(kNotedAtLeastEvery - absl::Seconds(1));
  notes.Serve();
  EXPECT_THAT(cluster.Records("offsets"), SizeIs(2));
  clock.Advance(absl::Seconds(1));
  notes.Serve();

  EXPECT_THAT(cluster.Records("offsets"), SizeIs(3));
  EXPECT_EQ(Noted(cluster), R"({"kafka_offset":4})");
}

}  // namespace
}  // namespace sluice::dataplane
