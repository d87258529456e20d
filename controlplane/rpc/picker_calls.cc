#include "controlplane/rpc/picker_calls.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status/status_macros.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/table_calls.h"
#include "controlplane/rpc/translate_sink.h"
#include "controlplane/validation/fields.h"
#include "controlplane/validation/sink_rules.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kTopicFilterBytesMax = 249;
constexpr size_t kPrefixBytesMax = 128;

// The names that topics of a connector have unless a person gave others (R5).
bool HasOwnName(absl::string_view topic) {
  for (absl::string_view prefix :
       {"connect-offset-", "connect-config-", "connect-status-", "connect-error-"}) {
    if (absl::StartsWith(topic, prefix)) return true;
  }
  return false;
}

void KeepSources(const std::set<std::string>& own, std::vector<std::string>& topics) {
  std::erase_if(topics, [&](const std::string& topic) {
    return absl::StartsWith(topic, "__") || HasOwnName(topic) || own.contains(topic);
  });
}

// The rules speak of `connector.sink`; here it is `sink`.
void CheckAccess(const MaxComputeSink& sink, Violations& violations) {
  Violations found;
  CheckSinkAccess(sink, found);
  for (const Violation& violation : found.kept()) {
    violations.Add(absl::StripPrefix(violation.field, "connector."), violation.reason,
                   violation.message);
  }
}

}  // namespace

absl::Status PickerCalls::ListTopics(const v1::ListTopicsRequest& request,
                                     v1::ListTopicsResponse* response) {
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  const std::string id = ReadInstanceName("parent", request.parent(), violations);
  CheckText("filter", request.filter(), kTopicFilterBytesMax, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string list = absl::StrCat("topics of ", request.parent(), " ", request.all(), " ",
                                        absl::AsciiStrToLower(request.filter()));
  SLUICE_ASSIGN_OR_RETURN(const std::string after, ReadPageToken(list, request.page_token()));
  const absl::StatusOr<Instance> instance = instances_.GetInstance(id);
  if (!instance.ok()) return About(instance.status(), kInstanceType, request.parent());
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin, clusters_.AdminOf(*instance));
  SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> topics, admin->ListTopics(kafka_timeout_));
  if (!request.all()) {
    SLUICE_ASSIGN_OR_RETURN(const std::set<std::string> own, index_.OwnTopics(id));
    KeepSources(own, topics);
  }
  const std::string wanted = absl::AsciiStrToLower(request.filter());
  std::erase_if(topics, [&](const std::string& topic) {
    return topic <= after || !absl::StrContains(absl::AsciiStrToLower(topic), wanted);
  });
  std::sort(topics.begin(), topics.end());
  if (static_cast<int>(topics.size()) > page_size) {
    topics.resize(page_size);
    response->set_next_page_token(MakePageToken(list, topics.back()));
  }
  if (topics.empty()) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(const auto described, admin->DescribeTopics(topics, kafka_timeout_));
  // One that was deleted meanwhile is absent.
  for (const auto& [name, topic] : described) {
    v1::ListTopicsResponse::Topic& out = *response->add_topics();
    out.set_topic(name);
    out.set_partitions(topic.partitions);
    out.set_replication_factor(topic.replication_factor);
  }
  return absl::OkStatus();
}

absl::Status PickerCalls::ListTables(const v1::ListTablesRequest& request,
                                     v1::ListTablesResponse* response) {
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  const std::string id = ReadInstanceName("parent", request.parent(), violations);
  MaxComputeSink sink = SinkFromProto(request.sink(), violations);
  FillSinkDefaults(sink);
  CheckAccess(sink, violations);
  CheckOptionalWord("prefix", request.prefix(), "_", kPrefixBytesMax, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string list =
      absl::StrCat("tables of ", sink.endpoint, " ", sink.project, " ", sink.schema, " ",
                   sink.account_uid, " ", sink.role_name, " ", request.prefix());
  SLUICE_ASSIGN_OR_RETURN(const std::string marker, ReadPageToken(list, request.page_token()));
  const absl::StatusOr<Instance> instance = instances_.GetInstance(id);
  if (!instance.ok()) return About(instance.status(), kInstanceType, request.parent());
  sink.table = request.prefix();
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<TableConnection> connection, tables_.Of(sink));
  const absl::StatusOr<maxcompute::TablePage> page =
      connection->catalog().ListTables(TableNameOf(sink), page_size, marker);
  if (!page.ok()) return AsApiAnswer(page.status(), sink);
  for (const std::string& table : page->tables) response->add_tables(table);
  if (!page->next_marker.empty()) {
    response->set_next_page_token(MakePageToken(list, page->next_marker));
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
