#include "emulator/front/front_door.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/log/log.h"
#include "base/status/status_macros.h"
#include "emulator/auth/authenticator.h"
#include "emulator/blocks/full_disk.h"
#include "emulator/error/service_error.h"
#include "emulator/faults/cut_stream.h"
#include "emulator/faults/faults_api.h"
#include "emulator/ids/random_id.h"
#include "emulator/ram/rpc_api.h"
#include "emulator/ram/rpc_request.h"
#include "emulator/rest/xml.h"
#include "emulator/tunnel/session_json.h"
#include "emulator/tunnel/upload_ends.h"

namespace sluice::emulator {
namespace {

constexpr char kRestPrefix[] = "/api";

http::ServerResponse Word(const absl::Status& error, ErrorForm form,
                          const std::string& request_id) {
  return form == ErrorForm::kJson ? TunnelError(error, request_id) : XmlError(error, request_id);
}

// The fault's own answer. It travels as a status with the fault's code; its HTTP status may be any.
constexpr char kFaultStatus[] = "sluice/emulator-fault-status";

absl::Status FaultError(const Fault& fault) {
  absl::Status error = ServiceError(fault.code, fault.message);
  error.SetPayload(kFaultStatus, absl::Cord(absl::StrCat(fault.status)));
  return error;
}

void ApplyFaultStatus(const absl::Status& error, http::ServerResponse& response) {
  auto status = error.GetPayload(kFaultStatus);
  if (status.has_value()) response.status = std::stoi(std::string(*status));
}

}  // namespace

FrontDoor::FrontDoor(const World& world, absl::TimeZone zone, FaultRegistry* faults)
    : world_(world),
      router_(world, zone),
      ram_(world),
      quotas_(world.limits.quotas, world.clock),
      faults_(faults) {}

http::ServerResponse FrontDoor::Handle(http::ServerRequest request) {
  Notes notes{.request_id = TimedId(world_.clock.Now())};
  const absl::Duration begin = world_.clock.Monotonic();
  http::ServerResponse response;
  if (absl::StartsWith(request.target.path, "/emulator/")) {
    response = HandleOwn(request, notes);
  } else if (request.target.path == "/") {
    response = HandleRpc(request, notes);
  } else {
    response = HandleService(request, notes);
  }
  response.headers.Add("x-odps-request-id", notes.request_id);
  log::Info("request", {{"id", notes.request_id},
                        {"method", request.method.substr(0, 16)},
                        {"path", request.target.path.substr(0, 256)},
                        {"operation", notes.operation},
                        {"caller", notes.caller},
                        {"status", response.hang_up ? 0 : response.status},
                        {"error", notes.error},
                        {"ms", absl::ToInt64Milliseconds(world_.clock.Monotonic() - begin)}});
  return response;
}

http::ServerResponse FrontDoor::HandleOwn(const http::ServerRequest& request, Notes& notes) {
  notes.operation = "emulator";
  if (request.target.path == "/emulator/health") return http::ServerResponse{.body = "ok\n"};
  absl::StatusOr<http::ServerResponse> response =
      ServiceError("NoSuchObject", "faults are not enabled; start with --enable_faults");
  const std::string& path = request.target.path;
  if (faults_ != nullptr && (path + "/").rfind("/emulator/faults/", 0) == 0) {
    response = HandleFaults(*faults_, request);
  } else if (faults_ != nullptr && absl::StartsWith(path + "/", "/emulator/uploads/")) {
    response = HandleUploadState(world_, request);
  }
  if (response.ok()) return *std::move(response);
  notes.error = CodeOf(response.status());
  return TunnelError(response.status(), notes.request_id);
}

http::ServerResponse FrontDoor::HandleRpc(const http::ServerRequest& request, Notes& notes) {
  const RpcRequest rpc = ParseRpc(request);
  notes.operation = RpcOperation(rpc);
  auto run = [&]() -> absl::StatusOr<http::ServerResponse> {
    SLUICE_ASSIGN_OR_RETURN(RpcCaller caller,
                            AuthenticateRpc(world_.database, rpc, world_.clock.Now()));
    notes.caller = absl::StrCat(caller.uid, caller.role.empty() ? "" : ":role/", caller.role);
    return RunWithFaults(
        {.operation = notes.operation, .run = [&]() -> absl::StatusOr<http::ServerResponse> {
           SLUICE_ASSIGN_OR_RETURN(nlohmann::json members, ram_.Run(caller, rpc));
           return RpcAnswer(rpc, std::move(members), notes.request_id);
         }});
  };
  absl::StatusOr<http::ServerResponse> response = run();
  if (response.ok()) return *std::move(response);
  notes.error = CodeOf(response.status());
  http::ServerResponse error =
      RpcError(rpc, response.status(), notes.request_id, request.Header("host"));
  ApplyFaultStatus(response.status(), error);
  return error;
}

http::ServerResponse FrontDoor::HandleService(http::ServerRequest& request, Notes& notes) {
  ErrorForm errors = ErrorFormOf(request);
  absl::StatusOr<http::ServerResponse> response = RunSigned(request, notes, errors);
  if (response.ok()) return *std::move(response);
  notes.error = CodeOf(response.status());
  if (notes.error == "InternalServerError") {
    log::Error("a request failed on our side",
               {{"id", notes.request_id}, {"error", response.status()}});
  }
  http::ServerResponse error = Word(response.status(), errors, notes.request_id);
  ApplyFaultStatus(response.status(), error);
  return error;
}

absl::Status FrontDoor::CommitDue() {
  if (world_.limits.commit_takes <= absl::ZeroDuration()) return absl::OkStatus();
  return CommitDueUploads(world_, world_.clock.Now());
}

absl::StatusOr<http::ServerResponse> FrontDoor::RunSigned(http::ServerRequest& request,
                                                          Notes& notes, ErrorForm& errors) {
  const bool rest = absl::StartsWith(request.target.path, absl::StrCat(kRestPrefix, "/"));
  SLUICE_ASSIGN_OR_RETURN(
      Principal caller,
      Authenticate(world_.database, request, rest ? kRestPrefix : "", world_.clock.Now()));
  notes.caller = caller.Name();
  SLUICE_RETURN_IF_ERROR(CommitDue());
  const std::string path = request.target.path.substr(rest ? std::string(kRestPrefix).size() : 0);
  SLUICE_ASSIGN_OR_RETURN(Call call, router_.Route(caller, path, request));
  notes.operation = call.operation;
  errors = call.errors;
  SLUICE_ASSIGN_OR_RETURN(
      QuotaGate::Pass pass,
      quotas_.Enter(call.operation, absl::StrCat(call.project, ".", call.table)));
  return RunWithFaults(call);
}

absl::StatusOr<http::ServerResponse> FrontDoor::RunWithFaults(const Call& call) {
  std::optional<FaultRegistry::Strike> strike;
  if (faults_ != nullptr) strike = faults_->Match(call.operation, call.table);
  if (!strike.has_value()) return call.run();
  const Fault& fault = strike->fault;
  switch (fault.action) {
    case Fault::Action::kFail:
      return FaultError(fault);
    case Fault::Action::kDropBefore:
      return http::ServerResponse{.hang_up = true};
    case Fault::Action::kDelay:
      world_.clock.SleepFor(fault.delay);
      return call.run();
    case Fault::Action::kHoldBefore:
      SLUICE_RETURN_IF_ERROR(faults_->Hold(strike->id));
      return call.run();
    case Fault::Action::kHoldAfter: {
      absl::StatusOr<http::ServerResponse> response = call.run();
      SLUICE_RETURN_IF_ERROR(faults_->Hold(strike->id));
      return response;
    }
    case Fault::Action::kCut: {
      SLUICE_ASSIGN_OR_RETURN(http::ServerResponse response, call.run());
      return CutAfter(std::move(response), fault.after_bytes);
    }
    case Fault::Action::kDiskFull: {
      FullDisk full;
      return call.run();
    }
    case Fault::Action::kDropAfter: {
      call.run().IgnoreError();
      return http::ServerResponse{.hang_up = true};
    }
  }
  return call.run();
}

}  // namespace sluice::emulator
