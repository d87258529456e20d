#include "controlplane/rpc/dead_letter_calls.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/admin.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/deadletters/replay_json.h"
#include "controlplane/model/uid.h"
#include "controlplane/rpc/dead_letter_name.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/source_topic.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_dead_letter.h"
#include "controlplane/rpc/translate_operation.h"
#include "controlplane/store/refusals.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kAuthorBytesMax = 128;
constexpr size_t kPayloadBytesMax = 64 << 10;
constexpr int kWithPayloadMax = 20;
constexpr size_t kDiscardedAtOnceMax = 10'000;
constexpr int kDiscardPage = 1000;
constexpr absl::Duration kChoosingMax = absl::Seconds(12);  // Below the life of a call.
constexpr size_t kNamesLookedUpMax = 100;  // More are passed over by the replay when they are gone.

absl::Status FilterInvalid(absl::string_view message) {
  return WithReason(absl::InvalidArgumentError(message), "FILTER_INVALID");
}

absl::Status CheckFilter(const v1::ListDeadLettersRequest& request) {
  if (!request.reason().empty() && !IsReason(request.reason())) {
    return FilterInvalid(
        absl::StrCat("reason is ", Echo(request.reason()), "; write it as NOT_UTF8"));
  }
  if (request.source_partition() < 0) {
    return FilterInvalid(
        absl::StrCat("source_partition is ", request.source_partition(), "; set it to 0 or more"));
  }
  return absl::OkStatus();
}

DeadLetterChoice FilterOf(const v1::ListDeadLettersRequest& request) {
  DeadLetterChoice choice;
  choice.reason = request.reason();
  if (request.has_source_partition()) choice.source_partition = request.source_partition();
  choice.marked = request.marked();
  return choice;
}

// What a page token is good for.
std::string ListKey(const v1::ListDeadLettersRequest& request, const Connector& connector) {
  const ConnectorResources& resources = connector.spec.resources;
  return absl::StrCat(
      "deadLetters ", connector.uid, " ", resources.dead_letter_topic, " ",
      resources.abnormal_data_topic, " ", request.reason(), " ",
      request.has_source_partition() ? absl::StrCat(request.source_partition()) : "-", " ",
      request.marked());
}

std::string DiscardKey(const v1::DeadLetterChoice& choice, const Connector& connector) {
  const ConnectorResources& resources = connector.spec.resources;
  return absl::StrCat("discard ", connector.uid, " ", resources.dead_letter_topic, " ",
                      resources.abnormal_data_topic, " ", choice.names_size(), " ", choice.reason(),
                      " ",
                      choice.has_source_partition() ? absl::StrCat(choice.source_partition()) : "-",
                      " ", choice.marked());
}

}  // namespace

absl::StatusOr<DeadLetterCalls::Scene> DeadLetterCalls::Find(const ConnectorId& id) {
  absl::StatusOr<Connector> connector = stores_.connectors.GetConnector(id);
  if (!connector.ok()) return About(connector.status(), kConnectorType, ConnectorName(id));
  SLUICE_ASSIGN_OR_RETURN(Instance instance, stores_.instances.GetInstance(id.instance));
  return Scene{*std::move(connector), std::move(instance)};
}

