#include "base/http/server/connection.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/http/server/reader_watch.h"
#include "base/http/server/refusal.h"

namespace sluice::http {
namespace asio = boost::asio;
namespace bhttp = boost::beast::http;
namespace {

using ErrorCode = boost::system::error_code;

constexpr size_t kReadBytes = 256 << 10;
constexpr size_t kFirstReadBytes = 4 << 10;
constexpr size_t kLingerBytesMax = 4 << 20;

auto Into(ErrorCode& error) { return asio::redirect_error(asio::use_awaitable, error); }

int RefusalOf(const ErrorCode& error) {
  if (error == bhttp::error::header_limit || error == bhttp::error::buffer_overflow) return 431;
  if (error == bhttp::error::body_limit) return 413;
  // Anything else of Beast's own is a malformed message; the rest is the transport, and nobody
  // listens.
  return error.category() == make_error_code(bhttp::error::bad_method).category() &&
                 error != bhttp::error::end_of_stream && error != bhttp::error::partial_message
             ? 400
             : 0;
}

// Runs `work`, which the caller keeps alive, on a handler thread; the coroutine goes on where it
// was.
template <typename Work>
asio::awaitable<void> OnHandlerThread(asio::thread_pool& handlers, Work& work) {
  auto start = [&handlers, &work](auto resume) {
    asio::post(handlers, [&work, resume = std::move(resume)]() mutable {
      work();
      auto home = asio::get_associated_executor(resume);
      asio::post(home, std::move(resume));
    });
  };
  asio::use_awaitable_t<> token;
  co_await asio::async_initiate<asio::use_awaitable_t<>, void()>(std::move(start), token);
}

// Calls the handler on a handler thread and waits for its answer, wherever that is given.
asio::awaitable<void> CallHandler(const ConnectionHost& host, ServerRequest& request,
                                  ServerResponse& response) {
  auto start = [&host, &request, &response](auto resume) {
    auto home = asio::get_associated_executor(resume);
    // std::function wants what can be copied, and the answer is given once.
    auto waiting = std::make_shared<decltype(resume)>(std::move(resume));
    auto answer = std::make_shared<Answer>([home, waiting, &response](ServerResponse given) {
      asio::post(home, [waiting, &response, given = std::move(given)]() mutable {
        response = std::move(given);
        (*waiting)();
      });
    });
    asio::post(host.handlers, [&host, &request, answer = std::move(answer)]() mutable {
      host.handler(std::move(request), std::move(answer));
    });
  };
  asio::use_awaitable_t<> token;
  co_await asio::async_initiate<asio::use_awaitable_t<>, void()>(std::move(start), token);
}

// What follows an answer that closes: the end of our side, and patience with what the client still
// sends, so that it reads the answer instead of a reset.
asio::awaitable<void> Linger(Transport& stream) {
  stream.expires_after(std::chrono::seconds(2));
  co_await stream.EndSending();
  stream.expires_after(std::chrono::seconds(2));
  for (size_t all = 0, read = 1; read > 0 && all < kLingerBytesMax; all += read) {
    read = co_await stream.Discard();
  }
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, ConnectionHost& host)
    : stream_(std::move(socket), host.tls), host_(host) {
  ErrorCode error;
  auto peer = stream_.socket().remote_endpoint(error);
  if (!error) peer_ = absl::StrCat(peer.address().to_string(), ":", peer.port());
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), error);
}

Connection::~Connection() { ReleaseBody(); }

void Connection::ReleaseBody() {
  host_.bodies_bytes -= body_bytes_;
  body_bytes_ = 0;
}

void Connection::Finish() {
  if (waiting_) Cut();
  if (alarm_ != nullptr) alarm_->cancel();
}

void Connection::Cut() {
  ErrorCode ignored;
  stream_.socket().close(ignored);
  if (alarm_ != nullptr) alarm_->cancel();
}

