#include "base/http/server/reader_watch.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace sluice::http {
namespace asio = boost::asio;

using ErrorCode = boost::system::error_code;

void ReaderWatch::Begin() {
  stream_.expires_never();
  reading_ = true;
  stream_.async_read_some(asio::buffer(scrap_), [this](const ErrorCode& error, size_t) {
    reading_ = false;
    over_.cancel();
    // With bytes it says something, which is not waited for.
    if (error && !ending_) on_leave_();
  });
}

asio::awaitable<void> ReaderWatch::End() {
  ending_ = true;
  while (reading_) {
    // TLS may be between two reads, where there is nothing to cancel; then it is done again.
    stream_.Cancel();
    over_.expires_after(std::chrono::milliseconds(20));
    ErrorCode ignored;
    co_await over_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

}  // namespace sluice::http
