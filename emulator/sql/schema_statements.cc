#include "emulator/sql/schema_statements.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/store/catalog.h"
#include "emulator/store/schemas.h"

namespace sluice::emulator {
namespace {

absl::StatusOr<SqlOutcome> Done(const absl::Status& status) {
  if (!status.ok()) return status;
  return SqlOutcome{};
}

}  // namespace

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const CreateSchema& create) {
  return Done(context.world().database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Project project,
                            context.OpenProject(sql, create.project, "CreateSchema"));
    absl::Status made = Schemas(sql, project.name)
                            .Create({.name = create.name,
                                     .owner = context.principal().Name(),
                                     .created = context.world().clock.Now()});
    const bool exists = CodeOf(made) == "ObjectAlreadyExists";
    return exists && create.if_not_exists ? absl::OkStatus() : made;
  }));
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const DropSchema& drop) {
  return Done(context.world().database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Project project,
                            context.OpenProject(sql, drop.project, "CreateSchema"));
    absl::Status dropped = Schemas(sql, project.name).Drop(drop.name);
    const bool missing = CodeOf(dropped) == "NoSuchSchema";
    return missing && drop.if_exists ? absl::OkStatus() : dropped;
  }));
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ShowSchemas& show) {
  return context.world().database.TransactFor<SqlOutcome>(
      [&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
        SLUICE_ASSIGN_OR_RETURN(Project project, context.OpenProject(sql, show.project, "List"));
        SLUICE_ASSIGN_OR_RETURN(std::vector<Schema> schemas, Schemas(sql, project.name).List());
        SqlOutcome outcome;
        for (const Schema& schema : schemas) absl::StrAppend(&outcome.text, schema.name, "\n");
        return outcome;
      });
}

}  // namespace sluice::emulator
