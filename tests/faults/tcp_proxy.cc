#include "tests/faults/tcp_proxy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"

namespace sluice::faults {
namespace {

constexpr size_t kWaitingMax = 256 << 10;  // Of one way of one connection; then it is not read.
constexpr size_t kHistoryMax = 1 << 20;
constexpr size_t kSlowPiece = 1 << 10;
constexpr auto kSlowPause = std::chrono::milliseconds(20);
constexpr int kIdleMs = 1000;

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int Connect(uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const sockaddr_in address = Loopback(port);
  if (fd >= 0 && connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 &&
      errno != EINPROGRESS) {
    close(fd);
    return -1;
  }
  const int on = 1;
  if (fd >= 0) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return fd;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TcpProxy>> TcpProxy::Start() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  int wake[2];
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 256) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) {
    if (listener >= 0) close(listener);
    return absl::InternalError("the proxy has no port to listen on");
  }
  return std::unique_ptr<TcpProxy>(
      new TcpProxy(listener, wake[0], wake[1], ntohs(address.sin_port)));
}

TcpProxy::TcpProxy(int listener, int wake_read, int wake_write, int port)
    : listener_(listener), wake_read_(wake_read), wake_write_(wake_write), port_(port) {
  thread_ = std::thread([this] { Serve(); });
}

TcpProxy::~TcpProxy() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
  }
  Wake();
  thread_.join();
  for (const int fd : {listener_, wake_read_, wake_write_}) close(fd);
}

void TcpProxy::SetTarget(const std::string& address) {
  uint32_t port = 0;
  SLUICE_CHECK(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port)) << address;
  MutexLock lock(mu_);
  target_port_ = static_cast<uint16_t>(port);
}

void TcpProxy::SetMode(Mode mode) {
  mode_ = mode;
  Wake();
}

void TcpProxy::Cut() {
  {
    MutexLock lock(mu_);
    cut_ = true;
  }
  Wake();
}

void TcpProxy::Repeat() {
  {
    MutexLock lock(mu_);
    repeat_ = true;
  }
  Wake();
}

void TcpProxy::Wake() {
  const char byte = 0;
  // A full pipe wakes as well.
  [[maybe_unused]] const ssize_t written = write(wake_write_, &byte, 1);
}

bool TcpProxy::Carries(bool requests) const {
  const Mode mode = mode_;
  return mode != Mode::kStall && (requests || mode != Mode::kStallAnswers);
}

void TcpProxy::Serve() {
  while (true) {
    bool cut = false;
    bool repeat = false;
    {
      MutexLock lock(mu_);
      if (stopping_) break;
      std::swap(cut, cut_);
      std::swap(repeat, repeat_);
    }
    if (cut) {
      for (Connection& connection : connections_) Close(connection, /*reset=*/true);
      connections_.clear();
    }
    if (repeat) {
      std::vector<std::string> histories;
      for (const Connection& connection : connections_) {
        if (connection.whole_history && connection.client >= 0 && !connection.history.empty())
          histories.push_back(connection.history);
      }
      MutexLock lock(mu_);
      for (std::string& history : histories) {
        Connection copy;
        copy.server = Connect(target_port_);
        copy.requests.waiting = std::move(history);
        copy.requests.ended = true;
        copy.whole_history = false;
        if (copy.server >= 0) connections_.push_back(std::move(copy));
      }
    }
    std::vector<pollfd> interests = Interests(std::chrono::steady_clock::now());
    poll(interests.data(), interests.size(), mode_ == Mode::kSlow ? 10 : kIdleMs);
    Turn(interests, std::chrono::steady_clock::now());
  }
  for (Connection& connection : connections_) Close(connection, /*reset=*/true);
}

