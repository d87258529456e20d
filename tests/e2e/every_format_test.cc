// A user picks a mode, a format and a granularity: the table holds what a reader expects. Every
// combination at once, in one running system, read back with pyodps.

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using Sink = v1::MaxComputeSink;

// When the records were sent, and what their table partitions are called in GMT 08:00.
struct Sent {
  const char* time;
  const char* day;
  const char* hour;
  const char* minute;
};
constexpr Sent kSent[] = {
    {"2020-11-17T07:08:59+00:00", "11-17-2020", "11-17-2020 15", "11-17-2020 15:08"},
    {"2020-11-17T07:09:00+00:00", "11-17-2020", "11-17-2020 15", "11-17-2020 15:09"},
    {"2020-11-17T15:59:59+00:00", "11-17-2020", "11-17-2020 23", "11-17-2020 23:59"},
    {"2020-11-17T16:00:00+00:00", "11-18-2020", "11-18-2020 00", "11-18-2020 00:00"},
};
constexpr int kRecords = 4;

using Text = std::optional<std::string>;

// A key or value, and what a reader sees of it in the columns, as JSON.
struct Piece {
  Text text;
  std::string cells;
};

// What is sent in one format, and into which columns. The records' keys are `keys`, their values
// `values`. With fields, every mode fills the same columns; without, `key` and `value` are one
// column each.
struct FormatCase {
  Sink::Format format;
  const char* columns;
  bool fields;
  std::vector<Piece> keys, values;
};

std::string Bytes(std::initializer_list<int> bytes) {
  std::string text;
  for (int byte : bytes) text.push_back(static_cast<char>(byte));
  return text;
}

const char kFieldColumns[] =
    "id BIGINT,price DECIMAL(10,2),name STRING,day DATE,tags ARRAY<STRING>,ok BOOLEAN";

