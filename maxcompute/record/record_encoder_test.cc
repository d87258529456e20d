#include "maxcompute/record/record_encoder.h"

#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/record/golden_streams.h"
#include "maxcompute/record/record_decoder.h"

namespace sluice::maxcompute {
namespace {

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

void Add(RecordEncoder& encoder, const ColumnType& type, const Value& value);

// What is in a nested value, by its type.
void AddContent(RecordEncoder& encoder, const ColumnType& type, const std::vector<Value>& values) {
  if (type.kind == TypeKind::kStruct) {
    for (size_t i = 0; i < values.size(); ++i) Add(encoder, type.arguments[i], values[i]);
    return;
  }
  const size_t lists = type.arguments.size();  // Of a MAP two: keys, then values.
  for (size_t list = 0; list < lists; ++list) {
    encoder.AddCount(values.size() / lists);
    for (size_t i = list; i < values.size(); i += lists)
      Add(encoder, type.arguments[list], values[i]);
  }
}

void Add(RecordEncoder& encoder, const ColumnType& type, const Value& value) {
  if (value.is_null()) encoder.AddNull();
  if (const auto* v = std::get_if<bool>(&value.data)) encoder.AddBoolean(*v);
  if (const auto* v = std::get_if<int64_t>(&value.data)) encoder.AddBigint(*v);
  if (const auto* v = std::get_if<double>(&value.data)) encoder.AddDouble(*v);
  if (const auto* v = std::get_if<float>(&value.data)) encoder.AddFloat(*v);
  if (const auto* v = std::get_if<std::string>(&value.data)) encoder.AddString(*v);
  if (const auto* v = std::get_if<Timestamp>(&value.data))
    encoder.AddTimestamp(v->seconds, v->nanos);
  if (const auto* v = std::get_if<std::vector<Value>>(&value.data)) {
    encoder.AddNested();
    AddContent(encoder, type, *v);
  }
}

void Put(RecordEncoder& encoder, int column, const ColumnType& type, const Value& value) {
  if (const auto* v = std::get_if<bool>(&value.data)) encoder.PutBoolean(column, *v);
  if (const auto* v = std::get_if<int64_t>(&value.data)) encoder.PutBigint(column, *v);
  if (const auto* v = std::get_if<double>(&value.data)) encoder.PutDouble(column, *v);
  if (const auto* v = std::get_if<float>(&value.data)) encoder.PutFloat(column, *v);
  if (const auto* v = std::get_if<std::string>(&value.data)) encoder.PutString(column, *v);
  if (const auto* v = std::get_if<Timestamp>(&value.data)) {
    encoder.PutTimestamp(column, v->seconds, v->nanos);
  }
  if (const auto* v = std::get_if<std::vector<Value>>(&value.data)) {
    encoder.PutNested(column);
    AddContent(encoder, type, *v);
  }
}

void PutRow(RecordEncoder& encoder, const std::vector<ColumnType>& types, const Row& row) {
  encoder.Begin();
  for (size_t i = 0; i < row.size(); ++i) Put(encoder, static_cast<int>(i), types[i], row[i]);
  encoder.End();
}

// A row without nested values, whose types are then of no interest.
void PutRow(RecordEncoder& encoder, const Row& row) {
  PutRow(encoder, std::vector<ColumnType>(row.size()), row);
}

TEST(RecordEncoder, WritesTheGoldenStreams) {
  for (const GoldenStream& stream : ReadGoldenStreams("streams")) {
    RecordEncoder encoder;
    for (const Row& row : stream.rows) PutRow(encoder, stream.types, row);

    const EncodedBlock block = encoder.Finish();

    EXPECT_EQ(Hex(block.bytes.view()), Hex(stream.bytes)) << stream.name;
    EXPECT_EQ(block.rows, static_cast<int64_t>(stream.rows.size())) << stream.name;
  }
}

TEST(RecordEncoder, KnowsTheLengthOfTheBlockBeforeItIsFinished) {
  RecordEncoder encoder;
  for (int64_t i = 0; i < 200; ++i) {
    const int64_t expected = encoder.encoded_bytes();
    RecordEncoder copy_of_it;
    for (int64_t k = 0; k < i; ++k) PutRow(copy_of_it, {Value{k * 1000}, Value{std::string("v")}});
    ASSERT_EQ(static_cast<int64_t>(copy_of_it.Finish().bytes.size()), expected) << i;
    PutRow(encoder, {Value{i * 1000}, Value{std::string("v")}});
  }
}

TEST(RecordEncoder, AnAbortedRecordLeavesNoTrace) {
  RecordEncoder with_abort;
  RecordEncoder without;
  PutRow(with_abort, {Value{int64_t{1}}});
  PutRow(without, {Value{int64_t{1}}});

  with_abort.Begin();
  with_abort.PutBigint(0, 99);
  with_abort.PutString(1, std::string(100'000, 'x'));
  EXPECT_GT(with_abort.record_bytes(), 100'000);
  with_abort.Abort();
  EXPECT_EQ(with_abort.rows(), 1);
  PutRow(with_abort, {Value{int64_t{2}}});
  PutRow(without, {Value{int64_t{2}}});

  EXPECT_EQ(Hex(with_abort.Finish().bytes.view()), Hex(without.Finish().bytes.view()));
}

TEST(RecordEncoder, IsAsNewAfterFinishAndMayUseOldMemory) {
  RecordEncoder encoder;
  PutRow(encoder, {Value{std::string(50'000, 'x')}});
  EncodedBlock first = encoder.Finish();
  const size_t memory = first.bytes.capacity();

  EXPECT_EQ(encoder.rows(), 0);
  EXPECT_EQ(Hex(encoder.Finish().bytes.view()), "f0ffff7f00f8ffff7f00");

  RecordEncoder again(std::move(first.bytes));
  EXPECT_EQ(again.memory_bytes(), static_cast<int64_t>(memory));
  EXPECT_EQ(Hex(again.Finish().bytes.view()), "f0ffff7f00f8ffff7f00");
}

TEST(RecordEncoder, ExtremesComeBackAsTheyWere) {
  const std::vector<std::string> names = {"BIGINT", "DOUBLE", "FLOAT", "STRING", "TIMESTAMP"};
  std::vector<ColumnType> types;
  for (const std::string& name : names) types.push_back(ParseColumnType(name).value());
  const std::vector<Row> rows = {
      {Value{std::numeric_limits<int64_t>::min()}, Value{-0.0},
       Value{std::numeric_limits<float>::infinity()}, Value{std::string("\0\xff", 2)},
       Value{Timestamp{-62'135'596'800, 999'999'999}}},
      {Value{std::numeric_limits<int64_t>::max()}, Value{std::numeric_limits<double>::denorm_min()},
       Value{std::numeric_limits<float>::lowest()}, Value{std::string(300'000, 'y')},
       Value{Timestamp{253'402'300'799, 0}}},
  };
  RecordEncoder encoder;
  for (const Row& row : rows) PutRow(encoder, row);
  const EncodedBlock block = encoder.Finish();

  EXPECT_THAT(DecodeRecords(types, block.bytes.view(), 10), IsOkAndHolds(rows));
}

TEST(RecordEncoder, NestedValuesOfEveryTypeComeBackAsTheyWere) {
  const ColumnType type =
      ParseColumnType(
          "STRUCT<a:ARRAY<MAP<STRING,STRUCT<x:BOOLEAN,y:DOUBLE>>>,f:FLOAT,t:TIMESTAMP,s:STRING,"
          "e:ARRAY<BIGINT>>")
          .value();
  auto list = [](std::vector<Value> values) { return Value{std::move(values)}; };
  const Value inner = list({Value{std::string("k")}, list({Value{true}, Value{-2.5}}),
                            Value{std::string("n")}, Value()});
  const std::vector<Row> rows = {
      {list({list({inner, Value()}), Value{1.5f}, Value{Timestamp{-1, 5}}, Value{std::string()},
             list({})})},
      {list({Value(), Value(), Value(), Value(), Value()})},
      {Value()},
  };
  RecordEncoder encoder;
  for (const Row& row : rows) PutRow(encoder, {type}, row);
  const EncodedBlock block = encoder.Finish();

  EXPECT_THAT(DecodeRecords({type}, block.bytes.view(), 10), IsOkAndHolds(rows));
}

TEST(RecordEncoder, TablesMayHaveMoreColumnsThanFitAShortTag) {
  std::vector<ColumnType> types(1200, ParseColumnType("BIGINT").value());
  Row row;
  for (int64_t i = 0; i < 1200; ++i) row.push_back(Value{i});
  RecordEncoder encoder;
  PutRow(encoder, row);
  const EncodedBlock block = encoder.Finish();

  EXPECT_THAT(DecodeRecords(types, block.bytes.view(), 10),
              IsOkAndHolds(::testing::ElementsAre(row)));
}

TEST(RecordEncoder, ARecordThatBeginsWithAnothersHeadIsAsIfItWereWrittenWhole) {
  for (const size_t length : {0, 1, 7, 8, 15, 16, 31, 32, 33, 500}) {
    const std::string name(length, 'n');
    RecordEncoder whole;
    RecordEncoder headed;
    RecordHead head;
    for (int64_t i = 0; i < 3; ++i) {
      whole.Begin();
      whole.PutString(0, name);
      whole.PutBigint(2, -7);
      whole.PutBigint(3, i);
      whole.End();

      if (i > 0) {
        headed.Begin(head);
      } else {
        headed.Begin();
        headed.PutString(0, name);
        headed.PutBigint(2, -7);
        headed.CopyHead(head);
      }
      headed.PutBigint(3, i);
      headed.End();
    }
    EXPECT_EQ(Hex(headed.Finish().bytes.view()), Hex(whole.Finish().bytes.view())) << length;
  }
}

}  // namespace
}  // namespace sluice::maxcompute
