#include "dataplane/worker/definition.h"

#include <functional>
#include <string>

#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

using ::testing::HasSubstr;

v1::TaskAssignment Assignment() {
  v1::TaskAssignment assignment;
  assignment.set_connector("instances/i/connectors/c");
  assignment.set_connector_uid("uid");
  assignment.set_task_count(1);
  assignment.set_connector_revision(4);
  v1::ConnectorRevisionSpec& revision = *assignment.add_revisions();
  revision.set_revision(4);
  revision.mutable_source()->set_topic("orders");
  v1::MaxComputeSink& sink = *revision.mutable_sink();
  sink.set_project("p");
  sink.set_table("t");
  sink.set_time_zone("GMT 08:00");
  return assignment;
}

v1::ConnectorRevisionSpec& Revision(v1::TaskAssignment& assignment) {
  return *assignment.mutable_revisions(0);
}

TEST(ReadDefinition, WhatIsLeftOutIsWhatTheApiTakesItFor) {
  const absl::StatusOr<TaskDefinition> definition = ReadDefinition(Assignment());

  ASSERT_THAT(definition, IsOk());
  EXPECT_EQ(definition->revision(4)->conversion, conversion::ConversionDefinition());
  EXPECT_EQ(definition->revision(4)->errors, ErrorPolicy());
}

TEST(ReadDefinition, EveryRuleOfARevisionIsRead) {
  v1::TaskAssignment assignment = Assignment();
  v1::MaxComputeSink& sink = *Revision(assignment).mutable_sink();
  sink.set_schema("s");
  sink.set_mode(v1::MaxComputeSink::VALUE);
  sink.set_format(v1::MaxComputeSink::JSON);
  sink.set_partition_granularity(v1::MaxComputeSink::MINUTE);
  sink.set_partition_pattern(v1::MaxComputeSink::ISO);
  sink.set_partition_clock(v1::MaxComputeSink::INGEST);
  sink.set_time_zone("UTC");
  sink.mutable_late_policy()->set_action(v1::LatePolicy::OWN_PARTITION);
  sink.mutable_late_policy()->mutable_past_max()->set_seconds(3600);
  v1::ErrorPolicy& errors = *Revision(assignment).mutable_error_policy();
  errors.set_tolerance(v1::ErrorPolicy::NONE);
  errors.set_max_share(0.5);
  errors.set_max_per_minute(7);

  const absl::StatusOr<TaskDefinition> definition = ReadDefinition(assignment);

  ASSERT_THAT(definition, IsOk());
  const RevisionDefinition& revision = *definition->revision(4);
  EXPECT_EQ(revision.table_name().ToString(), "p.s.t");
  EXPECT_EQ(revision.conversion,
            (conversion::ConversionDefinition{
                .mode = conversion::Mode::kValue,
                .format = conversion::Format::kJson,
                .granularity = conversion::Granularity::kMinute,
                .pattern = conversion::PartitionPattern::kIso,
                .clock = conversion::PartitionClock::kIngest,
                .zone = absl::UTCTimeZone(),
                .late = {.action = conversion::LatePolicy::Action::kOwnPartition,
                         .past_max = absl::Hours(1)}}));
  EXPECT_EQ(revision.delivery, DeliveryMode::kExactlyOnce);
  EXPECT_EQ(revision.errors, (ErrorPolicy{.tolerance = ErrorPolicy::Tolerance::kNone,
                                          .share_max = 0.5,
                                          .per_minute_max = 7}));
}

TEST(ReadDefinition, TheDeliverySaysWhatRowsAreToldApartBy) {
  v1::TaskAssignment assignment = Assignment();
  v1::MaxComputeSink& sink = *Revision(assignment).mutable_sink();
  sink.set_delivery(v1::MaxComputeSink::STREAM);
  EXPECT_EQ(ReadDefinition(assignment)->revision(4)->delivery, DeliveryMode::kStream);

  sink.set_delivery(v1::MaxComputeSink::UPSERT);
  absl::StatusOr<TaskDefinition> definition = ReadDefinition(assignment);
  ASSERT_THAT(definition, IsOk());
  EXPECT_EQ(definition->revision(4)->delivery, DeliveryMode::kUpsert);
  EXPECT_EQ(definition->revision(4)->conversion.row_key, conversion::RowKey::kPosition);

  sink.mutable_upsert()->set_key(v1::UpsertPolicy::RECORD_KEY);
  sink.mutable_upsert()->set_delete_tombstones(true);
  definition = ReadDefinition(assignment);
  ASSERT_THAT(definition, IsOk());
  EXPECT_EQ(definition->revision(4)->conversion.row_key, conversion::RowKey::kRecordKey);
  EXPECT_TRUE(definition->revision(4)->conversion.delete_tombstones);
}

