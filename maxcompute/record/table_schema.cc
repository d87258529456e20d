#include "maxcompute/record/table_schema.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

std::optional<int> TableSchema::FindColumn(absl::string_view name) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (absl::EqualsIgnoreCase(columns[i].name, name)) return static_cast<int>(i);
  }
  return std::nullopt;
}

}  // namespace sluice::maxcompute
