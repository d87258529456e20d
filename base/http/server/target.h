#ifndef SLUICE_BASE_HTTP_SERVER_TARGET_H_
#define SLUICE_BASE_HTTP_SERVER_TARGET_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sluice::http {

enum class Plus { kIsPlus, kIsSpace };

// %XX becomes its byte; an escape that is none stays as it is. With Plus::kIsSpace, as in queries,
// `+` is a blank.
std::string PercentDecode(absl::string_view text, Plus plus = Plus::kIsPlus);

struct QueryParameter {
  std::string name;
  std::string value;  // Empty for `?flag`, `?flag=`.
};

// The parameters of a query or of a form, decoded, in the order they were sent.
std::vector<QueryParameter> ParseQuery(absl::string_view query);

// What a request line asks for.
struct Target {
  std::string raw;   // As sent, without scheme and authority.
  std::string path;  // Decoded; begins with a slash.
  std::vector<QueryParameter> query;
};

// Takes both forms of a target, `/path?query` and `http://host/path?query`. Never fails: what
// cannot be decoded stays as it is, and finds no handler.
Target ParseTarget(absl::string_view raw);

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_TARGET_H_
