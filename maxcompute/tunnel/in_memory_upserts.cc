#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/record/row_change.h"
#include "maxcompute/request/service_error.h"
#include "maxcompute/tunnel/in_memory_tunnel.h"

namespace sluice::maxcompute {
namespace {

constexpr int kBuckets = 4;

Row KeyOf(const Row& row, const TableSchema& schema) {
  Row key;
  for (const std::string& name : schema.primary_key) key.push_back(row[*schema.FindColumn(name)]);
  return key;
}

}  // namespace

void InMemoryTunnel::SetStatus(const UpsertSession& session, SessionStatus status) {
  MutexLock lock(mu_);
  if (status == SessionStatus::kNotFound) {
    std::erase_if(upserts_, [&](const Upsert& upsert) { return upsert.session == session; });
  } else if (Upsert* const upsert = FindUpsert(session)) {
    upsert->status = status;
  }
}

std::vector<UpsertSession> InMemoryTunnel::Upserts() const {
  MutexLock lock(mu_);
  std::vector<UpsertSession> sessions;
  for (const Upsert& upsert : upserts_) sessions.push_back(upsert.session);
  return sessions;
}

InMemoryTunnel::Upsert* InMemoryTunnel::FindUpsert(const UpsertSession& session) {
  const auto found = std::find_if(upserts_.begin(), upserts_.end(),
                                  [&](const Upsert& upsert) { return upsert.session == session; });
  return found == upserts_.end() ? nullptr : &*found;
}

absl::StatusOr<OpenedUpsert> InMemoryTunnel::OpenUpsert(const TableName& table,
                                                        const PartitionSpec& partition) {
  return Perform<absl::StatusOr<OpenedUpsert>>(
      Operation::kOpenUpsert, [&]() SLUICE_REQUIRES(mu_) -> absl::StatusOr<OpenedUpsert> {
        SLUICE_ASSIGN_OR_RETURN(Table* const found, FindTable(table, partition, /*is_delta=*/true));
        Upsert upsert;
        upsert.session = {table, partition, absl::StrCat("upsert-", next_id_++)};
        upsert.schema_version = found->schema_version;
        upserts_.push_back(upsert);
        OpenedUpsert opened;
        opened.session = upsert.session;
        opened.schema = found->schema;
        opened.hash_key = found->schema.primary_key;
        opened.buckets.assign(kBuckets, {0, "memory:1"});
        return opened;
      });
}

absl::Status InMemoryTunnel::WriteChanges(OpenedUpsert& opened, int bucket, absl::string_view bytes,
                                          ContentEncoding encoding, int64_t rows) {
  return Perform<absl::Status>(
      Operation::kWriteChanges, [&]() SLUICE_REQUIRES(mu_) -> absl::Status {
        Upsert* const upsert = FindUpsert(opened.session);
        if (upsert == nullptr) {
          return Refuse(absl::StatusCode::kNotFound, kReasonSessionNotFound,
                        absl::StrCat("the tunnel does not know session ", opened.session.id));
        }
        if (upsert->status != SessionStatus::kNormal) {
          return WithReason(absl::FailedPreconditionError("the session is not open"),
                            kReasonSessionConflict);
        }
        const Table& table = tables_[opened.session.table];
        if (table.schema_version != upsert->schema_version) {
          return Refuse(absl::StatusCode::kAborted, kReasonSchemaModified,
                        "the columns have changed");
        }
        SLUICE_ASSIGN_OR_RETURN(std::vector<Row> changes,
                                Unpack(bytes, encoding, ChangeTypes(table.schema)));
        if (bucket < 0 || bucket >= kBuckets || static_cast<int64_t>(changes.size()) != rows) {
          return Refuse(absl::StatusCode::kInvalidArgument, kReasonRequestRefused,
                        "no such bucket, or another number of rows than the request says");
        }
        SLUICE_ASSIGN_OR_RETURN(
            const KeyHash hash,
            KeyHash::Of(table.schema, table.schema.primary_key, HashRule::kDefault));
        for (const Row& change : changes) {
          const Row key = KeyOf(change, table.schema);
          const bool whole =
              std::none_of(key.begin(), key.end(), [](const Value& v) { return v.is_null(); });
          if (!whole || hash.BucketOf(change, kBuckets) != bucket) {
            return Refuse(absl::StatusCode::kInvalidArgument, kReasonValueRefused,
                          "a key is NULL, or of another bucket");
          }
        }
        std::move(changes.begin(), changes.end(), std::back_inserter(upsert->changes));
        return absl::OkStatus();
      });
}

absl::StatusOr<SessionStatus> InMemoryTunnel::GetUpsert(const UpsertSession& session) {
  return Perform<absl::StatusOr<SessionStatus>>(
      Operation::kGetUpsert, [&]() SLUICE_REQUIRES(mu_) -> absl::StatusOr<SessionStatus> {
        const Upsert* const upsert = FindUpsert(session);
        return upsert == nullptr ? SessionStatus::kNotFound : upsert->status;
      });
}

absl::StatusOr<SessionStatus> InMemoryTunnel::CommitUpsert(const UpsertSession& session) {
  return Perform<absl::StatusOr<SessionStatus>>(
      Operation::kCommitUpsert, [&]() SLUICE_REQUIRES(mu_) -> absl::StatusOr<SessionStatus> {
        Upsert* const upsert = FindUpsert(session);
        if (upsert == nullptr) return SessionStatus::kNotFound;
        if (upsert->status != SessionStatus::kNormal) return upsert->status;
        Table& table = tables_[session.table];
        Merge(upsert->changes, table.schema, table.partitions[session.partition]);
        upsert->status = SessionStatus::kClosed;
        return upsert->status;
      });
}

void InMemoryTunnel::Merge(const std::vector<Row>& changes, const TableSchema& schema,
                           std::vector<Row>& rows) {
  const size_t columns = schema.columns.size();
  for (const Row& change : changes) {
    const Row key = KeyOf(change, schema);
    std::erase_if(rows, [&](const Row& row) { return KeyOf(row, schema) == key; });
    const Value deleted{static_cast<int64_t>(RowChange::kDelete)};
    if (change[ChangeColumn(static_cast<int>(columns))] == deleted) continue;
    rows.emplace_back(change.begin(), change.begin() + static_cast<int64_t>(columns));
  }
}

}  // namespace sluice::maxcompute
