#include "emulator/store/upserts.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

constexpr char kInsert[] = R"sql(
  INSERT INTO upserts(id, table_id, partition_id, state, schema_version, slots, owner, created, expires)
  VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))sql";
constexpr char kFind[] = R"sql(
  SELECT table_id, partition_id, state, schema_version, slots, owner, created, expires
  FROM upserts WHERE id = ?1)sql";
constexpr char kSetState[] = "UPDATE upserts SET state = ?2 WHERE id = ?1";
constexpr char kAddPack[] = "INSERT INTO upsert_packs(upsert_id, file, rows) VALUES(?1, ?2, ?3)";
constexpr char kListPacks[] =
    "SELECT file, rows FROM upsert_packs WHERE upsert_id = ?1 ORDER BY id";
constexpr char kForgetPacks[] = "DELETE FROM upsert_packs WHERE upsert_id = ?1";

constexpr UpsertState kStates[] = {UpsertState::kNormal, UpsertState::kCommitted,
                                   UpsertState::kAborted, UpsertState::kExpired};

UpsertState StateOf(const std::string& name) {
  for (UpsertState state : kStates) {
    if (name == ToString(state)) return state;
  }
  return UpsertState::kExpired;
}

}  // namespace

const char* ToString(UpsertState state) {
  switch (state) {
    case UpsertState::kNormal:
      return "normal";
    case UpsertState::kCommitted:
      return "committed";
    case UpsertState::kAborted:
      return "aborted";
    case UpsertState::kExpired:
      return "expired";
  }
  return "critical";
}

absl::Status Upserts::Create(const Upsert& upsert) {
  return sql_.Run(kInsert,
                  {upsert.id, upsert.table_id, upsert.partition_id, ToString(upsert.state),
                   upsert.schema_version, upsert.slots, upsert.owner,
                   absl::ToUnixMillis(upsert.created), absl::ToUnixMillis(upsert.expires)});
}

absl::StatusOr<Upsert> Upserts::Get(const std::string& id) {
  std::optional<Upsert> found;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFind, {id}, [&](const SqlRow& row) {
    found = Upsert{.id = id,
                   .table_id = row.Int(0),
                   .partition_id = row.Int(1),
                   .state = StateOf(row.Text(2)),
                   .schema_version = row.Int(3),
                   .slots = row.Int(4),
                   .owner = row.Text(5),
                   .created = absl::FromUnixMillis(row.Int(6)),
                   .expires = absl::FromUnixMillis(row.Int(7))};
  }));
  if (!found.has_value()) {
    return ServiceError("UpsertSessionNotFound",
                        absl::StrCat("upsert session ", id.substr(0, 64), " does not exist"));
  }
  if (found->state == UpsertState::kNormal && found->expires <= now_) {
    found->state = UpsertState::kExpired;
    SLUICE_RETURN_IF_ERROR(sql_.Run(kSetState, {id, ToString(found->state)}));
  }
  return *found;
}

absl::Status Upserts::AddPack(const std::string& id, const Segment& pack) {
  return sql_.Run(kAddPack, {id, pack.file, pack.rows});
}

absl::StatusOr<std::vector<Segment>> Upserts::ListPacks(const std::string& id) {
  std::vector<Segment> packs;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kListPacks, {id}, [&](const SqlRow& row) {
    packs.push_back({.file = row.Text(0), .rows = row.Int(1)});
  }));
  return packs;
}

absl::Status Upserts::End(const std::string& id, UpsertState state) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(kForgetPacks, {id}));
  return sql_.Run(kSetState, {id, ToString(state)});
}

}  // namespace sluice::emulator
