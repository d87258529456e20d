#include "emulator/tunnel/upsert_api.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/ids/random_id.h"
#include "emulator/record/row_rules.h"
#include "emulator/store/segments.h"
#include "emulator/tunnel/received_rows.h"
#include "emulator/tunnel/session_json.h"
#include "emulator/tunnel/upsert_merge.h"
#include "emulator/tunnel/worker_address.h"

namespace sluice::emulator {
namespace {

constexpr int64_t kSlotsMax = 16;
constexpr int64_t kLifeHoursMax = 24;

// Of a query parameter from 1 to `max`; `otherwise` when it is missing.
absl::StatusOr<int64_t> CountOf(const http::ServerRequest& request, const char* name, int64_t max,
                                int64_t otherwise) {
  const std::string text = request.Query(name).value_or("");
  int64_t count = 0;
  if (text.empty()) return otherwise;
  if (absl::SimpleAtoi(text, &count) && count >= 1) return std::min(count, max);
  return ServiceError("InvalidArgument", absl::StrCat(name, " must be a number above 0"));
}

absl::Status RequireUpsertable(const Table& table) {
  if (table.is_transactional() && !table.primary_key.empty()) return absl::OkStatus();
  return ServiceError("InvalidArgument",
                      absl::StrCat("table ", table.name,
                                   " takes no upserts; create it with a PRIMARY KEY and "
                                   "TBLPROPERTIES ('transactional'='true')"));
}

absl::Status RequireNormal(const Upsert& upsert) {
  if (upsert.state == UpsertState::kNormal) return absl::OkStatus();
  return ServiceError("StatusConflict", absl::StrCat("upsert session ", upsert.id, " is ",
                                                     ToString(upsert.state), ", not normal"));
}

// A deleted row needs its key only, and a changed one the columns that change.
absl::Status CheckChange(const Table& table, const std::vector<int>& key, const Row& decoded) {
  SLUICE_ASSIGN_OR_RETURN(UpsertRow change, ReadUpsertRow(table.columns, key, decoded));
  if (!change.is_delete && change.changed.empty()) return CheckRow(table.columns, change.row);
  Columns columns;
  Row values;
  for (int place : change.changed) {
    columns.push_back(table.columns[place]);
    values.push_back(change.row[place]);
  }
  return CheckRow(columns, values);
}

bool AreSame(const std::vector<Segment>& a, const std::vector<Segment>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Segment& x, const Segment& y) { return x.file == y.file; });
}

std::vector<std::string> FilesOf(const std::vector<Segment>& packs) {
  std::vector<std::string> files;
  for (const Segment& pack : packs) files.push_back(pack.file);
  return files;
}

}  // namespace

absl::StatusOr<http::ServerResponse> UpsertApi::Create(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& name,
                                                       const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(int64_t slots, CountOf(request, "slotnum", kSlotsMax, 1));
  SLUICE_ASSIGN_OR_RETURN(int64_t hours, CountOf(request, "lifecycle", kLifeHoursMax, 0));
  return world_.database.TransactFor<http::ServerResponse>(
      [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
        SLUICE_ASSIGN_OR_RETURN(
            TunnelTarget target,
            OpenTarget(sql, caller, project, name, request.Query("partition").value_or(""),
                       {"Describe", "Update"}));
        SLUICE_RETURN_IF_ERROR(RequireUpsertable(target.table));
        const absl::Time now = world_.clock.Now();
        const absl::Duration life = hours == 0 ? world_.limits.session_life : absl::Hours(hours);
        Upsert upsert{.id = TimedId(now),
                      .table_id = target.table.id,
                      .partition_id = target.partition.id,
                      .schema_version = target.table.schema_version,
                      .slots = slots,
                      .owner = caller.Name(),
                      .created = now,
                      .expires = now + life};
        SLUICE_RETURN_IF_ERROR(Upserts(sql, now).Create(upsert));
        return UpsertAnswer(201, upsert, target.table, WorkerAddress(request));
      });
}

absl::StatusOr<UpsertApi::Session> UpsertApi::OpenIn(Sql& sql, const Principal& caller,
                                                     const std::string& project,
                                                     const std::string& name,
                                                     const http::ServerRequest& request) {
  Session session;
  SLUICE_ASSIGN_OR_RETURN(session.table, OpenTunnelTable(sql, caller, project, name, {"Update"}));
  Upserts upserts(sql, world_.clock.Now());
  SLUICE_ASSIGN_OR_RETURN(session.upsert, upserts.Get(request.Query("upsertid").value_or("")));
  SLUICE_RETURN_IF_ERROR(RequireSameTarget(sql, session.table,
                                           request.Query("partition").value_or(""),
                                           session.upsert.table_id, session.upsert.partition_id));
  if (session.upsert.schema_version != session.table.schema_version) {
    return WithHeader(
        ServiceError("SchemaModified", absl::StrCat("the columns of table ", session.table.name,
                                                    " have changed; create another session")),
        "odps-tunnel-latest-schema-version", absl::StrCat(session.table.schema_version));
  }
  SLUICE_ASSIGN_OR_RETURN(session.packs, upserts.ListPacks(session.upsert.id));
  SLUICE_ASSIGN_OR_RETURN(session.segments, Catalog(sql).ListSegments(session.upsert.partition_id));
  return session;
}

absl::StatusOr<UpsertApi::Session> UpsertApi::Open(const Principal& caller,
                                                   const std::string& project,
                                                   const std::string& name,
                                                   const http::ServerRequest& request) {
  return world_.database.TransactFor<Session>(
      [&](Sql& sql) { return OpenIn(sql, caller, project, name, request); });
}

