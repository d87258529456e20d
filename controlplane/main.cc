// sluice-controlplane: the API, and the hands that carry out what was asked for. Here, and only
// here, the real parts are put together.

#include <algorithm>
#include <atomic>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/config/config.h"
#include "base/http/curl_client.h"
#include "base/http/server/listen_address.h"
#include "base/kafka/kafka_connection_probe.h"
#include "base/log/log.h"
#include "base/operator/operator_pages.h"
#include "base/operator/readiness.h"
#include "base/process/stop_signal.h"
#include "base/retry/retry.h"
#include "base/seal/key_file.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "base/time/real_clock.h"
#include "controlplane/access/first_token.h"
#include "controlplane/api_handlers.h"
#include "controlplane/controlplane_metrics.h"
#include "controlplane/deadletters/dead_letter_replay.h"
#include "controlplane/gateway/http_rules.h"
#include "controlplane/gateway/open_api.h"
#include "controlplane/http_front.h"
#include "controlplane/kafka/kafka_connections.h"
#include "controlplane/log_level_watch.h"
#include "controlplane/offsets/offset_change_work.h"
#include "controlplane/operations/operation_runner.h"
#include "controlplane/options.h"
#include "controlplane/preflight/maxcompute_connections.h"
#include "controlplane/reconcile/connector_reconciler.h"
#include "controlplane/reconcile/reconcile_loop.h"
#include "controlplane/rpc/rpc_server.h"
#include "controlplane/rpc/worker/worker_service.h"
#include "controlplane/scheduling/scheduler.h"
#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/postgres_store.h"
#include "controlplane/store/postgres/schema.h"
#include "controlplane/store/postgres/secret_key.h"
#include "controlplane/store_watch.h"
#include "controlplane/watch/observer.h"
#include "controlplane/workers/connected_workers.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kWatchInterval = absl::Seconds(1);
constexpr absl::Duration kMoveTimeout = absl::Seconds(5);  // Below the tasks' session timeout.

postgres::DatabaseOptions DatabaseOptionsOf(const Options& options) {
  return {.url = options.database_url,
          .connections_max = static_cast<int>(options.database_connections_max)};
}

// PostgreSQL may be starting at the same time as we are.
int Migrate(const Options& options, Clock& clock) {
  postgres::Database database(DatabaseOptionsOf(options));
  const absl::StatusOr<int> applied =
      Retry(RetryOptions{.deadline = absl::Seconds(60), .attempts_max = 100}, clock,
            [&] { return postgres::Migrate(database, migrations::All()); });
  if (!applied.ok()) {
    log::Error("the schema was not migrated", {{"error", applied.status()}});
    return 1;
  }
  log::Info("the schema is up to date",
            {{"version", migrations::All().size()}, {"applied", *applied}});
  return 0;
}

int AdoptSecretKey(const Options& options, const seal::Key& key) {
  postgres::Database database(DatabaseOptionsOf(options));
  const absl::Status adopted = postgres::AdoptSecretKey(database, key.id());
  if (!adopted.ok()) {
    log::Error("the key was not adopted", {{"error", adopted}});
    return 1;
  }
  log::Info("the database's secrets are sealed with this key from now on", {{"key", key.id()}});
  return 0;
}

// The secret is the only line on stdout, and in no log.
int MakeAdminToken(const Options& options, const seal::Key& key,
                   absl::StatusOr<std::string> (*make)(ApiTokenStore&, absl::Time), Clock& clock) {
  postgres::PostgresStore store(DatabaseOptionsOf(options), key);
  const absl::Status ready = store.CheckReady();
  const absl::StatusOr<std::string> secret =
      ready.ok() ? make(store.api_tokens(), clock.Now()) : absl::StatusOr<std::string>(ready);
  if (!secret.ok()) {
    log::Error("no token was made",
               {{"error", secret.status()}, {"remedy", RemedyOf(secret.status())}});
    return 1;
  }
  log::Info("API token admin lets in from now on; its secret is shown this once",
            {{"days", absl::ToInt64Hours(kFirstTokenLife) / 24}});
  std::cout << *secret << std::endl;
  return std::cout ? 0 : 1;
}

