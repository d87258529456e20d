#include "controlplane/store/refusals.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/reconcile_queue.h"
#include "controlplane/store/request.h"

namespace sluice::controlplane {

absl::Status InstanceNotFound(absl::string_view id) {
  return WithReason(
      absl::NotFoundError(absl::StrCat("instance ", id.substr(0, 64), " does not exist")),
      "INSTANCE_NOT_FOUND");
}

absl::Status InstanceExists(absl::string_view id) {
  return WithRemedy(
      WithReason(absl::AlreadyExistsError(absl::StrCat("instance ", id, " exists already")),
                 "INSTANCE_EXISTS"),
      "choose another name");
}

absl::Status InstanceNotEmpty(absl::string_view id) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat("instance ", id, " has connectors")),
                 "INSTANCE_NOT_EMPTY"),
      "delete its connectors first and wait until they are gone");
}

absl::Status ConnectorNotFound(const ConnectorId& id) {
  return WithReason(
      absl::NotFoundError(absl::StrCat("connector ", id.connector.substr(0, 64),
                                       " does not exist on instance ", id.instance.substr(0, 64))),
      "CONNECTOR_NOT_FOUND");
}

absl::Status ConnectorUidNotFound(absl::string_view uid) {
  return WithReason(absl::NotFoundError(absl::StrCat("no connector has the uid ", uid)),
                    "CONNECTOR_NOT_FOUND");
}

absl::Status ConnectorExists(const ConnectorId& id, DesiredState desired_state) {
  const bool deleting = desired_state == DesiredState::kDeleted;
  return WithRemedy(
      WithReason(absl::AlreadyExistsError(absl::StrCat(
                     "connector ", id.connector,
                     deleting ? " is still being deleted from " : " exists already on ",
                     "instance ", id.instance)),
                 "CONNECTOR_EXISTS"),
      deleting ? "wait until it is gone" : "choose another name, or delete the existing one");
}

absl::Status ConnectorNotDeleted(const ConnectorId& id) {
  return WithReason(absl::FailedPreconditionError(absl::StrCat("connector ", id.connector,
                                                               " is not to be deleted and stays")),
                    "CONNECTOR_NOT_DELETED");
}

absl::Status RevisionNotFound(int64_t number) {
  return WithRemedy(
      WithReason(absl::NotFoundError(absl::StrCat("the connector has no revision ", number)),
                 "REVISION_NOT_FOUND"),
      absl::StrCat("list its revisions; the newest ", kRevisionsKept, " are kept"));
}

absl::Status WorkerNotFound(absl::string_view worker) {
  return WithReason(
      absl::NotFoundError(absl::StrCat("worker ", worker.substr(0, 64), " is not known")),
      "WORKER_NOT_FOUND");
}

absl::Status WorkerNameTaken(absl::string_view name) {
  return WithRemedy(WithReason(absl::AlreadyExistsError(absl::StrCat(
                                   "another worker that is alive calls itself ", name)),
                               "WORKER_NAME_TAKEN"),
                    "give each worker a worker_name of its own");
}

absl::Status EtagMismatch() {
  return WithRemedy(WithReason(absl::AbortedError("it was changed by somebody else since it was "
                                                  "read"),
                               "ETAG_MISMATCH"),
                    "read it again and decide anew");
}

absl::Status RequestRepeated(absl::string_view request_id) {
  return WithReason(
      absl::AbortedError(absl::StrCat("request ", request_id, " was carried out before")),
      kRequestRepeated);
}

absl::Status ClaimLost() {
  return WithReason(absl::AbortedError("another runner has claimed this connector"), kClaimLost);
}

absl::Status OperationNotFound(absl::string_view id) {
  return WithReason(
      absl::NotFoundError(absl::StrCat("operation ", id.substr(0, 64),
                                       " does not exist, or ended more than 30 days ago")),
      "OPERATION_NOT_FOUND");
}

absl::Status OperationRunning(absl::string_view id) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat("operations/", id, " has not ended")),
                 "OPERATION_RUNNING"),
      "wait for it, or cancel it");
}

absl::Status ApiTokenNotFound(absl::string_view id) {
  return WithReason(absl::NotFoundError(absl::StrCat("API token ", id.substr(0, 64),
                                                     " does not exist, or is revoked")),
                    "API_TOKEN_NOT_FOUND");
}

absl::Status ApiTokenExists(absl::string_view id) {
  return WithRemedy(
      WithReason(absl::AlreadyExistsError(absl::StrCat("API token ", id, " exists already")),
                 "API_TOKEN_EXISTS"),
      "choose another name; that of a token that expired or was revoked stays taken for 90 days, "
      "so that nobody is taken for its owner");
}

absl::Status TooManySignInCodes() {
  return WithRemedy(
      WithReason(absl::ResourceExhaustedError("too many codes for signing in with this token are "
                                              "open"),
                 "TOO_MANY_SIGN_INS"),
      "use one of them, or wait five minutes until they are void");
}

absl::Status OperationNotCancellable(absl::string_view id, bool ended) {
  return WithRemedy(
      WithReason(
          absl::FailedPreconditionError(absl::StrCat(
              "operations/", id, ended ? " has ended" : " has done what cannot be left half done")),
          "OPERATION_NOT_CANCELLABLE"),
      ended ? "read what it came to" : "wait until it is done, then undo it by another one");
}

}  // namespace sluice::controlplane
