#ifndef SLUICE_EMULATOR_RAM_RPC_REQUEST_H_
#define SLUICE_EMULATOR_RAM_RPC_REQUEST_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/server/exchange.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// A call in the RPC style of RAM and STS: its parameters, from the query and from a form body
// together.
struct RpcRequest {
  std::string method;
  std::map<std::string, std::string> parameters;

  // Empty when it is absent.
  std::string Get(const std::string& name) const;
  bool WantsJson() const;
};

RpcRequest ParseRpc(const http::ServerRequest& request);

// The text that is signed, and its signature.
std::string RpcStringToSign(const RpcRequest& request);
std::string RpcSignature(absl::string_view secret, absl::string_view string_to_sign);

// Who calls: an account's own key, or a role's temporary one.
struct RpcCaller {
  std::string uid;
  std::string service;  // Of a service's own account.
  std::string role;     // Of a temporary key: role and session.
  std::string session;
};

// Errors: IncompleteSignature, InvalidAccessKeyId.NotFound, SignatureDoesNotMatch,
// InvalidTimeStamp.Expired, MissingSecurityToken, InvalidSecurityToken.
absl::StatusOr<RpcCaller> AuthenticateRpc(Database& database, const RpcRequest& request,
                                          absl::Time now);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RAM_RPC_REQUEST_H_