asio::awaitable<void> Connection::Serve() {
  // A handshake is as long as a header: neither may hold a connection for nothing.
  stream_.expires_after(absl::ToChronoNanoseconds(
      std::min(host_.options.idle_timeout, host_.options.header_timeout)));
  waiting_ = true;
  const Transport::Opened opened = co_await stream_.Open();
  waiting_ = false;
  if (opened == Transport::Opened::kInClear) co_await Refuse(400, kAskByHttps);
  Next next = opened == Transport::Opened::kYes ? Next::kRequest : Next::kClose;
  while (next == Next::kRequest && !host_.stopping) {
    next = co_await ServeOne();
    ReleaseBody();
  }
  ErrorCode ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

// Beast's own limit is for what is looked through at once; many short fields stay below it.
size_t Connection::HeaderBytes(const Parser& parser) {
  size_t bytes = parser.get().target().size();
  for (const auto& field : parser.get())
    bytes += field.name_string().size() + field.value().size() + 4;
  return bytes;
}

asio::awaitable<Connection::Next> Connection::ServeOne() {
  waiting_ = true;
  const bool comes = co_await AwaitRequest();
  waiting_ = false;
  if (!comes) co_return Next::kClose;
  Parser parser;
  parser.header_limit(host_.options.header_bytes_max);
  parser.body_limit(host_.options.body_bytes_max);
  ErrorCode error;
  stream_.expires_after(absl::ToChronoNanoseconds(host_.options.header_timeout));
  waiting_ = true;
  co_await bhttp::async_read_header(stream_, buffer_, parser, Into(error));
  waiting_ = false;
  std::string body;
  int refusal = 0;
  if (error) {
    refusal = RefusalOf(error);
    if (refusal == 0) co_return Next::kClose;
  } else if (parser.get().target().size() > host_.options.target_bytes_max) {
    refusal = 414;
  } else if (HeaderBytes(parser) > host_.options.header_bytes_max) {
    refusal = 431;
  } else {
    refusal = co_await ReadBody(parser, body);
    if (refusal < 0) co_return Next::kClose;
  }
  if (refusal != 0) {
    co_await Refuse(refusal, WhyRefused(refusal));
    co_return Next::kClose;
  }
  bool head = parser.get().method() == bhttp::verb::head;
  bool keep_alive = parser.get().keep_alive();
  int version = parser.get().version();
  ServerResponse response = co_await Handle(TakeRequest(parser, std::move(body)));
  co_return co_await Write(std::move(response), head, version, keep_alive);
}

asio::awaitable<bool> Connection::AwaitRequest() {
  if (buffer_.size() > 0) co_return true;  // It came with the one before.
  ErrorCode error;
  stream_.expires_after(absl::ToChronoNanoseconds(host_.options.idle_timeout));
  const size_t read =
      co_await stream_.async_read_some(buffer_.prepare(kFirstReadBytes), Into(error));
  buffer_.commit(read);
  co_return !error;
}

asio::awaitable<int> Connection::ReadBody(Parser& parser, std::string& body) {
  ErrorCode error;
  if (absl::EqualsIgnoreCase(std::string(parser.get()[bhttp::field::expect]), "100-continue") &&
      !parser.is_done()) {
    static constexpr absl::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                               Into(error));
    if (error) co_return -1;
  }
  const absl::Time deadline = absl::Now() + host_.options.body_timeout;
  while (!parser.is_done()) {
    const absl::Duration left = std::min(host_.options.stall_timeout, deadline - absl::Now());
    if (left <= absl::ZeroDuration()) co_return 408;
    size_t begin = body.size();
    body.resize(begin + kReadBytes);
    parser.get().body().data = body.data() + begin;
    parser.get().body().size = kReadBytes;
    parser.get().body().more = true;
    stream_.expires_after(absl::ToChronoNanoseconds(left));
    co_await bhttp::async_read_some(stream_, buffer_, parser, Into(error));
    size_t read = kReadBytes - parser.get().body().size;
    body.resize(begin + read);
    if (error == bhttp::error::need_buffer) error = {};
    if (error) {
      int refusal = RefusalOf(error);
      co_return refusal == 0 ? -1 : refusal;
    }
    body_bytes_ += read;
    if ((host_.bodies_bytes += read) > host_.options.bodies_bytes_max) co_return 503;
  }
  co_return 0;
}

ServerRequest Connection::TakeRequest(const Parser& parser, std::string body) const {
  const auto& message = parser.get();
  ServerRequest request;
  request.method = std::string(message.method_string());
  request.target = ParseTarget(std::string(message.target()));
  for (const auto& field : message) {
    request.headers.Add(std::string(field.name_string()), std::string(field.value()));
  }
  request.body = std::move(body);
  request.peer = peer_;
  request.is_tls = stream_.is_tls();
  return request;
}

asio::awaitable<ServerResponse> Connection::Handle(ServerRequest request) {
  stream_.expires_never();
  ServerResponse response;
  co_await CallHandler(host_, request, response);
  co_return std::move(response);
}

