#ifndef SLUICE_CONTROLPLANE_STORE_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_STORE_H_

#include "controlplane/store/api_token_store.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/completeness_store.h"
#include "controlplane/store/connector_index.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/dead_letter_mark_store.h"
#include "controlplane/store/event_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/store/log_level_store.h"
#include "controlplane/store/observation_store.h"
#include "controlplane/store/operation_store.h"
#include "controlplane/store/reconcile_queue.h"
#include "controlplane/store/request.h"
#include "controlplane/store/sample_store.h"
#include "controlplane/store/session_store.h"
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
  virtual DeadLetterMarkStore& dead_letter_marks() = 0;
  virtual ConnectorIndex& connector_index() = 0;
  virtual ObservationStore& observations() = 0;
  virtual EventStore& events() = 0;
  virtual SampleStore& samples() = 0;
  virtual LogLevelStore& log_levels() = 0;
  virtual ApiTokenStore& api_tokens() = 0;
  virtual SessionStore& sessions() = 0;
  virtual ReconcileQueue& reconcile_queue() = 0;
  virtual RequestLog& requests() = 0;
  virtual ChangeSignal& changes() = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_STORE_H_
