#ifndef SLUICE_CONTROLPLANE_STORE_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_STORE_H_

#include "controlplane/store/change_signal.h"
#include "controlplane/store/completeness_store.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/store/operation_store.h"
#include "controlplane/store/reconcile_queue.h"
#include "controlplane/store/request.h"
#include "controlplane/store/task_store.h"
#include "controlplane/store/worker_store.h"

namespace sluice::controlplane {

// Everything that is stored, for those who bring a whole store up: main(), tests. Others are handed
// the aggregates they use. Each reference lives as long as the Store.
class Store {
 public:
  virtual ~Store() = default;

  virtual InstanceStore& instances() = 0;
  virtual ConnectorStore& connectors() = 0;
  virtual TaskStore& tasks() = 0;
  virtual WorkerStore& workers() = 0;
  virtual CompletenessStore& completeness() = 0;
  virtual OperationStore& operations() = 0;
  virtual ReconcileQueue& reconcile_queue() = 0;
  virtual RequestLog& requests() = 0;
  virtual ChangeSignal& changes() = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_STORE_H_
