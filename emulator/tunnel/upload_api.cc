#include "emulator/tunnel/upload_api.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/ids/random_id.h"
#include "emulator/record/row_rules.h"
#include "emulator/tunnel/partition_maker.h"
#include "emulator/tunnel/received_rows.h"
#include "emulator/tunnel/session_json.h"

namespace sluice::emulator {
namespace {

constexpr int64_t kBlocksMax = 20000;

Uploads UploadsOf(Sql& sql, const World& world) {
  return Uploads(sql, world.limits.session_life, world.clock.Now());
}

absl::Status NotOpen(const Upload& upload) {
  return ServiceError("StatusConflict", absl::StrCat("upload session ", upload.id, " is ",
                                                     ToString(upload.state), ", not NORMAL"));
}

absl::StatusOr<int64_t> BlockId(const http::ServerRequest& request) {
  std::string text = request.Query("blockid").value_or("");
  int64_t id = 0;
  if (absl::SimpleAtoi(text, &id) && id >= 0 && id < kBlocksMax) return id;
  return ServiceError("InvalidBlockID", absl::StrCat("blockid '", text.substr(0, 32),
                                                     "' is no number from 0 to ", kBlocksMax - 1));
}

}  // namespace

absl::StatusOr<http::ServerResponse> UploadApi::Create(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& name,
                                                       const http::ServerRequest& request) {
  const std::string partition = request.Query("partition").value_or("");
  return world_.database.TransactFor<http::ServerResponse>(
      [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
        SLUICE_RETURN_IF_ERROR(
            MakePartitionIfAsked(sql, caller, project, name, request, world_.clock.Now()));
        SLUICE_ASSIGN_OR_RETURN(TunnelTarget target, OpenTarget(sql, caller, project, name,
                                                                partition, {"Describe", "Update"}));
        SLUICE_RETURN_IF_ERROR(RequireNoPrimaryKey(target.table));
        Session session{.upload = {.id = TimedId(world_.clock.Now()),
                                   .table_id = target.table.id,
                                   .partition_id = target.partition.id,
                                   .overwrite = HasFlag(request, "overwrite"),
                                   .owner = caller.Name(),
                                   .created = world_.clock.Now()},
                        .table = std::move(target.table)};
        SLUICE_RETURN_IF_ERROR(UploadsOf(sql, world_).Create(session.upload));
        return Answer(201, session, sql);
      });
}

absl::StatusOr<UploadApi::Session> UploadApi::Open(Sql& sql, const Principal& caller,
                                                   const std::string& project,
                                                   const std::string& name,
                                                   const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(Table table, OpenTunnelTable(sql, caller, project, name, {"Update"}));
  SLUICE_ASSIGN_OR_RETURN(Upload upload,
                          UploadsOf(sql, world_).Get(request.Query("uploadid").value_or("")));
  SLUICE_RETURN_IF_ERROR(RequireSameTarget(sql, table, request.Query("partition").value_or(""),
                                           upload.table_id, upload.partition_id));
  return Session{std::move(upload), std::move(table)};
}

absl::StatusOr<http::ServerResponse> UploadApi::Answer(int status, const Session& session,
                                                       Sql& sql) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<UploadBlock> blocks,
                          UploadsOf(sql, world_).ListBlocks(session.upload.id));
  return UploadAnswer(status, session.upload, session.table.columns, session.table.partition_keys,
                      blocks);
}

