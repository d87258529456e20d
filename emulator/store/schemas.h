#ifndef SLUICE_EMULATOR_STORE_SCHEMAS_H_
#define SLUICE_EMULATOR_STORE_SCHEMAS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// A folder of tables within a project.
struct Schema {
  std::string name;
  std::string owner;  // A principal.
  absl::Time created;
};

// The schemas of one project beside `default`, which is always there. Names are in lower case.
// Borrows a transaction.
class Schemas {
 public:
  Schemas(Sql& sql, std::string project) : sql_(sql), project_(std::move(project)) {}

  // ObjectAlreadyExists.
  absl::Status Create(const Schema& schema);
  // NoSuchSchema.
  absl::StatusOr<Schema> Get(const std::string& name);
  absl::StatusOr<std::vector<Schema>> List();
  // InvalidArgument while it has tables. NoSuchSchema.
  absl::Status Drop(const std::string& name);

 private:
  Sql& sql_;
  const std::string project_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_SCHEMAS_H_
