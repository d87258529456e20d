#ifndef SLUICE_CONVERSION_JSON_VALUE_WRITER_H_
#define SLUICE_CONVERSION_JSON_VALUE_WRITER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "conversion/cell.h"
#include "conversion/json_document.h"
#include "conversion/misfit.h"
#include "conversion/scalar_writer.h"
#include "maxcompute/record/column_type.h"

namespace sluice::conversion {

// Writes values of a JSON document as values of every type. A string stands for any text that the
// type takes; numbers keep their digits; text columns also take numbers and booleans as they are
// written, arrays and objects as JSON. README.md has the table. One thread at a time.
class JsonValueWriter {
 public:
  JsonValueWriter(absl::TimeZone zone, int64_t field_bytes_max) : scalars_(zone, field_bytes_max) {}

  // VALUE_UNFIT and what ScalarWriter gives; FIELD_TWICE: a STRUCT or MAP would get a field or key
  // twice. What was written before a misfit stays: abort the row.
  std::optional<Misfit> Write(const maxcompute::ColumnType& type, const JsonDocument& document,
                              uint32_t value, const Cell& cell);

 private:
  // Written as a text: what a text column, or any scalar one, takes.
  std::optional<Misfit> WriteScalar(const maxcompute::ColumnType& type,
                                    const JsonDocument& document, uint32_t value, const Cell& cell);
  std::optional<Misfit> WriteNested(const maxcompute::ColumnType& type,
                                    const JsonDocument& document, uint32_t value, const Cell& cell);
  std::optional<Misfit> WriteMap(const maxcompute::ColumnType& type, const JsonDocument& document,
                                 uint32_t value, const Cell& cell);
  std::optional<Misfit> WriteStruct(const maxcompute::ColumnType& type,
                                    const JsonDocument& document, uint32_t value, const Cell& cell);
  std::optional<Misfit> WriteElement(const maxcompute::ColumnType& type,
                                     const JsonDocument& document, uint32_t value,
                                     const Cell& cell);

  ScalarWriter scalars_;
  std::string json_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_JSON_VALUE_WRITER_H_
