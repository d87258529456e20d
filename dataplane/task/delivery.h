#ifndef SLUICE_DATAPLANE_TASK_DELIVERY_H_
#define SLUICE_DATAPLANE_TASK_DELIVERY_H_

#include <functional>
#include <memory>
#include <string>

#include "dataplane/commit/session_keeper.h"
#include "dataplane/commit/table_witness.h"
#include "dataplane/task/batch_limits.h"
#include "dataplane/task/task_definition.h"
#include "dataplane/upload/planned_table.h"
#include "dataplane/upload/session_budget.h"
#include "dataplane/upload/share_writer.h"
#include "maxcompute/sql/sql.h"
#include "maxcompute/tunnel/stream_tunnel.h"
#include "maxcompute/tunnel/tunnel.h"
#include "maxcompute/tunnel/upsert_tunnel.h"

namespace sluice::dataplane {

// What a delivery works with; everything is borrowed.
struct DeliveryParts {
  maxcompute::Tunnel& tunnel;
  maxcompute::StreamTunnel& streams;
  maxcompute::UpsertTunnel& upserts;
  maxcompute::Sql& sql;
  // Nobody waits for calls under way any more: they end soon, CANCELLED.
  std::function<void()> let_go = [] {};
};

// How rows reach the table under a connector's promise, and what becomes of sessions that a
// predecessor left: everything in which deliveries differ (docs/decisions/0030-deliveries.md).
class Delivery {
 public:
  // Into the table of `revision`, whose rows are planned for `planned`.
  Delivery(const RevisionDefinition& revision, const maxcompute::TableSchema& planned,
           const DeliveryParts& parts);

  ShareWriter& writer() { return *writer_; }
  SessionKeeper& sessions() { return *sessions_; }
  // Who tells which rows the table holds, so that none is written twice. Null: that changes
  // nothing, and the table need not have the columns by which it could be asked.
  TableWitness* witness() { return rows_may_repeat_ ? nullptr : &witness_; }

 private:
  const PlannedTable table_;
  TableWitness witness_;
  const bool rows_may_repeat_;
  std::unique_ptr<ShareWriter> writer_;
  std::unique_ptr<SessionKeeper> sessions_;
};

// What bounds the batches of a delivery, within the worker's limits.
BatchLimits LimitsOf(DeliveryMode mode, BatchLimits limits);

// How many sessions one of `tasks` may open: streams stay open.
SessionBudget BudgetOf(DeliveryMode mode, int tasks);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_DELIVERY_H_
