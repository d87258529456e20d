#include "emulator/sql/sql_context.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/error/service_error.h"
#include "emulator/sql/sql_error.h"
#include "emulator/value/object_name.h"

namespace sluice::emulator {
namespace {

constexpr char kNotFound[] = "0130131";

}  // namespace

SqlContext::Place SqlContext::PlaceOf(const TableName& name, const std::string& project,
                                      const SqlSettings& settings) {
  if (!name.schema.empty()) return {name.project, NameInProject(name.schema, name.name)};
  if (name.project.empty()) return {project, NameInProject(settings.schema, name.name)};
  if (settings.names_have_schema) return {project, NameInProject(name.project, name.name)};
  return {name.project, NameInProject(kDefaultSchema, name.name)};
}

absl::StatusOr<Project> SqlContext::OpenProject(Sql& sql, const std::string& name,
                                                const std::string& action) const {
  SLUICE_ASSIGN_OR_RETURN(Project project, Catalog(sql).GetProject(name.empty() ? project_ : name));
  SLUICE_RETURN_IF_ERROR(AccessCheck(sql, project, principal_).RequireOnProject(action));
  return project;
}

absl::StatusOr<Table> SqlContext::OpenTable(Sql& sql, const TableName& name,
                                            const std::string& action) const {
  const Place place = PlaceOf(name);
  Catalog catalog(sql);
  SLUICE_ASSIGN_OR_RETURN(Project project, catalog.GetProject(place.project));
  SLUICE_RETURN_IF_ERROR(AccessCheck(sql, project, principal_).RequireOnTable(action, place.name));
  absl::StatusOr<Table> table = catalog.GetTable(project.name, place.name);
  if (table.ok() || CodeOf(table.status()) != "NoSuchTable") return table;
  return SqlError(kNotFound, name.place,
                  absl::StrCat("Table not found - table ", project.name, ".", place.name,
                               " cannot be resolved"));
}

absl::Status SqlContext::RequireOnTable(Sql& sql, const Table& table,
                                        const std::string& action) const {
  SLUICE_ASSIGN_OR_RETURN(Project project, Catalog(sql).GetProject(table.project));
  return AccessCheck(sql, std::move(project), principal_).RequireOnTable(action, table.name);
}

bool IsTableNotFound(const absl::Status& error) {
  return CodeOf(error) == absl::StrCat("ODPS-", kNotFound);
}

}  // namespace sluice::emulator
