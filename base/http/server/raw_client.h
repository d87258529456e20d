#ifndef SLUICE_BASE_HTTP_SERVER_RAW_CLIENT_H_
#define SLUICE_BASE_HTTP_SERVER_RAW_CLIENT_H_

#include <gtest/gtest.h>

// clang-format off: Boost 1.74's awaitable.hpp forgets to include <utility>.
#include <utility>
// clang-format on

#include <boost/asio.hpp>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/http/server/http_server.h"

namespace sluice::http {

// For tests: a client that says exactly the bytes it is given.
class RawClient {
 public:
  explicit RawClient(const HttpServer& server) : socket_(io_) {
    std::vector<std::string> parts = absl::StrSplit(server.address(), ':');
    int port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(parts[1], &port));
    socket_.connect({boost::asio::ip::make_address(parts[0]), static_cast<uint16_t>(port)});
  }
  RawClient& Say(absl::string_view bytes) {
    boost::system::error_code ignored;
    boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
    return *this;
  }
  // What comes until `end`, or until the server closes.
  std::string HearUntil(absl::string_view end) {
    boost::system::error_code error;
    while (end.empty() || !absl::StrContains(heard_, end)) {
      char bytes[4096];
      size_t read = socket_.read_some(boost::asio::buffer(bytes), error);
      if (error) return std::exchange(heard_, "");
      heard_.append(bytes, read);
    }
    return std::exchange(heard_, "");
  }
  std::string HearToTheEnd() { return HearUntil(""); }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  std::string heard_;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_RAW_CLIENT_H_
