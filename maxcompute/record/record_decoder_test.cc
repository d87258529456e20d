#include "maxcompute/record/record_decoder.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/record/golden_streams.h"
#include "maxcompute/record/record_encoder.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<ColumnType> Types(std::initializer_list<const char*> names) {
  std::vector<ColumnType> types;
  for (const char* name : names) types.push_back(ParseColumnType(name).value());
  return types;
}

TEST(RecordDecoder, ReadsTheGoldenStreamsAndThoseThatOtherClientsWrite) {
  for (const char* section : {"streams", "only_read"}) {
    for (const GoldenStream& stream : ReadGoldenStreams(section)) {
      EXPECT_THAT(DecodeRecords(stream.types, stream.bytes, 100), IsOkAndHolds(stream.rows))
          << stream.name;
    }
  }
}

TEST(RecordDecoder, EveryStreamCutShortIsDamaged) {
  for (const char* section : {"streams", "only_read"}) {
    for (const GoldenStream& stream : ReadGoldenStreams(section)) {
      for (size_t length = 0; length < stream.bytes.size(); ++length) {
        EXPECT_THAT(DecodeRecords(stream.types, stream.bytes.substr(0, length), 100),
                    StatusIs(absl::StatusCode::kDataLoss))
            << stream.name << " cut at " << length;
      }
    }
  }
}

TEST(RecordDecoder, AFlippedBitIsNoticedOrChangesNothing) {
  int noticed = 0;
  for (const GoldenStream& stream : ReadGoldenStreams("streams")) {
    for (size_t bit = 0; bit < stream.bytes.size() * 8; ++bit) {
      std::string flipped = stream.bytes;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      absl::StatusOr<std::vector<Row>> rows = DecodeRecords(stream.types, flipped, 100);
      if (rows.ok()) {
        // The upper half of a checksum's varint does not count.
        EXPECT_EQ(*rows, stream.rows) << stream.name << " bit " << bit;
      } else {
        EXPECT_THAT(rows, StatusIs(absl::StatusCode::kDataLoss)) << stream.name << " bit " << bit;
        ++noticed;
      }
    }
  }
  EXPECT_GT(noticed, 3000);
}

TEST(RecordDecoder, BytesAfterTheFooterAreDamage) {
  const std::string stream = absl::HexStringToBytes("f0ffff7f00f8ffff7f0000");

  EXPECT_THAT(DecodeRecords(Types({"STRING"}), stream, 1),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("after the footer")));
}

TEST(RecordDecoder, AColumnTwiceOrBeyondTheTableIsDamage) {
  RecordEncoder encoder;
  encoder.Begin();
  encoder.PutBigint(1, 7);
  encoder.End();
  const EncodedBlock block = encoder.Finish();

  EXPECT_THAT(DecodeRecords(Types({"BIGINT"}), block.bytes.view(), 1),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("does not have")));
  const std::string twice = absl::HexStringToBytes("08020802");
  EXPECT_THAT(DecodeRecords(Types({"BIGINT"}), twice, 1),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("twice")));
}

TEST(RecordDecoder, ALengthThatTheStreamDoesNotHaveAllocatesNothing) {
  const std::string huge = absl::HexStringToBytes("0affffffffffffffff7f");

  EXPECT_THAT(DecodeRecords(Types({"STRING"}), huge, 1), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(DecodeRecords(Types({"ARRAY<BIGINT>"}), huge, 1),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(RecordDecoder, MetricsOfADownloadArePassedOver) {
  const std::string stream = absl::HexStringToBytes("f0ffff7f000a027b7d80f0ff7f00f8ffff7f00");

  EXPECT_THAT(DecodeRecords(Types({"STRING"}), stream, 1), IsOkAndHolds(ElementsAre()));
}

TEST(RecordDecoder, AnErrorStays) {
  RecordDecoder decoder(Types({"STRING"}), "x");
  Row row;

  const absl::Status first = decoder.Next(row).status();

  EXPECT_THAT(first, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(decoder.Next(row).status(), first);
}

TEST(Value, IsShownAsPeopleReadIt) {
  const auto show = [](const char* type, Value value) {
    return value.ToString(ParseColumnType(type).value());
  };
  EXPECT_EQ(show("DATETIME", Value{int64_t{1704164645678}}), "2024-01-02 03:04:05.678");
  EXPECT_EQ(show("DATE", Value{int64_t{-1}}), "1969-12-31");
  EXPECT_EQ(show("DATE", Value{int64_t{-719162}}), "0001-01-01");
  EXPECT_EQ(show("TIMESTAMP", Value{Timestamp{1704164645, 5}}), "2024-01-02 03:04:05.000000005");
  EXPECT_EQ(show("BIGINT", Value{int64_t{-7}}), "-7");
  EXPECT_EQ(show("STRING", Value()), "NULL");
  EXPECT_EQ(show("DOUBLE", Value{0.1}), "0.1");
  EXPECT_EQ(show("FLOAT", Value{0.1f}), "0.1");
  EXPECT_EQ(show("ARRAY<BIGINT>", Value{std::vector<Value>{Value{int64_t{1}}, Value()}}),
            "[1, NULL]");
  EXPECT_EQ(show("MAP<STRING,BIGINT>",
                 Value{std::vector<Value>{Value{std::string("a")}, Value{int64_t{1}}}}),
            "{a: 1}");
  EXPECT_EQ(show("STRUCT<x:BOOLEAN>", Value{std::vector<Value>{Value{true}}}), "{x: true}");
}

}  // namespace
}  // namespace sluice::maxcompute
