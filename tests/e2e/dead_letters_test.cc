// A person finds the records that became no row, mends the table, and has them written again; none
// of them twice, also when the control plane dies meanwhile.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/kafka_record_reader.h"
#include "base/kafka/producer.h"
#include "base/status/status_matchers.h"
#include "formats/error_headers.h"
#include "formats/replay_headers.h"
#include "google/longrunning/operations.pb.h"
#include "gtest/gtest.h"
#include "sluice/v1/dead_letter_service.pb.h"
#include "sluice/v1/operation.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using google::longrunning::Operation;
using ::testing::Each;
using ::testing::Eq;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr absl::Duration kTimeout = absl::Seconds(20);

class DeadLetters : public ProductScenario {
 protected:
  void SetUp() override {
    ProductScenario::SetUp();
    MakeTopic(topic_);
    ASSERT_THAT(emulator_->Sql(absl::StrCat("DROP TABLE ", table_, ";")), IsOk());
    ASSERT_THAT(
        emulator_->Sql(absl::StrCat("CREATE TABLE ", table_,
                                    " (topic STRING,partition BIGINT,offset BIGINT,id BIGINT NOT "
                                    "NULL,name VARCHAR(4)) PARTITIONED BY (pt STRING);")),
        IsOk());
    ASSERT_THAT(emulator_->GrantTable(table_), IsOk());
  }

  // Young enough for retention to leave the records alone.
  const absl::Time began_ = absl::FromUnixMillis(absl::ToUnixMillis(absl::Now()));

  // CSV into id and name.
  v1::Connector CsvDefinition() {
    v1::Connector connector = Definition();
    connector.mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);
    connector.mutable_sink()->set_mode(v1::MaxComputeSink::VALUE);
    connector.mutable_sink()->set_format(v1::MaxComputeSink::CSV);
    return connector;
  }

  void SendCsv(const std::string& value) {
    ASSERT_THAT(kafka::ProduceAndWait(*producer_,
                                      {.topic = topic_,
                                       .partition = 0,
                                       .key = "k",
                                       .value = value,
                                       .timestamp = began_,
                                       .headers = {{.key = "trace", .value = "t-1"}}},
                                      kTimeout),
                IsOk());
  }

  void Run(const v1::Connector& connector) {
    ASSERT_THAT(Create(connector), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
    ASSERT_THAT(Deploy(), IsOk());
  }

  v1::ListDeadLettersResponse List(bool marked = false) {
    v1::ListDeadLettersRequest request;
    request.set_parent(name());
    request.set_marked(marked);
    request.set_page_size(1000);
    const auto page = control_plane_->api().ListDeadLetters(request);
    EXPECT_THAT(page, IsOk());
    return page.value_or(v1::ListDeadLettersResponse());
  }

  absl::StatusOr<Operation> Replay(const v1::DeadLetterChoice& choice) {
    v1::ReplayDeadLettersRequest request;
    request.set_parent(name());
    *request.mutable_choice() = choice;
    return control_plane_->api().ReplayDeadLetters(request);
  }

  absl::StatusOr<Operation> Look(const std::string& operation) {
    google::longrunning::GetOperationRequest request;
    request.set_name(operation);
    return control_plane_->api().GetOperation(request);
  }

  // What it came to.
  v1::ReplayDeadLettersResponse WaitUntilDone(const std::string& operation,
                                              absl::Duration patience = absl::Seconds(60)) {
    absl::StatusOr<Operation> last;
    EXPECT_TRUE(WaitFor(
        [&] {
          last = Look(operation);
          return last.ok() && last->done();
        },
        patience))
        << (last.ok() ? last->DebugString() : last.status().ToString())
        << control_plane_->process().LogTail();
    v1::ReplayDeadLettersResponse response;
    if (last.ok()) last->response().UnpackTo(&response);
    return response;
  }

  // Names in the table by source offset.
  std::map<std::string, std::string> Names() {
    std::map<std::string, std::string> names;
    const auto rows =
        emulator_->Select(absl::StrCat("SELECT `offset`, name FROM ", table_, " WHERE pt <> '';"));
    EXPECT_THAT(rows, IsOk());
    if (!rows.ok()) return names;
    for (const auto& row : rows->rows) names[row[0].value_or("")] = row[1].value_or("");
    return names;
  }

  // A dead letter as a task would write it.
  void WriteLetters(const v1::Connector& connector, int count) {
    std::vector<std::string> values;
    std::vector<std::vector<std::pair<std::string, std::string>>> headers;
    for (int i = 0; i < count; ++i) {
      values.push_back(absl::StrCat("value-", i));
      headers.push_back(
          formats::EncodeErrorHeaders({.topic = topic_,
                                       .offset = 1'000 + i,
                                       .connector = connector_,
                                       .stage = "TASK_PUT",
                                       .reason = "VALUE_TOO_LONG",
                                       .connector_uid = connector.uid(),
                                       .record_timestamp_ms = absl::ToUnixMillis(began_),
                                       .write_timestamp_ms = absl::ToUnixMillis(began_) + i}));
    }
    std::vector<kafka::ProducerRecord> records;
    for (int i = 0; i < count; ++i) {
      kafka::ProducerRecord& record = records.emplace_back();
      record.topic = connector.resources().dead_letter_topic();
      record.value = values[i];
      for (const auto& [name, value] : headers[i]) record.headers.push_back({name, value});
    }
    ASSERT_THAT(kafka::ProduceAllAndWait(*producer_, records, kTimeout), IsOk());
  }

  // How often each dead letter is in the source topic.
  std::map<std::pair<int32_t, int64_t>, int> Replayed() {
    std::map<std::pair<int32_t, int64_t>, int> replayed;
    auto reader = kafka::KafkaRecordReader::Create({.bootstrap_servers = kafka().bootstrap()});
    EXPECT_THAT(reader, IsOk());
    auto look = (*reader)->Look(topic_, kTimeout);
    EXPECT_THAT(look, IsOk());
    const auto seen =
        (*look)->Read((*look)->bounds(), kTimeout, [&](const kafka::StoredRecord& record) {
          std::vector<formats::HeaderView> views;
          for (const kafka::StoredHeader& header : record.headers)
            views.push_back({header.key, header.value});
          const auto origin = formats::DecodeReplayHeaders(views);
          if (origin.has_value()) ++replayed[{origin->partition, origin->offset}];
        });
    EXPECT_THAT(seen, IsOkAndHolds(SizeIs(1)));
    return replayed;
  }
};

