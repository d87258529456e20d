#include "conversion/json_fields.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace sluice::conversion {

using Kind = JsonDocument::Kind;

JsonFields::JsonFields(std::vector<PlannedColumn> columns, absl::TimeZone zone,
                       int64_t field_bytes_max)
    : columns_(std::move(columns)), members_(columns_.size()), values_(zone, field_bytes_max) {
  for (size_t i = 0; i < columns_.size(); ++i)
    by_name_[absl::AsciiStrToLower(columns_[i].name)] = static_cast<int>(i);
}

std::optional<Misfit> JsonFields::Read(std::optional<absl::string_view> text) {
  members_.assign(columns_.size(), 0);
  if (!text.has_value()) return std::nullopt;
  if (std::optional<Misfit> misfit = document_.Parse(*text)) return misfit;
  if (document_.KindOf(0) == Kind::kNull) return std::nullopt;
  if (document_.KindOf(0) != Kind::kObject) {
    return Misfit{.reason = "JSON_NOT_OBJECT",
                  .message = "is JSON but not an object, whose members would fill the columns"};
  }
  for (uint32_t member = 1; member < document_.EndOf(0); member = document_.EndOf(member)) {
    const std::optional<int> field = FieldOf(document_.NameOf(member));
    if (!field.has_value()) continue;
    if (members_[*field] != 0) {
      return Misfit{
          .reason = "FIELD_TWICE",
          .message = absl::StrCat("has two members for the column ", columns_[*field].name)};
    }
    members_[*field] = member;
  }
  return std::nullopt;
}

std::optional<int> JsonFields::FieldOf(absl::string_view name) {
  name_.assign(name.data(), name.size());
  absl::AsciiStrToLower(&name_);
  const auto found = by_name_.find(name_);
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

bool JsonFields::IsNull(int field) const {
  return members_[field] == 0 || document_.KindOf(members_[field]) == Kind::kNull;
}

std::optional<Misfit> JsonFields::Write(int field, const Cell& cell) {
  return values_.Write(columns_[field].type, document_, members_[field], cell);
}

}  // namespace sluice::conversion
