#include "dataplane/task/membership_scenario.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_record_reader.h"
#include "base/status/status_macros.h"
#include "base/status/status_matchers.h"
#include "conversion/test_kafka_table.h"
#include "formats/connect_records.h"

namespace sluice::dataplane {
namespace {

constexpr int64_t kHourMs = 3'600'000;

std::optional<int64_t> NumberBehind(absl::string_view statement, absl::string_view text) {
  const size_t found = statement.find(text);
  if (found == absl::string_view::npos) return std::nullopt;
  const absl::string_view rest = statement.substr(found + text.size());
  int64_t number = 0;
  if (!absl::SimpleAtoi(rest.substr(0, rest.find_first_not_of("0123456789")), &number))
    return std::nullopt;
  return number;
}

}  // namespace

const maxcompute::TableName MembershipScenario::kTable = {
    .project = "p", .schema = "", .table = "t"};

MembershipScenario::MembershipScenario() {
  schema_ = conversion::TestKafkaTable();
  revision_ = {.source_topic = "orders", .project = "p", .table = "t"};
  tunnel_.AddTable(kTable, schema_);
  kafka::InMemoryAdmin admin(cluster_);
  EXPECT_THAT(admin.CreateTopics(
                  {{.name = "errors", .partitions = 1}, {.name = "offsets", .partitions = 1}},
                  absl::Seconds(1)),
              IsOk());
  // As the first Deploy does.
  EXPECT_THAT(cluster_.Append("offsets", std::nullopt,
                              {.key = formats::EncodeSourceKey("c", "orders"),
                               .value = formats::EncodeSourceValue({.connector_uid = kUid}),
                               .timestamp = absl::Now()}),
              IsOk());
  sql_.OnSelect([this](absl::string_view statement) { return Answer(statement); });
  for (int p = 0; p < kPartitions; ++p) Pin(p, 0);
}

absl::StatusOr<maxcompute::SqlRows> MembershipScenario::Answer(absl::string_view statement) {
  using maxcompute::SqlRows;
  if (absl::StartsWith(statement, "SELECT COUNT(*)")) {
    if (!rows_in_table_.ok()) return rows_in_table_.status();
    return SqlRows{.columns = {"_c0"}, .rows = {{absl::StrCat(*rows_in_table_)}}};
  }
  SLUICE_RETURN_IF_ERROR(offsets_may_be_asked_(statement));
  const int64_t from = NumberBehind(statement, "`offset` >= ").value_or(0);
  const int64_t to =
      NumberBehind(statement, "`offset` < ").value_or(std::numeric_limits<int64_t>::max());
  const int64_t partition = NumberBehind(statement, "`partition` = ").value_or(-1);
  std::set<int64_t> offsets;
  for (const maxcompute::PartitionSpec& spec : tunnel_.Partitions(kTable)) {
    for (const maxcompute::Row& row : tunnel_.Rows(kTable, spec)) {
      const int64_t offset = std::get<int64_t>(row[2].data);
      if (std::get<int64_t>(row[1].data) == partition && offset >= from && offset < to)
        offsets.insert(offset);
    }
  }
  SqlRows answer;
  if (absl::StartsWith(statement,
                       "SELECT COUNT(DISTINCT `offset`), MIN(`offset`), MAX(`offset`)")) {
    auto text = [&](int64_t offset) {
      return offsets.empty() ? std::nullopt : std::optional<std::string>(absl::StrCat(offset));
    };
    answer.rows.push_back({absl::StrCat(offsets.size()),
                           text(offsets.empty() ? 0 : *offsets.begin()),
                           text(offsets.empty() ? 0 : *offsets.rbegin())});
    return answer;
  }
  for (int64_t offset : offsets) answer.rows.push_back({absl::StrCat(offset)});
  return answer;
}

TaskDefinition MembershipScenario::Definition(int64_t assignment) const {
  TaskDefinition definition;
  definition.connector = "instances/i/connectors/c";
  definition.connector_uid = kUid;
  definition.assignment_revision = assignment;
  definition.group_id = "connect-task-c";
  definition.offset_topic = "offsets";
  definition.dead_letter_topic = "errors";
  definition.abnormal_data_topic = "errors";
  definition.asked_until = asked_until_;
  definition.connector_revision = connector_revision_;
  definition.revisions = other_revisions_;
  definition.revisions.emplace(1, revision_);
  return definition;
}

void MembershipScenario::Pin(int32_t partition, int64_t offset) {
  group_.SetCommitted(
      partition,
      {.next_offset = offset,
       .metadata = formats::EncodeIntent({.connector_uid = kUid, .next_offset = offset})});
}

void MembershipScenario::Send(int32_t partition, int count, int hour) {
  for (int i = 0; i < count; ++i)
    SendOne(partition,
            {.key = "k", .value = absl::StrCat("v", ++sent_), .timestamp_ms = hour * kHourMs});
}

void MembershipScenario::SendOne(int32_t partition, kafka::InMemoryGroup::Record record) {
  {
    MutexLock lock(mu_);
    ++records_[partition];  // First: nobody is to think that everything has been read.
  }
  group_.Append(partition, std::move(record));
}

std::map<int32_t, int> MembershipScenario::Records() {
  MutexLock lock(mu_);
  return records_;
}

absl::Status MembershipScenario::Live(const std::function<bool()>& done, int64_t assignment) {
  const TaskDefinition definition = Definition(assignment);
  absl::StatusOr<Routes> routes =
      Routes::Plan(definition, *tunnel_.Schema(table_), /*field_bytes_max=*/8 << 20);
  EXPECT_THAT(routes, IsOk());
  SessionBudget sessions = BudgetOf(revision_.delivery, 1);
  TaskProgress progress(clock_, nullptr);
  MemoryBudget budget(memory_bytes_max_);
  TaskMemory memory(budget);
  std::atomic<bool> stop = false;
  std::atomic<bool> paused = false;
  last_ = {};
  absl::Status over;
  {
    Membership membership(
        {.definition = definition,
         .routes = *routes,
         .destination = {.tunnel = tunnel_,
                         .streams = tunnel_,
                         .upserts = tunnel_,
                         .sql = sql_,
                         .let_go = [this] { tunnel_.LetGo(); }},
         .producer = producer_,
         .note_producer = producer_,
         .open_reader = [this] { return std::make_unique<kafka::InMemoryRecordReader>(cluster_); },
         .memory = memory,
         .sessions = sessions,
         .progress = progress,
         .clock = clock_,
         .limits = limits_,
         .settle_only = settle_only_,
         .elsewhere = elsewhere_});
    std::thread watcher([&] {
      // By a clock that no test moves.
      const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
      while (!stop.load() && !done() && std::chrono::steady_clock::now() < give_up) {
        last_ = progress.Snapshot();
        clock_.SleepFor(absl::Milliseconds(1));
      }
      stop.store(true);
    });
    over = membership.Run(
        [this](kafka::AssignmentListener& listener) { return group_.Join(listener); }, stop,
        paused);
    stop.store(true);
    watcher.join();
    last_ = progress.Snapshot();
  }
  EXPECT_EQ(memory.used(), 0);
  return over;
}

bool MembershipScenario::AllAdvanced() {
  for (const auto& [partition, count] : Records()) {
    const std::optional<kafka::CommittedOffset> committed = group_.Committed(partition);
    if (!committed.has_value() || committed->next_offset < count || Entry(partition).open())
      return false;
  }
  return true;
}

formats::Intent MembershipScenario::Entry(int32_t partition) {
  const std::optional<kafka::CommittedOffset> committed = group_.Committed(partition);
  if (!committed.has_value()) return {};
  return formats::ParseIntent(committed->metadata).value_or(formats::Intent{});
}

std::map<std::string, int> MembershipScenario::TableRows() {
  std::map<std::string, int> rows;
  for (const maxcompute::PartitionSpec& spec : tunnel_.Partitions(kTable)) {
    for (const maxcompute::Row& row : tunnel_.Rows(kTable, spec))
      ++rows[absl::StrCat(std::get<int64_t>(row[1].data), ":", std::get<int64_t>(row[2].data))];
  }
  return rows;
}

std::vector<int64_t> MembershipScenario::OffsetsIn(const std::string& table_partition) {
  std::vector<int64_t> offsets;
  for (const maxcompute::Row& row :
       tunnel_.Rows(kTable, maxcompute::PartitionSpec({{"pt", table_partition}}))) {
    if (std::get<int64_t>(row[1].data) == 0) offsets.push_back(std::get<int64_t>(row[2].data));
  }
  std::sort(offsets.begin(), offsets.end());
  return offsets;
}

std::map<std::string, int> MembershipScenario::EachRecordOnce() {
  std::map<std::string, int> expected;
  for (const auto& [partition, count] : Records()) {
    for (int offset = 0; offset < count; ++offset)
      expected[absl::StrCat(partition, ":", offset)] = 1;
  }
  return expected;
}

void MembershipScenario::ExpireAndRelease(const std::vector<std::string>& table_partitions) {
  tunnel_.WaitUntilHeld(maxcompute::InMemoryTunnel::Operation::kCommitUpload, 1);
  for (const maxcompute::UploadSession& session : tunnel_.Sessions()) {
    const std::string& value = session.partition.levels().front().second;
    if (std::find(table_partitions.begin(), table_partitions.end(), value) !=
        table_partitions.end()) {
      tunnel_.SetStatus(session, maxcompute::SessionStatus::kExpired);
    }
  }
  tunnel_.Release(maxcompute::InMemoryTunnel::Operation::kCommitUpload);
}

}  // namespace sluice::dataplane