ApiOptions ApiOptionsOf(const Options& options) {
  return {.threads = static_cast<int>(options.call_threads),
          .waiting_max = static_cast<size_t>(options.calls_waiting_max),
          .call_life = options.call_life,
          .worker_lease = options.worker_lease,
          .observe = {.stalled_after = options.stalled_after, .report_life = options.worker_lease},
          .access = {.asks = Asks(options), .session_idle = options.session_idle}};
}

ReconcileLoop::Options LoopOptionsOf(const Options& options, ControlPlaneMetrics& metrics) {
  return {.threads = static_cast<int>(options.reconcile_threads),
          .on_step = [&metrics](const absl::Status& status, absl::Duration took) {
            metrics.OnReconciled(status, took);
          }};
}

Scheduler::Options SchedulerOptionsOf(const Options& options, ControlPlaneMetrics& metrics) {
  return {.placement = {.lease = options.worker_lease},
          .on_placed = [&metrics](const PlacementChanges& changes) { metrics.OnPlaced(changes); }};
}

ConnectorReconciler::Options ReconcilerOptionsOf(const Options& options) {
  ConnectorReconciler::Options reconciler;
  reconciler.observe = ApiOptionsOf(options).observe;
  return reconciler;
}

// Everything that runs, in the order in which each part needs those before it.
struct ControlPlane {
  ControlPlane(const Options& options, const seal::Key& key, ControlPlaneMetrics& metrics,
               Clock& clock)
      : service_key({.access_key_id = options.service_access_key_id,
                     .access_key_secret = maxcompute::Secret(options.service_access_key_secret),
                     .security_token = {}}),
        tables(http_client, service_key, clock, {.sts_endpoint = options.sts_endpoint}),
        store(DatabaseOptionsOf(options), key),
        api(store, clusters, probe, tables, clock, ApiOptionsOf(options)),
        observer(store.observations(), store.samples(), store.events(), store.changes(),
                 api.board(), clock, {.observe = ApiOptionsOf(options).observe}),
        workers(store.workers(), store.changes(), clock, {.lease = options.worker_lease}),
        worker_service(workers, api.gatekeeper(), worker_queue, clock,
                       {.lease = options.worker_lease}),
        reconciler(store.connectors(), store.instances(), store.tasks(), store.completeness(),
                   clusters, clock, ReconcilerOptionsOf(options)),
        reconcile_loop(store.reconcile_queue(), reconciler, store.changes(), clock,
                       LoopOptionsOf(options, metrics)),
        dead_letter_replay(store.connectors(), store.instances(), store.dead_letter_marks(),
                           clusters, clock, {}),
        offset_change(store.operations(), store.connectors(), store.instances(), store.tasks(),
                      clusters, tables, clock, kMoveTimeout),
        operation_runner(store.operations(),
                         {{OperationKind::kDeadLetterReplay, &dead_letter_replay},
                          {OperationKind::kOffsetChange, &offset_change}},
                         store.changes(), clock, {.claim_ttl = options.operation_takeover}),
        scheduler(store.tasks(), store.workers(), store.changes(), clock,
                  SchedulerOptionsOf(options, metrics)),
        log_levels(store.log_levels(), store.changes(), clock) {}

  void Start() {
    observer.Start();
    workers.Start();
    reconcile_loop.Start();
    operation_runner.Start();
    scheduler.Start();
    log_levels.Start();
  }

  // Calls end first, then what serves them. Running tasks need none of this.
  void Stop(RpcServer& server) {
    server.SetServing(false);
    workers.Stop();
    api.EndStreams();
    server.Stop();
    store.changes().Stop();
    observer.Stop();
    log_levels.Stop();
    scheduler.Stop();
    reconcile_loop.Stop();
    operation_runner.Stop();
    worker_queue.Stop();
    api.Stop();
  }

  http::CurlClient http_client;
  maxcompute::StaticCredentials service_key;
  MaxComputeConnections tables;
  KafkaConnections clusters{{}};
  kafka::KafkaConnectionProbe probe;
  postgres::PostgresStore store;
  ApiHandlers api;
  Observer observer;
  WorkQueue worker_queue{8, 1024};
  ConnectedWorkers workers;
  WorkerService worker_service;
  ConnectorReconciler reconciler;
  ReconcileLoop reconcile_loop;
  DeadLetterReplay dead_letter_replay;
  OffsetChangeWork offset_change;
  OperationRunner operation_runner;
  Scheduler scheduler;
  LogLevelWatch log_levels;
};