std::vector<FormatCase> Cases() {
  const std::vector<Piece> csv = {
      {"1,2.50,\"a, \"\"b\"\"\",2020-11-17,\"[\"\"x\"\",\"\"y\"\"]\",true",
       R"(1,"2.5","a, \"b\"","2020-11-17",["x","y"],true)"},
      {"2,,,,,", R"(2,null,"",null,null,null)"},
      {"-9223372036854775807,-99999999.99,\\N,0001-01-01,[],FALSE",
       R"(-9223372036854775807,"-99999999.99",null,"0001-01-01",[],false)"},
      {std::nullopt, "null,null,null,null,null,null"},
  };
  const std::vector<Piece> json = {
      {R"({"id":1,"price":2.5,"name":"ü","day":"2020-11-17","tags":["x",null],"ok":true})",
       R"(1,"2.5","ü","2020-11-17",["x",null],true)"},
      {R"({"ID": 9007199254740993, "other": {"deep": [1]}})",
       "9007199254740993,null,null,null,null,null"},
      {R"({"name":{"a":1},"tags":[],"ok":false,"price":null})",
       R"(null,null,"{\"a\":1}",null,[],false)"},
      {std::nullopt, "null,null,null,null,null,null"},
  };
  return {
      {Sink::TEXT,
       "key STRING,value STRING",
       false,
       {{"1", R"("1")"}, {"kü", R"("kü")"}, {std::nullopt, "null"}, {"", R"("")"}},
       {{"one", R"("one")"},
        {"", R"("")"},
        {"line\nbreak", R"("line\nbreak")"},
        {std::nullopt, "null"}}},
      {Sink::BINARY,
       "key BINARY,value BINARY",
       false,
       {{Bytes({0xFF, 0}), R"("0xff00")"},
        {"k", R"("0x6b")"},
        {std::nullopt, "null"},
        {"", R"("0x")"}},
       {{Bytes({1, 2, 0xFE}), R"("0x0102fe")"},
        {"", R"("0x")"},
        {Bytes({0xC3, 0x28}), R"("0xc328")"},
        {std::nullopt, "null"}}},
      // Keys are the same texts in another order: a mode that takes the wrong one is seen.
      {Sink::CSV, kFieldColumns, true, {csv[1], csv[2], csv[3], csv[0]}, csv},
      {Sink::JSON, kFieldColumns, true, {json[1], json[2], json[3], json[0]}, json},
      {Sink::JSON,
       "key STRING,value STRING",
       false,
       {{R"("k")", R"("\"k\"")"}, {"1e2", R"("1e2")"}, {std::nullopt, "null"}, {"{}", R"("{}")"}},
       {{R"({"a": 1})", R"("{\"a\": 1}")"},
        {"null", R"("null")"},
        {"[ ]", R"("[ ]")"},
        {std::nullopt, "null"}}},
  };
}

struct Combination {
  std::string topic, table, connector;
  Sink::Mode mode;
  Sink::Format format;
  Sink::PartitionGranularity granularity;
  const char* columns;
  std::vector<std::string> rows;  // As rows_through_pyodps.py prints them.
};

class EveryFormat : public ProductScenario {
 protected:
  void MakeTopicOf(const std::string& topic, const FormatCase& format) {
    // Records of another year are not to be deleted while the test looks.
    ASSERT_THAT(admin().CreateTopics({{.name = topic, .configs = {{"retention.ms", "-1"}}}},
                                     absl::Seconds(20)),
                IsOk());
    for (int i = 0; i < kRecords; ++i) {
      absl::Time time;
      std::string error;
      ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, kSent[i].time, &time, &error)) << error;
      kafka::ProducerRecord record{.topic = topic, .partition = 0};
      if (format.keys[i].text.has_value()) record.key = *format.keys[i].text;
      if (format.values[i].text.has_value()) record.value = *format.values[i].text;
      record.timestamp = time;
      ASSERT_THAT(kafka::ProduceAndWait(*producer_, record, absl::Seconds(20)), IsOk());
    }
  }

  // What stands in the columns of the format for record `i`.
  static std::string CellsOf(const FormatCase& format, Sink::Mode mode, int i) {
    if (format.fields) return (mode == Sink::KEY ? format.keys : format.values)[i].cells;
    return absl::StrCat(mode == Sink::VALUE ? "null" : format.keys[i].cells, ",",
                        mode == Sink::KEY ? "null" : format.values[i].cells);
  }

  std::vector<Combination> Combine(const FormatCase& format, const std::string& topic) {
    std::vector<Combination> all;
    for (Sink::Mode mode : {Sink::DEFAULT, Sink::KEY, Sink::VALUE}) {
      // With fields a record is one text; JSON with DEFAULT is a case of its own.
      if (format.fields && mode == Sink::DEFAULT) continue;
      if (format.format == Sink::JSON && !format.fields && mode != Sink::DEFAULT) continue;
      for (Sink::PartitionGranularity granularity : {Sink::DAY, Sink::HOUR, Sink::MINUTE}) {
        Combination one{.topic = topic,
                        .mode = mode,
                        .format = format.format,
                        .granularity = granularity,
                        .columns = format.columns};
        one.table = absl::AsciiStrToLower(
            absl::StrCat(Sink::Format_Name(format.format), "_", Sink::Mode_Name(mode), "_",
                         Sink::PartitionGranularity_Name(granularity)));
        one.connector = cluster::FreshName(absl::StrReplaceAll(one.table, {{"_", "-"}}));
        for (int i = 0; i < kRecords; ++i) {
          const char* pt = granularity == Sink::DAY    ? kSent[i].day
                           : granularity == Sink::HOUR ? kSent[i].hour
                                                       : kSent[i].minute;
          one.rows.push_back(absl::StrCat(one.table, " [\"", pt, "\",\"", topic, "\",0,", i, ",",
                                          CellsOf(format, mode, i), "]"));
        }
        all.push_back(std::move(one));
      }
    }
    return all;
  }

  void CreateTable(const Combination& one) {
    ASSERT_THAT(emulator_->Sql(absl::StrCat("CREATE TABLE ", one.table,
                                            " (topic STRING,partition BIGINT,offset BIGINT,",
                                            one.columns, ") PARTITIONED BY (pt STRING);")),
                IsOk());
    ASSERT_THAT(emulator_->Sql(absl::StrCat("grant Describe, Alter, Update on table ", one.table,
                                            " to user `", emulator_->principal(), "`")),
                IsOk());
  }

  void CreateConnector(const Combination& one) {
    v1::CreateConnectorRequest request;
    request.set_parent(instance_);
    request.set_connector_id(one.connector);
    v1::Connector& connector = *request.mutable_connector();
    connector = Definition();
    connector.mutable_source()->set_topic(one.topic);
    connector.mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);
    Sink& sink = *connector.mutable_sink();
    sink.set_table(one.table);
    sink.set_mode(one.mode);
    sink.set_format(one.format);
    sink.set_partition_granularity(one.granularity);
    ASSERT_THAT(control_plane_->api().CreateConnector(request), IsOk()) << one.table;
  }

  v1::Connector Look(const Combination& one) {
    v1::GetConnectorRequest request;
    request.set_name(absl::StrCat(instance_, "/connectors/", one.connector));
    absl::StatusOr<v1::Connector> connector = control_plane_->api().GetConnector(request);
    EXPECT_THAT(connector, IsOk());
    return connector.ok() ? *connector : v1::Connector();
  }

  void DeployConnector(const Combination& one) {
    ASSERT_TRUE(WaitFor([&] { return Look(one).state() == v1::Connector::DRAFT; }))
        << Look(one).DebugString();
    v1::DeployConnectorRequest request;
    request.set_name(absl::StrCat(instance_, "/connectors/", one.connector));
    ASSERT_THAT(control_plane_->api().DeployConnector(request), IsOk()) << one.table;
  }

  // The rows of all tables, as an unmodified client reads them.
  std::vector<std::string> ReadThroughPyodps(const std::vector<Combination>& all) {
    const char* venv = std::getenv("SLUICE_VENV");
    const char* home = std::getenv("HOME");
    const std::string folder =
        venv != nullptr ? venv
                        : absl::StrCat(home == nullptr ? "/root" : home, "/.cache/sluice/venv");
    std::vector<std::string> command = {
        folder + "/bin/python",         cluster::Runfile("tests/e2e/rows_through_pyodps.py"),
        emulator_->endpoint(),          cluster::Emulator::kProject,
        cluster::Emulator::kOwnerKeyId, cluster::Emulator::kOwnerKeySecret};
    for (const Combination& one : all) command.push_back(one.table);
    absl::StatusOr<std::string> printed = cluster::RunToEnd(command);
    EXPECT_THAT(printed, IsOk());
    return absl::StrSplit(printed.value_or(""), '\n', absl::SkipEmpty());
  }
};

