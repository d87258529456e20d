#include "emulator/store/live_files.h"

#include "base/status/status_macros.h"

namespace sluice::emulator {
namespace {

constexpr char kLiveFiles[] = R"sql(
  SELECT file FROM segments
  UNION SELECT file FROM upload_blocks JOIN uploads ON id = upload_id
    WHERE state IN ('NORMAL', 'CLOSING')
  UNION SELECT file FROM upsert_packs JOIN upserts ON upserts.id = upsert_id WHERE state = 'normal'
  UNION SELECT file FROM instances WHERE file <> '')sql";

}  // namespace

absl::StatusOr<std::set<std::string>> ListLiveFiles(Sql& sql) {
  std::set<std::string> files;
  SLUICE_RETURN_IF_ERROR(
      sql.Run(kLiveFiles, {}, [&](const SqlRow& row) { files.insert(row.Text(0)); }));
  return files;
}

}  // namespace sluice::emulator