// The pipe, the listener, then client and server of each connection; -1 is nobody.
std::vector<pollfd> TcpProxy::Interests(Time now) {
  std::vector<pollfd> interests = {{wake_read_, POLLIN, 0}, {listener_, POLLIN, 0}};
  const auto events = [&](const Way& read, bool read_carried, const Way& write,
                          bool write_carried) {
    int wanted = 0;
    if (read_carried && !read.ended && read.waiting.size() < kWaitingMax) wanted |= POLLIN;
    if (write_carried && !write.waiting.empty() && write.next <= now) wanted |= POLLOUT;
    return static_cast<short>(wanted);
  };
  for (Connection& c : connections_) {
    const bool requests = Carries(true);
    const bool answers = Carries(false);
    const short of_client = events(c.requests, requests, c.answers, answers);
    const short of_server = events(c.answers, answers, c.requests, requests);
    // Without an interest a descriptor would still tell, again and again, that it was closed.
    interests.push_back({of_client != 0 ? c.client : -1, of_client, 0});
    interests.push_back({of_server != 0 ? c.server : -1, of_server, 0});
  }
  return interests;
}

void TcpProxy::Turn(const std::vector<pollfd>& ready, Time now) {
  char drained[64];
  while (read(wake_read_, drained, sizeof(drained)) > 0) continue;
  size_t at = 2;
  for (auto c = connections_.begin(); c != connections_.end();) {
    const pollfd& client = ready[at++];
    const pollfd& server = ready[at++];
    const short broken = POLLERR | POLLHUP;
    if (client.events & POLLIN && client.revents & (POLLIN | broken))
      Read(c->client, c->requests, *c, true);
    if (server.events & POLLIN && server.revents & (POLLIN | broken))
      Read(c->server, c->answers, *c, false);
    if (Carries(true)) Write(c->server, c->requests, *c, now);
    if (Carries(false)) Write(c->client, c->answers, *c, now);
    const bool over = c->broken || (c->requests.told_end && c->answers.told_end);
    if (over) Close(*c, c->broken);
    c = over ? connections_.erase(c) : std::next(c);
  }
  if (ready[1].revents & POLLIN) Accept();
}

void TcpProxy::Accept() {
  while (true) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) return;
    Connection connection;
    connection.client = client;
    if (mode_ != Mode::kRefuse) {
      MutexLock lock(mu_);
      connection.server = target_port_ == 0 ? -1 : Connect(target_port_);
    }
    if (connection.server < 0) {
      Close(connection, /*reset=*/true);
      continue;
    }
    const int on = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    connections_.push_back(std::move(connection));
  }
}

void TcpProxy::Read(int from, Way& way, Connection& connection, bool requests) {
  char bytes[16 << 10];
  const ssize_t count = recv(from, bytes, sizeof(bytes), 0);
  if (count == 0) way.ended = true;
  if (count < 0 && errno != EAGAIN && errno != EINTR) connection.broken = true;
  if (count <= 0) return;
  // Nobody waits for the answers to a repetition.
  if (requests || connection.client >= 0) way.waiting.append(bytes, count);
  if (!requests || !connection.whole_history) return;
  connection.whole_history = connection.history.size() + count <= kHistoryMax;
  if (connection.whole_history) connection.history.append(bytes, count);
  if (!connection.whole_history) std::string().swap(connection.history);
}

void TcpProxy::Write(int to, Way& way, Connection& connection, Time now) {
  if (!way.waiting.empty() && way.next <= now) {
    const bool slow = mode_ == Mode::kSlow;
    const size_t piece = slow ? std::min(way.waiting.size(), kSlowPiece) : way.waiting.size();
    const ssize_t count = send(to, way.waiting.data(), piece, MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN && errno != EINTR && errno != ENOTCONN) {
      connection.broken = true;
    }
    if (count > 0) way.waiting.erase(0, count);
    if (count > 0 && slow) way.next = now + kSlowPause;
  }
  if (way.ended && way.waiting.empty() && !way.told_end) {
    if (to >= 0) shutdown(to, SHUT_WR);
    way.told_end = true;
  }
}

void TcpProxy::Close(Connection& connection, bool reset) {
  for (int* fd : {&connection.client, &connection.server}) {
    if (*fd < 0) continue;
    const linger at_once = {1, 0};
    if (reset) setsockopt(*fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close(*fd);
    *fd = -1;
  }
}

}  // namespace sluice::faults