absl::StatusOr<http::ServerResponse> UploadApi::PutBlock(const Principal& caller,
                                                         const std::string& project,
                                                         const std::string& name,
                                                         http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(int64_t block_id, BlockId(request));
  SLUICE_ASSIGN_OR_RETURN(Session session, world_.database.TransactFor<Session>([&](Sql& sql) {
    return Open(sql, caller, project, name, request);
  }));
  if (session.upload.state != UploadState::kNormal) return NotOpen(session.upload);
  const Columns& columns = session.table.columns;
  SLUICE_ASSIGN_OR_RETURN(ReceivedRows rows,
                          ReceiveRows(columns, request, world_.limits.block_bytes_max,
                                      [&](const Row& row) { return CheckRow(columns, row); }));
  SLUICE_ASSIGN_OR_RETURN(std::string file, world_.blocks.Write(rows.bytes));
  absl::StatusOr<std::string> replaced =
      world_.database.TransactFor<std::string>([&](Sql& sql) -> absl::StatusOr<std::string> {
        Uploads uploads = UploadsOf(sql, world_);
        // Asked again: a commit may have come while the block was being received.
        SLUICE_ASSIGN_OR_RETURN(Upload upload, uploads.Get(session.upload.id));
        if (upload.state != UploadState::kNormal) return NotOpen(upload);
        return uploads.PutBlock(upload.id, {.block_id = block_id,
                                            .file = file,
                                            .rows = rows.count,
                                            .bytes = static_cast<int64_t>(rows.bytes.size()),
                                            .created = world_.clock.Now()});
      });
  if (!replaced.ok()) {
    world_.blocks.Remove({file});
    return replaced.status();
  }
  if (!replaced->empty()) world_.blocks.Remove({*replaced});
  return http::ServerResponse();
}

absl::StatusOr<http::ServerResponse> UploadApi::Get(const Principal& caller,
                                                    const std::string& project,
                                                    const std::string& name,
                                                    const http::ServerRequest& request) {
  return world_.database.TransactFor<http::ServerResponse>(
      [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
        SLUICE_ASSIGN_OR_RETURN(Session session, Open(sql, caller, project, name, request));
        return Answer(200, session, sql);
      });
}

absl::Status UploadApi::CommitOnce(Sql& sql, Session& session,
                                   std::vector<std::string>& replaced) const {
  Uploads uploads = UploadsOf(sql, world_);
  UploadState& state = session.upload.state;
  if (state == UploadState::kNormal && world_.limits.commit_takes > absl::ZeroDuration()) {
    SLUICE_RETURN_IF_ERROR(
        uploads.BeginCommit(session.upload, world_.clock.Now() + world_.limits.commit_takes));
    state = UploadState::kClosing;
  } else if (state == UploadState::kNormal) {
    SLUICE_ASSIGN_OR_RETURN(replaced, uploads.Commit(session.upload));
    state = UploadState::kClosed;
  } else {
    const bool committed = state == UploadState::kClosing || state == UploadState::kClosed;
    if (!committed || world_.limits.repeated_commit_conflicts) return NotOpen(session.upload);
  }
  return absl::OkStatus();
}

absl::StatusOr<http::ServerResponse> UploadApi::Commit(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& name,
                                                       const http::ServerRequest& request) {
  std::vector<std::string> replaced;
  absl::Status refused;
  SLUICE_ASSIGN_OR_RETURN(http::ServerResponse response,
                          world_.database.TransactFor<http::ServerResponse>(
                              [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
                                SLUICE_ASSIGN_OR_RETURN(Session session,
                                                        Open(sql, caller, project, name, request));
                                if (session.upload.state == UploadState::kExpired) {
                                  // Not an error here: that it has expired is to be remembered.
                                  refused = NotOpen(session.upload);
                                  return http::ServerResponse();
                                }
                                SLUICE_RETURN_IF_ERROR(CommitOnce(sql, session, replaced));
                                return Answer(200, session, sql);
                              }));
  if (!refused.ok()) return refused;
  world_.blocks.Remove(replaced);
  return response;
}

absl::StatusOr<http::ServerResponse> UploadApi::Cancel(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& name,
                                                       const http::ServerRequest& request) {
  std::vector<std::string> dead;
  absl::Status refused;
  SLUICE_ASSIGN_OR_RETURN(
      http::ServerResponse response,
      world_.database.TransactFor<http::ServerResponse>(
          [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
            SLUICE_ASSIGN_OR_RETURN(Session session, Open(sql, caller, project, name, request));
            if (session.upload.state == UploadState::kExpired) {
              refused = NotOpen(session.upload);  // No error here, as in a commit.
              return http::ServerResponse();
            }
            if (session.upload.state != UploadState::kCanceled) {
              SLUICE_ASSIGN_OR_RETURN(
                  dead, UploadsOf(sql, world_).End(session.upload, UploadState::kCanceled));
              session.upload.state = UploadState::kCanceled;
            }
            return Answer(200, session, sql);
          }));
  if (!refused.ok()) return refused;
  world_.blocks.Remove(dead);
  return response;
}

}  // namespace sluice::emulator
