#ifndef SLUICE_CONTROLPLANE_RPC_WATCH_WATCH_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_WATCH_WATCH_SERVICE_H_

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/sync/work_queue.h"
#include "base/time/clock.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/watch/change_board.h"
#include "controlplane/watch/watch_session.h"
#include "sluice/v1/watch_service.grpc.pb.h"

namespace sluice::controlplane {

class WatchStream;

// WatchService over gRPC. A stream has no thread: it writes when the board has something new or its
// last write is done. One thread here wakes all streams, and `queue` runs the questions to the
// store that each begins with, and whether its watcher is still let in.
//
// Borrows its arguments, which outlive the server. When stopping: EndStreams, then the server, then
// `queue`.
class WatchService : public v1::WatchService::CallbackService {
 public:
  struct Options {
    int streams_of_address_max = 100;
    int streams_max = 1000;
    absl::Duration admit_again = absl::Seconds(15);  // Whether a token was revoked meanwhile.
    absl::Duration stream_life = absl::Hours(1);
    absl::Duration look_interval = absl::Milliseconds(100);  // At heartbeats, paces and ends.
    WatchSession::Options session;
  };

  WatchService(ChangeBoard& board, InstanceStore& instances, Gatekeeper& gatekeeper,
               WorkQueue& queue, Clock& clock, const Options& options);
  ~WatchService() override;

  grpc::ServerWriteReactor<v1::WatchResponse>* Watch(grpc::CallbackServerContext* context,
                                                     const v1::WatchRequest* request) override;

  // Ends every stream, and those that come: UNAVAILABLE, SHUTTING_DOWN.
  void EndStreams();

 private:
  friend class WatchStream;

  void Run();
  // RESOURCE_EXHAUSTED, TOO_MANY_STREAMS; UNAVAILABLE, SHUTTING_DOWN.
  absl::Status Admit(const std::string& address, const std::shared_ptr<WatchStream>& stream);
  void Gone(const std::string& address, WatchStream* stream);

  ChangeBoard& board_;
  InstanceStore& instances_;
  Gatekeeper& gatekeeper_;
  WorkQueue& queue_;
  Clock& clock_;
  const Options options_;
  Mutex mu_;
  std::map<WatchStream*, std::shared_ptr<WatchStream>> streams_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, int> by_address_ SLUICE_GUARDED_BY(mu_);
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_WATCH_WATCH_SERVICE_H_
