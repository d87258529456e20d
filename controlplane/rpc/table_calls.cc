#include "controlplane/rpc/table_calls.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/completeness/table_periods.h"
#include "controlplane/preflight/missing_grant.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/printable.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_words.h"
#include "controlplane/validation/fields.h"
#include "maxcompute/auth/role_credentials.h"
#include "maxcompute/request/service_error.h"

namespace sluice::controlplane {
namespace {

constexpr int kRowsDefault = 10;
constexpr int kRowsMax = 100;
constexpr size_t kValueBytesMax = 1024;
constexpr size_t kAnswerBytesMax = 2 << 20;  // Below what gRPC's clients take by default.
constexpr size_t kPartitionBytesMax = 1024;

absl::Status With(absl::StatusCode code, absl::string_view reason, const absl::Status& status) {
  return WithRemedy(WithReason(absl::Status(code, status.message()), reason), RemedyOf(status));
}

// A service of another kind, most likely, as the endpoint is for people to choose: nothing that it
// says is a bug of ours.
bool SaysNothing(const absl::Status& answer) {
  return absl::IsInternal(answer) || absl::IsUnimplemented(answer) || absl::IsDataLoss(answer) ||
         absl::IsUnknown(answer);
}

// `pt`='11-17-2020 15' AND …; a partition that cannot be one is a violation.
std::string ReadPartition(absl::string_view text, maxcompute::PartitionSpec& partition,
                          Violations& violations) {
  absl::StatusOr<maxcompute::PartitionSpec> parsed = text.size() > kPartitionBytesMax
                                                         ? absl::InvalidArgumentError("too long")
                                                         : maxcompute::PartitionSpec::Parse(text);
  Violations ignored;
  bool valid = parsed.ok() && !parsed->empty();
  std::string condition;
  for (size_t i = 0; valid && i < parsed->levels().size(); ++i) {
    const auto& [key, value] = parsed->levels()[i];
    CheckWord("key", key, "_", 128, ignored);
    CheckText("value", value, kPartitionBytesMax, ignored);
    absl::StrAppend(&condition, i == 0 ? "" : " AND ", "`", key, "`=", maxcompute::QuoteSql(value));
  }
  if (!valid || !ignored.empty()) {
    violations.Add("partition", text.empty() ? "FIELD_REQUIRED" : "FIELD_FORM",
                   absl::StrCat("is ", Echo(text), "; write it as pt=11-17-2020 15"));
    return "";
  }
  partition = *std::move(parsed);
  return condition;
}

void FillRows(const maxcompute::SqlRows& rows, v1::PreviewTableRowsResponse* response) {
  for (const std::string& column : rows.columns) {
    response->add_columns(Printable(column, kValueBytesMax));
  }
  for (const auto& row : rows.rows) {
    google::protobuf::ListValue* out = response->add_rows();
    for (const auto& value : row) {
      if (value.has_value()) {
        out->add_values()->set_string_value(Printable(*value, kValueBytesMax));
      } else {
        out->add_values()->set_null_value(google::protobuf::NULL_VALUE);
      }
    }
    if (response->ByteSizeLong() > kAnswerBytesMax) {
      response->mutable_rows()->RemoveLast();
      return;
    }
  }
}

}  // namespace

absl::Status AsApiAnswer(const absl::Status& maxcompute, const MaxComputeSink& sink) {
  const std::string reason = ReasonOf(maxcompute);
  if (reason == maxcompute::kReasonProjectNotFound || reason == maxcompute::kReasonTableNotFound) {
    return With(absl::StatusCode::kFailedPrecondition, reason, maxcompute);
  }
  if (reason == maxcompute::kReasonRoleNotFound || reason == maxcompute::kReasonRoleNotTrusted) {
    return With(absl::StatusCode::kFailedPrecondition, "ROLE_NOT_TRUSTED", maxcompute);
  }
  if (reason == maxcompute::kReasonPartitionNotFound) {
    return With(absl::StatusCode::kNotFound, "TABLE_PARTITION_NOT_FOUND", maxcompute);
  }
  // These codes would tell the caller to mend a request that is right, or a login that is not
  // theirs.
  if (absl::IsUnauthenticated(maxcompute) || absl::IsInvalidArgument(maxcompute)) {
    return With(absl::StatusCode::kFailedPrecondition, reason, maxcompute);
  }
  if (SaysNothing(maxcompute)) {
    return WithRemedy(WithReason(absl::UnavailableError(maxcompute.message()),
                                 maxcompute::kReasonMaxComputeUnreachable),
                      absl::StrCat("check that sink.endpoint ", sink.endpoint,
                                   " is the REST service of MaxCompute"));
  }
  return WithGrantStatement(maxcompute, sink);
}

absl::Status TableCalls::ListPartitions(const v1::ListTablePartitionsRequest& request,
                                        v1::ListTablePartitionsResponse* response) {
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string list = absl::StrCat("table partitions of ", request.name());
  SLUICE_ASSIGN_OR_RETURN(const std::string marker, ReadPageToken(list, request.page_token()));
  const absl::StatusOr<Connector> connector = connectors_.GetConnector(id);
  if (!connector.ok()) return About(connector.status(), kConnectorType, request.name());
  const MaxComputeSink& sink = connector->spec.sink;
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<TableConnection> table, tables_.Of(sink));
  const absl::StatusOr<maxcompute::PartitionPage> page =
      table->catalog().ListPartitions(TableNameOf(sink), page_size, marker);
  if (!page.ok()) return AsApiAnswer(page.status(), sink);
  for (const maxcompute::PartitionSpec& partition : page->partitions) {
    response->add_partitions()->set_spec(partition.ToString());
  }
  SLUICE_RETURN_IF_ERROR(TellCompleteness(*connector, page->partitions, response));
  if (!page->next_marker.empty()) {
    response->set_next_page_token(MakePageToken(list, page->next_marker));
  }
  return absl::OkStatus();
}

