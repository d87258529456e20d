#ifndef SLUICE_EMULATOR_RAM_RAM_API_H_
#define SLUICE_EMULATOR_RAM_RAM_API_H_

#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "emulator/ram/rpc_request.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// The actions of RAM (CreateRole, GetRole, UpdateRole, DeleteRole) and of STS (AssumeRole,
// GetCallerIdentity), each answering with the members of its response.
class RamApi {
 public:
  explicit RamApi(const World& world) : world_(world) {}

  // InvalidAction when there is none of that name and version.
  absl::StatusOr<nlohmann::json> Run(const RpcCaller& caller, const RpcRequest& request);

 private:
  absl::StatusOr<nlohmann::json> CreateRole(const RpcCaller& caller, const RpcRequest& request);
  absl::StatusOr<nlohmann::json> GetRole(const RpcCaller& caller, const RpcRequest& request);
  absl::StatusOr<nlohmann::json> UpdateRole(const RpcCaller& caller, const RpcRequest& request);
  absl::StatusOr<nlohmann::json> DeleteRole(const RpcCaller& caller, const RpcRequest& request);
  absl::StatusOr<nlohmann::json> AssumeRole(const RpcCaller& caller, const RpcRequest& request);
  absl::StatusOr<nlohmann::json> GetCallerIdentity(const RpcCaller& caller,
                                                   const RpcRequest& request);

  const World& world_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RAM_RAM_API_H_
