#ifndef SLUICE_EMULATOR_STORE_SEGMENTS_H_
#define SLUICE_EMULATOR_STORE_SEGMENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// The published block files of one partition: the rows that everybody sees. Borrows a transaction.
class Segments {
 public:
  Segments(Sql& sql, int64_t table_id, int64_t partition_id, absl::Time now)
      : sql_(sql), table_id_(table_id), partition_id_(partition_id), now_(now) {}

  // After those there are.
  absl::Status Append(const std::string& file, int64_t rows, int64_t bytes);

  // The blocks of an upload session that hold rows, by their ids.
  absl::Status AppendUpload(const std::string& upload_id);

  // Returns the files, to which nothing refers any more.
  absl::StatusOr<std::vector<std::string>> RemoveAll();

 private:
  // Partition and table have been modified now.
  absl::Status Touch();

  Sql& sql_;
  const int64_t table_id_;
  const int64_t partition_id_;
  const absl::Time now_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_SEGMENTS_H_
