// Records of TEXT and BINARY become rows without memory of their own: millions a second do.

#include <atomic>
#include <cstdlib>
#include <new>
#include <variant>

#include "conversion/record_router.h"
#include "conversion/row_converter.h"
#include "conversion/test_kafka_table.h"
#include "gtest/gtest.h"

namespace {
std::atomic<int64_t> allocations = 0;
}  // namespace

void* operator new(size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace sluice::conversion {
namespace {

// How many allocations a thousand records make, after a first one.
int64_t AllocationsOf(const maxcompute::TableSchema& schema,
                      const ConversionDefinition& definition) {
  RowConverter converter(std::get<ColumnPlan>(PlanColumns(schema, definition, {})), definition,
                         1 << 20);
  RecordRouter router(definition);
  router.BeginBatch(1605600000000);
  maxcompute::RecordEncoder block;
  int64_t before = 0;
  for (int i = 0; i <= 1000; ++i) {
    if (i == 1) before = allocations;
    const SourceRecord record{.topic = "a topic with a long name",
                              .offset = i,
                              .timestamp_ms = 1605600000000 + i,
                              .key = "a key with more than a few bytes",
                              .value = "a value with more than a few bytes"};
    if (router.Route(record.timestamp_ms).rejection.has_value()) return -1;
    if (converter.AppendTo(record, block).has_value()) return -1;
  }
  return allocations - before;
}

TEST(Allocation, TextTakesNoneForARecord) { EXPECT_EQ(AllocationsOf(TestKafkaTable(), {}), 0); }

TEST(Allocation, BinaryTakesNoneForARecord) {
  maxcompute::TableSchema schema = TestKafkaTable();
  schema.columns[3].type.kind = schema.columns[4].type.kind = maxcompute::TypeKind::kBinary;
  EXPECT_EQ(AllocationsOf(schema, {.format = Format::kBinary}), 0);
}

TEST(Allocation, CsvTakesNoneForARecord) {
  maxcompute::TableSchema schema = TestKafkaTable();
  schema.columns.pop_back();
  EXPECT_EQ(AllocationsOf(schema, {.mode = Mode::kValue, .format = Format::kCsv}), 0);
}

TEST(Allocation, IsCounted) {
  const int64_t before = allocations;
  ::operator delete(::operator new(8));  // Not an expression, which may be left out.
  EXPECT_GT(allocations, before);
}

}  // namespace
}  // namespace sluice::conversion
