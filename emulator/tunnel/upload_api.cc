#include "emulator/tunnel/upload_api.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/ids/random_id.h"
#include "emulator/record/content_coding.h"
#include "emulator/record/record_decoder.h"
#include "emulator/record/row_rules.h"
#include "emulator/tunnel/session_json.h"

namespace sluice::emulator {
namespace {

constexpr int64_t kBlocksMax = 20000;

Uploads UploadsOf(Sql& sql, const World& world) {
  return Uploads(sql, world.limits.session_life, world.clock.Now());
}

bool IsTrue(const http::ServerRequest& request, absl::string_view flag) {
  std::optional<std::string> value = request.Query(flag);
  return value.has_value() && !absl::EqualsIgnoreCase(*value, "false");
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
        if (IsTrue(request, "create_partition")) {
          SLUICE_ASSIGN_OR_RETURN(Table table,
                                  OpenTunnelTable(sql, caller, project, name, {"Update", "Alter"}));
          SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values, TargetValues(table, partition));
          absl::Status added = Catalog(sql).AddPartition(table.id, values, world_.clock.Now());
          if (!added.ok() && CodeOf(added) != "ObjectAlreadyExists") return added;
        }
        SLUICE_ASSIGN_OR_RETURN(TunnelTarget target, OpenTarget(sql, caller, project, name,
                                                                partition, {"Describe", "Update"}));
        Session session{.upload = {.id = TimedId(world_.clock.Now()),
                                   .table_id = target.table.id,
                                   .partition_id = target.partition.id,
                                   .overwrite = IsTrue(request, "overwrite"),
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
  if (upload.table_id != table.id) {
    return ServiceError("InvalidResourceSpec",
                        absl::StrCat("upload session ", upload.id, " is not one of this table"));
  }
  std::string partition = request.Query("partition").value_or("");
  if (partition.empty() && !table.partition_keys.empty()) {
    SLUICE_RETURN_IF_ERROR(Catalog(sql).GetPartitionById(upload.partition_id).status());
    return Session{std::move(upload), std::move(table)};
  }
  SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values, TargetValues(table, partition));
  SLUICE_ASSIGN_OR_RETURN(Partition target, Catalog(sql).GetPartition(table, values));
  if (target.id != upload.partition_id) {
    return ServiceError("InvalidResourceSpec", absl::StrCat("upload session ", upload.id,
                                                            " is not one of this partition"));
  }
  return Session{std::move(upload), std::move(table)};
}

absl::StatusOr<http::ServerResponse> UploadApi::Answer(int status, const Session& session,
                                                       Sql& sql) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<UploadBlock> blocks,
                          UploadsOf(sql, world_).ListBlocks(session.upload.id));
  return UploadAnswer(status, session.upload, session.table.columns, session.table.partition_keys,
                      blocks);
}

absl::StatusOr<int64_t> UploadApi::CheckRows(const Columns& columns,
                                             const std::string& bytes) const {
  RecordDecoder decoder(columns, bytes);
  Row row;
  while (true) {
    SLUICE_ASSIGN_OR_RETURN(bool more, decoder.Next(row));
    if (!more) return decoder.count();
    SLUICE_RETURN_IF_ERROR(emulator::CheckRow(columns, row));
  }
}

absl::StatusOr<http::ServerResponse> UploadApi::PutBlock(const Principal& caller,
                                                         const std::string& project,
                                                         const std::string& name,
                                                         http::ServerRequest& request) {
  if (request.HasQuery("arrow")) {
    return ServiceError("NotImplemented", "Arrow bodies are not covered; send a record stream");
  }
  SLUICE_ASSIGN_OR_RETURN(int64_t block_id, BlockId(request));
  SLUICE_ASSIGN_OR_RETURN(Session session, world_.database.TransactFor<Session>([&](Sql& sql) {
    return Open(sql, caller, project, name, request);
  }));
  if (session.upload.state != UploadState::kNormal) return NotOpen(session.upload);
  SLUICE_ASSIGN_OR_RETURN(std::string bytes,
                          DecodeContent(request.Header("content-encoding"), std::move(request.body),
                                        world_.limits.block_bytes_max));
  SLUICE_ASSIGN_OR_RETURN(int64_t rows, CheckRows(session.table.columns, bytes));
  SLUICE_ASSIGN_OR_RETURN(std::string file, world_.blocks.Write(bytes));
  absl::StatusOr<std::string> replaced =
      world_.database.TransactFor<std::string>([&](Sql& sql) -> absl::StatusOr<std::string> {
        Uploads uploads = UploadsOf(sql, world_);
        // Asked again: a commit may have come while the block was being received.
        SLUICE_ASSIGN_OR_RETURN(Upload upload, uploads.Get(session.upload.id));
        if (upload.state != UploadState::kNormal) return NotOpen(upload);
        return uploads.PutBlock(upload.id, {.block_id = block_id,
                                            .file = file,
                                            .rows = rows,
                                            .bytes = static_cast<int64_t>(bytes.size()),
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

absl::StatusOr<http::ServerResponse> UploadApi::Commit(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& name,
                                                       const http::ServerRequest& request) {
  std::vector<std::string> replaced;
  std::optional<Upload> refused;
  SLUICE_ASSIGN_OR_RETURN(
      http::ServerResponse response,
      world_.database.TransactFor<http::ServerResponse>(
          [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
            SLUICE_ASSIGN_OR_RETURN(Session session, Open(sql, caller, project, name, request));
            if (session.upload.state == UploadState::kExpired) {
              refused =
                  session.upload;  // Not an error here: that it has expired is to be remembered.
              return http::ServerResponse();
            }
            if (session.upload.state == UploadState::kNormal) {
              SLUICE_ASSIGN_OR_RETURN(replaced, UploadsOf(sql, world_).Commit(session.upload));
              session.upload.state = UploadState::kClosed;
            }
            return Answer(200, session, sql);
          }));
  if (refused.has_value()) return NotOpen(*refused);
  world_.blocks.Remove(replaced);
  return response;
}

}  // namespace sluice::emulator
