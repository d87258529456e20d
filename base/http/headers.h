#ifndef SLUICE_BASE_HTTP_HEADERS_H_
#define SLUICE_BASE_HTTP_HEADERS_H_

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace sluice::http {

// The header fields of a request or an answer, in the order they were added. Names are compared
// without regard to case and kept as they were given.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;
  using value_type = Field;
  using const_iterator = std::vector<Field>::const_iterator;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  // Adds a field beside those of the same name.
  void Add(absl::string_view name, absl::string_view value);

  // Replaces every field of that name.
  void Set(absl::string_view name, absl::string_view value);

  void Remove(absl::string_view name);

  // The first field of that name. Valid until the headers change.
  std::optional<absl::string_view> Find(absl::string_view name) const;

  bool Has(absl::string_view name) const { return Find(name).has_value(); }

  bool empty() const { return fields_.empty(); }
  const_iterator begin() const { return fields_.begin(); }
  const_iterator end() const { return fields_.end(); }

 private:
  std::vector<Field> fields_;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_HEADERS_H_
