#include "emulator/store/uploads.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

constexpr char kInsert[] = R"sql(
  INSERT INTO uploads(id, table_id, partition_id, state, overwrite, owner, created)
  VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7))sql";
constexpr char kFind[] = R"sql(
  SELECT table_id, partition_id, state, overwrite, owner, created FROM uploads WHERE id = ?1)sql";
constexpr char kSetState[] = "UPDATE uploads SET state = ?2 WHERE id = ?1";
constexpr char kListBlocks[] = R"sql(
  SELECT block_id, file, rows, bytes, created FROM upload_blocks WHERE upload_id = ?1
  ORDER BY block_id)sql";
constexpr char kFindBlock[] =
    "SELECT file FROM upload_blocks WHERE upload_id = ?1 AND block_id = ?2";
constexpr char kPutBlock[] = R"sql(
  INSERT INTO upload_blocks(upload_id, block_id, file, rows, bytes, created)
  VALUES(?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT DO UPDATE SET file = ?3, rows = ?4, bytes = ?5, created = ?6)sql";
constexpr char kListFiles[] = "SELECT file FROM segments WHERE partition_id = ?1";
constexpr char kDropSegments[] = "DELETE FROM segments WHERE partition_id = ?1";
constexpr char kPublish[] = R"sql(
  INSERT INTO segments(partition_id, file, rows, bytes)
  SELECT ?1, file, rows, bytes FROM upload_blocks WHERE upload_id = ?2 AND rows > 0
  ORDER BY block_id)sql";
constexpr char kTouchPartition[] = "UPDATE partitions SET modified = ?2 WHERE id = ?1";
constexpr char kTouchTable[] = "UPDATE tables SET modified = ?2 WHERE id = ?1";

UploadState FromString(const std::string& text) {
  if (text == "CLOSED") return UploadState::kClosed;
  return text == "EXPIRED" ? UploadState::kExpired : UploadState::kNormal;
}

}  // namespace

const char* ToString(UploadState state) {
  switch (state) {
    case UploadState::kNormal:
      return "NORMAL";
    case UploadState::kClosed:
      return "CLOSED";
    case UploadState::kExpired:
      return "EXPIRED";
  }
  return "UNKNOWN";
}

absl::Status Uploads::Create(const Upload& upload) {
  return sql_.Run(kInsert,
                  {upload.id, upload.table_id, upload.partition_id, ToString(upload.state),
                   int64_t{upload.overwrite}, upload.owner, absl::ToUnixMillis(upload.created)});
}

absl::StatusOr<Upload> Uploads::Get(const std::string& id) {
  std::optional<Upload> found;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFind, {id}, [&](const SqlRow& row) {
    found = Upload{.id = id,
                   .table_id = row.Int(0),
                   .partition_id = row.Int(1),
                   .state = FromString(row.Text(2)),
                   .overwrite = row.Int(3) != 0,
                   .owner = row.Text(4),
                   .created = absl::FromUnixMillis(row.Int(5))};
  }));
  if (!found.has_value()) {
    return ServiceError("NoSuchUpload",
                        absl::StrCat("upload session ", id.substr(0, 64), " does not exist"));
  }
  if (found->state == UploadState::kNormal && found->created + session_life_ <= now_) {
    found->state = UploadState::kExpired;
    SLUICE_RETURN_IF_ERROR(sql_.Run(kSetState, {id, ToString(found->state)}));
  }
  return *found;
}

absl::StatusOr<std::vector<UploadBlock>> Uploads::ListBlocks(const std::string& id) {
  std::vector<UploadBlock> blocks;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kListBlocks, {id}, [&](const SqlRow& row) {
    blocks.push_back({.block_id = row.Int(0),
                      .file = row.Text(1),
                      .rows = row.Int(2),
                      .bytes = row.Int(3),
                      .created = absl::FromUnixMillis(row.Int(4))});
  }));
  return blocks;
}

absl::StatusOr<std::string> Uploads::PutBlock(const std::string& id, const UploadBlock& block) {
  std::string replaced;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFindBlock, {id, block.block_id},
                                  [&](const SqlRow& row) { replaced = row.Text(0); }));
  SLUICE_RETURN_IF_ERROR(sql_.Run(kPutBlock, {id, block.block_id, block.file, block.rows,
                                              block.bytes, absl::ToUnixMillis(block.created)}));
  return replaced;
}

absl::StatusOr<std::vector<std::string>> Uploads::Commit(const Upload& upload) {
  std::vector<std::string> replaced;
  if (upload.overwrite) {
    SLUICE_RETURN_IF_ERROR(sql_.Run(kListFiles, {upload.partition_id},
                                    [&](const SqlRow& row) { replaced.push_back(row.Text(0)); }));
    SLUICE_RETURN_IF_ERROR(sql_.Run(kDropSegments, {upload.partition_id}));
  }
  const int64_t now = absl::ToUnixMillis(now_);
  SLUICE_RETURN_IF_ERROR(sql_.Run(kPublish, {upload.partition_id, upload.id}));
  SLUICE_RETURN_IF_ERROR(sql_.Run(kTouchPartition, {upload.partition_id, now}));
  SLUICE_RETURN_IF_ERROR(sql_.Run(kTouchTable, {upload.table_id, now}));
  SLUICE_RETURN_IF_ERROR(sql_.Run(kSetState, {upload.id, ToString(UploadState::kClosed)}));
  return replaced;
}

}  // namespace sluice::emulator
