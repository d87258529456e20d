#ifndef SLUICE_CONVERSION_CSV_FIELDS_H_
#define SLUICE_CONVERSION_CSV_FIELDS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "conversion/column_plan.h"
#include "conversion/csv_line.h"
#include "conversion/field_reader.h"
#include "conversion/json_value_writer.h"
#include "conversion/scalar_writer.h"

namespace sluice::conversion {

// Fields of a CSV line by their index (R19). `\N` without quotes is NULL, and so is an empty field
// without quotes whose column holds no text. ARRAY, MAP and STRUCT take a field of JSON.
class CsvFields : public FieldReader {
 public:
  CsvFields(std::vector<PlannedColumn> columns, absl::TimeZone zone, int64_t field_bytes_max);

  // CSV_SYNTAX; FIELD_COUNT: the line has not one field for each column.
  std::optional<Misfit> Read(std::optional<absl::string_view> text) override;
  bool IsNull(int field) const override;
  std::optional<Misfit> Write(int field, const Cell& cell) override;

 private:
  const std::vector<PlannedColumn> columns_;
  bool is_missing_ = true;
  CsvLine line_;
  ScalarWriter scalars_;
  JsonDocument json_;
  JsonValueWriter json_values_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_CSV_FIELDS_H_
