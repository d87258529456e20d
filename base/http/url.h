#ifndef SLUICE_BASE_HTTP_URL_H_
#define SLUICE_BASE_HTTP_URL_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::http {

// The parts of `scheme://authority/path` that name a server. Without query, fragment or user name.
struct Url {
  std::string scheme;     // "http" or "https"
  std::string authority;  // "host" or "host:port"
  std::string path;       // "" or "/…", never with a slash at the end

  std::string ToString() const;
};

// INVALID_ARGUMENT says which part is wrong. User names and passwords are refused: they end up in
// logs.
absl::StatusOr<Url> ParseUrl(absl::string_view text);

// RFC 3986: everything but `A-Z a-z 0-9 - _ . ~` becomes %XX in capitals.
std::string PercentEncode(absl::string_view text);

// The same, leaving `/` alone.
std::string PercentEncodePath(absl::string_view path);

// A query in the order it is sent. A parameter with an empty value is a flag: `?uploads`.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;

// "a=1&flag&b=2", encoded; without the question mark.
std::string EncodeQuery(const QueryParameters& parameters);

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_URL_H_
