#include "controlplane/api_handlers.h"

#include "controlplane/model/uid.h"

namespace sluice::controlplane {

ApiHandlers::ApiHandlers(Store& store, ClusterConnections& clusters, kafka::ConnectionProbe& probe,
                         TableConnections& tables, Clock& clock, const ApiOptions& options)
    : gatekeeper_(store.api_tokens(), store.sessions(), clock, options.access),
      preflight_(clusters, probe, tables, options.preflight),
      provisioner_(clusters, options.kafka_timeout),
      pinner_(clusters, clock, options.kafka_timeout),
      witness_bounds_(clusters, clock, options.kafka_timeout),
      instance_check_(probe, clock, options.kafka_timeout),
      instances_(store.instances(), store.requests(), instance_check_, clock),
      pickers_(store.instances(), store.connector_index(), clusters, tables, options.kafka_timeout),
      definitions_(store.instances(), store.connectors(), store.tasks(), store.requests(),
                   preflight_, clock, options.observe),
      lists_(store.connector_index(), store.tasks(), clock, options.observe),
      history_(store.connectors(), store.events(), store.samples(), clock),
      updates_(store.instances(), store.connectors(), store.tasks(), store.requests(), preflight_,
               witness_bounds_, definitions_, clock, options.observe),
      revisions_(store.connectors()),
      verbs_(store.instances(), store.connectors(), store.tasks(), store.requests(), provisioner_,
             pinner_, clock, options.observe),
      batch_(store.connector_index(), store.connectors(), verbs_, store.requests(), clock),
      validate_(store.instances(), store.connectors(), preflight_),
      preview_(store.instances(), store.connectors(), clusters, tables, clock,
               options.kafka_timeout),
      render_(store.instances()),
      test_record_(store.instances(), store.connectors(), store.requests(), clusters, tables, clock,
                   options.kafka_timeout),
      tables_(store.connectors(), store.completeness(), tables),
      fleet_(store.connectors(), store.tasks(), store.workers(), clock, options.worker_lease,
             options.observe),
      offsets_(store.instances(), store.connectors(), store.tasks(), store.operations(),
               store.requests(), clusters, clock, options.kafka_timeout),
      operations_(store.operations(), store.changes(), clock),
      dead_letters_({store.instances(), store.connectors(), store.operations(),
                     store.dead_letter_marks(), store.requests()},
                    clusters, clock, options.kafka_timeout),
      log_levels_(store.log_levels(), clock),
      access_(store.api_tokens(), store.sessions(), gatekeeper_, clock),
      quick_queue_(options.threads, options.waiting_max),
      slow_queue_(options.threads, options.waiting_max),
      patient_queue_(options.threads, options.waiting_max),
      quick_(quick_queue_, gatekeeper_, options.call_life),
      slow_(slow_queue_, gatekeeper_, options.call_life),
      patient_(patient_queue_, gatekeeper_, options.call_life),
      instance_service_(instances_, pickers_, quick_, slow_),
      connector_service_(definitions_, lists_, history_, batch_, updates_, revisions_, verbs_,
                         validate_, preview_, render_, test_record_, tables_, fleet_, log_levels_,
                         quick_, slow_, patient_),
      fleet_service_(fleet_, quick_),
      offset_service_(offsets_, slow_),
      operations_service_(operations_, quick_, patient_),
      dead_letter_service_(dead_letters_, slow_),
      access_service_(access_, quick_),
      board_(NewUid()),
      watch_service_(board_, store.instances(), gatekeeper_, quick_queue_, clock, options.watch) {}

std::vector<grpc::Service*> ApiHandlers::services() {
  return {&instance_service_,   &connector_service_,   &fleet_service_,  &offset_service_,
          &operations_service_, &dead_letter_service_, &access_service_, &watch_service_};
}

ApiHandlers::Waiting ApiHandlers::waiting() {
  return {quick_queue_.waiting(), slow_queue_.waiting(), patient_queue_.waiting()};
}

void ApiHandlers::Stop() {
  EndStreams();
  test_record_.StopWaiting();
  quick_queue_.Stop();
  slow_queue_.Stop();
  patient_queue_.Stop();
}

}  // namespace sluice::controlplane
