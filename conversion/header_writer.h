#ifndef SLUICE_CONVERSION_HEADER_WRITER_H_
#define SLUICE_CONVERSION_HEADER_WRITER_H_

#include <optional>
#include <string>
#include <vector>

#include "conversion/cell.h"
#include "conversion/misfit.h"
#include "conversion/scalar_writer.h"
#include "conversion/source_record.h"
#include "maxcompute/record/column_type.h"

namespace sluice::conversion {

// Writes a record's headers into one column. One thread at a time.
//
// STRING and JSON take a JSON array of objects, which keeps their order and those of the same name:
// `[{"key":"k","value":"v"},{"key":"n","value":null}]`, `[]` when there are none. What is not UTF-8
// stands as base64 under another name: `"key_base64"`, `"value_base64"`.
//
// MAP<STRING,STRING> takes each name once, with its last value; what is not UTF-8 is `base64:` and
// its base64.
class HeaderWriter {
 public:
  // FIELD_TOO_LARGE. `scalars` knows the limit.
  std::optional<Misfit> Write(const maxcompute::ColumnType& type, const RecordHeaders* headers,
                              const ScalarWriter& scalars, const Cell& cell);

 private:
  void AppendJson();
  std::optional<Misfit> WriteMap(const ScalarWriter& scalars, const Cell& cell) const;

  std::vector<RecordHeader> headers_;
  std::string json_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_HEADER_WRITER_H_
