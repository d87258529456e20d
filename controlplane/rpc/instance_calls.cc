#include "controlplane/rpc/instance_calls.h"

#include <string>
#include <utility>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/model/etag.h"
#include "controlplane/model/uid.h"
#include "controlplane/rpc/instance_change.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/store/refusals.h"
#include "controlplane/validation/fields.h"
#include "controlplane/validation/instance_rules.h"

namespace sluice::controlplane {
namespace {

// How often a change without an etag is tried against others who change the same instance.
constexpr int kTriesMax = 5;

}  // namespace

absl::Status InstanceCalls::Create(const v1::CreateInstanceRequest& request,
                                   v1::Instance* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  Instance instance = InstanceFromProto(request.instance(), request.instance_id(), violations);
  FillDefaults(instance);
  CheckInstance(instance, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  const auto status = guard_.Run(
      "CreateInstance", request_id, request, response, [&](Request stored) -> absl::Status {
        instance.uid = NewUid();
        // Before the brokers are asked: they are not to blame for a name that is taken.
        const absl::Status found = instances_.GetInstance(instance.id).status();
        if (!absl::IsNotFound(found)) return found.ok() ? InstanceExists(instance.id) : found;
        SLUICE_RETURN_IF_ERROR(AskBrokers(!request.skip_connection_check(), instance));
        instance.create_time = instance.update_time = StorableNow(clock_);
        *response = ToProto(instance);
        if (request.validate_only()) return absl::OkStatus();
        stored.answer = response->SerializeAsString();
        return instances_.CreateInstance(instance, stored);
      });
  return About(status, kInstanceType, InstanceName(instance.id));
}

absl::Status InstanceCalls::AskBrokers(bool must_answer, Instance& instance) {
  CheckedInstance checked = check_.Check(instance);
  if (must_answer) SLUICE_RETURN_IF_ERROR(checked.connection);
  instance.observed = std::move(checked.observed);
  return absl::OkStatus();
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

absl::Status InstanceCalls::UpdateOnce(const v1::UpdateInstanceRequest& request,
                                       const std::string& id, Request stored,
                                       v1::Instance* response) {
  SLUICE_ASSIGN_OR_RETURN(const Instance before, instances_.GetInstance(id));
  const std::string& etag = request.instance().etag();
  if (!etag.empty() && etag != EtagOf(before.uid, before.generation)) return EtagMismatch();
  Violations violations;
  SLUICE_ASSIGN_OR_RETURN(Instance instance, ChangedInstance(before, request, violations));
  FillDefaults(instance);
  if (violations.empty()) CheckInstance(instance, violations);
  if (!violations.empty()) return InvalidRequest(violations);

  const bool changes = instance != before;
  const bool connection_changes = ConnectionDiffers(instance, before);
  if (connection_changes || instance.kafka_version != before.kafka_version) {
    // Only a connection that changes can be to blame.
    const bool must_answer = connection_changes && !request.skip_connection_check();
    SLUICE_RETURN_IF_ERROR(AskBrokers(must_answer, instance));
  }
  if (changes) {
    instance.generation = before.generation + 1;
    instance.update_time = StorableNow(clock_);
  }
  *response = ToProto(instance);
  if (request.validate_only()) return absl::OkStatus();
  stored.answer = response->SerializeAsString();
  if (changes) {
    return instances_.UpdateInstance({instance, before.generation, connection_changes}, stored);
  }
  return stored.id.empty() ? absl::OkStatus()
                           : guard_.log().StoreAnswer(stored, StorableNow(clock_));
}

absl::Status InstanceCalls::Update(const v1::UpdateInstanceRequest& request,
                                   v1::Instance* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  const std::string& name = request.instance().name();
  const std::string id = ReadInstanceName("instance.name", name, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  const absl::Status status =
      guard_.Run("UpdateInstance", request_id, request, response, [&](const Request& stored) {
        absl::Status updated;
        for (int tries = 0; tries < kTriesMax; ++tries) {
          updated = UpdateOnce(request, id, stored, response);
          // Without an etag the caller does not mind what came between.
          if (!request.instance().etag().empty() || ReasonOf(updated) != "ETAG_MISMATCH") break;
        }
        return updated;
      });
  return About(status, kInstanceType, name);
}

absl::Status InstanceCalls::Check(const v1::CheckInstanceRequest& request, v1::Instance* response) {
  Violations violations;
  const std::string id = ReadInstanceName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  absl::Status status;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    absl::StatusOr<Instance> instance = instances_.GetInstance(id);
    if (!instance.ok()) return About(instance.status(), kInstanceType, request.name());
    SLUICE_RETURN_IF_ERROR(AskBrokers(/*must_answer=*/false, *instance));
    *response = ToProto(*instance);
    status = instances_.NoteObservation(*instance);
    // Changed meanwhile: what the brokers said is not about the instance as it is now.
    if (ReasonOf(status) != "ETAG_MISMATCH") break;
  }
  return About(status, kInstanceType, request.name());
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
