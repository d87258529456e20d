#ifndef SLUICE_CONVERSION_FIELD_READER_H_
#define SLUICE_CONVERSION_FIELD_READER_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "conversion/cell.h"
#include "conversion/misfit.h"

namespace sluice::conversion {

// Takes one text apart into the fields of a row: the seam between formats that have fields. One
// thread at a time.
class FieldReader {
 public:
  virtual ~FieldReader() = default;

  // Reads the text, which is UTF-8 and must stay until the fields are written. Nothing: there is no
  // text, and every field is NULL.
  virtual std::optional<Misfit> Read(std::optional<absl::string_view> text) = 0;

  // Of the text read last, about the n-th of the columns that fields fill.
  virtual bool IsNull(int field) const = 0;
  virtual std::optional<Misfit> Write(int field, const Cell& cell) = 0;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_FIELD_READER_H_
