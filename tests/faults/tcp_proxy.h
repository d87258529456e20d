#ifndef SLUICE_TESTS_FAULTS_TCP_PROXY_H_
#define SLUICE_TESTS_FAULTS_TCP_PROXY_H_

#include <poll.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "base/sync/mutex.h"

namespace sluice::faults {

// A network that can be made bad: listens on a port of loopback and carries bytes to another one.
//
// Owns one thread. Every method may be called from any thread; what it sets is in force when it
// returns or a few milliseconds later.
class TcpProxy {
 public:
  enum class Mode {
    kPass,
    kRefuse,        // New connections are reset at once; those that are there stay.
    kStall,         // Half-open: nothing is carried either way, new connections are taken.
    kStallAnswers,  // What clients send arrives, what they are answered does not.
    kSlow,          // About 50 KB/s each way, in small pieces.
  };

  // Listens; connects nobody before SetTarget. INTERNAL: no port.
  static absl::StatusOr<std::unique_ptr<TcpProxy>> Start();
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  // Where connections go from now on: host:port of loopback.
  void SetTarget(const std::string& address);
  void SetMode(Mode mode);
  // Resets all connections.
  void Cut();
  // Sends what each open connection's client has sent so far once more, on a connection of its own
  // whose answers nobody reads. Of long connections only when all of it is still remembered.
  void Repeat();

  int port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  using Time = std::chrono::steady_clock::time_point;
  // What has been read from one side and is not yet written to the other.
  struct Way {
    std::string waiting;
    bool ended = false;     // The reader has seen the end of the stream,
    bool told_end = false;  // and the other side knows.
    Time next;              // In kSlow: when it may be written again.
  };
  struct Connection {
    int client = -1;
    int server = -1;
    Way requests;
    Way answers;
    std::string history;  // All requests, as long as they are few.
    bool whole_history = true;
    bool broken = false;
  };

  TcpProxy(int listener, int wake_read, int wake_write, int port);
  void Serve();
  void Wake();
  bool Carries(bool requests) const;
  std::vector<pollfd> Interests(Time now);
  void Turn(const std::vector<pollfd>& ready, Time now);
  void Accept();
  void Read(int from, Way& way, Connection& connection, bool requests);
  void Write(int to, Way& way, Connection& connection, Time now);
  static void Close(Connection& connection, bool reset);

  const int listener_;
  const int wake_read_;
  const int wake_write_;
  const int port_;

  Mutex mu_;
  uint16_t target_port_ SLUICE_GUARDED_BY(mu_) = 0;
  bool cut_ SLUICE_GUARDED_BY(mu_) = false;
  bool repeat_ SLUICE_GUARDED_BY(mu_) = false;
  bool stopping_ SLUICE_GUARDED_BY(mu_) = false;
  std::atomic<Mode> mode_ = Mode::kPass;

  std::list<Connection> connections_;  // Of the thread.
  std::thread thread_;
};

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_TCP_PROXY_H_
