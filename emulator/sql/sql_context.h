#ifndef SLUICE_EMULATOR_SQL_SQL_CONTEXT_H_
#define SLUICE_EMULATOR_SQL_SQL_CONTEXT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/access/principal.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/select_run.h"
#include "emulator/store/catalog.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// What a statement gave: rows of a SELECT, or text.
struct SqlOutcome {
  std::string text;
  std::optional<SelectResult> rows;
};

// What a job says about how its names and times are meant.
struct SqlSettings {
  absl::TimeZone zone;             // odps.sql.timezone
  std::string schema;              // odps.default.schema; empty is the default one.
  bool names_have_schema = false;  // odps.namespace.schema: a.b is schema.table, not project.table.
};

// Where and for whom a statement runs. Borrows the world.
class SqlContext {
 public:
  SqlContext(const World& world, std::string project, Principal principal, SqlSettings settings)
      : world_(world),
        project_(std::move(project)),
        principal_(std::move(principal)),
        settings_(std::move(settings)) {}

  const World& world() const { return world_; }
  const std::string& project() const { return project_; }
  const Principal& principal() const { return principal_; }
  const SqlSettings& settings() const { return settings_; }

  // A table's project, and its name within it.
  struct Place {
    std::string project;
    std::string name;
  };
  Place PlaceOf(const TableName& name) const { return PlaceOf(name, project_, settings_); }
  static Place PlaceOf(const TableName& name, const std::string& project,
                       const SqlSettings& settings);

  // The project, or the request's when `name` is empty, if the principal may do `action` on it.
  absl::StatusOr<Project> OpenProject(Sql& sql, const std::string& name,
                                      const std::string& action) const;
  // The table, if the principal may do `action` on it. ODPS-0130131 when it is not there.
  absl::StatusOr<Table> OpenTable(Sql& sql, const TableName& name, const std::string& action) const;
  absl::Status RequireOnTable(Sql& sql, const Table& table, const std::string& action) const;

 private:
  const World& world_;
  const std::string project_;
  const Principal principal_;
  const SqlSettings settings_;
};

// Whether an error of OpenTable says that there is no such table.
bool IsTableNotFound(const absl::Status& error);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_SQL_CONTEXT_H_
