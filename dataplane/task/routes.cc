#include "dataplane/task/routes.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "conversion/column_plan.h"

namespace sluice::dataplane {
namespace {

absl::Status Unfit(const maxcompute::TableName& table,
                   const std::vector<conversion::ColumnProblem>& problems) {
  auto line = [](auto member) {
    return [member](std::string* out, const conversion::ColumnProblem& problem) {
      absl::StrAppend(out, problem.*member);
    };
  };
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat(
                     "table ", table.ToString(), " does not take this connector's rows: ",
                     absl::StrJoin(problems, "; ", line(&conversion::ColumnProblem::message)))),
                 "TABLE_UNFIT"),
      absl::StrJoin(problems, "\n", line(&conversion::ColumnProblem::remedy)));
}

absl::Status RevisionGone(int64_t revision) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat(
                     "the ledger names rows that revision ", revision,
                     " of the connector routed, and this worker was not told of that revision")),
                 "REVISION_GONE"),
      "the control plane sends it with the assignment; see whether worker and control plane are "
      "connected");
}

absl::StatusOr<Route> PlanOne(const RevisionDefinition& revision,
                              const maxcompute::TableSchema& schema, int64_t field_bytes_max) {
  const maxcompute::TableName table = revision.table_name();
  auto planned = conversion::PlanColumns(schema, revision.conversion, table);
  if (auto* problems = std::get_if<std::vector<conversion::ColumnProblem>>(&planned))
    return Unfit(table, *problems);
  const auto& plan = std::get<conversion::ColumnPlan>(planned);
  conversion::ConversionDefinition definition = revision.conversion;
  if (plan.partition_key.empty()) definition.clock = conversion::PartitionClock::kNone;
  return Route{.definition = definition,
               .converter = conversion::RowConverter(plan, revision.conversion, field_bytes_max),
               .tells_insert_time = std::any_of(plan.columns.begin(), plan.columns.end(),
                                                [](const conversion::PlannedColumn& column) {
                                                  return column.source ==
                                                         conversion::ColumnSource::kInsertTime;
                                                })};
}

}  // namespace

absl::StatusOr<Routes> Routes::Plan(const TaskDefinition& definition,
                                    const maxcompute::TableSchema& schema,
                                    int64_t field_bytes_max) {
  Routes routes;
  routes.current_ = definition.connector_revision;
  routes.schema_ = schema;
  for (const auto& [number, revision] : definition.revisions)
    routes.routes_.emplace(number, PlanOne(revision, schema, field_bytes_max));
  // An older one that no longer fits matters only when its rows must be written again.
  SLUICE_RETURN_IF_ERROR(routes.Of(routes.current_).status());
  return routes;
}

maxcompute::PartitionSpec Routes::Spec(absl::string_view partition_value) const {
  if (schema_.partition_keys.empty()) return {};
  return maxcompute::PartitionSpec(
      {{schema_.partition_keys.front().name, std::string(partition_value)}});
}

absl::StatusOr<Route*> Routes::Of(int64_t revision) {
  const auto found = routes_.find(revision);
  if (found == routes_.end()) return RevisionGone(revision);
  SLUICE_RETURN_IF_ERROR(found->second.status());
  return &*found->second;
}

}  // namespace sluice::dataplane