TEST(ReadDefinition, WhatThisWorkerDoesNotKnowIsUnreadableAndNamed) {
  using Change = std::function<void(v1::ConnectorRevisionSpec&)>;
  const struct {
    const char* name;
    Change change;
  } cases[] = {
      {"mode is 9",
       [](auto& r) { r.mutable_sink()->set_mode(static_cast<v1::MaxComputeSink::Mode>(9)); }},
      {"format is 9",
       [](auto& r) { r.mutable_sink()->set_format(static_cast<v1::MaxComputeSink::Format>(9)); }},
      {"partition_granularity is 9",
       [](auto& r) {
         r.mutable_sink()->set_partition_granularity(
             static_cast<v1::MaxComputeSink::PartitionGranularity>(9));
       }},
      {"partition_pattern is 9",
       [](auto& r) {
         r.mutable_sink()->set_partition_pattern(
             static_cast<v1::MaxComputeSink::PartitionPattern>(9));
       }},
      {"partition_clock is 9",
       [](auto& r) {
         r.mutable_sink()->set_partition_clock(static_cast<v1::MaxComputeSink::PartitionClock>(9));
       }},
      {"delivery is 9",
       [](auto& r) {
         r.mutable_sink()->set_delivery(static_cast<v1::MaxComputeSink::Delivery>(9));
       }},
      {"late_policy.action is 9",
       [](auto& r) {
         r.mutable_sink()->mutable_late_policy()->set_action(
             static_cast<v1::LatePolicy::Action>(9));
       }},
      {"past_max",
       [](auto& r) {
         r.mutable_sink()->mutable_late_policy()->mutable_past_max()->set_seconds(-1);
       }},
      {"time zone", [](auto& r) { r.mutable_sink()->set_time_zone("Mars"); }},
      {"tolerance is 9",
       [](auto& r) {
         r.mutable_error_policy()->set_tolerance(static_cast<v1::ErrorPolicy::Tolerance>(9));
       }},
      {"max_share", [](auto& r) { r.mutable_error_policy()->set_max_share(1.5); }},
      {"max_per_minute", [](auto& r) { r.mutable_error_policy()->set_max_per_minute(-1); }},
  };
  for (const auto& [name, change] : cases) {
    v1::TaskAssignment assignment = Assignment();
    change(Revision(assignment));
    const absl::Status status = ReadDefinition(assignment).status();
    EXPECT_THAT(status, HasReason("ASSIGNMENT_UNREADABLE")) << name;
    EXPECT_THAT(status.message(), HasSubstr(name));
  }
}

// As the control plane says it when it cannot read a secret.
v1::TaskAssignment Unreadable() {
  v1::TaskAssignment assignment;
  assignment.set_connector("instances/i/connectors/c");
  assignment.set_connector_uid("uid");
  assignment.set_task_count(1);
  assignment.set_assignment_revision(9);
  assignment.set_paused(true);
  assignment.mutable_unreadable()->set_reason("SECRET_UNREADABLE");
  assignment.mutable_unreadable()->set_message("sealed with a lost key");
  return assignment;
}

TEST(CompleteFrom, ATaskWhoseDefinitionCannotBeGivenGoesOnByWhatWasToldBefore) {
  v1::Assignment before, now;
  *before.add_tasks() = Assignment();
  before.mutable_tasks(0)->set_group_id("connect-task-c");
  *now.add_tasks() = Unreadable();

  CompleteFrom(before, now);

  const absl::StatusOr<TaskDefinition> definition = ReadDefinition(now.tasks(0));
  ASSERT_THAT(definition, IsOk());
  EXPECT_EQ(definition->group_id, "connect-task-c");
  EXPECT_EQ(definition->assignment_revision, 9);
  EXPECT_TRUE(definition->paused);
}

TEST(CompleteFrom, GivenThatNothingWasToldBeforeThenTheTaskSaysWhyItDoesNotRun) {
  v1::Assignment before, now;
  *before.add_tasks() = Assignment();
  before.mutable_tasks(0)->set_task_index(1);
  *now.add_tasks() = Unreadable();

  CompleteFrom(before, now);

  EXPECT_THAT(ReadDefinition(now.tasks(0)), HasReason("SECRET_UNREADABLE"));
}

}  // namespace
}  // namespace sluice::dataplane
