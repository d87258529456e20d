#include "base/http/server/transport.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sluice::http {
namespace asio = boost::asio;

Transport::Transport(asio::ip::tcp::socket socket, asio::ssl::context* tls) {
  if (tls == nullptr) {
    plain_.emplace(std::move(socket));
  } else {
    tls_.emplace(boost::beast::tcp_stream(std::move(socket)), *tls);
  }
}

asio::awaitable<bool> Transport::Open() {
  if (!tls_.has_value()) co_return true;
  boost::system::error_code error;
  co_await tls_->async_handshake(asio::ssl::stream_base::server,
                                 asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

asio::awaitable<void> Transport::EndSending() {
  boost::system::error_code ignored;
  if (tls_.has_value()) {
    // Waits for the client's own farewell too, as long as the deadline lets it.
    co_await tls_->async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
  }
  socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

}  // namespace sluice::http
