#include "emulator/store/schemas.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/value/object_name.h"

namespace sluice::emulator {
namespace {

constexpr char kInsert[] = R"sql(
  INSERT INTO schemas(project, name, owner, created) VALUES(?1, ?2, ?3, ?4)
  ON CONFLICT DO NOTHING)sql";
constexpr char kFind[] = "SELECT owner, created FROM schemas WHERE project = ?1 AND name = ?2";
constexpr char kList[] =
    "SELECT name, owner, created FROM schemas WHERE project = ?1 ORDER BY name";
constexpr char kHasTables[] =
    "SELECT 1 FROM tables WHERE project = ?1 AND substr(name, 1, length(?2) + 1) = ?2 || '.'";
constexpr char kDelete[] = "DELETE FROM schemas WHERE project = ?1 AND name = ?2";

}  // namespace

absl::Status Schemas::Create(const Schema& schema) {
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(kInsert, {project_, schema.name, schema.owner, absl::ToUnixMillis(schema.created)}));
  if (schema.name != kDefaultSchema && sql_.Changes() > 0) return absl::OkStatus();
  return ServiceError("ObjectAlreadyExists", absl::StrCat("schema ", schema.name, " exists"));
}

absl::StatusOr<Schema> Schemas::Get(const std::string& name) {
  if (name == kDefaultSchema) return Schema{.name = name, .created = absl::UnixEpoch()};
  std::optional<Schema> found;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFind, {project_, name}, [&](const SqlRow& row) {
    found = Schema{name, row.Text(0), absl::FromUnixMillis(row.Int(1))};
  }));
  if (found.has_value()) return *std::move(found);
  return ServiceError("NoSuchSchema", absl::StrCat("schema ", name.substr(0, 128),
                                                   " does not exist in project ", project_));
}

absl::StatusOr<std::vector<Schema>> Schemas::List() {
  std::vector<Schema> schemas = {{.name = kDefaultSchema, .created = absl::UnixEpoch()}};
  SLUICE_RETURN_IF_ERROR(sql_.Run(kList, {project_}, [&](const SqlRow& row) {
    schemas.push_back({row.Text(0), row.Text(1), absl::FromUnixMillis(row.Int(2))});
  }));
  return schemas;
}

absl::Status Schemas::Drop(const std::string& name) {
  SLUICE_RETURN_IF_ERROR(Get(name).status());
  SLUICE_ASSIGN_OR_RETURN(bool has_tables, sql_.Any(kHasTables, {project_, name}));
  if (has_tables || name == kDefaultSchema) {
    return ServiceError("InvalidArgument",
                        absl::StrCat("schema ", name, " cannot be dropped: ",
                                     has_tables ? "drop its tables first" : "it is the default"));
  }
  return sql_.Run(kDelete, {project_, name});
}

}  // namespace sluice::emulator
