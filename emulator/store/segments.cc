#include "emulator/store/segments.h"

#include "base/status/status_macros.h"

namespace sluice::emulator {
namespace {

constexpr char kAppend[] =
    "INSERT INTO segments(partition_id, file, rows, bytes) VALUES(?1, ?2, ?3, ?4)";
constexpr char kAppendUpload[] = R"sql(
  INSERT INTO segments(partition_id, file, rows, bytes)
  SELECT ?1, file, rows, bytes FROM upload_blocks WHERE upload_id = ?2 AND rows > 0
  ORDER BY block_id)sql";
constexpr char kListFiles[] = "SELECT file FROM segments WHERE partition_id = ?1";
constexpr char kRemoveAll[] = "DELETE FROM segments WHERE partition_id = ?1";
constexpr char kTouchPartition[] = "UPDATE partitions SET modified = ?2 WHERE id = ?1";
constexpr char kTouchTable[] = "UPDATE tables SET modified = ?2 WHERE id = ?1";

}  // namespace

absl::Status Segments::Append(const std::string& file, int64_t rows, int64_t bytes) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(kAppend, {partition_id_, file, rows, bytes}));
  return Touch();
}

absl::Status Segments::AppendUpload(const std::string& upload_id) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(kAppendUpload, {partition_id_, upload_id}));
  return Touch();
}

absl::StatusOr<std::vector<std::string>> Segments::RemoveAll() {
  std::vector<std::string> files;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kListFiles, {partition_id_},
                                  [&](const SqlRow& row) { files.push_back(row.Text(0)); }));
  SLUICE_RETURN_IF_ERROR(sql_.Run(kRemoveAll, {partition_id_}));
  SLUICE_RETURN_IF_ERROR(Touch());
  return files;
}

absl::Status Segments::Touch() {
  const int64_t now = absl::ToUnixMillis(now_);
  SLUICE_RETURN_IF_ERROR(sql_.Run(kTouchPartition, {partition_id_, now}));
  return sql_.Run(kTouchTable, {table_id_, now});
}

}  // namespace sluice::emulator
