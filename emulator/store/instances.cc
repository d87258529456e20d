#include "emulator/store/instances.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/store/schema_json.h"

namespace sluice::emulator {
namespace {

constexpr char kInsert[] = R"sql(
  INSERT INTO instances(id, project, owner, task, job, succeeded, result, columns, file, rows, started, ended)
  VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12))sql";
constexpr char kFind[] = R"sql(
  SELECT owner, task, job, succeeded, result, columns, file, rows, started, ended
  FROM instances WHERE project = ?1 AND id = ?2)sql";

}  // namespace

absl::Status Instances::Create(const Instance& instance) {
  return sql_.Run(
      kInsert,
      {instance.id, instance.project, instance.owner, instance.task, instance.job,
       int64_t{instance.succeeded}, instance.result, ColumnsToJson(instance.columns), instance.file,
       instance.rows, absl::ToUnixMillis(instance.started), absl::ToUnixMillis(instance.ended)});
}

absl::StatusOr<Instance> Instances::Get(const std::string& project, const std::string& id) {
  std::optional<Instance> found;
  std::string columns;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFind, {project, id}, [&](const SqlRow& row) {
    columns = row.Text(5);
    found = Instance{.id = id,
                     .project = project,
                     .owner = row.Text(0),
                     .task = row.Text(1),
                     .job = row.Text(2),
                     .succeeded = row.Int(3) != 0,
                     .result = row.Text(4),
                     .file = row.Text(6),
                     .rows = row.Int(7),
                     .started = absl::FromUnixMillis(row.Int(8)),
                     .ended = absl::FromUnixMillis(row.Int(9))};
  }));
  if (!found.has_value()) {
    return ServiceError("NoSuchInstance", absl::StrCat("instance ", id.substr(0, 64),
                                                       " does not exist in project ", project));
  }
  SLUICE_ASSIGN_OR_RETURN(found->columns, ColumnsFromJson(columns));
  return *found;
}

}  // namespace sluice::emulator