TEST_F(EveryFormat, EveryModeFormatAndGranularityWritesWhatAReaderExpects) {
  std::vector<Combination> all;
  std::vector<std::string> expected;
  for (const FormatCase& format : Cases()) {
    const std::string topic = cluster::FreshName("records");
    ASSERT_NO_FATAL_FAILURE(MakeTopicOf(topic, format));
    for (Combination& one : Combine(format, topic)) all.push_back(std::move(one));
  }
  ASSERT_EQ(all.size(), 3 * 4 * 3 - 3);  // CSV with DEFAULT is refused.
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  for (const Combination& one : all) {
    ASSERT_NO_FATAL_FAILURE(CreateTable(one));
    ASSERT_NO_FATAL_FAILURE(CreateConnector(one));
    expected.insert(expected.end(), one.rows.begin(), one.rows.end());
  }

  for (const Combination& one : all) ASSERT_NO_FATAL_FAILURE(DeployConnector(one));
  for (const Combination& one : all) {
    ASSERT_TRUE(WaitFor([&] { return Look(one).status().rows_committed() >= kRecords; }))
        << Look(one).DebugString();
  }

  const std::vector<std::string> found = ReadThroughPyodps(all);
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], expected[i]);
}

}  // namespace
}  // namespace sluice::e2e
