#ifndef SLUICE_CONTROLPLANE_GATEWAY_EVENT_FRAME_H_
#define SLUICE_CONTROLPLANE_GATEWAY_EVENT_FRAME_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"

// Server-Sent Events, as the HTML standard has them. Pure.
namespace sluice::controlplane {

// What is sent when nothing happens: a comment.
inline constexpr char kHeartbeatFrame[] = ": heartbeat\n\n";

// One message of a stream. `event` is the name of its enum `type`, `id` its `resume_token`, where
// it has them, and `data` is the message as JSON in one line. A HEARTBEAT is a comment with an id.
std::string FrameOf(const google::protobuf::Message& message);

// The end of a stream that ends for a reason: the event `error`, whose data is what a call without
// a stream would have answered.
std::string FrameOf(const google::rpc::Status& error);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_EVENT_FRAME_H_