// `front`: none as long as it is not put together.
ControlPlaneView ViewOf(ControlPlane& plane, const HttpFront* front, const Readiness& database) {
  const ApiHandlers::Waiting waiting = plane.api.waiting();
  std::map<std::string, int> connectors;
  for (const BoardChange& change : plane.api.board().All()) {
    ++connectors[std::string(NameOf(change.seen->observation.state))];
  }
  return {.database_answers = database.Get().ok(),
          .workers_connected = plane.workers.connected(),
          .calls_waiting_quick = waiting.quick,
          .calls_waiting_slow = waiting.slow,
          .calls_waiting_patient = waiting.patient,
          .http_connections = front == nullptr ? 0 : front->connections(),
          .http_calls = front == nullptr ? 0 : front->calls(),
          .http_streams = front == nullptr ? 0 : front->streams(),
          .connectors = std::move(connectors)};
}

// A portion each time; a failure is made good by the next cleaning.
void ForgetOld(Store& store, const Options& options, absl::Time now) {
  (void)store.requests().ForgetOldAnswers(now);
  (void)store.sessions().ForgetSessions(now - options.session_idle, now);
  (void)store.api_tokens().ForgetDeadTokens(now);
}

absl::Status TellPort(const Options& options, int port) {
  const std::string host =
      options.grpc_listen_address.substr(0, options.grpc_listen_address.rfind(':'));
  return http::WritePortFile("port_file", options.port_file, absl::StrCat(host, ":", port));
}

// Looks at the store, and at the certificate, again and again: until it is as `enough` says, until
// this program must not go on with it (FAILED_PRECONDITION), or until it is told to stop. The last
// look's status.
absl::Status Watch(StoreWatch& watch, HttpFront& front, Readiness& readiness, StopSignal& stop,
                   bool (*enough)(const absl::Status&)) {
  for (;;) {
    front.RenewCertificate();
    const absl::Status status = watch.Look();
    readiness.Set(status);
    if (absl::IsFailedPrecondition(status)) {
      log::Error("the control plane stops", {{"error", status}, {"remedy", RemedyOf(status)}});
      return status;
    }
    if (enough(status) || stop.WaitFor(kWatchInterval)) return status;
  }
}

// What else ends it has been logged as an error.
void LogStopping(const StopSignal& stop) {
  if (stop.name().empty()) {
    log::Info("stopping");
  } else {
    log::Info("stopping", {{"signal", stop.name()}});
  }
}

absl::StatusOr<std::unique_ptr<RpcServer>> Listen(const Options& options, ControlPlane& plane,
                                                  ControlPlaneMetrics& metrics) {
  std::vector<grpc::Service*> services = plane.api.services();
  services.push_back(&plane.worker_service);
  RpcServerOptions server_options = {.listen_address = options.grpc_listen_address,
                                     .tls = options.tls,
                                     .stop_patience = options.stop_patience,
                                     .observer = &metrics};
  // All that come in over HTTP go on over one connection, and none may wait for another to end.
  if (!options.http_listen.empty()) {
    server_options.streams_per_connection_max =
        std::max(server_options.streams_per_connection_max,
                 static_cast<int>(options.http.calls_max + options.http.streams_max));
  }
  SLUICE_ASSIGN_OR_RETURN(auto server, RpcServer::Start(services, server_options));
  SLUICE_RETURN_IF_ERROR(TellPort(options, server->port()));
  return server;
}

