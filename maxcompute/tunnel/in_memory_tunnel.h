#ifndef SLUICE_MAXCOMPUTE_TUNNEL_IN_MEMORY_TUNNEL_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_IN_MEMORY_TUNNEL_H_

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/sync/mutex.h"
#include "maxcompute/tunnel/stream_tunnel.h"
#include "maxcompute/tunnel/tunnel.h"
#include "maxcompute/tunnel/upsert_tunnel.h"

namespace sluice::maxcompute {

// Tunnel whose tables are in memory; for tests. It decodes every block and compares every checksum
// as the service does. A table whose schema has a primary key is a Delta table. Any thread may
// call.
class InMemoryTunnel : public Tunnel, public StreamTunnel, public UpsertTunnel {
 public:
  enum class Operation {
    kCreateUpload,
    kPutBlock,
    kGetUpload,
    kCommitUpload,
    kCreateDownload,
    kReadRows,
    kOpenStream,
    kWritePack,
    kOpenUpsert,
    kWriteChanges,
    kGetUpsert,
    kCommitUpsert
  };
  // Whether the service has done what was asked when the failure strikes.
  enum class When { kBefore, kAfter };

  InMemoryTunnel() = default;

  void AddTable(const TableName& table, TableSchema schema);
  void AddPartition(const TableName& table, const PartitionSpec& partition);
  bool HasPartition(const TableName& table, const PartitionSpec& partition) const;
  // Nothing for a table that was not added.
  std::optional<TableSchema> Schema(const TableName& table) const;

  // The next call of `operation` not yet spoken for answers `status`. Several queue up.
  void FailNext(Operation operation, absl::Status status, When when = When::kBefore);

  // Calls of `operation` wait from now on, before they do anything (kBefore) or with their answers
  // (kAfter), until Release; with `calls_max`, only so many of them. They are not bound by a
  // deadline.
  void Hold(Operation operation, When when = When::kBefore,
            int calls_max = std::numeric_limits<int>::max());
  void Release(Operation operation);
  // Calls that are held now end with CANCELLED. One that was held before it did anything does it
  // all the same: it was on its way.
  void LetGo();
  // Waits until that many calls of `operation` are held.
  void WaitUntilHeld(Operation operation, int calls);

  // Sets the status of a session, such as kExpired or kClosing; kNotFound forgets it.
  void SetStatus(const UploadSession& session, SessionStatus status);

  void SetStatus(const UpsertSession& session, SessionStatus status);

  // Every row committed, in the order of commits and blocks.
  std::vector<Row> Rows(const TableName& table, const PartitionSpec& partition) const;
  std::vector<PartitionSpec> Partitions(const TableName& table) const;
  std::vector<TableName> Tables() const;  // Ordered by name.
  // All upload sessions ever opened and not forgotten, in order of opening.
  std::vector<UploadSession> Sessions() const;
  std::vector<UpsertSession> Upserts() const;
  // How often `operation` was called.
  int Calls(Operation operation) const;

  absl::StatusOr<CreatedUpload> CreateUpload(const TableName& table,
                                             const PartitionSpec& partition) override;
  absl::Status PutBlock(const UploadSession& session, int64_t block_id, absl::string_view bytes,
                        ContentEncoding encoding) override;
  absl::StatusOr<UploadState> GetUpload(const UploadSession& session) override;
  absl::StatusOr<UploadState> CommitUpload(const UploadSession& session) override;
  absl::StatusOr<DownloadSession> CreateDownload(const TableName& table,
                                                 const PartitionSpec& partition) override;
  absl::StatusOr<std::vector<Row>> ReadRows(const DownloadSession& session, RowRange range,
                                            const std::vector<std::string>& columns) override;

  absl::StatusOr<StreamSession> OpenStream(const TableName& table,
                                           const PartitionSpec& partition) override;
  absl::Status WritePack(StreamSession& session, absl::string_view bytes, ContentEncoding encoding,
                         int64_t rows) override;