asio::awaitable<Connection::Next> Connection::Write(ServerResponse response, bool head, int version,
                                                    bool keep_alive) {
  if (response.hang_up) {
    Cut();
    co_return Next::kClose;
  }
  bhttp::response<bhttp::string_body> message(static_cast<bhttp::status>(response.status), version);
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  keep_alive = keep_alive && !host_.stopping && !(response.stream != nullptr && version < 11) &&
               response.feed == nullptr;
  message.keep_alive(keep_alive);
  bool sent = false;
  if (response.feed != nullptr) {
    message.chunked(version >= 11);
    if (head) {
      sent = co_await WriteWhole(message, true);
    } else {
      sent = co_await WriteFeed(message, *response.feed);
    }
    response.feed->Gone();
  } else if (response.stream != nullptr) {
    message.chunked(version >= 11);
    // Two statements: GCC 12 destroys the awaited value of a conditional expression twice.
    if (head) {
      sent = co_await WriteWhole(message, true);
    } else {
      sent = co_await WriteChunks(message, *response.stream);
    }
  } else {
    message.body() = std::move(response.body);
    message.prepare_payload();
    // 204, 304 and the informational ones have no body and no length.
    if (response.status < 200 || response.status == 204 || response.status == 304) {
      message.erase(bhttp::field::content_length);
    } else if (message.body().empty()) {
      message.content_length(0);
    }
    sent = co_await WriteWhole(message, head);
  }
  if (!sent) Cut();
  if (sent && !keep_alive) co_await Linger(stream_);
  co_return sent&& keep_alive ? Next::kRequest : Next::kClose;
}

asio::awaitable<bool> Connection::WriteWhole(bhttp::response<bhttp::string_body>& message,
                                             bool header_only) {
  ErrorCode error;
  bhttp::response_serializer<bhttp::string_body> serializer(message);
  serializer.split(header_only);
  // Who takes a byte now and then would hold a large answer for hours.
  const absl::Time deadline = absl::Now() + host_.options.answer_timeout;
  while (!error && !(header_only ? serializer.is_header_done() : serializer.is_done())) {
    const absl::Duration left = std::min(host_.options.stall_timeout, deadline - absl::Now());
    if (left <= absl::ZeroDuration()) co_return false;
    stream_.expires_after(absl::ToChronoNanoseconds(left));
    co_await bhttp::async_write_some(stream_, serializer, Into(error));
  }
  co_return !error;
}

asio::awaitable<bool> Connection::WriteChunks(bhttp::response<bhttp::string_body>& head,
                                              ResponseStream& stream) {
  bool chunked = head.chunked();
  bool sent = co_await WriteWhole(head, true);
  ErrorCode error;
  while (sent) {
    absl::StatusOr<std::string> chunk;
    auto next = [&] { chunk = stream.Next(); };
    stream_.expires_never();
    co_await OnHandlerThread(host_.handlers, next);
    if (!chunk.ok()) co_return false;
    if (chunk->empty()) co_return co_await WritePiece("", chunked);
    sent = co_await WritePiece(*chunk, chunked);
  }
  co_return false;
}

asio::awaitable<bool> Connection::WritePiece(const std::string& piece, bool chunked) {
  ErrorCode error;
  stream_.expires_after(absl::ToChronoNanoseconds(host_.options.stall_timeout));
  if (piece.empty()) {
    if (chunked) co_await asio::async_write(stream_, bhttp::make_chunk_last(), Into(error));
  } else if (chunked) {
    co_await asio::async_write(stream_, bhttp::make_chunk(asio::buffer(piece)), Into(error));
  } else {
    co_await asio::async_write(stream_, asio::buffer(piece), Into(error));
  }
  co_return !error;
}

asio::awaitable<bool> Connection::WriteFeed(bhttp::response<bhttp::string_body>& head,
                                            BodyFeed& feed) {
  const bool chunked = head.chunked();
  bool sent = co_await WriteWhole(head, true);
  alarm_ = std::make_shared<asio::steady_timer>(stream_.get_executor());
  // Posted, so that it cannot ring between the look into the feed and the wait.
  feed.OnPush(
      [alarm = alarm_] { asio::post(alarm->get_executor(), [alarm] { alarm->cancel(); }); });
  ReaderWatch reader(stream_, [this] { Cut(); });
  if (sent) reader.Begin();
  while (sent && !feed.ended() && !host_.stopping && stream_.socket().is_open()) {
    std::optional<std::string> piece = feed.Take();
    if (!piece.has_value()) {
      ErrorCode woken;
      stream_.expires_never();
      alarm_->expires_after(absl::ToChronoNanoseconds(feed.options().filler_after));
      co_await alarm_->async_wait(Into(woken));
      if (woken || feed.options().filler.empty()) continue;
      piece = feed.options().filler;
    }
    sent = co_await WritePiece(*piece, chunked);
  }
  feed.OnPush(nullptr);
  alarm_.reset();
  if (sent) sent = co_await WritePiece("", chunked);
  co_await reader.End();
  co_return sent;
}

asio::awaitable<void> Connection::Refuse(int status, absl::string_view why) {
  ServerResponse response;
  if (host_.options.refuse) {
    response = host_.options.refuse(status, why);
  } else {
    response.status = status;
    response.headers.Add("Content-Type", "text/plain");
    response.body = absl::StrCat(why, "\n");
  }
  co_await Write(std::move(response), false, 11, false);
}

}  // namespace sluice::http
