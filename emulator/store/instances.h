#ifndef SLUICE_EMULATOR_STORE_INSTANCES_H_
#define SLUICE_EMULATOR_STORE_INSTANCES_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/store/database.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

// A SQL job that has run.
struct Instance {
  std::string id;
  std::string project;
  std::string owner;  // A principal.
  std::string task;   // The task's name, as submitted.
  std::string job;    // The submitted <Job>, XML.
  bool succeeded = false;
  std::string result;  // Text, of all but SELECT.
  Columns columns;     // Of a SELECT: its rows lie in `file`. Else empty.
  std::string file;    // A block file; empty when there are no rows.
  int64_t rows = 0;
  absl::Time started;
  absl::Time ended;
};

// Borrows a transaction.
class Instances {
 public:
  explicit Instances(Sql& sql) : sql_(sql) {}

  absl::Status Create(const Instance& instance);

  // NoSuchInstance.
  absl::StatusOr<Instance> Get(const std::string& project, const std::string& id);

 private:
  Sql& sql_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_INSTANCES_H_
