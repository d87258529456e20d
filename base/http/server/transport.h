#ifndef SLUICE_BASE_HTTP_SERVER_TRANSPORT_H_
#define SLUICE_BASE_HTTP_SERVER_TRANSPORT_H_

// clang-format off: Boost 1.74's awaitable.hpp forgets to include <utility>.
#include <utility>
// clang-format on

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <optional>

namespace sluice::http {

// The bytes of one connection, in clear or within TLS: a stream as Asio's and Beast's operations
// take one.
//
// Deadlines are the TCP stream's and hold for whatever TLS itself sends and waits for. Borrows the
// context. Lives on the server's I/O thread; one read and one write at a time.
class Transport {
 public:
  using executor_type = boost::beast::tcp_stream::executor_type;

  // Within TLS when there is a context.
  Transport(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls);

  executor_type get_executor() { return Tcp().get_executor(); }
  boost::asio::ip::tcp::socket& socket() { return Tcp().socket(); }
  void expires_after(std::chrono::nanoseconds time) { Tcp().expires_after(time); }
  void expires_never() { Tcp().expires_never(); }

  bool is_tls() const { return tls_.has_value(); }

  // The handshake of TLS.
  enum class Opened {
    kYes,
    kNo,       // The client does not keep to it, or says nothing.
    kInClear,  // The client speaks HTTP without TLS; so does this from now on, to tell it.
  };
  boost::asio::awaitable<Opened> Open();

  // Says that no more comes from here.
  boost::asio::awaitable<void> EndSending();
  // Reads away, after that, what the client still sends: as bytes, for TLS listens to nothing more
  // once it has said farewell. How many; 0 at the end.
  boost::asio::awaitable<size_t> Discard();

  // What is read or written at the moment ends with an error.
  void Cancel() { Tcp().cancel(); }

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, size_t)>(
        [this](auto handler, const Buffers& into) {
          tls_.has_value() ? tls_->async_read_some(into, std::move(handler))
                           : plain_->async_read_some(into, std::move(handler));
        },
        token, buffers);
  }

  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, size_t)>(
        [this](auto handler, const Buffers& from) {
          tls_.has_value() ? tls_->async_write_some(from, std::move(handler))
                           : plain_->async_write_some(from, std::move(handler));
        },
        token, buffers);
  }

 private:
  boost::beast::tcp_stream& Tcp() { return tls_.has_value() ? tls_->next_layer() : *plain_; }

  // One of the two.
  std::optional<boost::beast::tcp_stream> plain_;
  std::optional<boost::beast::ssl_stream<boost::beast::tcp_stream>> tls_;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_TRANSPORT_H_
