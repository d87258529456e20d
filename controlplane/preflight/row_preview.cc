#include "controlplane/preflight/row_preview.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <utility>
#include <variant>

#include "base/status/status_macros.h"
#include "controlplane/preflight/conversion_of.h"
#include "controlplane/preflight/preflight.h"
#include "controlplane/preflight/table_fit.h"
#include "conversion/column_plan.h"
#include "conversion/record_router.h"
#include "conversion/row_converter.h"
#include "conversion/source_record.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/record_decoder.h"
#include "maxcompute/record/record_encoder.h"
#include "maxcompute/record/row_change.h"

namespace sluice::controlplane {
namespace {

constexpr int64_t kFieldBytesMax = 8 << 20;  // What tables take unless the tunnel says otherwise.

class StoredHeaders : public conversion::RecordHeaders {
 public:
  explicit StoredHeaders(const std::vector<kafka::StoredHeader>& stored) : stored_(stored) {}

  void Read(std::vector<conversion::RecordHeader>& headers) const override {
    for (const kafka::StoredHeader& header : stored_) {
      headers.push_back({header.key, header.value.has_value()
                                         ? std::optional<absl::string_view>(*header.value)
                                         : std::nullopt});
    }
  }

 private:
  const std::vector<kafka::StoredHeader>& stored_;
};

std::optional<absl::string_view> ViewOf(const std::optional<std::string>& bytes) {
  return bytes.has_value() ? std::optional<absl::string_view>(*bytes) : std::nullopt;
}

// Converts the records of one topic one by one, and reads what came of each.
class Previewer {
 public:
  Previewer(const std::string& topic, const conversion::ConversionDefinition& definition,
            const conversion::ColumnPlan& plan, const maxcompute::TableSchema& schema,
            absl::Time now)
      : topic_(topic),
        definition_(definition),
        partition_key_(plan.partition_key),
        now_ms_(absl::ToUnixMillis(now)),
        converter_(plan, definition, kFieldBytesMax) {
    for (const maxcompute::Column& column : schema.columns) types_.push_back(column.type);
    encoded_types_ = plan.changes_of_columns > 0 ? maxcompute::ChangeTypes(schema) : types_;
  }

  absl::StatusOr<RowPreview> Preview(const kafka::StoredRecord& record) {
    conversion::RecordRouter& router =
        routers_.try_emplace(record.partition, definition_).first->second;
    router.BeginBatch(now_ms_);
    const conversion::Routed routed = router.Route(record.timestamp_ms);
    RowPreview preview;
    preview.rejection = routed.rejection;
    if (preview.rejection.has_value()) return preview;
    std::string table_partition;
    if (!partition_key_.empty()) {
      table_partition =
          maxcompute::PartitionSpec({{partition_key_, std::string(routed.partition)}}).ToString();
    }
    preview.rejection = Append(record);
    if (preview.rejection.has_value()) return preview;
    preview.table_partition = table_partition;
    SLUICE_ASSIGN_OR_RETURN(preview.row, ReadBack());
    return preview;
  }

 private:
  std::optional<conversion::Rejection> Append(const kafka::StoredRecord& record) {
    const StoredHeaders headers(record.headers);
    conversion::SourceRecord source;
    source.topic = topic_;
    source.partition = record.partition;
    source.offset = record.offset;
    source.timestamp_ms = record.timestamp_ms;
    source.key = ViewOf(record.key);
    source.value = ViewOf(record.value);
    source.headers = record.headers.empty() ? nullptr : &headers;
    source.insert_time_ms = now_ms_;
    return converter_.AppendTo(source, encoder_);
  }

  // The one row in the encoder's block, as the tunnel would read it.
  absl::StatusOr<std::vector<std::optional<std::string>>> ReadBack() {
    const maxcompute::EncodedBlock block = encoder_.Finish();
    SLUICE_ASSIGN_OR_RETURN(const std::vector<maxcompute::Row> rows,
                            maxcompute::DecodeRecords(encoded_types_, block.bytes.view(), 1));
    std::vector<std::optional<std::string>> texts;
    for (size_t i = 0; i < types_.size(); ++i) {
      const maxcompute::Value& value = rows[0][i];
      texts.push_back(value.is_null() ? std::nullopt
                                      : std::optional<std::string>(value.ToString(types_[i])));
    }
    return texts;
  }

  const std::string& topic_;
  const conversion::ConversionDefinition definition_;
  const std::string partition_key_;
  const int64_t now_ms_;
  std::vector<maxcompute::ColumnType> types_;
  std::vector<maxcompute::ColumnType> encoded_types_;  // The same, or of changes.
  conversion::RowConverter converter_;
  maxcompute::RecordEncoder encoder_;
  std::map<int32_t, conversion::RecordRouter> routers_;  // By source partition.
};

Findings ErrorsOf(const Findings& findings) {
  Findings errors;
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::kError) errors.push_back(finding);
  }
  return errors;
}

}  // namespace

absl::StatusOr<std::vector<RowPreview>> PreviewRows(const std::vector<kafka::StoredRecord>& records,
                                                    const ConnectorSpec& spec,
                                                    const maxcompute::Table& table,
                                                    absl::Time now) {
  const Findings unfit = ErrorsOf(JudgeTable(table, spec.sink));
  if (!unfit.empty()) return StatusOf(unfit);
  SLUICE_ASSIGN_OR_RETURN(conversion::ConversionDefinition definition, ConversionOf(spec.sink));
  const auto planned = conversion::PlanColumns(table.schema, definition, table.name);
  const auto& plan = std::get<conversion::ColumnPlan>(planned);
  if (plan.partition_key.empty()) definition.clock = conversion::PartitionClock::kNone;
  Previewer previewer(spec.source.topic, definition, plan, table.schema, now);
  // Which records are late depends on those before them.
  std::vector<size_t> oldest_first(records.size());
  std::iota(oldest_first.begin(), oldest_first.end(), 0);
  std::sort(oldest_first.begin(), oldest_first.end(),
            [&](size_t a, size_t b) { return records[a].offset < records[b].offset; });
  std::vector<RowPreview> previews(records.size());
  for (const size_t i : oldest_first) {
    SLUICE_ASSIGN_OR_RETURN(previews[i], previewer.Preview(records[i]));
  }
  return previews;
}

}  // namespace sluice::controlplane
