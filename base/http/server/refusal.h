#ifndef SLUICE_BASE_HTTP_SERVER_REFUSAL_H_
#define SLUICE_BASE_HTTP_SERVER_REFUSAL_H_

#include "absl/strings/string_view.h"

namespace sluice::http {

// Whoever asks in clear where TLS is spoken. The status is 400.
constexpr absl::string_view kAskByHttps =
    "TLS is spoken here, and the request came without: ask by https:// instead of http://";

// Why a request is refused with `status` before a handler sees it.
constexpr absl::string_view WhyRefused(int status) {
  return status == 408   ? "the body did not come in time"
         : status == 413 ? "the body is larger than this server takes"
         : status == 414 ? "the path with its query is longer than this server takes"
         : status == 431 ? "the request line and the headers are larger than this server takes"
         : status == 503 ? "too many bytes are being received at once; send again later"
                         : "the request is not HTTP";
}

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_REFUSAL_H_