absl::Status DeadLetterCalls::List(const v1::ListDeadLettersRequest& request,
                                   v1::ListDeadLettersResponse* response) {
  Violations violations;
  const ConnectorId id = ReadConnectorName("parent", request.parent(), violations);
  int page_size = PageSizeOf(request.page_size(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  SLUICE_RETURN_IF_ERROR(CheckFilter(request));
  if (request.include_payload()) page_size = std::min(page_size, kWithPayloadMax);
  SLUICE_ASSIGN_OR_RETURN(const Scene scene, Find(id));
  const ConnectorResources& resources = scene.connector.spec.resources;
  const std::string list = ListKey(request, scene.connector);
  DeadLetterQuery query = {.choice = FilterOf(request),
                           .letters_max = page_size,
                           .payload_bytes_max = request.include_payload() ? kPayloadBytesMax : 0};
  if (!request.page_token().empty()) {
    SLUICE_ASSIGN_OR_RETURN(const std::string after, ReadPageToken(list, request.page_token()));
    SLUICE_ASSIGN_OR_RETURN(query.after, PositionsFromText(after, resources));
  }
  SLUICE_ASSIGN_OR_RETURN(const DeadLetterPage page,
                          reader_.List(scene.connector, scene.instance, query));
  for (const DeadLetter& letter : page.letters)
    *response->add_dead_letters() = ToProto(letter, scene.connector);
  if (!page.next.empty())
    response->set_next_page_token(MakePageToken(list, PositionsText(page.next, resources)));
  if (query.after.has_value()) return absl::OkStatus();
  // Whatever reason is asked for, how many there are of each is of interest.
  DeadLetterChoice counted = query.choice;
  counted.reason.clear();
  SLUICE_ASSIGN_OR_RETURN(const auto counts,
                          reader_.CountByReason(scene.connector, scene.instance, counted));
  std::vector<std::pair<std::string, int64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [reason, count] : sorted) {
    if (!IsReason(reason)) continue;
    v1::ReasonCount& added = *response->add_counts();
    added.set_reason(reason);
    added.set_count(count);
  }
  return absl::OkStatus();
}

absl::Status DeadLetterCalls::Get(const v1::GetDeadLetterRequest& request,
                                  v1::DeadLetter* response) {
  const auto name = ParseDeadLetterName(request.name());
  if (!name.has_value() || !IsId(name->connector.instance) || !IsId(name->connector.connector)) {
    Violations violations;
    violations.Add(
        "name", request.name().empty() ? "FIELD_REQUIRED" : "FIELD_FORM",
        absl::StrCat("is ", Echo(request.name()),
                     "; write it as "
                     "instances/{instance}/connectors/{connector}/deadLetters/{dead_letter}"));
    return InvalidRequest(violations);
  }
  SLUICE_ASSIGN_OR_RETURN(const Scene scene, Find(name->connector));
  const absl::StatusOr<DeadLetter> letter =
      reader_.Get(scene.connector, scene.instance, PlaceOf(*name, scene.connector.spec.resources),
                  kPayloadBytesMax);
  if (!letter.ok()) return About(letter.status(), kDeadLetterType, request.name());
  *response = ToProto(*letter, scene.connector);
  return absl::OkStatus();
}

absl::Status DeadLetterCalls::CheckSourceTopic(const Scene& scene) {
  const std::string& topic = scene.connector.spec.source.topic;
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin,
                          clusters_.AdminOf(scene.instance));
  SLUICE_ASSIGN_OR_RETURN(const auto topics, admin->DescribeTopics({topic}, kafka_timeout_));
  return topics.contains(topic) ? absl::OkStatus() : SourceTopicNotFound(topic);
}

absl::Status DeadLetterCalls::ReplayOnce(const v1::ReplayDeadLettersRequest& request,
                                         const ConnectorId& id, Request stored,
                                         google::longrunning::Operation* response) {
  SLUICE_ASSIGN_OR_RETURN(const Scene scene, Find(id));
  const DeadLetterChoice choice = FromProto(request.choice(), scene.connector);
  SLUICE_RETURN_IF_ERROR(CheckSourceTopic(scene));
  if (!choice.places.empty() && choice.places.size() <= kNamesLookedUpMax) {
    SLUICE_RETURN_IF_ERROR(
        reader_.Find(scene.connector, scene.instance, choice.places, kChoosingMax).status());
  }
  SLUICE_ASSIGN_OR_RETURN(
      const std::vector<Operation> running,
      stores_.operations.ListOperations({.connector = id, .ended = false}, std::nullopt, 1));
  if (!running.empty()) return OperationRunning(running[0].id);
  Operation operation;
  operation.kind = OperationKind::kDeadLetterReplay;
  operation.connector_uid = scene.connector.uid;
  operation.connector = id;
  operation.request = ToJson(choice);
  operation.author = request.author();
  operation.create_time = StorableNow(clock_);
  if (request.validate_only()) {
    operation.end_time = operation.create_time;
    operation.response = ToJson(ReplayResult());
    *response = ToProto(operation);
    return absl::OkStatus();
  }
  operation.id = NewUid();
  *response = ToProto(operation);
  stored.answer = response->SerializeAsString();
  return stores_.operations.CreateOperation(operation, stored);
}

