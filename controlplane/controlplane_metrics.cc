#include "controlplane/controlplane_metrics.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "api/version.h"
#include "base/log/log.h"
#include "base/metrics/process_metrics.h"
#include "base/status/reason.h"
#include "controlplane/model/problem.h"
#include "controlplane/store/reconcile_queue.h"

namespace sluice::controlplane {
namespace {

using metrics::Kind;

}  // namespace

ControlPlaneMetrics::ControlPlaneMetrics(std::function<ControlPlaneView()> look)
    : calls_(catalogue_.Counters({"sluice_controlplane_answered_calls_total",
                                  "Calls that were answered, workers' streams that ended among "
                                  "them, by what was answered.",
                                  {"method", "code"}})),
      call_seconds_(catalogue_.Histograms({"sluice_controlplane_call_duration_seconds",
                                           "From the moment that a call came until its answer.",
                                           {"method"}},
                                          {0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30})),
      requests_(catalogue_.Counters(
          {"sluice_controlplane_http_requests_total",
           "Requests over HTTP that were answered, by the class of their status (`2xx`) and what "
           "they asked for: a call, `sessions`, `console`, `openapi`, `operators`, or `none` of "
           "these. Streams count when they begin.",
           {"route", "status"}})),
      request_seconds_(
          catalogue_.Histograms({"sluice_controlplane_http_request_duration_seconds",
                                 "From the moment that a request was there as a whole until its "
                                 "answer, or the first event of its stream.",
                                 {"route"}},
                                {0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30})),
      sent_bytes_(catalogue_.Counters({"sluice_controlplane_http_sent_bytes_total",
                                       "Bytes of the bodies of answers, packed where they are, and "
                                       "of the events of streams.",
                                       {"route"}})),
      refusals_(catalogue_.Counters(
          {"sluice_controlplane_http_refusals_total",
           "Requests and connections over HTTP that were refused because of a limit, which a key "
           "`http_…` of the configuration sets; SIGN_INS: too many waited.",
           {"limit"}})),
      steps_(catalogue_.Counters({"sluice_controlplane_reconcile_steps_total",
                                  "Looks at a connector, by what became of them: OK, or who can "
                                  "mend it: USER, SYSTEM, DESTINATION or QUOTA.",
                                  {"outcome"}})),
      step_seconds_(catalogue_
                        .Histograms({"sluice_controlplane_reconcile_step_duration_seconds",
                                     "How long a look at a connector took."},
                                    {0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30})
                        .With({})),
      placements_(catalogue_.Counters({"sluice_controlplane_task_placements_total",
                                       "What became of tasks: PLACED on a worker, made to LEAVE "
                                       "one, found without (UNPLACED), REMOVED.",
                                       {"what"}})) {
  catalogue_.Tell(
      {{Kind::kGauge,
        {"sluice_controlplane_database_connected",
         "1 while the database answers and has our schema."}},
       {Kind::kGauge,
        {"sluice_controlplane_connected_workers", "Workers whose stream ends at this replica."}},
       {Kind::kGauge,
        {"sluice_controlplane_waiting_calls",
         "Calls that wait for a thread: quick ones ask the database, slow ones Kafka or MaxCompute "
         "too, patient ones wait because they were asked to.",
         {"kind"}}},
       {Kind::kGauge,
        {"sluice_controlplane_http_connections", "Connections over HTTP that are open."}},
       {Kind::kGauge,
        {"sluice_controlplane_http_calls", "Calls over HTTP that are under way, streams apart."}},
       {Kind::kGauge,
        {"sluice_controlplane_http_streams", "Streams of events that are open over HTTP."}},
       {Kind::kGauge,
        {"sluice_controlplane_connectors",
         "Connectors by what is observed of them; every replica tells of all.",
         {"state"}}}},
      [look = std::move(look)](metrics::Samples& samples) {
        const ControlPlaneView view = look();
        samples.Add("sluice_controlplane_database_connected", {}, view.database_answers ? 1 : 0);
        samples.Add("sluice_controlplane_connected_workers", {},
                    static_cast<double>(view.workers_connected));
        const auto waiting = [&](const char* kind, size_t calls) {
          samples.Add("sluice_controlplane_waiting_calls", {kind}, static_cast<double>(calls));
        };
        waiting("quick", view.calls_waiting_quick);
        waiting("slow", view.calls_waiting_slow);
        waiting("patient", view.calls_waiting_patient);
        samples.Add("sluice_controlplane_http_connections", {},
                    static_cast<double>(view.http_connections));
        samples.Add("sluice_controlplane_http_calls", {}, static_cast<double>(view.http_calls));
        samples.Add("sluice_controlplane_http_streams", {}, static_cast<double>(view.http_streams));
        for (const auto& [state, count] : view.connectors) {
          samples.Add("sluice_controlplane_connectors", {state}, count);
        }
      });
  metrics::AddProcessMetrics(catalogue_, "sluice-controlplane", kVersion);
  // What has not happened yet is 0, not absent: a rate over it is then right from the first time.
  for (const char* outcome : {"OK", "USER", "SYSTEM", "DESTINATION", "QUOTA"})
    steps_.With({outcome});
  for (const char* what : {"PLACED", "LEAVE", "UNPLACED", "REMOVED"}) placements_.With({what});
  for (HttpLimit limit : kHttpLimits) refusals_.With({std::string(NameOf(limit))});
}

void ControlPlaneMetrics::OnAnswered(const AnsweredCall& call) {
  calls_.With({call.method, call.code}).Increment();
  call_seconds_.With({call.method}).Observe(absl::ToDoubleSeconds(call.took));
  const auto write = call.is_write ? log::Info : log::Debug;
  write("call answered", {{"method", call.method},
                          {"code", call.code},
                          {"took_ms", absl::ToInt64Milliseconds(call.took)},
                          {"connector", call.connector},
                          {"request_id", call.request_id},
                          {"call_id", call.call_id}});
}

void ControlPlaneMetrics::OnAnswered(const AnsweredRequest& request) {
  requests_.With({request.route, absl::StrCat(request.status / 100, "xx")}).Increment();
  request_seconds_.With({request.route}).Observe(absl::ToDoubleSeconds(request.took));
  sent_bytes_.With({request.route}).Increment(static_cast<double>(request.body_bytes));
}

void ControlPlaneMetrics::OnEvent(const std::string& route, size_t bytes) {
  sent_bytes_.With({route}).Increment(static_cast<double>(bytes));
}

void ControlPlaneMetrics::OnRefused(HttpLimit limit) {
  refusals_.With({std::string(NameOf(limit))}).Increment();
}

void ControlPlaneMetrics::OnReconciled(const absl::Status& status, absl::Duration took) {
  step_seconds_.Observe(absl::ToDoubleSeconds(took));
  // Another replica has it: nothing went wrong.
  const bool fine = status.ok() || ReasonOf(status) == kClaimLost;
  steps_.With({fine ? "OK" : std::string(NameOf(ProblemOf(status).error_class))}).Increment();
}

void ControlPlaneMetrics::OnPlaced(const PlacementChanges& changes) {
  const auto count = [&](const char* what, size_t tasks) {
    if (tasks > 0) placements_.With({what}).Increment(static_cast<double>(tasks));
  };
  count("PLACED", changes.place.size());
  count("LEAVE", changes.leave.size());
  count("UNPLACED", changes.unplace.size());
  count("REMOVED", changes.remove.size());
}

}  // namespace sluice::controlplane