TEST_F(DeadLetters, AreFoundMendedReplayedAndPutAside) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_NO_FATAL_FAILURE(Run(CsvDefinition()));
  for (const char* value : {"1,one", "2,second", "3,third", "4,fourth", "5,\"open"}) SendCsv(value);
  const absl::Time sent = absl::Now();
  v1::ListDeadLettersResponse list;
  ASSERT_TRUE(WaitFor([&] {
    list = List();
    return list.dead_letters_size() == 4;
  })) << list.DebugString();
  EXPECT_LT(absl::Now() - sent, absl::Seconds(15));

  // The newest first, with their story.
  ASSERT_THAT(list.counts(), SizeIs(2));
  EXPECT_EQ(list.counts(0).reason(), "VALUE_TOO_LONG");
  EXPECT_EQ(list.counts(0).count(), 3);
  std::map<int64_t, v1::DeadLetter> by_source;
  for (const v1::DeadLetter& letter : list.dead_letters())
    by_source[letter.source_offset()] = letter;
  v1::GetDeadLetterRequest get;
  get.set_name(by_source.at(1).name());
  const auto letter = control_plane_->api().GetDeadLetter(get);
  ASSERT_THAT(letter, IsOk());
  EXPECT_EQ(letter->value(), "2,second");
  EXPECT_EQ(letter->key(), "k");
  EXPECT_EQ(letter->column(), "name");
  EXPECT_EQ(letter->stage(), "TASK_PUT");
  EXPECT_EQ(letter->source_topic(), topic_);
  EXPECT_EQ(letter->source_time().seconds(), absl::ToUnixSeconds(began_));
  EXPECT_GE(absl::FromUnixSeconds(letter->write_time().seconds()), sent - absl::Seconds(30));
  ASSERT_THAT(letter->headers(), SizeIs(1));
  EXPECT_EQ(letter->headers(0).name(), "trace");

  // The table is mended, and two are written again. What was read before is past: a batch that is
  // not yet in the table would be read again, and its records would fit then.
  ASSERT_TRUE(WaitFor([&] { return Names().size() == 1; }));
  ASSERT_THAT(
      emulator_->Sql(absl::StrCat("ALTER TABLE ", table_, " CHANGE COLUMN name name VARCHAR(40);")),
      IsOk());
  v1::RestartConnectorRequest restart;
  restart.set_name(name());
  ASSERT_THAT(control_plane_->api().RestartConnector(restart), IsOk());
  v1::DeadLetterChoice choice;
  choice.add_names(by_source.at(1).name());
  choice.add_names(by_source.at(2).name());
  const auto operation = Replay(choice);
  ASSERT_THAT(operation, IsOk());
  const v1::ReplayDeadLettersResponse done = WaitUntilDone(operation->name());
  EXPECT_EQ(done.replayed_count(), 2);
  EXPECT_EQ(done.passed_over_count(), 0);
  EXPECT_TRUE(WaitFor([&] { return Names().size() == 3; }));
  EXPECT_THAT(Names(), testing::UnorderedElementsAre(Pair("0", "one"), Pair("5", "second"),
                                                     Pair("6", "third")));

  // What was seen to is marked, and left out of lists that do not ask for it.
  list = List();
  EXPECT_THAT(list.dead_letters(), SizeIs(2));
  EXPECT_THAT(list.counts(), SizeIs(2));
  get.set_name(by_source.at(1).name());
  const auto marked = control_plane_->api().GetDeadLetter(get);
  ASSERT_THAT(marked, IsOk());
  EXPECT_EQ(marked->mark(), v1::DeadLetter::REPLAYED);
  EXPECT_EQ(marked->replayed_offset(), 5);
  EXPECT_EQ(marked->operation(), operation->name());

  v1::DiscardDeadLettersRequest discard;
  discard.set_parent(name());
  discard.mutable_choice()->set_reason("CSV_SYNTAX");
  const auto discarded = control_plane_->api().DiscardDeadLetters(discard);
  ASSERT_THAT(discarded, IsOk());
  EXPECT_EQ(discarded->discarded_count(), 1);
  EXPECT_THAT(List().dead_letters(), SizeIs(1));
  EXPECT_THAT(List(/*marked=*/true).dead_letters(), SizeIs(4));
}