absl::Status DeadLetterCalls::Replay(const v1::ReplayDeadLettersRequest& request,
                                     google::longrunning::Operation* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  CheckText("author", request.author(), kAuthorBytesMax, violations);
  const ConnectorId id = ReadConnectorName("parent", request.parent(), violations);
  CheckChoice(request.choice(), id, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return guard_.Run("ReplayDeadLetters", request_id, request, response, [&](Request stored) {
    return ReplayOnce(request, id, std::move(stored), response);
  });
}

absl::StatusOr<std::vector<DeadLetter>> DeadLetterCalls::Chosen(
    const Scene& scene, const DeadLetterChoice& choice,
    std::optional<DeadLetterPositions>& position) {
  if (!choice.places.empty())
    return reader_.Find(scene.connector, scene.instance, choice.places, kChoosingMax);
  std::vector<DeadLetter> chosen;
  DeadLetterQuery query = {
      .choice = choice, .after = std::move(position), .letters_max = kDiscardPage};
  const absl::Duration end = clock_.Monotonic() + kChoosingMax;
  do {
    SLUICE_ASSIGN_OR_RETURN(DeadLetterPage page,
                            reader_.List(scene.connector, scene.instance, query));
    std::move(page.letters.begin(), page.letters.end(), std::back_inserter(chosen));
    query.after = std::move(page.next);
  } while (!query.after->empty() && chosen.size() + kDiscardPage <= kDiscardedAtOnceMax &&
           clock_.Monotonic() < end);
  position = std::move(query.after);
  return chosen;
}

absl::Status DeadLetterCalls::DiscardOnce(const v1::DiscardDeadLettersRequest& request,
                                          const ConnectorId& id, Request stored,
                                          v1::DiscardDeadLettersResponse* response) {
  SLUICE_ASSIGN_OR_RETURN(const Scene scene, Find(id));
  const ConnectorResources& resources = scene.connector.spec.resources;
  const std::string list = DiscardKey(request.choice(), scene.connector);
  std::optional<DeadLetterPositions> position;
  if (!request.page_token().empty()) {
    SLUICE_ASSIGN_OR_RETURN(const std::string after, ReadPageToken(list, request.page_token()));
    SLUICE_ASSIGN_OR_RETURN(position, PositionsFromText(after, resources));
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<DeadLetter> chosen,
                          Chosen(scene, FromProto(request.choice(), scene.connector), position));
  const absl::Time now = StorableNow(clock_);
  std::vector<DeadLetterMark> marks;
  for (const DeadLetter& letter : chosen) {
    if (letter.mark.has_value()) continue;  // Whatever was done about it stays known.
    marks.push_back({.place = letter.place,
                     .state = DeadLetterMark::State::kDiscarded,
                     .time = now,
                     .source_partition = letter.context.partition,
                     .source_offset = letter.context.offset,
                     .source_time = letter.source_time});
  }
  response->set_discarded_count(static_cast<int64_t>(marks.size()));
  if (position.has_value() && !position->empty()) {
    response->set_more(true);
    response->set_next_page_token(MakePageToken(list, PositionsText(*position, resources)));
  }
  if (request.validate_only()) return absl::OkStatus();
  stored.answer = response->SerializeAsString();
  SLUICE_ASSIGN_OR_RETURN(
      const std::vector<DeadLetterPlace> marked,
      stores_.marks.AddMarks(scene.connector.uid, marks, absl::InfinitePast(), stored, now));
  response->set_discarded_count(static_cast<int64_t>(marked.size()));
  log::Info("dead letters were put aside", {{"connector", id.connector},
                                            {"count", response->discarded_count()},
                                            {"author", Echo(request.author())}});
  return absl::OkStatus();
}

absl::Status DeadLetterCalls::Discard(const v1::DiscardDeadLettersRequest& request,
                                      v1::DiscardDeadLettersResponse* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  CheckText("author", request.author(), kAuthorBytesMax, violations);
  const ConnectorId id = ReadConnectorName("parent", request.parent(), violations);
  CheckChoice(request.choice(), id, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return guard_.Run("DiscardDeadLetters", request_id, request, response, [&](Request stored) {
    return DiscardOnce(request, id, std::move(stored), response);
  });
}

}  // namespace sluice::controlplane
