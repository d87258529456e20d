#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "base/status/status_matchers.h"
#include "emulator/record/record_decoder.h"
#include "emulator/record/record_encoder.h"

namespace sluice::emulator {
namespace {

Columns Of(std::vector<const char*> types) {
  Columns columns;
  for (const char* type : types) {
    columns.push_back({.name = "c" + std::to_string(columns.size()), .type = *ParseType(type)});
  }
  return columns;
}

std::string Bytes(const std::string& hex) {
  return absl::HexStringToBytes(absl::StrReplaceAll(hex, {{" ", ""}}));
}

absl::StatusOr<std::vector<Row>> Decode(const Columns& columns, const std::string& bytes) {
  RecordDecoder decoder(columns, bytes);
  std::vector<Row> rows;
  Row row;
  while (true) {
    absl::StatusOr<bool> more = decoder.Next(row);
    if (!more.ok()) return more.status();
    if (!*more) return rows;
    rows.push_back(row);
  }
}

std::string Encode(const Columns& columns, const std::vector<Row>& rows) {
  RecordEncoder encoder(columns);
  std::string bytes;
  for (const Row& row : rows) encoder.Append(row, bytes);
  encoder.Finish(bytes);
  return bytes;
}

struct Example {
  std::vector<const char*> types;
  const char* hex;
  int rows;
};

// Streams that other clients wrote, from the protocol's description.
const Example kExamples[] = {
    {{"string", "bigint", "bigint", "string", "string"},
     "0a0174100018002201312a013180c0ff7faaa3b5c7040a0174100218542a0668c3a96c6c6f80c0ff7fbeb8a69c01f"
     "0"
     "ffff7f04f8ffff7f90c1e5a509",
     2},
    {{"binary"}, "0a0300ff0180c0ff7fa5c2d79508f0ffff7f02f8ffff7fa981a8a00b", 1},
    {{"double"}, "09000000000000f83f80c0ff7fbef2bfeb0af0ffff7f02f8ffff7fd4a9d6f007", 1},
    {{"boolean"}, "080180c0ff7f9ab5a2f808080080c0ff7f99b38ceb07f0ffff7f04f8ffff7fe5fdaef807", 2},
    {{"datetime"}, "08dcec8682996380c0ff7f94d18a8006f0ffff7f02f8ffff7fa8a6c0e109", 1},
    {{"date"}, "0898b40280c0ff7feae9bb8208f0ffff7f02f8ffff7f9be69ca90e", 1},
    {{"float"}, "0d0000c03f80c0ff7fc58dc2f90af0ffff7f02f8ffff7f81b8998c0f", 1},
    {{"int"}, "080180c0ff7fa0b0faf20df0ffff7f02f8ffff7fc3a1d2b901", 1},
    {{"decimal(10,2)"}, "0a04332e313480c0ff7fbe899aaa03f0ffff7f02f8ffff7f989ed18509", 1},
    {{"timestamp"}, "0acaf49bd90caab4de7580c0ff7fabcfabe908f0ffff7f02f8ffff7fb4e7d9c307", 1},
    {{"array<bigint>"}, "0a03000201000480c0ff7fb3acc9df0ef0ffff7f02f8ffff7fbde3d1d806", 1},
    {{"map<string,bigint>"}, "0a0100016101000280c0ff7fddd1f852f0ffff7f02f8ffff7fe9b8e3f608", 1},
    {{"struct<a:bigint,b:string>"}, "0a000e0180c0ff7fe9c8a1820ef0ffff7f02f8ffff7f84f7a6b102", 1},
    {{"json"}, "0a087b2261223a20317d80c0ff7ff3bed5cb0ff0ffff7f02f8ffff7fc58da4eb02", 1},
    {{"string", "string"}, "0a0080c0ff7fffc28ba90980c0ff7f00f0ffff7f04f8ffff7fedc2c5d001", 2},
    {{"string"}, "f0ffff7f00f8ffff7f00", 0},
};

TEST(RecordStream, ReadsAndRewritesTheStreamsOfOtherClientsByteForByte) {
  for (const Example& example : kExamples) {
    Columns columns = Of(example.types);
    absl::StatusOr<std::vector<Row>> rows = Decode(columns, Bytes(example.hex));
    ASSERT_TRUE(rows.ok()) << example.hex << rows.status();
    EXPECT_EQ(rows->size(), example.rows);
    EXPECT_EQ(absl::BytesToHexString(Encode(columns, *rows)), example.hex);
  }
}

TEST(RecordDecoder, TakesChecksumsThatAreSignExtendedToTenBytes) {
  for (const char* hex :
       {"0a016180c0ff7f f893b8f6feffffffff01 f0ffff7f02f8ffff7fbe9dccd905",
        "0a016480c0ff7f e4bbfcd9fdffffffff01 f0ffff7f02f8ffff7f a2bf9f9bf8ffffffff01"}) {
    EXPECT_THAT(Decode(Of({"string"}), Bytes(hex)).status(), IsOk()) << hex;
  }
}

TEST(RecordDecoder, RoundsWhatADecimalCannotHold) {
  absl::StatusOr<std::vector<Row>> rows = Decode(
      Of({"decimal(10,1)"}), Bytes("0a04332e313480c0ff7fbe899aaa03f0ffff7f02f8ffff7f989ed18509"));
  EXPECT_EQ(std::get<Decimal>((*rows)[0][0]).text, "3.1");
}

TEST(RecordDecoder, GivenADifferentChecksumOrCountSaysThatTheStreamIsCorrupt) {
  for (const char* hex : {
           "0a016280c0ff7f f893b8f6feffffffff01 f0ffff7f02f8ffff7fbe9dccd905",  // A byte of the
                                                                                // value.
           "0a016180c0ff7f f893b8f6feffffffff01 f0ffff7f04f8ffff7fbe9dccd905",  // The count.
           "0a016180c0ff7f f893b8f6feffffffff01 f0ffff7f02f8ffff7fbf9dccd905",  // The last
                                                                                // checksum.
       }) {
    EXPECT_THAT(Decode(Of({"string"}), Bytes(hex)).status(), HasReason("CorruptedDataStream"))
        << hex;
  }
}

TEST(RecordDecoder, GivenAStreamCutAnywhereSaysThatItIsIncomplete) {
  std::string whole = Bytes(kExamples[0].hex);
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THAT(Decode(Of(kExamples[0].types), whole.substr(0, size)).status(),
                HasReason("IncompleteBody"))
        << size;
  }
}

TEST(RecordDecoder, GivenWhatIsNotTheFormatSaysSo) {
  std::string whole = Bytes(kExamples[0].hex);
  EXPECT_THAT(Decode(Of(kExamples[0].types), whole + "x").status(),
              HasReason("MalformedDataStream"));
  EXPECT_THAT(Decode(Of({"string"}), whole).status(), HasReason("MalformedDataStream"));
  EXPECT_THAT(Decode(Of({"bigint", "bigint"}), whole).status(), HasReason("MalformedDataStream"));
  EXPECT_THAT(Decode(Of({"string"}), Bytes("0a01610a0161")).status(),
              HasReason("MalformedDataStream"));
}

TEST(RecordDecoder, GivenAFieldAboveEightMegabytesSaysSo) {
  EXPECT_THAT(Decode(Of({"string"}), Bytes("0a8180800480")).status(),
              HasReason("MaxMessageLengthExceeded"));
}

TEST(RecordDecoder, LeavesWhatIsNotWantedNull) {
  Columns columns = Of(kExamples[0].types);
  std::string bytes = Bytes(kExamples[0].hex);
  RecordDecoder decoder(columns, bytes);
  decoder.Want({false, true, true, false, false});
  Row row;
  ASSERT_TRUE(decoder.Next(row).ok());
  EXPECT_TRUE(IsNull(row[0]));
  EXPECT_EQ(std::get<int64_t>(row[2]), 0);
}

TEST(RecordDecoder, GivenRandomDamageNeverCrashesAndHardlyEverBelieves) {
  std::mt19937 random(20240102);
  int believed = 0;
  for (int round = 0; round < 20000; ++round) {
    const Example& example = kExamples[random() % std::size(kExamples)];
    std::string bytes = Bytes(example.hex);
    const std::string whole = bytes;
    for (int damages = 1 + random() % 4; damages > 0; --damages) {
      size_t at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, 1 + random() % 3);
          break;
        default:
          bytes.insert(at, 1, static_cast<char>(random()));
      }
      if (bytes.empty()) break;
    }
    if (bytes == whole) continue;
    absl::StatusOr<std::vector<Row>> rows = Decode(Of(example.types), bytes);
    // Counts and NULL flags of nested values are outside the checksum, so a few remain readable.
    if (rows.ok()) ++believed;
  }
  EXPECT_LT(believed, 200);
}

}  // namespace
}  // namespace sluice::emulator
