#include "maxcompute/tunnel/in_memory_tunnel.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/record/record_decoder.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {
namespace {

constexpr int64_t kBlockIdMax = 19999;
constexpr int64_t kBlockBytesMax = int64_t{1} << 30;

std::vector<ColumnType> TypesOf(const TableSchema& schema) {
  std::vector<ColumnType> types;
  for (const Column& column : schema.columns) types.push_back(column.type);
  return types;
}

}  // namespace

absl::Status InMemoryTunnel::Refuse(absl::StatusCode code, absl::string_view reason,
                                    absl::string_view message) {
  return MarkClearRefusal(WithReason(absl::Status(code, message), reason));
}

absl::StatusOr<std::vector<Row>> InMemoryTunnel::Unpack(absl::string_view bytes,
                                                        ContentEncoding encoding,
                                                        std::vector<ColumnType> types) {
  std::string unpacked(bytes);
  if (encoding == ContentEncoding::kDeflate) {
    absl::StatusOr<std::string> inflated = Inflate(bytes, kBlockBytesMax);
    if (!inflated.ok()) {
      return Refuse(absl::StatusCode::kDataLoss, kReasonBlockDamaged, inflated.status().message());
    }
    unpacked = *std::move(inflated);
  } else if (encoding != ContentEncoding::kRaw) {
    return Refuse(absl::StatusCode::kUnimplemented, kReasonEncodingRefused,
                  "only deflate is unpacked here");
  }
  absl::StatusOr<std::vector<Row>> rows =
      DecodeRecords(std::move(types), unpacked, std::numeric_limits<int64_t>::max());
  if (!rows.ok()) {
    return Refuse(absl::StatusCode::kDataLoss, kReasonBlockDamaged, rows.status().message());
  }
  return rows;
}

void InMemoryTunnel::LetGo() {
  MutexLock lock(mu_);
  ++times_let_go_;
  changed_.NotifyAll();
}

bool InMemoryTunnel::WaitWhile(Knobs& knobs, const bool& held) {
  if (!held || knobs.to_hold <= 0) return true;
  --knobs.to_hold;
  ++knobs.held;
  changed_.NotifyAll();
  const int let_go_before = times_let_go_;
  while (held && times_let_go_ == let_go_before) changed_.Wait(mu_);
  --knobs.held;
  return times_let_go_ == let_go_before;
}

void InMemoryTunnel::AddTable(const TableName& table, TableSchema schema) {
  MutexLock lock(mu_);
  Table& added = tables_[table];
  ++added.schema_version;
  added.schema = std::move(schema);
  if (added.schema.partition_keys.empty()) added.partitions[PartitionSpec()];
}

void InMemoryTunnel::AddPartition(const TableName& table, const PartitionSpec& partition) {
  MutexLock lock(mu_);
  tables_[table].partitions[partition];
}

bool InMemoryTunnel::HasPartition(const TableName& table, const PartitionSpec& partition) const {
  MutexLock lock(mu_);
  const auto found = tables_.find(table);
  return found != tables_.end() && found->second.partitions.contains(partition);
}

std::optional<TableSchema> InMemoryTunnel::Schema(const TableName& table) const {
  MutexLock lock(mu_);
  const auto found = tables_.find(table);
  if (found == tables_.end()) return std::nullopt;
  return found->second.schema;
}

void InMemoryTunnel::FailNext(Operation operation, absl::Status status, When when) {
  MutexLock lock(mu_);
  knobs_[operation].failures.emplace_back(when, std::move(status));
}

void InMemoryTunnel::Hold(Operation operation, When when, int calls_max) {
  MutexLock lock(mu_);
  Knobs& knobs = knobs_[operation];
  (when == When::kBefore ? knobs.hold_before : knobs.hold_after) = true;
  knobs.to_hold = calls_max;
}

void InMemoryTunnel::Release(Operation operation) {
  MutexLock lock(mu_);
  knobs_[operation].hold_before = false;
  knobs_[operation].hold_after = false;
  changed_.NotifyAll();
}

void InMemoryTunnel::WaitUntilHeld(Operation operation, int calls) {
  MutexLock lock(mu_);
  while (knobs_[operation].held < calls) changed_.Wait(mu_);
}

void InMemoryTunnel::SetStatus(const UploadSession& session, SessionStatus status) {
  MutexLock lock(mu_);
  if (status == SessionStatus::kNotFound) {
    std::erase_if(uploads_, [&](const Upload& upload) { return upload.session == session; });
    return;
  }
  for (Upload& upload : uploads_) {
    if (upload.session == session) upload.status = status;
  }
}

