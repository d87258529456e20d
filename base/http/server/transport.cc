#include "base/http/server/transport.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "absl/strings/ascii.h"

namespace sluice::http {
namespace asio = boost::asio;

using ErrorCode = boost::system::error_code;

Transport::Transport(asio::ip::tcp::socket socket, asio::ssl::context* tls) {
  if (tls == nullptr) {
    plain_.emplace(std::move(socket));
  } else {
    tls_.emplace(boost::beast::tcp_stream(std::move(socket)), *tls);
  }
}

asio::awaitable<Transport::Opened> Transport::Open() {
  if (!tls_.has_value()) co_return Opened::kYes;
  ErrorCode error;
  std::array<char, 4 << 10> begin;
  const size_t read = co_await Tcp().async_read_some(
      asio::buffer(begin), asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return Opened::kNo;
  // TLS begins with a record's kind, a number below 32; HTTP with the letters of a method.
  if (absl::ascii_isalpha(static_cast<unsigned char>(begin[0]))) {
    plain_.emplace(std::move(Tcp()));
    tls_.reset();
    co_return Opened::kInClear;
  }
  co_await tls_->async_handshake(asio::ssl::stream_base::server,
                                 asio::const_buffer(begin.data(), read),
                                 asio::redirect_error(asio::use_awaitable, error));
  co_return error ? Opened::kNo : Opened::kYes;
}

asio::awaitable<void> Transport::EndSending() {
  ErrorCode ignored;
  if (tls_.has_value()) {
    // Waits for the client's own farewell too, as long as the deadline lets it.
    co_await tls_->async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
  }
  socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

asio::awaitable<size_t> Transport::Discard() {
  ErrorCode error;
  std::array<char, 16 << 10> scrap;
  const size_t read = co_await Tcp().async_read_some(
      asio::buffer(scrap), asio::redirect_error(asio::use_awaitable, error));
  co_return error ? 0 : read;
}

}  // namespace sluice::http
