#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "maxcompute/request/service_error.h"
#include "maxcompute/tunnel/in_memory_tunnel.h"

namespace sluice::maxcompute {

absl::StatusOr<StreamSession> InMemoryTunnel::OpenStream(const TableName& table,
                                                         const PartitionSpec& partition) {
  return Perform<absl::StatusOr<StreamSession>>(
      Operation::kOpenStream, [&]() SLUICE_REQUIRES(mu_) -> absl::StatusOr<StreamSession> {
        SLUICE_ASSIGN_OR_RETURN(Table* const found,
                                FindTable(table, partition, /*is_delta=*/false));
        streams_.push_back(absl::StrCat("stream-", next_id_++));
        return StreamSession{.table = table,
                             .partition = partition,
                             .id = streams_.back(),
                             .schema = found->schema,
                             .schema_version = found->schema_version,
                             .slots = {{0, "memory:1"}}};
      });
}

absl::Status InMemoryTunnel::WritePack(StreamSession& session, absl::string_view bytes,
                                       ContentEncoding encoding, int64_t rows) {
  return Perform<absl::Status>(Operation::kWritePack, [&]() SLUICE_REQUIRES(mu_) -> absl::Status {
    if (std::find(streams_.begin(), streams_.end(), session.id) == streams_.end()) {
      return Refuse(absl::StatusCode::kNotFound, kReasonSessionNotFound,
                    absl::StrCat("the tunnel does not know session ", session.id));
    }
    SLUICE_ASSIGN_OR_RETURN(Table* const table, FindTable(session.table, session.partition));
    if (table->schema_version != session.schema_version) {
      return Refuse(absl::StatusCode::kAborted, kReasonSchemaModified, "the columns have changed");
    }
    std::vector<ColumnType> types;
    for (const Column& column : table->schema.columns) types.push_back(column.type);
    SLUICE_ASSIGN_OR_RETURN(std::vector<Row> pack, Unpack(bytes, encoding, std::move(types)));
    if (static_cast<int64_t>(pack.size()) != rows) {
      return Refuse(absl::StatusCode::kInvalidArgument, kReasonRequestRefused,
                    "the pack holds another number of rows than it says");
    }
    std::vector<Row>& stored = table->partitions[session.partition];
    std::move(pack.begin(), pack.end(), std::back_inserter(stored));
    return absl::OkStatus();
  });
}

}  // namespace sluice::maxcompute
