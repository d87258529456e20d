#include "conversion/test_kafka_table.h"

#include <variant>

namespace sluice::conversion {
namespace {

using maxcompute::Column;
using maxcompute::TypeKind;

Column Of(const char* name, TypeKind kind) {
  return {.name = name, .type = {.kind = kind}, .nullable = true, .comment = ""};
}

}  // namespace

maxcompute::TableSchema TestKafkaTable() {
  return {.columns = {Of("topic", TypeKind::kString), Of("partition", TypeKind::kBigint),
                      Of("offset", TypeKind::kBigint), Of("key", TypeKind::kString),
                      Of("value", TypeKind::kString)},
          .partition_keys = {Of("pt", TypeKind::kString)}};
}

RowConverter TestKafkaConverter(int64_t field_bytes_max) {
  const ConversionDefinition definition;
  return RowConverter(std::get<ColumnPlan>(PlanColumns(TestKafkaTable(), definition, {})),
                      definition, field_bytes_max);
}

}  // namespace sluice::conversion
