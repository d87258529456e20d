#ifndef SLUICE_CONVERSION_TEST_KAFKA_TABLE_H_
#define SLUICE_CONVERSION_TEST_KAFKA_TABLE_H_

#include "conversion/column_plan.h"
#include "conversion/row_converter.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::conversion {

// The table of R0: test_kafka(topic STRING, partition BIGINT, offset BIGINT, key STRING, value
// STRING) PARTITIONED BY (pt STRING).
maxcompute::TableSchema TestKafkaTable();

// How its rows are made: mode DEFAULT, format TEXT.
RowConverter TestKafkaConverter(int64_t field_bytes_max = 8 << 20);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_TEST_KAFKA_TABLE_H_
