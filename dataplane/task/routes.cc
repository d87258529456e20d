#include "dataplane/task/routes.h"

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "conversion/column_plan.h"
#include "conversion/conversion_definition.h"
#include "conversion/time_zone.h"

namespace sluice::dataplane {
namespace {

absl::Status Unfit(const std::vector<conversion::ColumnProblem>& problems) {
  auto line = [](auto member) {
    return [member](std::string* out, const conversion::ColumnProblem& problem) {
      absl::StrAppend(out, problem.*member);
    };
  };
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat(
                     "the table does not take this connector's rows: ",
                     absl::StrJoin(problems, "; ", line(&conversion::ColumnProblem::message)))),
                 "TABLE_COLUMNS_UNFIT"),
      absl::StrJoin(problems, "; ", line(&conversion::ColumnProblem::remedy)));
}

}  // namespace

absl::StatusOr<Routes> Routes::Plan(const TaskDefinition& definition,
                                    const maxcompute::TableSchema& schema,
                                    int64_t field_bytes_max) {
  Routes routes;
  for (const auto& [number, revision] : definition.revisions) {
    SLUICE_ASSIGN_OR_RETURN(absl::TimeZone zone, conversion::ParseTimeZone(revision.time_zone));
    const conversion::ConversionDefinition conversion{.granularity = revision.granularity,
                                                      .zone = zone};
    const maxcompute::TableName table{
        .project = revision.project, .schema = "", .table = revision.table};
    auto planned = conversion::PlanColumns(schema, conversion, table);
    if (auto* problems = std::get_if<std::vector<conversion::ColumnProblem>>(&planned))
      return Unfit(*problems);
    const auto& plan = std::get<conversion::ColumnPlan>(planned);
    routes.partition_key_ = plan.partition_key;
    routes.routes_.emplace(
        number, Route{.table_partition = conversion::TablePartition(revision.granularity, zone),
                      .converter = conversion::RowConverter(plan, conversion, field_bytes_max)});
  }
  return routes;
}

Route* Routes::Of(int64_t revision) {
  const auto found = routes_.find(revision);
  return found == routes_.end() ? nullptr : &found->second;
}

}  // namespace sluice::dataplane
