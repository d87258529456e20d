#include "controlplane/rpc/preview_call.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/record_reader.h"
#include "base/status/status_macros.h"
#include "controlplane/preflight/row_preview.h"
#include "controlplane/rpc/existing_connector.h"
#include "controlplane/rpc/printable.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/source_topic.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/table_calls.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/rpc/translate_words.h"
#include "controlplane/validation/connector_rules.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr int kRecordsDefault = 10;
constexpr int kRecordsMax = 100;
constexpr int64_t kRecordBytesMax = 8 << 20;  // Of all records together; a large one fits.
constexpr size_t kValueBytesMax = 1024;
constexpr size_t kAnswerBytesMax = 1 << 20;
constexpr char kNameless[] = "preview";  // Of a definition that has no name yet.

absl::string_view NameOf(conversion::Stage stage) {
  switch (stage) {
    case conversion::Stage::kKeyConverter:
      return "KEY_CONVERTER";
    case conversion::Stage::kValueConverter:
      return "VALUE_CONVERTER";
    case conversion::Stage::kTaskPut:
      return "TASK_PUT";
  }
  return "TASK_PUT";
}

void FillRecord(const kafka::StoredRecord& record, const RowPreview& preview,
                size_t value_bytes_max, v1::PreviewedRecord& proto) {
  proto.set_partition(record.partition);
  proto.set_offset(record.offset);
  if (record.timestamp_ms >= 0) {
    SetTime(absl::FromUnixMillis(record.timestamp_ms), [&] { return proto.mutable_timestamp(); });
  }
  if (preview.rejection.has_value()) {
    v1::RecordRejection& rejection = *proto.mutable_rejection();
    rejection.set_stage(std::string(NameOf(preview.rejection->stage)));
    rejection.set_reason(preview.rejection->reason);
    rejection.set_column(preview.rejection->column);
    rejection.set_message(Printable(preview.rejection->message, kValueBytesMax));
    return;
  }
  proto.set_table_partition(Printable(preview.table_partition, kValueBytesMax));
  for (const std::optional<std::string>& value : preview.row) {
    google::protobuf::Value& out = *proto.mutable_row()->add_values();
    if (value.has_value()) {
      out.set_string_value(Printable(*value, value_bytes_max));
    } else {
      out.set_null_value(google::protobuf::NULL_VALUE);
    }
  }
}

// Until the answer is as large as it may be.
void Fill(const maxcompute::TableSchema& schema, const std::vector<kafka::StoredRecord>& records,
          const std::vector<RowPreview>& previews, v1::PreviewRecordsResponse* response) {
  for (const maxcompute::Column& column : schema.columns) {
    response->add_columns(Printable(column.name, kValueBytesMax));
  }
  // A table may have so many columns that not even one row would fit: half of what is left is for
  // the first.
  const size_t columns = std::max<size_t>(1, schema.columns.size());
  const size_t value_bytes_max = std::min(kValueBytesMax, kAnswerBytesMax / 2 / columns);
  size_t bytes = response->ByteSizeLong();
  for (size_t i = 0; i < records.size(); ++i) {
    v1::PreviewedRecord& record = *response->add_records();
    FillRecord(records[i], previews[i], value_bytes_max, record);
    bytes += record.ByteSizeLong() + 8;
    if (bytes <= kAnswerBytesMax) continue;
    response->mutable_records()->RemoveLast();
    return;
  }
}

}  // namespace

absl::StatusOr<Connector> PreviewCall::Definition(const v1::PreviewRecordsRequest& request,
                                                  const Instance& instance) {
  const ConnectorId id = {instance.id,
                          request.connector_id().empty() ? kNameless : request.connector_id()};
  if (!request.has_connector()) {
    absl::StatusOr<Connector> stored = connectors_.GetConnector(id);
    if (!stored.ok()) return About(stored.status(), kConnectorType, ConnectorName(id));
    return stored;
  }
  Violations violations;
  Connector connector = ConnectorFromProto(request.connector(), id, violations);
  SLUICE_RETURN_IF_ERROR(FillFromExisting(connectors_, connector));
  FillDefaults(connector, &instance);
  CheckConnector(connector, &instance, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  return connector;
}

absl::Status PreviewCall::Preview(const v1::PreviewRecordsRequest& request,
                                  v1::PreviewRecordsResponse* response) {
  Violations violations;
  const std::string instance_id = ReadInstanceName("parent", request.parent(), violations);
  if (!request.has_connector()) {
    CheckId("connector_id", request.connector_id(), violations);
  }
  if (request.limit() < 0) {
    violations.Add("limit", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", request.limit(), "; set it to 0 to ", kRecordsMax));
  }
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::StatusOr<Instance> instance = instances_.GetInstance(instance_id);
  if (!instance.ok()) return About(instance.status(), kInstanceType, request.parent());
  SLUICE_ASSIGN_OR_RETURN(const Connector connector, Definition(request, *instance));

  // The table first: without it there is nothing to convert into, and it is the quicker question.
  const MaxComputeSink& sink = connector.spec.sink;
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<TableConnection> connection, tables_.Of(sink));
  const auto table = connection->catalog().GetTable(TableNameOf(sink));
  if (!table.ok()) return AsApiAnswer(table.status(), sink);
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<kafka::RecordReader> reader,
                          clusters_.ReaderOf(*instance));
  const std::string& topic = connector.spec.source.topic;
  kafka::ReadLimits limits;
  limits.records_max =
      request.limit() == 0 ? kRecordsDefault : std::min(request.limit(), kRecordsMax);
  limits.bytes_max = kRecordBytesMax;
  limits.timeout = kafka_timeout_;
  const absl::StatusOr<kafka::LastRecords> last = reader->ReadLast(topic, limits);
  if (absl::IsNotFound(last.status())) return SourceTopicNotFound(topic);
  SLUICE_RETURN_IF_ERROR(last.status());
  SLUICE_ASSIGN_OR_RETURN(const std::vector<RowPreview> previews,
                          PreviewRows(last->records, connector.spec, *table, clock_.Now()));
  Fill(table->schema, last->records, previews, response);
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