TEST_F(DeadLetters, AReplayWhoseControlPlaneDiesWritesNoneTwiceAndLeavesNoneOut) {
  constexpr int kLetters = 3'000;
  ASSERT_NO_FATAL_FAILURE(Run(CsvDefinition()));
  const auto connector = Get();
  ASSERT_THAT(connector, IsOk());
  ASSERT_NO_FATAL_FAILURE(WriteLetters(*connector, kLetters));
  v1::DeadLetterChoice choice;
  choice.set_all(true);
  const auto operation = Replay(choice);
  ASSERT_THAT(operation, IsOk());

  bool done = false;
  ASSERT_TRUE(WaitFor([&] {
    const auto now = Look(operation->name());
    v1::OperationMetadata metadata;
    if (!now.ok() || !now->metadata().UnpackTo(&metadata)) return false;
    done = now->done();
    return done || metadata.done_count() > 0;
  })) << control_plane_->process().LogTail();
  ASSERT_FALSE(done) << "it was done before anybody died";
  control_plane_->Kill();
  control_plane_->Start(/*until_it_serves=*/true);

  // Whoever goes on waits until what the dead one wrote is certain.
  constexpr absl::Duration kTakeover = absl::Seconds(200);
  const v1::ReplayDeadLettersResponse response = WaitUntilDone(operation->name(), kTakeover);
  EXPECT_EQ(response.replayed_count(), kLetters);
  EXPECT_EQ(response.passed_over_count(), 0);
  const auto replayed = Replayed();
  EXPECT_THAT(replayed, SizeIs(kLetters));
  EXPECT_THAT(replayed, Each(Pair(testing::_, Eq(1))));
  EXPECT_THAT(List().dead_letters(), SizeIs(0));
}

}  // namespace
}  // namespace sluice::e2e
