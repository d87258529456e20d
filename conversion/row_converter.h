#ifndef SLUICE_CONVERSION_ROW_CONVERTER_H_
#define SLUICE_CONVERSION_ROW_CONVERTER_H_

#include <cstdint>
#include <optional>

#include "conversion/column_plan.h"
#include "conversion/rejection.h"
#include "conversion/source_record.h"
#include "maxcompute/record/record_encoder.h"

namespace sluice::conversion {

// Turns records into rows: mode DEFAULT, format TEXT. Keys and values must be UTF-8; without a key
// or value (a tombstone) the column is NULL, an empty one stays an empty text. Pure; any thread may
// call.
class RowConverter {
 public:
  // `field_bytes_max`: what the table takes in one field.
  RowConverter(const ColumnPlan& plan, int64_t field_bytes_max);

  // Writes the record's row straight from its memory into the block. Nothing is written when it is
  // rejected.
  std::optional<Rejection> AppendTo(const SourceRecord& record,
                                    maxcompute::RecordEncoder& block) const;

 private:
  enum class Source { kTopic, kPartition, kOffset, kKey, kValue };
  struct Step {
    int column;
    Source source;
  };

  std::optional<Rejection> Check(const SourceRecord& record) const;

  const int64_t field_bytes_max_;
  Step steps_[5];  // By ascending column: the encoder wants them so.
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_ROW_CONVERTER_H_