absl::StatusOr<http::ServerResponse> UpsertApi::Get(const Principal& caller,
                                                    const std::string& project,
                                                    const std::string& name,
                                                    const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(Session session, Open(caller, project, name, request));
  return UpsertAnswer(200, session.upsert, session.table, WorkerAddress(request));
}

absl::StatusOr<http::ServerResponse> UpsertApi::Put(const Principal& caller,
                                                    const std::string& project,
                                                    const std::string& name,
                                                    http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(Session session, Open(caller, project, name, request));
  SLUICE_RETURN_IF_ERROR(RequireNormal(session.upsert));
  const Columns columns = UpsertColumns(session.table.columns);
  const std::vector<int> key = KeyPlaces(session.table);
  SLUICE_ASSIGN_OR_RETURN(
      ReceivedRows rows,
      ReceiveRows(columns, request, world_.limits.block_bytes_max,
                  [&](const Row& row) { return CheckChange(session.table, key, row); }));
  SLUICE_ASSIGN_OR_RETURN(std::string file, world_.blocks.Write(rows.bytes));
  absl::Status added = world_.database.Transact([&](Sql& sql) -> absl::Status {
    // Asked again: a commit may have come while the pack was being received.
    SLUICE_ASSIGN_OR_RETURN(Session now, OpenIn(sql, caller, project, name, request));
    SLUICE_RETURN_IF_ERROR(RequireNormal(now.upsert));
    return Upserts(sql, world_.clock.Now())
        .AddPack(now.upsert.id, {.file = file, .rows = rows.count});
  });
  if (!added.ok()) {
    world_.blocks.Remove({file});
    return added;
  }
  http::ServerResponse response;
  response.headers.Add("odps-tunnel-routed-server", WorkerAddress(request));
  return response;
}

absl::Status UpsertApi::Merge(const Session& session) {
  UpsertMerge merge(session.table);
  for (const Segment& pack : session.packs) {
    SLUICE_ASSIGN_OR_RETURN(std::string bytes, world_.blocks.Read(pack.file));
    SLUICE_RETURN_IF_ERROR(merge.AddPack(bytes));
  }
  SLUICE_ASSIGN_OR_RETURN(UpsertMerge::Result merged, merge.Apply(world_.blocks, session.segments));
  std::string file;
  if (merged.rows > 0) {
    SLUICE_ASSIGN_OR_RETURN(file, world_.blocks.Write(merged.bytes));
  }
  std::vector<std::string> dead;
  absl::Status published = world_.database.Transact([&](Sql& sql) -> absl::Status {
    Upserts upserts(sql, world_.clock.Now());
    SLUICE_ASSIGN_OR_RETURN(Upsert upsert, upserts.Get(session.upsert.id));
    SLUICE_RETURN_IF_ERROR(RequireNormal(upsert));
    SLUICE_RETURN_IF_ERROR(Catalog(sql).GetPartitionById(upsert.partition_id).status());
    SLUICE_ASSIGN_OR_RETURN(std::vector<Segment> now,
                            Catalog(sql).ListSegments(upsert.partition_id));
    SLUICE_ASSIGN_OR_RETURN(std::vector<Segment> packs, upserts.ListPacks(upsert.id));
    if (!AreSame(now, session.segments) || !AreSame(packs, session.packs)) {
      return ServiceError("DataVersionConflict", "the partition changed meanwhile; commit again");
    }
    Segments segments(sql, upsert.table_id, upsert.partition_id, world_.clock.Now());
    SLUICE_ASSIGN_OR_RETURN(dead, segments.RemoveAll());
    if (merged.rows > 0) {
      SLUICE_RETURN_IF_ERROR(
          segments.Append(file, merged.rows, static_cast<int64_t>(merged.bytes.size())));
    }
    return upserts.End(upsert.id, UpsertState::kCommitted);
  });
  if (!published.ok() && !file.empty()) dead.assign({file});
  if (published.ok()) world_.blocks.Remove(FilesOf(session.packs));
  world_.blocks.Remove(dead);
  return published;
}

absl::StatusOr<http::ServerResponse> UpsertApi::Commit(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& name,
                                                       const http::ServerRequest& request) {
  MutexLock lock(merging_);
  SLUICE_ASSIGN_OR_RETURN(Session session, Open(caller, project, name, request));
  if (session.upsert.state == UpsertState::kNormal) {
    SLUICE_RETURN_IF_ERROR(Merge(session));
    session.upsert.state = UpsertState::kCommitted;
  } else if (session.upsert.state != UpsertState::kCommitted) {
    return RequireNormal(session.upsert);
  } else if (world_.limits.repeated_commit_conflicts) {
    return ServiceError("UpsertSessionNotFound",
                        absl::StrCat("upsert session ", session.upsert.id, " was committed"));
  }
  return UpsertAnswer(200, session.upsert, session.table, WorkerAddress(request));
}

absl::StatusOr<http::ServerResponse> UpsertApi::Abort(const Principal& caller,
                                                      const std::string& project,
                                                      const std::string& name,
                                                      const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(
      Session session,
      world_.database.TransactFor<Session>([&](Sql& sql) -> absl::StatusOr<Session> {
        SLUICE_ASSIGN_OR_RETURN(Session open, OpenIn(sql, caller, project, name, request));
        if (open.upsert.state == UpsertState::kAborted) return open;
        SLUICE_RETURN_IF_ERROR(RequireNormal(open.upsert));
        open.upsert.state = UpsertState::kAborted;
        SLUICE_RETURN_IF_ERROR(
            Upserts(sql, world_.clock.Now()).End(open.upsert.id, open.upsert.state));
        return open;
      }));
  world_.blocks.Remove(FilesOf(session.packs));
  return UpsertAnswer(200, session.upsert, session.table, WorkerAddress(request));
}

}  // namespace sluice::emulator
