#ifndef SLUICE_EMULATOR_TUNNEL_UPSERT_MERGE_H_
#define SLUICE_EMULATOR_TUNNEL_UPSERT_MERGE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/blocks/block_directory.h"
#include "emulator/store/catalog.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// A row of an upsert's pack: the table's columns, then what is to be done with them.
struct UpsertRow {
  Row row;  // One value per column of the table.
  bool is_delete = false;
  std::vector<int> changed;  // Places of the only columns to change; empty for all.
};

// The columns of a pack's stream: the table's and the five that say what to do.
Columns UpsertColumns(const Columns& columns);

// Reads a decoded row of such a stream. DataStoreError: no operation that is known, a column that
// the table has not, or NULL in a column of `key`.
absl::StatusOr<UpsertRow> ReadUpsertRow(const Columns& columns, const std::vector<int>& key,
                                        const Row& decoded);

// The places of the primary key's columns.
std::vector<int> KeyPlaces(const Table& table);

// Makes the rows of a partition after the changes of a session: of each primary key there is one
// row, the last that was written, or none. Rows are told apart by the values of their key alone;
// in which bucket a client put them means nothing. One thread.
class UpsertMerge {
 public:
  explicit UpsertMerge(const Table& table) : table_(table), key_(KeyPlaces(table)) {}

  // The next pack, in the order in which they came.
  absl::Status AddPack(absl::string_view bytes);

  struct Result {
    std::string bytes;  // A record stream.
    int64_t rows = 0;
  };
  // The partition's files with the changes applied: rows that remain keep their order, new ones
  // follow by their key.
  absl::StatusOr<Result> Apply(const BlockDirectory& blocks, const std::vector<Segment>& segments);

 private:
  // What became of a key. A partial change waits for the row that it is a change of.
  struct Change {
    Row row;
    bool is_whole = false;  // Whatever was there before is gone.
    bool is_delete = false;
    std::vector<bool> is_changed;  // Of a partial change.
    bool is_applied = false;
  };
  struct KeyLess {
    bool operator()(const Row& a, const Row& b) const;
  };
  void Fold(UpsertRow change);
  Row KeyOf(const Row& row) const;

  const Table& table_;
  const std::vector<int> key_;
  std::map<Row, Change, KeyLess> changes_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_UPSERT_MERGE_H_
