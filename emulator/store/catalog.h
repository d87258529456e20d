#ifndef SLUICE_EMULATOR_STORE_CATALOG_H_
#define SLUICE_EMULATOR_STORE_CATALOG_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/store/database.h"
#include "emulator/value/partition_spec.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

struct Project {
  std::string name;
  std::string owner_uid;
  std::string region;
  absl::Time created;
};

struct Table {
  int64_t id = 0;
  std::string project;
  std::string name;  // Within the project: `t` in the schema `default`, `s.t` in another.
  Columns columns;
  Columns partition_keys;
  std::string comment;
  int64_t lifecycle = -1;                         // Days; -1 for none.
  std::vector<std::string> primary_key;           // Names of columns, all NOT NULL; mostly none.
  std::map<std::string, std::string> properties;  // TBLPROPERTIES, names in lower case.
  int64_t schema_version = 0;                     // Counts the changes of the columns.
  std::string owner;                              // A principal.
  absl::Time created;
  absl::Time modified;

  // A Delta table: rows with the same primary key replace each other.
  bool is_transactional() const;
};

struct Partition {
  int64_t id = 0;
  std::vector<std::string>
      values;  // In the order of the table's keys; none of an unpartitioned table's only one.
  absl::Time created;
  absl::Time modified;
  int64_t rows = 0;
  int64_t bytes = 0;
};

// A published block file.
struct Segment {
  std::string file;
  int64_t rows = 0;
};

// Projects, tables, partitions and the block files that hold their rows. Names are compared without
// regard to case.
//
// Borrows a transaction. Errors are the service's: NoSuchProject, NoSuchTable, NoSuchPartition,
// ObjectAlreadyExists.
class Catalog {
 public:
  explicit Catalog(Sql& sql) : sql_(sql) {}

  absl::Status PutProject(const Project& project);  // Made or changed.
  absl::StatusOr<Project> GetProject(const std::string& name);

  // `table.id` is chosen here. ObjectAlreadyExists when there is one of that name.
  absl::Status CreateTable(const Table& table);
  absl::StatusOr<Table> GetTable(const std::string& project, const std::string& name);
  // NoSuchTable when it was dropped, even if another has its name.
  absl::StatusOr<Table> GetTableById(int64_t id);
  absl::StatusOr<std::vector<Table>> ListTables(const std::string& project);
  // Stores the name, columns, primary key, comment, lifecycle, properties, schema version and time
  // of change that `table` has by now. ObjectAlreadyExists when another has its name.
  absl::Status ChangeTable(const Table& table);
  // Returns the files that nothing refers to any more.
  absl::StatusOr<std::vector<std::string>> DropTable(int64_t id);

  // `values` are in the order of the keys. ObjectAlreadyExists when it is there.
  absl::Status AddPartition(int64_t table_id, const std::vector<std::string>& values,
                            absl::Time now);
  absl::StatusOr<Partition> GetPartition(const Table& table,
                                         const std::vector<std::string>& values);
  absl::StatusOr<Partition> GetPartitionById(int64_t id);
  // In the order they were made.
  absl::StatusOr<std::vector<Partition>> ListPartitions(int64_t table_id);
  absl::StatusOr<int64_t> CountPartitions(int64_t table_id);
  absl::StatusOr<std::vector<std::string>> DropPartition(int64_t id);
  // ObjectAlreadyExists when another of the table has these values.
  absl::Status RenamePartition(int64_t id, const std::vector<std::string>& values, absl::Time now);

  // In the order they were committed.
  absl::StatusOr<std::vector<Segment>> ListSegments(int64_t partition_id);

 private:
  absl::StatusOr<std::optional<Table>> FindTable(const char* text,
                                                 std::initializer_list<SqlValue> values);
  absl::StatusOr<std::vector<Partition>> FindPartitions(const char* text,
                                                        std::initializer_list<SqlValue> values);
  absl::StatusOr<std::vector<std::string>> Files(const char* text, int64_t id);

  Sql& sql_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_CATALOG_H_
