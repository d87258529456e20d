#include "emulator/store/uploads.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/store/catalog.h"
#include "emulator/store/segments.h"

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
constexpr char kBeginClosing[] = "INSERT INTO closing_uploads(upload_id, closes) VALUES(?1, ?2)";
constexpr char kEndClosing[] = "DELETE FROM closing_uploads WHERE upload_id = ?1";
constexpr char kListOpen[] = "SELECT id FROM uploads WHERE state = 'NORMAL' ORDER BY created, id";
constexpr char kListDue[] = "SELECT upload_id FROM closing_uploads WHERE closes <= ?1";

struct Named {
  UploadState state;
  const char* name;
};
constexpr Named kNames[] = {
    {UploadState::kNormal, "NORMAL"},     {UploadState::kClosing, "CLOSING"},
    {UploadState::kClosed, "CLOSED"},     {UploadState::kExpired, "EXPIRED"},
    {UploadState::kCanceled, "CANCELED"}, {UploadState::kCritical, "CRITICAL"},
};

// The ends of a session that was not committed.
struct Way {
  UploadState from;
  UploadState to;
};
constexpr Way kEnds[] = {
    {UploadState::kNormal, UploadState::kExpired},
    {UploadState::kNormal, UploadState::kCanceled},
    {UploadState::kNormal, UploadState::kCritical},
    {UploadState::kClosing, UploadState::kCritical},
};

}  // namespace

const char* ToString(UploadState state) {
  for (const Named& named : kNames) {
    if (named.state == state) return named.name;
  }
  return "UNKNOWN";
}

std::optional<UploadState> UploadStateOf(absl::string_view name) {
  for (const Named& named : kNames) {
    if (name == named.name) return named.state;
  }
  return std::nullopt;
}

absl::Status Uploads::Create(const Upload& upload) {
  return sql_.Run(kInsert,
                  {upload.id, upload.table_id, upload.partition_id, ToString(upload.state),
                   int64_t{upload.overwrite}, upload.owner, absl::ToUnixMillis(upload.created)});
}

absl::StatusOr<std::optional<Upload>> Uploads::Find(const std::string& id) {
  std::optional<Upload> found;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFind, {id}, [&](const SqlRow& row) {
    found = Upload{.id = id,
                   .table_id = row.Int(0),
                   .partition_id = row.Int(1),
                   .state = UploadStateOf(row.Text(2)).value_or(UploadState::kCritical),
                   .overwrite = row.Int(3) != 0,
                   .owner = row.Text(4),
                   .created = absl::FromUnixMillis(row.Int(5))};
  }));
  return found;
}

absl::StatusOr<Upload> Uploads::Get(const std::string& id) {
  SLUICE_ASSIGN_OR_RETURN(std::optional<Upload> found, Find(id));
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

absl::StatusOr<std::vector<Upload>> Uploads::ListOpen() {
  std::vector<std::string> ids;
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(kListOpen, {}, [&](const SqlRow& row) { ids.push_back(row.Text(0)); }));
  std::vector<Upload> open;
  for (const std::string& id : ids) {
    SLUICE_ASSIGN_OR_RETURN(Upload upload, Get(id));
    if (upload.state == UploadState::kNormal) open.push_back(std::move(upload));
  }
  return open;
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
  Segments segments(sql_, upload.table_id, upload.partition_id, now_);
  std::vector<std::string> replaced;
  if (upload.overwrite) {
    SLUICE_ASSIGN_OR_RETURN(replaced, segments.RemoveAll());
  }
  SLUICE_RETURN_IF_ERROR(segments.AppendUpload(upload.id));
  SLUICE_RETURN_IF_ERROR(sql_.Run(kSetState, {upload.id, ToString(UploadState::kClosed)}));
  return replaced;
}

absl::Status Uploads::BeginCommit(const Upload& upload, absl::Time closes) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(kBeginClosing, {upload.id, absl::ToUnixMillis(closes)}));
  return sql_.Run(kSetState, {upload.id, ToString(UploadState::kClosing)});
}

absl::StatusOr<std::vector<std::string>> Uploads::CommitDue(absl::Time due_time) {
  std::vector<std::string> due;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kListDue, {absl::ToUnixMillis(due_time)},
                                  [&](const SqlRow& row) { due.push_back(row.Text(0)); }));
  std::vector<std::string> replaced;
  for (const std::string& id : due) {
    SLUICE_RETURN_IF_ERROR(sql_.Run(kEndClosing, {id}));
    SLUICE_ASSIGN_OR_RETURN(std::optional<Upload> upload, Find(id));
    if (!upload.has_value() || upload->state != UploadState::kClosing) continue;
    // The table or partition may have been dropped meanwhile.
    if (!Catalog(sql_).GetPartitionById(upload->partition_id).ok()) {
      SLUICE_RETURN_IF_ERROR(sql_.Run(kSetState, {id, ToString(UploadState::kCritical)}));
      continue;
    }
    SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> files, Commit(*upload));
    replaced.insert(replaced.end(), files.begin(), files.end());
  }
  return replaced;
}

absl::StatusOr<std::vector<std::string>> Uploads::End(const Upload& upload, UploadState state) {
  const bool leads_there = std::any_of(std::begin(kEnds), std::end(kEnds), [&](const Way& way) {
    return way.from == upload.state && way.to == state;
  });
  if (!leads_there) {
    return ServiceError("StatusConflict",
                        absl::StrCat("upload session ", upload.id, " is ", ToString(upload.state),
                                     " and cannot become ", ToString(state)));
  }
  SLUICE_RETURN_IF_ERROR(sql_.Run(kEndClosing, {upload.id}));
  SLUICE_RETURN_IF_ERROR(sql_.Run(kSetState, {upload.id, ToString(state)}));
  SLUICE_ASSIGN_OR_RETURN(std::vector<UploadBlock> blocks, ListBlocks(upload.id));
  std::vector<std::string> files;
  for (const UploadBlock& block : blocks) files.push_back(block.file);
  return files;
}

}  // namespace sluice::emulator
