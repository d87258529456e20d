#include "controlplane/preflight/missing_grant.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "maxcompute/auth/role_credentials.h"
#include "maxcompute/request/service_error.h"

namespace sluice::controlplane {

absl::Status WithGrantStatement(const absl::Status& status, const MaxComputeSink& sink) {
  if (ReasonOf(status) != maxcompute::kReasonPermissionMissing) return status;
  // Whose an access key is, only MaxCompute knows: the statement that came with the error leaves it
  // open.
  if (sink.access_key.has_value()) return status;
  const std::string action = maxcompute::MissingActionOf(status);
  if (action.empty()) return status;
  const maxcompute::RoleName role{sink.account_uid, sink.role_name};
  // Whoever may not even read the project is none of its users.
  if (action == "Read") {
    const std::string add = absl::StrCat("add user `", role.Principal(), "`;");
    return WithRemedy(WithReason(absl::Status(status.code(), absl::StrCat("role ", sink.role_name,
                                                                          " is no user of project ",
                                                                          sink.project, ": ", add)),
                                 maxcompute::kReasonPermissionMissing),
                      add);
  }
  const bool of_project = action == "CreateInstance" || action == "CreateTable" || action == "List";
  const std::string thing =
      of_project ? absl::StrCat("project ", sink.project) : absl::StrCat("table ", sink.table);
  const std::string grant =
      absl::StrCat("grant ", action, " on ", thing, " to user `", role.Principal(), "`;");
  return WithRemedy(
      WithReason(absl::Status(status.code(), absl::StrCat("role ", sink.role_name, " lacks ",
                                                          action, " on ", thing, ": ", grant)),
                 maxcompute::kReasonPermissionMissing),
      grant);
}

}  // namespace sluice::controlplane
