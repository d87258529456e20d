#include "base/http/headers.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace sluice::http {

void Headers::Add(absl::string_view name, absl::string_view value) {
  fields_.emplace_back(std::string(name), std::string(value));
}

void Headers::Set(absl::string_view name, absl::string_view value) {
  Remove(name);
  Add(name, value);
}

void Headers::Remove(absl::string_view name) {
  std::erase_if(fields_,
                [name](const Field& field) { return absl::EqualsIgnoreCase(field.first, name); });
}

std::optional<absl::string_view> Headers::Find(absl::string_view name) const {
  for (const Field& field : fields_) {
    if (absl::EqualsIgnoreCase(field.first, name)) return field.second;
  }
  return std::nullopt;
}

}  // namespace sluice::http
