#include "tests/faults/tcp_proxy.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

namespace sluice::faults {
namespace {

// One end of a TCP connection on loopback; closed by the destructor.
class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {
    const timeval patience = {10, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  }
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ~Socket() { Close(); }
  void Close() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }
  void Send(const std::string& text) { (void)send(fd_, text.data(), text.size(), MSG_NOSIGNAL); }
  // So many bytes, fewer when the stream ends first.
  std::string Receive(size_t bytes) {
    std::string text(bytes, 0);
    const ssize_t count = recv(fd_, text.data(), bytes, MSG_WAITALL);
    text.resize(count < 0 ? 0 : count);
    return text;
  }
  // Whether something, or the end, can be read within a moment.
  bool HearsWithin(int milliseconds) {
    pollfd interest = {fd_, POLLIN, 0};
    return poll(&interest, 1, milliseconds) > 0;
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

class Server {
 public:
  Server() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_.fd(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_.fd(), 16), 0);
    getsockname(listener_.fd(), reinterpret_cast<sockaddr*>(&address), &size);
    address_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  Socket Accept() { return Socket(accept(listener_.fd(), nullptr, nullptr)); }
  bool IsAskedWithin(int milliseconds) { return listener_.HearsWithin(milliseconds); }
  const std::string& address() const { return address_; }

 private:
  Socket listener_;
  std::string address_;
};

class TcpProxyTest : public testing::Test {
 protected:
  void SetUp() override {
    proxy_ = *TcpProxy::Start();
    proxy_->SetTarget(server_.address());
  }
  Socket Connect() {
    Socket client(socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(proxy_->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(client.fd(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    return client;
  }

  Server server_;
  std::unique_ptr<TcpProxy> proxy_;
};

TEST_F(TcpProxyTest, CarriesBothWaysAndTheEnds) {
  Socket client = Connect();
  Socket served = server_.Accept();

  client.Send("question");
  EXPECT_EQ(served.Receive(8), "question");
  served.Send("answer");
  EXPECT_EQ(client.Receive(6), "answer");
  client.Close();
  EXPECT_EQ(served.Receive(1), "");
}

TEST_F(TcpProxyTest, CarriesMuchThroughAReaderThatIsLate) {
  Socket client = Connect();
  Socket served = server_.Accept();
  const std::string much(8 << 20, 'x');

  std::thread sender([&] { client.Send(much); });
  EXPECT_EQ(served.Receive(much.size()).size(), much.size());
  sender.join();
}

TEST_F(TcpProxyTest, StalledItTakesConnectionsAndWhatWasSentArrivesAtTheEndEvenOfAClientThatLeft) {
  proxy_->SetMode(TcpProxy::Mode::kStall);
  Socket client = Connect();
  client.Send("late");
  client.Close();
  Socket served = server_.Accept();
  EXPECT_FALSE(served.HearsWithin(100));

  proxy_->SetMode(TcpProxy::Mode::kPass);

  EXPECT_EQ(served.Receive(4), "late");
}

TEST_F(TcpProxyTest, WithAnswersStalledRequestsArrive) {
  proxy_->SetMode(TcpProxy::Mode::kStallAnswers);
  Socket client = Connect();
  Socket served = server_.Accept();
  client.Send("question");
  EXPECT_EQ(served.Receive(8), "question");
  served.Send("answer");
  EXPECT_FALSE(client.HearsWithin(100));

  proxy_->SetMode(TcpProxy::Mode::kPass);

  EXPECT_EQ(client.Receive(6), "answer");
}

TEST_F(TcpProxyTest, CutConnectionsEndForBothAndNewOnesWork) {
  Socket client = Connect();
  Socket served = server_.Accept();
  client.Send("a");
  EXPECT_EQ(served.Receive(1), "a");

  proxy_->Cut();

  EXPECT_EQ(client.Receive(1), "");
  EXPECT_EQ(served.Receive(1), "");
  Socket another = Connect();
  Socket served_too = server_.Accept();
  another.Send("b");
  EXPECT_EQ(served_too.Receive(1), "b");
}

TEST_F(TcpProxyTest, RefusedConnectionsNeverReachTheServer) {
  proxy_->SetMode(TcpProxy::Mode::kRefuse);
  Socket client = Connect();

  EXPECT_EQ(client.Receive(1), "");
  EXPECT_FALSE(server_.IsAskedWithin(50));
}

TEST_F(TcpProxyTest, SlowItStillCarriesEverything) {
  proxy_->SetMode(TcpProxy::Mode::kSlow);
  Socket client = Connect();
  Socket served = server_.Accept();
  const std::string some(8 << 10, 'x');

  client.Send(some);

  EXPECT_EQ(served.Receive(some.size()), some);
}

TEST_F(TcpProxyTest, RepeatsWhatWasSentOnAConnectionOfItsOwn) {
  Socket client = Connect();
  Socket served = server_.Accept();
  client.Send("commit");
  EXPECT_EQ(served.Receive(6), "commit");

  proxy_->Repeat();

  Socket copy = server_.Accept();
  EXPECT_EQ(copy.Receive(6), "commit");
  copy.Send("done twice");
  EXPECT_EQ(copy.Receive(1), "");
  EXPECT_FALSE(client.HearsWithin(50));
}

}  // namespace
}  // namespace sluice::faults
