#ifndef SLUICE_DATAPLANE_COMMIT_UPSERT_KEEPER_H_
#define SLUICE_DATAPLANE_COMMIT_UPSERT_KEEPER_H_

#include <utility>

#include "dataplane/commit/session_keeper.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/tunnel/upsert_tunnel.h"

namespace sluice::dataplane {

// Upsert sessions of Delta tables. Nothing about them is ambiguous: changes that may be in the
// table can be written again, as long as nothing newer has been, and while an entry stands nothing
// has.
//
// Borrows `upserts`.
class UpsertKeeper : public SessionKeeper {
 public:
  UpsertKeeper(maxcompute::UpsertTunnel& upserts, maxcompute::TableName table)
      : upserts_(upserts), table_(std::move(table)) {}

  absl::StatusOr<SettleStep> Look(const NamedSession& session) override;
  absl::StatusOr<SettleStep> Commit(const NamedSession& session) override;

 private:
  maxcompute::UpsertSession Of(const NamedSession& session) const;

  maxcompute::UpsertTunnel& upserts_;
  const maxcompute::TableName table_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_UPSERT_KEEPER_H_
