#ifndef SLUICE_API_CLIENT_TRANSPORT_H_
#define SLUICE_API_CLIENT_TRANSPORT_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace sluice::client {

// Carries one request to a control plane and its answer back. The seam where the wire begins: it
// knows no method and tries once.
//
// Every thread may call. An error carries what the server said beside the code (error_details.h).
class Transport {
 public:
  virtual ~Transport() = default;

  // `method` as gRPC names it: `/sluice.v1.InstanceService/GetInstance`. `response` must be of the
  // type that the method answers with; it is filled only when the answer is OK.
  virtual absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                            google::protobuf::Message* response, absl::Duration timeout) = 0;

  // The same of a method that answers with a stream: each message is put into `response`, and
  // `take` says whether to go on. OK when the server ended the stream so, or when `take` had
  // enough; otherwise how it ended. `timeout` is of the whole stream.
  virtual absl::Status Stream(absl::string_view method, const google::protobuf::Message& request,
                              google::protobuf::Message* response, absl::FunctionRef<bool()> take,
                              absl::Duration timeout) = 0;
};

}  // namespace sluice::client

#endif  // SLUICE_API_CLIENT_TRANSPORT_H_