  absl::StatusOr<OpenedUpsert> OpenUpsert(const TableName& table,
                                          const PartitionSpec& partition) override;
  absl::Status WriteChanges(OpenedUpsert& upsert, int bucket, absl::string_view bytes,
                            ContentEncoding encoding, int64_t rows) override;
  absl::StatusOr<SessionStatus> GetUpsert(const UpsertSession& session) override;
  absl::StatusOr<SessionStatus> CommitUpsert(const UpsertSession& session) override;

 private:
  struct Table {
    TableSchema schema;
    int64_t schema_version = 0;
    std::map<PartitionSpec, std::vector<Row>> partitions;
  };
  struct Upload {
    UploadSession session;
    SessionStatus status = SessionStatus::kNormal;
    std::map<int64_t, std::vector<Row>> blocks;
  };
  struct Upsert {
    UpsertSession session;
    SessionStatus status = SessionStatus::kNormal;
    int64_t schema_version = 0;
    std::vector<Row> changes;  // In the order in which they came.
  };
  struct Download {
    DownloadSession session;
    std::vector<Row> rows;
  };
  struct Knobs {
    std::deque<std::pair<When, absl::Status>> failures;
    bool hold_before = false;
    bool hold_after = false;
    int to_hold = 0;
    int held = 0;
    int calls = 0;
  };

  // Counts the call, waits and fails as the knobs say, around `act`.
  template <typename Result, typename Act>
  Result Perform(Operation operation, Act act);

  // False when it was let go.
  bool WaitWhile(Knobs& knobs, const bool& held) SLUICE_REQUIRES(mu_);

  absl::StatusOr<Table*> FindTable(const TableName& name, const PartitionSpec& partition)
      SLUICE_REQUIRES(mu_);
  // Also refuses a table of the other kind.
  absl::StatusOr<Table*> FindTable(const TableName& name, const PartitionSpec& partition,
                                   bool is_delta) SLUICE_REQUIRES(mu_);
  absl::StatusOr<Upload*> FindUpload(const UploadSession& session) SLUICE_REQUIRES(mu_);
  Upsert* FindUpsert(const UpsertSession& session) SLUICE_REQUIRES(mu_);
  static void Merge(const std::vector<Row>& changes, const TableSchema& schema,
                    std::vector<Row>& rows);

  static absl::Status Refuse(absl::StatusCode code, absl::string_view reason,
                             absl::string_view message);
  static absl::StatusOr<std::vector<Row>> Unpack(absl::string_view bytes, ContentEncoding encoding,
                                                 std::vector<ColumnType> types);

  static UploadState StateOf(const Upload& upload);
  static absl::StatusOr<std::vector<Row>> Pick(const Download& download, RowRange range,
                                               const std::vector<std::string>& columns);

  mutable Mutex mu_;
  CondVar changed_;
  std::map<TableName, Table> tables_ SLUICE_GUARDED_BY(mu_);
  std::vector<Upload> uploads_ SLUICE_GUARDED_BY(mu_);
  std::vector<Download> downloads_ SLUICE_GUARDED_BY(mu_);
  std::vector<Upsert> upserts_ SLUICE_GUARDED_BY(mu_);
  std::vector<std::string> streams_ SLUICE_GUARDED_BY(mu_);
  std::map<Operation, Knobs> knobs_ SLUICE_GUARDED_BY(mu_);
  int next_id_ SLUICE_GUARDED_BY(mu_) = 1;
  int times_let_go_ SLUICE_GUARDED_BY(mu_) = 0;
};

template <typename Result, typename Act>
Result InMemoryTunnel::Perform(Operation operation, Act act) {
  MutexLock lock(mu_);
  Knobs& knobs = knobs_[operation];
  ++knobs.calls;
  std::optional<std::pair<When, absl::Status>> failure;
  if (!knobs.failures.empty()) {
    failure = knobs.failures.front();
    knobs.failures.pop_front();
  }
  const bool wanted = WaitWhile(knobs, knobs.hold_before);
  if (failure.has_value() && failure->first == When::kBefore) return failure->second;
  Result result = act();
  if (!wanted || !WaitWhile(knobs, knobs.hold_after)) return absl::CancelledError("let go");
  if (failure.has_value()) return failure->second;
  return result;
}

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_IN_MEMORY_TUNNEL_H_
