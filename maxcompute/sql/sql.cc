#include "maxcompute/sql/sql.h"

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

std::string QuoteSql(absl::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + "'";
}

}  // namespace sluice::maxcompute