int Serve(const Options& options, const seal::Key& key, Clock& clock, StopSignal& stop) {
  Readiness readiness;
  std::function<ControlPlaneView()> look;
  ControlPlaneMetrics metrics([&look] { return look(); });
  ControlPlane plane(options, key, metrics, clock);
  // A scrape may come before the variable below has it.
  std::atomic<const HttpFront*> started_front = nullptr;
  look = [&] { return ViewOf(plane, started_front, readiness); };
  // From the beginning: also that it waits for its database can be asked.
  const auto front = HttpFront::Start(options, plane.store, plane.api.gatekeeper(), clock,
                                      {.is_ready = [&readiness] { return readiness.Get(); },
                                       .metrics = [&metrics] { return metrics.Text(); }},
                                      metrics);
  if (!front.ok()) {
    log::Error("the control plane cannot listen for HTTP", {{"error", front.status()}});
    return 1;
  }
  started_front = front->get();
  std::unique_ptr<RpcServer> server;
  StoreWatch watch([&] { return plane.store.CheckReady(); },
                   [&] { ForgetOld(plane.store, options, clock.Now()); }, clock,
                   [&](bool serving) {
                     if (server != nullptr) server->SetServing(serving);
                   });
  // Nobody is heard and nothing is begun before it is known that the database's secrets are sealed
  // with our key: what was sealed with another one could not be read by anybody else.
  const absl::Status ready = Watch(watch, **front, readiness, stop,
                                   [](const absl::Status& status) { return status.ok(); });
  if (!ready.ok()) {
    LogStopping(stop);
    return absl::IsFailedPrecondition(ready) ? 1 : 0;
  }
  absl::StatusOr<std::unique_ptr<RpcServer>> started = Listen(options, plane, metrics);
  if (!started.ok()) {
    log::Error("the control plane cannot serve", {{"error", started.status()}});
    return 1;
  }
  server = *std::move(started);
  log::Info("listening", {{"address", options.grpc_listen_address}, {"port", server->port()}});
  plane.Start();
  server->SetServing(true);
  (*front)->Open(server->PrivateChannel());
  const absl::Status end =
      Watch(watch, **front, readiness, stop, [](const absl::Status&) { return false; });
  LogStopping(stop);
  readiness.Set(absl::UnavailableError("stopping"));
  (*front)->Refuse();
  plane.Stop(*server);
  (*front)->Close();
  log::Info("stopped");
  return absl::IsFailedPrecondition(end) ? 1 : 0;
}

int Main(int argc, char** argv) {
  Options options;
  config::Config config("sluice-controlplane",
                        "serves Sluice's API and carries out what was asked for");
  AddKeys(config, options);
  config.Printing("print_metrics_table", "print the metrics as a table, and exit",
                  [] { return ControlPlaneMetrics([] { return ControlPlaneView(); }).Table(); });
  config.Printing("print_openapi", "print the OpenAPI document of the API over HTTP, and exit",
                  [] { return OpenApiOf(*ReadHttpRules(ApiServices())); });
  config.Printing("print_http_routes", "print the API's calls over HTTP as JSON, and exit",
                  [] { return RoutesJsonOf(*ReadHttpRules(ApiServices())); });
  absl::StatusOr<config::Action> action = config.Parse(argc, argv);
  absl::Status valid = action.status();
  if (valid.ok() && *action == config::Action::kExit) return 0;
  if (valid.ok()) valid = CheckOptions(options);
  if (valid.ok()) valid = postgres::CheckUrl(options.database_url);
  if (!valid.ok()) {
    std::cerr << "sluice-controlplane: " << valid.message() << "\n";
    return 2;
  }
  StopSignal stop;
  RealClock clock;
  log::Info("sluice-controlplane starts", {{"config", config.Effective()}});
  if (config.command() == "migrate") return Migrate(options, clock);
  const absl::StatusOr<seal::Key> key = seal::ReadOrMakeKeyFile(options.secret_key_file);
  if (!key.ok()) {
    log::Error("there is no key to seal secrets with",
               {{"error", key.status()}, {"remedy", RemedyOf(key.status())}});
    return 1;
  }
  log::Info("secrets are sealed", {{"key", key->id()}, {"file", options.secret_key_file}});
  const std::string& command = config.command();
  if (command == "adopt-secret-key") return AdoptSecretKey(options, *key);
  if (command == "create-admin-token")
    return MakeAdminToken(options, *key, CreateFirstToken, clock);
  if (command == "replace-admin-token") {
    return MakeAdminToken(options, *key, ReplaceFirstToken, clock);
  }
  if (!Asks(options)) log::Warn("everybody who reaches this control plane may do everything");
  return Serve(options, *key, clock, stop);
}

}  // namespace
}  // namespace sluice::controlplane

int main(int argc, char** argv) { return sluice::controlplane::Main(argc, argv); }
