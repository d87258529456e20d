#ifndef SLUICE_DATAPLANE_COMMIT_UPLOAD_KEEPER_H_
#define SLUICE_DATAPLANE_COMMIT_UPLOAD_KEEPER_H_

#include <string>
#include <utility>

#include "dataplane/commit/session_keeper.h"
#include "dataplane/commit/table_witness.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/tunnel/tunnel.h"

namespace sluice::dataplane {

// Upload sessions, whose rows must not be written twice: where the tunnel does not know what became
// of one, the table is asked.
//
// Borrows the tunnel and the witness.
class UploadKeeper : public SessionKeeper {
 public:
  UploadKeeper(maxcompute::Tunnel& tunnel, TableWitness& witness, maxcompute::TableName table,
               std::string topic)
      : tunnel_(tunnel), witness_(witness), table_(std::move(table)), topic_(std::move(topic)) {}

  absl::StatusOr<SettleStep> Look(const NamedSession& session) override;
  absl::StatusOr<SettleStep> Commit(const NamedSession& session) override;

 private:
  maxcompute::UploadSession Of(const NamedSession& session) const;
  absl::StatusOr<SettleStep> AskTable(const NamedSession& session);

  maxcompute::Tunnel& tunnel_;
  TableWitness& witness_;
  const maxcompute::TableName table_;
  const std::string topic_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_UPLOAD_KEEPER_H_
