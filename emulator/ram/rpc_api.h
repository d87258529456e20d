#ifndef SLUICE_EMULATOR_RAM_RPC_API_H_
#define SLUICE_EMULATOR_RAM_RPC_API_H_

#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/status.h"
#include "base/http/server/exchange.h"
#include "emulator/ram/rpc_request.h"

namespace sluice::emulator {

// "assume_role" of "AssumeRole": what faults and logs call an action.
std::string RpcOperation(const RpcRequest& request);

// An answer in the format that was asked for: JSON, or XML when the request does not say.
http::ServerResponse RpcAnswer(const RpcRequest& request, nlohmann::json members,
                               const std::string& request_id);
http::ServerResponse RpcError(const RpcRequest& request, const absl::Status& error,
                              const std::string& request_id, const std::string& host);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RAM_RPC_API_H_
