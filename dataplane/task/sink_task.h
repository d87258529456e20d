#ifndef SLUICE_DATAPLANE_TASK_SINK_TASK_H_
#define SLUICE_DATAPLANE_TASK_SINK_TASK_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/kafka/admin.h"
#include "base/kafka/group_consumer.h"
#include "base/kafka/producer.h"
#include "base/kafka/record_reader.h"
#include "base/sync/notification.h"
#include "base/time/clock.h"
#include "dataplane/task/batch_limits.h"
#include "dataplane/task/restart_pacer.h"
#include "dataplane/task/task_definition.h"
#include "dataplane/task/task_observer.h"
#include "dataplane/task/task_progress.h"
#include "dataplane/upload/endpoint_encodings.h"
#include "dataplane/upload/memory_budget.h"
#include "dataplane/upload/session_budget.h"
#include "dataplane/upload/task_memory.h"
#include "maxcompute/rest/table_catalog.h"
#include "maxcompute/sql/sql.h"
#include "maxcompute/tunnel/stream_tunnel.h"
#include "maxcompute/tunnel/tunnel.h"
#include "maxcompute/tunnel/upsert_tunnel.h"

namespace sluice::dataplane {

// Where rows go, as one identity sees it.
class Destination {
 public:
  virtual ~Destination() = default;
  virtual maxcompute::TableCatalog& catalog() = 0;
  virtual maxcompute::Sql& sql() = 0;
  virtual maxcompute::Tunnel& tunnel() = 0;
  virtual maxcompute::StreamTunnel& streams() = 0;
  virtual maxcompute::UpsertTunnel& upserts() = 0;
  // Nobody waits for calls under way any more: they end soon, CANCELLED, as do later ones. Any
  // thread.
  virtual void LetGo() = 0;
};

// What a task takes or makes anew each time it begins; main() knows the real ones.
struct TaskParts {
  Clock& clock;
  MemoryBudget& memory;
  EndpointEncodings& encodings;
  BatchLimits limits = {};           // But for the encoding.
  TaskObserver* observer = nullptr;  // Hears what tasks do; may be none.
  // A source partition that no member reads for this long is shared anew. Longer than a dead
  // member's session, or a mere death looks like it.
  absl::Duration owned_within = absl::Seconds(20);
  std::function<absl::StatusOr<std::unique_ptr<Destination>>(const RevisionDefinition&)>
      open_destination;
  // For dead letters; not before there is one.
  std::function<absl::StatusOr<std::unique_ptr<kafka::Producer>>(const TaskDefinition&)>
      make_producer;
  // Shared by the tasks that read from one cluster: each client costs threads and connections, and
  // one task says and asks little.
  std::function<absl::StatusOr<std::shared_ptr<kafka::Producer>>(const TaskDefinition&)>
      note_producer_of;
  std::function<absl::StatusOr<std::shared_ptr<kafka::Admin>>(const TaskDefinition&)> admin_of;
  std::function<absl::StatusOr<std::unique_ptr<kafka::RecordReader>>(const TaskDefinition&)>
      make_reader;
  // The consumer may hold `queued_bytes_max` in its queue, and as much in an answer under way.
  std::function<absl::StatusOr<std::unique_ptr<kafka::GroupConsumer>>(
      const TaskDefinition&, int64_t queued_bytes_max, kafka::AssignmentListener&)>
      join_group;
};

// One share of a connector's work, on a thread of its own, from start to stop. Whatever goes wrong,
// it begins again by itself, later each time; its progress says what was wrong first.
//
// Start once; the destructor stops and joins. SetPaused, progress: any thread.
class SinkTask {
 public:
  // `changed` is called, from any thread, when the task's state changes.
  SinkTask(TaskDefinition definition, const TaskParts& parts, std::function<void()> changed);
  ~SinkTask();
  SinkTask(const SinkTask&) = delete;
  SinkTask& operator=(const SinkTask&) = delete;

  // Asks it to stop; ...
  void BeginStop();
  // ... and this waits until it has. Once; otherwise the destructor does both.
  void AwaitEnd() { thread_.join(); }
  void SetPaused(bool paused);

  const TaskDefinition& definition() const { return definition_; }
  const TaskProgress& progress() const { return progress_; }

 private:
  void Run();
  absl::Status RunOnce();
  // What the group has committed.
  absl::StatusOr<kafka::CommittedOffsets> CheckSource(kafka::Admin& admin);
  // What stands in another table than that of the revision that runs is settled there, by `older`.
  absl::Status SettleElsewhere(int64_t older);
  // One membership, by this revision. Without `admin` it only settles.
  absl::Status RunBy(const TaskDefinition& definition, std::shared_ptr<kafka::Admin> admin);
  void WaitAfter(const absl::Status& why);

  const TaskDefinition definition_;
  const TaskParts parts_;
  TaskProgress progress_;
  TaskMemory memory_;
  SessionBudget sessions_;
  RestartPacer pacer_;
  // What came of settling elsewhere the last time, and when it may be tried again (by
  // Clock::Monotonic).
  absl::Status elsewhere_;
  absl::Duration settle_again_ = absl::ZeroDuration();
  // How often the task has become another member, so that the group would share its partitions
  // anew; 0: it is the member that it always was. Under its other name a successor does not fence
  // it by joining: both are members, each of its own source partitions, until the watch finds the
  // successor's entries in the ledger.
  int shared_anew_ = 0;
  // How often in a row, each within kSharesInARow of the one before, and when last.
  int shares_in_a_row_ = 0;
  absl::Duration shared_at_ = -absl::InfiniteDuration();
  std::atomic<bool> stop_ = false;
  std::atomic<bool> paused_;
  Notification stopped_;
  std::thread thread_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_SINK_TASK_H_
