#ifndef SLUICE_BASE_HTTP_SERVER_HTTP_SERVER_H_
#define SLUICE_BASE_HTTP_SERVER_HTTP_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/server/answer.h"
#include "base/http/server/exchange.h"
#include "base/http/server/tls_identity.h"

namespace sluice::http {

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 0;               // 0 takes a free one.
  std::optional<TlsIdentity> tls;  // Without: in clear.

  int handler_threads = 16;    // Requests worked on at once; the others wait on their connections.
  int connections_max = 1024;  // Further ones are closed as they come.
  uint32_t header_bytes_max = 64 << 10;           // Beyond: 431.
  uint32_t target_bytes_max = 64 << 10;           // Of the path with its query. Beyond: 414.
  uint64_t body_bytes_max = uint64_t{64} << 20;   // Of one request. Beyond: 413.
  uint64_t bodies_bytes_max = uint64_t{1} << 30;  // Of all requests together. Beyond: 503.

  absl::Duration idle_timeout = absl::Seconds(75);           // Until the first byte of a request.
  absl::Duration header_timeout = absl::Seconds(75);         // From there to the end of the header;
                                                             // also for a whole TLS handshake.
  absl::Duration body_timeout = absl::InfiniteDuration();    // For a whole body to come.
  absl::Duration answer_timeout = absl::InfiniteDuration();  // For a whole answer to be read.
  absl::Duration stall_timeout = absl::Seconds(120);  // Without a byte of a body read or written.
  absl::Duration stop_grace = absl::Seconds(10);  // For answers under way when the server stops.

  // What a request gets that never comes to the handler: 400 (also one in clear where TLS is
  // spoken), 408 (a body that trickles; one that does not come at all is cut), 413, 414, 431, 503.
  // None: a line of text. Called on the thread that moves bytes.
  std::function<ServerResponse(int status, absl::string_view why)> refuse;
  // Called on that thread for each connection beyond `connections_max`.
  std::function<void()> on_turned_away;
};

// An HTTP/1.1 server, in clear or within TLS: keep-alive, chunked bodies both ways, bounds on all
// that a client can make it hold.
//
// Owns one thread that moves bytes and `handler_threads` that run the handler. Any thread may call.
// A handler runs to its end even if its client goes away; Stop waits for every answer.
class HttpServer {
 public:
  // Listens when it returns. UNAVAILABLE when the address cannot be had, INVALID_ARGUMENT when
  // certificate and key are none.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(HttpServerOptions options,
                                                           Handler handler);
  // The same with a handler that may answer later: a call that waits holds no thread.
  static absl::StatusOr<std::unique_ptr<HttpServer>> StartLate(HttpServerOptions options,
                                                               LateHandler handler);

  // Stops.
  ~HttpServer();

  // "127.0.0.1:8080", with the port that was taken.
  std::string address() const;

  // Handshakes from now on show this; open connections go on. INVALID_ARGUMENT as Start, and then
  // what was shown before stays; FAILED_PRECONDITION when it was started in clear.
  absl::Status Show(const TlsIdentity& identity);

  // That are open now.
  size_t connections() const;

  // Takes no more requests, lets those under way be answered within `stop_grace`, then cuts what is
  // left and waits for the handlers to return: whoever holds one back lets it go first. Doing it
  // twice is harmless.
  void Stop();

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_HTTP_SERVER_H_