std::vector<Row> InMemoryTunnel::Rows(const TableName& table,
                                      const PartitionSpec& partition) const {
  MutexLock lock(mu_);
  const auto found = tables_.find(table);
  if (found == tables_.end()) return {};
  const auto rows = found->second.partitions.find(partition);
  return rows == found->second.partitions.end() ? std::vector<Row>() : rows->second;
}

std::vector<TableName> InMemoryTunnel::Tables() const {
  MutexLock lock(mu_);
  std::vector<TableName> names;
  for (const auto& [name, table] : tables_) names.push_back(name);
  return names;
}

std::vector<PartitionSpec> InMemoryTunnel::Partitions(const TableName& table) const {
  MutexLock lock(mu_);
  std::vector<PartitionSpec> partitions;
  const auto found = tables_.find(table);
  if (found == tables_.end()) return partitions;
  for (const auto& [partition, rows] : found->second.partitions) {
    if (!partition.empty()) partitions.push_back(partition);
  }
  return partitions;
}

std::vector<UploadSession> InMemoryTunnel::Sessions() const {
  MutexLock lock(mu_);
  std::vector<UploadSession> sessions;
  for (const Upload& upload : uploads_) sessions.push_back(upload.session);
  return sessions;
}

int InMemoryTunnel::Calls(Operation operation) const {
  MutexLock lock(mu_);
  const auto found = knobs_.find(operation);
  return found == knobs_.end() ? 0 : found->second.calls;
}

absl::StatusOr<InMemoryTunnel::Table*> InMemoryTunnel::FindTable(const TableName& name,
                                                                 const PartitionSpec& partition) {
  const auto found = tables_.find(name);
  if (found == tables_.end()) {
    return Refuse(absl::StatusCode::kNotFound, kReasonTableNotFound,
                  absl::StrCat("table ", name.ToString(), " does not exist"));
  }
  Table& table = found->second;
  if (partition.levels().size() != table.schema.partition_keys.size()) {
    return Refuse(absl::StatusCode::kInvalidArgument, kReasonPartitionSpecInvalid,
                  absl::StrCat("the partition does not fit ", name.ToString()));
  }
  if (!table.partitions.contains(partition)) {
    return Refuse(absl::StatusCode::kNotFound, kReasonPartitionNotFound,
                  absl::StrCat("partition ", partition.ToString(), " does not exist"));
  }
  return &table;
}

absl::StatusOr<InMemoryTunnel::Table*> InMemoryTunnel::FindTable(const TableName& name,
                                                                 const PartitionSpec& partition,
                                                                 bool is_delta) {
  SLUICE_ASSIGN_OR_RETURN(Table* const table, FindTable(name, partition));
  if (is_delta == !table->schema.primary_key.empty()) return table;
  return Refuse(absl::StatusCode::kInvalidArgument, kReasonRequestRefused,
                absl::StrCat("table ", name.ToString(),
                             is_delta ? " has no primary key" : " takes only upserts"));
}

absl::StatusOr<InMemoryTunnel::Upload*> InMemoryTunnel::FindUpload(const UploadSession& session) {
  for (Upload& upload : uploads_) {
    if (upload.session == session) return &upload;
  }
  return Refuse(absl::StatusCode::kNotFound, kReasonSessionNotFound,
                absl::StrCat("the tunnel does not know session ", session.id));
}

absl::StatusOr<CreatedUpload> InMemoryTunnel::CreateUpload(const TableName& table,
                                                           const PartitionSpec& partition) {
  return Perform<absl::StatusOr<CreatedUpload>>(
      Operation::kCreateUpload, [&]() SLUICE_REQUIRES(mu_) -> absl::StatusOr<CreatedUpload> {
        SLUICE_ASSIGN_OR_RETURN(Table* const found,
                                FindTable(table, partition, /*is_delta=*/false));
        Upload upload;
        upload.session = {table, partition, absl::StrCat("upload-", next_id_++)};
        uploads_.push_back(upload);
        CreatedUpload created;
        created.session = upload.session;
        created.schema = found->schema;
        return created;
      });
}

absl::Status InMemoryTunnel::PutBlock(const UploadSession& session, int64_t block_id,
                                      absl::string_view bytes, ContentEncoding encoding) {
  return Perform<absl::Status>(Operation::kPutBlock, [&]() SLUICE_REQUIRES(mu_) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Upload* const upload, FindUpload(session));
    if (block_id < 0 || block_id > kBlockIdMax) {
      return Refuse(absl::StatusCode::kInvalidArgument, kReasonRequestRefused,
                    "the block id is out of range");
    }
    if (upload->status != SessionStatus::kNormal) {
      return WithReason(absl::FailedPreconditionError("the session is not open"),
                        kReasonSessionConflict);
    }
    SLUICE_ASSIGN_OR_RETURN(upload->blocks[block_id],
                            Unpack(bytes, encoding, TypesOf(tables_[session.table].schema)));
    return absl::OkStatus();
  });
}

