#include "cli/output/offset_text.h"

#include "gmock/gmock.h"
#include "sluice/v1/operation.pb.h"

namespace sluice::cli {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

TEST(OffsetText, ShowsWhereEachPartitionStandsAndWhatIsNotKnown) {
  v1::GetOffsetsResponse offsets;
  v1::PartitionOffsets& first = *offsets.add_partitions();
  first.set_committed_offset(40);
  first.set_begin_offset(10);
  first.set_end_offset(100);
  first.set_lag_records(60);
  first.mutable_lag_time()->set_seconds(90);
  first.mutable_in_flight()->set_next_offset(50);
  first.mutable_in_flight()->set_rows(9);
  first.set_task(1);
  v1::PartitionOffsets& second = *offsets.add_partitions();
  second.set_partition(1);
  second.set_committed_offset(-1);
  second.set_end_offset(-1);
  second.set_lag_records(-1);
  second.set_task(-1);
  EXPECT_THAT(TableOf(offsets).Text(),
              Eq("PARTITION   COMMITTED   IN FLIGHT        BEGIN   END   LAG   BEHIND   TASK\n"
                 "0           40          to 50 (9 rows)   10      100   60    90s      1\n"
                 "1           ?           -                0       ?     ?     ?        -\n"));
}

TEST(OffsetText, APlanShowsEachMoveTheirSumAndTheWarnings) {
  v1::OffsetPlan plan;
  v1::PartitionMove& move = *plan.add_moves();
  move.set_partition(2);
  move.set_from_offset(40);
  move.set_to_offset(10);
  move.set_read_again(30);
  plan.set_read_again(30);
  v1::Finding& warning = *plan.add_warnings();
  warning.set_severity(v1::Finding::WARNING);
  warning.set_reason("ROWS_REPEATED");
  warning.set_message("30 records are read again");
  const std::string text = PlanText(plan);
  EXPECT_THAT(text, HasSubstr("PARTITION   FROM   TO   READ AGAIN   LEFT OUT\n"
                              "2           40     10   30           0\n"));
  EXPECT_THAT(text, HasSubstr("30 records are read again, 0 are left out"));
  EXPECT_THAT(text, HasSubstr("ROWS_REPEATED"));
  EXPECT_THAT(PlanText({}), HasSubstr("nothing moves"));
}

TEST(OffsetText, AnOperationShowsHowFarItIsOrWhyItFailed) {
  google::longrunning::Operation operation;
  operation.set_name("operations/op-1");
  v1::OperationMetadata metadata;
  metadata.set_kind(v1::OperationMetadata::OFFSET_CHANGE);
  metadata.set_target("instances/local/connectors/orders");
  metadata.mutable_create_time()->set_seconds(absl::ToUnixSeconds(kNow) - 60);
  metadata.set_step("tasks leave");
  metadata.set_total_count(3);
  metadata.set_waiting_for("2 tasks");
  operation.mutable_metadata()->PackFrom(metadata);
  EXPECT_THAT(ProgressText(operation), Eq("tasks leave (0 of 3): waits for 2 tasks"));
  EXPECT_THAT(TableOf({operation}, kNow).Text(), HasSubstr("op-1"));
  EXPECT_THAT(TableOf({operation}, kNow).Text(), HasSubstr("RUNNING"));
  operation.set_done(true);
  operation.mutable_error()->set_message("too late");
  EXPECT_THAT(TableOf({operation}, kNow).Text(), HasSubstr("FAILED"));
  EXPECT_THAT(TableOf({operation}, kNow).Text(), HasSubstr("too late"));
}

}  // namespace
}  // namespace sluice::cli
