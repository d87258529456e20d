#ifndef SLUICE_BASE_HTTP_CLIENT_H_
#define SLUICE_BASE_HTTP_CLIENT_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "base/http/headers.h"

namespace sluice::http {

// Fills the buffer with the next bytes of a body and returns how many; 0 is the end. An error ends
// the request and is its answer. Called on the sender's own thread.
using BodySource = std::function<absl::StatusOr<size_t>(absl::Span<char> buffer)>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  Headers headers;

  // Borrowed until Send returns, and sent with its length. Null data means that there is no body.
  absl::string_view body;
  // Instead of `body`: sent in chunks as the source gives them.
  BodySource body_source;

  // From the first look-up of the name to the last byte of the answer.
  absl::Duration timeout = absl::Seconds(30);
  absl::Duration connect_timeout = absl::Seconds(5);
  // A longer answer is OUT_OF_RANGE: no server can fill our memory.
  int64_t response_bytes_max = int64_t{16} << 20;

  // Borrowed. Once it is set nobody wants the answer any more: Send returns CANCELLED within about
  // a second. What went out may be carried out all the same.
  const std::atomic<bool>* given_up = nullptr;
};

struct HttpResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

// What is known of a request that got no answer.
enum class Delivery {
  kUnknown,  // Some of it went out: the server may have carried it out, or may yet.
  kNotSent,  // Not a byte of it reached the wire.
};

// Of an error of Client::Send; kUnknown of any other status.
Delivery DeliveryOf(const absl::Status& status);

// For implementations of Client.
absl::Status WithDelivery(absl::Status status, Delivery delivery);

// Sends HTTP requests and waits for their answers. The seam to the network.
//
// Any thread may call. Every answer with an HTTP status is an answer, whatever the status; an error
// means that there is none: UNAVAILABLE (transport), DEADLINE_EXCEEDED (`timeout`), CANCELLED
// (`given_up`), INVALID_ARGUMENT (the request cannot be sent), OUT_OF_RANGE (answer longer than
// `response_bytes_max`). DeliveryOf(error) says whether the server can have seen the request.
// Nothing is sent again by itself, and redirects are not followed.
class Client {
 public:
  virtual ~Client() = default;
  virtual absl::StatusOr<HttpResponse> Send(const HttpRequest& request) = 0;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_CLIENT_H_
