#include "controlplane/preflight/table_check.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/preflight/missing_grant.h"
#include "conversion/column_plan.h"
#include "maxcompute/auth/role_credentials.h"
#include "maxcompute/request/service_error.h"

namespace sluice::controlplane {
namespace {

// No record leads to it: the values that we make begin with a month.
constexpr absl::string_view kNoPartition = "sluice-preflight";

// One check of a sink: keeps what was found and what could not be asked.
class TableCheck {
 public:
  TableCheck(const MaxComputeSink& sink, TableConnection& connection,
             std::vector<Finding>& findings)
      : sink_(sink),
        table_(TableNameOf(sink)),
        subject_(absl::StrCat("projects/", sink.project, "/tables/", sink.table)),
        connection_(connection),
        findings_(findings) {}

  absl::Status Run() {
    if (!Judge(connection_.catalog().GetProject(table_.project).status())) return unanswered_;
    const absl::StatusOr<maxcompute::Table> table = connection_.catalog().GetTable(table_);
    if (!Judge(table.status())) return unanswered_;
    if (table.ok()) CheckColumns(*table);
    const std::string key = table.ok() && !table->schema.partition_keys.empty()
                                ? table->schema.partition_keys[0].name
                                : "pt";
    if (!Judge(TryToChange(key))) return unanswered_;
    Judge(TryToWrite(key));
    return unanswered_;
  }

 private:
  // Keeps what `status` says. Returns whether it makes sense to ask on: not when nobody answers,
  // when the role cannot be had, or when there is no such project or table.
  bool Judge(const absl::Status& status) {
    if (status.ok()) return true;
    const std::string reason = ReasonOf(status);
    if (reason == maxcompute::kReasonPermissionMissing) {
      Find(WithGrantStatement(status, sink_));
      return true;
    }
    if (reason == maxcompute::kReasonRoleNotFound || reason == maxcompute::kReasonRoleNotTrusted) {
      // For the user both are the same: the role that was named cannot be assumed.
      findings_.push_back(
          {"ROLE_NOT_TRUSTED", subject_, std::string(status.message()), RemedyOf(status)});
      return false;
    }
    if (reason == maxcompute::kReasonProjectNotFound ||
        reason == maxcompute::kReasonTableNotFound) {
      Find(status);
      return false;
    }
    if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
        absl::IsResourceExhausted(status)) {
      unanswered_ = WithReason(absl::UnavailableError(status.message()), reason);
      return false;
    }
    // Our own key is refused, or a service of another kind: the user's definition is not to blame,
    // and what comes of it will be seen when the connector runs.
    log::Warn("preflight got an answer that says nothing",
              {{"about", subject_}, {"error", status}});
    unanswered_ = status;
    return false;
  }

  void Find(const absl::Status& status) {
    Finding finding{ReasonOf(status), subject_, std::string(status.message()), RemedyOf(status)};
    if (std::find(findings_.begin(), findings_.end(), finding) == findings_.end()) {
      findings_.push_back(std::move(finding));
    }
  }

  void CheckColumns(const maxcompute::Table& table) {
    if (table.is_view) {
      findings_.push_back({"TABLE_UNFIT", subject_,
                           absl::StrCat(table_.ToString(), " is a view: rows cannot be written"),
                           "set sink.table to a table"});
      return;
    }
    const auto plan =
        conversion::PlanColumns(table.schema, conversion::ConversionDefinition(), table_);
    const auto* problems = std::get_if<std::vector<conversion::ColumnProblem>>(&plan);
    if (problems == nullptr) return;
    for (const conversion::ColumnProblem& problem : *problems) {
      findings_.push_back({"TABLE_UNFIT", subject_,
                           absl::StrCat(table_.ToString(), ": ", problem.message), problem.remedy});
    }
  }

  // Needs CreateInstance on the project and Alter on the table; has nothing to drop.
  absl::Status TryToChange(const std::string& key) {
    const maxcompute::PartitionSpec none({{key, std::string(kNoPartition)}});
    return connection_.sql()
        .Run(table_.project, absl::StrCat("ALTER TABLE ", table_.ForSql(),
                                          " DROP IF EXISTS PARTITION (", none.ForSql(), ");"))
        .status();
  }

  // Needs Update on the table. The session holds nothing, is never committed and expires by itself.
  absl::Status TryToWrite(const std::string& key) {
    maxcompute::PartitionSpec partition({{key, std::string(kNoPartition)}});
    const absl::StatusOr<maxcompute::PartitionPage> page =
        connection_.catalog().ListPartitions(table_, 1, "");
    if (page.ok() && !page->partitions.empty()) partition = page->partitions[0];
    const absl::Status opened = connection_.tunnel().CreateUpload(table_, partition).status();
    if (ReasonOf(opened) == maxcompute::kReasonPartitionNotFound) return absl::OkStatus();
    return opened;
  }

  const MaxComputeSink& sink_;
  const maxcompute::TableName table_;
  const std::string subject_;
  TableConnection& connection_;
  std::vector<Finding>& findings_;
  absl::Status unanswered_;
};

}  // namespace

absl::Status CheckTable(const MaxComputeSink& sink, TableConnections& tables,
                        std::vector<Finding>& findings) {
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<TableConnection> connection, tables.Of(sink));
  return TableCheck(sink, *connection, findings).Run();
}

}  // namespace sluice::controlplane
