#include "base/http/scripted_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"

namespace sluice::http {
namespace {

// How many bytes follow the head; -1 for a chunked body.
int64_t BodyBytes(const std::string& head) {
  const std::string lower = absl::AsciiStrToLower(head);
  if (absl::StrContains(lower, "transfer-encoding: chunked")) return -1;
  const size_t at = lower.find("content-length: ");
  if (at == std::string::npos) return 0;
  const size_t begin = at + 16;
  int64_t bytes = 0;
  SLUICE_CHECK(absl::SimpleAtoi(lower.substr(begin, lower.find('\r', begin) - begin), &bytes));
  return bytes;
}

}  // namespace

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  SLUICE_CHECK(bind(listener_, any, size) == 0);
  SLUICE_CHECK(listen(listener_, 64) == 0);
  SLUICE_CHECK(getsockname(listener_, any, &size) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

ScriptedServer::~ScriptedServer() {
  std::vector<std::thread> servers;
  {
    MutexLock lock(mu_);
    stopping_ = true;
    for (const int connection : open_) shutdown(connection, SHUT_RDWR);
    shutdown(listener_, SHUT_RDWR);
  }
  acceptor_.join();
  {
    MutexLock lock(mu_);
    servers.swap(servers_);
  }
  for (std::thread& server : servers) server.join();
  close(listener_);
}

std::string ScriptedServer::url() const { return absl::StrCat("http://127.0.0.1:", port_); }

int ScriptedServer::connections() const {
  MutexLock lock(mu_);
  return static_cast<int>(servers_.size());
}

std::vector<std::string> ScriptedServer::requests() const {
  MutexLock lock(mu_);
  return requests_;
}

void ScriptedServer::Accept() {
  for (;;) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    MutexLock lock(mu_);
    if (stopping_) {
      close(connection);
      return;
    }
    open_.push_back(connection);
    servers_.emplace_back([this, connection] { Serve(connection); });
  }
}

void ScriptedServer::Serve(int connection) {
  std::string request;
  while (ReadRequest(connection, request)) {
    {
      MutexLock lock(mu_);
      requests_.push_back(request);
    }
    const Reply reply = script_(request);
    size_t sent = 0;
    while (sent < reply.bytes.size()) {
      const ssize_t count =
          send(connection, reply.bytes.data() + sent, reply.bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) break;
      sent += static_cast<size_t>(count);
    }
    if (reply.cut_connection) break;
  }
  MutexLock lock(mu_);
  std::erase(open_, connection);
  close(connection);
}

bool ScriptedServer::ReadRequest(int connection, std::string& request) {
  request.clear();
  char buffer[65536];
  for (;;) {
    const size_t head = request.find("\r\n\r\n");
    if (head != std::string::npos) {
      const int64_t body = BodyBytes(request.substr(0, head));
      if (body < 0 ? absl::EndsWith(request, "\r\n0\r\n\r\n")
                   : static_cast<int64_t>(request.size() - head - 4) >= body) {
        return true;
      }
    }
    const ssize_t count = recv(connection, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    request.append(buffer, static_cast<size_t>(count));
  }
}

}  // namespace sluice::http
