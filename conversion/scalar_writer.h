#ifndef SLUICE_CONVERSION_SCALAR_WRITER_H_
#define SLUICE_CONVERSION_SCALAR_WRITER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "conversion/cell.h"
#include "conversion/json_document.h"
#include "conversion/misfit.h"
#include "maxcompute/record/column_type.h"

namespace sluice::conversion {

// Writes texts as values of every type but ARRAY, MAP and STRUCT. README.md says which texts each
// type takes. One thread at a time.
class ScalarWriter {
 public:
  // `zone`: of times that name none. `field_bytes_max`: what the table takes in one field.
  ScalarWriter(absl::TimeZone zone, int64_t field_bytes_max)
      : zone_(zone), field_bytes_max_(field_bytes_max) {}

  // `text` is UTF-8. On a misfit nothing is written.
  std::optional<Misfit> Write(const maxcompute::ColumnType& type, absl::string_view text,
                              const Cell& cell);

  // FIELD_TOO_LARGE, or nothing.
  std::optional<Misfit> CheckSize(int64_t bytes) const {
    if (bytes <= field_bytes_max_) [[likely]]
      return std::nullopt;
    return TooLarge(bytes);
  }

 private:
  Misfit TooLarge(int64_t bytes) const;
  std::optional<Misfit> WriteInteger(maxcompute::TypeKind kind, absl::string_view text,
                                     const Cell& cell);
  std::optional<Misfit> WriteFloating(maxcompute::TypeKind kind, absl::string_view text,
                                      const Cell& cell);
  std::optional<Misfit> WriteText(const maxcompute::ColumnType& type, absl::string_view text,
                                  const Cell& cell);
  std::optional<Misfit> WriteBytes(absl::string_view base64, const Cell& cell);
  std::optional<Misfit> WriteTime(maxcompute::TypeKind kind, absl::string_view text,
                                  const Cell& cell);

  const absl::TimeZone zone_;
  const int64_t field_bytes_max_;
  std::string scratch_;
  JsonDocument json_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_SCALAR_WRITER_H_
