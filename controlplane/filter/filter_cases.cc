#include "controlplane/filter/filter_cases.h"

namespace sluice::controlplane {
namespace {

FilterSubject Subject(const std::string& instance, const std::string& id, ObservedState state,
                      DesiredState desired) {
  FilterSubject subject;
  Connector& connector = subject.connector;
  connector.id = {instance, id};
  connector.uid = "uid-of-" + instance + "-" + id;
  connector.create_time = connector.update_time = connector.desired_state_time =
      kFilterNow - absl::Hours(1);
  connector.desired_state = desired;
  connector.spec.source.topic = id + "-in";
  connector.spec.sink.endpoint = "http://mc/api";
  connector.spec.sink.project = "p";
  connector.spec.sink.table = "t";
  subject.observed.state = state;
  subject.observed.severity = SeverityOf(state);
  return subject;
}

}  // namespace

std::vector<FilterSubject> FilterSubjects(const std::string& instance) {
  FilterSubject failed =
      Subject(instance, "orders", ObservedState::kFailed, DesiredState::kRunning);
  failed.connector.labels = {{"team", "pay"}, {"tier", "1"}};
  failed.connector.spec.sink.table = "Orders_Table";
  failed.connector.create_time = kFilterNow - absl::Hours(5);
  failed.observed.trouble_reason = "TABLE_NOT_FOUND";
  failed.observed.trouble_class = ErrorClass::kUser;
  failed.observed.lag_records = 500;
  failed.observed.fresh_until = kFilterNow - absl::Minutes(30);
  failed.observed.dead_letters = 3;

  FilterSubject stalled =
      Subject(instance, "orders-eu", ObservedState::kStalled, DesiredState::kRunning);
  stalled.connector.labels = {{"team", "ship"}, {"app.k8s.io/name", "x"}};
  stalled.connector.spec.description = "rows of EUROPE: 100% \"quoted\" \\ 'single'";
  stalled.observed.trouble_reason = "QUOTA_EXCEEDED";
  stalled.observed.trouble_class = ErrorClass::kQuota;
  stalled.observed.lag_records = 20;
  stalled.observed.fresh_until = kFilterNow - absl::Minutes(10);
  stalled.observed.dead_letters = 1;

  FilterSubject running =
      Subject(instance, "clicks", ObservedState::kRunning, DesiredState::kRunning);
  running.connector.labels = {{"team", "pay"}};
  running.connector.spec.sink.project = "web";
  running.connector.update_time = kFilterNow;
  running.observed.lag_records = 0;
  running.observed.fresh_until = absl::InfiniteFuture();

  FilterSubject draft = Subject(instance, "draft", ObservedState::kDraft, DesiredState::kDraft);
  return {failed, stalled, running, draft};
}

std::vector<FilterCase> FilterCases() {
  const std::vector<std::string> all = {"clicks", "draft", "orders", "orders-eu"};
  return {
      {"", all},
      {"  ", all},
      {"state = FAILED", {"orders"}},
      {"state=FAILED", {"orders"}},
      {"state = (FAILED OR STALLED)", {"orders", "orders-eu"}},
      {"state = (FAILED)", {"orders"}},
      {"state = DELETED", {}},
      {"state != FAILED", {"clicks", "draft", "orders-eu"}},
      {"state != (FAILED OR DRAFT)", {"clicks", "orders-eu"}},
      {"desired_state = RUNNING", {"clicks", "orders", "orders-eu"}},
      {"desired_state = (DRAFT OR PAUSED)", {"draft"}},
      {"labels.team = \"pay\"", {"clicks", "orders"}},
      {"labels.team = pay", {"clicks", "orders"}},
      {"labels.team = (pay OR ship)", {"clicks", "orders", "orders-eu"}},
      {"labels.team != \"pay\"", {"draft", "orders-eu"}},
      {"labels:team", {"clicks", "orders", "orders-eu"}},
      {"labels:none", {}},
      {"labels.app.k8s.io/name = x", {"orders-eu"}},
      {"labels.team = \"PAY\"", {}},
      {"labels.team = pay AND labels.tier = 1", {"orders"}},
      {"name = \"orders\"", {"orders"}},
      {"name = \"orders*\"", {"orders", "orders-eu"}},
      {"name = orders*", {"orders", "orders-eu"}},
      {"name = *", all},
      {"name = (clicks OR orders-*)", {"clicks", "orders-eu"}},
      {"name = \"order%\"", {}},
      {"q = \"ORDERS\"", {"orders", "orders-eu"}},
      {"q = orders_table", {"orders"}},
      {"q = europe", {"orders-eu"}},
      {"q = \"100%\"", {"orders-eu"}},
      {"q = \"%\"", {"orders-eu"}},
      {"q = \"\\\"quoted\\\" \\\\ 'single'\"", {"orders-eu"}},
      {"q = ship", {"orders-eu"}},
      {"q = clicks-in", {"clicks"}},
      {"trouble.reason = TABLE_NOT_FOUND", {"orders"}},
      {"trouble.error_class = QUOTA", {"orders-eu"}},
      {"trouble.error_class = (QUOTA OR USER)", {"orders", "orders-eu"}},
      {"trouble:*", {"orders", "orders-eu"}},
      {"lag_records > 20", {"orders"}},
      {"lag_records >= 20", {"orders", "orders-eu"}},
      {"lag_records < 20", {"clicks"}},
      {"lag_records <= 20", {"clicks", "orders-eu"}},
      {"lag_records >= 0", {"clicks", "orders", "orders-eu"}},
      {"freshness > 10m", {"orders"}},
      {"freshness >= 10m", {"orders", "orders-eu"}},
      {"freshness < 1h", {"clicks", "orders", "orders-eu"}},
      {"freshness <= 600s", {"clicks", "orders-eu"}},
      {"freshness < 1m30s", {"clicks"}},
      {"dead_letters > 0", {"orders", "orders-eu"}},
      {"dead_letters < 3", {"clicks", "draft", "orders-eu"}},
      {"source.topic = \"clicks-in\"", {"clicks"}},
      {"sink.project = web", {"clicks"}},
      {"sink.table = \"t\"", {"clicks", "draft", "orders-eu"}},
      {"state != DRAFT AND labels.team = pay AND lag_records > 0", {"orders"}},
  };
}

std::vector<OrderCase> OrderCases() {
  return {
      {"", {"clicks", "draft", "orders", "orders-eu"}},
      {"name", {"clicks", "draft", "orders", "orders-eu"}},
      {"name desc", {"orders-eu", "orders", "draft", "clicks"}},
      {"severity desc", {"orders", "orders-eu", "draft", "clicks"}},
      {"severity", {"clicks", "draft", "orders-eu", "orders"}},
      {"lag_records desc", {"orders", "orders-eu", "clicks", "draft"}},
      {"lag_records", {"draft", "clicks", "orders-eu", "orders"}},
      {"freshness desc", {"orders", "orders-eu", "clicks", "draft"}},
      {"freshness", {"draft", "clicks", "orders-eu", "orders"}},
      {"create_time", {"orders", "clicks", "draft", "orders-eu"}},
      {"create_time desc, name desc", {"orders-eu", "draft", "clicks", "orders"}},
      {"update_time desc", {"clicks", "draft", "orders", "orders-eu"}},
      {"create_time desc, severity desc", {"orders-eu", "draft", "clicks", "orders"}},
  };
}

}  // namespace sluice::controlplane
