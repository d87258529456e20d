#include "base/http/server/http_server.h"

// clang-format off: Boost 1.74's awaitable.hpp forgets to include <utility>.
#include <utility>
// clang-format on

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <future>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/http/server/connection.h"
#include "base/http/server/tls_context.h"

namespace sluice::http {
namespace asio = boost::asio;

using boost::system::error_code;

// What the I/O thread and the owner share. Everything but Start and Stop runs on the I/O thread.
class HttpServer::Impl {
 public:
  Impl(HttpServerOptions options, LateHandler handler)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        handlers_(options_.handler_threads) {}

  absl::Status PrepareTls();
  absl::Status Listen();
  absl::Status Show(const TlsIdentity& identity);
  void Run();
  void Stop();
  std::string address() const { return address_; }
  size_t connections() const { return open_; }

 private:
  asio::awaitable<void> Accept();
  asio::awaitable<void> Serve(asio::ip::tcp::socket socket);
  void BeginStop(std::promise<void>& drained);

  const HttpServerOptions options_;
  const LateHandler handler_;
  std::string address_;

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  asio::ip::tcp::acceptor acceptor_{io_};
  asio::thread_pool handlers_;
  std::unique_ptr<asio::ssl::context> tls_;
  ConnectionHost host_{options_, handler_, handlers_};
  std::set<Connection*> connections_;
  std::atomic<size_t> open_ = 0;           // How many they are, for other threads.
  std::promise<void>* drained_ = nullptr;  // Fulfilled when the last connection goes.
  std::thread thread_;
};

absl::Status HttpServer::Impl::PrepareTls() {
  if (!options_.tls.has_value()) return absl::OkStatus();
  absl::StatusOr<std::unique_ptr<asio::ssl::context>> context = MakeTlsContext(*options_.tls);
  if (!context.ok()) return context.status();
  tls_ = *std::move(context);
  host_.tls = tls_.get();
  return absl::OkStatus();
}

absl::Status HttpServer::Impl::Listen() {
  error_code error;
  auto ip = asio::ip::make_address(options_.address, error);
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrCat("listen address ", options_.address, " is not an IP address"));
  }
  asio::ip::tcp::endpoint endpoint(ip, options_.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::ip::tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", options_.address, ":",
                                               options_.port, ": ", error.message()));
  }
  endpoint = acceptor_.local_endpoint();
  std::string host = endpoint.address().to_string();
  address_ = absl::StrCat(ip.is_v6() ? absl::StrCat("[", host, "]") : host, ":", endpoint.port());
  return absl::OkStatus();
}

absl::Status HttpServer::Impl::Show(const TlsIdentity& identity) {
  if (!options_.tls.has_value()) {
    return absl::FailedPreconditionError("the server was started without TLS; start it anew");
  }
  absl::StatusOr<std::unique_ptr<asio::ssl::context>> context = MakeTlsContext(identity);
  if (!context.ok()) return context.status();
  // Connections need the former one no more: what they have of it is counted by OpenSSL.
  asio::post(io_, [this, fresh = *std::move(context)]() mutable {
    tls_ = std::move(fresh);
    host_.tls = tls_.get();
  });
  return absl::OkStatus();
}

void HttpServer::Impl::Run() {
  asio::co_spawn(io_, Accept(), asio::detached);
  thread_ = std::thread([this] { io_.run(); });
}

asio::awaitable<void> HttpServer::Impl::Accept() {
  while (!host_.stopping) {
    error_code error;
    asio::ip::tcp::socket socket =
        co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error && acceptor_.is_open()) {  // Out of descriptors, or a client that left at once.
      asio::steady_timer pause(io_, std::chrono::milliseconds(50));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    if (error) continue;
    if (connections_.size() >= static_cast<size_t>(options_.connections_max)) {
      if (options_.on_turned_away) options_.on_turned_away();
      continue;
    }
    asio::co_spawn(io_, Serve(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> HttpServer::Impl::Serve(asio::ip::tcp::socket socket) {
  Connection connection(std::move(socket), host_);
  connections_.insert(&connection);
  open_ = connections_.size();
  co_await connection.Serve();
  connections_.erase(&connection);
  open_ = connections_.size();
  if (connections_.empty() && drained_ != nullptr) std::exchange(drained_, nullptr)->set_value();
}

void HttpServer::Impl::BeginStop(std::promise<void>& drained) {
  host_.stopping = true;
  error_code ignored;
  acceptor_.close(ignored);
  if (connections_.empty()) return drained.set_value();
  drained_ = &drained;
  // Each removes itself from the set later, when its coroutine goes on.
  for (Connection* connection : connections_) connection->Finish();
}

void HttpServer::Impl::Stop() {
  if (!thread_.joinable()) return;
  std::promise<void> drained;
  std::future<void> last_gone = drained.get_future();
  asio::post(io_, [&] { BeginStop(drained); });
  if (last_gone.wait_for(absl::ToChronoNanoseconds(options_.stop_grace)) !=
      std::future_status::ready) {
    asio::post(io_, [&] {
      for (Connection* connection : connections_) connection->Cut();
    });
    last_gone.wait();
  }
  handlers_.join();
  work_.reset();
  thread_.join();
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpServerOptions options,
                                                              Handler handler) {
  return StartLate(std::move(options), [handler = std::move(handler)](
                                           ServerRequest request, std::shared_ptr<Answer> answer) {
    answer->Give(handler(std::move(request)));
  });
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::StartLate(HttpServerOptions options,
                                                                  LateHandler handler) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  if (absl::Status tls = impl->PrepareTls(); !tls.ok()) return tls;
  if (absl::Status listening = impl->Listen(); !listening.ok()) return listening;
  impl->Run();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() { Stop(); }
std::string HttpServer::address() const { return impl_->address(); }
absl::Status HttpServer::Show(const TlsIdentity& identity) { return impl_->Show(identity); }
size_t HttpServer::connections() const { return impl_->connections(); }
void HttpServer::Stop() { impl_->Stop(); }

}  // namespace sluice::http
