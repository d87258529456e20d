#ifndef SLUICE_BASE_HTTP_SERVER_EXCHANGE_H_
#define SLUICE_BASE_HTTP_SERVER_EXCHANGE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/http/headers.h"
#include "base/http/server/body_feed.h"
#include "base/http/server/target.h"

namespace sluice::http {

// A request as a handler gets it: whole, its body joined from its chunks.
struct ServerRequest {
  std::string method;
  Target target;
  Headers headers;
  std::string body;
  std::string peer;     // "address:port"
  bool is_tls = false;  // Came within TLS.

  // The value of the first header of that name, in any case; empty when there is none.
  std::string Header(const std::string& name) const {
    auto value = headers.Find(name);
    return value.has_value() ? std::string(value->data(), value->size()) : std::string();
  }

  // The value of the first query parameter of that name.
  std::optional<std::string> Query(absl::string_view name) const {
    for (const QueryParameter& parameter : target.query) {
      if (parameter.name == name) return parameter.value;
    }
    return std::nullopt;
  }
  bool HasQuery(absl::string_view name) const { return Query(name).has_value(); }
};

// A body that is made while it is sent. The connection's turn on a handler thread calls; an error
// cuts the connection, so that the reader notices that something is missing.
class ResponseStream {
 public:
  virtual ~ResponseStream() = default;

  // The next bytes; empty at the end.
  virtual absl::StatusOr<std::string> Next() = 0;
};

struct ServerResponse {
  int status = 200;
  Headers headers;
  std::string body;
  std::unique_ptr<ResponseStream> stream;  // Instead of `body`, sent in chunks.
  std::shared_ptr<BodyFeed> feed;          // Instead of both; the connection closes after it.
  bool hang_up = false;                    // Close the connection and send nothing.
};

// Answers one request. Called on many threads at once; may block.
using Handler = std::function<ServerResponse(ServerRequest)>;

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_EXCHANGE_H_
