// How fast records become rows: `bazel run -c opt //conversion:row_converter_benchmark`.

#include <string>
#include <utility>
#include <variant>

#include "benchmark/benchmark.h"
#include "conversion/column_plan.h"
#include "conversion/record_router.h"
#include "conversion/row_converter.h"
#include "conversion/test_kafka_table.h"

namespace sluice::conversion {
namespace {

constexpr int64_t kBlockBytes = 16 << 20;
constexpr int64_t kNow = 1605600000000;

maxcompute::TableSchema OrdersTable() {
  maxcompute::TableSchema schema = TestKafkaTable();
  schema.columns.resize(3);
  for (const auto& [name, type] :
       {std::pair("id", "BIGINT"), std::pair("customer", "STRING"),
        std::pair("amount", "DECIMAL(18,2)"), std::pair("rate", "DOUBLE"),
        std::pair("placed", "DATETIME"), std::pair("note", "STRING")}) {
    schema.columns.push_back({.name = name,
                              .type = maxcompute::ParseColumnType(type).value(),
                              .nullable = true,
                              .comment = ""});
  }
  return schema;
}

// Routes and converts the same record again and again, as the data plane does.
void Convert(benchmark::State& state, const maxcompute::TableSchema& schema,
             const ConversionDefinition& definition, const std::string& value) {
  RowConverter converter(std::get<ColumnPlan>(PlanColumns(schema, definition, {})), definition,
                         8 << 20);
  RecordRouter router(definition);
  router.BeginBatch(kNow);
  maxcompute::RecordEncoder block{maxcompute::BlockBuffer(kBlockBytes + (1 << 20))};
  int64_t offset = 0;
  for (auto _ : state) {
    SourceRecord record{.topic = "maxcompute-test-input",
                        .partition = 7,
                        .offset = ++offset,
                        .timestamp_ms = kNow + offset % 60'000,
                        .key = "key-0000000001",
                        .value = value};
    const Routed routed = router.Route(record.timestamp_ms);
    benchmark::DoNotOptimize(routed.partition.data());
    if (routed.rejection.has_value() || converter.AppendTo(record, block).has_value())
      return state.SkipWithError("rejected");
    if (block.encoded_bytes() > kBlockBytes)
      block = maxcompute::RecordEncoder(block.Finish().bytes);
  }
  state.SetItemsProcessed(offset);
  state.SetBytesProcessed(offset * static_cast<int64_t>(value.size()));
}

void BM_Text(benchmark::State& state) {
  Convert(state, TestKafkaTable(), {}, std::string(state.range(0), 'v'));
}
BENCHMARK(BM_Text)->Arg(20)->Arg(200)->Arg(2000);

void BM_Binary(benchmark::State& state) {
  maxcompute::TableSchema schema = TestKafkaTable();
  schema.columns[3].type.kind = schema.columns[4].type.kind = maxcompute::TypeKind::kBinary;
  Convert(state, schema, {.format = Format::kBinary}, std::string(state.range(0), 'v'));
}
BENCHMARK(BM_Binary)->Arg(200);

void BM_Csv(benchmark::State& state) {
  Convert(state, OrdersTable(), {.mode = Mode::kValue, .format = Format::kCsv},
          "1234567890123,customer-0000001,12345.67,0.125,2024-01-02 03:04:05.678,\"" +
              std::string(120, 'n') + " \"\"quoted\"\"\"");
}
BENCHMARK(BM_Csv);

void BM_Json(benchmark::State& state) {
  Convert(state, OrdersTable(), {.mode = Mode::kValue, .format = Format::kJson},
          R"({"id":1234567890123,"customer":"customer-0000001","amount":12345.67,"rate":0.125,)"
          R"("placed":"2024-01-02 03:04:05.678","note":")" +
              std::string(60, 'n') + R"("})");
}
BENCHMARK(BM_Json);

}  // namespace
}  // namespace sluice::conversion

BENCHMARK_MAIN();
