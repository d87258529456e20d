#include "emulator/tunnel/stream_api.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/ids/random_id.h"
#include "emulator/record/row_rules.h"
#include "emulator/store/segments.h"
#include "emulator/tunnel/partition_maker.h"
#include "emulator/tunnel/received_rows.h"
#include "emulator/tunnel/session_json.h"
#include "emulator/tunnel/worker_address.h"

namespace sluice::emulator {
namespace {

constexpr int64_t kSlotsMax = 64;

// Clients spell the header in two ways.
int64_t SlotsAskedFor(const http::ServerRequest& request) {
  for (const char* name : {"odps-tunnel-slot-num", "odps-slot-num"}) {
    int64_t slots = 0;
    if (absl::SimpleAtoi(request.Header(name), &slots) && slots > 0) {
      return std::min(slots, kSlotsMax);
    }
  }
  return 1;
}

absl::Status RefuseWhatIsNotCovered(const http::ServerRequest& request) {
  if (absl::EqualsIgnoreCase(request.Query("dynamic_partition").value_or(""), "true")) {
    return ServiceError("NotImplemented",
                        "dynamic_partition is not covered; create a session for each partition");
  }
  if (absl::StartsWith(request.Query("type").value_or(""), "eos_")) {
    return ServiceError("NotImplemented", "exactly-once streams are not covered");
  }
  return absl::OkStatus();
}

// The columns that the client knows must be those of now, or it must not care.
absl::Status CheckSchemaVersion(const Table& table, const http::ServerRequest& request) {
  const std::string text = request.Query("schema_version").value_or("");
  int64_t version = 0;
  if (text.empty()) return absl::OkStatus();
  if (!absl::SimpleAtoi(text, &version) || version < 0) {
    return ServiceError("InvalidArgument", "schema_version must be a number");
  }
  if (version > table.schema_version) {
    return ServiceError("NoSuchSchema",
                        absl::StrCat("table ", table.name, " has no schema version ", version));
  }
  const bool wants_latest =
      !absl::EqualsIgnoreCase(request.Query("check_latest_schema").value_or("true"), "false");
  if (version == table.schema_version || !wants_latest) return absl::OkStatus();
  return WithHeader(
      ServiceError("SchemaModified",
                   absl::StrCat("table ", table.name, " has schema version ", table.schema_version,
                                ", not ", version, " any more; create a session for it")),
      "odps-tunnel-latest-schema-version", absl::StrCat(table.schema_version));
}

absl::Status CheckSlot(const Stream& stream, const http::ServerRequest& request) {
  int64_t slot = 0;
  const std::string text = request.Query("slotid").value_or("");
  if (absl::SimpleAtoi(text, &slot) && slot >= 0 && slot < stream.slots) return absl::OkStatus();
  return ServiceError("InvalidArgument", absl::StrCat("slotid '", text.substr(0, 32),
                                                      "' is none of the session's ", stream.slots));
}

}  // namespace

absl::StatusOr<http::ServerResponse> StreamApi::Create(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& name,
                                                       const http::ServerRequest& request) {
  SLUICE_RETURN_IF_ERROR(RefuseWhatIsNotCovered(request));
  return world_.database.TransactFor<http::ServerResponse>(
      [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
        SLUICE_RETURN_IF_ERROR(
            MakePartitionIfAsked(sql, caller, project, name, request, world_.clock.Now()));
        SLUICE_ASSIGN_OR_RETURN(
            TunnelTarget target,
            OpenTarget(sql, caller, project, name, request.Query("partition").value_or(""),
                       {"Describe", "Update"}));
        SLUICE_RETURN_IF_ERROR(RequireNoPrimaryKey(target.table));
        SLUICE_RETURN_IF_ERROR(CheckSchemaVersion(target.table, request));
        Stream stream{.id = TimedId(world_.clock.Now()),
                      .table_id = target.table.id,
                      .partition_id = target.partition.id,
                      .slots = SlotsAskedFor(request),
                      .owner = caller.Name(),
                      .created = world_.clock.Now()};
        SLUICE_RETURN_IF_ERROR(Streams(sql).Create(stream));
        return StreamAnswer(201, stream, target.table, WorkerAddress(request));
      });
}

absl::StatusOr<StreamApi::Session> StreamApi::Open(Sql& sql, const Principal& caller,
                                                   const std::string& project,
                                                   const std::string& name,
                                                   const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(Table table, OpenTunnelTable(sql, caller, project, name, {"Update"}));
  SLUICE_ASSIGN_OR_RETURN(Stream stream,
                          Streams(sql).Get(request.Query("uploadid").value_or(""),
                                           world_.limits.session_life, world_.clock.Now()));
  SLUICE_RETURN_IF_ERROR(RequireSameTarget(sql, table, request.Query("partition").value_or(""),
                                           stream.table_id, stream.partition_id));
  return Session{std::move(stream), std::move(table)};
}

absl::StatusOr<http::ServerResponse> StreamApi::Get(const Principal& caller,
                                                    const std::string& project,
                                                    const std::string& name,
                                                    const http::ServerRequest& request) {
  SLUICE_RETURN_IF_ERROR(RefuseWhatIsNotCovered(request));
  return world_.database.TransactFor<http::ServerResponse>(
      [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
        SLUICE_ASSIGN_OR_RETURN(Session session, Open(sql, caller, project, name, request));
        return StreamAnswer(200, session.stream, session.table, WorkerAddress(request));
      });
}

absl::StatusOr<http::ServerResponse> StreamApi::Put(const Principal& caller,
                                                    const std::string& project,
                                                    const std::string& name,
                                                    http::ServerRequest& request) {
  SLUICE_RETURN_IF_ERROR(RefuseWhatIsNotCovered(request));
  SLUICE_ASSIGN_OR_RETURN(Session session, world_.database.TransactFor<Session>([&](Sql& sql) {
    return Open(sql, caller, project, name, request);
  }));
  SLUICE_RETURN_IF_ERROR(CheckSlot(session.stream, request));
  SLUICE_RETURN_IF_ERROR(CheckSchemaVersion(session.table, request));
  const Columns& columns = session.table.columns;
  SLUICE_ASSIGN_OR_RETURN(ReceivedRows rows,
                          ReceiveRows(columns, request, world_.limits.block_bytes_max,
                                      [&](const Row& row) { return CheckRow(columns, row); }));
  if (rows.count > 0) {
    SLUICE_ASSIGN_OR_RETURN(std::string file, world_.blocks.Write(rows.bytes));
    absl::Status published = world_.database.Transact([&](Sql& sql) -> absl::Status {
      // Asked again: the partition may have been dropped meanwhile.
      SLUICE_RETURN_IF_ERROR(Open(sql, caller, project, name, request).status());
      return Segments(sql, session.table.id, session.stream.partition_id, world_.clock.Now())
          .Append(file, rows.count, static_cast<int64_t>(rows.bytes.size()));
    });
    if (!published.ok()) {
      world_.blocks.Remove({file});
      return published;
    }
  }
  http::ServerResponse response;
  response.headers.Add("odps-tunnel-routed-server", WorkerAddress(request));
  response.headers.Add("odps-tunnel-slot-num", absl::StrCat(session.stream.slots));
  return response;
}

}  // namespace sluice::emulator
