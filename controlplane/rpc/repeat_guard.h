#ifndef SLUICE_CONTROLPLANE_RPC_REPEAT_GUARD_H_
#define SLUICE_CONTROLPLANE_RPC_REPEAT_GUARD_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/time/clock.h"
#include "controlplane/store/request.h"
#include "google/protobuf/message.h"

namespace sluice::controlplane {

// Gives the repeat of a request (request_id) the first answer instead of carrying it out again.
//
// Borrows its arguments. Thread-safe.
class RepeatGuard {
 public:
  RepeatGuard(RequestLog& log, Clock& clock) : log_(log), clock_(clock) {}

  // Calls `write` unless `request_id` was answered before; then `response` is that answer. `write`
  // fills `response`, puts its bytes into the Request and hands that to the store with what it
  // writes. An empty id (also for validate_only) always calls it. INVALID_ARGUMENT,
  // REQUEST_ID_REUSED when the id belongs to another request.
  absl::Status Run(absl::string_view method, absl::string_view request_id,
                   const google::protobuf::Message& request, google::protobuf::Message* response,
                   absl::FunctionRef<absl::Status(Request)> write);

  // For writes that leave nothing to be stored but the answer.
  RequestLog& log() { return log_; }

 private:
  // Returns whether there was an answer.
  absl::StatusOr<bool> FindAnswer(const Request& request, google::protobuf::Message* response);

  RequestLog& log_;
  Clock& clock_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_REPEAT_GUARD_H_
