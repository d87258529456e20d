#ifndef SLUICE_BASE_HTTP_GZIP_H_
#define SLUICE_BASE_HTTP_GZIP_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::http {

// `bytes` in the coding gzip (RFC 1952); the same bytes always give the same. Pure.
std::string Gzip(absl::string_view bytes);

// Whether a header Accept-Encoding takes `coding`: named, or by `*`, and not with q=0.
bool AcceptsCoding(absl::string_view accept_encoding, absl::string_view coding);

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_GZIP_H_
