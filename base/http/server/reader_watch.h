#ifndef SLUICE_BASE_HTTP_SERVER_READER_WATCH_H_
#define SLUICE_BASE_HTTP_SERVER_READER_WATCH_H_

// clang-format off: Boost 1.74's awaitable.hpp forgets to include <utility>.
#include <utility>
// clang-format on

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "base/http/server/transport.h"

namespace sluice::http {

// Notices, while a body without an end is sent, that its reader leaves.
//
// It reads, because within TLS a farewell is a record like any other, which only reading opens; so
// what the client says meanwhile is lost, and its connection is to close after the body. Borrows
// the stream. Lives on the server's I/O thread.
class ReaderWatch {
 public:
  ReaderWatch(Transport& stream, std::function<void()> on_leave)
      : stream_(stream), on_leave_(std::move(on_leave)), over_(stream.get_executor()) {}

  // Once. Nothing else reads from the stream until End has returned.
  void Begin();

  // Must have returned before the stream or this goes, whether the reader left or not.
  boost::asio::awaitable<void> End();

 private:
  Transport& stream_;
  const std::function<void()> on_leave_;
  boost::asio::steady_timer over_;  // Rings when nothing is being read any more.
  std::array<char, 64> scrap_;
  bool reading_ = false;
  bool ending_ = false;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_READER_WATCH_H_
