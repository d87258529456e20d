#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/print.h"
#include "cli/command/resource_file.h"
#include "cli/command/wait.h"

namespace sluice::cli {
namespace {

absl::Status DeleteInstance(Session& session, const std::string& argument,
                            const std::string& request_id) {
  v1::DeleteInstanceRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.InstanceName(argument));
  request.set_etag(session.invocation.Get("etag"));
  request.set_request_id(request_id);
  request.set_validate_only(session.invocation.Has("validate-only"));
  SLUICE_RETURN_IF_ERROR(session.client.DeleteInstance(request));
  v1::Instance deleted;
  deleted.set_name(request.name());
  PrintResult(session, deleted, "Instance",
              absl::StrCat("instance ", IdOf(request.name()),
                           request.validate_only() ? " could be deleted" : " deleted"));
  return absl::OkStatus();
}

absl::Status DeleteConnector(Session& session, const std::string& argument,
                             const std::string& request_id, bool wait) {
  v1::DeleteConnectorRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.ConnectorName(argument));
  request.set_etag(session.invocation.Get("etag"));
  request.set_request_id(request_id);
  request.set_validate_only(session.invocation.Has("validate-only"));
  if (session.invocation.Has("keep-group")) {
    request.set_group_policy(v1::DeleteConnectorRequest::KEEP);
  }
  if (session.invocation.Has("drop-topics")) {
    request.set_topics_policy(v1::DeleteConnectorRequest::DROP);
  }
  if (session.invocation.Has("undelete-window")) {
    SLUICE_RETURN_IF_ERROR(
        FillDuration(session.invocation, "undelete-window", *request.mutable_undelete_window()));
  }
  SLUICE_ASSIGN_OR_RETURN(const v1::Connector deleting, session.client.DeleteConnector(request));
  wait = wait && !request.validate_only();
  if (wait) SLUICE_RETURN_IF_ERROR(WaitUntilGone(session, request.name(), deleting.uid()));
  PrintResult(session, deleting, "Connector",
              absl::StrCat("connector ", IdOf(request.name()),
                           request.validate_only() ? " could be deleted"
                           : wait                  ? " deleted"
                                                   : " is being deleted"));
  return absl::OkStatus();
}

bool IsInstance(const Manifest& manifest) {
  return dynamic_cast<const v1::Instance*>(manifest.resource.get()) != nullptr;
}

// The other way round than they are created, connectors before their instance: it can only go when
// they are gone, so those are waited for.
absl::Status DeleteFromFile(Session& session) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Manifest> manifests, ReadResourceFile(session));
  const bool wait =
      session.invocation.Has("wait") || std::any_of(manifests.begin(), manifests.end(), IsInstance);
  for (size_t i = manifests.size(); i-- > 0;) {
    const std::string request_id = RequestIdOf(session, i, manifests.size());
    if (IsInstance(manifests[i])) {
      const auto& instance = dynamic_cast<const v1::Instance&>(*manifests[i].resource);
      SLUICE_RETURN_IF_ERROR(DeleteInstance(session, instance.name(), request_id));
    } else {
      const auto& connector = dynamic_cast<const v1::Connector&>(*manifests[i].resource);
      SLUICE_RETURN_IF_ERROR(DeleteConnector(session, connector.name(), request_id, wait));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Delete(Session& session) {
  const Invocation& invocation = session.invocation;
  if (invocation.command->noun == Noun::kNone) return DeleteFromFile(session);
  for (size_t i = 0; i < invocation.arguments.size(); ++i) {
    const std::string request_id = RequestIdOf(session, i, invocation.arguments.size());
    SLUICE_RETURN_IF_ERROR(invocation.command->noun == Noun::kInstance
                               ? DeleteInstance(session, invocation.arguments[i], request_id)
                               : DeleteConnector(session, invocation.arguments[i], request_id,
                                                 invocation.Has("wait")));
  }
  return absl::OkStatus();
}

}  // namespace sluice::cli
