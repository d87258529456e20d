#ifndef SLUICE_CONTROLPLANE_GATEWAY_MESSAGE_JSON_H_
#define SLUICE_CONTROLPLANE_GATEWAY_MESSAGE_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"

// Messages as proto3's JSON, with protobuf's own reader and writer. Pure.
namespace sluice::controlplane {

// Reads JSON whose shape is known to be right into `message`. INVALID_ARGUMENT with protobuf's
// words for what only it knows: a number beyond its type, a time that is none.
absl::Status ReadMessage(absl::string_view json, google::protobuf::Message& message);

// In lowerCamelCase, enums by name, 64-bit numbers as text. Fields that have their default are left
// out, as everywhere in proto3's JSON: what is there was set, and a list of 1000 connectors is half
// as long.
std::string WriteMessage(const google::protobuf::Message& message);

// The answer that tells an error:
// {"error":{"code":404,"message":…,"status":"NOT_FOUND","details":[…]}}. `code` is the status of
// HTTP. Details of types unknown here are left out.
std::string WriteError(const google::rpc::Status& error, int http_status);

// The status of HTTP that goes with a code of gRPC.
int HttpStatusOf(absl::StatusCode code);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_MESSAGE_JSON_H_
