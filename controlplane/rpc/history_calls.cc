#include "controlplane/rpc/history_calls.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/status_macros.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/printable.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_words.h"
#include "controlplane/store/refusals.h"
#include "controlplane/validation/fields.h"
#include "controlplane/watch/counters.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kUidBytesMax = 64;
constexpr size_t kMessageBytesMax = 1024;
constexpr int kPointsMax = 500;
constexpr absl::Duration kStepMin = absl::Minutes(1);

constexpr Words<v1::ConnectorEvent::Type, EventType, 5> kTypes = {{
    {v1::ConnectorEvent::CHANGE, EventType::kChange},
    {v1::ConnectorEvent::STATE, EventType::kState},
    {v1::ConnectorEvent::TROUBLE, EventType::kTrouble},
    {v1::ConnectorEvent::OPERATION, EventType::kOperation},
    {v1::ConnectorEvent::BY_ITSELF, EventType::kByItself},
}};

v1::Connector::State StateOf(const std::string& word) {
  v1::Connector::State state = v1::Connector::STATE_UNSPECIFIED;
  v1::Connector::State_Parse(word, &state);
  return state;
}

void ToProto(const ConnectorEvent& event, v1::ConnectorEvent& proto) {
  proto.set_sequence(event.sequence);
  SetTime(event.time, [&] { return proto.mutable_time(); });
  proto.set_type(ToWord(kTypes, event.type));
  proto.set_verb(event.verb);
  proto.set_from_state(StateOf(event.from_state));
  proto.set_to_state(StateOf(event.to_state));
  proto.set_reason(event.reason);
  proto.set_message(Printable(event.message, kMessageBytesMax));
  proto.set_actor(event.actor);
  proto.set_revision(event.revision);
  proto.set_request_id(event.request_id);
  if (!event.operation.empty()) proto.set_operation(absl::StrCat("operations/", event.operation));
  proto.set_task(event.task);
}

std::vector<EventType> ReadTypes(const v1::ListConnectorEventsRequest& request,
                                 Violations& violations) {
  std::vector<EventType> types;
  for (int i = 0; i < std::min(request.types_size(), 16); ++i) {
    const auto type = request.types(i);
    if (type == v1::ConnectorEvent::TYPE_UNSPECIFIED) {
      violations.Add("types", "FIELD_FORM", "holds TYPE_UNSPECIFIED; leave it out");
      continue;
    }
    types.push_back(FromWord(kTypes, type, "types", violations));
  }
  return types;
}

// Which figures, over which time, in which steps.
struct MetricsAsked {
  ConnectorId id;
  std::vector<std::string> metrics;
  absl::Time start;
  absl::Time end;
  absl::Duration step;
};

// Long enough that there are at most kPointsMax, in whole minutes.
absl::Duration StepOf(absl::Duration asked, absl::Duration span) {
  const absl::Duration least = absl::Ceil(span / kPointsMax, kStepMin);
  return std::max({asked, least, kStepMin});
}

MetricsAsked ReadMetrics(const v1::QueryConnectorMetricsRequest& request, absl::Time now,
                         Violations& violations) {
  MetricsAsked asked;
  asked.id = ReadConnectorName("name", request.name(), violations);
  const std::vector<std::string>& known = MetricNames();
  for (const std::string& metric : request.metrics()) {
    if (std::find(known.begin(), known.end(), metric) == known.end()) {
      violations.Add(
          "metrics", "FIELD_FORM",
          absl::StrCat("holds ", Echo(metric), "; choose of ", absl::StrJoin(known, ", ")));
    } else if (std::find(asked.metrics.begin(), asked.metrics.end(), metric) ==
               asked.metrics.end()) {
      asked.metrics.push_back(metric);
    }
  }
  if (request.metrics().empty()) asked.metrics = known;
  asked.end = request.has_end_time() ? FromTime(request.end_time(), "end_time", violations) : now;
  asked.start = request.has_start_time() ? FromTime(request.start_time(), "start_time", violations)
                                         : asked.end - absl::Hours(1);
  if (asked.start >= asked.end) {
    violations.Add("start_time", "FIELD_CONFLICT",
                   "is not before end_time; give an earlier one, or a later end_time");
  }
  // A minute for those who compute "7 days ago" themselves.
  if (asked.start < now - kSampleLife - kStepMin) {
    violations.Add("start_time", "FIELD_OUT_OF_RANGE",
                   "is more than 7 days ago; figures are kept no longer");
  }
  if (request.has_step()) asked.step = FromDuration(request.step(), "step", violations);
  if (request.has_step() && asked.step < kStepMin) {
    violations.Add(
        "step", "FIELD_OUT_OF_RANGE",
        absl::StrCat("is ", absl::FormatDuration(asked.step), "; set it to 1 minute or more"));
  }
  if (violations.empty()) asked.step = StepOf(asked.step, asked.end - asked.start);
  return asked;
}

}  // namespace

