#include "conversion/csv_fields.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace sluice::conversion {
namespace {

using maxcompute::TypeKind;

bool HoldsText(TypeKind kind) {
  return kind == TypeKind::kString || kind == TypeKind::kVarchar || kind == TypeKind::kChar;
}

bool IsNested(TypeKind kind) {
  return kind == TypeKind::kArray || kind == TypeKind::kMap || kind == TypeKind::kStruct;
}

}  // namespace

CsvFields::CsvFields(std::vector<PlannedColumn> columns, absl::TimeZone zone,
                     int64_t field_bytes_max)
    : columns_(std::move(columns)),
      scalars_(zone, field_bytes_max),
      json_values_(zone, field_bytes_max) {}

std::optional<Misfit> CsvFields::Read(std::optional<absl::string_view> text) {
  is_missing_ = !text.has_value();
  if (is_missing_) return std::nullopt;
  if (std::optional<Misfit> misfit = line_.Parse(*text, columns_.size())) return misfit;
  if (line_.field_count() == columns_.size()) return std::nullopt;
  return Misfit{.reason = "FIELD_COUNT",
                .message = absl::StrCat("has ", line_.field_count(), " fields, and the table has ",
                                        columns_.size(), " columns for them")};
}

bool CsvFields::IsNull(int field) const {
  if (is_missing_) return true;
  const CsvField& read = line_.fields()[field];
  if (read.quoted) return false;
  return read.text == "\\N" || (read.text.empty() && !HoldsText(columns_[field].type.kind));
}

std::optional<Misfit> CsvFields::Write(int field, const Cell& cell) {
  const PlannedColumn& column = columns_[field];
  const absl::string_view text = line_.fields()[field].text;
  if (!IsNested(column.type.kind)) return scalars_.Write(column.type, text, cell);
  // The line was read well: a field of it does not fit.
  if (std::optional<Misfit> misfit = json_.Parse(text))
    return Misfit{.reason = "VALUE_UNFIT", .message = std::move(misfit->message)};
  return json_values_.Write(column.type, json_, 0, cell);
}

}  // namespace sluice::conversion