UploadState InMemoryTunnel::StateOf(const Upload& upload) {
  UploadState state;
  state.status = upload.status;
  for (const auto& [block_id, rows] : upload.blocks) {
    state.blocks.push_back({block_id, static_cast<int64_t>(rows.size())});
  }
  return state;
}

absl::StatusOr<UploadState> InMemoryTunnel::GetUpload(const UploadSession& session) {
  return Perform<absl::StatusOr<UploadState>>(
      Operation::kGetUpload, [&]() SLUICE_REQUIRES(mu_) -> absl::StatusOr<UploadState> {
        const absl::StatusOr<Upload*> upload = FindUpload(session);
        if (!upload.ok()) return UploadState{SessionStatus::kNotFound, {}};
        return StateOf(**upload);
      });
}

absl::StatusOr<UploadState> InMemoryTunnel::CommitUpload(const UploadSession& session) {
  return Perform<absl::StatusOr<UploadState>>(
      Operation::kCommitUpload, [&]() SLUICE_REQUIRES(mu_) -> absl::StatusOr<UploadState> {
        const absl::StatusOr<Upload*> found = FindUpload(session);
        if (!found.ok()) return UploadState{SessionStatus::kNotFound, {}};
        Upload& upload = **found;
        if (upload.status == SessionStatus::kNormal) {
          std::vector<Row>& table = tables_[session.table].partitions[session.partition];
          for (const auto& [block_id, rows] : upload.blocks) {
            table.insert(table.end(), rows.begin(), rows.end());
          }
          upload.status = SessionStatus::kClosed;
        } else if (upload.status == SessionStatus::kExpired ||
                   upload.status == SessionStatus::kCanceled ||
                   upload.status == SessionStatus::kCritical) {
          return WithReason(absl::FailedPreconditionError("the session is not open"),
                            kReasonSessionConflict);
        }
        return StateOf(upload);
      });
}

absl::StatusOr<DownloadSession> InMemoryTunnel::CreateDownload(const TableName& table,
                                                               const PartitionSpec& partition) {
  return Perform<absl::StatusOr<DownloadSession>>(
      Operation::kCreateDownload, [&]() SLUICE_REQUIRES(mu_) -> absl::StatusOr<DownloadSession> {
        SLUICE_ASSIGN_OR_RETURN(Table* const found, FindTable(table, partition));
        Download download;
        download.rows = found->partitions[partition];
        download.session = {table, partition, absl::StrCat("download-", next_id_++), found->schema,
                            static_cast<int64_t>(download.rows.size())};
        downloads_.push_back(download);
        return download.session;
      });
}

absl::StatusOr<std::vector<Row>> InMemoryTunnel::ReadRows(const DownloadSession& session,
                                                          RowRange range,
                                                          const std::vector<std::string>& columns) {
  return Perform<absl::StatusOr<std::vector<Row>>>(
      Operation::kReadRows, [&]() SLUICE_REQUIRES(mu_) -> absl::StatusOr<std::vector<Row>> {
        const auto download = std::find_if(
            downloads_.begin(), downloads_.end(),
            [&](const Download& candidate) { return candidate.session.id == session.id; });
        if (download == downloads_.end()) {
          return Refuse(absl::StatusCode::kNotFound, kReasonSessionNotFound,
                        absl::StrCat("the tunnel does not know session ", session.id));
        }
        return Pick(*download, range, columns);
      });
}

absl::StatusOr<std::vector<Row>> InMemoryTunnel::Pick(const Download& download, RowRange range,
                                                      const std::vector<std::string>& columns) {
  std::vector<int> picked;
  for (const std::string& name : columns) {
    const std::optional<int> column = download.session.schema.FindColumn(name);
    if (!column.has_value()) {
      return Refuse(absl::StatusCode::kInvalidArgument, kReasonColumnNotFound,
                    absl::StrCat("there is no data column ", name));
    }
    picked.push_back(*column);
  }
  const auto rows_count = static_cast<int64_t>(download.rows.size());
  std::vector<Row> rows;
  for (int64_t i = range.first; i < std::min(rows_count, range.first + range.count); ++i) {
    if (picked.empty()) {
      rows.push_back(download.rows[i]);
      continue;
    }
    Row row;
    for (const int column : picked) row.push_back(download.rows[i][column]);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sluice::maxcompute
