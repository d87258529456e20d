#include "tests/faults/table_reader.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "base/status/status_macros.h"
#include "tests/cluster/emulator.h"

namespace sluice::faults {
namespace {

constexpr int64_t kRowsAtOnce = 200'000;

}  // namespace

TableReader::TableReader(const std::string& endpoint)
    : owner_({.access_key_id = cluster::Emulator::kOwnerKeyId,
              .access_key_secret = maxcompute::Secret(cluster::Emulator::kOwnerKeySecret),
              .security_token = {}}) {
  maxcompute::ConnectionOptions options;
  options.endpoint = endpoint;
  auto connection = maxcompute::Connection::Open(http_, owner_, clock_, options);
  SLUICE_CHECK(connection.ok()) << connection.status();
  connection_ = *std::move(connection);
}

absl::StatusOr<std::vector<maxcompute::DownloadSession>> TableReader::Open(
    const std::string& table) {
  const maxcompute::TableName name{
      .project = cluster::Emulator::kProject, .schema = "", .table = table};
  std::vector<maxcompute::DownloadSession> sessions;
  std::string marker;
  do {
    SLUICE_ASSIGN_OR_RETURN(maxcompute::PartitionPage page,
                            connection_->catalog().ListPartitions(name, 1000, marker));
    for (const maxcompute::PartitionSpec& partition : page.partitions) {
      SLUICE_ASSIGN_OR_RETURN(maxcompute::DownloadSession session,
                              connection_->tunnel().CreateDownload(name, partition));
      sessions.push_back(std::move(session));
    }
    marker = page.next_marker;
  } while (!marker.empty());
  return sessions;
}

absl::StatusOr<int64_t> TableReader::CountRows(const std::string& table) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<maxcompute::DownloadSession> sessions, Open(table));
  int64_t rows = 0;
  for (const maxcompute::DownloadSession& session : sessions) rows += session.rows;
  return rows;
}

absl::Status TableReader::Read(const std::string& table, bool all, Tally& tally) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<maxcompute::DownloadSession> sessions, Open(table));
  for (const maxcompute::DownloadSession& session : sessions) {
    const std::string partition = session.partition.ToString();
    if (!all && tally.RowsOf(partition) == session.rows) continue;
    std::vector<Position> positions;
    positions.reserve(session.rows);
    for (int64_t at = 0; at < session.rows; at += kRowsAtOnce) {
      SLUICE_ASSIGN_OR_RETURN(
          const std::vector<maxcompute::Row> rows,
          connection_->tunnel().ReadRows(
              session, {.first = at, .count = std::min(kRowsAtOnce, session.rows - at)},
              {"partition", "offset"}));
      for (const maxcompute::Row& row : rows) {
        positions.push_back(
            {static_cast<int32_t>(std::get<int64_t>(row[0].data)), std::get<int64_t>(row[1].data)});
      }
    }
    tally.Holds(partition, std::move(positions));
  }
  return absl::OkStatus();
}

}  // namespace sluice::faults
