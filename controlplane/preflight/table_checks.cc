#include "controlplane/preflight/table_checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/preflight/table_fit.h"
#include "maxcompute/request/service_error.h"

namespace sluice::controlplane {
namespace {

// No record leads to it: the values that we make begin with a digit.
constexpr absl::string_view kNoPartition = "sluice-preflight";
constexpr char kRoleField[] = "connector.sink.role_name";

std::string Who(const MaxComputeSink& sink) {
  return sink.role_name.empty() ? std::string("the access key")
                                : absl::StrCat("role ", sink.role_name);
}

CheckResult Held(const TableQuestion& question, absl::string_view permissions) {
  return {{Checked(kRoleField, SubjectOf(question.sink),
                   absl::StrCat(Who(question.sink), " holds ", permissions))},
          absl::OkStatus(),
          {}};
}

// Needs CreateInstance on the project and Alter on the table; has nothing to drop.
CheckResult TryToAlter(const TableQuestionPtr& question, const std::string& key) {
  const maxcompute::PartitionSpec none({{key, std::string(kNoPartition)}});
  const maxcompute::TableName table = question->table();
  const absl::Status status =
      question->connection->sql()
          .Run(table.project, absl::StrCat("ALTER TABLE ", table.ForSql(),
                                           " DROP IF EXISTS PARTITION (", none.ForSql(), ");"))
          .status();
  if (!status.ok()) return MaxComputeRefused(status, *question);
  return Held(*question, "CreateInstance on the project and Alter on the table");
}

// The table partition to ask about: one that exists, if any does; none in a table without.
maxcompute::PartitionSpec SomePartition(const TableQuestion& question, const std::string& key) {
  if (key.empty()) return {};
  const auto page = question.connection->catalog().ListPartitions(question.table(), 1, "");
  if (page.ok() && !page->partitions.empty()) return page->partitions[0];
  return maxcompute::PartitionSpec({{key, std::string(kNoPartition)}});
}

// Of the kind that delivers the rows.
absl::Status OpenSession(const TableQuestion& question,
                         const maxcompute::PartitionSpec& partition) {
  switch (question.sink.delivery) {
    case Delivery::kExactlyOnce:
      return question.connection->tunnel().CreateUpload(question.table(), partition).status();
    case Delivery::kStream:
      return question.connection->streams().OpenStream(question.table(), partition).status();
    case Delivery::kUpsert:
      return question.connection->upserts().OpenUpsert(question.table(), partition).status();
  }
  return absl::OkStatus();
}

// Needs Update on the table. The session holds nothing, is never committed and expires by itself.
CheckResult TryToUpdate(const TableQuestionPtr& question, const std::string& key) {
  const absl::Status opened = OpenSession(*question, SomePartition(*question, key));
  if (!opened.ok() && ReasonOf(opened) != maxcompute::kReasonPartitionNotFound) {
    return MaxComputeRefused(opened, *question);
  }
  return Held(*question, "Update on the table");
}

// Needs Select on the table (optional, R4); there is nothing to read.
CheckResult TryToSelect(const TableQuestionPtr& question, const std::string& key) {
  const maxcompute::TableName table = question->table();
  const std::string where =
      key.empty() ? "" : absl::StrCat(" WHERE `", key, "`=", maxcompute::QuoteSql(kNoPartition));
  const absl::Status status =
      question->connection->sql()
          .Select(table.project, absl::StrCat("SELECT * FROM ", table.ForSql(), where, " LIMIT 1;"))
          .status();
  if (status.ok()) return Held(*question, "Select on the table (optional)");
  // A statement needs CreateInstance, too, which is not optional and told by the check of Alter.
  const std::string missing = maxcompute::MissingActionOf(status);
  if (!missing.empty() && missing != "Select") return {};
  CheckResult result = MaxComputeRefused(status, *question, /*optional=*/true);
  for (Finding& finding : result.findings) {
    absl::StrAppend(&finding.message,
                    "; it is optional: without it rows cannot be shown, and a session whose fate "
                    "the tunnel no longer knows cannot be settled");
  }
  return result;
}

// `key`: the partition column; empty for a table without, whose partitions nobody adds.
std::vector<Check> PermissionChecks(const TableQuestionPtr& question, const std::string& key) {
  std::vector<Check> checks = {TableCheck(kPlaceOfUpdate, question, false,
                                          [question, key] { return TryToUpdate(question, key); }),
                               TableCheck(kPlaceOfSelect, question, true,
                                          [question, key] { return TryToSelect(question, key); })};
  if (key.empty()) return checks;
  checks.push_back(TableCheck(kPlaceOfAlter, question, false,
                              [question, key] { return TryToAlter(question, key); }));
  return checks;
}

CheckResult AskTable(const TableQuestionPtr& question) {
  const auto table = question->connection->catalog().GetTable(question->table());
  if (!table.ok()) {
    CheckResult result = MaxComputeRefused(table.status(), *question);
    // Without Describe the others can still be asked for; without the table they cannot.
    if (ReasonOf(table.status()) == maxcompute::kReasonPermissionMissing) {
      result.next = PermissionChecks(question, "pt");
    }
    return result;
  }
  CheckResult result = Held(*question, "Describe on the table");
  const Findings fit = JudgeTable(*table, question->sink);
  if (question->about.columns) {
    result.findings.insert(result.findings.end(), fit.begin(), fit.end());
  }
  // A session of another kind than the table's says nothing about rights, nor does a table that
  // must have partitions and has none.
  const bool of_kind =
      table->schema.primary_key.empty() == (question->sink.delivery != Delivery::kUpsert);
  const bool is_fit = std::none_of(fit.begin(), fit.end(), [](const Finding& finding) {
    return finding.severity == Severity::kError;
  });
  const auto& keys = table->schema.partition_keys;
  if (of_kind && (is_fit || !keys.empty()))
    result.next = PermissionChecks(question, keys.empty() ? "" : keys[0].name);
  return result;
}

void JudgeProject(const maxcompute::Project& project, const MaxComputeSink& sink,
                  Findings& findings) {
  const std::string subject = absl::StrCat("projects/", sink.project);
  findings.push_back(Checked("connector.sink.endpoint", subject,
                             absl::StrCat("MaxCompute answers at ", sink.endpoint)));
  findings.push_back(Checked(kRoleField, subject, absl::StrCat(Who(sink), " is accepted")));
  const bool available = project.state.empty() || project.state == "AVAILABLE";
  if (available) {
    findings.push_back(Checked("connector.sink.project", subject,
                               absl::StrCat("project ", sink.project, " exists")));
  } else {
    findings.push_back(NotRecommended(
        "connector.sink.project", subject,
        absl::StrCat("project ", sink.project, " is in state ", project.state, ", not AVAILABLE"),
        "have the project's owner bring it back into service"));
  }
  if (project.region.empty() || sink.region.empty() || project.region == sink.region) return;
  findings.push_back(
      NotRecommended("connector.sink.region", subject,
                     absl::StrCat("project ", sink.project, " is in region ", project.region,
                                  ", and sink.region is ", sink.region),
                     absl::StrCat("set sink.region to ", project.region)));
}

CheckResult AskProject(const TableQuestionPtr& question) {
  const auto project = question->connection->catalog().GetProject(question->table().project);
  CheckResult result;
  if (project.ok()) {
    JudgeProject(*project, question->sink, result.findings);
  } else {
    result = MaxComputeRefused(project.status(), *question);
    // A role that may not read the project may still lack more.
    if (ReasonOf(project.status()) != maxcompute::kReasonPermissionMissing) return result;
  }
  result.next.push_back(
      TableCheck(kPlaceOfTable, question, false, [question] { return AskTable(question); }));
  return result;
}

}  // namespace

Check CheckOfProject(const TableQuestionPtr& question) {
  return TableCheck(kPlaceOfProject, question, false, [question] { return AskProject(question); });
}

}  // namespace sluice::controlplane
