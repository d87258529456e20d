#ifndef SLUICE_CONTROLPLANE_RPC_TRANSLATE_API_TOKEN_H_
#define SLUICE_CONTROLPLANE_RPC_TRANSLATE_API_TOKEN_H_

#include "absl/time/time.h"
#include "controlplane/access/caller.h"
#include "controlplane/model/api_token.h"
#include "controlplane/validation/violations.h"
#include "sluice/v1/access_service.pb.h"
#include "sluice/v1/api_token.pb.h"

// Tokens and callers between protos and values. Pure.
namespace sluice::controlplane {

// What its maker says of a token, judged by all rules at once. Times and makers are left out.
ApiToken ApiTokenFromProto(const v1::ApiToken& proto, const std::string& id,
                           Violations& violations);

v1::ApiToken ToProto(const ApiToken& token, absl::Time now);
v1::Caller ToProto(const Caller& caller, bool authentication_required);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TRANSLATE_API_TOKEN_H_
