#include "controlplane/rpc/instance_calls.h"

#include <string>
#include <utility>
#include <vector>

#include "base/status/status_macros.h"
#include "controlplane/model/etag.h"
#include "controlplane/model/uid.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/store/refusals.h"
#include "controlplane/validation/fields.h"
#include "controlplane/validation/instance_rules.h"

namespace sluice::controlplane {

absl::Status InstanceCalls::Create(const v1::CreateInstanceRequest& request,
                                   v1::Instance* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  Instance instance = InstanceFromProto(request.instance(), request.instance_id(), violations);
  FillDefaults(instance);
  CheckInstance(instance, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return guard_.Run("CreateInstance", request_id, request, response, [&](Request stored) {
    instance.uid = NewUid();
    instance.create_time = instance.update_time = StorableNow(clock_);
    *response = ToProto(instance);
    if (request.validate_only()) {
      const absl::Status found = instances_.GetInstance(instance.id).status();
      if (absl::IsNotFound(found)) return absl::OkStatus();
      return found.ok() ? InstanceExists(instance.id) : found;
    }
    stored.answer = response->SerializeAsString();
    return About(instances_.CreateInstance(instance, stored), kInstanceType,
                 InstanceName(instance.id));
  });
}

absl::Status InstanceCalls::Get(const v1::GetInstanceRequest& request, v1::Instance* response) {
  Violations violations;
  const std::string id = ReadInstanceName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::StatusOr<Instance> instance = instances_.GetInstance(id);
  if (!instance.ok()) return About(instance.status(), kInstanceType, request.name());
  *response = ToProto(*instance);
  return absl::OkStatus();
}

absl::Status InstanceCalls::List(const v1::ListInstancesRequest& request,
                                 v1::ListInstancesResponse* response) {
  constexpr absl::string_view kList = "instances";
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  SLUICE_ASSIGN_OR_RETURN(const std::string after, ReadPageToken(kList, request.page_token()));
  // One more than asked tells whether there is another page.
  SLUICE_ASSIGN_OR_RETURN(std::vector<Instance> page,
                          instances_.ListInstances(after, page_size + 1));
  if (static_cast<int>(page.size()) > page_size) {
    page.resize(page_size);
    response->set_next_page_token(MakePageToken(kList, page.back().id));
  }
  for (const Instance& instance : page) *response->add_instances() = ToProto(instance);
  return absl::OkStatus();
}

absl::Status InstanceCalls::Delete(const v1::DeleteInstanceRequest& request,
                                   google::protobuf::Empty* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  const std::string id = ReadInstanceName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  const absl::Status status = guard_.Run(
      "DeleteInstance", request_id, request, response, [&](Request stored) -> absl::Status {
        SLUICE_ASSIGN_OR_RETURN(const Instance instance, instances_.GetInstance(id));
        if (!request.etag().empty() &&
            request.etag() != EtagOf(instance.uid, instance.generation)) {
          return EtagMismatch();
        }
        if (request.validate_only()) return absl::OkStatus();
        return instances_.DeleteInstance(id, instance.uid, instance.generation, stored,
                                         StorableNow(clock_));
      });
  return About(status, kInstanceType, request.name());
}

}  // namespace sluice::controlplane
