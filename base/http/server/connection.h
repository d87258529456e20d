#ifndef SLUICE_BASE_HTTP_SERVER_CONNECTION_H_
#define SLUICE_BASE_HTTP_SERVER_CONNECTION_H_

// clang-format off: Boost 1.74's awaitable.hpp forgets to include <utility>.
#include <utility>
// clang-format on

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "base/http/server/answer.h"
#include "base/http/server/exchange.h"
#include "base/http/server/http_server.h"
#include "base/http/server/transport.h"

namespace sluice::http {

// What the connections of a server share.
struct ConnectionHost {
  const HttpServerOptions& options;
  const LateHandler& handler;
  boost::asio::thread_pool& handlers;
  boost::asio::ssl::context* tls = nullptr;  // None: connections are in clear.
  std::atomic<uint64_t> bodies_bytes{0};
  bool stopping = false;  // The I/O thread's.
};

// One client's connection: reads a request, has it handled on a handler thread, writes the answer,
// again.
//
// Lives on the server's I/O thread. Borrows `host`.
class Connection {
 public:
  Connection(boost::asio::ip::tcp::socket socket, ConnectionHost& host);
  ~Connection();

  // Until the client or the server ends it.
  boost::asio::awaitable<void> Serve();

  // Ends it now if it waits for a request, else after the answer under way.
  void Finish();

  // Ends it now.
  void Cut();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  enum class Next { kRequest, kClose };

  boost::asio::awaitable<Next> ServeOne();
  // False when none comes.
  boost::asio::awaitable<bool> AwaitRequest();
  // 0, or the status to refuse the request with.
  static size_t HeaderBytes(const Parser& parser);
  boost::asio::awaitable<int> ReadBody(Parser& parser, std::string& body);
  ServerRequest TakeRequest(const Parser& parser, std::string body) const;
  boost::asio::awaitable<ServerResponse> Handle(ServerRequest request);
  boost::asio::awaitable<Next> Write(ServerResponse response, bool head, int version,
                                     bool keep_alive);
  boost::asio::awaitable<bool> WriteWhole(
      boost::beast::http::response<boost::beast::http::string_body>& message, bool header_only);
  boost::asio::awaitable<bool> WriteChunks(
      boost::beast::http::response<boost::beast::http::string_body>& head, ResponseStream& stream);
  boost::asio::awaitable<bool> WriteFeed(
      boost::beast::http::response<boost::beast::http::string_body>& head, BodyFeed& feed);
  // One piece of a body without a length.
  boost::asio::awaitable<bool> WritePiece(const std::string& piece, bool chunked);
  boost::asio::awaitable<void> Refuse(int status, absl::string_view why);
  void ReleaseBody();

  Transport stream_;
  ConnectionHost& host_;
  std::string peer_;
  boost::beast::flat_buffer buffer_;
  uint64_t body_bytes_ = 0;  // Counted in host_.bodies_bytes.
  bool waiting_ = false;     // For a request.
  // While a feed is sent: rings when there is something to do.
  std::shared_ptr<boost::asio::steady_timer> alarm_;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_CONNECTION_H_
