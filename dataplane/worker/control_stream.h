#ifndef SLUICE_DATAPLANE_WORKER_CONTROL_STREAM_H_
#define SLUICE_DATAPLANE_WORKER_CONTROL_STREAM_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/client/access.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"

namespace sluice::v1 {
class Assignment;
class WorkerHello;
class WorkerReport;
}  // namespace sluice::v1

namespace sluice::dataplane {

// What the stream asks of the worker around it. The stream's threads call.
class ControlStreamHost {
 public:
  virtual ~ControlStreamHost() = default;
  virtual v1::WorkerHello MakeHello() = 0;
  virtual v1::WorkerReport MakeReport() = 0;
  // A snapshot came; it replaces whatever was there before.
  virtual void OnAssignment(const v1::Assignment& assignment) = 0;
};

// Keeps one stream to any control-plane replica for as long as it lives: dials the addresses in
// turn, with backoff, says hello, reports, and hands snapshots on. What lets it in is read anew for
// each stream: a new token or certificate counts from the next one on.
//
// Owns two threads; the destructor ends them. Wake: any thread.
class ControlStream {
 public:
  ControlStream(std::vector<std::string> addresses, client::AccessFiles access,
                ControlStreamHost& host, Clock& clock);
  ~ControlStream();
  ControlStream(const ControlStream&) = delete;
  ControlStream& operator=(const ControlStream&) = delete;

  // Reports at once, instead of at the next interval; not sooner than UntilNextReport() says.
  void Wake();

  bool connected() const { return connected_.load(); }
  // How many reports have been sent.
  int64_t reports() const { return reports_.load(); }

 private:
  void Serve();
  // One stream from hello to its end. Returns whether the control plane answered at all.
  bool Converse(const std::string& address);

  const std::vector<std::string> addresses_;
  const client::AccessFiles access_;
  ControlStreamHost& host_;
  Clock& clock_;
  std::atomic<bool> connected_ = false;
  std::atomic<int64_t> reports_ = 0;
  Mutex mu_;
  CondVar woken_;
  bool wake_ SLUICE_GUARDED_BY(mu_) = false;
  bool ending_ SLUICE_GUARDED_BY(mu_) = false;
  std::function<void()> cancel_ SLUICE_GUARDED_BY(mu_);  // Ends the stream under way.
  std::thread thread_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_CONTROL_STREAM_H_