absl::Status HistoryCalls::ListEvents(const v1::ListConnectorEventsRequest& request,
                                      v1::ListConnectorEventsResponse* response) {
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  const ConnectorId id = ReadConnectorName("parent", request.parent(), violations);
  CheckText("uid", request.uid(), kUidBytesMax, violations);
  EventQuery query{.connector_uid = request.uid(),
                   .types = ReadTypes(request, violations),
                   .limit = page_size + 1};
  if (!violations.empty()) return InvalidRequest(violations);
  std::string list = absl::StrCat("events of ", request.parent(), " ", request.uid());
  for (EventType type : query.types) absl::StrAppend(&list, " ", static_cast<int>(type));
  SLUICE_ASSIGN_OR_RETURN(const std::string before, ReadPageToken(list, request.page_token()));
  if (!before.empty() && !absl::SimpleAtoi(before, &query.before)) {
    return PageTokenInvalid();
  }
  if (query.connector_uid.empty()) {
    const absl::StatusOr<Connector> connector = connectors_.GetConnector(id);
    if (!connector.ok()) return About(connector.status(), kConnectorType, request.parent());
    query.connector_uid = connector->uid;
  }
  SLUICE_ASSIGN_OR_RETURN(std::vector<ConnectorEvent> events, events_.ListEvents(query));
  // A uid that never was, or another connector's, has no events under this name.
  const bool named = !events.empty() && events.front().connector == id;
  if (!named && !request.uid().empty() && before.empty()) {
    const absl::StatusOr<Connector> connector = connectors_.GetConnectorByUid(request.uid());
    if (!connector.ok() && !absl::IsNotFound(connector.status())) return connector.status();
    if (!connector.ok() || connector->id != id) {
      return About(ConnectorUidNotFound(request.uid()), kConnectorType, request.parent());
    }
  }
  if (!events.empty() && !named) {
    return About(ConnectorUidNotFound(request.uid()), kConnectorType, request.parent());
  }
  if (static_cast<int>(events.size()) > page_size) {
    events.resize(page_size);
    response->set_next_page_token(MakePageToken(list, absl::StrCat(events.back().sequence)));
  }
  for (const ConnectorEvent& event : events) ToProto(event, *response->add_events());
  return absl::OkStatus();
}

absl::Status HistoryCalls::QueryMetrics(const v1::QueryConnectorMetricsRequest& request,
                                        v1::QueryConnectorMetricsResponse* response) {
  Violations violations;
  const MetricsAsked asked = ReadMetrics(request, clock_.Now(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::StatusOr<Connector> connector = connectors_.GetConnector(asked.id);
  if (!connector.ok()) return About(connector.status(), kConnectorType, request.name());
  SLUICE_ASSIGN_OR_RETURN(const std::vector<ConnectorSample> samples,
                          samples_.ListSamples(connector->uid, asked.start, asked.end));
  for (const std::string& metric : asked.metrics) {
    v1::QueryConnectorMetricsResponse::Series& series = *response->add_series();
    series.set_metric(metric);
    for (const auto& [time, value] : SeriesOf(metric, samples, asked.start, asked.step)) {
      v1::QueryConnectorMetricsResponse::Point& point = *series.add_points();
      SetTime(time, [&] { return point.mutable_time(); });
      point.set_value(value);
    }
  }
  SetDuration(asked.step, *response->mutable_step());
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
