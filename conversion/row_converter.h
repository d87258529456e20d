#ifndef SLUICE_CONVERSION_ROW_CONVERTER_H_
#define SLUICE_CONVERSION_ROW_CONVERTER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "conversion/column_plan.h"
#include "conversion/conversion_definition.h"
#include "conversion/field_reader.h"
#include "conversion/header_writer.h"
#include "conversion/json_document.h"
#include "conversion/misfit.h"
#include "conversion/rejection.h"
#include "conversion/scalar_writer.h"
#include "conversion/source_record.h"
#include "maxcompute/record/record_encoder.h"

namespace sluice::conversion {

// Turns records into rows, by one plan for one table. A function of the record alone; it has
// members only so that their memory serves the next record. One thread at a time.
class RowConverter {
 public:
  // `plan` is of `definition`. `field_bytes_max`: what the table takes in one field.
  RowConverter(const ColumnPlan& plan, const ConversionDefinition& definition,
               int64_t field_bytes_max);
  RowConverter(RowConverter&&) = default;

  // Writes the record's row straight from its memory into the block. Nothing is written when it is
  // rejected. Where rows are changes, a record that deletes writes no more than its key.
  std::optional<Rejection> AppendTo(const SourceRecord& record, maxcompute::RecordEncoder& block);

 private:
  std::optional<Rejection> ReadFields(const SourceRecord& record, bool is_delete);
  std::optional<Misfit> Write(const PlannedColumn& column, const SourceRecord& record,
                              const Cell& cell);
  std::optional<Misfit> WriteWhole(const PlannedColumn& column,
                                   const std::optional<absl::string_view>& bytes, const Cell& cell);
  std::optional<Misfit> WriteText(absl::string_view text, const Cell& cell);
  std::optional<Misfit> WriteTime(const PlannedColumn& column, int64_t epoch_millis,
                                  const Cell& cell) const;
  Rejection Reject(const PlannedColumn& column, Misfit misfit) const;

  // Begins the record, by what its source partition's records have in common.
  void BeginAtPlace(const SourceRecord& record, maxcompute::RecordEncoder& block);

  const std::vector<PlannedColumn> columns_;
  // So many columns at the front are of the record's topic and partition: the same for all records
  // that come in a run, and written once for them.
  const size_t place_columns_;
  maxcompute::RecordHead place_;
  std::string place_topic_;
  int32_t place_partition_ = -1;  // No record's.
  const Format format_;
  const Mode mode_;
  const absl::TimeZone zone_;
  ScalarWriter scalars_;
  std::unique_ptr<FieldReader> fields_;      // Of formats that have fields.
  int field_ = 0;                            // The next one to be written.
  std::unique_ptr<FieldReader> key_fields_;  // Where the key has fields beside the value's.
  int key_field_ = 0;
  const int changes_of_columns_;
  const bool delete_tombstones_;
  JsonDocument json_;
  HeaderWriter headers_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_ROW_CONVERTER_H_