absl::Status TableCalls::TellCompleteness(const Connector& connector,
                                          const std::vector<maxcompute::PartitionSpec>& partitions,
                                          v1::ListTablePartitionsResponse* response) {
  SLUICE_ASSIGN_OR_RETURN(conversion::TablePartition periods, TablePeriodsOf(connector.spec.sink));
  SLUICE_ASSIGN_OR_RETURN(const absl::TimeZone zone, TimeZoneOf(connector.spec.sink));
  SLUICE_ASSIGN_OR_RETURN(const CompletenessState state,
                          completeness_.GetCompleteness(connector.uid));
  std::set<std::string> values;
  for (const maxcompute::PartitionSpec& partition : partitions)
    values.insert(partition.levels().front().second);
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Completion> known,
                          completeness_.FindCompletions(connector.uid, values));
  SetTime(state.watermark, [&] { return response->mutable_watermark(); });
  SetTime(state.complete_until, [&] { return response->mutable_complete_until(); });
  for (int i = 0; i < response->partitions_size(); ++i) {
    v1::TablePartition& partition = *response->mutable_partitions(i);
    const std::string& value = partitions[i].levels().front().second;
    const std::optional<conversion::TablePartition::Span> span = periods.SpanOfValue(value);
    if (!span.has_value()) continue;
    partition.set_begin_local(absl::FormatTime(absl::RFC3339_sec, span->begin, zone));
    partition.set_end_local(absl::FormatTime(absl::RFC3339_sec, span->end, zone));
    if (span->end > state.complete_until) partition.set_state(v1::TablePartition::OPEN);
    const auto found = std::find_if(known.begin(), known.end(), [&](const Completion& completion) {
      return completion.table_partition == value;
    });
    if (found == known.end()) continue;
    partition.set_state(found->state == Completion::State::kReopened
                            ? v1::TablePartition::REOPENED
                            : v1::TablePartition::COMPLETE);
    partition.set_completions(found->version);
    SetTime(found->time, [&] { return partition.mutable_state_time(); });
  }
  return absl::OkStatus();
}

absl::Status TableCalls::PreviewRows(const v1::PreviewTableRowsRequest& request,
                                     v1::PreviewTableRowsResponse* response) {
  Violations violations;
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  maxcompute::PartitionSpec partition;
  const std::string condition = ReadPartition(request.partition(), partition, violations);
  if (request.limit() < 0) {
    violations.Add("limit", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", request.limit(), "; set it to 0 to ", kRowsMax));
  }
  if (!violations.empty()) return InvalidRequest(violations);
  const int limit = request.limit() == 0 ? kRowsDefault : std::min(request.limit(), kRowsMax);
  const absl::StatusOr<Connector> connector = connectors_.GetConnector(id);
  if (!connector.ok()) return About(connector.status(), kConnectorType, request.name());
  const MaxComputeSink& sink = connector->spec.sink;
  const maxcompute::TableName name = TableNameOf(sink);
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<TableConnection> table, tables_.Of(sink));
  const absl::StatusOr<bool> exists = table->catalog().PartitionExists(name, partition);
  if (!exists.ok()) return AsApiAnswer(exists.status(), sink);
  if (!*exists) {
    return WithReason(absl::NotFoundError(absl::StrCat("table ", name.ToString(),
                                                       " has no partition ", partition.ToString())),
                      "TABLE_PARTITION_NOT_FOUND");
  }
  const absl::StatusOr<maxcompute::SqlRows> rows = table->sql().Select(
      name.project,
      absl::StrCat("SELECT * FROM ", name.ForSql(), " WHERE ", condition, " LIMIT ", limit, ";"));
  if (!rows.ok()) return AsApiAnswer(rows.status(), sink);
  FillRows(*rows, response);
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
