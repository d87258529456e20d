#include "emulator/store/streams.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

constexpr char kInsert[] = R"sql(
  INSERT INTO streams(id, table_id, partition_id, slots, owner, created)
  VALUES(?1, ?2, ?3, ?4, ?5, ?6))sql";
constexpr char kFind[] =
    "SELECT table_id, partition_id, slots, owner, created FROM streams WHERE id = ?1";

}  // namespace

absl::Status Streams::Create(const Stream& stream) {
  return sql_.Run(kInsert, {stream.id, stream.table_id, stream.partition_id, stream.slots,
                            stream.owner, absl::ToUnixMillis(stream.created)});
}

absl::StatusOr<Stream> Streams::Get(const std::string& id, absl::Duration session_life,
                                    absl::Time now) {
  std::optional<Stream> found;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFind, {id}, [&](const SqlRow& row) {
    found = Stream{.id = id,
                   .table_id = row.Int(0),
                   .partition_id = row.Int(1),
                   .slots = row.Int(2),
                   .owner = row.Text(3),
                   .created = absl::FromUnixMillis(row.Int(4))};
  }));
  if (found.has_value() && found->created + session_life > now) return *found;
  return ServiceError("StreamSessionNotFound",
                      absl::StrCat("stream session ", id.substr(0, 64),
                                   " does not exist or has expired; create another"));
}

}  // namespace sluice::emulator
