#ifndef SLUICE_CONTROLPLANE_STORE_IN_MEMORY_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_IN_MEMORY_STORE_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/sync/mutex.h"
#include "controlplane/store/change_counter.h"
#include "controlplane/store/store.h"

namespace sluice::controlplane {

// A Store in memory, for tests: keeps every promise of the interfaces but the one that it survives.
// Thread-safe.
class InMemoryStore : public Store,
                      public InstanceStore,
                      public ConnectorStore,
                      public TaskStore,
                      public WorkerStore,
                      public CompletenessStore,
                      public OperationStore,
                      public DeadLetterMarkStore,
                      public ConnectorIndex,
                      public ObservationStore,
                      public EventStore,
                      public SampleStore,
                      public LogLevelStore,
                      public ApiTokenStore,
                      public SessionStore,
                      public ReconcileQueue,
                      public RequestLog,
                      public ChangeSignal {
 public:
  // The next call answers this instead of doing anything; the knob of tests about a database that
  // is away.
  void FailNext(absl::Status status);

  InstanceStore& instances() override { return *this; }
  ConnectorStore& connectors() override { return *this; }
  TaskStore& tasks() override { return *this; }
  WorkerStore& workers() override { return *this; }
  CompletenessStore& completeness() override { return *this; }
  OperationStore& operations() override { return *this; }
  DeadLetterMarkStore& dead_letter_marks() override { return *this; }
  ConnectorIndex& connector_index() override { return *this; }
  ObservationStore& observations() override { return *this; }
  EventStore& events() override { return *this; }
  SampleStore& samples() override { return *this; }
  LogLevelStore& log_levels() override { return *this; }
  ApiTokenStore& api_tokens() override { return *this; }
  SessionStore& sessions() override { return *this; }
  ReconcileQueue& reconcile_queue() override { return *this; }
  RequestLog& requests() override { return *this; }
  ChangeSignal& changes() override { return *this; }

  absl::Status CreateInstance(const Instance& instance, const Request& request) override;
  absl::StatusOr<Instance> GetInstance(absl::string_view id) override;
  absl::StatusOr<std::vector<Instance>> ListInstances(absl::string_view after, int limit) override;
  absl::Status UpdateInstance(const InstanceChange& change, const Request& request) override;
  absl::Status NoteObservation(const Instance& instance) override;
  absl::Status DeleteInstance(absl::string_view id, absl::string_view uid, int64_t generation,
                              const Request& request, absl::Time now) override;

  absl::Status CreateConnector(const Connector& connector, const Request& request,
                               const ChangeNote& note = {}) override;
  absl::StatusOr<Connector> GetConnector(const ConnectorId& id) override;
  absl::StatusOr<Connector> GetConnectorByUid(absl::string_view uid) override;
  absl::StatusOr<std::vector<Connector>> ListConnectors(const std::optional<std::string>& instance,
                                                        const std::optional<ConnectorId>& after,
                                                        int limit) override;
  absl::StatusOr<Connector> ChangeDesiredState(const DesiredChange& change,
                                               const Request& request) override;
  absl::Status BeginPin(absl::string_view connector_uid, int64_t from_generation,
                        absl::string_view attempt, absl::Time until) override;
  absl::Status EndPin(absl::string_view connector_uid, absl::string_view attempt) override;
  absl::StatusOr<absl::Time> PinningUntil(absl::string_view connector_uid) override;
  absl::Status NoteProvisioning(const ReconcileClaim& claim,
                                const Provisioning& provisioning) override;
  absl::Status NoteObservedGeneration(const ReconcileClaim& claim, int64_t generation) override;
  absl::Status UpdateConnector(const DefinitionChange& change, const Request& request) override;
  absl::StatusOr<std::vector<ConnectorRevision>> ListRevisions(absl::string_view connector_uid,
                                                               int64_t before, int limit) override;
  absl::StatusOr<ConnectorRevision> GetRevision(absl::string_view connector_uid,
                                                int64_t number) override;
  absl::Status NoteStartPin(const ReconcileClaim& claim, const StartPin& pin) override;
  absl::Status NoteRevisionHealthy(const ReconcileClaim& claim, int64_t revision,
                                   absl::Time now) override;
  absl::Status NoteOldestRevision(const ReconcileClaim& claim, int64_t revision) override;
  absl::Status RemoveConnector(const ReconcileClaim& claim, absl::Time now) override;

  absl::StatusOr<std::vector<Task>> ListTasks(absl::string_view connector_uid) override;
  absl::StatusOr<std::map<std::string, std::vector<Task>>> ListTasksOf(
      const std::vector<std::string>& connector_uids) override;
  absl::Status RestartTasks(absl::string_view connector_uid, const std::vector<int32_t>& indices,
                            const Request& request, absl::Time now) override;
  absl::StatusOr<bool> Place(absl::FunctionRef<PlacementChanges(const PlacementView&)> plan,
                             absl::Time now) override;

  absl::StatusOr<Worker> Hello(const Worker& worker, absl::Duration name_life) override;
  absl::Status Report(const WorkerReport& report) override;
  absl::StatusOr<Snapshot> GetSnapshot(absl::string_view worker_uid) override;
  absl::StatusOr<Worker> GetWorkerByName(absl::string_view name) override;
  absl::StatusOr<std::vector<Worker>> ListWorkers(absl::string_view after, int limit) override;
  absl::StatusOr<std::map<std::string, Worker>> FindWorkers(
      const std::vector<std::string>& uids) override;
  absl::StatusOr<std::map<std::string, int>> CountTasks() override;
  absl::StatusOr<int> ForgetWorkers(absl::Time heard_before) override;

  absl::StatusOr<CompletenessState> GetCompleteness(absl::string_view connector_uid) override;
  absl::StatusOr<std::vector<Completion>> FindCompletions(
      absl::string_view connector_uid, const std::set<std::string>& table_partitions) override;
  absl::StatusOr<std::vector<Completion>> ListUnannounced(absl::string_view connector_uid,
                                                          int limit) override;
  absl::Status NoteCompleteness(const ReconcileClaim& claim, const CompletenessState& state,
                                const std::vector<Completion>& changes) override;
  absl::Status NoteAnnounced(const ReconcileClaim& claim,
                             const std::vector<Completion>& told) override;

  absl::Status CreateOperation(const Operation& operation, const Request& request) override;
  absl::StatusOr<Operation> GetOperation(absl::string_view id) override;
  absl::StatusOr<std::vector<Operation>> ListOperations(const OperationFilter& filter,
                                                        const std::optional<OperationCursor>& after,
                                                        int limit) override;
  absl::Status CancelOperation(absl::string_view id, absl::Time now) override;
  absl::Status DeleteOperation(absl::string_view id) override;
  absl::StatusOr<int> ForgetOperations(absl::Time ended_before) override;
  absl::StatusOr<std::vector<OperationClaim>> ClaimOperations(int limit, absl::Duration ttl,
                                                              absl::Time now) override;
  absl::StatusOr<absl::Time> NextOperationDue() override;
  absl::Status NoteProgress(const OperationClaim& claim, const OperationProgress& progress,
                            absl::Time next_step) override;
  absl::Status NoteFailure(const OperationClaim& claim, absl::string_view waiting_for,
                           absl::Time now, absl::Time next_step) override;
  absl::Status EndOperation(const OperationClaim& claim, const OperationEnd& end) override;
  absl::Status HoldTasks(const OperationClaim& claim, TasksHeld tasks, absl::Time now) override;
  absl::Status NoteOffsetsMoved(const OperationClaim& claim,
                                const OffsetByPartition& asked_until) override;

  absl::StatusOr<std::vector<DeadLetterMark>> FindMarks(
      absl::string_view connector_uid, const std::vector<DeadLetterRange>& ranges) override;
  absl::StatusOr<std::vector<DeadLetterMark>> FindMarksOfSources(
      absl::string_view connector_uid, const std::vector<SourcePlace>& sources) override;
  absl::StatusOr<std::vector<DeadLetterPlace>> AddMarks(absl::string_view connector_uid,
                                                        const std::vector<DeadLetterMark>& marks,
                                                        absl::Time replace_before,
                                                        const Request& request,
                                                        absl::Time now) override;
  absl::StatusOr<std::vector<DeadLetterPlace>> AddMarksOf(const OperationClaim& claim,
                                                          absl::string_view connector_uid,
                                                          const std::vector<DeadLetterMark>& marks,
                                                          absl::Time replace_before) override;
  absl::Status FinishMarks(const OperationClaim& claim, absl::string_view connector_uid,
                           const std::vector<DeadLetterMark>& marks) override;
  absl::StatusOr<std::vector<DeadLetterMark>> ListUnfinished(
      absl::string_view connector_uid) override;
  absl::Status TakeBackMarks(const OperationClaim& claim, absl::string_view connector_uid,
                             const std::vector<DeadLetterMark>& marks) override;
  absl::Status ForgetBelow(absl::string_view connector_uid,
                           const std::vector<DeadLetterRange>& bounds) override;

  absl::StatusOr<std::vector<FoundConnector>> FindConnectors(const ConnectorQuery& query) override;
  absl::StatusOr<std::map<ObservedState, int64_t>> CountConnectors(
      const ConnectorQuery& query) override;
  absl::StatusOr<std::set<std::string>> OwnTopics(const std::string& instance) override;

  absl::StatusOr<FleetNews> ReadNews(const std::string& cursor) override;
  absl::StatusOr<FleetKeys> ReadKeys() override;
  absl::StatusOr<std::set<std::string>> NoteObservations(const std::vector<ObservationNote>& notes,
                                                         absl::Time now) override;

  absl::StatusOr<std::vector<ConnectorEvent>> ListEvents(const EventQuery& query) override;
  absl::Status AddEvent(const ConnectorEvent& event) override;
  absl::StatusOr<std::string> PruneEvents(const std::string& after_uid, int connectors_max,
                                          absl::Time now) override;

  absl::StatusOr<std::map<std::string, CountersAt>> ReadCounters() override;
  absl::Status NoteSamples(const std::vector<SampleNote>& notes) override;
  absl::StatusOr<std::vector<ConnectorSample>> ListSamples(absl::string_view connector_uid,
                                                           absl::Time from, absl::Time to) override;
  absl::StatusOr<int> PruneSamples(absl::Time before) override;

  absl::Status SetLogLevel(const ConnectorId& id, const std::optional<LogLevelUntil>& level,
                           absl::Time now) override;
  absl::StatusOr<std::vector<ConnectorLogLevel>> ListLogLevels(absl::Time now) override;

  absl::StatusOr<ApiToken> CreateApiToken(const ApiToken& token, absl::string_view secret_hash,
                                          absl::string_view request_id) override;
  absl::Status ReplaceApiToken(const ApiToken& token, absl::string_view secret_hash) override;
  absl::StatusOr<std::optional<ApiToken>> FindApiToken(absl::string_view secret_hash) override;
  absl::StatusOr<ApiToken> GetApiToken(absl::string_view id) override;
  absl::StatusOr<std::vector<ApiToken>> ListApiTokens(absl::string_view after, int limit) override;
  absl::StatusOr<ApiToken> RevokeApiToken(absl::string_view id, absl::string_view by,
                                          absl::Time now) override;
  absl::Status NoteTokenUse(absl::string_view id, absl::Time now) override;
  absl::StatusOr<int> ForgetDeadTokens(absl::Time now) override;

  absl::Status CreateSession(const Session& session, absl::string_view secret_hash,
                             absl::string_view shown_hash) override;
  absl::StatusOr<std::optional<FoundSession>> FindSession(absl::string_view secret_hash) override;
  absl::Status NoteSessionUse(absl::string_view secret_hash, absl::Time now) override;
  absl::Status EndSession(absl::string_view secret_hash) override;
  absl::Status CreateSignInCode(absl::string_view code_hash, absl::string_view token_id,
                                absl::string_view shown_hash, absl::Time expire_time,
                                absl::Time now) override;
  absl::StatusOr<std::optional<std::string>> FindSignInCode(absl::string_view code_hash,
                                                            absl::Time now) override;
  absl::StatusOr<int> ForgetSessions(absl::Time idle_since, absl::Time now) override;

  absl::Status Wake(absl::string_view connector_uid, absl::Time now) override;
  absl::StatusOr<std::vector<ReconcileClaim>> Claim(int limit, absl::Duration ttl,
                                                    absl::Time now) override;
  absl::Status Complete(const ReconcileClaim& claim, absl::Time next_look) override;
  absl::Status Fail(const ReconcileClaim& claim, absl::Time next_look) override;
  absl::StatusOr<absl::Time> NextDue() override;

  absl::StatusOr<std::optional<StoredAnswer>> FindAnswer(absl::string_view method,
                                                         absl::string_view request_id,
                                                         absl::Time now) override;
  absl::Status StoreAnswer(const Request& request, absl::Time now) override;
  absl::StatusOr<int> ForgetOldAnswers(absl::Time now) override;

  int64_t Count(Change change) override { return counter_.Count(change); }
  int64_t WaitBeyond(Change change, int64_t seen, absl::Duration timeout) override {
    return counter_.WaitBeyond(change, seen, timeout);
  }
  void Stop() override { counter_.Stop(); }

 private:
  struct Key {
    absl::Time due_time;
    absl::Time claimed_until = absl::InfinitePast();
    int64_t claim = 0;
    int64_t wakes = 0;
    int tries = 0;
  };
  struct OperationRow {
    Operation operation;
    absl::Time due_time;
    absl::Time claimed_until = absl::InfinitePast();
    int64_t claim = 0;
    int tries = 0;
    absl::Time failing_since = absl::InfinitePast();
  };
  struct TokenRow {
    ApiToken token;
    std::string secret_hash;
    std::string request_id;
  };
  struct CodeRow {
    std::string token_id;
    absl::Time expire_time;
  };
  struct Answer {
    StoredAnswer stored;
    absl::Time create_time;
  };

  absl::Status Failure() SLUICE_REQUIRES(mu_);
  bool IsRepeated(const Request& request, absl::Time now) SLUICE_REQUIRES(mu_);
  void Remember(const Request& request, absl::Time now) SLUICE_REQUIRES(mu_);
  // The instance as it is stored, if it still has this uid and generation.
  absl::StatusOr<Instance*> Find(absl::string_view id, absl::string_view uid, int64_t generation)
      SLUICE_REQUIRES(mu_);
  Connector* Find(const ConnectorId& id) SLUICE_REQUIRES(mu_);
  void AddRevision(const Connector& connector, const ChangeNote& note) SLUICE_REQUIRES(mu_);
  // The connector that the claim still owns; null when another has claimed it.
  Connector* Claimed(const ReconcileClaim& claim) SLUICE_REQUIRES(mu_);
  Key* ClaimedKey(const ReconcileClaim& claim) SLUICE_REQUIRES(mu_);
  void WakeKey(const std::string& uid, absl::Time now) SLUICE_REQUIRES(mu_);
  void RenewSnapshots(const std::string& connector_uid) SLUICE_REQUIRES(mu_);
  void TakeTasks(const std::string& worker_uid, absl::Time now) SLUICE_REQUIRES(mu_);
  OperationRow* ClaimedRow(const OperationClaim& claim) SLUICE_REQUIRES(mu_);
  // Of the operation's connector, if that is still there: its tasks, and whoever looks at them, are
  // told.
  void SetHold(const OperationRow& row, std::optional<OperationHold> hold, absl::Time now)
      SLUICE_REQUIRES(mu_);
  std::vector<DeadLetterPlace> AddMarks(const std::string& connector_uid,
                                        const std::vector<DeadLetterMark>& marks,
                                        absl::Time replace_before) SLUICE_REQUIRES(mu_);
  // What is stored at the place of `mark` while its operation is still at it; null otherwise.
  DeadLetterMark* Unfinished(absl::string_view connector_uid, const DeadLetterMark& mark)
      SLUICE_REQUIRES(mu_);
  void WriteEvent(ConnectorEvent event) SLUICE_REQUIRES(mu_);
  // The token of this id, if it was not revoked.
  absl::StatusOr<TokenRow*> UnrevokedToken(absl::string_view id) SLUICE_REQUIRES(mu_);
  void EndSessionsOf(absl::string_view token_id) SLUICE_REQUIRES(mu_);
  PlacementView View() SLUICE_REQUIRES(mu_);
  void Carry(const PlacementChanges& changes, absl::Time now) SLUICE_REQUIRES(mu_);

  Mutex mu_;
  absl::Status next_failure_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, Instance> instances_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, Connector> connectors_ SLUICE_GUARDED_BY(mu_);  // By uid.
  std::map<std::string, std::map<int64_t, ConnectorRevision>> revisions_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, Key> keys_ SLUICE_GUARDED_BY(mu_);
  std::map<TaskKey, Task> tasks_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, CompletenessState> completeness_ SLUICE_GUARDED_BY(mu_);  // By uid.
  // By uid of the connector and table partition.
  std::map<std::pair<std::string, std::string>, Completion> completions_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, OperationRow> operations_ SLUICE_GUARDED_BY(mu_);  // By id.
  // By uid of the connector and attempt: until when it may write.
  std::map<std::string, std::map<std::string, absl::Time>> pinning_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, std::map<DeadLetterPlace, DeadLetterMark>> marks_
      SLUICE_GUARDED_BY(mu_);  // By uid of the connector.
  // What marks were that are kReplaying now.
  std::map<std::string, std::map<DeadLetterPlace, DeadLetterMark>> earlier_marks_
      SLUICE_GUARDED_BY(mu_);
  std::map<std::string, Worker> workers_ SLUICE_GUARDED_BY(mu_);                 // By uid.
  std::map<std::string, NotedObservation> observations_ SLUICE_GUARDED_BY(mu_);  // By uid.
  std::vector<ConnectorEvent> events_ SLUICE_GUARDED_BY(mu_);                    // By sequence.
  int64_t event_sequence_ SLUICE_GUARDED_BY(mu_) = 0;
  std::map<std::string, CountersAt> counters_ SLUICE_GUARDED_BY(mu_);  // By uid.
  std::map<std::string, std::map<absl::Time, ConnectorSample>> samples_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, LogLevelUntil> log_levels_ SLUICE_GUARDED_BY(mu_);  // By connector uid.
  std::map<std::string, TokenRow> api_tokens_ SLUICE_GUARDED_BY(mu_);       // By id.
  std::map<std::string, Session> sessions_ SLUICE_GUARDED_BY(mu_);          // By hash.
  std::map<std::string, CodeRow> sign_in_codes_ SLUICE_GUARDED_BY(mu_);     // By hash.
  std::map<std::pair<std::string, std::string>, Answer> answers_ SLUICE_GUARDED_BY(mu_);
  int64_t assignment_revisions_ SLUICE_GUARDED_BY(mu_) = 0;
  ChangeCounter counter_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_IN_MEMORY_STORE_H_
