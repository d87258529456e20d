#ifndef SLUICE_CONTROLPLANE_WORKERS_CONNECTED_WORKERS_H_
#define SLUICE_CONTROLPLANE_WORKERS_CONNECTED_WORKERS_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "controlplane/model/worker.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/worker_store.h"

namespace sluice::controlplane {

// The way back to one worker: its stream. Any thread may call; neither call blocks.
class WorkerChannel {
 public:
  virtual ~WorkerChannel() = default;

  // Tells the worker everything it shall run. Only the newest of several that wait is sent.
  virtual void SendSnapshot(Snapshot snapshot) = 0;

  // Ends the stream; the worker dials again, this replica or another.
  virtual void Close(absl::Status why) = 0;
};

// The version of worker.proto that is spoken here.
inline constexpr int32_t kWorkerProtocolVersion = 1;

// The workers whose streams end at this replica: takes what they say to the store, and tells them
// their assignment whenever it changes, whichever replica changed it.
//
// Borrows its arguments. Thread-safe; blocks as the store does. Owns one thread from Start() to
// Stop().
class ConnectedWorkers {
 public:
  struct Options {
    absl::Duration lease = absl::Seconds(10);
    absl::Duration push_interval = absl::Seconds(1);  // If a signal was missed.
    // A worker is told everything anew each time, so the more it is told, the further apart: when a
    // hundred connectors are created in a row, it is not told a hundred times. Never further apart
    // than `push_interval`.
    absl::Duration apart_for_each_task = absl::Milliseconds(2);
    // A worker's name stays its own for this long after it was last heard.
    absl::Duration name_life = absl::Hours(1);
  };

  ConnectedWorkers(WorkerStore& store, ChangeSignal& changes, Clock& clock, const Options& options)
      : store_(store), changes_(changes), clock_(clock), options_(options) {}
  ~ConnectedWorkers();

  ConnectedWorkers(const ConnectedWorkers&) = delete;
  ConnectedWorkers& operator=(const ConnectedWorkers&) = delete;

  // A worker said hello on `channel`, which is shared with whoever reads its stream. An older
  // stream of the same worker is closed: ABORTED, WORKER_REPLACED. FAILED_PRECONDITION,
  // PROTOCOL_VERSION_UNSUPPORTED; INVALID_ARGUMENT; ALREADY_EXISTS, WORKER_NAME_TAKEN; UNAVAILABLE
  // as the store.
  absl::Status Hello(Worker worker, std::shared_ptr<WorkerChannel> channel);

  // `report.now` is what the worker's clock says, if it told (UnixEpoch: it did not): where that
  // is seconds away from ours, its times are stored as they are by ours. NOT_FOUND,
  // WORKER_NOT_FOUND: it has to say hello again. UNAVAILABLE: the next report counts.
  absl::Status Report(WorkerReport report);

  // Sends the worker's assignment if it is newer than what was sent on this stream; always after a
  // hello.
  absl::Status Push(const std::string& worker_uid);

  // The stream has ended.
  void Gone(const std::string& worker_uid, const WorkerChannel* channel);

  // How many streams end here.
  size_t connected();

  // Pushes to every worker whose assignment changed, unless it was told just now, and closes the
  // streams of those that were silent for three leases. What the thread does again and again; how
  // long it may wait until then.
  absl::StatusOr<absl::Duration> PushToAll();

  void Start();

  // Ends the thread and every stream: UNAVAILABLE, SHUTTING_DOWN.
  void Stop();

 private:
  struct Sent {
    int64_t revision = -1;
    absl::Duration not_again_before = -absl::InfiniteDuration();  // Monotonic.
  };
  struct Connected {
    std::shared_ptr<WorkerChannel> channel;
    Sent sent;
    absl::Duration heard;  // Monotonic.
  };

  void Run();
  void CloseSilent();
  std::map<std::string, Sent> WhatWasSent();

  WorkerStore& store_;
  ChangeSignal& changes_;
  Clock& clock_;
  const Options options_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
  Mutex mu_;
  std::map<std::string, Connected> connected_ SLUICE_GUARDED_BY(mu_);  // By worker uid.
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_WORKERS_CONNECTED_WORKERS_H_
