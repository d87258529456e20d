#ifndef SLUICE_MAXCOMPUTE_RECORD_TABLE_NAME_H_
#define SLUICE_MAXCOMPUTE_RECORD_TABLE_NAME_H_

#include <string>
#include <utility>

namespace sluice::maxcompute {

// Names a table. All parts in lower case; `schema` is empty where the project has no schemas.
struct TableName {
  std::string project;
  std::string schema;
  std::string table;

  // "project.table" or "project.schema.table", for people.
  std::string ToString() const;
  // The same with the table in backquotes, as a statement needs it.
  std::string ForSql() const;

  friend bool operator==(const TableName&, const TableName&) = default;
  friend auto operator<=>(const TableName&, const TableName&) = default;

  template <typename H>
  friend H AbslHashValue(H hash, const TableName& name) {
    return H::combine(std::move(hash), name.project, name.schema, name.table);
  }
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_TABLE_NAME_H_
